import Corpus

/// Writes the records of a remedy as a shard, alone or behind those of another shard.
public struct RemedyWriter {
  private let shard: RemedyShard
  private let classSet: ClassSet
  private let records: [RemedyShard.Record]
  private let earlier: RecordArray?

  /// Makes a writer of records; `earlier` are those of the array that they are appended to.
  public init(
    _ shard: RemedyShard, _ classSet: ClassSet, _ records: [RemedyShard.Record], earlier: RecordArray? = nil
  ) {
    self.shard = shard
    self.classSet = classSet
    self.records = records
    self.earlier = earlier
  }

  /// The number of records that are written.
  public var count: Int { records.count + (earlier?.elements.count ?? 0) }

  /// Writes the file, whole or not at all.
  ///
  /// Earlier records are copied byte for byte, and come first unless the order is drawn.
  ///
  /// - Parameters:
  ///   - file: Where the shard goes.
  ///   - shuffle: The seed of a random order of all records; nil: earlier ones first, then class by class.
  /// - Throws: `OutputFileError`, and `InputError` where the earlier array can no longer be read.
  /// - Complexity: O(*n*); memory for 24 bytes a record.
  public func write(to file: OutputFile, shuffle: UInt64? = nil) throws {
    if shard.format == .parquet { return try writeParquet(to: file, shuffle: shuffle) }
    try file.write(shard.format == .llava ? .json(["id", "image", "conversations"]) : .never) { write in
      var block: [UInt8] = []
      func flush(atLeast limit: Int) throws {
        guard block.count >= limit else { return }
        try write(block)
        block.removeAll(keepingCapacity: true)
      }
      let isArray = shard.format == .llava
      if isArray { block += "[".utf8 }
      var isFirst = true
      func put(_ position: Int) throws {
        if isArray { block += (isFirst ? "\n" : ",\n").utf8 }
        isFirst = false
        try append(position, to: &block)
        if !isArray { block.append(UInt8(ascii: "\n")) }
        try flush(atLeast: 1 << 20)
      }
      for position in order(shuffle) { try put(position) }
      if isArray { block += "\n]\n".utf8 }
      try flush(atLeast: 0)
    }
  }

  /// The places of the records in the order in which they are written.
  private func order(_ shuffle: UInt64?) -> [Int] {
    guard let shuffle else { return Array(0..<count) }
    var random = RandomSource(seed: shuffle, stream: 0)
    return Array(random.order(count))
  }

  private func writeParquet(to file: OutputFile, shuffle: UInt64?) throws {
    let names = RemedyShard.columns.filter { !$0.isList }.map(\.name)
    try file.write(.parquet(names)) { write in
      try withoutActuallyEscaping(write) { write in
        let writer = ParquetWriter(columns: RemedyShard.columns) { try write(Array($0)) }
        for position in order(shuffle) { try writer.append(shard.row(records[position], classSet)) }
        try writer.finish()
      }
    }
  }

  private func append(_ position: Int, to block: inout [UInt8]) throws {
    let before = earlier?.elements.count ?? 0
    if position < before, let earlier {
      block += try earlier.bytes(of: earlier.elements[position])
    } else {
      block += JSONText(shard.json(records[position - before], classSet)).line.utf8
    }
  }
}
