/// A model's mean accuracies in bins of the count, each with an interval; and what averaging does to the coefficient.
public struct BinnedCurve: Sendable {
  /// One bin.
  public struct Bar: Sendable {
    /// The classes and their mean accuracy.
    public var mean: BinnedMean
    /// The bootstrap's interval of the mean over classes.
    public var interval: Estimate<BootstrapInterval>
    /// All right answers of the bin's classes over all answers, with Wilson's interval; nil where they are not known.
    public var pooled: Pooled?

    /// Right answers of all classes of a bin.
    public struct Pooled: Sendable, Hashable {
      /// The right answers.
      public var correct: Int
      /// The answers.
      public var total: Int
      /// Wilson's interval of their share.
      public var interval: Interval

      /// The share of right answers.
      public var share: Double { Double(correct) / Double(total) }
    }
  }

  /// The points that were averaged.
  public var points: KnownPoints
  /// The bins, the empty ones included; none where the bins or the points are undefined.
  public var bars: [Bar]
  /// The bins in words.
  public var label: String
  /// Spearman's rho of the bins' means and the bins' order.
  public var ofMeans: Estimate<Correlation>
  /// Spearman's rho of the classes.
  public var ofClasses: Estimate<Correlation>

  /// Averages the accuracies in bins.
  ///
  /// - Complexity: O(resamples × *n*) in the points.
  public init(
    _ points: KnownPoints, bins: BinChoice = .paper, resampling: Resampling = Resampling(resamples: 1_999)
  ) {
    self.points = points
    label = bins.label
    let accuracies = points.accuracies
    let means = bins.bins(for: points.counts).flatMap {
      BinnedMean.all($0, counts: points.counts, values: accuracies)
    }
    bars = (means.value ?? []).map { mean in
      Bar(
        mean: mean, interval: resampling.intervalOfMean(mean.members.map { accuracies[$0] }),
        pooled: Self.pooled(mean.members.map { points.points[$0] }))
    }
    ofMeans = means.flatMap { BinnedMean.correlation($0) }
    ofClasses = points.spearman
  }

  private static func pooled(_ points: [KnownPoints.Point]) -> Bar.Pooled? {
    var (correct, total) = (0, 0)
    for point in points {
      guard let right = point.correct, let all = point.total else { return nil }
      correct += right
      total += all
    }
    return Wilson.interval(correct: correct, total: total).value.map {
      Bar.Pooled(correct: correct, total: total, interval: $0)
    }
  }

  /// Both coefficients in a sentence, which says that means hide the scatter where they do.
  public var sentence: String {
    let classes =
      switch ofClasses {
      case .success(let rho):
        "ρ = \(Finding.fixed(rho.coefficient)) over \(NumberText.grouped(points.points.count)) classes"
      case .failure(let reason): "ρ over classes is undefined: \(reason.clauseOfPoints)"
      }
    guard let means = ofMeans.value else { return classes }
    let filled = bars.filter { $0.mean.count > 0 }.count
    return "\(classes); the means of \(filled) bins correlate at \(Finding.fixed(means.coefficient))"
      + (hidesScatter ? ", since averaging hides the scatter of the classes" : "")
  }

  /// What stands beside bins that are written somewhere: the model, the corpus and the sentence of each series.
  public static func sentences(_ series: [KnownPoints]) -> [String] {
    series.map { points in
      let curve = BinnedCurve(points, resampling: Resampling(resamples: 1, threads: 1))
      return "\(points.model), \(points.corpus): \(curve.sentence)"
    }
  }

  /// Whether the means look clearly more like a line than the classes do.
  public var hidesScatter: Bool {
    guard let means = ofMeans.value?.coefficient, let classes = ofClasses.value?.coefficient else {
      return false
    }
    return abs(means) > abs(classes) + 0.1
  }
}

extension Undefined {
  /// The reason, for counts and accuracies.
  var clauseOfPoints: String { clause(first: "counts", second: "accuracies") }
}

extension Table {
  /// Binned curves; one row a model and bin, the last bin without a high end.
  ///
  /// `low` and `high` are the bootstrap's interval of the mean over classes; `pooled` is the share of all right answers
  /// with Wilson's interval, where right answers are known. `spearman_means` and `spearman_classes` stand in every
  /// row, so that the one is never read without the other.
  public static func binned(_ curves: [BinnedCurve]) -> Table {
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text, isDetail: true), .init("bin_low", .real),
      .init("bin_high", .real),
      .init("classes", .integer), .init("mean_accuracy", .real, heading: "mean"),
      .init("standard_error", .real, isDetail: true),
      .init("low", .real), .init("high", .real), .init("pooled", .real, isDetail: true),
      .init("pooled_low", .real, isDetail: true), .init("pooled_high", .real, isDetail: true),
      .init("spearman_means", .real, heading: "rho of means", isDetail: true),
      .init("spearman_classes", .real, heading: "rho of classes", isDetail: true),
    ])
    for curve in curves {
      for bar in curve.bars {
        let interval = bar.interval.value?.interval
        table.append([
          .text(curve.points.model), .text(curve.points.corpus), .real(bar.mean.bin.low),
          .init(bar.mean.bin.high), .integer(bar.mean.count), .init(bar.mean.mean.value),
          .init(bar.mean.standardError.value), .init(interval?.low), .init(interval?.high),
          .init(bar.pooled?.share), .init(bar.pooled?.interval.low), .init(bar.pooled?.interval.high),
          .init(curve.ofMeans.value?.coefficient), .init(curve.ofClasses.value?.coefficient),
        ])
      }
    }
    return table
  }
}
