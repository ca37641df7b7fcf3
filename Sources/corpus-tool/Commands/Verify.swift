import ArgumentParser
import FreqAnalysis

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a database: structure, references, totals, recounted shards.",
    usage: "corpus-tool verify [--rescan <n>] [<options>]",
    discussion: """
      Checks that every total is the sum of its shards' counts, and that every file of rows (index --rows) is there and \
      has as many captions and mentions of each class as are counted. With --rescan, N randomly chosen shards are counted \
      again from their files. Each problem is reported on a line, and the exit status is then 1.

      EXAMPLE
        corpus-tool verify
        corpus-tool verify --rescan 10 --seed 3
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var run: RunOptions

  @Option(help: ArgumentHelp("Number of shards to count again.", valueName: "n"))
  var rescan = 0

  @Option(help: ArgumentHelp("Random seed that chooses these shards.", valueName: "n"))
  var seed: UInt64 = 1

  func validate() throws {
    if rescan < 0 { throw ValidationError("--rescan must not be negative") }
  }

  func run() async throws {
    let store = try store.open(.readOnly)
    let report = try store.verify()
    for problem in report.problems { Messages.failure("\(problem)") }
    var lines = [
      "checked   \(NumberText.counted(report.shards, "shard")), \(NumberText.counted(report.rows, "row"))",
      "problems  \(NumberText.grouped(report.problems.count))",
    ]
    let rows = try store.verifyRows()
    for problem in rows.problems { Messages.failure("\(problem)") }
    if rows.files > 0 {
      lines.insert(
        "rows      \(NumberText.counted(rows.files, "file")), \(NumberText.counted(rows.rows, "row"))", at: 1)
    }
    lines[lines.count - 1] = "problems  \(NumberText.grouped(report.problems.count + rows.problems.count))"
    var failures = report.problems.count + rows.problems.count
    if rescan > 0 {
      let findings = try await again(store)
      for finding in findings where finding.outcome != .same { Messages.failure("\(finding)") }
      let same = findings.count { $0.outcome == .same }
      failures += findings.count - same
      lines.append("rescanned \(NumberText.grouped(findings.count)), same counts \(NumberText.grouped(same))")
    }
    try Terminal.writeOutput(lines.map { $0 + "\n" }.joined())
    if failures > 0 { throw ExitCode(ExitStatus.failure) }
  }

  private func again(_ store: CountStore) async throws -> [RescanFinding] {
    do {
      return try await Interrupt.cancelling { [rescan, seed, threads = run.threadCount] in
        try await store.rescan(rescan, seed: seed, threads: threads)
      }
    } catch is CancellationError {
      Messages.interrupted("interrupted")
      throw ExitCode(ExitStatus.interrupted)
    }
  }
}
