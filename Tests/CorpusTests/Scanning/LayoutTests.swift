import Foundation
import TestSupport
import Testing

@testable import Corpus

/// One corpus, one answer: random corpora of hard captions, written by Python as every layout, page encoding and codec, give the
/// slow model's counts by every rule, with and without HTML unescaped, with every kind of instructions, and in every look.
///
/// `make fuzz` takes many more of them (`LAYOUT_CORPORA`), from another seed (`FUZZ_SEED`), under the address sanitizer. A
/// failure names the seed and the layout, and the fewest captions that still fail; a trap leaves the corpus in a file, and says
/// where.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
struct LayoutTests {
  /// The number of corpora; a debug build is some thirty times slower.
  static let corpora: Int = {
    if let number = Int(ProcessInfo.processInfo.environment["LAYOUT_CORPORA"] ?? "") { return number }
    #if DEBUG
      return 4
    #else
      return 200
    #endif
  }()

  /// So many are laid out by one run of Python.
  private static let together = 20

  /// Corpora are counted in so many tests, side by side.
  private static let parts = 2

  @Test(arguments: 0..<parts) func everyLayoutGivesTheSlowModelsCounts(part: Int) async throws {
    var ways = try LayoutWays(HardCaptions.classes)
    var shards = 0
    let first = DamagedShardsTests.seed * 1_000_000
    let numbers = stride(from: part, to: Self.corpora, by: Self.parts).map { $0 }
    for start in stride(from: 0, to: numbers.count, by: Self.together) {
      let jobs = numbers[start..<min(start + Self.together, numbers.count)].map { number in
        let seed = first + UInt64(number)
        var random = HardCaptions(seed: seed)
        return LaidOutCorpus.Job(name: "\(seed)", seed: seed, captions: random.corpus())
      }
      for corpus in try LaidOutCorpus.make(jobs) {
        shards += corpus.shards.count
        let witness = try CorpusWitness(corpus.job, of: part)
        defer { witness.end() }
        if let wrong = try await ways.wrong(with: corpus).first {
          return try await report(wrong, in: corpus.job, by: &ways)
        }
      }
    }
    #expect(shards == numbers.count * Self.layouts)
  }

  /// How many layouts the script writes.
  private static let layouts = 28

  /// Corpora that once gave wrong counts, or none, where they lay in plain pages of Parquet: something odd is in a caption that a
  /// reading rule changes, between long runs of plain ones.
  private static func shapes(_ odd: String) -> [[String]] {
    [
      Array(repeating: "a tench", count: 70) + ["<image> " + String(repeating: odd, count: 4)]
        + Array(repeating: "a crane", count: 29),
      ["a tench", "<image>" + String(repeating: odd, count: 18)] + Array(repeating: "a crane", count: 99),
      Array(repeating: "a tench", count: 99)
        + ["<image> " + String(repeating: "word ", count: 30) + "Lego\(odd) set"],
      Array(repeating: "a tench", count: 70) + ["&amp; \(odd) \(odd) &hellip;"]
        + Array(repeating: "a crane", count: 29),
    ]
  }

  /// Signs that fold to as many bytes, to fewer, to more, and with their neighbours.
  static let odd = ["™", "…", "½", "ﬁ", "e\u{301}", "İ"]

  @Test(arguments: odd) func shapesThatWereCountedWrong(_ odd: String) async throws {
    var ways = try LayoutWays(HardCaptions.classes)
    var jobs: [LaidOutCorpus.Job] = []
    for captions in Self.shapes(odd) {
      for seed in 0..<3 as Range<UInt64> {
        jobs.append(
          LaidOutCorpus.Job(
            name: "\(jobs.count)", seed: seed, captions: captions,
            layouts: ["json lines", "parquet plain", "parquet plain, one group", "parquet overflow"]))
      }
    }
    for corpus in try LaidOutCorpus.make(jobs) {
      if let wrong = try await ways.wrong(with: corpus).first {
        return try await report(wrong, in: corpus.job, by: &ways)
      }
    }
  }

  /// The slow model, of which everything above is said, against the oracle on the captions of some corpora, by every rule.
  @Test(.enabled(if: ProjectPaths.hasOracle, "needs the shared data and Python"))
  func theSlowModelIsTheOracle() throws {
    let jobs = (1..<9).map { seed in
      var random = HardCaptions(seed: UInt64(seed) + DamagedShardsTests.seed * 77)
      return LaidOutCorpus.Job(name: "\(seed)", seed: 1, captions: random.corpus(), layouts: ["lines"])
    }
    var texts: [String] = []
    for corpus in try LaidOutCorpus.make(jobs) { texts += corpus.plain + corpus.unescaped }
    // The oracle's captions are lines; an empty text is no caption.
    texts = texts.filter { !$0.isEmpty && !$0.utf8.contains(10) && $0.utf8.count < 5000 }
    #expect(texts.count > 500)
    let folder = try TemporaryFolder()
    let lines = try folder.write("captions.txt", texts.map { $0 + "\n" }.joined())
    // An object, written here so that its classes keep their order.
    let entries = try HardCaptions.classes.map { terms in
      let parts = try [JSONEncoder().encode(terms[0]), JSONEncoder().encode(Array(terms.dropFirst()))]
      return parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ": ")
    }
    let classes = try folder.write("classes.json", "{\(entries.joined(separator: ",\n"))}")
    for rule in SlowRule.all(HardCaptions.classes) {
      let oracle = try Run.python([
        ProjectPaths.sharedFile("tools/oracle_count.py").path, "--matching", rule.matching.rawValue,
        "--overlap", rule.overlap.rawValue, "--classes", classes, lines,
      ])
      try #require(oracle.status == 0, "\(oracle.stderr)")
      let wanted = oracle.stdout.split(separator: "\n").dropFirst().map { line in
        line.split(separator: ",").suffix(2).compactMap { Int($0) }
      }
      var found = Array(repeating: [0, 0], count: HardCaptions.classes.count)
      for text in texts {
        for (index, mentions) in rule.mentions(in: text).classes.enumerated() where mentions > 0 {
          found[index][0] += mentions
          found[index][1] += 1
        }
      }
      #expect(found == wanted, "\(rule)")
      #expect(found.reduce(0) { $0 + $1[1] } > 100, "\(rule)")
    }
  }

  /// Records a failure with as few captions as still fail in that layout.
  private func report(
    _ wrong: LayoutWays.Wrong, in job: LaidOutCorpus.Job, by ways: inout LayoutWays
  ) async throws {
    let first = wrong
    var (job, wrong) = (job, wrong)
    job.layouts = [wrong.shard.layout]
    // A layout is recognised by its first captions.
    let start = job.captions.starts(with: HardCaptions.plainStart) ? HardCaptions.plainStart.count : 1
    var size = (job.captions.count - start + 1) / 2
    while size > 0 {
      // All corpora that lack one run of so many captions, laid out at once.
      let smaller = stride(from: start, to: job.captions.count, by: size).map { place in
        var smaller = job
        smaller.name = "\(job.seed)-without-\(place)"
        smaller.captions.removeSubrange(place..<min(place + size, job.captions.count))
        return smaller
      }
      var isSmaller = false
      for corpus in try LaidOutCorpus.make(smaller) {
        guard let still = try await ways.wrong(with: corpus).first(where: { $0.way == wrong.way }) else {
          continue
        }
        (job, wrong, isSmaller) = (corpus.job, still, true)
        break
      }
      if !isSmaller { size /= 2 }
      size = min(size, job.captions.count - start)
    }
    let captions = job.captions.map { $0.debugDescription.prefix(300) }.joined(separator: "\n  ")
    Issue.record(
      "seed \(job.seed), \(first)\nMade smaller: \(wrong.fault.prefix(600)), with the captions\n  \(captions)"
    )
  }
}
