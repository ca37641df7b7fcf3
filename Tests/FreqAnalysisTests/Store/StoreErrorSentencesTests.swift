import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Every reason why a database does not do what was asked, and the whole sentence that a person reads.
@Suite struct StoreErrorSentencesTests {
  static let all: [(StoreError, String)] = [
    (.noDatabase(path: "c.sqlite"), ""),
    (.noFolder(path: "d/c.sqlite"), ""),
    (.isFolder(path: "d"), ""),
    (.notADatabase(path: "c.sqlite"), ""),
    (.otherDatabase(path: "c.sqlite"), ""),
    (.emptyDatabase(path: "c.sqlite"), ""),
    (.newerSchema(path: "c.sqlite", found: 9, known: 4), ""),
    (.alteredSchema(path: "c.sqlite", detail: "a table `x`"), ""),
    (.tooMuchWork(path: "c.sqlite"), ""),
    (.notWritable(path: "c.sqlite"), ""),
    (.notReadable(path: "c.sqlite"), ""),
    (.diskFull(path: "c.sqlite"), ""),
    (.locked(path: "c.sqlite", seconds: 60), ""),
    (.damaged(path: "c.sqlite", detail: "malformed"), ""),
    (.sqlite(path: "c.sqlite", detail: "interrupted"), ""),
    (.holdsNUL(what: "the name of a corpus"), ""),
    (.emptyName(what: "a corpus"), ""),
    (.classSetExists(name: "a"), ""),
    (.classSetWithoutClasses(name: "a"), ""),
    (.onlyImported(corpora: ["web"]), ""),
    (.noClassSet(name: "animls", known: ["animals", "birds"]), ""),
    (.fileOfNoClassSet(path: "names.json"), ""),
    (.noClassSets(path: "c.sqlite"), ""),
    (.severalClassSets(["a", "b"]), ""),
    (.otherClassSet(name: "a"), ""),
    (.stageConflict(corpus: "c", stage: "pretrain", given: "instruct"), ""),
    (.noCorpus(name: "loin", known: ["laion"]), ""),
    (.corpusWithoutCounts(corpus: "c", classSet: "a"), ""),
    (
      .notTheSameText(
        rules: ["word", "paper"], corpora: [.init(corpus: "c", onlyFirst: 2, onlySecond: 1)], same: []), ""
    ),
    (
      .notTheSameText(
        rules: ["word", "paper"], corpora: [.init(corpus: "c", onlyFirst: 2, onlySecond: 0)], same: ["d"]), ""
    ),
    (.noStage(name: "pretrin", known: ["pretrain"]), ""),
    (.noModel(name: "clpi", known: ["clip", "eva"]), ""),
    (.noMatch(of: .model, pattern: "clp-*", known: ["clip-b", "eva"]), ""),
    (.noMatch(of: .corpus, pattern: "x*", known: []), ""),
    (.noRole(name: "x"), ""),
    (.noCounts(classSet: "a"), ""),
    (.nothingSelected(classSet: "a"), ""),
    (.noRules(name: "x", available: [.init(name: "word", shortID: "3f2a9c01", corpora: ["c"])]), ""),
    (
      .severalRuleSets([
        .init(name: "word", shortID: "3f2a9c01", corpora: ["c"]),
        .init(name: "paper", shortID: "0a2a9c01", corpora: ["c", "d"]),
      ]), ""
    ),
    (.mentionsUnknown(corpus: "web"), ""),
    (.corpusExists(name: "c"), ""),
    (.corpusCounted(name: "c"), ""),
    (.modelExists(name: "m"), ""),
    (.outOfRange(what: "the count of class 3"), ""),
    (.noShard(name: "a.tar", corpus: "c"), ""),
    (.shardConflict(name: "a.tar", corpus: "c"), ""),
    (.readingConflict(name: "a.tar", corpus: "c"), ""),
    (.doesNotFit(path: "b.sqlite", reason: .sameDatabase), ""),
    (.doesNotFit(path: "b.sqlite", reason: .otherTerms(classSet: "a")), ""),
    (.doesNotFit(path: "b.sqlite", reason: .unknownClassSet("a")), ""),
    (.doesNotFit(path: "b.sqlite", reason: .unknownRules("word", classSet: "a")), ""),
    (
      .doesNotFit(path: "b.sqlite", reason: .otherStage(corpus: "c", here: "pretrain", there: "instruct")), ""
    ),
    (.doesNotFit(path: "b.sqlite", reason: .otherContent(shard: "a.tar", corpus: "c")), ""),
    (.doesNotFit(path: "b.sqlite", reason: .otherReading(shard: "a.tar", corpus: "c")), ""),
    (.doesNotFit(path: "b.sqlite", reason: .otherImport(corpus: "c")), ""),
    (.doesNotFit(path: "b.sqlite", reason: .otherModel("m")), ""),
    (.doesNotFit(path: "b.sqlite", reason: .otherAnswer(sample: "s")), ""),
  ]

  @Test(arguments: all.indices) func isTheWholeSentence(_ index: Int) {
    let (reason, sentence) = Self.all[index]
    #expect(reason.description == sentence)
  }

  /// No case of the enumeration is left out.
  @Test func everyCaseIsHere() throws {
    let source = try String(
      contentsOf: ProjectPaths.root.appending(path: "Sources/FreqAnalysis/Store/StoreError.swift"),
      encoding: .utf8)
    let start = try #require(source.range(of: "enum StoreError: "))
    let body = source[start.upperBound...].prefix { $0 != "}" }
    let named = Set(
      body.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("case ") }
        .map { String($0.dropFirst(5).prefix { $0.isLetter || $0.isNumber }) })
    let tried = Set(Self.all.map { "\($0.0)".prefix { $0.isLetter || $0.isNumber } }.map(String.init))
    #expect(named.count > 20 && named == tried, "\(named.symmetricDifference(tried))")
  }
}
