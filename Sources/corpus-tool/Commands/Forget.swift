import ArgumentParser
import FreqAnalysis

struct Forget: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Remove the counts of some shards of a corpus, or of all of it.",
    usage: "corpus-tool forget --corpus <name> [<options>] [<shard> ...]",
    discussion: """
      A SHARD is a path, - or pipe:COMMAND as it was counted, or a content digest, each as `corpus-tool shards` \
      lists it. If one of them is unknown, none is removed. Without a SHARD the whole corpus is removed, with its \
      imported counts, failures and samples of mentions.

      EXAMPLE
        corpus-tool forget --corpus laion laion/00007.parquet
        corpus-tool forget --corpus laion --compact
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Option(help: ArgumentHelp("The name of the corpus.", valueName: "name"))
  var corpus: String

  @Flag(help: "Shrink the database file afterwards.")
  var compact = false

  @Argument(help: ArgumentHelp("Shards to remove.", valueName: "shard"))
  var shards: [String] = []

  func run() throws {
    let store = try store.open(.readWrite)
    let done =
      try shards.isEmpty
      ? store.forget(corpus: corpus) : store.forget(named: shards, corpus: corpus)
    if shards.isEmpty { Messages.note("corpus `\(corpus)` removed") }
    var parts = ["the counts of \(Self.count(done.shards.count, "shard"))"]
    if !done.copies.isEmpty {
      parts.append("\(Self.count(done.copies.count, "file")) whose content others keep")
    }
    if !done.failures.isEmpty { parts.append(Self.count(done.failures.count, "failure")) }
    if done.audits > 0 { parts.append("\(Self.count(done.audits, "sample")) of mentions") }
    if done.imported { parts.append("the imported counts") }
    Messages.note("removed: \(parts.joined(separator: ", "))")
    if let kept = done.keptRows.first {
      let (count, more) = (done.keptRows.count, done.keptRows.count > 1)
      Messages.note(
        "\(Self.count(count, "file")) of rows \(more ? "stay" : "stays"): made for another database (or this one, moved) or by scan, or not "
          + "readable, such as \(DisplayText.escaped(kept.path))")
    }
    let trained = try shards.isEmpty ? store.models(trainedOn: corpus) : []
    if !trained.isEmpty {
      Messages.note(
        "\(NumberText.counted(trained.count, "model")) stated to be trained on it \(trained.count == 1 ? "keeps" : "keep") "
          + "its name; `model set` changes that")
    }
    if compact { try store.compact() }
  }

  private static func count(_ number: Int, _ thing: String) -> String {
    "\(NumberText.grouped(number)) \(thing)\(number == 1 ? "" : "s")"
  }
}
