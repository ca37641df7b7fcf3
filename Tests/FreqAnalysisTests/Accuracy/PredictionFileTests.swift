import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct PredictionFileTests {
  private let folder: TemporaryFolder
  private let set = ClassSet(
    name: "s",
    classes: [
      .init(name: "tench", id: "n01440764"), .init(name: "Band-Aid"), .init(name: "T-shirt"),
      .init(name: "missile"), .init(name: "missile"), .init(name: "car side"), .init(name: "Band"),
    ])

  init() throws { folder = try TemporaryFolder() }

  /// `name correct/total` of each class that has predictions.
  private func shown(_ values: [ClassAccuracy]) -> [String] {
    values.map { "\(set.classes[$0.index].name) \($0.correct ?? -1)/\($0.total ?? -1)" }
  }

  private func read(
    _ text: String, rule: PredictionFile.Rule = .contains, labels: String? = nil
  ) throws -> PredictionFile {
    let labelFile = try labels.map { try folder.write("labels", $0) }
    return try PredictionFile(
      path: folder.write("llava.jsonl", text), classSet: set,
      options: .init(rule: rule, labels: labelFile))
  }

  private func sentence(_ text: String, labels: String? = nil) -> String? {
    do {
      _ = try read(text, labels: labels)
      return nil
    } catch {
      return "\(error)".replacing(folder.url.path + "/", with: "")
    }
  }

  @Test func countsByLabel() throws {
    let file = try read(
      """
      {"label": "tench", "pred": "A Tench swims."}
      {"label": "Tench", "pred": "goldfish"}

      {"label": "missile", "pred": "a missile"}
      {"label": "unicorn", "pred": "x"}
      {"label": "n01440764", "pred": "a tench"}
      """ + "\n{\"label\": \"car_side\", \"pred\": \"car side\"}\r\n")
    #expect(shown(file.values) == ["tench 2/3", "missile 1/1", "missile 1/1", "car side 1/1"])
    #expect(file.notes.contains(Note(.predictions(5, correct: 4, rule: "contains"))))
    #expect(file.notes.contains(Note(.strangeLabels(1))))
    #expect(file.notes.contains(Note(.identifiersAsLabels(1))))
    #expect(file.notes.contains(Note(.namesWithoutClass, ["unicorn"])))
    #expect(file.notes.contains(Note(.twins, ["missile"])))
    #expect(file.notes.contains(Note(.classesWithoutName, ["Band-Aid", "T-shirt", "Band"])))
  }

  @Test(
    arguments: [
      ("imagenet-val-tench-00012.JPEG", "tench"), ("imagenet-val-Band-Aid-1", "Band-Aid"),
      ("imagenet-val-Band-Aidless-1", "Band"), ("a-b-T-shirt", "T-shirt"), ("a-b-t-shirt-x-y-z", "T-shirt"),
      ("a-b-n01440764-7", "tench"), ("a-b-car_side-7", "car side"), ("a-tench-1", nil),
      ("a-b-goldfish-1", nil),
      ("0-tench", "tench"), ("12-T-shirt", "T-shirt"), ("7-car-side-00012.JPEG", "car side"),
      ("2012-val-tench-3", "tench"), ("7-unicorn", nil), ("7", nil), ("x7-tench", nil),
      ("tench", nil), ("", nil), ("a-b-", nil), ("--tench", "tench"), ("a-b-Band--1", "Band"),
    ] as [(String, String?)])
  func findsTheLabelInsideTheQuestion(_ question: String, _ label: String?) {
    let finder = LabelFinder(classSet: set, labels: nil)
    #expect(finder.label(inside: question) == label)
  }

  /// A number inside a question's identifier numbers samples, also where classes have numbers as identifiers or names.
  @Test(
    arguments: [
      ("imagenet-val-3", nil), ("llava-7b-3", nil), ("2024-01-03", nil), ("0-3", nil),
      ("run-2024-01-03", nil),
      ("a-b-3.0", nil), ("a-b-fire-lily-3", "fire lily"), ("3-fire-lily", "fire lily"),
      ("a-b-7-up-3", "7 up"),
      ("a-b-10-3", nil),
    ] as [(String, String?)])
  func aNumberIsNoLabel(_ question: String, _ label: String?) {
    let numbered = ClassSet(
      name: "s",
      classes: [
        .init(name: "fire lily", id: "3"), .init(name: "7 up", id: "1"), .init(name: "3", id: "n00000003"),
        .init(name: "10-3", id: "103"),
      ])
    #expect(LabelFinder(classSet: numbered, labels: nil).label(inside: question) == label)
  }

  @Test func takesTheLabelFromTheQuestion() throws {
    let file = try read(
      """
      {"question_id": "i-v-Band-Aid-3.jpg", "prompt": "?", "text": "a band-aid"}
      {"question_id": "i-v-what-3.jpg", "prompt": "?", "text": "a band-aid"}
      {"question_id": 7, "text": "x"}
      """)
    #expect(shown(file.values) == ["Band-Aid 1/1"])
    #expect(file.notes.contains(Note(.labelSource("the class name inside the question's identifier"))))
    #expect(file.notes.contains(Note(.unlabelled(2), ["i-v-what-3.jpg", "7"])))
  }

  @Test func takesLabelsFromAFile() throws {
    let predictions = """
      {"question_id": 1, "text": "a tench"}
      {"question_id": "q2", "text": "a tench"}
      {"question_id": "q3", "text": "a tench"}
      """
    let asRows = "question_id,label\n1,tench\nq2,T-shirt\nq2,T-shirt\n"
    let asLines =
      "{\"question_id\": 1, \"label\": \"tench\"}\n{\"question_id\": \"q2\", \"label\": \"T-shirt\"}\n"
    for labels in [asRows, asLines] {
      let file = try read(predictions, labels: labels)
      #expect(shown(file.values) == ["tench 1/1", "T-shirt 0/1"])
      #expect(file.notes.contains(Note(.unlabelled(1), ["q3"])))
    }
    let own = try read("{\"question_id\": 1, \"label\": \"Band\", \"pred\": \"band\"}", labels: asRows)
    #expect(shown(own.values) == ["Band 1/1"])
    #expect(own.notes.contains(Note(.labelsUnused)))
  }

  private static let refused: [(String, String?, String)] = [
    ("", nil, "llava.jsonl: the file is empty"),
    (
      "{\"label\": \"a\"}", nil,
      "llava.jsonl, line 1: the record has no field for the prediction (`pred`, `prediction`, `response`, `output`, `generated_text`, `filtered_resps`, `model_answer`, `answer`, `text`); fields seen: `label`"
    ),
    ("\n{\"label\": \"a\", \"pred\": {}}", nil, "llava.jsonl, line 2: `pred` is an object, not a string"),
    ("{\"label\": \"a\", \"pred\": null}", nil, "llava.jsonl, line 1: `pred` is null, not a string"),
    (
      "{\"label\": true, \"pred\": \"a\"}", nil, "llava.jsonl, line 1: `label` is true or false, not a string"
    ),
    ("{\"label\": \"_\", \"pred\": \"a\"}", nil, "llava.jsonl, line 1: the label is empty"),
    ("{\"label\": \" \", \"pred\": \"a\"}", nil, "llava.jsonl, line 1: the label is empty"),
    ("[1]", nil, "llava.jsonl, line 1: JSON Lines with `label` and `pred` was expected; this is a list"),
    (
      "{\"label\": \"tench\", \"pred\": \"a\"}\n{\"label\"", nil,
      "llava.jsonl, line 2, column 9: invalid JSON: it ends before it is complete; is the file truncated?"
    ),
    (
      "{\"question_id\": \"x\", \"text\": \"a\"}", nil,
      "llava.jsonl: the predictions have no label (`label`, `target`, `gt`, `answer`), and no class name is in the question's identifier (`x`); name the field of the labels, or give a file of labels"
    ),
    (
      "{\"text\": \"a\"}", nil,
      "llava.jsonl: the predictions have no label (`label`, `target`, `gt`, `answer`), and no class name is in the question's identifier; name the field of the labels, or give a file of labels"
    ),
    (
      "{\"question_id\": \"x\", \"text\": \"a\"}", "question_id,label\ny,tench\n",
      "labels: the labels file has no label for any question of the predictions, such as `x`"
    ),
    (
      "{\"text\": \"a\"}", "question_id,label\ny,tench\ny,ant\n",
      "labels, line 3: the question `y` has two labels, `tench` and `ant`"
    ),
    (
      "{\"text\": \"a\"}", "id,label\ny,tench\n",
      "labels, line 1: there is no column `question_id` or `label`; columns seen: `id`, `label`"
    ),
    ("{\"text\": \"a\"}", "{\"label\": \"tench\"}", "labels, line 1: the line has no `question_id`"),
    ("{\"text\": \"a\"}", "question_id,label\n", "labels: the file has no classes"),
  ]

  @Test(arguments: refused)
  func refuses(_ text: String, _ labels: String?, _ expected: String) {
    #expect(sentence(text, labels: labels) == expected)
  }

  @Test func refusesStrangers() {
    let text = (0..<5).map { "{\"label\": \"s\($0)\", \"pred\": \"x\"}" }.joined(separator: "\n")
    #expect(sentence(text)?.contains("only 0 of the file's 5 names matched") == true)
  }

  @Test func aPipeIsReadOnce() throws {
    for text in [
      "{\"label\": \"tench\", \"pred\": \"tench\"}\n", "{\"tench\": 1}", "class,accuracy\ntench,1\n",
    ] {
      let pipe = Pipe()
      try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      try pipe.fileHandleForWriting.close()
      let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
      let file = try AccuracyFile(path: path, classSet: set, options: .init(models: ["m"]))
      #expect(file.models[0].values.map(\.accuracy) == [1])
    }
  }

  @Test func readsLinesAcrossChunks() throws {
    let long = String(repeating: "x", count: 700_000)
    let lines = (0..<5).map { "{\"label\": \"tench\", \"pred\": \"\(long)\($0 % 2 == 0 ? "tench" : "")\"}" }
    #expect(shown(try read(lines.joined(separator: "\r\n")).values) == ["tench 3/5"])
    let broken = (lines + ["{"]).joined(separator: "\n")
    #expect(sentence(broken)?.hasPrefix("llava.jsonl, line 6, column 2") == true)
  }

  @Test func isRecognisedAmongTables() throws {
    func models(_ name: String, _ text: String) throws -> AccuracyFile {
      try AccuracyFile(path: folder.write(name, text), classSet: set)
    }
    #expect(try models("m.jsonl", "{\"label\": \"tench\", \"pred\": \"tench\"}\n").models[0].model == "m")
    #expect(
      try models("t.json", "{\"tench\": 1, \"Band\": 0}").models[0].values[0] == .init(index: 0, accuracy: 1))
    #expect(
      try models("r.csv", "class,correct,total\ntench,1,2\n").models[0].values[0]
        == .init(index: 0, accuracy: 0.5, correct: 1, total: 2))
    // A class may be called `text`; its value is no text.
    #expect(throws: Never.self) { try models("u.json", "{\"text\": 1, \"tench\": 0}") }
    #expect(throws: InputError.self) { try models("v.jsonl", "{\"a\": 1}\n{\"a\": 2}\n") }
  }
}
