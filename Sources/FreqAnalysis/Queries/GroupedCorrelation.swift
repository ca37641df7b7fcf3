/// A correlation over classes that may depend on one another.
public struct GroupedCorrelation: Sendable {
  /// The number of groups, of which different ones are taken to be independent.
  public var clusters: Int
  /// Where the groups come from, in words.
  public var source: String
  /// The test of rho by circular shifts in the classes' order.
  public var shift: Estimate<CircularShift>
  /// rho as the slope of ranks, with the clusters' error.
  public var rankSlope: Estimate<RobustSlope>
  /// The slope of accuracy on log10(count + 1), with the clusters' error.
  public var slope: Estimate<RobustSlope>
  /// The interval of rho by the bootstrap over clusters.
  public var bootstrap: Estimate<BootstrapInterval>
  /// How many independent classes would tell as much.
  public var effectiveCount: Estimate<Double>
  /// The p-value of rho that counts: by shifts where an order is known, by the clusters' error where groups are.
  public var p: Estimate<Double>

  /// Computes everything.
  ///
  /// - Complexity: O(*n*) a shift, and one rank correlation a resample.
  public init(_ points: KnownPoints, _ groups: ClassGroups, resampling: Resampling?) {
    let (sorted, clusters) = groups.arranged(points)
    let (counts, accuracies) = (sorted.counts, sorted.accuracies)
    self.clusters = clusters.members.count
    source = groups.source
    let shift = (resampling ?? Resampling()).atMost(1_999).circularShift(.spearman, counts, accuracies)
    let rankSlope = clusters.rankSlope(counts, accuracies)
    self.shift = shift
    self.rankSlope = rankSlope
    slope = sorted.logCounts.flatMap { clusters.slope($0, accuracies) }
    bootstrap =
      resampling.map { $0.atMost(1_999).interval(ofRho: counts, accuracies, clusters: clusters) }
      ?? .failure(.parameter("no resamples were asked for"))
    effectiveCount =
      groups.isOrder ? shift.map(\.effectiveCount) : clusters.effectiveCount(counts, accuracies)
    p = groups.isOrder ? shift.map(\.p) : rankSlope.map(\.p)
  }

  /// The report's lines.
  func lines(of report: CorrelationReport) -> [CorrelationReport.Line] {
    typealias Line = CorrelationReport.Line
    let found = shift.value
    var boot = report.line("spearman", bootstrap)
    boot.method = "bootstrap over \(clusters) clusters, \(source), " + boot.method
    return [
      Line(
        statistic: "spearman", value: shift.map(\.value), p: found?.p, n: report.n,
        method:
          "\(found?.exact == false ? "" : "all ")\(found?.shifts ?? 0) circular shifts, over its error, \(source)"
      ),
      boot,
      RefinedCorrelation.line(
        "rank_slope", rankSlope, "CR2 errors, Satterthwaite's degrees of freedom, \(source)"),
      RefinedCorrelation.line("slope", slope, "CR2 errors, Satterthwaite's degrees of freedom, \(source)"),
      Line(
        statistic: "n_effective", value: effectiveCount, n: report.n,
        method: source.isEmpty ? "" : "independent classes that would tell as much, \(source)"),
    ]
  }
}
