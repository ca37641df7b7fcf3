/// The rows of one block: one for each caption and class that it mentions.
struct MentionRows: Sendable {
  /// One row.
  struct Row: Sendable, Equatable {
    /// The record's place in the block, from 0.
    var record: Int32
    /// The caption's number among its record's, from 1.
    var turn: Int32
    /// What the caption is in its record.
    var role: Role
    /// The class's index among the classes of all sets.
    var slot: UInt32
    /// The index of the term that made the first mention among the terms of all sets.
    var term: UInt32
    /// How often the caption mentions the class.
    var mentions: UInt32
    /// The byte of the caption where the first mention begins.
    var start: UInt32
    /// XXH3-64 of the folded caption.
    var hash: UInt64
  }

  /// The rows in the order of their captions, those of one caption in the order of their first mentions.
  var rows: [Row] = []
  /// What was kept of the records that have rows; nil: nothing was asked for.
  var fields: RecordFields?
  /// Where their fields lie in columns of a file; nil: nowhere.
  var fieldRows: FieldRows?
}

/// Makes rows of a worker's mentions, batch by batch. Belongs to one task.
final class MentionRowBuilder {
  /// In which caption a class was met last, and which row stands for it.
  private struct Last {
    var caption: UInt32 = 0
    var row: UInt32 = 0
  }

  private let plan: MatchPlan
  private let place: MentionPlace
  private let countsMentions: Bool
  private let hashing = CaptionHash()
  private var last: [Last]
  private(set) var block = MentionRows()
  /// The row that the batch in hand begins with, and for each of its rows the caption's index.
  private var firstRow = 0
  private var captions: [Int32] = []
  /// The number of the batch's first caption; 0 is none.
  private var firstCaption: UInt32 = 1
  /// The record of the last caption before the batch, and how many captions it had.
  private var (openRecord, openTurns): (Int32, Int32) = (-1, 0)
  /// The batch in hand; a mention comes only while one is.
  private var batch: CaptionBatch?

  init(_ plan: MatchPlan) {
    self.plan = plan
    place = MentionPlace(plan)
    countsMentions = plan.matching.countsMentions
    last = Array(repeating: Last(), count: plan.slotCount)
  }

  /// Starts a block: forgets the rows of the one before.
  func startBlock() {
    block = MentionRows()
    (openRecord, openTurns) = (-1, 0)
  }

  /// Starts a batch.
  func begin(_ batch: CaptionBatch) {
    if Int(firstCaption) + batch.count > Int(UInt32.max) {
      for slot in last.indices { last[slot] = Last() }
      firstCaption = 1
    }
    self.batch = batch
    firstRow = block.rows.count
    captions.removeAll(keepingCapacity: true)
  }

  /// Takes a mention of the batch in hand.
  func add(
    slot: UInt32, term: UInt32, of caption: UnsafePointer<CaptionBatch.Entry>, from start: Int, to end: Int
  ) {
    guard let batch else { return }
    let entry = caption.pointee
    let number = firstCaption + UInt32(truncatingIfNeeded: entry.index)
    let known = last[Int(slot)]
    if known.caption == number {
      if countsMentions { block.rows[Int(known.row)].mentions += 1 }
      return
    }
    last[Int(slot)] = Last(caption: number, row: UInt32(truncatingIfNeeded: block.rows.count))
    var first = place.matched(from: start, to: end, in: entry)
    if entry.isFolded || plan.matching != .word {
      let original = batch.entries[Int(entry.index)]
      let text = UnsafeRawBufferPointer(rebasing: batch.text[Int(original.start)..<Int(original.end)])
      first = place.span(
        first, isFolded: entry.isFolded, term: Int(term), of: text, number: Int(number))
    }
    block.rows.append(
      MentionRows.Row(
        record: entry.record, turn: 0, role: entry.role, slot: slot, term: term, mentions: 1,
        start: UInt32(truncatingIfNeeded: first.lowerBound), hash: 0))
    captions.append(entry.index)
  }

  /// Ends a batch: its rows are put in order, and get the captions' numbers and hashes.
  func end() {
    guard let batch else { return }
    self.batch = nil
    firstCaption += UInt32(truncatingIfNeeded: batch.count)
    sort()
    let entries = batch.entries
    var (lastCaption, turn, hash): (Int32, Int32, UInt64) = (-1, 0, 0)
    for (offset, caption) in captions.enumerated() {
      if caption != lastCaption {
        lastCaption = caption
        turn = self.turn(of: Int(caption), in: entries)
        let entry = entries[Int(caption)]
        hash = hashing.hash(
          UnsafeRawBufferPointer(rebasing: batch.text[Int(entry.start)..<Int(entry.end)]))
      }
      block.rows[firstRow + offset].turn = turn
      block.rows[firstRow + offset].hash = hash
    }
    if !entries.isEmpty {
      let final = entries.count - 1
      openTurns = self.turn(of: final, in: entries)
      openRecord = entries[final].record
    }
  }

  /// A caption's number among its record's, some of which may have been in the batch before.
  private func turn(of caption: Int, in entries: UnsafeBufferPointer<CaptionBatch.Entry>) -> Int32 {
    var first = caption
    while first > 0, entries[first - 1].record == entries[caption].record { first -= 1 }
    let before = first == 0 && entries[caption].record == openRecord ? openTurns : 0
    return before + Int32(truncatingIfNeeded: caption - first) + 1
  }

  /// Sorts the batch's rows by caption, first mention and class; mostly they come so.
  private func sort() {
    func isBefore(_ one: Int, _ other: Int) -> Bool {
      let (first, second) = (block.rows[firstRow + one], block.rows[firstRow + other])
      return (captions[one], first.start, first.slot) < (captions[other], second.start, second.slot)
    }
    guard captions.indices.dropFirst().contains(where: { !isBefore($0 - 1, $0) }) else { return }
    let order = captions.indices.sorted(by: isBefore)
    let rows = order.map { block.rows[firstRow + $0] }
    captions = order.map { captions[$0] }
    block.rows.replaceSubrange(firstRow..., with: rows)
  }
}

/// Counts mentions into a tally, and makes rows of them.
struct MentionRowSink: MentionSink {
  private var counting: CountingSink
  private let rows: MentionRowBuilder

  /// Makes the sink of one batch, whose captions the tally has counted.
  init(_ tally: Tally, _ rows: MentionRowBuilder) {
    counting = CountingSink(tally)
    self.rows = rows
  }

  mutating func mention(
    slot: UInt32, term: UInt32, isOnlyTerm: Bool, of caption: UnsafePointer<CaptionBatch.Entry>,
    from start: Int,
    to end: Int
  ) {
    counting.mention(slot: slot, term: term, isOnlyTerm: isOnlyTerm, of: caption, from: start, to: end)
    rows.add(slot: slot, term: term, of: caption, from: start, to: end)
  }

  func prepare(slot: UInt32) { counting.prepare(slot: slot) }
}
