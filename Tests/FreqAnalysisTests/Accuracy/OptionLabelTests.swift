import Corpus
import Testing

@testable import FreqAnalysis

/// Labels that choose one of the record's own options, judged by another rule than `letter`.
@Suite struct OptionLabelTests {
  private let set = ClassSet(names: ["tench", "goldfish", "crane", "car"])

  private static func indices(_ label: Int, _ options: Int) -> String {
    "p.jsonl: the labels are whole numbers, such as `\(label)`, and each record has options, of which they seem to be numbers, not of the classes; judge them by the rule letter"
  }

  @Test(arguments: [
    (
      #"{"options": ["crane", "car"], "label": 0, "pred": "crane"}"# + "\n"
        + #"{"options": ["crane", "car"], "label": 1, "pred": "car"}"#, indices(0, 2)
    ),
    (#"{"choices": ["crane", "car", "tench"], "answer": 2, "pred": "tench"}"#, indices(2, 3)),
    // Counted from 1.
    (#"{"choices": ["crane", "car", "tench"], "answer": 3, "pred": "tench"}"#, indices(3, 3)),
    (#"{"A": "crane", "B": "car", "label": 1, "output": "car"}"#, indices(1, 2)),
    // The question in an object of its own.
    (
      #"{"doc": {"options": ["crane", "car"]}, "target": "1", "filtered_resps": ["car"]}"#, indices(1, 2)
    ),
    // The class in another field, so that the label alone is the option's number.
    (#"{"options": ["crane", "car"], "label": 0, "pred": "crane", "class": "crane"}"#, indices(0, 2)),
  ])
  func refusesNumbersOfOptions(_ text: String, _ expected: String) throws {
    let options = PredictionFile.Options(
      classField: text.contains(#""class""#) ? RecordPath("class") : nil)
    #expect(try JudgedFile(text, set, options).shown == expected)
    let letter = PredictionFile.Options(
      rule: .letter, classField: options.classField, labelBase: text.contains("3,") ? 1 : 0)
    #expect(try JudgedFile(text, set, letter).shown.hasSuffix("1/1"))
  }

  @Test func theNumberOfTheFirstClassSaysWhatTheyAre() throws {
    let text = #"{"options": ["crane", "car"], "label": 0, "pred": "a tench"}"#
    #expect(try JudgedFile(text, set, .init(labelBase: 0)).shown == "tench 1/1")
  }

  @Test(arguments: [
    // The options are the class list, so that both numberings are one.
    (#"{"options": ["tench", "goldfish", "crane", "car"], "label": 0, "pred": "a tench"}"#, "tench 1/1"),
    // A label beyond the options is no option's number.
    (
      #"{"options": ["crane", "car"], "label": 0, "pred": "tench"}"# + "\n"
        + #"{"options": ["tench", "car"], "label": 3, "pred": "car"}"#, "tench 1/1, car 1/1"
    ),
    // Labels that are names.
    (#"{"options": ["crane", "car"], "label": "crane", "pred": "a crane"}"#, "crane 1/1"),
  ])
  func readsOtherLabels(_ text: String, _ expected: String) throws {
    #expect(try JudgedFile(text, set).shown == expected)
  }

  private static let letters =
    "p.jsonl: 2 of 2 labels are letters, such as `A`, which name options and no class; judge them by the rule letter"

  @Test(arguments: [
    #"{"options": ["crane", "car"], "label": "A", "pred": "crane"}"# + "\n"
      + #"{"options": ["crane", "car"], "label": "B", "pred": "B. car"}"#,
    #"{"A": "crane", "B": "car", "label": "A", "pred": "A"}"# + "\n"
      + #"{"A": "crane", "B": "car", "label": "(B)", "pred": "B"}"#,
    // Without options the class stands in another field; any answer with an a would contain the label.
    #"{"label": "A", "pred": "a car", "class": "crane"}"# + "\n"
      + #"{"label": "B", "pred": "B", "class": "car"}"#,
  ])
  func refusesLetters(_ text: String) throws {
    let group = text.contains(#""class""#) ? RecordPath("class") : nil
    #expect(try JudgedFile(text, set, .init(classField: group)).shown == Self.letters)
    let letter = try JudgedFile(text, set, .init(rule: .letter, classField: group))
    #expect(letter.shown.hasPrefix("crane ") && letter.shown.hasSuffix("car 1/1"))
  }

  @Test func lettersMayBeClassesOrWholeAnswers() throws {
    let signs = ClassSet(names: ["A", "B", "C"])
    #expect(
      try JudgedFile(#"{"options": ["A", "B"], "label": "A", "pred": "The sign is A"}"#, signs).shown
        == "A 1/1")
    // Letters against letters are judged alike by every rule.
    let alone =
      #"{"label": "A", "pred": "A", "class": "crane"}"# + "\n"
      + #"{"label": "B", "pred": "(A)", "class": "car"}"#
    #expect(try JudgedFile(alone, set, .init(classField: RecordPath("class"))).shown == "crane 1/1, car 0/1")
  }
}
