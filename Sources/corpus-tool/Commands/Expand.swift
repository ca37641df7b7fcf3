import ArgumentParser
import Corpus
import FreqAnalysis

struct Expand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expand",
    abstract: "List the shards that a run would read, one path a line.",
    usage: "corpus-tool expand [<options>] <shard> ...",
    discussion: """
      A SHARD is what `index` takes: a path, a folder, a glob, a brace range, a remote name such as \
      hf://datasets/OWNER/NAME or s3://BUCKET/PREFIX, or @FILE, a list of shards. Listed is \
      what `index` would read into an empty database: each file once, and of shards that duplicate the captions of \
      another, by their names, one. No database is looked at and no shard is read. The list is what xargs, `scan`, \
      cluster/spark_scan.py and @FILE take; --format csv and json also have the sizes.

      EXAMPLE
        corpus-tool expand "$PWD/laion" > shards.txt
        corpus-tool expand --keep-siblings 'laion/*.tar' @more.txt
        corpus-tool expand 's3://bucket/laion/*.parquet' > shards.txt
      """)

  @OptionGroup var links: ShardLinkOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var siblings: SiblingOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: ArgumentHelp("Shards to list.", valueName: "shard"))
  var shards: [String]

  func run() throws {
    let expansion = try ShardExpansion(shards, followsLinks: links.follow)
    Messages.leftOut(expansion)
    let output = try output.target(nil, reading: ShardLinkOptions.files(expansion, shards))
    let plan = IndexPlan(expansion.shards, keepsSiblings: siblings.keepSiblings)
    Messages.siblings(plan.siblings)
    let missing = plan.missing
    if let first = missing.first {
      Messages.warning(
        missing.count == 1
          ? "\(first) is not on this machine; it is listed all the same"
          : "\(NumberText.grouped(missing.count)) files are not on this machine, \(first) first; they are listed all "
            + "the same")
    }
    if output.format == nil {
      let lines = plan.toRead.map { $0.listLine + "\n" }
      try output.write(lines.joined())
    } else {
      try output.write(.shardsToRead(plan))
    }
  }
}
