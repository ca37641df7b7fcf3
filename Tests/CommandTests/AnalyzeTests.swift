import Foundation
import TestSupport
import Testing

@Suite struct AnalyzeTests {
  private static let predictions = """
    {"label": "tench", "pred": "a tench"}
    {"label": "tench", "pred": "a shark"}
    {"label": "shark", "pred": "A Shark, I think"}
    {"label": "crane", "pred": "a crane"}
    {"label": "hammerhead shark", "pred": "hammerhead"}
    {"label": "newt", "pred": "no idea"}

    """
  private static let files = Small.files.merging(["m.jsonl": predictions]) { $1 }
  private static let command = [
    "analyze", "--classes", "names.json", "--accuracy", "m.jsonl", "--pretrain", "a.jsonl",
  ]

  static let cases = [
    CommandCase(
      "no folder is named", command, files: files, status: 64, stdout: "", stderr: ["'--output <dir>'"]),
    CommandCase(
      "strangers' classes",
      ["analyze", "--classes", "names.json", "--accuracy", "t.json", "--pretrain", "a.jsonl", "-o", "d"],
      files: files.merging(["t.json": #"{"daisy": 0.5, "rose": 0.25}"#]) { $1 }, status: 1, stdout: "",
      stderr: ["corpus-tool: t.json", "daisy"]),
    CommandCase(
      "no shards are named", ["analyze", "--classes", "names.json", "--accuracy", "m.jsonl", "-o", "d"],
      files: files,
      status: 64, stdout: "", stderr: ["corpus-tool: name shards with --pretrain, --instruct or both\n"]),
    CommandCase(
      "two files of one model",
      [
        "analyze", "--classes", "names.json", "--accuracy", "m.jsonl", "x/m.jsonl", "--pretrain", "a.jsonl",
        "-o", "d",
      ],
      files: files.merging(["x/m.jsonl": predictions]) { $1 }, status: 1, stdout: "",
      stderr: ["corpus-tool: two accuracy files give the model `m`"]),
    CommandCase(
      "a failed shard among good ones", command + ["b.jsonl", "-o", "d", "--format", "csv"], files: files,
      status: 1,
      stderr: [
        "corpus-tool: b.jsonl: ", "written: d/corpus.sqlite, d/points.csv, d/binned.csv, d/summary.json\n",
      ]),
  ]

  @Test(arguments: cases) func analyze(_ test: CommandCase) throws { try test.check() }

  @Test func oneGo() throws {
    let folder = try TemporaryFolder()
    for (path, content) in Self.files { try folder.write(path, content) }
    let arguments = Self.command + ["--instruct", "chat.json", "-o", "d", "--format", "csv"]
    let run = try Binary.run(arguments, folder: folder.url)
    #expect(run.status == 0, "\(run.stderr)")
    // Beside the bins stands the coefficient of the classes.
    #expect(
      run.stderr.contains("note: m, pretrain+instruct: ρ = 0.58") && run.stderr.contains("over 5 classes"))
    // n, zero and raw Pearson by hand: pretrain 2,1,1,1,0; instruct 0,1,0,0,0; accuracies 1/2, 1, 0, 1, 0.
    let rows = run.stdout.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(
      rows.map { $0.prefix(4).joined(separator: ",") } == [
        "model,corpus,n,zero", "m,pretrain,5,1", "m,instruct,5,4", "m,pretrain+instruct,5,1",
      ])
    let points = try String(contentsOf: folder.url.appending(path: "d/points.csv"), encoding: .utf8)
    #expect(
      points == """
        class_index,class,model,corpus,mentions,captions,log10_captions_p1,accuracy,correct,total
        0,tench,m,pretrain+instruct,3,2,0.47712125471966244,0.5,1,2
        1,shark,m,pretrain+instruct,2,2,0.47712125471966244,1.0,1,1
        2,hammerhead shark,m,pretrain+instruct,1,1,0.3010299956639812,0.0,0,1
        3,crane,m,pretrain+instruct,2,1,0.3010299956639812,1.0,1,1
        4,newt,m,pretrain+instruct,0,0,0.0,0.0,0,1

        """)
    let summary = try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.url.appending(path: "d/summary.json")))
    #expect((summary as? [String: Any])?["correlations"] as? [Any] != nil)

    let again = try Binary.run(arguments, folder: folder.url)
    #expect(again.status == 0 && again.stdout == run.stdout)
    #expect(again.stderr.contains("already counted and not read again: 1 of 1 shards\n"))
    // Another rule set in the same folder is reported on its own.
    let longest = try Binary.run(arguments + ["--overlap", "longest"], folder: folder.url)
    #expect(longest.status == 0, "\(longest.stderr)")
    let third = try Binary.run(arguments, folder: folder.url)
    #expect(third.stdout == run.stdout)
  }

  @Test func undefinedIsEmptyAndTold() throws {
    let folder = try TemporaryFolder()
    for (path, content) in Self.files { try folder.write(path, content) }
    try folder.write("flat.json", #"{"tench": 0.5, "shark": 0.5, "crane": 0.5, "newt": 0.5}"#)
    let run = try Binary.run(
      [
        "analyze", "--classes", "names.json", "--accuracy", "flat.json", "--pretrain", "a.jsonl", "-o", "d",
        "--format", "csv",
      ],
      folder: folder.url)
    #expect(run.status == 0)
    #expect(
      run.stdout.split(separator: "\n").last?.hasPrefix("flat,pretrain,4,1,,,,,,,") == true, "\(run.stdout)")
    #expect(run.stderr.contains("undefined, because all accuracies are equal\n"))
  }

  @Test func demonstration() throws {
    let folder = try TemporaryFolder()
    let run = try Binary.run(["demo", "-o", "demo"], environment: ["COLUMNS": "120"], folder: folder.url)
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stdout.contains("simulated-model  pretrain+instruct  100     5    0.7"))
    #expect(run.stderr.contains("The model is simulated"))
    // What it says to try next works.
    let next = run.stderr.components(separatedBy: "try next:\n").last?.split(separator: "\n") ?? []
    #expect(next.count >= 4)
    for line in next {
      let tried = try Binary.shell(String(line), folder: folder.url)
      #expect(tried.status == 0 && tried.stdout != "", "\(line): \(tried.stderr)")
    }
    // The README's picture is the one that it says how to draw.
    let plot = ["plot", "scatter", "--db", "demo/corpus.sqlite", "-o", "scatter.svg"]
    #expect(try Binary.run(plot, folder: folder.url).status == 0)
    #expect(
      try Data(contentsOf: folder.url.appending(path: "scatter.svg"))
        == Data(contentsOf: ProjectPaths.root.appending(path: "docs/scatter.svg")))
    let again = try Binary.run(["demo", "-o", "demo"], environment: ["COLUMNS": "120"], folder: folder.url)
    #expect(
      again.stdout == run.stdout && again.stderr.contains("already counted and not read again: 4 of 4 shards")
    )
  }
}
