import Foundation
import TestSupport
import Testing

/// What the program adds to the libraries' sentences: the option that helps, in whole lines.
@Suite struct AdviceTests {
  private static let names = ["names.json": #"["dog", "cat", "crane"]"#]

  private static func add(_ name: String, _ list: String, _ line: String, _ options: [String] = [])
    -> CommandCase
  {
    CommandCase(
      name, ["classes", "add", "x", "list"] + options, files: ["list": list], status: 1, stdout: "",
      stderr: ["corpus-tool: list" + line + "\n"])
  }

  static let classLists = [
    add(
      "several lists", #"{"cars": ["a"], "food101": ["b"]}"#,
      ": there are 2 lists of names under keys: `cars` (1), `food101` (1); choose one with --key of `classes add`"
    ),
    add(
      "an object for aliases", #"{"data": {"a": "b c"}}"#,
      ", line 1: the value of `data` is an object; aliases must be a list of strings, and a class list inside it has to be "
        + "chosen by its key, with --key of `classes add`"),
    add(
      "no keys", "a\n", ": the key `k` chooses a list of a JSON object, and this is a text (--key)",
      ["--key", "k"]),
    add(
      "no table", "tench\n", ": the column `2` is to be one of a table, and this is none (--name-column)",
      ["--name-column", "2"]),
    add(
      "two columns of text", "tench,fish\ndog,mammal\n",
      ": the table has no column called name or class, and its content does not show which column holds the names; choose one by "
        + "its number, or if the first line is a header by its header: 1 `tench`, 2 `fish`; --name-column of `classes add` chooses it"
    ),
    CommandCase(
      "synonyms and parentheses", ["classes", "add", "x", "list"],
      files: ["list": #"["tench, Tinca", "crane (bird)"]"#], stdout: "",
      stderr: [
        "1 of 2 names has a comma inside, as lists of synonyms do, and will match only where a caption holds the whole of it; "
          + "--split-synonyms of `classes add` takes the first part as the name and the others as aliases:\n",
        "1 name ends with a parenthetical, which captions rarely contain; --base-names of `classes add` also counts them "
          + "without it:\n",
      ]),
    CommandCase(
      "a first line", ["classes", "add", "x", "list", "--name-column", "1"],
      files: ["list": "fine,coarse\napple,fruit\n"], stdout: "",
      stderr: [
        "the first line was read as a class, `fine`; if it is a header, it has to be left out; --name-column of `classes add` "
          + "with the header does that\n"
      ]),
    CommandCase(
      "keys as names", ["classes", "add", "x", "list"], files: ["list": #"{"dog": ["puppy"]}"#], stdout: "",
      stderr: ["if lists of classes stand under the keys, choose one with --key of `classes add`\n"]),
  ]

  private static func accuracy(
    _ name: String, _ lines: String, _ line: String, _ options: [String] = []
  ) -> CommandCase {
    CommandCase(
      name, ["accuracy", "add", "--classes", "names.json", "--model", "m", "p.jsonl"] + options,
      files: ["p.jsonl": lines].merging(names) { $1 }, status: 1, stdout: "",
      stderr: ["corpus-tool: p.jsonl" + line + "\n"])
  }

  static let accuracies = [
    accuracy(
      "no prediction", #"{"label": "dog", "x": "dog"}"#,
      ", line 1: the record has no field for the prediction (`pred`, `prediction`, `response`, `output`, `generated_text`, "
        + "`filtered_resps`, `model_answer`, `answer`, `text`); fields seen: `label`, `x`; --pred-field names another"
    ),
    accuracy(
      "a file of questions", #"{"label": "dog", "text": "What?", "question": "q"}"#,
      ": `text` stands beside `question`, so this seems to be a file of questions; give the file of answers, or name `text` as "
        + "the answer with --pred-field text"),
    accuracy(
      "a record without it", #"{"label": "dog", "pred": "dog"}"# + "\n" + #"{"label": "dog", "x": "dog"}"#,
      ", line 2: the record has no `pred`; fields seen: `label`, `x`; --pred-field, --label-field and --class-field name others"
    ),
    accuracy(
      "no label", #"{"pred": "dog"}"#,
      ": the predictions have no label (`label`, `target`, `gt`, `answer`), and no class name is in the question's identifier; "
        + "name the field of the labels, or give a file of labels (--label-field, --labels)"),
    accuracy(
      "the first number", #"{"label": 2, "pred": "dog"}"#,
      ": the labels are whole numbers, such as `2`, but no class has such a name and none is 0; give the number of the first "
        + "class with --label-base 0 or --label-base 1"),
    accuracy(
      "questions with options", #"{"label": "dog", "text": "Which?\nA. dog\nB. cat"}"#,
      ": 1 of 1 text asks a question or lists options, so this seems to be a file of questions; give the file of answers, or "
        + "name `text` as the answer with --pred-field text"),
    accuracy(
      "scores", #"{"label": "dog", "pred": -1.5}"#,
      ": 1 of 1 prediction is a number, such as `-1.5`, which names no class; give the text of the answers, whose field "
        + "--pred-field names"),
    accuracy(
      "numbers of options", #"{"label": 1, "pred": "dog", "options": ["cat", "dog"]}"#,
      ": the labels are whole numbers, such as `1`, and each record has options, of which they seem to be numbers, not of the "
        + "classes; judge them by the rule letter (--rule letter; --label-base says that they number the classes)"
    ),
    accuracy(
      "letters of options", #"{"label": "B", "pred": "dog", "options": ["cat", "dog"]}"#,
      ": 1 of 1 label is a letter, such as `B`, which names an option and no class; judge them by the rule letter (--rule letter)"
    ),
    CommandCase(
      "columns of other names", ["accuracy", "add", "--classes", "names.json", "p.csv"],
      files: ["p.csv": "y_true,y_pred\ndog,dog\n"].merging(names) { $1 }, status: 1, stdout: "",
      stderr: [
        "columns seen: `y_true`, `y_pred`; if these are predictions, --label-field and --pred-field name their columns\n"
      ]),
    CommandCase(
      "numbers that count from elsewhere", ["accuracy", "add", "--classes", "ids.json", "p.csv"],
      files: ["p.csv": "label,pred\n0,dog\n1,cat\n", "ids.json": #"{"1": "dog", "2": "cat"}"#], status: 1,
      stdout: "",
      stderr: ["give the number of the first class with --label-base 0 or --label-base 1\n"]),
    accuracy(
      "a label that is no option", #"{"label": "eel", "pred": "A", "options": ["dog", "cat"]}"#,
      ", line 1: the label `eel` is neither a letter nor one of the record's options; --label-field names the field of the "
        + "right option", ["--rule", "letter"]),
    accuracy(
      "an option without a class", #"{"label": "B", "pred": "A"}"#,
      ", line 1: the label `B` is an option without its text, so the class is unknown; name its field with --class-field",
      ["--rule", "letter"]),
    CommandCase(
      "two units",
      ["accuracy", "add", "--classes", "names.json", "t.json"],
      files: ["t.json": #"{"a": {"dog": 0.5, "cat": 0.25}, "b": {"dog": 50, "cat": 25}}"#].merging(names) {
        $1
      },
      status: 1, stdout: "",
      stderr: [
        "corpus-tool: t.json: no accuracy of `a` is above 1, as if they were fractions, while `b` is in percent; if all share one "
          + "unit, name it; else add the models of each unit separately (--unit names it, --model chooses models)\n"
      ]),
    CommandCase(
      "the unit that was taken", ["accuracy", "add", "--classes", "names.json", "--model", "m", "t.csv"],
      files: ["t.csv": "class,accuracy\ndog,0.5\n"].merging(names) { $1 }, stdout: "",
      stderr: [
        "note: accuracies are read as fractions, since none is above 1; --unit percent overrides this\n"
      ]),
    CommandCase(
      "the base that was taken", ["accuracy", "add", "--classes", "names.json", "--model", "m", "p.jsonl"],
      files: ["p.jsonl": #"{"label": 0, "pred": "dog"}"#].merging(names) { $1 }, stdout: "",
      stderr: [
        "note: whole numbers were read as positions in the class list, the first class being 0; --label-base 1 overrides this\n"
      ]),
  ]

  private static func index(
    _ name: String, _ shard: String, _ text: String, _ line: String, _ options: [String] = []
  )
    -> CommandCase
  {
    CommandCase(
      name, ["index", "--classes", "names.json", "--corpus", "c", shard] + options,
      files: [shard: text].merging(names) { $1 }, status: 1, stderr: ["corpus-tool: " + shard + line + "\n"])
  }

  static let shards = [
    index(
      "no text field", "a.jsonl", #"{"x": 1}"#,
      ": no caption field was found; fields seen: x; name one with --text-field"),
    index(
      "a large record", "a.jsonl", #"{"caption": "a dog and a cat and a crane"}"#,
      ", record 1: the record is larger than 10 bytes; --max-record-bytes raises the limit",
      ["--max-record-bytes", "10"]),
    index(
      "plain lines", "a.json", "a dog\na cat\n",
      ": the name ends in .json, but the content is only plain lines; if each of them is a caption, --layout lines reads them"
    ),
    CommandCase(
      "no database", ["query", "--db", "c.sqlite"], status: 1, stdout: "",
      stderr: ["corpus-tool: c.sqlite: no such database; `index` creates one, --db selects another\n"]),
  ]

  @Test(arguments: classLists + accuracies + shards) func isAdded(_ row: CommandCase) throws {
    try row.check()
  }

  /// What is stored of a shard that failed, in a database and in a line of a scan, has it too.
  @Test func isStored() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.json", #"["dog"]"#)
    try folder.write("a.jsonl", #"{"x": 1}"#)
    let text = "no caption field was found; fields seen: x; name one with --text-field"
    _ = try Binary.run(["index", "--classes", "names.json", "--corpus", "c", "a.jsonl"], folder: folder.url)
    let failed = try Binary.run(["shards", "--failed", "--format", "csv"], folder: folder.url)
    #expect(
      failed.stdout.contains(",\"\(text)\"\n") || failed.stdout.hasSuffix(",\(text)\n"), "\(failed.stdout)")
    let scan = try Binary.run(
      ["scan", "--classes", "names.json"], input: Data("a.jsonl\npipe:cat a.jsonl\n".utf8), folder: folder.url
    )
    #expect(scan.stdout.contains(#""error": "\#(text)""#), "\(scan.stdout)")
    #expect(
      scan.stdout.contains(
        #""error": "the name is a command, which may not be run unasked; --allow-pipe runs such commands""#),
      "\(scan.stdout)")
  }

  @Test func ofTheStore() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.json", #"["dog"]"#)
    try folder.write("b.json", #"["cat"]"#)
    try folder.write("f.csv", "class,n\ndog,3\n")
    try folder.write("g.csv", "class,n\ndog,4\n")
    try folder.write("t.csv", "class,accuracy\ndog,0.5\n")
    try folder.write("u.csv", "class,accuracy\ndog,0.25\n")
    func line(_ arguments: String...) throws -> String {
      let run = try Binary.run(arguments, folder: folder.url)
      #expect(run.status == 1, "\(arguments)")
      return run.stderr.split(separator: "\n").last.map(String.init) ?? ""
    }
    for arguments in [
      ["frequency", "add", "--classes", "a.json", "--corpus", "c", "f.csv"],
      ["accuracy", "add", "--classes", "a.json", "--model", "m", "t.csv"],
      ["classes", "add", "b", "b.json"],
    ] {
      #expect(try Binary.run(arguments, folder: folder.url).status == 0)
    }
    #expect(
      try line("frequency", "add", "--classes", "a.json", "--corpus", "c", "g.csv")
        == "corpus-tool: the corpus `c` already has counts; --replace replaces imported counts")
    #expect(
      try line("accuracy", "add", "--classes", "a.json", "--model", "m", "u.csv")
        == "corpus-tool: the model `m` already has different accuracies; --replace replaces them")
    #expect(
      try line("query") == "corpus-tool: the database has several class sets (a, b); name one with --classes")
    #expect(
      try line("query", "--classes", "a", "--count", "mentions")
        == "corpus-tool: the mentions of the corpus `c` are unknown, only its captions were given; use --count captions"
    )
    try folder.write("o.csv", "mine\n")
    #expect(
      try line("query", "--classes", "a", "-o", "o.csv")
        == "corpus-tool: cannot write o.csv: the file there is no earlier result of this tool, or was changed since; --replace "
        + "overwrites it")
    #expect(
      try line("merge", "--db", "n.sqlite", "corpus.sqlite", "--rename", "aa=b")
        == "corpus-tool: --rename aa=b: no database to merge has a class set `aa`; did you mean `a`? Available: `a`, `b`"
    )
  }
}
