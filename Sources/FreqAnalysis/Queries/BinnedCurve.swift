/// A model's mean accuracies in bins of the count, each with an interval; and what averaging does to the coefficient.
public struct BinnedCurve: Sendable {
  /// One bin.
  public struct Bar: Sendable {
    /// The classes and their mean accuracy.
    public var mean: BinnedMean
    /// The interval of the mean over classes; undefined for fewer than two classes, and where all are equally accurate.
    public var interval: Estimate<MeanInterval>
    /// All right answers of the bin's classes over all answers, with Wilson's interval; nil where they are not known.
    public var pooled: Pooled?

    /// The interval of a mean, and how it was made.
    public struct MeanInterval: Sendable, Hashable {
      /// The interval.
      public var interval: Interval
      /// How it was made.
      public var method: Method

      /// How the interval of a mean is made.
      public enum Method: String, Sendable, Hashable {
        /// By Student's t, cut off at 0 and 1: of fewer than six classes, for which the bootstrap's is too narrow.
        case t = "t, cut off at 0 and 1"
        /// By the BCa bootstrap.
        case bootstrap = "BCa bootstrap"
      }
    }

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
  /// Spearman's rho of the bins' means and the bins' order, each bin as often as it has classes.
  public var ofMeans: Estimate<Correlation>
  /// Spearman's rho of the classes.
  public var ofClasses: Estimate<Correlation>

  /// Averages the accuracies in bins.
  ///
  /// - Complexity: O(resamples × *n*) in the points.
  public init(
    _ points: KnownPoints, bins: BinChoice = .paper, resampling: Resampling = Resampling(resamples: 1_999)
  ) {
    self = Self.all([points], bins: bins, resampling: resampling)[0]
  }

  private init(_ points: KnownPoints, _ label: String, _ means: Estimate<[BinnedMean]>, _ bars: [Bar]) {
    self.points = points
    self.label = label
    self.bars = bars
    ofMeans = means.flatMap { BinnedMean.correlation($0) }
    ofClasses = points.spearman
  }

  /// Averages the accuracies of several series in bins; series with the same classes in a bin share its resamples.
  ///
  /// - Complexity: O(resamples × *n*) in the points of all series.
  public static func all(
    _ series: [KnownPoints], bins: BinChoice = .paper,
    resampling: Resampling = Resampling(resamples: 1_999), meter: WorkMeter? = nil
  ) -> [BinnedCurve] {
    let means = series.map { points in
      bins.bins(for: points.counts).flatMap {
        BinnedMean.all($0, counts: points.counts, values: points.accuracies)
      }
    }
    // The bins that hold the same classes, each as a series' place and the bin's.
    var alike: [[Int]: [(series: Int, bin: Int)]] = [:]
    for (place, bars) in means.enumerated() {
      for (bin, mean) in (bars.value ?? []).enumerated()
      where mean.count >= BinnedMean.fewestForBootstrap {
        alike[mean.members, default: []].append((place, bin))
      }
    }
    var intervals = means.map { bars in
      (bars.value ?? []).map { mean in
        mean.interval().map { Bar.MeanInterval(interval: $0, method: .t) }
      }
    }
    for (members, places) in alike {
      let columns = places.map { place in members.map { series[place.series].points[$0].accuracy } }
      for (place, interval) in zip(places, resampling.intervalsOfMeans(columns, meter: meter)) {
        intervals[place.series][place.bin] = interval.map {
          Bar.MeanInterval(interval: $0.interval, method: .bootstrap)
        }
      }
    }
    return series.indices.map { place in
      let bars = (means[place].value ?? []).enumerated().map { bin, mean in
        Bar(
          mean: mean, interval: intervals[place][bin],
          pooled: pooled(mean.members.map { series[place].points[$0] }))
      }
      return BinnedCurve(series[place], bins.label, means[place], bars)
    }
  }

  /// The work of `all`, in nanoseconds of one core: as if all series had the same classes in each bin.
  static func work(_ series: [KnownPoints], _ resampling: Resampling) -> Double {
    Double(resampling.resamples)
      * Resampling.workOfMeans(count: series.map(\.points.count).max() ?? 0, columns: series.count)
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

  /// How many classes lie in no bin, and count only in the coefficient of the classes.
  public var outside: Int { points.points.count - bars.reduce(0) { $0 + $1.mean.count } }

  /// Both coefficients in a sentence, which says that means hide the scatter where they do.
  ///
  /// Fewer than four means say nothing and are left out.
  public var sentence: String {
    let outside =
      outside > 0
      ? " (\(ShownText.count(outside, "class is", "classes are")) in none of the bins)" : ""
    let classes =
      switch ofClasses {
      case .success(let rho):
        "ρ = \(Finding.fixed(rho.coefficient)) over \(NumberText.grouped(points.points.count)) classes\(outside)"
      case .failure(let reason): "ρ over classes is undefined: \(reason.clauseOfPoints)"
      }
    guard let means = ofMeans.value else { return classes }
    let filled = bars.filter { $0.mean.count > 0 }.count
    return
      "\(classes); the means of \(filled) bins, weighted by their classes, correlate at "
      + Finding.fixed(means.coefficient)
      + (hidesScatter ? ", since averaging hides the scatter of the classes" : "")
  }

  /// What stands beside bins that are written somewhere: the coefficients of each series, in one sentence for many.
  public static func sentences(_ series: [KnownPoints], bins: BinChoice = .paper) -> [String] {
    let curves = all(series, bins: bins, resampling: Resampling(resamples: 1, threads: 1))
    guard curves.count > few else {
      return curves.map { "\($0.points.model), \($0.points.corpus): \($0.sentence)" }
    }
    func range(_ values: [Double]) -> String {
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      let (first, last) = (Finding.fixed(low), Finding.fixed(high))
      return first == last ? first : "\(first) to \(last)"
    }
    let classes = curves.compactMap { $0.ofClasses.value?.coefficient }
    let means = curves.compactMap { $0.ofMeans.value?.coefficient }
    let hiding = curves.count(where: \.hidesScatter)
    var sentence = "\(NumberText.grouped(curves.count)) series"
    if !classes.isEmpty { sentence += ": ρ over classes is \(range(classes))" }
    if !means.isEmpty {
      sentence += "; the means of bins, weighted by their classes, correlate at \(range(means))"
      if hiding > 0 {
        sentence += ", for \(hiding) of them more strongly, since averaging hides the scatter of the classes"
      }
    }
    return [sentence]
  }

  /// The most series that have a sentence each.
  private static let few = 4

  /// What is to be known of the intervals beside means; nil where all are the bootstrap's.
  static func remark(on curves: [BinnedCurve]) -> String? {
    let methods = curves.flatMap { $0.bars.compactMap { $0.interval.value?.method } }
    guard methods.contains(.t) else { return nil }
    let most = BinnedMean.fewestForBootstrap - 1
    return
      "Intervals are the bootstrap's over classes; bins of 2 to \(most) classes have a t interval, cut off at 0 "
      + "and 1, and one class has none."
  }

  /// Whether the means look clearly more like a line than the classes do, in the same direction.
  var hidesScatter: Bool {
    guard let means = ofMeans.value?.coefficient, let classes = ofClasses.value?.coefficient else {
      return false
    }
    return means * classes > 0 && abs(means) > abs(classes) + 0.1
  }
}

extension Undefined {
  /// The reason, for counts and accuracies.
  var clauseOfPoints: String { clause(first: "counts", second: "accuracies") }
}

extension Table {
  /// Binned curves; one row a model and bin, the last bin without a high end.
  ///
  /// `low` and `high` are the interval of the mean over classes, made as `interval_method` says; `pooled` is the share of all right answers
  /// with Wilson's interval, where right answers are known. `spearman_means` and `spearman_classes` stand in every
  /// row, so that the one is never read without the other.
  public static func binned(_ curves: [BinnedCurve]) -> Table {
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text, isDetail: true), .init("bin_low", .real),
      .init("bin_high", .real),
      .init("classes", .integer), .init("mean_accuracy", .real, heading: "mean"),
      .init("standard_error", .real, isDetail: true),
      .init("low", .real), .init("high", .real), .init("interval_method", .text, isDetail: true),
      .init("pooled", .real, isDetail: true),
      .init("pooled_low", .real, isDetail: true), .init("pooled_high", .real, isDetail: true),
      .init("spearman_means", .real, heading: "rho of means", isDetail: true),
      .init("spearman_classes", .real, heading: "rho of classes", isDetail: true),
    ])
    for curve in curves {
      for bar in curve.bars {
        let interval = bar.interval.value?.interval
        let method = bar.interval.value?.method.rawValue
        table.append([
          .text(curve.points.model), .text(curve.points.corpus), .real(bar.mean.bin.low),
          .init(bar.mean.bin.high), .integer(bar.mean.count), .init(bar.mean.mean.value),
          .init(bar.mean.standardError.value), .init(interval?.low), .init(interval?.high),
          method.map { .text($0) } ?? .missing, .init(bar.pooled?.share), .init(bar.pooled?.interval.low),
          .init(bar.pooled?.interval.high),
          .init(curve.ofMeans.value?.coefficient), .init(curve.ofClasses.value?.coefficient),
        ])
      }
    }
    return table
  }
}
