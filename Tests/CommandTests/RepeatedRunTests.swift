import Foundation
import TestSupport
import Testing

/// What earlier runs left in a database is told wherever it is in the results, or would be expected not to be.
@Suite struct RepeatedRunTests {
  private static let analyze = [
    "analyze", "--classes", "names.json", "--accuracy", "m.json", "-o", "d", "--format", "csv",
  ]

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    try folder.write(
      "m.json", #"{"tench": 0.5, "shark": 0.25, "crane": 0.75, "newt": 1, "hammerhead shark": 0}"#)
    try folder.write("b.jsonl", #"{"caption": "a newt"}"#)
    return folder
  }

  @Test func anAnalysisTellsOfShardsThatAreNotNamedAnyMore() throws {
    let folder = try folder()
    let first = try Binary.run(Self.analyze + ["--pretrain", "a.jsonl"], folder: folder.url)
    #expect(first.status == 0 && !first.stderr.contains("of earlier runs"), "\(first.stderr)")
    let other = try Binary.run(Self.analyze + ["--pretrain", "b.jsonl"], folder: folder.url)
    #expect(
      other.stderr.contains(
        "note: the corpus `pretrain` also contains 1 shard of earlier runs that was not named this time; "
          + "the results include its counts, and a new output folder excludes them\n"), "\(other.stderr)")
    let both = try Binary.run(Self.analyze + ["--pretrain", "a.jsonl", "b.jsonl"], folder: folder.url)
    #expect(both.stdout == other.stdout && !both.stderr.contains("of earlier runs"))
  }

  @Test func anAnalysisTellsOfAccuraciesThatItReplaces() throws {
    let folder = try folder()
    let arguments = Self.analyze + ["--pretrain", "a.jsonl"]
    #expect(try !Binary.run(arguments, folder: folder.url).stderr.contains("replace"))
    #expect(try !Binary.run(arguments, folder: folder.url).stderr.contains("replace"))
    try folder.write("m.json", #"{"tench": 0.25, "shark": 0.25, "crane": 0.5}"#)
    #expect(
      try Binary.run(arguments, folder: folder.url).stderr.contains(
        "note: the accuracies of 1 model differ from the earlier ones, which they replace:\n  m\n"))
  }

  @Test func aShardThatCannotBeReadAnyMoreKeepsItsCountsAndSaysSo() throws {
    let folder = try folder()
    let index = ["index", "--classes", "names.json", "--corpus", "c", "a.jsonl", "b.jsonl"]
    #expect(try Binary.run(index, folder: folder.url).status == 0)
    try folder.write("b.jsonl", #"{"caption":oops}"#)
    let again = try Binary.run(index, folder: folder.url)
    #expect(again.status == 1)
    #expect(
      again.stderr.contains("(byte 12 of the record); its earlier counts are kept\n"),
      "\(again.stderr)")
    #expect(
      try Binary.run(["query", "newt", "--format", "csv"], folder: folder.url).stdout.hasSuffix(
        "4,newt,1,1\n"))
    try folder.write("new.jsonl", #"{"caption":oops}"#)
    let new = try Binary.run(
      ["index", "--classes", "names", "--corpus", "c", "new.jsonl"], folder: folder.url)
    #expect(new.stderr.contains("(byte 12 of the record)\n"))
  }

  @Test func aClassSetThatIsNamedTwiceIsCountedOnce() throws {
    let folder = try folder()
    let run = try Binary.run(
      [
        "index", "--classes", "names.json", "--classes", "names.json", "--corpus", "c", "b.jsonl",
        "--verbose",
      ],
      folder: folder.url)
    #expect(run.stderr.contains("b.jsonl: 1 record, 1 caption, 1 mention\n"), "\(run.stderr)")
    #expect(run.stdout.contains("mentions  1 caption\n"))
  }

  @Test func stagesComeInTheOrderOfTraining() throws {
    let folder = try folder()
    for (corpus, stage, shard) in [
      ("x", "other", "b.jsonl"), ("i", "instruct", "chat.json"), ("p", "pretrain", "a.jsonl"),
    ] {
      let run = try Binary.run(
        ["index", "--classes", "names.json", "--corpus", corpus, "--stage", stage, shard], folder: folder.url)
      #expect(run.status == 0)
    }
    #expect(
      try Binary.run(["accuracy", "add", "--classes", "names", "m.json"], folder: folder.url).status == 0)
    let run = try Binary.run(["correlate", "--each-stage", "--format", "csv"], folder: folder.url)
    let corpora = run.stdout.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] }
    #expect(corpora == ["p", "i", "x", "x+i+p"])
  }

  @Test func countsOfElsewhereHaveNeitherTermsNorShards() throws {
    let folder = try folder()
    try folder.write("counts.json", #"{"tench": 5, "shark": 1, "crane": 0}"#)
    #expect(
      try Binary.run(
        ["frequency", "add", "--classes", "names.json", "--corpus", "far", "counts.json"], folder: folder.url
      ).status == 0)
    for grouping in ["term", "shard"] {
      let run = try Binary.run(["query", "--by", grouping], folder: folder.url)
      #expect(run.status == 1 && run.stdout == "")
      #expect(
        run.stderr
          == "corpus-tool: the counts of `far` were imported and have no per-term or per-shard counts\n")
    }
  }

  @Test func theHintIsAWholeCommand() throws {
    let folder = try folder()
    try folder.write("birds.json", #"["kite (bird of prey)", "newt"]"#)
    let run = try Binary.run(
      ["index", "--db", "my counts.sqlite", "--classes", "birds.json", "--corpus", "c", "b.jsonl"],
      folder: folder.url)
    let hint = try #require(run.stderr.split(separator: "\n").last?.split(separator: ": ").last)
    #expect(hint == "corpus-tool classes add birds-base birds.json --base-names --db 'my counts.sqlite'")
    let tried = try Binary.shell(String(hint), folder: folder.url)
    #expect(tried.status == 0 && tried.stderr.contains("class set `birds-base` added to my counts.sqlite\n"))
  }

  @Test func aFileInTheWayOfTheFolderIsNamed() throws {
    let folder = try folder()
    let demo = try Binary.run(["demo", "-o", "m.json"], folder: folder.url)
    #expect(demo.status == 1 && demo.stdout == "")
    #expect(
      demo.stderr == "corpus-tool: cannot make the folder m.json: a file of that name exists\n",
      "\(demo.stderr)")
    let run = try Binary.run(
      [
        "analyze", "--classes", "names.json", "--accuracy", "m.json", "--pretrain", "a.jsonl", "-o", "m.json",
      ],
      folder: folder.url)
    #expect(run.status == 1)
    #expect(
      run.stderr.hasSuffix("corpus-tool: cannot make the folder m.json: a file of that name exists\n"),
      "\(run.stderr)")
  }

  @Test func aChangedClassListNeedsAnotherName() throws {
    let folder = try folder()
    let arguments = Self.analyze + ["--pretrain", "a.jsonl"]
    #expect(try Binary.run(arguments, folder: folder.url).status == 0)
    try folder.write("names.json", #"["tench", "shark", "crane"]"#)
    let run = try Binary.run(arguments, folder: folder.url)
    #expect(run.status == 1 && run.stdout == "")
    #expect(
      run.stderr.hasSuffix("never changes; choose another name: classes add NAME FILE\n"), "\(run.stderr)")
    let missing = try Binary.run(["classes", "add", "x", "none.json"], folder: folder.url)
    #expect(missing.stderr == "corpus-tool: none.json: it cannot be opened: No such file or directory\n")
  }

  @Test func aPredictionThatIsNullIsWrongAndTold() throws {
    let folder = try folder()
    try folder.write(
      "p.jsonl", #"{"label": "newt", "pred": "newt"}"# + "\n" + #"{"label": "newt", "pred": null}"#)
    let run = try Binary.run(["accuracy", "add", "--classes", "names.json", "p.jsonl"], folder: folder.url)
    #expect(run.status == 0)
    #expect(run.stderr.contains("note: 2 predictions of known classes, 1 correct by the rule contains\n"))
    #expect(run.stderr.contains("note: 1 prediction is null, and counts as wrong; "), "\(run.stderr)")
    try folder.write("none.jsonl", #"{"label": "newt", "pred": null}"#)
    let none = try Binary.run(
      ["accuracy", "add", "--classes", "names.json", "none.jsonl"], folder: folder.url)
    #expect(none.status == 1 && none.stderr.contains("none.jsonl, line 1: `pred` is null"), "\(none.stderr)")
  }
}
