import ArgumentParser
import FreqAnalysis
import Foundation

struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add other databases, or what `scan` wrote, to a database.",
    usage: """
      corpus-tool merge [<options>] <database> ...
      corpus-tool merge --classes <file> --corpus <name> [<options>] <scan> ...
      """,
    discussion: """
      Databases: of the same class sets and rule sets; all are added, or nothing. Scans: files or folders of the \
      lines that `corpus-tool scan` wrote (_SUCCESS and .crc files are passed over). Either way a shard is \
      counted once, however often it comes, and other content under a known name is refused without --replace.

      EXAMPLE
        corpus-tool merge --db all.sqlite node1.sqlite node2.sqlite
        corpus-tool merge --db all.sqlite --classes names.json --corpus laion out/
      """)

  @OptionGroup var store: StoreOptions

  @Option(
    name: .customLong("classes"),
    help: ArgumentHelp("Scans: a class set or list that they counted; repeats.", valueName: "name|file"))
  var classSets: [String] = []

  @Option(help: ArgumentHelp("Scans: the name of the corpus.", valueName: "name"))
  var corpus: String?

  @Option(help: ArgumentHelp("Scans: pretrain (default), instruct, or any word.", valueName: "stage"))
  var stage: String?

  @Option(
    help: ArgumentHelp(
      "Scans: the list that was scanned; names without a line are told, and the status is 1.",
      valueName: "file"))
  var expect: String?

  @Flag(help: "Let later content replace what has the same name.")
  var replace = false

  @Flag(help: "Scans: follow symbolic links in folders also where they lead out of the folder.")
  var follow = false

  @Argument(help: ArgumentHelp("What to add.", valueName: "source"))
  var sources: [String]

  func validate() throws {
    if classSets.isEmpty != (corpus == nil) {
      throw ValidationError("to merge scans, give both --classes and --corpus")
    }
    if classSets.isEmpty, stage != nil || expect != nil || follow {
      throw ValidationError("--stage, --expect and --follow are for scans, which need --classes and --corpus")
    }
  }

  func run() throws {
    if let corpus { try mergeScans(corpus: corpus) } else { try mergeDatabases() }
  }

  private func mergeDatabases() throws {
    for source in try store.open(.create).merge(from: sources, replace: replace).sources {
      var parts = [
        "\(NumberText.counted(source.added, "shard")) added", "\(NumberText.grouped(source.known)) known",
        "\(NumberText.grouped(source.replaced)) replaced", "\(NumberText.grouped(source.failed)) failed",
      ]
      if source.imported > 0 {
        parts.append("imported counts of \(NumberText.counted(source.imported, "corpus", plural: "corpora"))")
      }
      if source.audits > 0 { parts.append(NumberText.counted(source.audits, "sample") + " of mentions") }
      if source.models > 0 { parts.append(NumberText.counted(source.models, "model")) }
      Messages.note("\(source.path): \(parts.joined(separator: ", "))")
    }
  }

  private func mergeScans(corpus: String) throws {
    let expected = try expect.map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: $0))) }
    let known = try store.openIfThere()
    let chosen = try classSets.map { try ChosenClassSet(nameOrFile: $0, in: known) }
    var merge = try ScanMerge(
      into: known ?? store.open(.create), classSets: chosen, corpus: corpus, stage: stage, replace: replace)
    for source in sources { try merge.add(source, followsLinks: follow) }
    let report = try merge.finish(expecting: expected)
    for failure in report.failed { Messages.failure("\(failure.shard): \(failure.error)") }
    for file in report.cutShort { Messages.failure("\(file): the last line is cut short and left out") }
    for name in report.missing { Messages.failure("\(name): expected, but no line is about it") }
    Messages.note(
      "\(NumberText.counted(report.lines, "line")): \(NumberText.counted(report.added, "shard")) added, "
        + "\(NumberText.grouped(report.known)) known, \(NumberText.grouped(report.replaced)) replaced, "
        + "\(NumberText.grouped(report.failed.count)) failed")
    if report.isIncomplete { throw ExitCode(ExitStatus.failure) }
  }
}
