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
  private let request: FieldRequest
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
      try read(wanted, nil, body)
    }
  }

  /// Hands on the records that mention classes, in their order.
  ///
  /// - Throws: `ShardError`; what `body` throws.
  public func read(mentioning mentioned: Mentioned, _ body: (Record) throws -> Void) throws {
    try inItsName { try read(nil, mentioned, body) }
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
      for number in try wanted.takeFirst() { try body(record(number, [], try fields.values(of: number - 1))) }
    }
    return true
  }

  /// Whether the shard is an archive whose samples' members lie apart, so that it was read twice when it was counted: records get
  /// their numbers as they did then.
  private func isReadTwice() throws -> Bool {
    guard ShardBlocks.canBeReadTwice(shard) else { return false }
    let pool = BufferPool(capacity: Self.blockBytes)
    let blocks = try ShardBlocks(
      shard, options: reading, blockBytes: Self.blockBytes, pool: pool, meter: nil)
    guard ["tar", "zip"].contains(blocks.layout) else { return false }
    do {
      while let block = try blocks.next() { pool.give(block.buffer) }
      return false
    } catch  where ShardBlocks.needsSecondReading(shard, after: error) {
      return true
    }
  }

  private func record(_ number: Int, _ captions: [Caption], _ values: [[UInt8]?]) -> Record {
    let texts = values.map { $0.map { String(decoding: $0, as: UTF8.self) } }
    var record = Record(number: number, captions: readsCaptions ? captions : [], key: texts.first ?? nil)
    record.values = request.keep.indices.map { $0 + 1 < texts.count ? texts[$0 + 1] : nil }
    if request.wantsWhole, values.count == request.count { record.whole = values[request.count - 1] }
    return record
  }

  /// Reads records by their numbers, or by what they mention.
  private func read(
    _ wanted: WantedRecords?, _ mentioned: Mentioned?, _ body: (Record) throws -> Void
  ) throws {
    let pool = BufferPool(capacity: Self.blockBytes)
    let blocks = try ShardBlocks(
      shard, options: reading, blockBytes: Self.blockBytes, pool: pool, meter: nil,
      readsTwice: try isReadTwice(), wanted: wanted)
    var columns = RowFields(request)
    let found = RecordsOfBlock(mentioned)
    let batch = CaptionBatch { try found.take($0, wanted) }
    while try wanted.map({ try !$0.isEmpty() }) ?? true, let block = try blocks.next() {
      defer { pool.give(block.buffer) }
      let before = found.recordsBefore
      if let fault = batch.read(block) { throw (fault as? ShardFault)?.after(records: before) ?? fault }
      let places = found.finish(batch.position, try wanted?.take(through: before + batch.position))
      let values = try (block as? any FieldBlock)?.fields(request, of: places) ?? []
      for (index, place) in places.enumerated() {
        let fields =
          try columns.values(of: Int(place), block.fieldRows) ?? (index < values.count ? values[index] : [])
        var record = record(before + Int(place) + 1, found.captions(of: place), fields)
        if mentioned != nil { (record.classes, record.captionHash) = found.mentions(of: place) }
        try body(record)
      }
    }
  }
}

/// The captions of those records of a block that are wanted. Belongs to one task.
private final class RecordsOfBlock {
  /// What was found of one record.
  private struct Found {
    var captions: [ShardRecords.Caption] = []
    var classes: Set<Int> = []
    var hash: UInt64 = 0
  }

  private let mentioned: ShardRecords.Mentioned?
  private let matcher: Matcher?
  private let hashing = CaptionHash()
  private var found: [Int32: Found] = [:]
  private var isOver = false
  /// The records of the shard before the block.
  private(set) var recordsBefore = 0

  init(_ mentioned: ShardRecords.Mentioned?) {
    self.mentioned = mentioned
    matcher = mentioned.map { Matcher($0.plan) }
  }

  /// Takes a batch of the block's captions.
  func take(_ batch: CaptionBatch, _ wanted: WantedRecords?) throws {
    if isOver {
      found = [:]
      isOver = false
    }
    var sink: MentionedRecords?
    if let mentioned, let matcher {
      var own = MentionedRecords(mentioned)
      matcher.match(batch, into: &own)
      sink = own
    }
    let last = batch.entries.last?.record
    for (index, entry) in batch.entries.enumerated() {
      if let sink {
        // The last record may go on in the next batch, and mention something there.
        guard sink.records[entry.record] != nil || found[entry.record] != nil || entry.record == last else {
          continue
        }
      } else {
        let number = recordsBefore + Int(entry.record) + 1
        guard try wanted?.hasAny(in: number...number) ?? false else { continue }
      }
      let bytes = UnsafeRawBufferPointer(rebasing: batch.text[Int(entry.start)..<Int(entry.end)])
      found[entry.record, default: Found()].captions.append(
        ShardRecords.Caption(text: String(decoding: bytes, as: UTF8.self), role: entry.role))
      if let own = sink?.records[entry.record], own.firstCaption == index,
        found[entry.record]?.classes.isEmpty ?? true
      {
        found[entry.record]?.hash = hashing.hash(bytes)
      }
      if index + 1 == batch.entries.count || batch.entries[index + 1].record != entry.record,
        let own = sink?.records[entry.record]
      {
        found[entry.record]?.classes.formUnion(own.classes)
      }
    }
  }

  /// Ends a block of so many records.
  ///
  /// - Returns: The places of its records that are wanted and have captions, ascending.
  func finish(_ records: Int, _ numbers: [Int]?) -> [Int32] {
    if isOver { found = [:] }
    isOver = true
    let before = recordsBefore
    recordsBefore += records
    if let numbers {
      return numbers.map { Int32(truncatingIfNeeded: $0 - 1 - before) }.filter { found[$0] != nil }
    }
    return found.filter { !$0.value.classes.isEmpty }.keys.sorted()
  }

  func captions(of place: Int32) -> [ShardRecords.Caption] { found[place]?.captions ?? [] }

  func mentions(of place: Int32) -> (classes: [Int], hash: UInt64) {
    (found[place]?.classes.sorted() ?? [], found[place]?.hash ?? 0)
  }
}

/// Notes which records of a batch mention the wanted classes.
private struct MentionedRecords: MentionSink {
  private let mentioned: ShardRecords.Mentioned
  /// For each record the classes, and the first of its captions with one of them.
  private(set) var records: [Int32: (classes: Set<Int>, firstCaption: Int)] = [:]

  init(_ mentioned: ShardRecords.Mentioned) { self.mentioned = mentioned }

  mutating func mention(
    slot: UInt32, term: UInt32, isOnlyTerm: Bool, of caption: UnsafePointer<CaptionBatch.Entry>,
    from start: Int, to end: Int
  ) {
    let caption = caption.pointee
    guard mentioned.roles.contains(caption.role), mentioned.classes?.contains(Int(slot)) ?? true else {
      return
    }
    var own = records[caption.record] ?? ([], Int.max)
    own.classes.insert(Int(slot))
    own.firstCaption = min(own.firstCaption, Int(caption.index))
    records[caption.record] = own
  }
}
