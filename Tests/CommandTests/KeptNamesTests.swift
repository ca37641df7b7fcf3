import Foundation
import TestSupport
import Testing

/// Kept fields that have the names of a result's own columns: no result has two columns of one name.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
struct KeptNamesTests {
  private let folder: TemporaryFolder
  private static let fields = ["probability", "class", "classes", "corpus", "class_field", "record"]

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["dog", "cat"]"#)
    let members = Self.fields.map { "\"\($0)\": \"own \($0)\"" }.joined(separator: ", ")
    try folder.write("a.jsonl", "{\"caption\": \"a dog\", \(members)}\n")
    let index = try Binary.run(
      ["index", "--classes", "names.json", "--corpus", "c", "--rows", "r"]
        + Self.fields.flatMap { ["--keep", $0] } + ["a.jsonl"], folder: folder.url)
    try #require(index.status == 0, "\(index.stderr)")
  }

  private static let results: [(command: [String], own: [String: String], kept: [String: String])] = [
    (
      ["rows", "export"], ["corpus": "c", "class": "dog"],
      [
        "corpus_field": "corpus", "class_field_field": "class", "class_field": "class_field",
        "classes": "classes",
        "probability": "probability", "record_field": "record",
      ]
    ),
    (
      ["sample", "--rule", "metaclip", "--cap", "1"], ["corpus": "c", "classes": "dog"],
      [
        "corpus_field": "corpus", "class": "class", "class_field": "class_field", "classes_field": "classes",
        "probability_field": "probability", "record_field": "record",
      ]
    ),
  ]

  @Test(arguments: results.indices, ["csv", "json", "parquet"])
  func namesAreUniqueAndValuesInTheirPlaces(result: Int, format: String) throws {
    let (command, own, kept) = Self.results[result]
    let file = "o.\(format)"
    let run = try Binary.run(command + ["-o", file], folder: folder.url)
    try #require(run.status == 0, "\(run.stderr)")
    let python = """
      import json, sys, csv, pandas
      path = sys.argv[1]
      if path.endswith("parquet"):
        import pyarrow.parquet
        table = pyarrow.parquet.read_table(path)
        names, row = table.column_names, [str(c[0]) for c in table.columns]
      elif path.endswith("csv"):
        names, row = list(csv.reader(open(path)))
      else:
        pairs = []
        json.load(open(path), object_pairs_hook=lambda found: pairs.extend(found))
        names, row = [p[0] for p in pairs], [str(p[1]) for p in pairs]
      assert len(set(names)) == len(names), names
      json.dump(dict(zip(names, row)), sys.stdout)
      """
    let read = try Run.python(["-c", python, folder.path(file)])
    try #require(read.status == 0, "\(read.stderr)")
    let found = try #require(JSONSerialization.jsonObject(with: read.output) as? [String: String])
    for (name, value) in own { #expect(found[name] == value, "\(name)") }
    for (name, field) in kept { #expect(found[name] == "own \(field)", "\(name): \(found)") }
  }

  @Test func twoFieldsOfOneColumnAreRefused() throws {
    let run = try Binary.run(
      [
        "index", "--classes", "names.json", "--corpus", "d", "--rows", "q", "--keep", "record", "--keep",
        "record_field", "a.jsonl",
      ], folder: folder.url)
    #expect(run.status == 64 && run.stderr.contains("column record_field"), "\(run.stderr)")
  }
}
