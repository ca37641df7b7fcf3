import Foundation
import TestSupport
import Testing

/// What models were trained on: how it is stated, and what is then correlated.
@Suite struct OwnCorporaTests {
  private let folder: TemporaryFolder

  /// Two pretraining corpora and one of instructions on ten classes, and three models.
  init() throws {
    folder = try TemporaryFolder()
    let names = (0..<10).map { "class\($0)" }
    try folder.write("names.json", String(decoding: JSONEncoder().encode(names), as: UTF8.self))
    for (corpus, factor) in [("laion", 7), ("cc3m", 3), ("mix", 11)] {
      let rows = names.indices.map { "\(names[$0]),\(($0 * factor) % 10 * $0)" }
      try folder.write("\(corpus).csv", "class,count\n" + rows.joined(separator: "\n") + "\n")
      try run(
        ["frequency", "add", "--classes", "names.json", "--corpus", corpus]
          + (corpus == "mix" ? ["--stage", "instruct"] : []) + ["\(corpus).csv"])
    }
    for (model, factor) in [("clip", 9), ("llava", 7), ("other", 3)] {
      let rows = names.indices.map { "\(names[$0]),0.\(($0 * factor) % 10)\($0)" }
      try folder.write("\(model).csv", "class,accuracy\n" + rows.joined(separator: "\n") + "\n")
    }
    try run(["accuracy", "add", "--classes", "names.json", "--trained-on", "laion", "clip.csv"])
    try run([
      "accuracy", "add", "--classes", "names.json", "--trained-on", "mix", "--trained-on", "laion",
      "llava.csv",
    ])
    try run(["accuracy", "add", "--classes", "names.json", "other.csv"])
  }

  private func contents(_ name: String) throws -> Data {
    try Data(contentsOf: folder.url.appending(path: name))
  }

  @discardableResult
  private func run(_ arguments: [String], status: Int32 = 0, location: SourceLocation = #_sourceLocation)
    throws
    -> Run
  {
    let run = try Binary.run(arguments, folder: folder.url)
    #expect(run.status == status, "\(run.stderr)", sourceLocation: location)
    return run
  }

  /// The rows of a command's CSV, each by the header's names.
  private func rows(_ arguments: [String]) throws -> [[String: String]] {
    let lines = try run(arguments + ["--format", "csv"]).stdout.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  private func without(_ row: [String: String]) -> [String: String] { row.filter { $0.key != "corpora" } }

  @Test func eachModelStandsBesideItsOwn() throws {
    // Told once: what is so of the database is not said again.
    let told = try run(["correlate"]).stderr
    #expect(told.contains("note: what `other` was trained on is unknown, so all corpora are pooled"))
    #expect(told.components(separatedBy: "trained on").count == 2, "\(told)")
    let own = try rows(["correlate"])
    #expect(own.map { $0["model"] } == ["clip", "llava", "other"])
    #expect(own.map { $0["corpus"] } == ["laion", "laion+mix", "laion+cc3m+mix"])
    #expect(own.map { $0["corpora"] } == ["own", "own", "all"])
    // Patterns mean the same models where each has its own corpora.
    #expect(try rows(["correlate", "--model", "*l*"]) == Array(own.prefix(2)))
    let clip = try rows(["correlate", "--corpus", "laion", "--model", "clip"])
    let llava = try rows(["correlate", "--corpus", "laion", "--corpus", "mix", "--model", "llava"])
    #expect(clip[0]["corpora"] == "named" && llava[0]["corpora"] == "named")
    #expect(without(own[0]) == without(clip[0]) && without(own[1]) == without(llava[0]))
  }

  @Test func namedCorporaAndEachCorpusOverride() throws {
    let named = try rows(["correlate", "--corpus", "cc3m"])
    #expect(named.map { $0["corpus"] } == ["cc3m", "cc3m", "cc3m"])
    #expect(named.allSatisfy { $0["corpora"] == "named" })
    let each = try rows(["correlate", "--each-corpus"])
    #expect(each.count == 9 && each.allSatisfy { $0["corpora"] == "named" })
  }

  @Test func stagesStayALimit() throws {
    let stages = try rows(["correlate", "--each-stage"])
    let shown = stages.map { "\($0["model"] ?? "") \($0["corpus"] ?? "")" }
    #expect(
      shown == [
        "clip laion", "clip laion", "llava laion", "llava mix", "llava laion+mix", "other laion+cc3m",
        "other mix", "other laion+cc3m+mix",
      ])
    let run = try run(["correlate", "--stage", "instruct", "--format", "csv"])
    #expect(
      run.stderr.contains(
        "no corpus on which `clip` was trained is counted and selected, so it is excluded"), "\(run.stderr)")
    #expect(!run.stdout.contains("clip") && run.stdout.contains("llava,mix"))
    let weighted = try rows(["correlate", "--weight", "laion=2", "--model", "clip", "--model", "llava"])
    #expect(weighted.map { $0["corpus"] } == ["2*laion", "2*laion+mix"])
  }

  @Test func aFileSetsMany() throws {
    try folder.write("t.csv", "model,corpus,year\nother,cc3m,2018\nclip,cc3m,2018\nother,later,2030\n")
    let set = try run(["model", "set", "--from", "t.csv"])
    #expect(set.stderr.contains("2 models: training corpora stored"))
    #expect(set.stderr.contains("the corpus `later` is not counted yet"))
    let own = try rows(["correlate"])
    #expect(own.map { $0["corpus"] } == ["cc3m", "laion+mix", "cc3m"])
    let told = try run(["correlate"]).stderr
    #expect(told.contains("the corpus `later`, on which `other` was trained, is not counted"))

    try run(["model", "set", "clip", "--unknown"])
    #expect(try rows(["correlate"]).map { $0["corpora"] } == ["all", "own", "own"])
    let one = try run(["models", "set", "clip", "other", "--trained-on", "nowhere"])
    #expect(one.stderr.contains("2 models: training corpora stored"))
    let left = try run(["correlate", "--model", "clip", "--model", "other"], status: 1)
    #expect(left.stderr.contains("no model has counts of a corpus that it was trained on"), "\(left.stderr)")
    #expect(left.stderr.contains("`nowhere`"))
  }

  @Test func aFileIsStoredWholeOrNotAtAll() throws {
    try folder.write("t.csv", "model,corpus\nclip,cc3m\nllva,cc3m\n")
    let unknown = try run(["model", "set", "--from", "t.csv"], status: 1)
    #expect(unknown.stderr.contains("llva") && unknown.stderr.contains("did you mean `llava`"))
    #expect(try rows(["correlate"]).map { $0["corpus"] } == ["laion", "laion+mix", "laion+cc3m+mix"])
    for (text, reason) in [
      ("model,data\nclip,cc3m\n", "there is no column `corpus`"),
      ("name,corpus\nclip,cc3m\n", "there is no column `model`"),
      ("model,corpus\nclip,\n", "t.csv, line 2: the cell under `corpus` is empty"),
      ("model,corpus\n", "the file has a header, but no row"), ("", "the file is empty"),
    ] {
      try folder.write("t.csv", text)
      let run = try run(["model", "set", "--from", "t.csv"], status: 1)
      #expect(run.stderr.contains(reason), "\(run.stderr)")
    }
    for arguments in [
      ["clip"], ["--from", "t.csv", "clip"], ["--trained-on", "laion"],
      ["clip", "--unknown", "--trained-on", "laion"],
    ] { try run(["model", "set"] + arguments, status: 64) }
  }

  @Test func replacedAccuraciesKeepTheTraining() throws {
    try folder.write(
      "clip.csv", "class,accuracy\nclass1,0.5\nclass2,0.25\nclass3,0.75\nclass4,0.5\nclass5,0.1\nclass6,0.2\n"
    )
    try run(["accuracy", "add", "--classes", "names.json", "--replace", "clip.csv"])
    let own = try rows(["correlate", "--model", "clip"])
    #expect(own.map { $0["corpus"] } == ["laion"] && own[0]["n"] == "6")
  }

  @Test func exportMergeAndForgetCarryIt() throws {
    try run(["export", "-o", "points.csv"])
    let meta = try contents("points.csv.meta.json")
    let object = try JSONSerialization.jsonObject(with: meta) as? [String: Any]
    let models = object?["models"] as? [[String: Any]] ?? []
    #expect(models.map { $0["trained_on"] as? [String] ?? ["?"] } == [["laion"], ["laion", "mix"], []])
    let points = String(decoding: try contents("points.csv"), as: UTF8.self)
    #expect(points.contains(",clip,laion,") && points.contains(",llava,laion+mix,"))

    try run(["merge", "--db", "all.sqlite", "corpus.sqlite"])
    #expect(try rows(["correlate", "--db", "all.sqlite"]).map { $0["corpora"] } == ["own", "own", "all"])
    try run(["model", "set", "other", "--trained-on", "cc3m"])
    try run(["merge", "--db", "all.sqlite", "corpus.sqlite"])
    #expect(try rows(["correlate", "--db", "all.sqlite"]).map { $0["corpora"] } == ["own", "own", "own"])
    try run(["model", "set", "other", "--trained-on", "mix"])
    let refused = try run(["merge", "--db", "all.sqlite", "corpus.sqlite"], status: 1)
    #expect(refused.stderr.contains("it has the model `other` trained on other corpora"))
    try run(["merge", "--replace", "--db", "all.sqlite", "corpus.sqlite"])
    #expect(
      try rows(["correlate", "--db", "all.sqlite", "--model", "other"]).map { $0["corpus"] } == ["mix"])

    let forgotten = try run(["forget", "--corpus", "laion"])
    #expect(forgotten.stderr.contains("2 models stated to be trained on it keep its name"))
    let rest = try run(["correlate", "--format", "csv"])
    #expect(rest.stderr.contains("the corpus `laion`, on which `clip`, `llava` were trained, is not counted"))
    #expect(!rest.stdout.contains("clip"))
  }

  /// What each model was trained on was counted by one rule set; together they are of two.
  @Test func ruleSetsOfOtherModelsDoNotMatter() throws {
    try folder.write("a.jsonl", "{\"caption\": \"class1 and class2\"}\n{\"caption\": \"class3\"}\n")
    try run(["index", "--classes", "names.json", "--corpus", "counted", "a.jsonl"])
    let mixed = try run(["correlate", "--model", "other"], status: 1)
    #expect(mixed.stderr.contains("rule set"), "\(mixed.stderr)")
    try run(["model", "set", "other", "--trained-on", "counted"])
    #expect(try rows(["correlate"]).map { $0["corpus"] } == ["laion", "laion+mix", "counted"])
    try run(["correlate", "--full", "--resamples", "99"])
  }

  @Test func analyzeKeepsToIt() throws {
    try folder.write("p.jsonl", "{\"caption\": \"class1 class2 class4 class7\"}\n{\"caption\": \"class1\"}\n")
    try folder.write("i.jsonl", "{\"caption\": \"class3 class2 class5\"}\n{\"caption\": \"class3 class8\"}\n")
    let analyze = [
      "analyze", "--classes", "names.json", "--accuracy", "clip.csv", "other.csv", "--pretrain", "p.jsonl",
      "--instruct", "i.jsonl", "-o", "result", "--format", "csv",
    ]
    let before = try run(analyze)
    #expect(before.stdout.split(whereSeparator: \.isNewline).count == 7)
    try run(["model", "set", "--db", "result/corpus.sqlite", "clip", "--trained-on", "pretrain"])
    let after = try run(analyze).stdout
    let clip = after.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("clip,") }
    #expect(
      clip.count == 2 && clip.allSatisfy { $0.hasPrefix("clip,pretrain,") && $0.hasSuffix(",own") },
      "\(after)")
  }

  @Test func plotsAndReportsShowTheOwn() throws {
    try run(["plot", "compare", "--model", "clip", "--model", "llava", "-o", "c.svg"])
    let picture = String(decoding: try contents("c.svg"), as: UTF8.self)
    #expect(picture.contains("clip, laion") && picture.contains("llava, laion+mix"))
    try run(["report", "--resamples", "99", "-o", "r.html"])
    let page = String(decoding: try contents("r.html"), as: UTF8.self)
    #expect(page.contains("laion+mix") && page.contains("what `other` was trained on is unknown"))
  }
}
