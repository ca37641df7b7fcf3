import Foundation
import TestSupport
import Testing

/// `correlate` with its many options, `plot` and `report` with wrong ones.
@Suite struct CorrelateFullTests {
  static let wrong = [
    CommandCase(
      "bins without --full", ["correlate", "--bins", "equal:4"], status: 64, stdout: "",
      stderr: ["corpus-tool: --bins applies only to --full"]),
    CommandCase(
      "no control", ["correlate", "--control", "name"], status: 64, stdout: "", stderr: ["'name' is invalid"]),
    CommandCase(
      "no weight", ["correlate", "--weight", "laion"], status: 64, stdout: "",
      stderr: ["corpus-tool: `laion` is not of the form CORPUS=W"]),
    CommandCase(
      "weights of nothing that is added up", ["correlate", "--each-corpus", "--weight", "a=2"], status: 64,
      stdout: "", stderr: ["--weight and --mixture apply to pooled corpora, not to --each-corpus"]),
    CommandCase(
      "no resamples", ["correlate", "--full", "--resamples", "0"], status: 64, stdout: "",
      stderr: ["--resamples must be from 1"]),
    CommandCase(
      "a picture without a known ending", ["plot", "scatter", "-o", "a.gif"], status: 64, stdout: "",
      stderr: ["the file name must end in .svg, .html, .vl.json, .pdf or .png"]),
    CommandCase(
      "bins of a scatter picture", ["plot", "scatter", "--bins", "paper", "-o", "a.svg"], status: 64,
      stdout: "",
      stderr: ["--bins applies only to binned"]),
    CommandCase("no page", ["report"], status: 64, stdout: "", stderr: ["'--output <file>'"]),
    CommandCase(
      "no database", ["report", "-o", "r.html"], status: 1, stdout: "", stderr: ["corpus-tool: "]),
  ]

  @Test(arguments: wrong) func wrongUsage(_ test: CommandCase) throws { try test.check() }

  @Test func everythingInEveryForm() throws {
    let folder = try TemporaryFolder()
    try ReportTests.database(30, models: 2, in: folder)
    func run(_ arguments: [String], status: Int32 = 0) throws -> Run {
      let run = try Binary.run(arguments, folder: folder.url)
      #expect(run.status == status, "\(arguments): \(run.stderr)")
      #expect(!run.stdout.contains("\u{1B}") && !run.stderr.contains("\u{1B}"))
      return run
    }
    let full = ["correlate", "--full", "--resamples", "20"]
    let table = try run(full).stdout
    for title in [
      "Statistics", "Mean accuracy in the paper's bins", "Classes least explained by frequency",
      "Does one model depend on frequency more than another?", "The coefficient under other choices",
      "How the counts are distributed over the classes",
    ] { #expect(table.contains("\(title)\n"), "\(title)") }
    let csv = try run(full + ["--format", "csv", "--bins", "equal:3"]).stdout
    #expect(
      csv.hasPrefix("model,corpus,statistic,value,low,high,standard_error,p,log10_p,p_holm,p_bh,n,method\n"))
    let json = try run(full + ["--format", "json", "--weight", "second=0.5", "--control", "name-words"])
    let value = try #require(JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    #expect(value["controls"] as? [String] == ["words in the name"])
    let madeFrom = try #require(value["made_from"] as? [String: Any])
    #expect(madeFrom["tool_version"] as? String == "0.2.0")
    let commit = try Binary.run(["--version"]).stdout.split(separator: "\n")[1].dropFirst("commit     ".count)
    #expect(madeFrom["tool_commit"] as? String ?? "unknown" == commit)
    let features = try #require(madeFrom["tool_features"] as? [String: Any])
    #expect(features["unicode"] as? String == "17.0.0")
    #expect((features["libraries"] as? [String: Any])?["SQLite"] is String)
    #expect((value["resampling"] as? [String: Any])?["resamples"] as? Int == 20)
    // The same seed gives the same bytes but for the command line, which is part of them.
    #expect(try run(full + ["--format", "csv", "--bins", "equal:3"]).stdout == csv)
    #expect(try run(full + ["--format", "csv", "--bins", "equal:3", "--seed", "2"]).stdout != csv)

    let before = try run(["correlate", "--control", "model=model 1", "--format", "csv"])
    #expect(before.stdout.hasPrefix("model,corpus,n,spearman,partial_spearman,"))
    // A model explains itself wholly.
    #expect(before.stdout.contains("\nmodel 1,") && before.stdout.contains(",accuracy of model 1\n"))
    #expect(try run(["correlate", "--weight", "third=2"], status: 1).stderr.contains("`third`"))
    #expect(try run(["correlate", "--control", "model=x"], status: 1).stderr.hasPrefix("corpus-tool: "))
    let mixture = try folder.write("m.yaml", "datasets: [{json_path: x.json}]")
    #expect(
      try run(["correlate", "--mixture", mixture], status: 1).stderr.contains(
        "none of its 1 file was counted"))

    for kind in ["scatter", "binned", "tail", "compare", "sensitivity"] {
      for ending in ["svg", "html", "vl.json"] { _ = try run(["plot", kind, "-o", "\(kind).\(ending)"]) }
    }
    #expect(try run(["plot", "bar", "-o", "bar.svg"], status: 1).stderr.contains("name one with --model"))
    _ = try run(["plot", "scatter", "--each-corpus", "--model", "model 1", "-o", "each.svg"])
    let bins = try run(["export", "--binned", "--model", "model 1"])
    #expect(bins.stderr.contains(" over 25 classes"))
    let closed = try Binary.shell(
      "corpus-tool correlate --full --resamples 5 2>/dev/null | true", folder: folder.url)
    #expect(closed.status == 0)
  }

  /// Where points of several series hide one another, the pictures are named in which they do not.
  @Test func aCrowdedScatterNamesThePanels() throws {
    let folder = try TemporaryFolder()
    try ReportTests.database(250, models: 2, in: folder)
    func notes(_ options: String...) throws -> String {
      let run = try Binary.run(
        ["plot", "scatter", "--replace", "-o", "a.svg"] + options, folder: folder.url)
      #expect(run.status == 0, "\(run.stderr)")
      return run.stderr
    }
    #expect(
      try notes().contains("the points of 2 series hide one another; `matrix` and --facet model draw panels"))
    #expect(try notes("--model", "model 1", "--each-corpus").contains("--facet corpus draw panels"))
    #expect(try !notes("--model", "model 1").contains("hide one another"))
    #expect(try !notes("--facet", "model").contains("hide one another"))
  }
}
