/// All that is known of how one model's accuracy correlates with frequency: what `correlate --full` prints.
public struct CorrelationReport: Sendable {
  /// The points that it is about.
  public var points: KnownPoints
  /// Spearman's rho of counts and accuracies.
  public var spearman: Estimate<Correlation>
  /// Pearson's r of log10(count + 1) and accuracies.
  public var pearsonLog: Estimate<Correlation>
  /// Pearson's r of log10(count) and accuracies, over the classes that are mentioned at all.
  public var pearsonLogNonZero: Estimate<Correlation>
  /// Pearson's r of the raw counts and accuracies.
  public var pearsonRaw: Estimate<Correlation>
  /// Kendall's tau-b of counts and accuracies.
  public var kendall: Estimate<Correlation>
  /// The line of accuracy on log10(count + 1).
  public var line: Estimate<LeastSquares>
  /// The chance of a right answer on log10(count + 1); undefined where right answers and totals are not known of
  /// every class.
  public var logistic: Estimate<LogisticFit>
  /// The fit's slope with the sandwich error, and how far the classes differ beyond chance.
  public var logisticRobust: Estimate<LogisticFit.Robust>
  /// What goes beyond the coefficients of the classes as they are; nil where it was not asked for.
  public var refined: RefinedCorrelation?
  /// The bootstrap's interval of rho.
  public var spearmanBootstrap: Estimate<BootstrapInterval>
  /// The permutation test of rho.
  public var spearmanPermutation: Estimate<PermutationTest>
  /// The bootstrap's interval of r of log10(count + 1).
  public var pearsonLogBootstrap: Estimate<BootstrapInterval>
  /// The bootstrap's interval of r of log10(count) over the classes that are mentioned at all.
  public var pearsonLogNonZeroBootstrap: Estimate<BootstrapInterval>
  /// The bootstrap's interval of r of the raw counts.
  public var pearsonRawBootstrap: Estimate<BootstrapInterval>
  /// The bootstrap's interval of tau-b, of at most 1,999 resamples.
  public var kendallBootstrap: Estimate<BootstrapInterval>
  /// The replicates of rho, of which differences of models are made.
  var spearmanReplicates: Estimate<Resampling.Replicates>
  /// rho and r of log10(count + 1) with all covariates held fixed, where there are any; over the classes of which
  /// every covariate is known.
  public var partial: Partial?
  /// How the counts are spread over the classes.
  public var tail: Estimate<Tail>

  /// The model's name.
  public var model: String { points.model }
  /// The corpora's names joined by `+`.
  public var corpus: String { points.corpus }
  /// The number of classes.
  public var n: Int { points.points.count }

  /// Correlations with covariates held fixed, and without on the same classes.
  public struct Partial: Sendable {
    /// The covariates' names.
    public var controls: [String]
    /// The number of classes of which all covariates are known.
    public var n: Int
    /// Spearman's rho with the covariates held fixed.
    public var spearman: Estimate<Correlation>
    /// Pearson's r of log10(count + 1) with the covariates held fixed.
    public var pearsonLog: Estimate<Correlation>
    /// Spearman's rho of the same classes with nothing held fixed.
    public var plainSpearman: Estimate<Double>
    /// Pearson's r of log10(count + 1) of the same classes with nothing held fixed.
    public var plainPearsonLog: Estimate<Double>
    /// What the chance in accuracies among the inputs does to rho; nil where it was not asked for.
    public var noise: NoisyControl?

    /// Holds covariates fixed.
    ///
    /// - Complexity: O(*n* *k*^2 + *k* *n* log *n*) for *k* covariates; with resampling as for `NoisyControl`.
    public init(_ points: KnownPoints, _ covariates: [Covariate], resampling: Resampling? = nil) {
      let known = points.filter { point in covariates.allSatisfy { $0.values[point.classIndex] != nil } }
      let columns = covariates.map { control in known.points.map { control.values[$0.classIndex] ?? 0 } }
      let accuracies = known.accuracies
      let logs = known.logCounts
      controls = covariates.map(\.name)
      n = known.points.count
      spearman = PartialCorrelation.correlation(.spearman, known.counts, accuracies, controls: columns)
      pearsonLog = logs.flatMap {
        PartialCorrelation.correlation(.pearson, $0, accuracies, controls: columns)
      }
      plainSpearman = known.spearman.map(\.coefficient)
      plainPearsonLog = logs.flatMap { Pearson.coefficient($0, accuracies) }
      noise = resampling.map { NoisyControl(points, covariates, resampling: $0) }
    }
  }

  /// Computes everything.
  ///
  /// - Complexity: that of `all` for one series.
  public init(_ points: KnownPoints, controls: [Covariate] = [], resampling: Resampling = Resampling()) {
    self = Self.all([points], controls: controls, resampling: resampling)[0]
  }

  /// Computes everything of several series, in their order.
  ///
  /// - Complexity: some 30,000 correlations of *n* points for the default resampling, drawn and ranked once for all
  ///   series of the same classes; a tenth of a second for a model and 1,000 classes.
  public static func all(
    _ series: [KnownPoints], controls: [Covariate] = [], resampling: Resampling = Resampling(),
    meter: WorkMeter? = nil
  ) -> [CorrelationReport] {
    all(SeriesBootstraps(series), of: series, controls: controls, resampling: resampling, meter: meter)
  }

  static func all(
    _ bootstraps: SeriesBootstraps, of series: [KnownPoints], controls: [Covariate],
    resampling: Resampling, meter: WorkMeter?
  ) -> [CorrelationReport] {
    let resampled = bootstraps.all(resampling, meter: meter)
    return resampling.mapped(series.count) {
      let report = CorrelationReport(series[$0], resampled[$0], controls: controls, resampling)
      meter?.add(work(series[$0], resampling))
      return report
    }
  }

  /// The work of what is computed of the resamples and of the points themselves, in nanoseconds of one core, as it was
  /// measured.
  static func work(_ points: KnownPoints, _ resampling: Resampling) -> Double {
    2_000 * Double(points.points.count) + 500 * Double(resampling.resamples)
  }

  private init(
    _ points: KnownPoints, _ resampled: SeriesBootstraps.One, controls: [Covariate],
    _ resampling: Resampling
  ) {
    let counts = points.counts
    let accuracies = points.accuracies
    let logs = points.logCounts
    self.points = points
    spearman = points.spearman
    kendall = Kendall.correlation(counts, accuracies)
    pearsonRaw = Pearson.correlation(counts, accuracies)
    pearsonLog = logs.flatMap { Pearson.correlation($0, accuracies) }
    let mentioned = points.filter { !$0.isUnseen }
    pearsonLogNonZero = LogCounts.nonZero(mentioned.counts, mentioned.accuracies).flatMap {
      Pearson.correlation($0.logs, $0.values)
    }
    line = logs.flatMap { LeastSquares.fit($0, accuracies) }
    let fit = logs.flatMap { Self.logistic(points, logs: $0) }
    logistic = fit
    logisticRobust = logs.flatMap { logs in
      fit.flatMap {
        $0.robust(
          logs, correct: points.points.map { $0.correct ?? 0 }, total: points.points.map { $0.total ?? 0 })
      }
    }
    spearmanReplicates = resampled.spearman
    spearmanBootstrap = resampled.spearman.flatMap { resampling.interval($0) }
    spearmanPermutation = resampled.permutation
    pearsonLogBootstrap = resampled.pearsonLog.flatMap { resampling.interval($0) }
    pearsonLogNonZeroBootstrap = resampled.pearsonNonZero.flatMap { resampling.interval($0) }
    pearsonRawBootstrap = resampled.pearsonRaw.flatMap { resampling.interval($0) }
    kendallBootstrap = resampled.kendall.flatMap { resampling.interval($0) }
    partial = controls.isEmpty ? nil : Partial(points, controls, resampling: resampling)
    // What a sample does not mention is never mentioned, though its expected count is not 0.
    tail = Tail.of(weighted: points.points.map { $0.isUnseen ? 0 : $0.count })
  }

  private static func logistic(_ points: KnownPoints, logs: [Double]) -> Estimate<LogisticFit> {
    let known = points.points.allSatisfy { $0.correct != nil && $0.total != nil }
    guard known else {
      return .failure(.parameter("correct answers and totals are not known for every class"))
    }
    return LogisticFit.fit(
      logs, correct: points.points.map { $0.correct ?? 0 }, total: points.points.map { $0.total ?? 0 })
  }

  /// A class whose accuracy its frequency does not predict.
  struct Surprise: Sendable, Hashable {
    /// The class.
    var point: KnownPoints.Point
    /// The accuracy that the line gives.
    var predicted: Double
    /// The difference in units of its standard error, positive where the model is better than the line.
    var surprise: Double
    /// The p-value of so large a difference as the largest of all classes', by Bonferroni.
    var p: Double
  }

  /// The classes that are farthest from the line, the most surprising first, equal ones in the order of the classes.
  func surprises(_ limit: Int = 10) -> [Surprise] {
    guard let line = line.value, let sizes = line.studentizedResiduals.value else { return [] }
    return zip(points.points, zip(line.residuals, sizes))
      .map { Surprise(point: $0, predicted: $0.accuracy - $1.0, surprise: $1.1, p: line.surpriseP($1.1)) }
      .sorted { (-abs($0.surprise), $0.point.classIndex) < (-abs($1.surprise), $1.point.classIndex) }
      .prefix(max(0, limit)).map { $0 }
  }
}
