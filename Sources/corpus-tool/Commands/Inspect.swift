import ArgumentParser
import Corpus
import FreqAnalysis

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how a shard is read, before a long run.",
    usage: "corpus-tool inspect [<options>] <shard> ...",
    discussion: """
      Shows the compression and layout of a shard, the fields of its first records, which of them are read as text \
      and with which role, and what is counted in the first three records. Only the first megabytes are read. It \
      answers "why is my count zero?".

      EXAMPLE
        corpus-tool inspect laion/00000.parquet
        corpus-tool inspect --text-field human:text --classes names.json a.jsonl
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var reading: ReadingFlags
  @OptionGroup var links: ShardLinkOptions
  @OptionGroup var output: OutputOptions

  @Option(
    name: .customLong("classes"),
    help: ArgumentHelp(
      "Show which of these classes the first captions mention; can be repeated.", valueName: "name|file"))
  var classSets: [String] = []

  @Option(
    help: ArgumentHelp(
      "How their names are matched: word, paper, treebank, metaclip or bag.", valueName: "rule"))
  var matching: Matching = .word

  @Argument(help: ArgumentHelp("Shards to inspect.", valueName: "shard"))
  var shards: [String]

  func run() throws {
    let expansion = try ShardExpansion(shards, followsLinks: links.follow)
    Messages.leftOut(expansion)
    let output = try output.target(
      store.path, reading: classSets + ShardLinkOptions.files(expansion, shards))
    guard [nil, .table, .json].contains(output.format) else {
      throw ValidationError("inspect writes text or JSON (--format table or json)")
    }
    let known = classSets.isEmpty ? nil : try store.openIfThere()
    let chosen = try classSets.map { try ChosenClassSet(nameOrFile: $0, in: known) }
    Messages.notes(chosen.flatMap(\.notes))
    var (texts, failed) = ([InspectionText](), false)
    for shard in expansion.shards {
      do {
        texts.append(
          InspectionText(
            try ShardInspection(shard, options: reading.options), classSets: chosen.map(\.classSet),
            matching: matching))
      } catch {
        failed = true
        Messages.failure((error as? ShardError)?.sentence ?? "\(error)")
      }
    }
    if output.format == .json {
      try output.write(.list(texts.map(\.json)))
    } else {
      try output.write(
        texts.flatMap(\.lines).map { DisplayText.escaped($0) + "\n" }.joined(),
        .pieces(start: "", ["\n  codec     ", "\n  layout    "]))
    }
    if failed { throw ExitCode.failure }
  }
}
