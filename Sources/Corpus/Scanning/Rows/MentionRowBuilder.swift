/// Makes rows of a worker's mentions, batch by batch.
///
/// A value that the worker's sink holds while a batch is matched: a class's own variables would be checked for exclusive access
/// at each mention.
struct MentionRowBuilder {
  /// In which caption a class was met last, and which row stands for it.
  private struct Last {
    var caption: UInt32 = 0
    var row: UInt32 = 0
  }

  private let plan: MatchPlan
  private let place: MentionPlace
  private let countsMentions: Bool
  /// Whether mentions are matched in the captions as they lie in the batch, unless they had to be folded.
  private let matchesInPlace: Bool
  private let hashing = CaptionHash()
  private var last: [Last]
  /// The rows of the block; until their batch ends, each has its caption's index in the batch as `turn`.
  private(set) var rows: [MentionRows.Row] = []
  /// The row that the batch in hand begins with.
  private var firstRow = 0
  /// The number of the batch's first caption; 0 is none.
  private var firstCaption: UInt32 = 1
  /// The record of the last caption before the batch, and how many captions it had.
  private var (openRecord, openTurns): (Int32, Int32) = (-1, 0)

  init(_ plan: MatchPlan) {
    self.plan = plan
    place = MentionPlace(plan)
    countsMentions = plan.matching.countsMentions
    matchesInPlace = plan.matching == .word
    last = Array(repeating: Last(), count: plan.slotCount)
  }

  /// Starts a block: forgets the rows of the one before.
  mutating func startBlock() {
    let before = rows.count
    rows = []
    rows.reserveCapacity(before)
    (openRecord, openTurns) = (-1, 0)
  }

  /// Starts a batch.
  mutating func begin(_ batch: CaptionBatch) {
    if Int(firstCaption) + batch.count > Int(UInt32.max) {
      for slot in last.indices { last[slot] = Last() }
      firstCaption = 1
    }
    firstRow = rows.count
  }

  /// Takes a mention of a batch that was begun.
  @inline(__always)
  mutating func add(
    slot: UInt32, term: UInt32, of caption: UnsafePointer<CaptionBatch.Entry>, from start: Int, to end: Int,
    in batch: CaptionBatch
  ) {
    let entry = caption.pointee
    let number = firstCaption &+ UInt32(truncatingIfNeeded: entry.index)
    let known = last[Int(slot)]
    if known.caption == number {
      if countsMentions { rows[Int(known.row)].mentions += 1 }
      return
    }
    last[Int(slot)] = Last(caption: number, row: UInt32(truncatingIfNeeded: rows.count))
    let first =
      matchesInPlace && !entry.isFolded
      ? start - Int(entry.start)
      : written(start..<end, term: term, of: entry, number: number, in: batch)
    rows.append(
      MentionRows.Row(
        record: entry.record, turn: entry.index, role: entry.role, slot: slot, term: term, mentions: 1,
        start: UInt32(truncatingIfNeeded: first), place: -1, hash: 0))
  }

  /// Where in its caption as it is written a mention begins that was found in another form of it.
  @inline(never)
  private func written(
    _ matched: Range<Int>, term: UInt32, of entry: CaptionBatch.Entry, number: UInt32, in batch: CaptionBatch
  ) -> Int {
    let first = place.matched(from: matched.lowerBound, to: matched.upperBound, in: entry)
    let original = batch.entries[Int(entry.index)]
    let text = UnsafeRawBufferPointer(rebasing: batch.text[Int(original.start)..<Int(original.end)])
    return place.span(first, isFolded: entry.isFolded, term: Int(term), of: text, number: Int(number))
      .lowerBound
  }

  /// Ends a batch: its rows are put in order, and get the captions' numbers and hashes.
  mutating func end(_ batch: CaptionBatch) {
    firstCaption += UInt32(truncatingIfNeeded: batch.count)
    sort()
    let (entries, text) = (batch.entries, batch.text)
    let (open, hashing, firstRow) = ((record: openRecord, turns: openTurns), hashing, firstRow)
    rows.withUnsafeMutableBufferPointer { rows in
      var (last, turn, place, hash): (Int32, Int32, Int32, UInt64) = (-1, 0, -1, 0)
      for index in firstRow..<rows.count {
        let caption = rows[index].turn
        if caption != last {
          last = caption
          turn = Self.turn(of: Int(caption), in: entries, open)
          place = batch.place(of: Int(caption))
          let entry = entries[Int(caption)]
          hash = hashing.hash(UnsafeRawBufferPointer(rebasing: text[Int(entry.start)..<Int(entry.end)]))
        }
        rows[index].turn = turn
        rows[index].place = place
        rows[index].hash = hash
      }
    }
    if !entries.isEmpty {
      let final = entries.count - 1
      (openRecord, openTurns) = (entries[final].record, Self.turn(of: final, in: entries, open))
    }
  }

  /// A caption's number among its record's, some of which may have been in the batch before: those of the record that was
  /// left open.
  private static func turn(
    of caption: Int, in entries: UnsafeBufferPointer<CaptionBatch.Entry>,
    _ open: (record: Int32, turns: Int32)
  ) -> Int32 {
    var first = caption
    while first > 0, entries[first - 1].record == entries[caption].record { first -= 1 }
    let before = first == 0 && entries[caption].record == open.record ? open.turns : 0
    return before + Int32(truncatingIfNeeded: caption - first) + 1
  }

  /// Sorts the batch's rows by caption, first mention and class; mostly they come so.
  private mutating func sort() {
    func isBefore(_ one: MentionRows.Row, _ other: MentionRows.Row) -> Bool {
      (one.turn, one.start, one.slot) < (other.turn, other.start, other.slot)
    }
    let firstRow = firstRow
    let isSorted = rows.withUnsafeBufferPointer { rows in
      zip(rows[firstRow...], rows[firstRow...].dropFirst()).allSatisfy(isBefore)
    }
    if !isSorted { rows[firstRow...].sort(by: isBefore) }
  }
}

/// Counts mentions into a tally, and makes rows of them.
struct MentionRowSink: MentionSink {
  private var counting: CountingSink
  var rows: MentionRowBuilder
  private let batch: CaptionBatch

  /// Makes the sink of one batch, whose captions the tally has counted, and which the builder has begun.
  init(_ tally: Tally, _ rows: consuming MentionRowBuilder, _ batch: CaptionBatch) {
    counting = CountingSink(tally)
    self.rows = rows
    self.batch = batch
  }

  @inline(__always)
  mutating func mention(
    slot: UInt32, term: UInt32, isOnlyTerm: Bool, of caption: UnsafePointer<CaptionBatch.Entry>,
    from start: Int, to end: Int
  ) {
    counting.mention(slot: slot, term: term, isOnlyTerm: isOnlyTerm, of: caption, from: start, to: end)
    rows.add(slot: slot, term: term, of: caption, from: start, to: end, in: batch)
  }

  @inline(__always)
  func prepare(slot: UInt32) { counting.prepare(slot: slot) }
}
