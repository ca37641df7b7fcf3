import Foundation
import TestSupport
import Testing

/// `accuracy add` and `frequency add` on files as other programs write them.
@Suite struct AccuracyAddTests {
  private static let names = #"["apple_pie", "crane", "car", "T-shirt"]"#
  private static let add = ["accuracy", "add", "--classes", "names.json", "--model", "m"]

  private static func files(_ name: String, _ text: String) -> [String: String] {
    ["names.json": names, name: text]
  }

  static let cases = [
    CommandCase(
      "labels with underscores", add + ["p.jsonl"],
      files: files("p.jsonl", #"{"label": "apple_pie", "pred": "An Apple\nPie."}"#), stdout: "",
      stderr: ["note: 1 prediction of known classes, 1 correct by the rule contains\n", "model `m` added\n"]),
    CommandCase(
      "a rule that differs", add + ["p.csv"], files: files("p.csv", "label,pred\ncar,a scarf\n"), stdout: "",
      stderr: ["note: by the rule words 0 of 1 (0 %) would be correct, not 1 of 1 (100 %)"]),
    CommandCase(
      "words", add + ["--rule", "words", "p.csv"], files: files("p.csv", "label,pred\ncar,a scarf\n"),
      stdout: "", stderr: ["note: 1 prediction of known classes, 0 correct by the rule words\n"]),
    CommandCase(
      "letters by class", add + ["--rule", "letter", "--class-field", "classname", "p.jsonl"],
      files: files(
        "p.jsonl", #"{"text": "Q", "label": "C", "classname": "crane", "output": "", "pred": "C."}"#),
      stdout: "",
      stderr: [
        "note: 1 prediction of known classes, 1 correct by the rule letter\n",
        "note: `pred` was taken as the prediction; 2 others that would be understood:\n  output\n  text\n",
      ]),
    CommandCase(
      "a question beside the answer", add + ["p.jsonl"],
      files: files("p.jsonl", #"{"label": "car", "text": "What?", "response": "car"}"#), status: 1,
      stdout: "",
      stderr: [
        "corpus-tool: p.jsonl: `text` and `response` may each be the prediction; name the right one with --pred-field\n"
      ]),
    CommandCase(
      "labels that are numbers", add + ["p.jsonl"],
      files: files("p.jsonl", #"{"label": 1, "pred": "crane"}"#), status: 1, stdout: "",
      stderr: ["--label-base 0 or --label-base 1\n"]),
    CommandCase(
      "and their base", add + ["--label-base", "1", "p.jsonl"],
      files: files("p.jsonl", #"{"label": 2, "pred": "crane"}"#), stdout: "",
      stderr: ["positions in the class list, the first class being 1; --label-base 0 overrides this\n"]),
    CommandCase(
      "a base that is none", add + ["--label-base", "2", "p.jsonl"], status: 64, stdout: "",
      stderr: ["--label-base takes 0 or 1"]),
    CommandCase(
      "a path that is none", add + ["--pred-field", "a[", "p.jsonl"], status: 64, stdout: "",
      stderr: ["The value 'a[' is invalid for '--pred-field <path>'"]),
    CommandCase(
      "a workbook", add + ["p.xlsx"], files: files("p.xlsx", "PK\u{3}\u{4}xl/workbook.xml"), status: 1,
      stdout: "",
      stderr: [
        "corpus-tool: p.xlsx: this is a workbook of a spreadsheet program; save it as CSV, or write JSON Lines\n"
      ]),
    CommandCase(
      "two columns of totals", add + ["t.csv"],
      files: files("t.csv", "class;accuracy;support;n\ncar;0,5;2;2\n"),
      stdout: "",
      stderr: ["note: `n` was taken as the number of images; 1 other that would be understood:\n  support\n"]),
    CommandCase(
      "counts as JSON Lines", ["frequency", "add", "--classes", "names.json", "--corpus", "c", "f.jsonl"],
      files: files("f.jsonl", "{\"query\": \"car\", \"count\": 12}\n{\"query\": \"Car\", \"count\": 5}\n"),
      stdout: "",
      stderr: [
        "note: 1 name is another spelling of a name in the file; the counts of one class were added up:\n  Car\n",
        "corpus `c` added\n",
      ]),
  ]

  @Test(arguments: cases) func adds(_ test: CommandCase) throws { try test.check() }

  @Test func nothingIsStoredOfARefusedFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.json", Self.names)
    try folder.write("p.jsonl", #"{"label": "car", "text": "Is it a car?"}"#)
    #expect(try Binary.run(Self.add + ["p.jsonl"], folder: folder.url).status == 1)
    #expect(!FileManager.default.fileExists(atPath: folder.path("corpus.sqlite")))
  }
}
