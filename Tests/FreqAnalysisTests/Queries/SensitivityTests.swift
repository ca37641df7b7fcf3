import Corpus
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct SensitivityTests {
  /// Two corpora of two stages, three roles, two rule sets, one model.
  static func store(in folder: TemporaryFolder) throws -> CountStore {
    let store = try StoreSample.store(in: folder)
    func write(_ corpus: String, _ stage: String, _ counts: ShardCounts, _ matching: Matching = .word) throws
    {
      try store.write(
        counts, of: StoreSample.file("/\(corpus)", content: corpus),
        to: StoreSample.target(corpus, stage: stage, matching: matching))
    }
    let pretrain = StoreSample.counts(
      captions: [.caption: 100],
      classes: [(.caption, 0, 9, 5), (.caption, 1, 3, 3), (.caption, 2, 1, 1), (.caption, 4, 40, 30)])
    let instruct = StoreSample.counts(
      captions: [.human: 50, .assistant: 50],
      classes: [(.assistant, 0, 2, 1), (.assistant, 3, 8, 8), (.human, 4, 10, 10), (.assistant, 4, 2, 2)])
    try write("laion", "pretrain", pretrain)
    try write("mix", "instruct", instruct)
    try write("laion", "pretrain", pretrain, .treebank)
    try store.addAccuracies(
      [0.3, 0.5, 0.2, 0.7, 0.9, 0.1].enumerated().map { ClassAccuracy(index: $0, accuracy: $1) },
      model: "clip",
      of: store.classSet(.only), source: "clip.json")
    return store
  }

  @Test func everyChoiceThatTheDatabaseAllows() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    let table = try Sensitivity(of: Selection(rules: ["word"]), in: store)
    #expect(
      table.rows.map(\.choice) == [
        .asSelected, .measure(.mentions), .stage("pretrain"), .stage("instruct"), .role(.caption),
        .role(.human),
        .role(.assistant), .allRoles, .withoutZeros, .withoutAmbiguous, .withoutMostFrequent,
        .rules("treebank"),
      ])
    #expect(table.left.isEmpty)
    let n = Dictionary(uniqueKeysWithValues: table.rows.map { ($0.choice, $0.n) })
    #expect(n[.asSelected] == 6 && n[.withoutZeros] == 5 && n[.withoutMostFrequent] == 5)
    // Both cranes, and the kite that needs its parenthesis.
    #expect(n[.withoutAmbiguous] == 3)
    #expect(table.rows[0].zero == 1)

    let accuracies = [0.3, 0.5, 0.2, 0.7, 0.9, 0.1]
    func rho(_ choice: Sensitivity.Choice) throws -> Double {
      let row = try #require(table.rows.first { $0.choice == choice })
      return try row.spearman.get().coefficient
    }
    #expect(try rho(.asSelected) == Spearman.coefficient([6, 3, 1, 8, 32, 0], accuracies).get())
    #expect(try rho(.measure(.mentions)) == Spearman.coefficient([11, 3, 1, 8, 42, 0], accuracies).get())
    #expect(try rho(.stage("instruct")) == Spearman.coefficient([1, 0, 0, 8, 2, 0], accuracies).get())
    #expect(try rho(.role(.human)) == Spearman.coefficient([0, 0, 0, 0, 10, 0], accuracies).get())
    #expect(try rho(.withoutZeros) == Spearman.coefficient([6, 3, 1, 8, 32], accuracies.dropLast()).get())
    #expect(try rho(.rules("treebank")) == Spearman.coefficient([5, 3, 1, 0, 30, 0], accuracies).get())
    #expect(table.rows.allSatisfy { $0.model == "clip" })
  }

  @Test func severalRuleSetsMustBeChosenFirst() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    #expect(throws: StoreError.self) { try Sensitivity(of: Selection(), in: store) }
  }

  @Test func aChoiceThatIsImpossibleIsTold() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    let set = try store.classSet(.only)
    try store.addFrequencies(
      (0..<6).map { ImportedFrequency(index: $0, captions: $0) }, of: set, corpus: "elsewhere")
    try store.addAccuracies(
      (0..<6).map { ClassAccuracy(index: $0, accuracy: Double($0) / 10) }, model: "clip", of: set, source: "f"
    )
    let table = try Sensitivity(of: Selection(), in: store)
    #expect(
      table.rows.map(\.choice) == [.asSelected, .withoutZeros, .withoutAmbiguous, .withoutMostFrequent])
    #expect(table.left.count == 1 && table.left[0].hasPrefix("counting mentions: "))
    #expect(table.rows[0].interval.reason == .perfect)
  }

  @Test func choicesReadAsWords() {
    #expect(Sensitivity.Choice.withoutMostFrequent.label == "without the most frequent 1 %")
    #expect(Sensitivity.Choice.role(.assistant).label == "role assistant alone")
  }
}
