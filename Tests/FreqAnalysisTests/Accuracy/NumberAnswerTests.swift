import Corpus
import Testing

@testable import FreqAnalysis

/// Predictions that are numbers, such as scores, where the labels are names.
@Suite struct NumberAnswerTests {
  private let set = ClassSet(names: ["tench", "crane", "car"])

  private static let scores =
    "p.jsonl: 1 of 1 prediction is a number, such as `-1.2`, which names no class; give the text of the answers"

  @Test(arguments: [
    // lm-eval's likelihoods of the options.
    #"{"filtered_resps": [["-1.2", "False"], ["-0.1", "True"]], "target": "crane"}"#,
    #"{"filtered_resps": [["-1.2", "False"], ["-0.1", "True"]], "target": 1}"#,
    #"{"pred": -1.2, "label": "crane"}"#, #"{"pred": [-1.2, 3], "label": 0}"#,
  ])
  func refusesScores(_ text: String) throws {
    #expect(try JudgedFile(text, set, .init(labelBase: 0)).shown == Self.scores)
  }

  @Test(arguments: ["0.87", "1e-3", "+2.5", "-3", "-inf", "nan", "8.7E+2"]) func knowsNumbers(
    _ number: String
  ) throws {
    let expected = Self.scores.replacing("-1.2", with: number)
    #expect(try JudgedFile(#"{"pred": "\#(number)", "label": "crane"}"#, set).shown == expected)
    let letter = #"{"pred": "\#(number)", "label": "A", "options": ["crane", "car"]}"#
    #expect(try JudgedFile(letter, set, .init(rule: .letter)).shown == expected)
  }

  @Test(arguments: [
    (
      #"{"pred": "-1.2", "label": "crane"}"# + "\n" + #"{"pred": "a car", "label": "car"}"#,
      "crane 0/1, car 1/1"
    ),
    (#"{"pred": "infinity pool", "label": "crane"}"#, "crane 0/1"),
    (#"{"pred": "1.0", "label": 1}"#, "crane 1/1"),
  ])
  func readsOtherAnswers(_ text: String, _ expected: String) throws {
    #expect(try JudgedFile(text, set, .init(labelBase: 0)).shown == expected)
  }

  @Test func decimalsMayBeLabels() throws {
    let set = ClassSet(names: ["1.5", "2.5"])
    let text = #"{"pred": "1.5", "label": "1.5"}"# + "\n" + #"{"pred": 1.5, "label": 2.5}"#
    #expect(try JudgedFile(text, set).shown == "1.5 1/1, 2.5 0/1")
  }
}
