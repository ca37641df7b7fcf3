import ArgumentParser
import Corpus
import FreqAnalysis
import Foundation

struct Count: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count",
    abstract: "Count a few phrases in shards, without a class list or a database.",
    usage: "corpus-tool count [<options>] <phrase> ... <shard> ...",
    discussion: """
      Shows for each phrase the captions that mention it and its mentions, by the rules by which `index` counts class \
      names. The first word is a phrase, and so are those after it up to the first that names a shard; a SHARD is \
      named as for `index`.

      EXAMPLE
        corpus-tool count 'hot dog' dog captions.txt
        corpus-tool count tench 'laion/*.parquet' --by shard --format csv
        corpus-tool count crane captions.txt --examples 10
      """)

  /// How the counts can be split.
  enum Split: String, ExpressibleByArgument, CaseIterable {
    case shard
  }

  @OptionGroup var rules: RuleOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var links: ShardLinkOptions
  @OptionGroup var siblings: SiblingOptions
  @OptionGroup var run: RunOptions
  @OptionGroup var output: OutputOptions

  @Option(
    name: .customLong("role"),
    help: ArgumentHelp(
      "Only captions of this role; can be repeated: caption, human, assistant, system, other, supervised "
        + "(caption and assistant; the default) or all.", valueName: "role"))
  var roles: [String] = []

  @Option(help: ArgumentHelp("Split by shard.", valueName: "what"))
  var by: Split?

  @Option(help: ArgumentHelp("Also show a random sample of n mentions in their captions.", valueName: "n"))
  var examples: Int?

  @Option(help: ArgumentHelp("Random seed of that sample.", valueName: "n"))
  var seed: UInt64 = 0

  @Argument(help: ArgumentHelp("Phrases, then shards.", valueName: "phrase|shard"))
  var words: [String]

  func validate() throws {
    guard let examples else { return }
    if examples < 1 { throw ValidationError("--examples must be at least 1") }
    if let format = output.format, format != .table {
      throw ValidationError(
        "--examples is for reading; `corpus-tool examples` writes mentions as \(format.rawValue)")
    }
  }

  func run() async throws {
    let (phrases, named) = try PhraseCount.divided(words)
    let expansion = try ShardExpansion(named, followsLinks: links.follow, remote: rules.reading.remote)
    Messages.leftOut(expansion)
    let output = try output.target(nil, reading: ShardLinkOptions.files(expansion, named))
    let roles = try Selection.roles(named: roles) ?? Role.supervised
    let job = try PhraseCount(
      phrases, options: rules.options(threads: run.threadCount, siblings: siblings), roles: roles)
    let shards = try chosen(expansion.shards)
    let answer = try await count(shards, job)
    Messages.notes(answer.notes)
    if !rules.matching.countsMentions {
      Messages.notes([.mentionsEqualCaptions(rules: rules.name)])
    }
    try output.write(by == .shard ? answer.tableByShard : answer.table)
    if answer.isInterrupted {
      Messages.interrupted("interrupted; the counts are of the shards that were read to their end")
      throw ExitCode(ExitStatus.interrupted)
    }
    if let examples { try await show(examples, of: job, in: shards, roles, output) }
    if !answer.failures.isEmpty { throw ExitCode.failure }
  }

  /// The shards without those named twice, and without those that duplicate the captions of others.
  private func chosen(_ shards: [ShardName]) throws -> [ShardName] {
    if examples != nil, let once = shards.first(where: { !$0.canBeReadTwice }) {
      throw ValidationError("--examples reads each shard twice, which \(once) cannot be")
    }
    var seen: Set<String> = []
    let distinct = shards.filter { seen.insert($0.description).inserted }
    guard !siblings.keepSiblings else { return distinct }
    let siblings = ShardSiblings(distinct)
    Messages.siblings(siblings.duplicates)
    return siblings.kept
  }

  private func count(_ shards: [ShardName], _ job: PhraseCount) async throws -> PhraseCount.Answer {
    let meter = ScanMeter()
    let sizes = shards.compactMap { shard -> Int? in
      if case .remote(let remote) = shard { return remote.size }
      guard case .file(let path) = shard else { return nil }
      return (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
    }
    let progress = Progress(meter: meter, totalBytes: sizes.reduce(0, +), totalShards: shards.count)
    defer { progress.finish() }
    return try await Interrupt.cancelling {
      try await job.count(shards, meter: meter) { event in
        switch event {
        case .began(let shard): progress.begin(shard)
        case .counted(let shard, let counts): progress.end(shard, counts, [])
        case .failed(let error): progress.fail(error)
        }
      }
    }
  }

  private func show(
    _ size: Int, of job: PhraseCount, in shards: [ShardName], _ roles: Set<Role>, _ output: OutputTarget
  ) async throws {
    let drawn = await MentionSample(
      plan: job.plan, reading: rules.reading, roles: roles, size: size, seed: seed
    )
    .draw(from: shards, threads: run.threadCount)
    let text = ConcordanceText(
      drawn.examples, width: Terminal.width ?? 100, highlights: output.file == nil && Terminal.allowsStyle)
    try Terminal.writeOutput("\n" + text.lines.map { $0 + "\n" }.joined())
  }
}
