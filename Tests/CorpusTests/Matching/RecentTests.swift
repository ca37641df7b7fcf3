import Testing

@testable import Corpus

/// A matcher keeps the words and the steps that it looked up last; what it has seen before changes no answer.
@Suite struct RecentTests {
  /// Mentions of each class, counted batch by batch with one matcher.
  private func counts(_ batches: [[String]], _ plan: MatchPlan, _ kernels: WordKernels) throws -> [Int] {
    let tally = try MatchHarness(plan, kernels: kernels).tally(batches: batches)
    return (0..<plan.slotCount).map { tally[.caption, $0].mentions }
  }

  private func word(_ length: Int, _ random: inout SeededRandom) -> String {
    String((0..<length).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement(using: &random) ?? "x" })
  }

  /// A word of sixteen letters, and then longer ones that begin with it; of those with 3,097 letters more some have its place
  /// among the words kept.
  @Test(arguments: [WordKernels.best, .unfiltered]) func longerWordsAreOthers(_ kernels: WordKernels) throws {
    var random = SeededRandom(seed: 16)
    let terms = (0..<40).map { _ in word(16, &random) }
    let batches = terms.flatMap { term in
      [[term], [1, 2, 8, 3097].map { term + String(repeating: "x", count: $0) }]
    }
    let plan = MatchPlan(classSets: [ClassSet(terms: terms.map { [$0] })])
    #expect(try counts(batches, plan, kernels) == Array(repeating: 1, count: terms.count))
  }

  /// Words that begin alike, alone and in a row, in the order of which everything is seen again and again.
  @Test func whatWasSeenChangesNothing() throws {
    var random = SeededRandom(seed: 17)
    let stems = [
      "red", "mountain", "Mountain", "mountains", "mountainé", "abcdefghijklmnop", "abcdefghijklmnopq", "é",
      "x",
    ]
    for round in 0..<60 {
      func text(_ lengths: ClosedRange<Int>, _ random: inout SeededRandom) -> String {
        (0..<Int.random(in: lengths, using: &random))
          .map { _ in
            (stems.randomElement(using: &random) ?? "")
              + [" ", " ", "-", ". "][Int.random(in: 0..<4, using: &random)]
          }
          .joined()
      }
      let classes = (0..<6).map { _ in
        (0..<Int.random(in: 1...2, using: &random)).map { _ in text(1...4, &random) }
      }
      let batches = (0..<30).map { _ in (0..<4).map { _ in text(0...8, &random) } }
      let model = SlowModel(classes: classes, overlap: .all)
      let answers = batches.joined().map { model.mentions(in: $0).classes }
      let expected = classes.indices.map { slot in answers.reduce(0) { $0 + $1[slot] } }
      let plan = MatchPlan(classSets: [ClassSet(terms: classes)], overlap: .all)
      for kernels in WordKernels.allCases {
        #expect(try counts(batches, plan, kernels) == expected, "round \(round) \(kernels) \(classes)")
      }
    }
  }

  /// Scalars folded in place, among few and many others, and bytes that are no scalars: as by the tables.
  @Test(arguments: [[], [0xB7, 0x2013, 0x1F415]] as [Set<UInt32>]) func foldedScalarsAreThoseOfTheTables(
    _ gaps: Set<UInt32>
  ) {
    var random = SeededRandom(seed: 18)
    let folder = CaptionFolder(gapScalars: gaps)
    let recent = RecentFoldings()
    let pool = (0..<500).map { _ -> [UInt8] in
      let bytes = (0..<4).map { _ in UInt8.random(in: 0x80...0xBF, using: &random) }
      // Damaged: anything behind a byte that starts a scalar.
      guard Int.random(in: 0..<8, using: &random) > 0 else {
        return [UInt8.random(in: 0xC0...0xFF, using: &random)]
          + bytes.prefix(Int.random(in: 0...3, using: &random))
      }
      let ranges: [ClosedRange<UInt32>] = [0x80...0x7FF, 0x2000...0x22FF, 0x800...0xD7FF, 0x10000...0x1FFFF]
      let scalar = UInt32.random(in: ranges[Int.random(in: 0..<4, using: &random)], using: &random)
      return Array(String(Unicode.Scalar(scalar) ?? "x").utf8)
    }
    for _ in 0..<40_000 {
      let few = Bool.random(using: &random) ? 20 : pool.count
      let text =
        pool[Int.random(in: 0..<few, using: &random)]
        + (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
      var (ours, theirs) = (text + Array(repeating: 0, count: 8), text + Array(repeating: 0, count: 8))
      let isFolded = ours.withUnsafeMutableBufferPointer { $0.baseAddress.map { recent.fold($0, folder) } }
      let wasFolded = theirs.withUnsafeMutableBufferPointer { $0.baseAddress.map { folder.foldInPlace($0) } }
      #expect(isFolded == wasFolded && ours == theirs, "\(text)")
    }
  }
}
