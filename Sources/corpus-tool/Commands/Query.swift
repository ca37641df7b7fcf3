import ArgumentParser
import FreqAnalysis

struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Show how often each class is mentioned.",
    usage: """
      corpus-tool query [--by <what>] [<options>]
               [--top <n> | --bottom <n> | --absent | <class> ...]
      """,
    discussion: """
      Shows every class of the class set, zeros included, unless CLASSes are named, with the captions that mention it \
      and its mentions; the rules paper, treebank and bag count captions, not occurrences, so their mentions equal \
      their captions. With --precision, judged is the number of mentions that were judged, precision the share that \
      are the class, low and high its 95 % Wilson interval, corrected the mentions times the precision.

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
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var measure: MeasureOptions
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
    help: "Add the judged precision (see audit) and the corrected number of mentions.")
  var precision = false

  @Argument(help: ArgumentHelp("Classes to show, by name, id or alias.", valueName: "class"))
  var classes: [String] = []

  func validate() throws {
    let chosen = [top != nil, bottom != nil, absent, !classes.isEmpty].count { $0 }
    if chosen > 1 { throw ValidationError("--top, --bottom, --absent and CLASS cannot be used together") }
    if let count = top ?? bottom, count < 1 {
      throw ValidationError("--top and --bottom must be at least 1")
    }
    if precision, by == .shard || by == .term {
      throw ValidationError("--precision cannot be used with --by \(by?.rawValue ?? "")")
    }
    if measure.count == .distinct, by == .shard || by == .term {
      throw ValidationError("--count distinct cannot be used with --by \(by?.rawValue ?? "")")
    }
    if absent, by == .shard || by == .term {
      throw ValidationError("--absent cannot be used with --by \(by?.rawValue ?? ""), which shows no zeros")
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
      do {
        choice = try FrequencyQuery.classes(named: classes, in: classSet)
      } catch let unknown as UnknownClass {
        Messages.failure(ToldError.sentence(of: unknown))
        Messages.note(try Self.wayOut(of: unknown, in: store))
        throw ExitCode.failure
      }
    }
    var query = FrequencyQuery(
      selection: try selection.selection(in: store, measure: measure),
      grouping: by.flatMap { Grouping(rawValue: $0.rawValue) } ?? .pooled, choice: choice)
    query.showsPrecision = precision
    let answer = try query.ask(store)
    Messages.notes(answer.notes)
    for sentence in AuditFindings.told(answer.auditNotes, isUnjudged: answer.isUnjudged) {
      Messages.note(sentence)
    }
    try output.write(answer.table)
  }

  /// How a name that is no class can be counted after all: at once as a phrase, or as a class of another class set.
  private static func wayOut(of unknown: UnknownClass, in store: CountStore) throws -> String {
    // One of the shards, so that the command can be pasted as it is.
    let shard = try store.shards().lazy.compactMap { $0.files.first?.path }.first.map(ShellWord.quoted)
    let source = try store.classSets().first { $0.name == unknown.classSet }?.source.map(ShellWord.quoted)
    return "to count it as a phrase: corpus-tool count \(ShellWord.quoted(unknown.name)) "
      + (shard ?? "<shard> ...")
      + "; to make it a class, add it to the list and: corpus-tool classes add "
      + "\(ShellWord.quoted(unknown.classSet + "-2")) \(source ?? "<file>")"
  }
}
