import Foundation
import TestSupport
import Testing

/// `inspect` without a shard: what is understood of class lists, predictions and tables, with nothing stored.
@Suite struct InspectInputTests {
  static let cases = [
    CommandCase(
      "a class list", ["inspect", "--classes", "cat_to_name.json"],
      files: ["cat_to_name.json": #"{"21": "fire lily", "3": "canterbury bells"}"#],
      stdout: """
        cat_to_name.json
          classes   2, 2 terms
          first     0 canterbury bells (3): canterbury bells
                    1 fire lily (21): fire lily

        """,
      stderr: ["read as a JSON object from number to name\n"]),
    CommandCase(
      "predictions", ["inspect", "--classes", "names.json", "--accuracy", "llava.jsonl", "--rule", "exact"],
      files: [
        "names.json": #"["tench", "crane", "newt"]"#,
        "llava.jsonl": """
        {"label": "tench", "pred": "A tench."}
        {"label": "tench", "pred": "an eel"}
        {"label": "newt", "pred": "newt"}

        """,
      ],
      stdout: """
        llava.jsonl
          model     llava, 2 of 3 classes
          first     0 tench: 1 of 2
                    2 newt: 1 of 1

        """,
      stderr: ["3 predictions of known classes, 2 correct by the rule exact\n"]),
    CommandCase(
      "counts and accuracies",
      ["inspect", "--classes", "names.json", "--accuracy", "m.csv", "--frequency", "c.json"],
      files: [
        "names.json": #"["tench", "crane"]"#, "m.csv": "class,accuracy\ntench,50\ncrane,12.5\n",
        "c.json": #"{"tench": 1200, "crane": 1}"#,
      ],
      stdout: """
        m.csv
          model     m, 2 of 2 classes
          first     0 tench: 0.5
                    1 crane: 0.125
        c.json
          counts    of 2 of 2 classes
          first     0 tench: 1,200 captions
                    1 crane: 1 caption

        """, stderr: ["read as percent"]),
    CommandCase(
      "a file that is refused", ["inspect", "--classes", "names.yaml"],
      files: ["names.yaml": "names:\n- tench\n"],
      status: 1, stdout: "",
      stderr: ["corpus-tool: names.yaml: this is YAML, which is not read as a class list"]),
    CommandCase(
      "nothing to inspect", ["inspect"], status: 64, stdout: "",
      stderr: ["corpus-tool: name a shard, or a class list with --classes\n"]),
    CommandCase(
      "predictions without a class list", ["inspect", "--accuracy", "a.jsonl", "b.jsonl"], status: 64,
      stdout: "",
      stderr: ["corpus-tool: --accuracy and --frequency need one class list, --classes, and no shard\n"]),
  ]

  @Test(arguments: cases) func inspects(_ test: CommandCase) throws { try test.check() }

  @Test func nothingIsStored() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench", "\u001b[31mred"]"#)
    let run = try Binary.run(["inspect", "--classes", "names.json", "--format", "json"], folder: folder.url)
    #expect(run.status == 0, "\(run.stderr)")
    let list = try #require(JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])
    #expect(list.first?["classes"] as? Int == 2 && (list.first?["notes"] as? [String])?.isEmpty == false)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["names.json"])
  }
}
