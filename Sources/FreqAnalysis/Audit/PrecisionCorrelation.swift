/// How a model's accuracy goes with the mentions that are the class, as far as a person judged.
public struct PrecisionCorrelation: Sendable {
  /// The points.
  public var points: KnownPoints
  /// How many of the classes were judged.
  public var judgedClasses: Int
  /// How many of their mentions were judged.
  public var judgedMentions: Int
  /// The mean share of mentions that are the class, over the classes; undefined where nothing was judged.
  public var precision: Estimate<Double>
  /// rho of the mentions that are the class, with an interval that holds what is not known of the precision too.
  public var rho: Estimate<(value: Double, interval: Interval)>

  /// Computes it for points whose counts are as they were counted.
  ///
  /// - Parameters:
  ///   - points: The points.
  ///   - findings: What was judged.
  ///   - group: The label of the group in the findings; nil where nothing was split.
  ///   - resampling: How often points are resampled.
  public init(_ points: KnownPoints, _ findings: AuditFindings, group: String?, resampling: Resampling) {
    self.points = points
    let samples = points.points.map { point in
      findings.precision(of: point.classIndex, group: group).map {
        JudgedShares.Sample(judged: $0.judged, right: $0.right)
      }
    }
    let known = samples.compactMap { $0 }.filter { $0.judged > 0 }
    judgedClasses = known.count
    judgedMentions = known.reduce(0) { $0 + $1.judged }
    let shares = JudgedShares.fit(known)
    precision = shares.map(\.mean)
    rho = shares.flatMap {
      resampling.interval(ofRho: points.counts, points.accuracies, judged: samples, $0)
    }
  }

  /// Asks a database.
  ///
  /// - Returns: One entry a series of the answer, and what was judged.
  /// - Throws: `StoreError`.
  public static func all(
    _ answer: PointQuery.Answer, in store: CountStore, resampling: Resampling
  ) throws -> (entries: [PrecisionCorrelation], findings: AuditFindings) {
    let findings = try store.auditFindings(answer.resolved)
    let isSplit = answer.resolved.grouping == .corpus
    let entries = answer.known.map {
      PrecisionCorrelation($0, findings, group: isSplit ? $0.corpus : nil, resampling: resampling)
    }
    return (entries, findings)
  }
}

extension Table {
  /// Correlations of the mentions that are the class beside those of all mentions; one row a model and corpus.
  public static func precisionCorrelations(_ entries: [PrecisionCorrelation]) -> Table {
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text), .init("n", .integer),
      .init("judged_classes", .integer, heading: "judged classes"),
      .init("judged_mentions", .integer, heading: "judged mentions", isDetail: true),
      .init("mean_precision", .real, heading: "precision"), .init("spearman", .real),
      .init("spearman_precise", .real, heading: "of right mentions"), .init("low", .real),
      .init("high", .real),
    ])
    for entry in entries {
      let interval = entry.rho.value?.interval
      table.append([
        .text(entry.points.model), .text(entry.points.corpus), .integer(entry.points.points.count),
        .integer(entry.judgedClasses), .integer(entry.judgedMentions), .init(entry.precision.value),
        .init(entry.points.spearman.value?.coefficient), .init(entry.rho.value?.value), .init(interval?.low),
        .init(interval?.high),
      ])
    }
    return table
  }
}
