import Corpus

/// The coefficient under many choices that an analyst could have made: one row a model and choice.
///
/// A finding that holds in every row does not depend on them.
public struct Sensitivity: Sendable {
  /// What was chosen otherwise than asked.
  public enum Choice: Sendable, Hashable {
    /// Nothing: what the user selected.
    case asSelected
    /// Another quantity is counted.
    case measure(Selection.Measure)
    /// Corpora of one stage alone.
    case stage(String)
    /// Captions of one role alone.
    case role(Role)
    /// Captions of every role are counted.
    case allRoles
    /// Classes that are never mentioned left out.
    case withoutZeros
    /// Classes that share a term with another, or whose name needs a parenthesis, left out.
    case withoutAmbiguous
    /// The most frequent hundredth of the classes left out.
    case withoutMostFrequent
    /// Counts by another matching rule are used.
    case rules(String)

    /// The choice in words.
    public var label: String {
      switch self {
      case .asSelected: "as selected"
      case .measure(let measure): "counting \(measure.rawValue)"
      case .stage(let stage): "stage \(stage) alone"
      case .role(let role): "role \(role.name) alone"
      case .allRoles: "all roles"
      case .withoutZeros: "without classes never mentioned"
      case .withoutAmbiguous: "without ambiguous classes"
      case .withoutMostFrequent: "without the most frequent 1 %"
      case .rules(let name): "rules \(name)"
      }
    }
  }

  /// One model under one choice.
  public struct Row: Sendable {
    /// The model.
    public var model: String
    /// The corpora's names joined by `+`, those that the choice leaves.
    public var corpus: String
    /// The choice.
    public var choice: Choice
    /// The number of classes.
    public var n: Int
    /// How many of them have the count zero.
    public var zero: Int
    /// Spearman's rho under this choice.
    public var spearman: Estimate<Correlation>
    /// The interval of rho by Bonett and Wright.
    public var interval: Estimate<Interval>
    /// Pearson's r of log10(count + 1).
    public var pearsonLog: Estimate<Correlation>
    /// The slope of accuracy on log10(count + 1).
    public var slope: Estimate<Double>

    /// Computes the row of some points.
    public init(_ points: KnownPoints, choice: Choice, confidence: Double = 0.95) {
      model = points.model
      corpus = points.corpus
      self.choice = choice
      n = points.points.count
      zero = points.zero
      let accuracies = points.accuracies
      let logs = points.logCounts
      spearman = points.spearman
      interval = spearman.flatMap { $0.interval(confidence: confidence) }
      pearsonLog = logs.flatMap { Pearson.correlation($0, accuracies) }
      slope = logs.flatMap { LeastSquares.fit($0, accuracies) }.map(\.slope)
    }
  }

  /// The rows, choices in one order, models inside each.
  public var rows: [Row] = []
  /// Choices that could not be made, each with why, as sentences.
  public var left: [String] = []

  /// Makes a table without rows.
  public init() {}

  /// How often each corpus counts, and which are added up.
  private var exposure = Exposure()
  private var split = PointQuery.Split.pooled
  /// Of which corpora a sample was counted.
  private var sampled = SampledCorpora()
  /// Whether each model is looked at beside its own corpora.
  private var usesOwnCorpora = false

  /// Computes every choice that a database allows.
  ///
  /// - Parameters:
  ///   - selection: What the user asked for; each other choice changes one thing of it.
  ///   - store: The database.
  /// - Throws: `StoreError`, where the selection itself does not hold.
  public init(of selection: Selection, in store: CountStore) throws {
    try self.init(of: PointQuery(selection: selection), in: store)
  }

  /// Computes every choice that a database allows, corpora weighted and added up as they are asked for.
  ///
  /// - Parameters:
  ///   - query: What the user asked for; each other choice changes one thing of its selection.
  ///   - store: The database.
  /// - Throws: `StoreError` and `ExposureError`, where the selection itself does not hold.
  public init(of query: PointQuery, in store: CountStore) throws {
    try self.init(Plan(of: query, in: store), in: store)
  }

  /// The choices that a database allows, before anything is computed: how long they take is known from it.
  struct Plan {
    /// One choice: points that are asked for anew, or some of those that are there.
    enum Step {
      case asked(Choice, Selection)
      case filtered(Choice, @Sendable (KnownPoints) -> KnownPoints)
    }

    var query: PointQuery
    var steps: [Step]

    /// Finds the choices.
    ///
    /// - Throws: `StoreError`, where the selection itself does not hold.
    init(of query: PointQuery, in store: CountStore) throws {
      self.query = query
      let selection = query.selection
      let resolved = try store.resolve(
        selection, grouping: query.split == .eachCorpus || query.usesOwnCorpora ? .corpus : .pooled)
      var steps: [Step] = []
      func add(_ choice: Choice, change: (inout Selection) -> Void) {
        var changed = selection
        change(&changed)
        steps.append(.asked(choice, changed))
      }
      let other: Selection.Measure = selection.measure == .captions ? .mentions : .captions
      add(.measure(other)) { $0.measure = other }
      // Only rows tell captions apart; without them it is no choice.
      if selection.measure != .distinct, (try? store.rowSource(resolved)) != nil {
        add(.measure(.distinct)) { $0.measure = .distinct }
      }
      let stages = Sensitivity.distinct(resolved.pools.map(\.corpus.stage))
      // Where corpora or stages are apart, their rows are the stages' already.
      if stages.count > 1, query.split == .pooled {
        for stage in stages {
          add(.stage(stage)) {
            $0.stages = [stage]
            $0.corpora = resolved.pools.map(\.corpus).filter { $0.stage.utf8.elementsEqual(stage.utf8) }.map(
              \.name)
          }
        }
      }
      let roles = try Sensitivity.rolesWithCaptions(resolved, store)
      if roles.count > 1 {
        for role in roles { add(.role(role)) { $0.roles = [role] } }
        if !Set(roles).isSubset(of: resolved.roles) {
          add(.allRoles) { $0.roles = Set(Role.allCases) }
        }
      }
      steps.append(.filtered(.withoutZeros) { $0.filter { !$0.isUnseen } })
      let ambiguous = Sensitivity.ambiguous(try store.load(resolved.classSet))
      if !ambiguous.isEmpty {
        steps.append(.filtered(.withoutAmbiguous) { $0.filter { !ambiguous.contains($0.classIndex) } })
      }
      steps.append(.filtered(.withoutMostFrequent) { $0.withoutMostFrequent() })
      let rules = try store.ruleSets(of: resolved.classSet)
      for rule in rules where rules.count > 1 {
        let isOnly = resolved.pools.allSatisfy { $0.rules == rule }
        if !isOnly { add(.rules(rule.name)) { $0.rules = [rule.digest.hex] } }
      }
      self.steps = steps
    }

    /// The work of one choice for some series, in nanoseconds of one core, as it was measured.
    static func work(_ series: [KnownPoints]) -> Double {
      series.reduce(0) { $0 + 1_000 * Double($1.points.count) }
    }

    /// The work of all choices, those as selected included.
    func work(_ series: [KnownPoints]) -> Double { Double(steps.count + 1) * Self.work(series) }
  }

  /// Computes the choices of a plan.
  ///
  /// - Parameters:
  ///   - plan: The choices.
  ///   - store: The database.
  ///   - known: The points as they are selected, where they are known.
  ///   - meter: What is told how far the computation has come.
  /// - Throws: `StoreError` and `ExposureError`, where the selection itself does not hold.
  init(_ plan: Plan, in store: CountStore, known: [KnownPoints]? = nil, meter: WorkMeter? = nil) throws {
    let query = plan.query
    exposure = query.exposure
    split = query.split
    sampled = query.sampled
    usesOwnCorpora = query.usesOwnCorpora
    let base = try known ?? points(query.selection, store)
    let work = Plan.work(base)
    add(.asSelected, base)
    meter?.add(work)
    for step in plan.steps {
      switch step {
      case .filtered(let choice, let filter): add(choice, base.map(filter))
      case .asked(let choice, let selection):
        do {
          add(choice, try points(selection, store))
        } catch {
          left.append("\(choice.label): \(error)")
        }
      }
      meter?.add(work)
    }
  }

  /// The classes of which a mention may mean another thing: those that share a term with another class, and those
  /// whose name ends in a parenthesis.
  public static func ambiguous(_ classSet: ClassSet) -> Set<Int> {
    let shared = SharedTerms(classSet)
    return Set(shared.shared.flatMap { $0.uses.map(\.classIndex) } + shared.parenthesised.map(\.classIndex))
  }

  private mutating func add(_ choice: Choice, _ models: [KnownPoints]) {
    rows += Resampling().mapped(models.count) { Row(models[$0], choice: choice) }
  }

  private func points(_ selection: Selection, _ store: CountStore) throws -> [KnownPoints] {
    var part = exposure
    let grouping: Grouping = split == .eachCorpus || usesOwnCorpora ? .corpus : .pooled
    let corpora = try store.resolve(selection, grouping: grouping).pools.map(\.corpus.name)
    part.weights.removeAll { weight in !corpora.contains { $0.utf8.elementsEqual(weight.corpus.utf8) } }
    var query = PointQuery(
      selection: selection, split: split, exposure: part, usesOwnCorpora: usesOwnCorpora)
    query.sampled = sampled
    return try query.ask(store).known
  }

  private static func rolesWithCaptions(_ resolved: ResolvedSelection, _ store: CountStore) throws -> [Role] {
    var captions = RoleCounts()
    for summary in try store.summaries(resolved) { captions.add(summary.captions) }
    return Role.allCases.filter { captions[$0] > 0 }
  }

  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<[UInt8]> = []
    return names.filter { seen.insert(Array($0.utf8)).inserted }
  }
}
