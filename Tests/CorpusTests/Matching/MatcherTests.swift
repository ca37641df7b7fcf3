import Foundation
import TestSupport
import Testing

@testable import Corpus

@Suite struct MatcherTests {
  @Test func namesAreUnique() {
    #expect(Set(matchCases.map(\.name)).count == matchCases.count)
  }

  @Test(arguments: matchCases)
  func finds(_ c: MatchCase) throws {
    let slow = SlowModel(classes: c.classes, overlap: c.overlap).mentions(in: c.text)
    if c.text.utf8.count < 10_000 { #expect(slow.classes == c.found, "the slow model") }
    let plan = MatchPlan(classSets: [ClassSet(terms: c.classes)], overlap: c.overlap)
    for kernels in WordKernels.allCases {
      let harness = MatchHarness(plan, kernels: kernels)
      let answer = try harness.mentions(in: c.text)
      #expect(answer.classes == c.found, "\(kernels)")
      if c.text.utf8.count < 10_000 { #expect(answer == slow, "\(kernels)") }
      // The folded path gives the same as the one for ASCII.
      #expect(try harness.mentions(in: c.text + " ™ é ™").classes == c.found, "\(kernels), folded")
    }
  }

  @Test(arguments: matchCases.filter { $0.text.utf8.count < 200 })
  func findsWhereverTheCaptionLies(_ c: MatchCase) throws {
    let plan = MatchPlan(classSets: [ClassSet(terms: c.classes)], overlap: c.overlap)
    for kernels in WordKernels.allCases {
      let harness = MatchHarness(plan, kernels: kernels)
      for padding in 0...70 {
        let filler =
          String(repeating: "·", count: padding % 3) + String(repeating: ".", count: padding) + " ! "
        #expect(try harness.mentions(in: filler + c.text + " ! " + filler).classes == c.found, "\(padding)")
      }
    }
  }

  /// Captions side by side in one batch never make a mention together, and each counts once.
  @Test func captionsAreKeptApart() throws {
    let plan = MatchPlan(classSets: [ClassSet(terms: [["golden retriever"], ["golden"], ["a\u{0}b"]])])
    let counts = try MatchHarness(plan).counts(
      ["golden", "retriever", "gölden", "golden", "retriever golden golden", "a", "b", "a\u{0}b", "golden é"])
    #expect(counts == [[0, 0], [5, 4], [1, 1]])
  }

  @Test func rolesAndWeightsAreKeptApart() throws {
    let plan = MatchPlan(classSets: [
      ClassSet(terms: [["dog", "hound"]]), ClassSet(terms: [["cat"], ["dog"]]),
    ])
    let tally = try MatchHarness(plan).tally(["dog hound dog", "cat"], role: .human)
    let sets = tally.shardCounts().sets
    #expect(sets[0].classes == [.init(role: .human, index: 0, mentions: 3, captions: 1)])
    #expect(
      sets[0].terms == [
        .init(role: .human, index: 0, mentions: 2, captions: 1),
        .init(role: .human, index: 1, mentions: 1, captions: 1),
      ])
    #expect(
      sets[1].classes == [
        .init(role: .human, index: 0, mentions: 1, captions: 1),
        .init(role: .human, index: 1, mentions: 2, captions: 1),
      ])
    #expect(sets[1].terms.isEmpty)
  }

  /// Counters of 32 bits are added to wide ones in time, and what stands for many captions never enters them.
  @Test func countsBeyondThirtyTwoBits() throws {
    let plan = MatchPlan(classSets: [ClassSet(terms: [["dog", "hound"], ["cat"]])])
    let captions = (0..<5000).map { ["a dog and a hound", "cat cat", "dog dog cat", "none"][$0 % 4] }
    let harness = MatchHarness(plan)
    let (wide, narrow) = (try harness.tally(captions), try harness.tally(captions, counterLimit: 100))
    #expect(wide.shardCounts() == narrow.shardCounts())
    #expect(narrow[.caption, 0].captions == 2500 && narrow[.caption, 1].mentions == 3750)
    let many = try harness.tally(captions, weight: Int(Int32.max))
    #expect(many[.caption, 0].mentions == 5000 * Int(Int32.max))
  }

  /// Random texts over a small alphabet, where everything nests and overlaps, against the slow model.
  @Test func agreesWithTheSlowModelOnRandomTexts() throws {
    var random = SeededRandom(seed: 20)
    let words = ["a", "B", "c", "ab", "abcdefgh", "ABCDEFGHI", "é", "É", "Ωb", "狗", "犬", "st", "ﬁ", "x̂"]
    let gaps = [" ", " ", " ", " ", "-", ". ", ", ", "·", "", "'", "–", "\u{200B}", "\u{1}"]
    for round in 0..<300 {
      func text(_ length: Int) -> String {
        (0..<length).map { _ in words.randomElement(using: &random)! + gaps.randomElement(using: &random)! }
          .joined()
      }
      let classes = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
          text(Int.random(in: 1...3, using: &random)).trimmingCharacters(in: .whitespaces)
        }
      }
      for overlap in Overlap.allCases {
        let plan = MatchPlan(classSets: [ClassSet(terms: classes)], overlap: overlap)
        let model = SlowModel(classes: classes, overlap: overlap)
        let harnesses = WordKernels.allCases.map { MatchHarness(plan, kernels: $0) }
        let captions = (0..<6).map { _ in text(Int.random(in: 0...14, using: &random)) }
        let answers = captions.map { model.mentions(in: $0).classes }
        for harness in harnesses {
          for caption in captions {
            #expect(
              try harness.mentions(in: caption) == model.mentions(in: caption),
              "round \(round) \(overlap) \(classes) in \(caption)")
          }
          // All of them in one batch: some are matched as they are, some folded in place, some apart.
          let together = try harness.counts(captions)
          for slot in classes.indices {
            #expect(
              together[slot]
                == [answers.reduce(0) { $0 + $1[slot] }, answers.count { $0[slot] > 0 }],
              "round \(round) \(overlap) \(classes) in \(captions)")
          }
        }
      }
    }
  }
}

/// SplitMix64: the same numbers on every machine.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
