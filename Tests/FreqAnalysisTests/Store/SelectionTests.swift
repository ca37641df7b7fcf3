import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct SelectionTests {
  private let folder: TemporaryFolder
  private let store: CountStore
  private let animals: StoredClassSet

  /// `laion` (pretrain) and `llava` (instruct) by word; `laion` by paper, too; `web` imported, mentions unknown.
  init() throws {
    folder = try TemporaryFolder()
    store = try StoreSample.store(in: folder)
    animals = try store.classSet(.only)
    let file = StoreSample.file("/a", content: "1")
    try store.write(StoreSample.firstCounts, of: file, to: StoreSample.target("laion"))
    try store.write(
      StoreSample.roleCounts, of: StoreSample.file("/b", content: "2"),
      to: StoreSample.target("llava", stage: "instruct"))
  }

  private func addPaperAndWeb() throws {
    try store.write(
      StoreSample.counts(classes: [(.caption, 4, 1, 1)]), of: StoreSample.file("/a", content: "1"),
      to: StoreSample.target("laion", matching: .paper))
    try store.addFrequencies(
      [.init(index: 4, captions: 100), .init(index: 0, captions: 0)], of: animals, corpus: "web")
  }

  private func captions(_ selection: Selection, by grouping: Grouping = .pooled) throws -> [String: Int?] {
    let groups = try store.frequencies(selection, by: grouping).groups
    return Dictionary(uniqueKeysWithValues: groups.map { ($0.label, $0.values[4].captions) })
  }

  @Test func supervisedIsTheDefault() throws {
    let pooled = try store.frequencies(Selection())
    #expect(pooled.groups.map(\.label) == ["laion+llava"])
    #expect(pooled.groups[0].values[4] == Frequency(mentions: 7, captions: 6))
    #expect(pooled.groups[0].values[5] == .zero)
    #expect(pooled.classNames == StoreSample.animals.classes.map(\.name))
    #expect(
      pooled.notes == [
        .otherRoles([.init(role: .human, captions: 5), .init(role: .system, captions: 1)])
      ])
    #expect(
      pooled.notes[0].description
        == "6 captions of other roles are excluded (human 5, system 1)")
    #expect(try captions(Selection(roles: Set(Role.allCases))) == ["laion+llava": 9])
    #expect(try captions(Selection(roles: [.human])) == ["laion+llava": 2])
    #expect(
      try captions(Selection(), by: .role) == ["caption": 3, "human": 2, "assistant": 3, "system": 1])
    #expect(try store.frequencies(Selection(), by: .role).notes.isEmpty)
    #expect(try Selection.roles(named: []) == nil)
    #expect(try Selection.roles(named: ["user", "supervised"]) == [.human, .caption, .assistant])
    #expect(throws: StoreError.noRole(name: "x")) { try Selection.roles(named: ["x"]) }
  }

  @Test func corporaAndStages() throws {
    #expect(try captions(Selection(), by: .corpus) == ["laion": 3, "llava": 3])
    #expect(try captions(Selection(), by: .stage) == ["pretrain": 3, "instruct": 3])
    #expect(try captions(Selection(stages: ["instruct"])) == ["llava": 3])
    let both = try store.frequencies(Selection(corpora: ["laion", "llava"], stages: ["instruct"]))
    #expect(both.notes.first == .corpusLeftOut("laion"))
    #expect(throws: StoreError.noCorpus(name: "lain", known: ["laion", "llava"])) {
      try store.resolve(Selection(corpora: ["lain"]))
    }
    #expect(throws: StoreError.noStage(name: "pretrian", known: ["instruct", "pretrain"])) {
      try store.resolve(Selection(stages: ["pretrian"]))
    }
    #expect(throws: StoreError.nothingSelected(classSet: "animals")) {
      try store.resolve(Selection(corpora: ["laion"], stages: ["instruct"]))
    }
    try store.register(StoreSample.hostile)
    #expect(throws: StoreError.noCounts(classSet: StoreSample.hostile.name)) {
      try store.resolve(Selection(classSet: .named(StoreSample.hostile.name)))
    }
    #expect(throws: StoreError.severalClassSets(["animals", StoreSample.hostile.name])) {
      try store.resolve(Selection())
    }
    #expect(throws: StoreError.corpusWithoutCounts(corpus: "laion", classSet: StoreSample.hostile.name)) {
      try store.resolve(Selection(classSet: .named(StoreSample.hostile.name), corpora: ["laion"]))
    }
  }

  @Test func ruleSetsAreNotAddedUnasked() throws {
    try addPaperAndWeb()
    func refused(_ selection: Selection, by grouping: Grouping = .pooled) -> [String]? {
      do {
        _ = try store.resolve(selection, grouping: grouping)
        return nil
      } catch StoreError.severalRuleSets(let uses) {
        return uses.map { "\($0.name): \($0.corpora.joined(separator: " "))" }
      } catch {
        return ["\(error)"]
      }
    }
    #expect(refused(Selection()) == ["word: laion llava", "paper: laion", "imported: web"])
    #expect(refused(Selection(stages: ["instruct"])) == nil)
    #expect(refused(Selection(corpora: ["web"])) == nil)
    #expect(refused(Selection(corpora: ["llava", "web"])) == ["word: llava", "imported: web"])
    // Split by corpus, llava and web are not added; laion's own two rule sets would be.
    #expect(refused(Selection(corpora: ["llava", "web"]), by: .corpus) == nil)
    #expect(refused(Selection(corpora: ["llava", "web"]), by: .stage) == nil)
    #expect(
      refused(Selection(corpora: ["laion", "web"]), by: .corpus) == [
        "word: laion", "paper: laion", "imported: web",
      ])
    #expect(try captions(Selection(rules: ["word"])) == ["laion+llava": 6])
    #expect(try captions(Selection(rules: ["paper"])) == ["laion": 1])
    let rule = try #require(try store.ruleSets(of: animals).first)
    #expect(try captions(Selection(rules: [rule.shortID])) == ["laion+llava": 6])
    let pooled = try store.frequencies(Selection(rules: ["word", "imported"]))
    #expect(pooled.groups[0].label == "laion+llava+web")
    #expect(pooled.groups[0].values[4].captions == 106)
    #expect(pooled.groups[0].values[4].mentions == nil)
    // Unknown in one is unknown in the sum.
    #expect(pooled.groups[0].values[0].captions == 1)
    #expect(pooled.groups[0].values[1].captions == nil)
    #expect(pooled.notes.contains(.unknownClasses(corpus: "web", count: 4)))
    #expect(
      pooled.notes.contains { note in
        if case .pooledRules(let uses) = note { uses.map(\.name) == ["word", "imported"] } else { false }
      })
    do {
      _ = try store.resolve(Selection(rules: ["wrod"]))
      Issue.record("an unknown rule set was found")
    } catch StoreError.noRules(let name, let available) {
      #expect(name == "wrod")
      #expect(available.map(\.name) == ["word", "paper", "imported"])
    }
  }

  @Test func mentions() throws {
    try addPaperAndWeb()
    #expect(throws: StoreError.mentionsUnknown(corpus: "web")) {
      try store.resolve(Selection(corpora: ["web"], measure: .mentions))
    }
    let paper = try store.resolve(Selection(rules: ["paper"], measure: .mentions))
    #expect(paper.notes == [.mentionsEqualCaptions(rules: "paper")])
    #expect(try store.resolve(Selection(rules: ["word"], measure: .mentions)).notes.count == 1)
  }

  @Test func termsAndShards() throws {
    try addPaperAndWeb()
    let terms = try store.resolve(
      Selection(corpora: ["laion", "web"], rules: ["word", "imported"]), grouping: .term)
    #expect(terms.notes.contains(.importedLeftOut("web")))
    let rows = try store.termFrequencies(terms)
    #expect(rows.map(\.term) == ["tench", "crane", "cranes", "dog"])
    #expect(rows.map(\.kind) == [.name, .name, .plural, .name])
    #expect(rows.map(\.mentions) == [2, 3, 1, 3])
    #expect(rows.map(\.captions) == [1, 2, 1, 3])
    var shards: [String] = []
    try store.forEachShardFrequency(store.resolve(Selection(rules: ["word"]), grouping: .shard)) { row in
      shards.append("\(row.shard) \(row.classIndex) \(row.mentions) \(row.captions)")
    }
    #expect(shards == ["/a 0 2 1", "/a 1 4 3", "/a 4 3 3", "/b 4 4 3"])
  }

  @Test func importedCounts() throws {
    try addPaperAndWeb()
    #expect(throws: StoreError.nothingSelected(classSet: "animals")) {
      try store.resolve(Selection(corpora: ["web"], roles: [.assistant]))
    }
    let answers = try store.frequencies(Selection(corpora: ["llava", "web"], roles: [.assistant]))
    #expect(answers.groups.map(\.label) == ["llava"])
    #expect(answers.notes.contains(.importedOfOtherRole("web")))
    #expect(throws: StoreError.corpusExists(name: "web")) {
      try store.addFrequencies([.init(index: 4, captions: 5)], of: animals, corpus: "web")
    }
    for replace in [false, true] {
      #expect(throws: StoreError.corpusCounted(name: "laion")) {
        try store.addFrequencies(
          [.init(index: 4, captions: 5)], of: animals, corpus: "laion", replace: replace)
      }
    }
    #expect(throws: StoreError.stageConflict(corpus: "web", stage: "pretrain", given: "x")) {
      try store.addFrequencies([], of: animals, corpus: "web", stage: "x", replace: true)
    }
    for bad in [[(6, 1)], [(-1, 1)], [(0, -1)], [(0, 1), (0, 1)], [(0, Int.max)]] {
      #expect(throws: StoreError.self) {
        try store.addFrequencies(bad.map { .init(index: $0.0, captions: $0.1) }, of: animals, corpus: "bad")
      }
    }
    #expect(try store.corpora().map(\.name) == ["laion", "llava", "web"])
    #expect(
      try store.addFrequencies(
        [.init(index: 4, captions: 5, mentions: 6)], of: animals, corpus: "web", replace: true))
    let web = try store.frequencies(Selection(corpora: ["web"], measure: .mentions))
    #expect(web.groups[0].values.map(\.mentions) == [nil, nil, nil, nil, 6, nil])
    #expect(try captions(Selection(corpora: ["laion"], rules: ["word"])) == ["laion": 3])
    #expect(try store.verify().problems.isEmpty)
  }

  @Test func accuraciesAndPoints() throws {
    let clip = [ClassAccuracy(index: 4, accuracy: 0.1, correct: 1, total: 10), .init(index: 0, accuracy: 1)]
    #expect(try store.addAccuracies(clip, model: "clip", of: animals, source: "a.json") == .added)
    #expect(
      try store.addAccuracies(clip.reversed(), model: "clip", of: animals, source: "b.json") == .alreadyThere)
    let better = [ClassAccuracy(index: 4, accuracy: 0.2, correct: 2, total: 10)]
    #expect(throws: StoreError.modelExists(name: "clip")) {
      try store.addAccuracies(better, model: "clip", of: animals, source: "c.json")
    }
    #expect(
      try store.addAccuracies(better, model: "clip", of: animals, source: "c.json", replace: true)
        == .replaced)
    for bad in [(0, 1.5, 0, 1), (0, .nan, 0, 1), (0, 0.5, 2, 1), (6, 0.5, 0, 1), (0, -0.1, 0, 1)] {
      #expect(throws: StoreError.self) {
        try store.addAccuracies(
          [.init(index: bad.0, accuracy: bad.1, correct: bad.2, total: bad.3)], model: "bad", of: animals,
          source: "")
      }
    }
    try store.addAccuracies([.init(index: 5, accuracy: 0)], model: "llava", of: animals, source: "d.json")
    #expect(try store.models(of: animals).map(\.name) == ["clip", "llava"])
    #expect(throws: StoreError.noModel(name: "clib", known: ["clip", "llava"])) {
      try store.resolve(Selection(models: ["clib"]))
    }
    let pooled = try store.points(store.resolve(Selection(models: ["clip"])))
    #expect(pooled.series.map(\.model) == ["clip"])
    #expect(pooled.series[0].corpus == "laion+llava")
    #expect(pooled.series[0].points.map(\.accuracy) == [nil, nil, nil, nil, 0.2, nil])
    #expect(pooled.series[0].points[4].frequency == Frequency(mentions: 7, captions: 6))
    #expect(pooled.series[0].points[4].correct == 2)
    let each = try store.points(store.resolve(Selection(), grouping: .corpus))
    #expect(
      each.series.map { "\($0.model) \($0.corpus)" } == [
        "clip laion", "clip llava", "llava laion", "llava llava",
      ])
  }

  @Test func summaries() throws {
    try addPaperAndWeb()
    let all = try store.summaries(store.resolve(Selection(rules: ["word", "imported"])))
    #expect(all.map(\.corpus) == ["laion", "llava", "web"])
    #expect(all.map(\.shards) == [1, 1, 0])
    #expect(all.map(\.records) == [10, 12, 0])
    #expect(all[1].captions[.assistant] == 6)
    #expect(all[0].contentDigest == Digest(ofFields: [Digest(ofFields: ["1"]).hex]))
    #expect(Set(all.map(\.contentDigest)).count == 3)
  }

  @Test func patternsMeanCorporaAndModels() throws {
    try addPaperAndWeb()
    for name in ["clip-b", "clip-l", "eva"] {
      try store.addAccuracies(
        [.init(index: 0, accuracy: 0.5)], model: name, of: animals, source: "x")
    }
    func resolved(_ corpora: [String] = [], _ models: [String] = []) throws -> ([String], [String]) {
      let found = try store.resolve(Selection(corpora: corpora, rules: ["word"], models: models))
      return (found.pools.map(\.corpus.name), found.models.map(\.name))
    }
    #expect(try resolved(["l*"]).0 == ["laion", "llava"])
    #expect(try resolved(["la[hi]on", "lla?a"]).0 == ["laion", "llava"])
    #expect(try resolved([], ["clip-*"]).1 == ["clip-b", "clip-l"])
    #expect(try resolved([], ["eva", "*", "clip-b"]).1 == ["eva", "clip-b", "clip-l"])
    #expect(try store.corpusNames(["llava", "l*"]) == ["llava", "laion"])

    let wrong = StoreError.noMatch(of: .model, pattern: "clp-*", known: ["clip-b", "clip-l", "eva"])
    #expect(throws: wrong) { try resolved([], ["clp-*"]) }
    #expect(
      wrong.description
        == "no model matches `clp-*`; did you mean `clip-b` or `clip-l`? Available: `clip-b`, `clip-l`, `eva`"
    )
    let none = StoreError.noMatch(of: .corpus, pattern: "x*", known: ["laion", "llava", "web"])
    #expect(throws: none) { try resolved(["x*"]) }
    #expect(throws: none) { try store.corpusNames(["x*"]) }
    #expect(none.description == "no corpus matches `x*`; available: `laion`, `llava`, `web`")

    // A name that has the characters is meant itself.
    try store.write(
      StoreSample.firstCounts, of: StoreSample.file("/s", content: "3"), to: StoreSample.target("l*"))
    #expect(try resolved(["l*"]).0 == ["l*"])
  }
}
