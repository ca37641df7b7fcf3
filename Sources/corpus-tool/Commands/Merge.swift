import ArgumentParser
import FreqAnalysis
import Foundation

struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Merge other databases, or the output of `scan`, into a database.",
    usage: """
      corpus-tool merge [<options>] <database> ...
      corpus-tool merge --classes <file> --corpus <name> [<options>] <scan> ...
      """,
    discussion: """
      Databases must have the same class sets and rule sets; either all are merged, or none. --rename takes a class \
      set of theirs for one with the same classes and terms and another name. Scans are files or \
      folders of lines written by `corpus-tool scan` (_SUCCESS and .crc files are ignored). In both cases a shard \
      counts once even if it occurs several times, and different content under a known name is refused without \
      --replace.

      EXAMPLE
        corpus-tool merge --db all.sqlite node1.sqlite node2.sqlite
        corpus-tool merge --db all.sqlite --rename names=imagenet node3.sqlite
        corpus-tool merge --db all.sqlite --classes names.json --corpus laion out/
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Option(
    name: .customLong("classes"),
    help: ArgumentHelp(
      "Scans: a class set or list that was counted; can be repeated.", valueName: "name|file"))
  var classSets: [String] = []

  @Option(help: ArgumentHelp("Scans: the name of the corpus.", valueName: "name"))
  var corpus: String?

  @Option(help: ArgumentHelp("Scans: pretrain (default), instruct, or any word.", valueName: "stage"))
  var stage: String?

  @Option(
    help: ArgumentHelp(
      "Scans: the list of shards that were to be scanned; missing ones are reported, and the exit status is 1.",
      valueName: "file"))
  var expect: String?

  @Option(
    name: .customLong("rows"),
    help: ArgumentHelp(
      "Scans: the folder in which the files of rows are now (default: where they were written).",
      valueName: "folder"))
  var rowFolder: String?

  @Option(
    help: ArgumentHelp(
      "Databases: take their class set OLD for NEW, which has the same classes and terms; can be repeated.",
      valueName: "old=new"))
  var rename: [String] = []

  @Flag(help: "Let later content replace content of the same name.")
  var replace = false

  @Flag(help: "Scans: also follow symbolic links that lead out of the folders that are named.")
  var follow = false

  @Argument(help: ArgumentHelp("Databases or scans to merge.", valueName: "source"))
  var sources: [String]

  func validate() throws {
    if classSets.isEmpty != (corpus == nil) {
      throw ValidationError("to merge scans, give both --classes and --corpus")
    }
    if corpus != nil, !rename.isEmpty {
      throw ValidationError("--rename is for databases; scans take the name of the list that --classes names")
    }
    for word in rename where word.split(separator: "=", maxSplits: 1).count < 2 {
      throw ValidationError("--rename takes OLD=NEW, the names of two class sets, not `\(word)`")
    }
    if classSets.isEmpty, stage != nil || expect != nil || rowFolder != nil || follow {
      throw ValidationError(
        "--stage, --expect, --rows and --follow are for scans, which need --classes and --corpus")
    }
  }

  func run() throws {
    if let corpus { try mergeScans(corpus: corpus) } else { try mergeDatabases() }
  }

  private func mergeDatabases() throws {
    let database = try store.open(.create)
    let report = try discarding(database) {
      try database.merge(from: sources, renaming: rename, replace: replace)
    }
    for source in report.sources {
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

  /// Does the work; where it fails, a database file that was made for it goes again.
  private func discarding<Result>(_ database: CountStore, _ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch {
      // The first error is the one to tell, also where the file cannot be removed.
      _ = try? database.discardIfUnused()
      throw error
    }
  }

  private func mergeScans(corpus: String) throws {
    let expected = try expect.map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: $0))) }
    let known = try store.openIfThere()
    let chosen = try classSets.map { try ChosenClassSet(nameOrFile: $0, in: known) }
    Messages.concern(store.path)
    for (file, set) in zip(classSets, chosen) { Messages.notes(set.notes, of: file) }
    let database = try known ?? store.open(.create)
    let report = try discarding(database) {
      var merge = try ScanMerge(
        into: database, classSets: chosen, corpus: corpus, stage: stage, replace: replace, rows: rowFolder)
      do {
        for source in sources { try merge.add(source, followsLinks: follow) }
        return try merge.finish(expecting: expected)
      } catch {
        // What is wrong with the lines is the error to tell, also where the class set cannot be taken out again.
        try? merge.withdraw()
        throw error
      }
    }
    for failure in report.failed { Messages.failure("\(failure.shard): \(failure.error)") }
    for file in report.cutShort { Messages.failure("\(file): the last line is truncated and was skipped") }
    for name in report.missing { Messages.failure("\(name): expected, but there is no line for it") }
    Messages.note(
      "\(NumberText.counted(report.lines, "line")): \(NumberText.counted(report.added, "shard")) added, "
        + "\(NumberText.grouped(report.known)) known, \(NumberText.grouped(report.replaced)) replaced, "
        + "\(NumberText.grouped(report.failed.count)) failed")
    if report.isIncomplete { throw ExitCode(ExitStatus.failure) }
  }
}
