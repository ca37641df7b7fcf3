/// Some records of one shard, by their numbers: their captions, their keys, and fields beside them.
///
/// The shard is read from its start to the last record that is wanted; only these are taken out of it. Memory is bounded by a
/// block of the shard.
public struct ShardRecords: Sendable {
  /// One record.
  public struct Record: Sendable, Hashable {
    /// Its number in the shard, from 1.
    public var number: Int
    /// Its captions in their order, with their roles.
    public var captions: [Caption]
    /// Its key; nil where it has none.
    public var key: String?
    /// The values of the fields that were asked for, in their order; nil: none.
    public var values: [String?]
  }

  /// One caption of a record.
  public struct Caption: Sendable, Hashable {
    /// The text as it is counted.
    public var text: String
    /// What it is in its record.
    public var role: Role
  }

  /// The shard.
  public let shard: ShardName
  private let reading: ReadingOptions
  private let request: FieldRequest

  /// Takes a shard.
  ///
  /// - Parameters:
  ///   - shard: The shard.
  ///   - reading: How it is read.
  ///   - fields: The fields that are wanted of each record beside its key.
  public init(_ shard: ShardName, reading: ReadingOptions, fields: [FieldPath]) {
    self.shard = shard
    request = FieldRequest(keep: fields)
    var reading = reading
    reading.keepsOrder = true
    reading.fields = request
    self.reading = reading
  }

  /// Hands on the records with these numbers, ascending and each once; a number that the shard does not have gives none.
  ///
  /// - Throws: `ShardError`; what `body` throws.
  public func read(_ numbers: [Int], _ body: (Record) throws -> Void) throws {
    var wanted = numbers[...]
    do {
      do {
        try read(&wanted, readsTwice: false, body)
      } catch  where wanted.count == numbers.count && ShardBlocks.needsSecondReading(shard, after: error) {
        try read(&wanted, readsTwice: true, body)
      }
    } catch let error as ShardFault {
      throw ShardError(shard: shard, fault: error)
    }
  }

  private func read(_ wanted: inout ArraySlice<Int>, readsTwice: Bool, _ body: (Record) throws -> Void) throws
  {
    let pool = BufferPool(capacity: 256 << 10)
    let blocks = try ShardBlocks(
      shard, options: reading, blockBytes: 256 << 10, pool: pool, meter: nil, readsTwice: readsTwice)
    let columns = try ParquetFields.file(of: shard, blocks, reading).map { try ParquetFields($0, request) }
    var found: [Int32: [Caption]] = [:]
    let all = wanted
    var (before, next) = (0, all.startIndex)
    let batch = CaptionBatch { batch in
      for entry in batch.entries {
        let number = before + Int(entry.record) + 1
        while next < all.endIndex, all[next] < number { next += 1 }
        guard next < all.endIndex, all[next] == number else { continue }
        let text = String(decoding: batch.text[Int(entry.start)..<Int(entry.end)], as: UTF8.self)
        found[entry.record, default: []].append(Caption(text: text, role: entry.role))
      }
    }
    while !wanted.isEmpty, let block = try blocks.next() {
      defer { pool.give(block.buffer) }
      found = [:]
      if let fault = batch.read(block) { throw (fault as? ShardFault)?.after(records: before) ?? fault }
      let own = wanted.prefix { $0 <= before + batch.position }
      wanted = wanted.dropFirst(own.count)
      let places = own.map { Int32($0 - 1 - before) }.filter { found[$0] != nil }
      let values = (block as? any FieldBlock)?.fields(request, of: places) ?? []
      for (index, place) in places.enumerated() {
        let number = before + Int(place) + 1
        let fields = try columns?.values(of: number - 1) ?? (index < values.count ? values[index] : [])
        let texts = fields.map { $0.map { String(decoding: $0, as: UTF8.self) } }
        try body(
          Record(
            number: number, captions: found[place] ?? [], key: texts.first ?? nil,
            values: request.keep.indices.map { $0 + 1 < texts.count ? texts[$0 + 1] : nil }))
      }
      before += batch.position
    }
  }
}
