import ArgumentParser
import FreqAnalysis

struct RemedyPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "List the classes that are short of data, and how many captions each lacks.",
    usage: """
      corpus-tool remedy plan [<options>] [-o plan.csv]
                  [--below-count <n> | --below-accuracy <a> | --lowest <k>]
      """,
    discussion: """
      Each class on the list is to be mentioned as often as --reach says; `add` is what it lacks. Without a choice every \
      class below that count is on the list. It is a plan by frequency: classes that are mentioned more often tend to be \
      classified better where the correlation is positive, but what added data does to a class no plan can promise.

      EXAMPLE
        corpus-tool remedy plan --model llava --lowest 100 -o plan.csv
        corpus-tool remedy plan --below-count 10 --reach quantile:0.75
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var measure: MeasureOptions
  @OptionGroup var models: ModelOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("Only classes counted less often than this.", valueName: "n"))
  var belowCount: Int?

  @Option(help: ArgumentHelp("Only classes with an accuracy below this, from 0 to 1.", valueName: "a"))
  var belowAccuracy: Double?

  @Option(help: ArgumentHelp("Only the k classes with the lowest accuracies.", valueName: "k"))
  var lowest: Int?

  @Option(
    help: ArgumentHelp(
      "The count that each is to have: median (of all classes), quantile:Q, or a number.", valueName: "what"))
  var reach: RemedyPlan.Reach = .median

  func validate() throws {
    if [belowCount != nil, belowAccuracy != nil, lowest != nil].count(where: { $0 }) > 1 {
      throw ValidationError("--below-count, --below-accuracy and --lowest cannot be used together")
    }
    if let belowCount, belowCount < 1 { throw ValidationError("--below-count must be at least 1") }
    if let lowest, lowest < 1 { throw ValidationError("--lowest must be at least 1") }
    if let belowAccuracy, !(0...1).contains(belowAccuracy) {
      throw ValidationError("--below-accuracy must be from 0 to 1")
    }
  }

  private var choice: RemedyPlan.Choice {
    if let belowCount { return .belowCount(belowCount) }
    if let belowAccuracy { return .belowAccuracy(belowAccuracy) }
    return lowest.map { .lowest($0) } ?? .all
  }

  func run() throws {
    let output = try output.target(store.path, reading: selection.files)
    let store = try store.open(.readOnly)
    let query = PointQuery(selection: try selection.selection(in: store, models: models, measure: measure))
    let answer = try query.ask(store, allowsNoModel: !choice.needsAccuracy)
    Messages.notes(answer.notes)
    guard let series = answer.series.first, answer.series.count == 1 else {
      throw ValidationError(
        "the plan is for one model; name it with --model: \(answer.series.map(\.model).joined(separator: ", "))"
      )
    }
    let plan = RemedyPlan(series.points, measure: measure.count, choice: choice, reach: reach)
    try output.write(plan.table)
    for sentence in plan.sentences { Messages.note(sentence) }
  }
}

extension RemedyPlan.Reach: ExpressibleByArgument {
  /// Reads `median`, `quantile:Q` or a count.
  public init?(argument: String) { self.init(argument) }

  /// What stands in the help.
  public var defaultValueDescription: String {
    switch self {
    case .median: "median"
    case .quantile(let share): "quantile:\(share)"
    case .count(let count): "\(count)"
    }
  }
}
