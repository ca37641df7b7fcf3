import ArgumentParser
import FreqAnalysis

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Read back what a person judged of mentions.",
    subcommands: [AuditAdd.self, AuditList.self])
}

struct AuditAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add the answers of a sheet that was filled in.",
    usage: "corpus-tool audit add [<options>] <file>",
    discussion: """
      FILE is a sheet that `examples --audit` wrote, with y or n in its column is_this_the_class; rows without an \
      answer are passed over, and may be added later. From then on `query --precision` and `export --precision` show, \
      for the rule set, corpora and roles that were sampled, the share of mentions that is the class. All answers \
      are added, or none. --replace also replaces other answers that mentions have.

      EXAMPLE
        corpus-tool audit add crane.csv
      after:
        corpus-tool examples crane --corpus laion --audit crane.csv -n 50
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: ArgumentHelp("The sheet.", valueName: "file"))
  var file: String

  func run() throws {
    let replace = output.replacing.replace
    let output = try output.target(store.path, reading: [file])
    let store = try store.open(.readWrite)
    let (audit, answers) = try AuditSheet.read(file, in: store)
    let change = try store.judge(answers.isClass, of: audit, replace: replace)
    var parts = ["\(NumberText.grouped(change.added)) added"]
    if change.replaced > 0 { parts.append("\(NumberText.grouped(change.replaced)) replaced") }
    if change.known > 0 { parts.append("\(NumberText.grouped(change.known)) there already") }
    Messages.note("answers of the sample \(audit.name): \(parts.joined(separator: ", "))")
    if answers.open > 0 {
      Messages.note(
        "\(NumberText.grouped(answers.open)) \(answers.open == 1 ? "row has" : "rows have") no answer; if the hard ones "
          + "were left out, the precision is of the others alone")
    }
    let names = try store.load(store.classSet(nameOrFile: audit.classSet)).classes.map(\.name)
    try output.write(.precisions(of: store.mentions(of: audit), classNames: names))
  }
}

struct AuditList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the samples that were drawn, and how many are judged.",
    usage: "corpus-tool audit list [<options>]",
    discussion: """
      EXAMPLE
        corpus-tool audit list
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let output = try output.target(store.path)
    try output.write(.audits(store.open(.readOnly).audits()))
  }
}
