/// A fair random sample of mentions, each in its caption: how a person sees why a count is what it is.
///
/// Every mention gets a number from the seed, its shard's name and its place, and those with the smallest numbers are the
/// sample: each mention has the same chance, and the sample is the same for any number of threads and any order of shards.
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

  /// What is looked for.
  public let plan: MatchPlan
  /// How shards are read.
  public let reading: ReadingOptions
  /// The roles whose captions are sampled.
  public let roles: Set<Role>
  /// How many mentions are kept.
  public let size: Int
  /// Decides which; the same seed gives the same sample.
  public let seed: UInt64

  /// Makes a sample's rules.
  public init(
    plan: MatchPlan, reading: ReadingOptions = ReadingOptions(), roles: Set<Role> = Role.supervised,
    size: Int = 20,
    seed: UInt64 = 0
  ) {
    self.plan = plan
    self.reading = reading
    self.roles = roles
    self.size = max(size, 0)
    self.seed = seed
  }

  /// Reads shards and samples their mentions, up to `threads` shards at a time.
  ///
  /// - Returns: the sample in its random order, how many mentions it was drawn from, and the shards that could not be read.
  public func draw(
    from shards: [ShardName], threads: Int = 1
  ) async -> (examples: [Example], mentions: Int, failures: [ShardError]) {
    await withTaskGroup(of: Result<Drawn, ShardError>.self) { group in
      var (waiting, drawn, failures) = (shards[...], Drawn(size: size), [ShardError]())
      for shard in waiting.prefix(max(threads, 1)) { group.addTask { draw(from: shard) } }
      waiting = waiting.dropFirst(max(threads, 1))
      for await result in group {
        switch result {
        case .success(let part): drawn.add(part)
        case .failure(let error): failures.append(error)
        }
        if let shard = waiting.popFirst() { group.addTask { draw(from: shard) } }
      }
      return (drawn.examples, drawn.mentions, failures)
    }
  }

  private func draw(from shard: ShardName) -> Result<Drawn, ShardError> {
    do {
      var options = reading
      options.keepsOrder = true
      let blockBytes = 256 << 10
      let pool = BufferPool(capacity: blockBytes)
      let opened = try OpenShard(shard, options: options, blockBytes: blockBytes, pool: pool, meter: nil)
      let matcher = Matcher(plan)
      var sink = SamplingSink(sample: self, shard: shard)
      let batch = CaptionBatch { batch in
        sink.begin(batch)
        matcher.match(batch, into: &sink)
        sink.end()
      }
      while let block = try opened.reader.nextBlock() {
        batch.startBlock()
        try block.readCaptions(into: batch)
        try batch.flush()
        sink.recordsBefore += batch.records
        pool.give(block.buffer)
      }
      return .success(sink.drawn)
    } catch let fault as ShardFault {
      return .failure(ShardError(shard: shard, fault: fault))
    } catch {
      return .failure(ShardError(shard: shard, fault: ShardFault(.system(operation: "\(error)", code: 0))))
    }
  }

  /// The mentions with the smallest numbers so far.
  fileprivate struct Drawn: Sendable {
    let size: Int
    var mentions = 0
    private(set) var examples: [Example] = []

    init(size: Int) { self.size = size }

    /// Whether a mention with this number belongs to the sample so far.
    func takes(_ order: UInt64) -> Bool {
      guard examples.count == size else { return size > 0 }
      return examples.last.map { order < $0.order } ?? false
    }

    mutating func add(_ example: Example) {
      let place = examples.firstIndex { example.order < $0.order } ?? examples.count
      examples.insert(example, at: place)
      if examples.count > size { examples.removeLast() }
    }

    mutating func add(_ other: Drawn) {
      mentions += other.mentions
      for example in other.examples where takes(example.order) { add(example) }
    }
  }
}

/// Looks at each mention and keeps those of the sample.
private struct SamplingSink: MentionSink {
  let sample: MentionSample
  let shard: ShardName
  var drawn: MentionSample.Drawn
  var recordsBefore = 0
  private let shardNumber: UInt64
  private let folder: CaptionFolder
  /// The batch in hand; a mention comes only while one is.
  private var batch: CaptionBatch?

  init(sample: MentionSample, shard: ShardName) {
    self.sample = sample
    self.shard = shard
    drawn = MentionSample.Drawn(size: sample.size)
    shardNumber = Digest(ofFields: ["\(sample.seed)", shard.description]).high
    folder = CaptionFolder(gapScalars: sample.plan.gapScalars)
  }

  mutating func begin(_ batch: CaptionBatch) { self.batch = batch }
  mutating func end() { batch = nil }

  mutating func mention(
    slot: UInt32, term: UInt32, isOnlyTerm: Bool, of caption: UnsafePointer<CaptionBatch.Entry>,
    from start: Int,
    to end: Int
  ) {
    let caption = caption.pointee
    guard let batch, sample.roles.contains(caption.role) else { return }
    drawn.mentions += 1
    let record = recordsBefore + Int(caption.record) + 1
    let place = start - Int(caption.start)
    let order = mix(mix(mix(shardNumber, record), Int(caption.index)), place << 32 | Int(slot))
    guard drawn.takes(order) else { return }
    let original = batch.entries[Int(caption.index)]
    let text = UnsafeRawBufferPointer(rebasing: batch.text[Int(original.start)..<Int(original.end)])
    let span = originalSpan(place..<end - Int(caption.start), in: text)
    let set = sample.plan.set(ofSlot: Int(slot))
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    drawn.add(
      MentionSample.Example(
        shard: shard, record: record, role: caption.role, set: set,
        classIndex: Int(slot) - sample.plan.firstSlots[set],
        termIndex: Int(term) - sample.plan.firstTerms[set], before: part(0..<span.lowerBound),
        mention: part(span), after: part(span.upperBound..<text.count), order: order))
  }

  /// Where a span of the text that was matched lies in the caption: folding may have made it shorter or longer.
  ///
  /// - Complexity: O(*b* log *b*) for *b* bytes, paid only for mentions of the sample.
  private func originalSpan(_ span: Range<Int>, in text: UnsafeRawBufferPointer) -> Range<Int> {
    switch sample.plan.matching {
    case .paper, .treebank, .metaclip: return 0..<0
    case .word, .bag: break
    }
    guard !Matcher.isASCII(text) else { return span }
    let starts = text.indices.filter { text[$0] & 0xC0 != 0x80 } + [text.count]
    let scratch = PaddedBuffer(capacity: text.count * 2)
    func foldedLength(_ bytes: Int) -> Int {
      scratch.removeAll()
      folder.fold(UnsafeRawBufferPointer(rebasing: text[..<bytes]), into: scratch)
      return scratch.count
    }
    /// The first scalar boundary whose prefix folds to at least so many bytes.
    func boundary(_ length: Int) -> Int {
      var (low, high) = (0, starts.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if foldedLength(starts[middle]) < length { low = middle + 1 } else { high = middle }
      }
      return starts[low]
    }
    // The first word's first scalar is the one whose prefix goes beyond the place before it.
    var first = boundary(span.lowerBound + 1)
    if let index = starts.firstIndex(of: first), index > 0 { first = starts[index - 1] }
    return min(first, text.count)..<max(boundary(span.upperBound), first)
  }

  private func mix(_ state: UInt64, _ value: Int) -> UInt64 {
    var z = state ^ UInt64(bitPattern: Int64(value)) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
