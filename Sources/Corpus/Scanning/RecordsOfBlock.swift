/// The captions of those records of a block that are wanted. Belongs to one task.
final class RecordsOfBlock {
  /// What was found of one record.
  struct Found: Sendable {
    /// Its captions.
    var captions: [ShardRecords.Caption] = []
    /// The classes that it mentions, where records are sought by these.
    var classes: Set<Int> = []
    /// The hash of its first caption with a mention.
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

  /// What was found of a record of the block that was ended last.
  func found(at place: Int32) -> Found { found[place] ?? Found() }
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
