import Foundation

@testable import Corpus

/// The ways in which a shard can be counted or looked at; each says what is wrong with its answer.
struct LayoutWays {
  /// One shard that did not give what the slow model says.
  struct Wrong: CustomStringConvertible {
    var shard: LaidOutCorpus.Shard
    var way: String
    var fault: String

    var description: String { "\(shard.layout) (\(shard.file)), \(way): \(fault.prefix(600))" }
  }

  private var answers: LayoutAnswers
  private let plans: [MatchPlan]

  init(_ classes: [[String]]) throws {
    answers = LayoutAnswers(classes)
    plans = try answers.rules.map {
      try MatchPlan(classSets: [ClassSet(terms: classes)], matching: $0.matching, overlap: $0.overlap)
    }
  }

  /// All that is wrong with the shards of a corpus.
  mutating func wrong(with corpus: LaidOutCorpus) async throws -> [Wrong] {
    answers.forget()
    var found: [Wrong] = []
    for unescapesHTML in [false, true] {
      for rule in plans.indices {
        // All rules are scanned on both numbers of threads, of one corpus in turn.
        let threads = 1 + (rule + Int(corpus.job.seed)) % 2
        found += try await scan(corpus, rule: rule, unescapesHTML: unescapesHTML, threads: threads)
      }
      for (place, shard) in corpus.shards.enumerated() {
        let rule = (place + Int(corpus.job.seed)) % plans.count
        found += try byKernels(corpus, shard, rule: rule, unescapesHTML: unescapesHTML)
        found += inspect(corpus, shard, unescapesHTML: unescapesHTML)
        // Each mention that is drawn holds its whole caption: where captions are long, one layout a corpus is drawn from.
        let isDrawnFrom = place == Int(corpus.job.seed % UInt64(corpus.shards.count))
        if isDrawnFrom || corpus.job.captions.allSatisfy({ $0.utf8.count < 10_000 }) {
          found += await sample(corpus, shard, rule: rule, unescapesHTML: unescapesHTML)
        }
      }
    }
    return found
  }

  private func reading(_ unescapesHTML: Bool, keepsOrder: Bool = false) -> ReadingOptions {
    ReadingOptions(rule: ReadingRule(unescapesHTML: unescapesHTML), keepsOrder: keepsOrder)
  }

  private mutating func scan(
    _ corpus: LaidOutCorpus, rule: Int, unescapesHTML: Bool, threads: Int
  ) async throws -> [Wrong] {
    let slow = answers.rules[rule]
    let blockBytes = [256 << 10, 4096, 700][Int(corpus.job.seed / 2) % 3]
    let scan = ShardScan(
      plan: plans[rule], reading: reading(unescapesHTML), threads: threads, blockBytes: blockBytes)
    var results: [ShardName: Result<ShardScan.Counted, ShardError>] = [:]
    try await scan.run(corpus.shards.map(corpus.name)) { results[$0.shard] = $0.result }
    let way = "scan by \(slow), \(threads) threads, blocks of \(blockBytes)\(unescapesHTML ? ", HTML" : "")"
    var found: [Wrong] = []
    for shard in corpus.shards {
      let fault: String?
      switch results[corpus.name(of: shard)] {
      case .success(let counted):
        fault = answers.expectation(of: shard, in: corpus, rule: rule, unescapesHTML: unescapesHTML)
          .fault(of: counted.counts, rule: slow)
      case .failure(let error): fault = "\(error)"
      case nil: fault = "no answer"
      }
      if let fault { found.append(Wrong(shard: shard, way: way, fault: fault)) }
    }
    return found
  }

  /// Counts a shard with each kind of instructions, in small blocks, in order and out of order.
  private mutating func byKernels(
    _ corpus: LaidOutCorpus, _ shard: LaidOutCorpus.Shard, rule: Int, unescapesHTML: Bool
  ) throws -> [Wrong] {
    let slow = answers.rules[rule]
    let expected = answers.expectation(of: shard, in: corpus, rule: rule, unescapesHTML: unescapesHTML)
    guard case .file(let path) = corpus.name(of: shard) else { return [] }
    let bytes = try MemoryBytes(URL(fileURLWithPath: path))
    var found: [Wrong] = []
    for (number, kernels) in WordKernels.allCases.enumerated() {
      let engine = ReadingKernels.allCases[(number + Int(corpus.job.seed)) % ReadingKernels.allCases.count]
      let options = reading(unescapesHTML, keepsOrder: (number + rule) % 2 == 0)
      let asStream = (number + rule + Int(corpus.job.seed)) % 3 == 0
      let way =
        "\(asStream ? "as a stream, " : "")\(kernels) and \(engine) by \(slow)\(unescapesHTML ? ", HTML" : "")"
      do {
        let counts = try KernelCount(plans[rule], kernels, engine, asStream: asStream).counts(
          of: bytes, options)
        if let fault = expected.fault(of: counts, rule: slow) {
          found.append(Wrong(shard: shard, way: way, fault: fault))
        }
      } catch {
        found.append(Wrong(shard: shard, way: way, fault: "\(error)"))
      }
    }
    return found
  }

  private func inspect(
    _ corpus: LaidOutCorpus, _ shard: LaidOutCorpus.Shard, unescapesHTML: Bool
  ) -> [Wrong] {
    let texts = corpus.texts(unescapesHTML: unescapesHTML)
    var captions = RoleCounts()
    var samples: [ShardInspection.Sample] = []
    let withCaptions = Set(shard.held.filter { !texts[$0.0].isEmpty }.map { shard.places[$0.0] })
    let sampled = Set(withCaptions.sorted().prefix(ShardInspection.sampledRecords))
    for (index, role) in shard.held where !texts[index].isEmpty {
      captions[role] += 1
      if sampled.contains(shard.places[index]) {
        samples.append(.init(record: shard.places[index], role: role, text: texts[index]))
      }
    }
    let fault: String?
    do {
      let found = try ShardInspection(
        corpus.name(of: shard), options: reading(unescapesHTML), bytes: .max)
      if found.records != shard.records || !found.isComplete {
        fault = "\(found.records) records of \(shard.records)"
      } else if found.captions != captions {
        fault = "\(found.captions) captions for \(captions)"
      } else {
        fault =
          Self.sorted(found.samples) == Self.sorted(samples) ? nil : "\(found.samples) for \(samples)"
      }
    } catch {
      fault = "\(error)"
    }
    return fault.map { [Wrong(shard: shard, way: "inspect", fault: $0)] } ?? []
  }

  /// Samples by their bytes, since strings that are canonically equivalent are not the same text here; a record's turns of
  /// different columns come in the columns' order.
  private static func sorted(_ samples: [ShardInspection.Sample]) -> [String] {
    samples.map { "\($0.record) \($0.role) \(Array($0.text.utf8))" }.sorted()
  }

  /// Draws all mentions there are, so that each is seen in its caption.
  private mutating func sample(
    _ corpus: LaidOutCorpus, _ shard: LaidOutCorpus.Shard, rule: Int, unescapesHTML: Bool
  ) async -> [Wrong] {
    let slow = answers.rules[rule]
    let expected = answers.expectation(of: shard, in: corpus, rule: rule, unescapesHTML: unescapesHTML)
    let texts = corpus.texts(unescapesHTML: unescapesHTML)
    let drawn = await MentionSample(
      plan: plans[rule], reading: reading(unescapesHTML), roles: Set(Role.allCases), size: 1 << 30
    ).draw(from: [corpus.name(of: shard)])
    let counts = plans[rule].classSets[0].classes.indices.map { slot in
      expected.classes.values.reduce(0) {
        $0 + (slow.matching.countsMentions ? $1[slot].mentions : $1[slot].captions)
      }
    }
    var held: [Int: [(role: Role, text: String)]] = [:]
    for (index, role) in shard.held { held[shard.places[index], default: []].append((role, texts[index])) }
    var fault = drawn.failures.first.map { "\($0)" }
    if fault == nil, drawn.counts != counts { fault = "\(drawn.counts) mentions for \(counts)" }
    if fault == nil, drawn.examples.count != drawn.total { fault = "\(drawn.examples.count) examples" }
    if fault == nil {
      let strange = drawn.examples.first { example in
        let whole = Array((example.before + example.mention + example.after).utf8)
        return !(held[example.record] ?? []).contains {
          $0.role == example.role && whole.elementsEqual($0.text.utf8)
        }
      }
      fault = strange.map { "no such text in record \($0.record): \($0.before)|\($0.mention)|\($0.after)" }
    }
    return fault.map { [Wrong(shard: shard, way: "examples by \(slow)", fault: $0)] } ?? []
  }
}

/// Counts a shard in memory as a worker does, with instructions of the test's choice.
struct KernelCount {
  private let plan: MatchPlan
  private let kernels: WordKernels
  private let engine: ReadingKernels
  /// Whether the shard comes as a stream, as from a pipe, so that archives and Parquet cannot be read at any place.
  private let asStream: Bool
  private static let blockBytes = 1000

  init(_ plan: MatchPlan, _ kernels: WordKernels, _ engine: ReadingKernels, asStream: Bool) {
    (self.plan, self.kernels, self.engine, self.asStream) = (plan, kernels, engine, asStream)
  }

  func counts(of bytes: MemoryBytes, _ options: ReadingOptions) throws -> ShardCounts {
    let (tally, matcher) = (Tally(plan), Matcher(plan, kernels: kernels))
    let batch = CaptionBatch { batch in
      tally.begin(batch)
      var sink = CountingSink(tally)
      matcher.match(batch, into: &sink)
    }
    let pool = BufferPool(capacity: 4 << 10)
    let reader = try reader(bytes, options, pool)
    while let block = try reader.nextBlock() {
      batch.startBlock()
      try block.readCaptions(into: batch)
      try batch.flush()
      pool.give(block.buffer)
      tally.records += batch.records
      tally.excludedRecords += batch.excludedRecords
      tally.skippedRecords += batch.skippedRecords
    }
    return tally.shardCounts()
  }

  private func reader(
    _ bytes: MemoryBytes, _ options: ReadingOptions, _ pool: BufferPool
  ) throws -> any RecordReader {
    if !asStream, bytes.data.starts(with: "PAR1".utf8) {
      // Row groups as if they were large, and pages read one by one.
      let sizes = ParquetContext.Sizes(block: Self.blockBytes, smallRowGroup: 0, footerWindow: 100)
      return try ParquetReader(bytes, options: options, pool: pool, sizes: sizes)
    }
    let opening = RecordOpening(options: options, blockBytes: Self.blockBytes, pool: pool)
    let opened = try opening.open(
      PeekedStream(ChunkedStream(bytes.data, chunk: 999)), file: asStream ? nil : bytes)
    guard TextLayout(rawValue: opened.layout) != nil else { return opened.reader }
    // A text is opened again, by the engine wanted.
    let codec = bytes.data.withUnsafeBytes { Codec(magic: $0) }
    let decoded = try codec.decoded(ChunkedStream(bytes.data, chunk: 999))
    return try openTextRecords(
      decoded, options: options, blockBytes: Self.blockBytes, pool: pool, engine: engine
    ).reader
  }
}
