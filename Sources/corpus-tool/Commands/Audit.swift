import ArgumentParser
import FreqAnalysis

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Import human judgments of sampled mentions.",
    subcommands: [AuditAdd.self, AuditList.self])
}

struct AuditAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Import the answers of a completed sheet.",
    usage: "corpus-tool audit add [<options>] <file>",
    discussion: """
      FILE is a sheet written by `examples --audit`, with y or n in its column is_this_the_class; rows without an \
      answer are skipped and can be added later. Afterwards `query --precision` and `export --precision` show the \
      share of mentions that are the class, for the rule set, corpora and roles that were sampled. Either all \
      answers are imported, or none. --replace also replaces existing answers that differ.

      EXAMPLE
        corpus-tool audit add crane.csv
      after:
        corpus-tool examples crane --corpus laion --audit crane.csv -n 50
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: ArgumentHelp("The completed sheet.", valueName: "file"))
  var file: String

  func run() throws {
    let replace = output.replacing.replace
    let output = try output.target(store.path, reading: [file])
    let store = try store.open(.readWrite)
    let (audit, answers) = try AuditSheet.read(file, in: store)
    let change = try store.judge(answers.isClass, of: audit, replace: replace)
    var parts = ["\(NumberText.grouped(change.added)) added"]
    if change.replaced > 0 { parts.append("\(NumberText.grouped(change.replaced)) replaced") }
    if change.known > 0 { parts.append("\(NumberText.grouped(change.known)) already known") }
    Messages.note("answers of the sample \(audit.name): \(parts.joined(separator: ", "))")
    if answers.open > 0 {
      Messages.note(
        "\(NumberText.grouped(answers.open)) \(answers.open == 1 ? "row has" : "rows have") no answer; if the hard ones "
          + "were skipped, the precision holds only for the others")
    }
    let names = try store.load(store.classSet(nameOrFile: audit.classSet)).classes.map(\.name)
    try output.write(.precisions(of: store.mentions(of: audit), classNames: names))
  }
}

struct AuditList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the samples that were drawn, and how many mentions are judged.",
    usage: "corpus-tool audit list [<options>]",
    discussion: """
      EXAMPLE
        corpus-tool audit list
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let output = try output.target(store.path)
    try output.write(.audits(store.open(.readOnly).audits()))
  }
}
