import Foundation
import TestSupport
import Testing

/// Class lists as a person gives them: options of `classes add`, files that were mistyped, classes that are not seen.
@Suite struct ClassListCommandTests {
  private static let lists = ["several.json": #"{"imagenet1k": ["tench", "ant"], "food101": ["apple pie"]}"#]
  private static let captions = String(repeating: #"{"caption": "a red crane"}"# + "\n", count: 1_001)

  static let cases = [
    CommandCase(
      "several lists are refused", ["classes", "add", "s", "several.json"], files: lists, status: 1,
      stdout: "",
      stderr: [
        "corpus-tool: several.json: there are 2 lists of names under keys: `imagenet1k` (2), `food101` (1); choose one with --key of `classes add`\n"
      ]),
    CommandCase(
      "several lists are refused by a run",
      ["index", "--classes", "several.json", "--corpus", "c", "several.json"],
      files: lists, status: 1, stdout: "", stderr: ["choose one with --key of `classes add`\n"]),
    CommandCase(
      "a key chooses", ["classes", "add", "s", "several.json", "--key", "food101"], files: lists, stdout: "",
      stderr: [
        "note: 1 class with 1 term, read as a JSON list of names\n",
        "note: the classes are those under the key `food101`\n",
      ]),
    CommandCase(
      "a column is chosen", ["classes", "add", "s", "a.csv", "--name-column", "2"],
      files: ["a.csv": "fish,tench\ninsect,ant\n"], stdout: "",
      stderr: ["note: 2 classes with 2 terms, read as a comma-separated table\n", "read as not used, name\n"]),
    CommandCase(
      "commas are a warning", ["classes", "add", "s", "a.json"],
      files: ["a.json": #"["tench, Tinca tinca"]"#], stdout: "",
      stderr: [
        "corpus-tool: warning: 1 of 1 name has a comma inside", "--split-synonyms", "  tench, Tinca tinca\n",
      ]),
    CommandCase(
      "a scan warns too", ["scan", "--classes", "a.json"], files: ["a.json": #"["tench, Tinca tinca"]"#],
      stdout: "",
      stderr: ["corpus-tool: warning: 1 of 1 name has a comma inside"]),
    CommandCase(
      "a mistyped file", ["classes", "add", "s", "imagenet_clases.json"],
      files: ["imagenet_classes.json": "[\"a\"]"],
      status: 1, stdout: "",
      stderr: [
        "corpus-tool: imagenet_clases.json: there is no such file; did you mean `imagenet_classes.json`?\n"
      ]),
    CommandCase(
      "a mistyped file in a folder", ["scan", "--classes", "lists/imagenet.json"],
      files: ["lists/imagenet_classes.json": "[\"a\"]", "lists/flowers.json": "[\"a\"]"], status: 1,
      stdout: "",
      stderr: [
        "corpus-tool: lists/imagenet.json: there is no such file; did you mean `lists/imagenet_classes.json`?\n"
      ]),
    CommandCase(
      "a mistyped ending", ["accuracy", "add", "--classes", "names.jsn", "--model", "m", "a.json"],
      files: ["names.json": "[\"a\"]", "a.json": "{\"a\": 1}"], status: 1, stdout: "",
      stderr: ["corpus-tool: names.jsn: there is no such file; did you mean `names.json`?\n"]),
    CommandCase(
      "a file that resembles none", ["classes", "add", "s", "birds.json"], files: ["cars.json": "[\"a\"]"],
      status: 1,
      stdout: "", stderr: ["corpus-tool: birds.json: it cannot be opened: No such file or directory\n"]),
  ]

  @Test(arguments: cases) func classLists(_ test: CommandCase) throws { try test.check() }

  @Test func ofShortNamesTheNearestIsMeant() throws {
    try CommandCase(
      "short names", ["classes", "add", "s", "c.tx"], files: ["c.txt": "a\n", "a.jsonl": "{}"], status: 1,
      stdout: "",
      stderr: ["corpus-tool: c.tx: there is no such file; did you mean `c.txt`?\n"]
    ).check()
  }

  @Test func aMistypedFileBesideADatabase() throws {
    let folder = try TemporaryFolder()
    try folder.write("imagenet_classes.json", #"["tench"]"#)
    func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }
    #expect(try run("classes", "add", "birds", "imagenet_classes.json").status == 0)
    let sentence =
      "corpus-tool: imagenet_clases.json: there is no class set and no file of this name; did you mean `imagenet_classes.json`?\n"
    for command in [["index", "--corpus", "c", "imagenet_classes.json"], ["query"]] {
      let missing = try Binary.run(command + ["--classes", "imagenet_clases.json"], folder: folder.url)
      #expect(missing.status == 1 && missing.stderr == sentence)
    }
    // A class set that is near is what was meant.
    let near = try run("query", "--classes", "bird")
    #expect(near.stderr == "corpus-tool: no class set `bird`; did you mean `birds`?\n")
  }

  /// A class set that was read with an option is another one than the file without.
  @Test func optionsAreKeptWithTheSet() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench, Tinca tinca", "ant"]"#)
    func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }
    #expect(try run("classes", "add", "s", "names.json", "--split-synonyms", "--plurals").status == 0)
    #expect(
      try run("classes", "list", "--format", "csv").stdout.contains("s,2,plurals split-synonyms,names.json"))
    #expect(
      try run("classes", "show", "s", "--format", "csv").stdout.hasPrefix(
        "class_index,class,id,terms\n0,tench,,tench|Tinca tinca|"))
    #expect(try run("query", "--classes", "names.json").status == 1)
  }

  @Test func hardlyAnyClassSeenIsTold() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.jsonl", Self.captions)
    try folder.write("few.jsonl", #"{"caption": "a red crane"}"# + "\n")
    try folder.write("names.json", #"["n_tench", "Apple_Pie", "ant-eater", "bee"]"#)
    func index(_ arguments: String...) throws -> Run {
      try Binary.run(["index", "--corpus", "c"] + arguments, folder: folder.url)
    }
    let warning =
      "corpus-tool: warning: none of 4 classes of `names` are mentioned in 1,001 captions and answers of `c`; what was looked for is, for example, `n tench`, `apple pie`, `ant eater`; are these names as captions write them, and is the right text read? It is shown by: corpus-tool inspect --classes names a.jsonl\n"
    #expect(try index("--classes", "names.json", "a.jsonl").stderr.contains(warning))
    // Nothing was counted, so nothing is said again.
    #expect(try !index("--classes", "names.json", "a.jsonl").stderr.contains("warning"))
    #expect(try !index("--classes", "names.json", "--db", "b.sqlite", "few.jsonl").stderr.contains("warning"))
    let other = try index(
      "--classes", "names.json", "--db", "b c.sqlite", "--matching", "treebank", "a.jsonl")
    #expect(
      other.stderr.contains(
        "`n_tench`, `Apple_Pie`, `ant-eater`; are these names as captions write them, and is the right text read? It is shown by: corpus-tool inspect --classes names --matching treebank --db 'b c.sqlite' a.jsonl\n"
      ))
    // A file of questions alone is no text that a loss sees, and so says nothing either.
    let question = #"{"conversations": [{"from": "human", "value": "a tench?"}]}"# + "\n"
    try folder.write("asked.jsonl", String(repeating: question, count: 1_001))
    #expect(
      try index("--classes", "names.json", "--db", "e.sqlite", "asked.jsonl").stderr.contains(
        "mentioned in 0 captions and answers of `c` (1,001 more are of other roles); what was looked for is"))
    try folder.write("crane.json", #"["crane", "tench"]"#)
    #expect(try !index("--classes", "crane.json", "--db", "d.sqlite", "a.jsonl").stderr.contains("warning"))
  }

  /// One class of many hundreds is nearly none.
  @Test func oneOfManyIsNearlyNone() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.jsonl", Self.captions)
    func stderr(_ classes: Int) throws -> String {
      let names = (1..<classes).map { "\"plant \($0)\"" }.joined(separator: ",")
      try folder.write("n\(classes).json", "[\"crane\",\(names)]")
      return try Binary.run(
        ["index", "--corpus", "c", "--db", "\(classes).sqlite", "--classes", "n\(classes).json", "a.jsonl"],
        folder: folder.url
      ).stderr
    }
    #expect(try !stderr(100).contains("warning"))
    #expect(
      try stderr(101).contains("warning: only 1 of 101 classes of `n101` is mentioned in 1,001 captions"))
  }
}
