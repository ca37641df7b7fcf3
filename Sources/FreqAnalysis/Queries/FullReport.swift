/// Everything that is known of counts and accuracies together: what `correlate --full` prints.
public struct FullReport: Sendable {
  /// What was asked.
  public var query: ReportQuery
  /// The answer in points.
  public var answer: PointQuery.Answer
  /// The statistics of each model and sum of corpora.
  public var reports: [CorrelationReport]
  /// The mean accuracies in bins, in the order of the reports.
  public var curves: [BinnedCurve]
  /// Each model with each later one, under the same corpora.
  public var comparisons: [ModelComparison]
  /// The coefficient under other choices.
  public var sensitivity: Sensitivity
  /// The counts of each corpus.
  public var counts: CountTails
  /// How they are spread over the classes.
  public var tails: [(corpus: String, tail: Estimate<Tail>)]
  /// What a person is to be told about files of covariates.
  public var notes: [Note]
  /// The resampling of each model; with fewer resamples than asked for where it would take too long.
  public var resampling: Resampling
  /// The resampling of the differences between models.
  public var comparisonResampling: Resampling

  /// Asks a database and computes everything.
  ///
  /// - Parameters:
  ///   - query: What is asked.
  ///   - store: The database.
  ///   - meter: What is told how far the computation has come.
  /// - Throws: `StoreError`, `NoModels`, `ExposureError`, `InputError`.
  /// - Complexity: some 30,000 correlations a model for the default resampling; a tenth of a second for a model and
  ///   1,000 classes.
  public init(_ query: ReportQuery, in store: CountStore, meter: WorkMeter? = nil) throws {
    self.query = query
    let answer = try query.points.ask(store)
    let (covariates, notes) = try query.covariates(in: store)
    let choices = try Sensitivity.Plan(of: query.points, in: store)
    self.answer = answer
    self.notes = notes
    let known = answer.known
    var bootstraps = SeriesBootstraps(known)
    bootstraps.kendallSeconds = query.mayResampleLess ? 10 : nil
    var labels: [String] = []
    for points in known where !labels.contains(where: { $0.utf8.elementsEqual(points.corpus.utf8) }) {
      labels.append(points.corpus)
    }
    let groups = labels.map { label in
      known.indices.filter { known[$0].corpus.utf8.elementsEqual(label.utf8) }
    }
    let plans = groups.map { group in
      (group: group, pairs: ModelComparison.PairPlan(group.map { known[$0] }))
    }
    func pairWork(isKnown: Bool) -> Double {
      plans.reduce(0) { sum, plan in
        let all = plan.group.indices.map { ($0, Estimate<Resampling.Replicates>.failure(.degenerate)) }
        return sum + plan.pairs.work(besides: isKnown ? Dictionary(uniqueKeysWithValues: all) : [:])
      }
    }
    var (own, paired) = (query.resampling, query.resampling)
    if query.mayResampleLess {
      // The rest of the minute is for Kendall's tau, the corrected coefficients, the bins and the other choices.
      own = own.bounded(work: bootstraps.work, seconds: 20)
      paired = own.bounded(work: pairWork(isKnown: true), seconds: 10)
    }
    // With as many resamples the models' own replicates serve for their differences as well.
    let areShared = own.resamples == paired.resamples
    (resampling, comparisonResampling) = (own, paired)
    let refined = own.bounded(work: RefinedCorrelation.work(known), seconds: 10)
    let binned = own.atMost(1_999)
    meter?.expect(
      bootstraps.work(own) + Double(paired.resamples) * pairWork(isKnown: areShared)
        + plans.reduce(0) { $0 + $1.pairs.fixedWork } + choices.work(known) + BinnedCurve.work(known, binned)
        + known.reduce(0) {
          $0 + CorrelationReport.work($1, own) + RefinedCorrelation.work($1, query.refinements, refined)
        })

    var reports = CorrelationReport.all(
      bootstraps, of: known, controls: covariates, resampling: own, meter: meter)
    for index in reports.indices {
      reports[index].refined = RefinedCorrelation(
        known[index], query.refinements, fit: reports[index].logisticRobust, resampling: refined,
        after: index > 0 ? reports[index - 1].refined : nil)
      meter?.add(RefinedCorrelation.work(known[index], query.refinements, refined))
    }
    self.reports = reports
    curves = BinnedCurve.all(known, bins: query.bins, resampling: binned, meter: meter)
    comparisons = ModelComparison.adjusted(
      plans.flatMap { [reports] plan in
        let replicates = plan.group.enumerated().map { ($0, reports[$1].spearmanReplicates) }
        let pairs = plan.pairs.comparisons(
          paired, known: areShared ? Dictionary(uniqueKeysWithValues: replicates) : [:], meter: meter)
        return ModelComparison.corrected(
          pairs, plan.group.map { known[$0] }, plan.group.map { reports[$0].refined }, resampling: own)
      })
    sensitivity = try Sensitivity(choices, in: store, known: known, meter: meter)
    let counts = try CountTails.asked(query.points.selection, of: store).tails
    self.counts = counts
    tails = counts.corpora.map { ($0.name, Tail.of($0.counts)) }
  }

  /// Where there are fewer resamples than asked for: how many; nil otherwise.
  public var resamplingNote: String? {
    let (own, paired, asked) = (
      resampling.resamples, comparisonResampling.resamples, query.resampling.resamples
    )
    guard own < asked || paired < asked else { return nil }
    let pairs =
      paired < own ? ", and \(NumberText.grouped(paired)) for the differences between models," : ""
    return
      "\(NumberText.grouped(own)) resamples\(pairs) instead of \(NumberText.grouped(asked)), which would take over a minute"
  }

  /// A table with what it shows.
  public struct Section: Sendable {
    /// The key in JSON.
    public var key: String
    /// The heading for people.
    public var title: String
    /// Sentences under the heading.
    public var sentences: [String]
    /// The rows.
    public var table: Table
  }

  /// Of more comparisons than these the table alone tells.
  private static let mostInWords = 3

  /// The tables in the order in which a person reads them; those without rows are left out.
  public var sections: [Section] {
    let pairs = comparisonResampling.resamples
    let sections = [
      Section(
        key: "statistics", title: "Statistics",
        sentences: [
          "95 % intervals; \(NumberText.grouped(resampling.resamples)) resamples, seed \(resampling.seed). Where many "
            + "classes are tied or never mentioned, the bootstrap's interval holds and those of formulas are too narrow."
        ],
        table: .reports(reports)),
      Section(
        key: "bins", title: "Mean accuracy in " + (curves.first?.label ?? "bins"),
        sentences: curves.map { "\($0.points.model), \($0.points.corpus): \($0.sentence)." }
          + [BinnedCurve.remark(on: curves)].compactMap { $0 },
        table: .binned(curves)),
      Section(
        key: "surprises", title: "Classes least explained by frequency",
        sentences: [
          "surprise is the studentized residual; p is that of the largest of all n residuals being as large "
            + "(Bonferroni), so that only a small one says more than that n classes have a largest."
        ],
        table: .surprises(reports, limit: query.surprises)),
      Section(
        key: "comparisons", title: "Does one model depend on frequency more than another?",
        sentences: [
          "The difference in rho with a paired bootstrap interval (\(NumberText.grouped(pairs)) resamples), and the p of "
            + "Steiger's test, adjusted by Holm's method for all pairs."
        ] + (comparisons.count <= Self.mostInWords ? comparisons.map(\.sentence) : []),
        table: .comparisons(comparisons)),
      Section(
        key: "sensitivity", title: "The coefficient under other choices", sentences: sensitivity.left,
        table: .sensitivity(sensitivity)),
      Section(
        key: "tail", title: "How the counts are distributed over the classes", sentences: [],
        table: .tails(tails)),
    ]
    return sections.filter { !$0.table.rows.isEmpty }
  }

  /// Why statistics are undefined, and how small p-values are that no floating-point number can hold; a sentence each.
  public var remarks: [String] { remarksByKind.flatMap { $0 } }

  /// The remarks, those of one kind together: with many models most kinds say the same of each.
  public var remarksByKind: [[String]] {
    [
      reports.flatMap(\.undefined), reports.flatMap(\.vanishing),
      RefinedCorrelation.notes(answer.known).sentences,
      reports.compactMap(\.noiseSentence),
    ]
  }

  /// Everything as JSON: what it was made from, the methods, and the tables, that of all classes' residuals among them.
  public func json(_ provenance: Provenance) -> JSONValue {
    let weights = query.points.exposure.weights
    var members: [JSONValue.Member] = [
      .init("made_from", provenance.json),
      .init(
        "resampling",
        [
          "resamples": .integer(resampling.resamples), "seed": .text("\(resampling.seed)"),
          "resamples_of_differences": .integer(comparisonResampling.resamples),
        ]),
      .init("confidence", 0.95),
      .init("bins_are", .text(query.bins.label)),
      .init("controls", .list(reports.first?.partial?.controls.map(JSONValue.text) ?? [])),
      .init("weights", .list(weights.map { ["corpus": .text($0.corpus), "weight": .real($0.weight)] })),
    ]
    members += sections.map { .init($0.key, JSONValue($0.table)) }
    members += [
      .init(
        "binned_in_words",
        .list(
          curves.map {
            [
              "model": .text($0.points.model), "corpus": .text($0.points.corpus),
              "sentence": .text($0.sentence),
            ]
          })),
      .init("sensitivity_left_out", .list(sensitivity.left.map(JSONValue.text))),
      .init("ranks", JSONValue(.ranks(tails))),
      .init("classes", JSONValue(.residuals(reports))),
      .init("undefined", .list(remarks.map(JSONValue.text))),
      .init("notes", .list(answer.notes.map { .text($0.description) })),
    ]
    return .object(members)
  }
}
