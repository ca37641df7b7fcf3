import ArgumentParser
import FreqAnalysis

struct Shards: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shards",
    abstract: "List the shards of a database: counted, failed, or changed since.",
    usage: "corpus-tool shards [--failed | --stale] [--corpus <name>] [<options>]",
    discussion: """
      One row per shard and rule set. A failed shard contributes no counts, and index retries it; a stale one has a \
      file that is missing, or whose size or modification time has changed since it was counted.

      EXAMPLE
        corpus-tool shards --corpus laion
        corpus-tool shards --failed --format csv
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Only shards that could not be read, with their error.")
  var failed = false

  @Flag(help: "Only shards whose file is missing or has changed.")
  var stale = false

  @Option(help: ArgumentHelp("Only this corpus.", valueName: "name"))
  var corpus: String?

  func validate() throws {
    if failed, stale { throw ValidationError("--failed and --stale cannot be used together") }
  }

  func run() throws {
    let output = try output.target(store.path)
    let store = try store.open(.readOnly)
    let table: Table =
      failed
      ? .failedShards(try store.failedShards(corpus: corpus))
      : stale
        ? .staleShards(try store.staleShards(corpus: corpus)) : .shards(try store.shards(corpus: corpus))
    try output.write(table)
    if table.rows.isEmpty { Messages.note("no such shards") }
  }
}
