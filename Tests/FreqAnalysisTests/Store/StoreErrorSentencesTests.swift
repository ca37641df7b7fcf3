import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Every reason why a database does not do what was asked, and the whole sentence that a person reads.
@Suite struct StoreErrorSentencesTests {
  static let all: [(StoreError, String)] = [
    (.noDatabase(path: "c.sqlite"), "c.sqlite: no such database; `index` creates one"),
    (.noFolder(path: "d/c.sqlite"), "d/c.sqlite: the database's folder does not exist"),
    (.isFolder(path: "d"), "d: this is a folder, not a database"),
    (.notADatabase(path: "c.sqlite"), "c.sqlite: this file is not a database"),
    (.otherDatabase(path: "c.sqlite"), "c.sqlite: this database belongs to another program"),
    (.emptyDatabase(path: "c.sqlite"), "c.sqlite: the database is empty; `index` fills it"),
    (
      .newerSchema(path: "c.sqlite", found: 9, known: 4),
      "c.sqlite: the database was written by a newer version of corpus-tool (its schema version is 9, this program supports 4)"
    ),
    (
      .alteredSchema(path: "c.sqlite", detail: "a table `x`"),
      "c.sqlite: the database was altered by something other than corpus-tool: it has a table `x`"
    ),
    (
      .tooMuchWork(path: "c.sqlite"),
      "c.sqlite: reading the database takes more work than its size explains, so it is not trusted"
    ),
    (.notWritable(path: "c.sqlite"), "c.sqlite: no permission to write the database or its folder"),
    (.notReadable(path: "c.sqlite"), "c.sqlite: no permission to read the database"),
    (.diskFull(path: "c.sqlite"), "c.sqlite: the disk is full; what was stored before is kept"),
    (
      .locked(path: "c.sqlite", seconds: 60),
      "c.sqlite: another process has held the database for more than 60 seconds"
    ),
    (.damaged(path: "c.sqlite", detail: "malformed"), "c.sqlite: the database is corrupt (malformed)"),
    (.sqlite(path: "c.sqlite", detail: "interrupted"), "c.sqlite: interrupted"),
    (
      .holdsNUL(what: "the name of a corpus"),
      "the name of a corpus contains the character NUL, which a database cannot store"
    ),
    (.emptyName(what: "a corpus"), "the name of a corpus is empty"),
    (
      .classSetExists(name: "a"),
      "a class set `a` already exists with different content, and a class set never changes; choose another name: classes add NAME FILE"
    ),
    (.classSetWithoutClasses(name: "a"), "the class set `a` has no classes"),
    (
      .onlyImported(corpora: ["web"]),
      "the counts of `web` were imported and have no per-term or per-shard counts"
    ),
    (
      .noClassSet(name: "animls", known: ["animals", "birds"]),
      "no class set `animls`; did you mean `animals`? Available: `animals`, `birds`"
    ),
    (
      .fileOfNoClassSet(path: "names.json"),
      "no class set was made from the content of names.json without options; name the class set instead"
    ),
    (
      .noClassSets(path: "c.sqlite"),
      "c.sqlite: the database has no class set; `classes add` or `index` creates one"
    ),
    (.severalClassSets(["a", "b"]), "the database has several class sets (a, b); name one"),
    (
      .otherClassSet(name: "a"),
      "the class set `a` in the database has different classes or terms from those that were counted"
    ),
    (
      .stageConflict(corpus: "c", stage: "pretrain", given: "instruct"),
      "the corpus `c` has the stage pretrain, not instruct; a corpus has one stage"
    ),
    (.noCorpus(name: "loin", known: ["laion"]), "no corpus `loin`; available: `laion`"),
    (.corpusWithoutCounts(corpus: "c", classSet: "a"), "the corpus `c` has no counts of the class set `a`"),
    (
      .notTheSameText(
        rules: ["word", "paper"], corpora: [.init(corpus: "c", onlyFirst: 2, onlySecond: 1)], same: []),
      "the shards counted under word and paper are not the same: in `c` 2 shards only under word, 1 shard only under paper; count them under both with `index`, or choose other corpora"
    ),
    (
      .notTheSameText(
        rules: ["word", "paper"], corpora: [.init(corpus: "c", onlyFirst: 2, onlySecond: 0)], same: ["d"]),
      "the shards counted under word and paper are not the same: in `c` 2 shards only under word; count them under both with `index`, or choose `d`"
    ),
    (
      .noStage(name: "pretrin", known: ["pretrain"]),
      "no corpus has the stage `pretrin`; did you mean `pretrain`?"
    ),
    (
      .noClassSetToRename(word: "imgenet=imagenet", known: ["imagenet"]),
      "no database to merge has a class set `imgenet`; did you mean `imagenet`?"
    ),
    (
      .severalModels(name: "m", classSets: ["a", "b"]),
      "the model `m` was tested on several class sets (a, b); name one"
    ),
    (
      .noModel(name: "clpi", known: ["clip", "eva"]),
      "no model `clpi`; did you mean `clip`? Available: `clip`, `eva`"
    ),
    (
      .noMatch(of: .model, pattern: "clp-*", known: ["clip-b", "eva"]),
      "no model matches `clp-*`; did you mean `clip-b`? Available: `clip-b`, `eva`"
    ),
    (.noMatch(of: .corpus, pattern: "x*", known: []), "no corpus matches `x*`"),
    (
      .noRole(name: "x"),
      "no role `x`; the roles are caption, human, assistant, system, other, supervised and all"
    ),
    (.noCounts(classSet: "a"), "the class set `a` has no counts yet; run `index` first"),
    (.nothingSelected(classSet: "a"), "no counts of the class set `a` match this selection"),
    (
      .noRules(name: "x", available: [.init(name: "word", shortID: "3f2a9c01", corpora: ["c"])]),
      "there are no counts by the rule set `x`; available: word (id 3f2a9c01) in c"
    ),
    (
      .severalRuleSets([
        .init(name: "word", shortID: "3f2a9c01", corpora: ["c"]),
        .init(name: "paper", shortID: "0a2a9c01", corpora: ["c", "d"]),
      ]),
      "the counts come from several rule sets (word (id 3f2a9c01) in c, paper (id 0a2a9c01) in c and d), which are not added together unless you ask; name one, or several to pool them"
    ),
    (
      .mentionsUnknown(corpus: "web"),
      "the mentions of the corpus `web` are unknown, only its captions were given"
    ),
    (.corpusExists(name: "c"), "the corpus `c` already has counts"),
    (
      .corpusCounted(name: "c"),
      "the corpus `c` was counted from its shards, and imported counts cannot be added to it; give them a corpus of their own"
    ),
    (.modelExists(name: "m"), "the model `m` already has different accuracies"),
    (.outOfRange(what: "the count of class 3"), "the count of class 3 is out of range"),
    (.noShard(name: "a.tar", corpus: "c"), "the corpus `c` has no shard a.tar"),
    (
      .shardConflict(name: "a.tar", corpus: "c"),
      "the corpus `c` already has a shard a.tar with different content"
    ),
    (
      .readingConflict(name: "a.tar", corpus: "c"),
      "the corpus `c` already has the shard a.tar, read by another reading rule"
    ),
    (
      .doesNotFit(path: "b.sqlite", reason: .noFile), "b.sqlite cannot be merged: there is no such file"
    ),
    (
      .doesNotFit(path: "b.sqlite", reason: .sameDatabase),
      "b.sqlite cannot be merged: it is the database itself"
    ),
    (
      .doesNotFit(path: "b.sqlite", reason: .otherTerms(classSet: "a")),
      "b.sqlite cannot be merged: its class set `a` has different classes or terms"
    ),
    (
      .doesNotFit(path: "b.sqlite", reason: .unknownClassSet("a")),
      "b.sqlite cannot be merged: the receiving database has no class set `a`"
    ),
    (
      .doesNotFit(path: "b.sqlite", reason: .sameClassesUnderOtherName("b", here: "a")),
      "b.sqlite cannot be merged: its class set `b` has the same classes and terms as `a` in the receiving database"
    ),
    (
      .doesNotFit(path: "b.sqlite", reason: .unknownRules("word", classSet: "a")),
      "b.sqlite cannot be merged: the receiving database has no counts of `a` by the rule set word"
    ),
    (
      .doesNotFit(path: "b.sqlite", reason: .otherStage(corpus: "c", here: "pretrain", there: "instruct")),
      "b.sqlite cannot be merged: its corpus `c` has the stage instruct, not pretrain"
    ),
    (
      .doesNotFit(path: "b.sqlite", reason: .otherContent(shard: "a.tar", corpus: "c")),
      "b.sqlite cannot be merged: its shard a.tar of the corpus `c` has different content"
    ),
    (
      .doesNotFit(path: "b.sqlite", reason: .otherReading(shard: "a.tar", corpus: "c")),
      "b.sqlite cannot be merged: its shard a.tar of the corpus `c` was read by another reading rule"
    ),
    (
      .doesNotFit(path: "b.sqlite", reason: .otherImport(corpus: "c")),
      "b.sqlite cannot be merged: its imported counts of the corpus `c` differ"
    ),
    (
      .doesNotFit(path: "b.sqlite", reason: .otherModel("m")),
      "b.sqlite cannot be merged: its accuracies of the model `m` differ"
    ),
    (
      .doesNotFit(path: "b.sqlite", reason: .otherAnswer(sample: "s")),
      "b.sqlite cannot be merged: its answers to the sample s differ"
    ),
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
    let tried = Set(Self.all.map { Mirror(reflecting: $0.0).children.first?.label ?? "\($0.0)" })
    #expect(named.count > 20 && named == tried, "\(named.symmetricDifference(tried))")
  }
}
