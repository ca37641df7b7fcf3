import ArgumentParser
import FreqAnalysis

struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how often each class is mentioned.",
    usage: """
      corpus-tool query [--by <what>] [<options>]
               [--top <n> | --bottom <n> | --absent | <class> ...]
      """,
    discussion: """
      Every class of the class set, zeros included, unless CLASSes are named. A count is of captions with a \
      mention, and of mentions; the rules paper, treebank and bag say whether, not how often, so that their mentions \
      are their captions. With --precision, judged is how many mentions a person looked at, precision the share that \
      is the class, low and high its Wilson interval (95 %), corrected the mentions times the share.

      EXAMPLE
        corpus-tool query --classes imagenet --corpus laion --top 20
        corpus-tool query tench 'great white shark' --by role
        corpus-tool query --absent --format csv -o absent.csv
      """)

  /// How results can be split; without it, all is added.
  enum Split: String, ExpressibleByArgument, CaseIterable {
    case corpus, stage, shard, role, term
  }

  @OptionGroup var store: StoreOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("Split by corpus, stage, shard, role or term.", valueName: "what"))
  var by: Split?

  @Option(help: ArgumentHelp("The n most frequent classes.", valueName: "n"))
  var top: Int?

  @Option(help: ArgumentHelp("The n least frequent classes.", valueName: "n"))
  var bottom: Int?

  @Flag(help: "The classes that are never mentioned.")
  var absent = false

  @Flag(
    help: "How many mentions were judged and are the class (see audit), beside the raw ones the corrected.")
  var precision = false

  @Argument(help: ArgumentHelp("Classes to show, by name, id or alias.", valueName: "class"))
  var classes: [String] = []

  func validate() throws {
    let chosen = [top != nil, bottom != nil, absent, !classes.isEmpty].count { $0 }
    if chosen > 1 { throw ValidationError("--top, --bottom, --absent and CLASS exclude each other") }
    if let count = top ?? bottom, count < 1 {
      throw ValidationError("--top and --bottom take a number from 1")
    }
    if precision, by == .shard || by == .term {
      throw ValidationError("--precision does not go with --by \(by?.rawValue ?? "")")
    }
    if absent, by == .shard || by == .term {
      throw ValidationError("--absent does not go with --by \(by?.rawValue ?? ""), which shows no zeros")
    }
  }

  func run() throws {
    let output = try output.target(store.path, reading: selection.files)
    let store = try store.open(.readOnly)
    let choice: FrequencyChoice
    if let top {
      choice = .top(top)
    } else if let bottom {
      choice = .bottom(bottom)
    } else if absent {
      choice = .absent
    } else if classes.isEmpty {
      choice = .all
    } else {
      let classSet = try store.load(store.classSet(nameOrFile: selection.classSet))
      choice = try FrequencyQuery.classes(named: classes, in: classSet)
    }
    var query = FrequencyQuery(
      selection: try selection.selection(in: store),
      grouping: by.flatMap { Grouping(rawValue: $0.rawValue) } ?? .pooled, choice: choice)
    query.showsPrecision = precision
    let answer = try query.ask(store)
    Messages.notes(answer.notes)
    for sentence in answer.auditNotes { Messages.note(sentence) }
    try output.write(answer.table)
  }
}
