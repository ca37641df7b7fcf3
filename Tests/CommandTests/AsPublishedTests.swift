import Foundation
import TestSupport
import Testing

/// `--as-published` of `correlate` and `export`.
@Suite struct AsPublishedCommandTests {
  private static let names = #"["Tench", "potter's wheel", "missile", "missile", "only instructed"]"#
  private static let accuracies = """
    class,correct,total
    Tench,1,2
    potter's wheel,9,10
    missile,3,4
    only instructed,1,5

    """

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("names.json", names)
    try folder.write("m.csv", accuracies)
    try folder.write("pre.txt", "a tench swims\nthe potter's wheel turns\na missile flies\ntench\n")
    try folder.write("ins.txt", "see the only instructed thing\nthe tench swims\n")
    return folder
  }

  /// Runs commands that must succeed and gives the last one's run.
  @discardableResult
  private static func run(_ lines: [String], _ folder: TemporaryFolder) throws -> Run {
    var last: Run?
    for line in lines {
      let run = try Binary.shell("corpus-tool \(line)", folder: folder.url)
      try #require(run.status == 0, "\(line): \(run.stderr)")
      last = run
    }
    return try #require(last)
  }

  @Test func joinsAsTheNotebookDid() throws {
    let folder = try Self.folder()
    let correlated = try Self.run(
      [
        "index --classes names.json --corpus pre --matching paper pre.txt",
        "index --classes names.json --corpus ins --stage instruct --matching paper ins.txt",
        "accuracy add --classes names.json m.csv",
        "correlate --as-published --format csv",
      ], folder)
    // Points: tench 2 (1 in each), the wheel and what is only instructed 0, missile 1 for each of the twins.
    #expect(
      correlated.stdout.hasPrefix(
        "model,corpus,n,zero,spearman,spearman_p,pearson_raw,pearson_raw_p\nm,pre+ins,4,2,"),
      "\(correlated.stdout)")
    #expect(
      correlated.stderr.contains("  n is 4: a point is a distinct label among the predictions"),
      "\(correlated.stderr)")
    #expect(correlated.stderr.contains("1 label gets 0 (`potter's wheel`)"))
    #expect(correlated.stderr.contains("1 label gets 0 (`only instructed`)"))

    let points = try Self.run(["export --as-published -o points.csv", "export --as-published"], folder)
    #expect(
      points.stdout.split(separator: "\n").map { $0.split(separator: ",").prefix(6).joined(separator: ",") }
        == [
          "class_index,class,model,corpus,mentions,captions", "0,Tench,m,pre+ins,2,2",
          "1,potter's wheel,m,pre+ins,0,0", "2,missile,m,pre+ins,2,2", "4,only instructed,m,pre+ins,0,0",
        ])
    let meta = try String(contentsOfFile: folder.path("points.csv.meta.json"), encoding: .utf8)
    #expect(meta.contains("\"as_published\": [") && meta.contains("n is 4"))

    let bins = try Self.run(["export --as-published --binned"], folder).stdout.split(separator: "\n")
    #expect(bins.count == 14 && bins.last == "m,pre+ins,10000,100000,0,0.0", "\(bins)")
    #expect(bins[1].hasPrefix("m,pre+ins,0,10,4,"))
  }

  /// Each stage alone has its own counts, the three rows of the paper; bins are half open with the last one's end left open.
  @Test func eachStageAloneAndOtherBins() throws {
    let folder = try Self.folder()
    try Self.run(
      [
        "index --classes names.json --corpus pre --matching paper pre.txt",
        "index --classes names.json --corpus ins --stage instruct --matching paper ins.txt",
        "accuracy add --classes names.json m.csv",
      ], folder)
    func captions(_ arguments: String) throws -> [String] {
      let lines = try Self.run(["export --as-published \(arguments)"], folder).stdout.split(separator: "\n")
      return lines.dropFirst().map { String($0.split(separator: ",")[5]) }
    }
    // Tench, the potter's wheel, missile, only instructed.
    #expect(try captions("") == ["2", "0", "2", "0"])
    #expect(try captions("--stage pretrain") == ["1", "0", "2", "0"])
    #expect(try captions("--stage instruct") == ["1", "0", "0", "1"])
    let instruct = try Self.run(["correlate --as-published --stage instruct --format csv"], folder)
    #expect(instruct.stdout.contains("\nm,ins,4,2,"), "\(instruct.stdout)")
    #expect(instruct.stderr.contains("counts are of the instruction data alone"))
    let bins = try Self.run(["export --as-published --binned --bins 0,1,2"], folder).stdout
    let rows = bins.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(
      rows.dropFirst().map { $0[2...4].joined(separator: ",") } == ["0,1,2", "1,2,0", "2,,2"], "\(bins)")
    let own = try Self.run(["export --binned --rules paper --bins 0,2"], folder).stdout
    #expect(own.split(separator: "\n").count == 3, "\(own)")
    let refused = try Binary.shell("corpus-tool export --bins 0,2", folder: folder.url)
    #expect(refused.status == 64 && refused.stderr.contains("--bins applies only to --binned"))
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let folder = try Self.folder()
    try Self.run(
      [
        "index --classes names.json --corpus ins --stage instruct --matching paper ins.txt",
        "index --classes names.json --corpus pre pre.txt", "accuracy add --classes names.json m.csv",
      ], folder)
    for command in ["correlate", "export"] {
      func refusal(_ arguments: String, status: Int32) throws -> String {
        let run = try Binary.shell("corpus-tool \(command) --as-published \(arguments)", folder: folder.url)
        #expect(run.status == status && run.stdout == "", "\(arguments): \(run.stdout)\(run.stderr)")
        return run.stderr
      }
      #expect(
        try refusal("", status: 1).contains("the published join needs a corpus of the stage `pretrain`"))
      #expect(try refusal("--rules word", status: 1).contains("those selected are by the rule `word`"))
      #expect(try refusal("--count mentions", status: 64).contains("counts captions, not occurrences"))
    }
  }

  /// Recomputes the notebook's join from the tool's own counts with the oracle's tokens, Python's `lower` and SciPy.
  private static let script = """
    import csv, json, math, sys
    from scipy import stats
    shared, folder = sys.argv[1:3]
    source = open(shared + "/tools/oracle_count.py").read()
    exec(source[: source.rindex("\\nmain()")])
    names = json.load(open(shared + "/data/classes/imagenet_classes.json"))
    def counts(file): return [int(r["captions"]) for r in csv.DictReader(open(f"{folder}/{file}"))]
    pre, ins = {}, {}
    for counted, file in [(pre, "pre.csv"), (ins, "ins.csv")]:
        for name, count in zip(names, counts(file)):
            key = " ".join(paper_tokens(name))
            counted[key] = counted.get(key, 0) + count
    accuracies = json.load(open(shared + "/data/accuracy/imagenet_class_results.json"))
    labels = list(dict.fromkeys(names))
    first = [pre.get(n.lower(), 0) for n in labels]
    alone = [ins.get(n.lower(), 0) for n in labels]
    both = [h + i if h else 0 for h, i in zip(first, alone)]
    points = list(csv.DictReader(open(folder + "/points.csv")))
    compared = 0
    rows = [(both, r) for r in csv.DictReader(open(folder + "/correlations.csv"))]
    rows += [(first, r) for r in csv.DictReader(open(folder + "/pretrain.csv"))]
    rows += [(alone, r) for r in csv.DictReader(open(folder + "/instruct.csv"))]
    for have, row in rows:
        fold = {k.lower(): v / 100 for k, v in accuracies[row["model"]]["classwise"].items()}
        mine = [p for p in points if p["model"] == row["model"]]
        assert [p["class"] for p in mine] == labels and [int(p["captions"]) for p in mine] == both
        right = [float(p["accuracy"]) for p in mine]
        assert all(math.isclose(a, fold[n.lower()]) for a, n in zip(right, labels) if n.lower() in fold)
        assert int(row["n"]) == len(labels) == 998, row
        for column, test in [("spearman", stats.spearmanr(have, right)), ("pearson_raw", stats.pearsonr(have, right))]:
            assert math.isclose(float(row[column]), test[0], rel_tol=1e-9), (row, column, test)
            assert math.isclose(float(row[column + "_p"]), test[1], rel_tol=1e-6), (row, column, test)
        compared += 1
    print(compared, sum(c > 0 for c in both))
    """

  @Test(.enabled(if: ProjectPaths.hasOracle))
  func thePapersImageNetListHas998Points() throws {
    let folder = try TemporaryFolder()
    let data = ProjectPaths.sharedFile("data").path
    let classes = "--classes imagenet"
    let told = try Self.run(
      [
        "classes add imagenet '\(data)/classes/imagenet_classes.json'",
        "index \(classes) --corpus flickr --matching paper '\(data)/captions/flickr8k_a.token.txt'",
        "index \(classes) --corpus wiki --stage instruct --matching paper --text-field text --text-field wiki "
          + "'\(data)/captions/imagewikiqa.jsonl'",
        "accuracy add \(classes) '\(data)/accuracy/imagenet_class_results.json'",
        "query --corpus flickr --format csv -o pre.csv", "query --corpus wiki --format csv -o ins.csv",
        "export --as-published -o points.csv",
        "correlate --as-published --stage pretrain --format csv -o pretrain.csv",
        "correlate --as-published --stage instruct --format csv -o instruct.csv",
        "correlate --as-published --format csv -o correlations.csv",
      ], folder)
    #expect(told.stderr.contains("n is 998:"))
    let python = try Run.python(["-c", Self.script, ProjectPaths.sharedFile("").path, folder.url.path])
    #expect(python.status == 0, "\(python.stderr)")
    let numbers = python.stdout.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    #expect(numbers.first == 63 && (numbers.last ?? 0) > 100, "\(python.stdout)")
  }
}
