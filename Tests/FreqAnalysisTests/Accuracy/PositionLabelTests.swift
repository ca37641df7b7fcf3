import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Labels that are whole numbers, and multiple choices.
@Suite struct PositionLabelTests {
  private let folder: TemporaryFolder
  private let set = ClassSet(
    name: "s", classes: [.init(name: "tench"), .init(name: "crane"), .init(name: "car")])

  init() throws { folder = try TemporaryFolder() }

  private func shown(
    _ text: String, _ options: PredictionFile.Options = .init(), set: ClassSet? = nil
  ) -> String {
    let set = set ?? self.set
    do {
      let file = try PredictionFile(path: folder.write("p.jsonl", text), classSet: set, options: options)
      return file.values.map { "\(set.classes[$0.index].name) \($0.correct ?? -1)/\($0.total ?? -1)" }
        .joined(separator: ", ")
    } catch {
      return "\(error)".replacing(folder.url.path + "/", with: "")
    }
  }

  private func lines(_ pairs: [(String, String)]) -> String {
    pairs.map { "{\"label\": \($0.0), \"pred\": \($0.1)}" }.joined(separator: "\n")
  }

  @Test func readsPositions() throws {
    let text = lines([("0", "\"a tench\""), ("1", "\"a car\""), ("\"2\"", "\"a car\"")])
    #expect(shown(text) == "tench 1/1, crane 0/1, car 1/1")
    #expect(shown(text, .init(labelBase: 1)) == "tench 0/1, crane 0/1")
    let file = try PredictionFile(path: folder.write("p.jsonl", text), classSet: set)
    #expect(file.notes.contains(Note(.positions(base: 0))))
    #expect(
      Note(.positions(base: 0)).sentence
        == "whole numbers were read as positions in the class list, the first class being 0"
    )
    #expect(file.notes.contains(Note(.joined(names: 3, byName: 0, byID: 0, byAlias: 0, byPosition: 3))))
  }

  @Test func comparesNumbersAsNumbers() {
    #expect(
      shown(lines([("0", "0"), ("1", "\"1\""), ("2", "12"), ("2", "2.0")])) == "tench 1/1, crane 1/1, car 1/2"
    )
    #expect(shown(lines([("\"0.0\"", "0"), ("1", "10")])) == "tench 1/1, crane 0/1")
    // A class that is called so.
    let digits = ClassSet(name: "d", classes: [.init(name: "7"), .init(name: "1")])
    #expect(shown(lines([("7", "\"17\""), ("1", "\"a 1\"")]), set: digits) == "7 0/1, 1 1/1")
  }

  @Test func refusesNumbersForNames() {
    let text = lines([("\"crane\"", "1"), ("\"car\"", "\"2\""), ("\"tench\"", "\"tench\"")])
    #expect(
      shown(text)
        == "p.jsonl: 2 of 3 predictions are whole numbers, but their labels are names; give both as names, or the labels as numbers too"
    )
    #expect(shown(lines([("\"crane\"", "1"), ("\"car\"", "\"car\"")])) == "crane 0/1, car 1/1")
  }

  @Test func joinsIdentifiersBeforePositions() {
    let set = ClassSet(
      name: "f", classes: [.init(name: "fire lily", id: "21"), .init(name: "rose", id: "1")])
    #expect(shown(lines([("1", "\"a rose\""), ("21", "\"a rose\"")]), set: set) == "fire lily 0/1, rose 1/1")
  }

  @Test func asksForTheBase() {
    let needed =
      "p.jsonl: the labels are whole numbers, such as `1`, but no class has such a name and none is 0; give the number of the first class"
    let text = lines([("1", "\"tench\""), ("3", "\"car\"")])
    #expect(shown(text) == needed)
    #expect(shown(text, .init(labelBase: 1)) == "tench 1/1, car 1/1")
    #expect(shown(text, .init(labelBase: 0)) == "crane 0/1")
  }

  @Test func areNoPositionsBesideNames() throws {
    let text = lines([("\"crane\"", "\"crane\""), ("0", "\"tench\"")])
    #expect(shown(text) == "crane 1/1")
    let file = try PredictionFile(path: folder.write("p.jsonl", text), classSet: set)
    #expect(file.notes.contains(Note(.strangeLabels(1))))
  }

  @Test func aLabelsFileMayHavePositions() throws {
    let predictions = "{\"question_id\": 0, \"text\": \"crane\"}\n{\"question_id\": 1, \"text\": \"a tench\"}"
    for (name, labels) in [
      ("l.csv", "question_id,label\n0,1\n1,0\n"), ("l.csv", "question_id;label\n0;1\n1;0\n"),
      ("l.jsonl", "{\"question_id\": 0, \"label\": 1}\n{\"question_id\": 1, \"label\": 0}\n"),
    ] {
      let path = try folder.write(name, labels)
      #expect(shown(predictions, .init(labels: path)) == "tench 1/1, crane 1/1")
    }
    // Without a 0 they still count from 0, unless one of them is then no class's.
    let second = try folder.write("l.csv", "question_id,label\n0,1\n1,2\n")
    #expect(shown(predictions, .init(labels: second)) == "crane 1/1, car 0/1")
    let last = try folder.write("l.csv", "question_id,label\n0,1\n1,3\n")
    #expect(shown(predictions, .init(labels: last)).contains("give the number of the first class"))
    #expect(shown(predictions, .init(labels: last, labelBase: 1)) == "tench 0/1, car 0/1")
  }

  // MARK: letter

  private let letter = PredictionFile.Options(rule: .letter)

  @Test func judgesLetters() {
    let grouped = PredictionFile.Options(rule: .letter, classField: RecordPath("classname"))
    let text = """
      {"label": "C", "pred": "B. upright. Because of a crane.", "classname": "crane"}
      {"label": "D", "pred": "D", "classname": "crane"}
      {"label": "A", "pred": "A crane", "classname": "car"}
      """
    #expect(shown(text, grouped) == "crane 1/2, car 0/1")
    let options = """
      {"label": "B", "pred": "a crane", "options": ["tench", "crane"]}
      {"label": "A", "pred": "B", "choices": {"A": "tench", "B": "car"}}
      {"label": "car", "pred": "(B)", "A": "tench", "B": "car"}
      {"label": "B", "pred": "B", "options": ["A. tench", "B. car"]}
      """
    #expect(shown(options, letter) == "tench 0/1, crane 1/1, car 2/2")
    // What an API calls its choices are no options.
    let api = #"{"label": "C", "classname": "car", "choices": [{"message": {"content": "(C)"}}]}"#
    let message = PredictionFile.Options(
      rule: .letter, predictionField: RecordPath("choices[0].message.content"),
      classField: RecordPath("classname"))
    #expect(shown(api, message) == "car 1/1")
    let numbers = """
      {"answer": 0, "pred": "A", "choices": ["crane", "car"]}
      {"answer": 1, "pred": "A", "choices": ["crane", "car"]}
      """
    #expect(shown(numbers, letter) == "crane 1/1, car 0/1")
    // Options that are numbers are chosen by their texts.
    let counts = #"{"label": "B", "pred": "15", "options": ["12", "15"], "classname": "car"}"#
    #expect(shown(counts, grouped) == "car 1/1")
  }

  @Test(arguments: [
    (
      #"{"label": "crane", "pred": "B"}"#,
      "p.jsonl, line 1: the label `crane` is neither a letter nor one of the record's options"
    ),
    (
      #"{"label": "B", "pred": "B"}"#,
      "p.jsonl, line 1: the label `B` is an option without its text, so the class is unknown; name its field"
    ),
    (
      #"{"label": "car", "pred": 1, "options": ["crane", "car"]}"#,
      "p.jsonl: 1 of 1 prediction is a whole number, but their labels are letters or texts of options; give both as letters, or the labels as numbers too"
    ),
    (
      #"{"label": 1, "pred": "B", "options": ["crane", "car"]}"#,
      "p.jsonl: the labels are whole numbers, such as `1`, but no class has such a name and none is 0; give the number of the first class"
    ),
  ])
  func refuses(_ text: String, _ expected: String) {
    #expect(shown(text, letter) == expected)
  }

  // MARK: the finding that labels with underscores made

  /// A model that is right on 60 % of every class. Names of one word are the frequent ones; the others are written
  /// with underscores in the labels, and with spaces in the answers.
  @Test func underscoresMakeNoCorrelation() throws {
    let classes = (0..<400).map { $0 < 200 ? "word\($0)x" : "two words\($0)x" }
    let set = ClassSet(name: "s", classes: classes.map { .init(name: $0) })
    var state: UInt64 = 19
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(UInt64(1) << 53)
    }
    let counts = classes.indices.map { Double($0 < 200 ? 2_000 : 500) * random() }
    var lines: [String] = []
    var byBytes = Array(repeating: 0.0, count: classes.count)
    for (index, name) in classes.enumerated() {
      for _ in 0..<25 {
        let label = name.replacing(" ", with: "_")
        let answer = random() < 0.6 ? "This is a \(name)." : "This is something else."
        lines.append("{\"label\": \"\(label)\", \"pred\": \"\(answer)\"}")
        byBytes[index] += answer.contains(label) ? 1 : 0
      }
    }
    let file = try PredictionFile(
      path: folder.write("m.jsonl", lines.joined(separator: "\n")), classSet: set)
    #expect(file.values.count == 400 && file.values.allSatisfy { $0.total == 25 })
    let overall = Double(file.values.compactMap(\.correct).reduce(0, +)) / 10_000
    #expect(abs(overall - 0.6) < 0.02)
    let rho = try Spearman.correlation(counts, file.values.map(\.accuracy)).get()
    #expect(abs(rho.coefficient) < 0.13)
    // What comparing bytes made of the same answers.
    let found = try Spearman.correlation(counts, byBytes).get()
    #expect(found.coefficient > 0.3 && (found.log10P ?? 0) < -9)
  }
}
