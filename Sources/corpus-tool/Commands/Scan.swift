import ArgumentParser
import Corpus
import FreqAnalysis
import Foundation

struct Scan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Count a list of shards without a database: one JSON line per shard.",
    usage: "corpus-tool scan --classes <file> [<options>] < <list>",
    discussion: """
      Reads shard names from standard input, one per line, as threads become free, and writes each shard's line as \
      soon as it is done; a name is a path, hf://, s3://, gs:// or a URL, or pipe:COMMAND with --allow-pipe. A shard \
      that cannot be read gives a line with its error, and the exit status is still 0. `corpus-tool merge --classes` \
      imports the lines into a database, in any order and any number of times.

      EXAMPLE
        corpus-tool scan --classes names.json < shards.txt > scan.jsonl
        corpus-tool merge --db all.sqlite --classes names.json --corpus c scan.jsonl
        corpus-tool scan --classes names.json --rows rows < shards.txt > scan.jsonl
      """)

  @OptionGroup var rules: RuleOptions
  @OptionGroup var rows: RowFlags
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var run: RunOptions

  @Option(
    name: .customLong("classes"), help: ArgumentHelp("A class list; can be repeated.", valueName: "file"))
  var classSets: [String]

  @Flag(help: "Allow names of the form pipe:COMMAND, which run the command.")
  var allowPipe = false

  func run() async throws {
    let chosen = try classSets.map { try ChosenClassSet(nameOrFile: $0, in: nil) }
    // A line for each of thousands of runs would hide what may be wrong.
    Messages.notes(chosen.flatMap(\.notes).filter(\.isWarning))
    var options = rules.options(threads: run.threadCount)
    options.rows = rows.options
    let job = try ScanRun(
      classSets: chosen.map(\.classSet), options: options, allowsCommands: allowPipe)
    let list = ShardNameList(descriptor: STDIN_FILENO)
    let how =
      "interrupted; merge what was written, then scan the names that `merge --expect` reports as missing"
    let isInterrupted = try await Interrupt.cancelling(telling: how) {
      try await job.run(list, tell: Messages.note) { try Terminal.writeOutput(JSONText($0.json).line + "\n") }
      return Task.isCancelled
    }
    if isInterrupted {
      Messages.interrupted(how)
      throw ExitCode(ExitStatus.interrupted)
    }
  }
}
