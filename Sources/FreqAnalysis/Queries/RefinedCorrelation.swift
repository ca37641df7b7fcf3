/// What is asked beyond the coefficients of the classes as they are.
public struct Refinements: Sendable {
  /// The margin within which a correlation counts as none; nil: not tested.
  public var equivalence: Double?
  /// Which classes may depend on one another; nil: none.
  public var groups: ClassGroups?

  /// Makes refinements.
  public init(equivalence: Double? = nil, groups: ClassGroups? = nil) {
    self.equivalence = equivalence
    self.groups = groups
  }
}

/// One model's correlations beyond those of the classes as they are: without the chance in the accuracies, with errors that trust
/// no model, for classes that depend on one another; and what so many classes could show.
public struct RefinedCorrelation: Sendable {
  /// rho without the chance in the accuracies; undefined where the images of classes are not known.
  public var rho: Estimate<Disattenuation>
  /// The bootstrap's interval of it; undefined unless resampling was asked for.
  public var rhoInterval: Estimate<BootstrapInterval>
  /// r of log10(count + 1) without the chance in the accuracies.
  public var pearsonLog: Estimate<Disattenuation>
  /// The bootstrap's interval of it.
  public var pearsonLogInterval: Estimate<BootstrapInterval>
  /// The line's slope with an error that holds for unequal scatter.
  public var slope: Estimate<RobustSlope>
  /// The dispersion's interval of the binomial fit.
  public var dispersion: Estimate<Interval>
  /// The smallest |rho| that so many classes show with 80 % power.
  public var smallest: Estimate<Double>
  /// Whether rho is as good as none; nil where that was not asked.
  public var equivalence: Estimate<Equivalence>?
  /// What is found where classes depend on one another; nil where that was not asked.
  public var grouped: GroupedCorrelation?
  /// How many classes were tested on at least two images, as far as is known.
  public var measuredCount: Int
  /// The resamples of the corrected rho, of which differences of models are made; nil where nothing was resampled.
  private(set) var side: Estimate<ModelComparison.Side>?
  /// The accuracies with their images, and the reliability of their ranks: one for all corpora of a model.
  private var ranks: (of: MeasuredAccuracies, reliability: Estimate<Double>)?

  /// The resamples that intervals of corrected coefficients have at most: each takes five times as long as a plain one.
  static let mostResamples = 999

  /// The work of one resample of all series, in nanoseconds of one core; their bootstraps of corrected rho, r and rho over clusters.
  static func work(_ series: [KnownPoints]) -> Double {
    series.reduce(0) { $0 + 250 * Double($1.points.count) }
  }

  /// The work of one series, in nanoseconds of one core, as it was measured.
  static func work(_ points: KnownPoints, _ refinements: Refinements, _ resampling: Resampling) -> Double {
    let resamples = Double(min(resampling.resamples, mostResamples))
    return Double(points.points.count) * (12_000 + (refinements.groups == nil ? 100 : 250) * resamples)
  }

  /// Computes everything.
  ///
  /// - Parameters:
  ///   - points: The points, with the images of classes as far as they are known.
  ///   - refinements: What is asked.
  ///   - fit: The binomial fit, whose dispersion gets an interval.
  ///   - resampling: How often points are resampled; nil leaves out every interval of the bootstrap.
  ///   - earlier: What was found for the same model under other corpora: its reliability is taken over.
  /// - Complexity: some 40 rank correlations, and ten a resample.
  public init(
    _ points: KnownPoints, _ refinements: Refinements = Refinements(),
    fit: Estimate<LogisticFit.Robust> = .failure(.tooFew(have: 0, need: 3)), resampling: Resampling?,
    after earlier: RefinedCorrelation? = nil
  ) {
    let logs = points.logCounts
    let (tested, measured) = Self.tested(points)
    measuredCount = tested.points.count
    ranks = measured.value.map { measured in
      if let known = earlier?.ranks, known.of == measured { return known }
      return (measured, measured.rankReliability(seed: resampling?.seed ?? 1))
    }
    let reliability = ranks?.reliability ?? .failure(.unreliable)
    rho = measured.flatMap { measured in
      reliability.flatMap {
        Disattenuation.of(.spearman, tested.counts, measured.accuracies, reliability: $0)
      }
    }
    pearsonLog = measured.flatMap { measured in
      tested.logCounts.flatMap { Disattenuation.of(.pearson, $0, measured) }
    }
    slope = logs.flatMap { logs in
      LeastSquares.fit(logs, points.accuracies).flatMap { $0.robustSlope(logs) }
    }
    let none = Undefined.parameter("no resamples were asked for")
    if let few = resampling?.atMost(Self.mostResamples) {
      let own = rho.flatMap { rho in
        measured.flatMap { measured in
          few.replicates(correcting: .spearman, tested.counts, measured, to: rho.value).map {
            ModelComparison.Side(rho: rho, replicates: $0)
          }
        }
      }
      side = own
      rhoInterval = own.flatMap { few.interval($0.replicates).map(\.amongCorrelations) }
      pearsonLogInterval = pearsonLog.flatMap { r in
        measured.flatMap { measured in
          tested.logCounts.flatMap { few.interval(of: r, $0, measured) }
        }
      }
      dispersion = fit.flatMap { $0.dispersionInterval(few) }
    } else {
      (rhoInterval, pearsonLogInterval, dispersion) = (.failure(none), .failure(none), .failure(none))
    }
    let grouped = refinements.groups.map { GroupedCorrelation(points, $0, resampling: resampling) }
    self.grouped = grouped
    smallest = Detectable.smallest(
      count: grouped?.effectiveCount.value ?? Double(points.points.count))
    equivalence = refinements.equivalence.map { margin in
      points.spearman.flatMap { Equivalence.of($0, margin: margin) }
    }
  }

  /// Computes everything for each series, with no interval of the bootstrap.
  public static func all(_ series: [KnownPoints], _ refinements: Refinements) -> [RefinedCorrelation] {
    var found: [RefinedCorrelation] = []
    for points in series {
      found.append(RefinedCorrelation(points, refinements, resampling: nil, after: found.last))
    }
    return found
  }

  /// The points whose images are known, with their accuracies.
  static func tested(_ points: KnownPoints) -> (points: KnownPoints, measured: Estimate<MeasuredAccuracies>) {
    if points.lacksImages { return (points.withImages, points.measured) }
    let tested = points.withImages
    return (tested, tested.measured)
  }
}

extension RefinedCorrelation {
  /// The report's further lines, each number with its method.
  func lines(of report: CorrelationReport) -> [CorrelationReport.Line] {
    typealias Line = CorrelationReport.Line
    let tested = measuredCount
    func corrected(
      _ name: String, _ value: Estimate<Disattenuation>, _ interval: Estimate<BootstrapInterval>
    ) -> Line {
      var line = report.line(name, interval)
      line.value = value.map(\.value)
      line.n = tested
      line.method = "divided by the root of the reliability, " + line.method
      return line
    }
    var lines = [
      Line(
        statistic: "reliability", value: pearsonLog.map(\.reliability), n: tested,
        method: "1 - mean(y (1 - y) / (T - 1)) / var(y), T images a class"),
      Line(
        statistic: "rank_reliability", value: rho.map(\.reliability), n: tested,
        method: "40 split halves of each class's images, Spearman-Brown"),
      corrected("spearman_corrected", rho, rhoInterval),
      corrected("pearson_log10p1_corrected", pearsonLog, pearsonLogInterval),
      Self.line("slope", slope, "least squares on log10(count + 1), HC3 errors"),
      Line(
        statistic: "dispersion", value: report.logisticRobust.map(\.dispersion), low: dispersion.value?.low,
        high: dispersion.value?.high, n: report.logisticRobust.value?.squares.count ?? report.n,
        method: "Pearson's chi-square of the binomial fit over its degrees of freedom, BCa bootstrap"),
      Line(
        statistic: "smallest_rho", value: smallest, n: report.n,
        method: "found with 80 % power at 5 %"
          + (grouped == nil ? "" : ", by the effective number of classes")),
    ]
    if let equivalence {
      let found = equivalence.value
      lines.append(
        Line(
          statistic: "equivalence", value: report.spearman.map(\.coefficient), low: found?.interval.low,
          high: found?.interval.high, p: found?.p, n: report.n,
          method: found.map { "two one-sided tests against ±\(NumberText.short($0.margin)), 90 % interval" }
            ?? "two one-sided tests"))
    }
    return lines + (grouped?.lines(of: report) ?? [])
  }

  static func line(_ name: String, _ slope: Estimate<RobustSlope>, _ method: String)
    -> CorrelationReport.Line
  {
    let interval = slope.value?.interval().value
    return CorrelationReport.Line(
      statistic: name, value: slope.map(\.slope), low: interval?.low, high: interval?.high,
      error: slope.value?.error, p: slope.value?.p,
      log10P: slope.value.map { $0.logP / 2.302_585_092_994_045_7 },
      n: slope.value?.count ?? 0, method: method)
  }
}

extension Table {
  /// The table of correlations with what goes beyond them on its right: one entry a row.
  ///
  /// `reliability` is that of the accuracies' ranks, `spearman_corrected` rho over its root; `slope_error` is HC3's;
  /// `smallest_rho` is what so many classes show with 80 % power. Columns of what was not asked are left out.
  public func refined(by entries: [RefinedCorrelation], _ refinements: Refinements) -> Table {
    var columns: [Column] = [
      .init("reliability", .real, isDetail: true),
      .init("spearman_corrected", .real, heading: "corrected", isDetail: true),
      .init("slope_error", .real, isDetail: true), .init("smallest_rho", .real, isDetail: true),
    ]
    if refinements.equivalence != nil { columns.append(.init("p_equivalence", .real)) }
    if refinements.groups != nil {
      columns += [.init("p_cluster", .real), .init("n_effective", .real)]
    }
    return Table(
      columns: self.columns + columns,
      rows: zip(rows, entries).map { row, entry in
        var added: [Value] = [
          .init(entry.rho.value?.reliability), .init(entry.rho.value?.value), .init(entry.slope.value?.error),
          .init(entry.smallest.value),
        ]
        if refinements.equivalence != nil { added.append(.init(entry.equivalence?.value?.p)) }
        if refinements.groups != nil {
          added += [.init(entry.grouped?.p.value), .init(entry.grouped?.effectiveCount.value)]
        }
        return row + added
      })
  }
}

extension RefinedCorrelation {
  /// What a person should know of the images behind accuracies.
  public struct ImageNotes: Sendable {
    /// Of which models the number of images is unknown, as a sentence; nil where it is of none.
    public var unknown: String?
    /// Of how many classes of a series it is known, a sentence each.
    public var partial: [String] = []

    /// All of them.
    public var sentences: [String] { (unknown.map { [$0] } ?? []) + partial }
  }

  /// What a person should know of the images behind accuracies.
  public static func notes(_ series: [KnownPoints]) -> ImageNotes {
    var (without, some): ([String], [String]) = ([], [])
    for points in series where !points.points.isEmpty {
      let known = points.withImages.points.count
      if known == points.points.count { continue }
      if points.lacksImages {
        if !without.contains(where: { $0.utf8.elementsEqual(points.model.utf8) }) {
          without.append(points.model)
        }
      } else {
        some.append(
          "\(points.model), \(points.corpus): coefficients are corrected over the \(NumberText.grouped(known)) of "
            + "\(NumberText.grouped(points.points.count)) classes with at least 2 images")
      }
    }
    guard !without.isEmpty else { return ImageNotes(partial: some) }
    let names = without.count > 3 ? "\(without.count) models" : ShownText.names(without)
    return ImageNotes(
      unknown:
        "the number of images of each class is not known for \(names), so nothing is corrected for chance in the accuracies",
      partial: some)
  }
}
