import Foundation
import TestSupport
import Testing

@testable import Corpus

/// What `examples` shows, and that it is a fair sample of what is counted.
@Suite struct MentionSampleTests {
  /// A shard of captions.
  private static func shard(_ captions: [String], in folder: TemporaryFolder, _ name: String = "a.jsonl")
    throws
    -> ShardName
  {
    let rows = try captions.map { String(decoding: try JSONEncoder().encode(["caption": $0]), as: UTF8.self) }
    return .file(path: try folder.write(name, rows.map { $0 + "\n" }.joined()))
  }

  private static func texts() -> [String] {
    var random = RandomTexts(seed: 12)
    return (0..<1_200).map { _ in random.text(upTo: 10) }.filter { !$0.isEmpty }
      + [
        "\"A dog\" and ''a cat'' they cannot don't", "İstanbul's ΟΔΟΣ. A dog.", "dog",
        "a dog, the (polar) bear.",
        "say \"dog", "``dog'' it's", "'tis gonna \u{A0}dog",
      ]
  }

  /// Terms cut from the texts' own tokens, so that each rule finds many.
  private static func classSet(_ texts: [String]) -> ClassSet {
    let (tokenizer, list) = (TreebankTokenizer(), TokenList())
    var terms: Set<String> = ["dog", "potter's wheel", "polar bear", "cannot", "dog .", "the dog", "a cat"]
    for text in texts.enumerated().filter({ $0.offset % 9 == 0 }).map(\.element) {
      list.removeAll()
      Array(text.utf8).withUnsafeBytes { tokenizer.tokenize($0, into: list) }
      guard list.count > 3 else { continue }
      terms.insert((1..<3).map { String(decoding: list[$0], as: UTF8.self) }.joined(separator: " "))
    }
    return ClassSet(terms: terms.filter { !$0.contains("\0") }.sorted().map { [$0] })
  }

  /// Without white space and letter case, and with every pair of quotes as one.
  private static func bare(_ text: String) -> [UInt8] {
    var list = Array(text.unicodeScalars.filter { !PythonText.isSpace($0.value) }.map { $0 })
    list = Array(String(String.UnicodeScalarView(list)).lowercased().unicodeScalars)
    return Array(
      String(String.UnicodeScalarView(list)).replacing("``", with: "\"").replacing("''", with: "\"")
        .replacing("ς", with: "σ").utf8)
  }

  /// Whether some neighbouring words are these.
  private static func holds(_ words: [String], _ wanted: [String]) -> Bool {
    wanted.count <= words.count
      && (0...words.count - wanted.count).contains { Array(words[$0..<$0 + wanted.count]) == wanted }
  }

  @Test(arguments: Matching.allCases)
  func showsWhatTheRuleSaw(_ matching: Matching) async throws {
    let folder = try TemporaryFolder()
    let texts = Self.texts()
    let classSet = Self.classSet(texts)
    let plan = MatchPlan(classSets: [classSet], matching: matching)
    let drawn = await MentionSample(plan: plan, roles: [.caption], size: 1_000_000).draw(
      from: [try Self.shard(texts, in: folder)])
    #expect(drawn.failures.isEmpty)

    // All of what is counted is drawn, and nothing else.
    let counted = try MatchHarness(plan).counts(texts)
    #expect(drawn.counts == counted.map { $0[matching.countsMentions ? 0 : 1] })
    #expect(drawn.examples.count == drawn.total && drawn.total > 100)

    var wrong: [String] = []
    for example in drawn.examples {
      let term = classSet.classes[example.classIndex].terms[0].text
      let whole = example.before + example.mention + example.after
      var holds = whole.utf8.elementsEqual(texts[example.record - 1].utf8)
      switch matching {
      case .word:
        let (found, wanted) = (Folding.words(of: example.mention), Folding.words(of: term))
        // One scalar may hold several words: of ½, that is 1⁄2, all is shown.
        let isWhole = [example.mention.unicodeScalars.dropFirst(), example.mention.unicodeScalars.dropLast()]
          .allSatisfy { !Self.holds(Folding.words(of: String($0)).map(\.text), wanted.map(\.text)) }
        holds =
          holds
          && (found.map(\.text) == wanted.map(\.text)
            || isWhole && Self.holds(found.map(\.text), wanted.map(\.text)))
      case .bag:
        let found = Folding.words(of: example.mention).map(\.text)
        let wanted = Set(Folding.words(of: term).map(\.text))
        let edges = [example.mention.unicodeScalars.prefix(1), example.mention.unicodeScalars.suffix(1)]
        let areWanted = zip(edges, [found.first ?? "", found.last ?? ""]).allSatisfy { edge, word in
          wanted.contains(word) || Folding.words(of: String(edge)).count > 1
        }
        holds = holds && wanted.isSubset(of: found) && areWanted
      case .metaclip:
        holds =
          holds
          && example.mention.utf8.filter { ![0x20, 9, 10, 13].contains($0) }
            == term.utf8.filter { $0 != 0x20 }
      case .paper, .treebank:
        holds = holds && Self.bare(example.mention) == Self.bare(term)
      }
      if !holds { wrong.append("\(term.debugDescription): \(example)") }
    }
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(3).joined(separator: "\n"))")
  }

  @Test func aPlaceIsShownAsItIsWritten() async throws {
    let folder = try TemporaryFolder()
    let captions = ["He said \"A Dog\" twice", "the İ dog, he can't", "a big-dog. The cat!"]
    let classSet = ClassSet(terms: [["a dog"], ["n't"], ["dog ."], ["cat"], ["cat big"]])
    func shown(_ matching: Matching) async throws -> Set<String> {
      let plan = MatchPlan(classSets: [classSet], matching: matching)
      let drawn = await MentionSample(plan: plan, size: 100).draw(
        from: [try Self.shard(captions, in: folder)])
      return Set(drawn.examples.map { "\($0.before)[\($0.mention)]\($0.after)" })
    }
    #expect(
      try await shown(.treebank) == [
        "He said \"[A Dog]\" twice", "the İ dog, he ca[n't]", "a big-dog. The [cat]!",
      ])
    #expect(
      try await shown(.paper) == ["He said \"[A Dog]\" twice", "a big-dog. The [cat]!"])
    #expect(try await shown(.metaclip) == ["a big-dog. The [cat]!"])
    #expect(
      try await shown(.bag) == [
        "He said \"[A Dog]\" twice", "[a big-dog]. The cat!", "a big-dog. The [cat]!",
        "a [big-dog. The cat]!", "He said \"A [Dog]\" twice", "the İ [dog], he can't",
        "a big-[dog]. The cat!",
      ])
  }

  /// The end of a mention whose last scalars compose, one that is followed by what is not seen, and one inside a scalar.
  @Test func endsAreThoseOfWhatIsWritten() async throws {
    let folder = try TemporaryFolder()
    let captions = [
      "a \u{1112}\u{1161}\u{11AB} x", "\u{1112}\u{1161}\u{11AB}", "cafe\u{301}\u{AD} é", "cafe\u{301}", "x½y",
      "é\u{AD}dog\u{200D}",
    ]
    let plan = MatchPlan(classSets: [ClassSet(terms: [["한"], ["café"], ["2y"], ["édog"]])])
    let drawn = await MentionSample(plan: plan, size: 100).draw(from: [try Self.shard(captions, in: folder)])
    #expect(
      Set(drawn.examples.map { "\($0.before)[\($0.mention)]\($0.after)".unicodeScalars.map(\.value) })
        == Set(
          [
            "a [\u{1112}\u{1161}\u{11AB}] x", "[\u{1112}\u{1161}\u{11AB}]", "[cafe\u{301}]\u{AD} é",
            "[cafe\u{301}]",
            "x[½y]", "[é\u{AD}dog]\u{200D}",
          ].map { $0.unicodeScalars.map(\.value) }))
  }

  /// Each mention has the same chance: drawn by many seeds, none is drawn much more often than another.
  @Test(arguments: [false, true]) func isFair(_ isPerClass: Bool) async throws {
    let folder = try TemporaryFolder()
    let shards = [
      try Self.shard((0..<25).map { "dog \($0) dog" }, in: folder, "a.jsonl"),
      try Self.shard((0..<10).map { "é dog \($0)" }, in: folder, "b.jsonl"),
    ]
    let plan = MatchPlan(classSets: [ClassSet(terms: [["dog"], ["cat"]])])
    var drawn: [String: Int] = [:]
    let (rounds, size) = (60, 15)
    for seed in 0..<UInt64(rounds) {
      let sample = MentionSample(plan: plan, size: size, isPerClass: isPerClass, seed: seed)
      let one = await sample.draw(from: shards, threads: 1)
      #expect(one.examples.count == size && one.total == 60)
      for example in one.examples {
        drawn["\(example.shard) \(example.record) \(example.before.utf8.count)", default: 0] += 1
      }
    }
    // Of a fair sample each mention is drawn 15 times, with a deviation of 3.4.
    #expect(drawn.count == 60 && drawn.values.allSatisfy { (2...28).contains($0) }, "\(drawn)")
  }

  /// A sample of any size is the start of all mentions in their random order; any number may be asked for.
  @Test(arguments: [false, true]) func aSmallerSampleStartsALargerOne(_ isPerClass: Bool) async throws {
    let folder = try TemporaryFolder()
    let shards = [
      try Self.shard((0..<300).map { "dog \($0) dog cat" }, in: folder, "a.jsonl"),
      try Self.shard((0..<300).map { "é dog \($0)" }, in: folder, "b.jsonl"),
    ]
    let plan = MatchPlan(classSets: [ClassSet(terms: [["dog"], ["cat"]])])
    func draw(_ size: Int) async -> [MentionSample.Example] {
      await MentionSample(plan: plan, size: size, isPerClass: isPerClass, seed: 5).draw(
        from: shards, threads: 2
      ).examples
    }
    let all = await draw(.max)
    let classes = isPerClass ? [all.filter { $0.classIndex == 0 }, all.filter { $0.classIndex == 1 }] : [all]
    #expect(all.count == 1200)
    #expect(classes.allSatisfy { $0.map(\.order) == $0.map(\.order).sorted() })
    for size in [0, 1, 20, 299, 300, 301, 1199, 1200] {
      #expect(await draw(size) == classes.flatMap { Array($0.prefix(size)) }, "\(size)")
    }
  }

  /// What is drawn depends on the shards' content, not on what they are called, and on the digests where they are known.
  @Test(arguments: [false, true]) func namesDoNotDecide(_ areDigestsKnown: Bool) async throws {
    let folder = try TemporaryFolder()
    let contents = [(0..<200).map { "a dog \($0)" }, (0..<200).map { "dog, \($0)" }, ["a dog 0", "the dog"]]
    func drawn(_ names: [String], seed: UInt64, digests: [Int] = [1, 2, 3]) async throws -> [String] {
      let shards = try zip(contents, names).map { try Self.shard($0, in: folder, $1) }
      let known = zip(shards, digests).map { ($0, Digest(high: UInt64($1), low: 9)) }
      let sample = MentionSample(
        plan: MatchPlan(classSets: [ClassSet(terms: [["dog"]])]), size: 30, seed: seed)
      return await sample.draw(
        from: shards, digests: areDigestsKnown ? Dictionary(uniqueKeysWithValues: known) : [:], threads: 2
      ).examples.map { "\($0.record) \($0.before)|\($0.after)" }
    }
    let first = try await drawn(["a.jsonl", "b.jsonl", "c.jsonl"], seed: 1)
    #expect(first.count == 30)
    #expect(try await drawn(["z.jsonl", "x.jsonl", "y.jsonl"], seed: 1) == first)
    #expect(try await drawn(["a.jsonl", "b.jsonl", "c.jsonl"], seed: 2) != first)
    let others = try await drawn(["a.jsonl", "b.jsonl", "c.jsonl"], seed: 1, digests: [4, 5, 6])
    #expect((others == first) == !areDigestsKnown)
  }

  @Test func eachClassMayHaveASampleOfItsOwn() async throws {
    let folder = try TemporaryFolder()
    let shards = [
      try Self.shard((0..<50).map { "a dog \($0)" }, in: folder, "a.jsonl"),
      try Self.shard(["a cat", "hammerhead shark", "a shark"], in: folder, "b.jsonl"),
    ]
    let plan = MatchPlan(
      classSets: [ClassSet(terms: [["dog"], ["cat"], ["shark"], ["hammerhead shark"]])], overlap: .longest)
    let sample = MentionSample(
      plan: plan, size: 4, isPerClass: true, identifiesShards: true, classes: [0, 1, 2], seed: 3)
    let one = await sample.draw(from: shards, threads: 2)
    #expect(one.examples.map(\.classIndex) == [0, 0, 0, 0, 1, 2] && one.counts == [50, 1, 1, 0])
    #expect(Set(one.identities.map(\.name)) == Set(shards))
    // The same by parts, in any order.
    var parts: [MentionSample.Drawn] = []
    for shard in shards.reversed() { parts.append(await sample.draw(from: [shard])) }
    #expect(sample.merged(parts).examples == one.examples)
  }
}
