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

  /// Writes the shard.
  ///
  /// Earlier records are copied byte for byte, and come first unless the order is drawn.
  ///
  /// - Parameters:
  ///   - shuffle: The seed of a random order of all records; nil: earlier ones first, then class by class.
  ///   - write: Takes the bytes, one piece after another.
  /// - Returns: The identifiers of new records that earlier ones have too.
  /// - Throws: `InputError` where the earlier array can no longer be read; what `write` throws.
  /// - Complexity: O(*n*); memory for 24 bytes a record.
  @discardableResult public func write(
    shuffle: UInt64? = nil, _ write: ([UInt8]) throws -> Void
  ) throws -> [String] {
    if shard.format == .parquet {
      try writeParquet(shuffle: shuffle, write)
      return []
    }
    var block: [UInt8] = []
    var repeated = RepeatedIdentifiers(records)
    func flush(atLeast limit: Int) throws {
      guard block.count >= limit else { return }
      try write(block)
      block.removeAll(keepingCapacity: true)
    }
    let isArray = shard.format == .llava
    if isArray { block += "[".utf8 }
    var isFirst = true
    for position in order(shuffle) {
      if isArray { block += (isFirst ? "\n" : ",\n").utf8 }
      isFirst = false
      try append(position, to: &block, &repeated)
      if !isArray { block.append(UInt8(ascii: "\n")) }
      try flush(atLeast: 1 << 20)
    }
    if isArray { block += "\n]\n".utf8 }
    try flush(atLeast: 0)
    return repeated.found
  }

  /// The places of the records in the order in which they are written.
  private func order(_ shuffle: UInt64?) -> [Int] {
    guard let shuffle else { return Array(0..<count) }
    var random = RandomSource(seed: shuffle, stream: 0)
    return Array(random.order(count))
  }

  private func writeParquet(shuffle: UInt64?, _ write: ([UInt8]) throws -> Void) throws {
    try withoutActuallyEscaping(write) { write in
      let writer = ParquetWriter(columns: RemedyShard.columns) { try write(Array($0)) }
      for position in order(shuffle) { try writer.append(shard.row(records[position], classSet)) }
      try writer.finish()
    }
  }

  private func append(
    _ position: Int, to block: inout [UInt8], _ repeated: inout RepeatedIdentifiers
  ) throws {
    let before = earlier?.elements.count ?? 0
    if position < before, let earlier {
      let bytes = try earlier.bytes(of: earlier.elements[position])
      repeated.look(at: bytes)
      block += bytes
    } else {
      block += JSONText(shard.json(records[position - before], classSet)).line.utf8
    }
  }
}

/// Looks whether earlier records have identifiers of new ones, as where a plan is appended a second time.
private struct RepeatedIdentifiers {
  private let records: [RemedyShard.Record]
  private var own: Set<String>?
  private(set) var found: [String] = []
  /// What the identifiers begin with, and how far into a record they are looked for: there they stand as they are written here.
  private static let (start, reach) = (Array("\"remedy-".utf8), 128)

  init(_ records: [RemedyShard.Record]) { self.records = records }

  mutating func look(at record: [UInt8]) {
    guard let place = record.prefix(Self.reach).firstRange(of: Self.start) else { return }
    let name = String(
      decoding: record[(place.lowerBound + 1)...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    let known = own ?? Set(records.map(RemedyShard.identifier))
    own = known
    if known.contains(name) { found.append(name) }
  }
}
