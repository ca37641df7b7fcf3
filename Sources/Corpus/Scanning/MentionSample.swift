/// A fair random sample of mentions, each in its caption: how a person sees why a count is what it is.
///
/// Every mention gets a number from the seed, its shard's content and its place (`MentionNumber`), and those with the smallest
/// numbers are the sample: each mention has the same chance, and the sample is the same for any number of threads and any order of
/// shards, wherever they lie, and whether rows or the shards themselves say where mentions are.
///
/// Source: E. Cohen and H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007.
public struct MentionSample: Sendable {
  /// One mention.
  public struct Example: Sendable, Equatable {
    /// The shard that holds the caption.
    public var shard: ShardName
    /// The record in the shard, from 1.
    public var record: Int
    /// What the caption is in its record.
    public var role: Role
    /// The class set's position among those of the plan.
    public var set: Int
    /// The class's index in its set.
    public var classIndex: Int
    /// The term's index in the flat list of its set's terms.
    public var termIndex: Int
    /// The caption before the mention.
    public var before: String
    /// The mention as the caption has it.
    public var mention: String
    /// The caption after the mention.
    public var after: String
    /// The number that decides whether the mention is in the sample.
    public var order: UInt64
  }

  /// What a sample was drawn from, and the sample.
  public struct Drawn: Sendable {
    /// The mentions of the sample in their random order; class by class where each has a sample of its own.
    public internal(set) var examples: [Example] = []
    /// For each class, those of all sets of the plan one after another, what it was drawn from: its mentions, or its
    /// captions with a mention where the rule counts captions, not occurrences.
    public internal(set) var counts: [Int]
    /// What the shards that were read are known by; empty unless asked for.
    public internal(set) var identities: [ShardIdentity] = []
    /// The shards that could not be read.
    public internal(set) var failures: [ShardError] = []

    /// The sum of `counts`.
    public var total: Int { counts.reduce(0, +) }
  }

  /// The terms to look for and the rule to match them by.
  public let plan: MatchPlan
  /// How shards are read.
  public let reading: ReadingOptions
  /// The roles whose captions are sampled.
  public let roles: Set<Role>
  /// How many mentions are kept.
  public let size: Int
  /// Whether each class has a sample of that size, not all of them together.
  public let isPerClass: Bool
  /// Whether what the shards are known by is asked for, for which all of them has to be read.
  public let identifiesShards: Bool
  /// The classes whose mentions are sampled, by index in each set; nil: all.
  public let classes: Set<Int>?
  /// Decides which; the same seed gives the same sample.
  public let seed: UInt64

  /// Makes a sample's rules.
  public init(
    plan: MatchPlan, reading: ReadingOptions = ReadingOptions(), roles: Set<Role> = Role.supervised,
    size: Int = 20, isPerClass: Bool = false, identifiesShards: Bool = false,
    classes: Set<Int>? = nil, seed: UInt64 = 0
  ) {
    self.plan = plan
    self.reading = reading
    self.roles = roles
    self.size = max(size, 0)
    self.isPerClass = isPerClass
    self.identifiesShards = identifiesShards
    self.classes = classes
    self.seed = seed
  }

  /// Reads shards and samples their mentions, up to `threads` shards at a time.
  ///
  /// - Parameters:
  ///   - shards: The shards.
  ///   - digests: By what the content of those that were counted is known, which decides what is drawn; of the others their
  ///     captions do.
  ///   - threads: How many are read at a time.
  /// - Returns: the sample, and what it was drawn from.
  public func draw(
    from shards: [ShardName], digests: [ShardName: Digest] = [:], threads: Int = 1
  ) async -> Drawn {
    await withTaskGroup(of: Result<Drawing, ShardError>.self) { group in
      var (waiting, drawing, failures) = (shards[...], Drawing(self), [ShardError]())
      for shard in waiting.prefix(max(threads, 1)) { group.addTask { draw(from: shard, digests[shard]) } }
      waiting = waiting.dropFirst(max(threads, 1))
      for await result in group {
        switch result {
        case .success(let part): drawing.add(part)
        case .failure(let error): failures.append(error)
        }
        if let shard = waiting.popFirst() { group.addTask { draw(from: shard, digests[shard]) } }
      }
      var drawn = drawing.drawn
      drawn.failures = failures
      return drawn
    }
  }

  /// Puts samples of different shards together, drawn by the same rules but for how the shards are read.
  public func merged(_ parts: [Drawn]) -> Drawn {
    var drawing = Drawing(self)
    for part in parts { drawing.add(part) }
    var drawn = drawing.drawn
    drawn.failures = parts.flatMap(\.failures)
    return drawn
  }

  private func draw(from shard: ShardName, _ digest: Digest?) -> Result<Drawing, ShardError> {
    do {
      return .success(
        try ShardBlocks.twiceIfNeeded(shard) { try drawing(from: shard, digest, readsTwice: $0) })
    } catch {
      return .failure(ShardError(shard: shard, error))
    }
  }

  private func drawing(from shard: ShardName, _ digest: Digest?, readsTwice: Bool) throws -> Drawing {
    var options = reading
    options.keepsOrder = true
    let blockBytes = 256 << 10
    let pool = BufferPool(capacity: blockBytes)
    let blocks = try ShardBlocks(
      shard, options: options, blockBytes: blockBytes, pool: pool, meter: nil, readsTwice: readsTwice)
    let matcher = Matcher(plan)
    var sink = SamplingSink(sample: self, shard: shard, digest: digest)
    let batch = CaptionBatch { batch in
      sink.begin(batch, recordsBefore: blocks.recordsBefore)
      matcher.match(batch, into: &sink)
      sink.end()
    }
    while try blocks.readNext(into: batch) != nil {}
    if identifiesShards { sink.drawing.identities.append(try blocks.identity()) }
    return sink.drawing
  }

  /// Finds the mentions of a shard that have some numbers: those that rows say are in the sample.
  ///
  /// - Parameters:
  ///   - shard: The shard.
  ///   - digest: By what its content is known.
  ///   - records: The records that have them, ascending.
  ///   - orders: The mentions' numbers.
  /// - Returns: The mentions; fewer where the shard is no longer what it was.
  /// - Throws: `ShardError`.
  public func mentions(
    of shard: ShardName, digest: Digest, records: [Int], orders: Set<UInt64>
  ) throws -> [Example] {
    var found: [Example] = []
    let matcher = Matcher(plan)
    let all = MentionSample(
      plan: plan, reading: reading, roles: roles, size: .max / 2, classes: classes, seed: seed)
    let text = PaddedBuffer(capacity: 4 << 10)
    try ShardRecords(shard, reading: reading, fields: []).read(records) { record in
      var sink = SamplingSink(sample: all, shard: shard, digest: digest)
      let batch = CaptionBatch { batch in
        sink.begin(batch, recordsBefore: record.number - 1)
        matcher.match(batch, into: &sink)
        sink.end()
      }
      batch.startBlock()
      batch.beginRecord()
      for caption in record.captions {
        text.removeAll()
        Array(caption.text.utf8).withUnsafeBytes { text.append($0) }
        try batch.append(text.bytes, role: caption.role)
      }
      try batch.flush()
      found += sink.drawing.drawn.examples.filter { orders.contains($0.order) }
    }
    return found
  }

  /// Makes a sample of mentions that were found by rows: those of each shard, and the counts of the classes.
  public func sample(of examples: [Example], counts: [Int], failures: [ShardError]) -> Drawn {
    var drawing = Drawing(self)
    drawing.counts = counts
    for example in examples { drawing.add(example) }
    var drawn = drawing.drawn
    drawn.failures = failures
    return drawn
  }

  /// The mentions with the smallest numbers so far.
  fileprivate struct Drawing: Sendable {
    private let size: Int
    private let isPerClass: Bool
    private let firstSlots: [Int]
    var counts: [Int]
    var identities: [ShardIdentity] = []
    /// For each class, or under 0 for all.
    private var kept: [Int: Smallest] = [:]

    init(_ sample: MentionSample) {
      size = sample.size
      isPerClass = sample.isPerClass
      firstSlots = sample.plan.firstSlots
      counts = Array(repeating: 0, count: sample.plan.slotCount)
    }

    var drawn: Drawn {
      var drawn = Drawn(counts: counts)
      drawn.examples = kept.sorted { $0.key < $1.key }.flatMap { $0.value.sorted(size) }
      drawn.identities = identities
      return drawn
    }

    /// Whether a mention with this number may belong to the sample so far.
    func takes(_ order: UInt64, slot: Int) -> Bool {
      size > 0 && kept[isPerClass ? slot : 0]?.takes(order) ?? true
    }

    mutating func add(_ example: Example) { kept[key(example), default: Smallest()].add(example, size) }

    mutating func add(_ other: Drawing) { add(other.drawn) }

    mutating func add(_ other: Drawn) {
      for slot in counts.indices { counts[slot] += other.counts[slot] }
      identities += other.identities
      for example in other.examples
      where takes(example.order, slot: firstSlots[example.set] + example.classIndex) { add(example) }
    }

    private func key(_ example: Example) -> Int {
      isPerClass ? firstSlots[example.set] + example.classIndex : 0
    }
  }
}

/// The examples with the smallest numbers, and some others: all are sorted once there are twice as many as are wanted, so that one
/// costs O(log *n*) for a sample of *n*.
private struct Smallest: Sendable {
  private var examples: [MentionSample.Example] = []
  /// No example with a larger number belongs to the sample.
  private var limit: UInt64?

  func takes(_ order: UInt64) -> Bool { limit.map { order <= $0 } ?? true }

  mutating func add(_ example: MentionSample.Example, _ size: Int) {
    examples.append(example)
    guard examples.count / 2 > size else { return }
    examples = sorted(size)
    limit = examples.last?.order
  }

  /// The examples in ascending order, `size` at most.
  func sorted(_ size: Int) -> [MentionSample.Example] {
    // Shards of the same content have the same numbers.
    Array(
      examples.sorted {
        $0.order != $1.order ? $0.order < $1.order : $0.shard.description < $1.shard.description
      }.prefix(size))
  }
}

/// Looks at each mention and keeps those of the sample.
private struct SamplingSink: MentionSink {
  let sample: MentionSample
  let shard: ShardName
  var drawing: MentionSample.Drawing
  private var recordsBefore = 0
  private let number: MentionNumber
  /// Whether captions stand for the content of the shard.
  private let asksCaptions: Bool
  private let place: MentionPlace
  private let isWanted: [Bool]
  /// For each class the last caption that mentioned it, and how often it did so far; captions are numbered on.
  private var last: [(caption: Int, mentions: Int)]
  private let countsMentions: Bool
  private var captionsBefore = 1
  private var turns = CaptionTurns()
  /// The batch in hand; a mention comes only while one is.
  private var batch: CaptionBatch?

  init(sample: MentionSample, shard: ShardName, digest: Digest?) {
    self.sample = sample
    self.shard = shard
    drawing = MentionSample.Drawing(sample)
    number = MentionNumber(seed: sample.seed, shard: digest)
    asksCaptions = digest == nil
    place = MentionPlace(sample.plan)
    isWanted = sample.plan.classSets.flatMap(\.classes.indices).map { sample.classes?.contains($0) ?? true }
    countsMentions = sample.plan.matching.countsMentions
    last = Array(repeating: (0, 0), count: sample.plan.slotCount)
  }

  mutating func begin(_ batch: CaptionBatch, recordsBefore: Int) {
    self.batch = batch
    self.recordsBefore = recordsBefore
    turns.begin(batch, recordsBefore: recordsBefore)
  }
  mutating func end() {
    captionsBefore += batch?.count ?? 0
    batch = nil
  }

  mutating func mention(
    slot: UInt32, term: UInt32, isOnlyTerm: Bool, of caption: UnsafePointer<CaptionBatch.Entry>,
    from start: Int,
    to end: Int
  ) {
    let slot = Int(slot)
    let caption = caption.pointee
    guard let batch, sample.roles.contains(caption.role), isWanted[slot] else { return }
    let captionNumber = captionsBefore + Int(caption.index)
    if last[slot].caption != captionNumber {
      last[slot] = (captionNumber, 0)
    } else if !countsMentions {
      return
    }
    last[slot].mentions += 1
    drawing.counts[slot] += 1
    let record = recordsBefore + Int(caption.record) + 1
    let original = batch.entries[Int(caption.index)]
    let text = UnsafeRawBufferPointer(rebasing: batch.text[Int(original.start)..<Int(original.end)])
    let order = number.number(
      record: record, turn: turns[Int(caption.index)], slot: slot, mention: last[slot].mentions,
      caption: asksCaptions ? text : nil)
    guard drawing.takes(order, slot: slot) else { return }
    let span = place.span(
      place.matched(from: start, to: end, in: caption), isFolded: caption.isFolded, term: Int(term), of: text,
      number: captionNumber)
    let set = sample.plan.set(ofSlot: slot)
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    drawing.add(
      MentionSample.Example(
        shard: shard, record: record, role: caption.role, set: set,
        classIndex: slot - sample.plan.firstSlots[set],
        termIndex: Int(term) - sample.plan.firstTerms[set], before: part(0..<span.lowerBound),
        mention: part(span), after: part(span.upperBound..<text.count), order: order))
  }
}
