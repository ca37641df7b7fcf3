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
  private(set) var rows: [MentionRows.Row] = []
  /// The row that the batch in hand begins with, and for each of its rows the caption's index.
  private var firstRow = 0
  private var captions: [Int32] = []
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
    captions.removeAll(keepingCapacity: true)
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
        record: entry.record, turn: 0, role: entry.role, slot: slot, term: term, mentions: 1,
        start: UInt32(truncatingIfNeeded: first), place: -1, hash: 0))
    captions.append(entry.index)
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
    var (lastCaption, turn, place, hash): (Int32, Int32, Int32, UInt64) = (-1, 0, -1, 0)
    for (offset, caption) in captions.enumerated() {
      if caption != lastCaption {
        lastCaption = caption
        turn = self.turn(of: Int(caption), in: entries)
        place = batch.place(of: Int(caption))
        let entry = entries[Int(caption)]
        hash = hashing.hash(UnsafeRawBufferPointer(rebasing: text[Int(entry.start)..<Int(entry.end)]))
      }
      rows[firstRow + offset].turn = turn
      rows[firstRow + offset].place = place
      rows[firstRow + offset].hash = hash
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
  private mutating func sort() {
    func isBefore(_ one: Int, _ other: Int) -> Bool {
      let (first, second) = (rows[firstRow + one], rows[firstRow + other])
      return (captions[one], first.start, first.slot) < (captions[other], second.start, second.slot)
    }
    guard captions.indices.dropFirst().contains(where: { !isBefore($0 - 1, $0) }) else { return }
    let order = captions.indices.sorted(by: isBefore)
    let sorted = order.map { rows[firstRow + $0] }
    captions = order.map { captions[$0] }
    rows.replaceSubrange(firstRow..., with: sorted)
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
