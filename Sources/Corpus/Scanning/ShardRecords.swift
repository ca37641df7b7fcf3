/// Some records of one shard: those of some numbers, or those that mention some classes; their captions, their keys, and fields
/// beside them.
///
/// The shard is read from its start to the last record that is wanted; only these are taken out of it, and row groups of a Parquet
/// file without any are passed over. Memory is bounded by a block of the shard.
public struct ShardRecords: Sendable {
  /// One record.
  public struct Record: Sendable, Hashable {
    /// Its number in the shard, from 1.
    public var number: Int
    /// Its captions in their order, with their roles; empty where they were not asked for.
    public var captions: [Caption] = []
    /// Its key; nil where it has none.
    public var key: String?
    /// The values of the fields that were asked for, in their order; nil: none.
    public var values: [String?] = []
    /// Its bytes in the shard, where they were asked for and the shard is JSON.
    public var whole: [UInt8]?
    /// The classes that it mentions, ascending, where records were asked for by these.
    public var classes: [Int] = []
    /// The hash of its first caption with a mention, as rows have it, where records were asked for by classes.
    public var captionHash: UInt64 = 0
  }

  /// One caption of a record.
  public struct Caption: Sendable, Hashable {
    /// The text as it is counted.
    public var text: String
    /// What it is in its record.
    public var role: Role
  }

  /// Which records are taken by what they mention.
  public struct Mentioned: Sendable {
    /// What is looked for: one class set.
    public var plan: MatchPlan
    /// The classes, by index; nil: any.
    public var classes: Set<Int>?
    /// The roles of the captions that count.
    public var roles: Set<Role>

    /// Makes a choice.
    public init(plan: MatchPlan, classes: Set<Int>?, roles: Set<Role>) {
      self.plan = plan
      self.classes = classes
      self.roles = roles
    }
  }

  /// The shard.
  public let shard: ShardName
  private let reading: ReadingOptions
  let request: FieldRequest
  private let readsCaptions: Bool

  /// Takes a shard.
  ///
  /// - Parameters:
  ///   - shard: The shard.
  ///   - reading: How it is read.
  ///   - fields: The fields that are wanted of each record beside its key.
  ///   - captions: Whether its captions are wanted.
  ///   - whole: Whether its bytes are wanted.
  public init(
    _ shard: ShardName, reading: ReadingOptions, fields: [FieldPath], captions: Bool = true,
    whole: Bool = false
  ) {
    self.shard = shard
    request = FieldRequest(keep: fields, wantsWhole: whole)
    readsCaptions = captions
    var reading = reading
    reading.keepsOrder = true
    reading.fields = request
    self.reading = reading
  }

  /// Hands on the records with these numbers, ascending and each once; a number that the shard does not have gives none.
  ///
  /// - Throws: `ShardError`; what `body` throws.
  public func read(_ numbers: [Int], _ body: (Record) throws -> Void) throws {
    var rest = numbers[...]
    try read(next: { rest.popFirst() }, body)
  }

  /// Hands on the records whose numbers a function gives, ascending and each once; nil after the last.
  ///
  /// - Throws: `ShardError`; what `next` and `body` throw.
  public func read(next: @escaping () throws -> Int?, _ body: (Record) throws -> Void) throws {
    try inItsName {
      let wanted = WantedRecords(next)
      if !readsCaptions, !request.wantsWhole, try readColumns(wanted, body) { return }
      try read(wanted, body)
    }
  }

  /// Hands on the records that mention classes, in their order; so many threads look for them.
  ///
  /// - Throws: `ShardError`; what `body` throws.
  public func read(
    mentioning mentioned: Mentioned, threads: Int = 1, _ body: (Record) throws -> Void
  ) throws {
    try inItsName { try readRounds(mentioned, threads: max(threads, 1), body) }
  }

  /// What the shard's content is known by, for which it is read whole.
  ///
  /// - Throws: `ShardError`.
  public func contentDigest() throws -> Digest? {
    var digest: Digest?
    try inItsName {
      let blocks = try openBlocks(BufferPool(capacity: Self.blockBytes))
      let batch = CaptionBatch { _ in }
      while try blocks.readNext(into: batch) != nil {}
      _ = try blocks.finish()
      digest = try blocks.identity().digest
    }
    return digest
  }

  private func inItsName(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as ShardFault {
      throw ShardError(shard: shard, fault: error)
    }
  }

  private static let blockBytes = 256 << 10

  /// Reads the fields of a Parquet file's records where their text is not wanted; false where the shard is no such file.
  private func readColumns(_ wanted: WantedRecords, _ body: (Record) throws -> Void) throws -> Bool {
    guard ShardBlocks.canBeReadTwice(shard) else { return false }
    let pool = BufferPool(capacity: Self.blockBytes)
    let blocks = try ShardBlocks(
      shard, options: reading, blockBytes: Self.blockBytes, pool: pool, meter: nil)
    guard blocks.layout == "parquet", blocks.codec == .none else { return false }
    let fields = try ParquetFields(ShardBlocks.bytes(of: shard, reading), request)
    while try !wanted.isEmpty() {
      for number in try wanted.takeFirst() {
        var values = RecordFields(request)
        try fields.appendValues(of: number - 1, to: &values)
        try body(record(number, [], values, 0))
      }
    }
    return true
  }

  /// A record whose values are those of a number, if it has any.
  private func record(_ number: Int, _ captions: [Caption], _ values: RecordFields, _ index: Int) -> Record {
    func value(_ field: Int) -> ArraySlice<UInt8>? {
      index < values.count ? values.value(field, of: index) : nil
    }
    func text(_ field: Int) -> String? { value(field).map { String(decoding: $0, as: UTF8.self) } }
    var record = Record(number: number, captions: readsCaptions ? captions : [], key: text(0))
    record.values = request.keep.indices.map { text($0 + 1) }
    if request.wantsWhole { record.whole = value(request.count - 1).map(Array.init) }
    return record
  }

  /// Reads records by their numbers.
  private func read(_ wanted: WantedRecords, _ body: (Record) throws -> Void) throws {
    let pool = BufferPool(capacity: Self.blockBytes)
    let blocks = try openBlocks(pool, wanted)
    var columns = RowFields(request)
    let found = RecordsOfBlock(nil)
    let batch = CaptionBatch { try found.take($0, wanted) }
    while try !wanted.isEmpty() {
      let before = found.recordsBefore
      guard let block = try Self.after(before, { try blocks.next() }) else { return }
      defer { pool.give(block.buffer) }
      try Self.after(before) { if let fault = batch.read(block) { throw fault } }
      let places = found.finish(batch.position, try wanted.take(through: before + batch.position))
      try handOn(
        try BlockRecords(places, found, block, batch.position, request), after: before, &columns, body)
    }
  }

  /// The shard's blocks.
  func openBlocks(_ pool: BufferPool, _ wanted: WantedRecords? = nil) throws -> ShardBlocks {
    try ShardBlocks(
      shard, options: reading, blockBytes: Self.blockBytes, pool: pool, meter: nil,
      readsTwice: try ShardBlocks.isReadTwice(shard, options: reading), wanted: wanted)
  }

  /// Does what concerns a block before which the shard has so many records: a fault counts from the shard's first.
  static func after<Result>(_ records: Int, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let fault as ShardFault {
      throw fault.after(records: records)
    }
  }

  /// Hands on the records of a block before which the shard has so many.
  func handOn(
    _ block: BlockRecords, after before: Int, _ columns: inout RowFields, _ body: (Record) throws -> Void
  ) throws {
    var values = block.values
    var (rest, first) = (block.records.map(\.wanted)[...], 0)
    for (index, (wanted, found)) in block.records.enumerated() {
      if let rows = block.fieldRows, index == first + values.count {
        values = try columns.takeValues(of: &rest, rows)
        first = index
      }
      var record = record(before + Int(wanted.record) + 1, found.captions, values, index - first)
      (record.classes, record.captionHash) = (found.classes.sorted(), found.hash)
      try body(record)
    }
  }
}

/// The records of one block that are wanted.
struct BlockRecords: Sendable {
  /// The records, ascending, each with what was found of it.
  let records: [(wanted: WantedRecord, found: RecordsOfBlock.Found)]
  /// How many records the block has.
  let count: Int
  /// The values of their fields, of fewer where the block does not have them.
  let values: RecordFields
  /// Where their fields lie in columns of a file.
  let fieldRows: FieldRows?

  /// Takes what was found in a block of so many records, which was read, and reads the fields.
  ///
  /// - Throws: `ShardFault`.
  init(
    _ places: [Int32], _ found: RecordsOfBlock, _ block: any RecordBlock, _ count: Int,
    _ request: FieldRequest
  ) throws {
    records = places.map { (WantedRecord(record: $0), found.found(at: $0)) }
    self.count = count
    fieldRows = block.fieldRows
    var values = RecordFields(request)
    if let block = block as? any FieldBlock {
      try block.appendFields(request, of: records.map(\.wanted), to: &values)
    }
    self.values = values
  }
}
