import Corpus
import Testing

@testable import FreqAnalysis

/// Predictions that are identifiers, as classifiers write them: an identifier stands for its class, whatever the rule.
@Suite struct IdentifierAnswerTests {
  private let set = ClassSet(
    names: ["tench", "goldfish", "Tortoise"], ids: ["n01440764", "n01443537", "/m/011k07"])

  @Test(arguments: [
    // Label and prediction are identifiers, one of them is, and none.
    ("n01440764,n01440764\nn01443537,n01443537\n", "tench 1/1, goldfish 1/1"),
    ("n01440764,n01443537\nn01443537,n01443537\n", "tench 0/1, goldfish 1/1"),
    ("tench,n01440764\ngoldfish,n01440764\n", "tench 1/1, goldfish 0/1"),
    ("n01440764,tench\nn01443537,a tench\n", "tench 1/1, goldfish 0/1"),
    ("/m/011k07,/m/011k07\n/m/011k07,n01440764\n", "Tortoise 1/2"),
    // The same written otherwise.
    ("n01440764,N01440764 \nn01443537,n01443537.\n", "tench 1/1, goldfish 1/1"),
    // An identifier of no class is a wrong answer.
    (
      "n01440764,n01440764\nn01443537,n09999999\nTortoise,tortoise\n", "tench 1/1, goldfish 0/1, Tortoise 1/1"
    ),
  ])
  func judges(_ rows: String, _ expected: String) throws {
    for rule in PredictionFile.Rule.allCases where rule != .letter {
      let file = try JudgedFile("label,pred\n" + rows, named: "p.csv", set, .init(rule: rule))
      // A tench in "a tench" is not exact, but its article is left out.
      #expect(file.shown == expected, "\(rule)")
    }
  }

  @Test func tells() throws {
    let both = try JudgedFile("label,pred\nn01440764,n01440764\ntench,tench\n", named: "p.csv", set)
    #expect(both.notes.contains(Note(.identifiersAsPredictions(1))))
    // The label's name was not what its prediction was held against.
    #expect(!both.notes.contains { if case .identifiersAsLabels = $0.kind { true } else { false } })
    let labels = try JudgedFile("label,pred\nn01440764,tench\n", named: "p.csv", set)
    #expect(labels.notes.contains(Note(.identifiersAsLabels(1))))
    #expect(
      Note(.identifiersAsPredictions(2)).sentence
        == "2 predictions are identifiers; each was judged as the class that it stands for")
    #expect(
      Note(.identifiersAsPredictions(1)).sentence
        == "1 prediction is an identifier; each was judged as the class that it stands for")
  }

  /// Identifiers that the class set does not know can never be right.
  @Test(arguments: [
    "tench,n01440764\ngoldfish,n01443537\n", "tench,/m/011k07\ngoldfish,/m/0130jx\ntench,tench\n",
  ])
  func refusesIdentifiersOfNoClass(_ rows: String) throws {
    let names = ClassSet(names: ["tench", "goldfish"])
    let all = rows.split(separator: "\n").count
    let first = rows.split(separator: "\n")[0].split(separator: ",")[1]
    #expect(
      try JudgedFile("label,pred\n" + rows, named: "p.csv", names).shown
        == "p.csv: 2 of \(all) predictions are identifiers, such as `\(first)`, which no class has; give the predictions as names, or use a class list with these identifiers"
    )
  }
}
