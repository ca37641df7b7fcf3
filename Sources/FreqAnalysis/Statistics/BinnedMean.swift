/// What the points of one bin have in common.
public struct BinnedMean: Sendable {
  /// The bin.
  public var bin: Bins.Bin
  /// The positions of the bin's points, ascending.
  public var members: [Int]
  /// The mean of their values; undefined for an empty bin.
  public var mean: Estimate<Double>
  /// The standard error of the mean, with n - 1 in the deviation; undefined for fewer than two points.
  public var standardError: Estimate<Double>

  /// The number of points.
  public var count: Int { members.count }

  /// Averages the values in each bin, empty bins included.
  ///
  /// Points whose count lies in no bin are left out. Undefined where the inputs differ in length or hold a value that
  /// is not finite.
  ///
  /// - Complexity: O(*n* log *b*) for *n* points and *b* bins.
  public static func all(_ bins: Bins, counts: [Double], values: [Double]) -> Estimate<[BinnedMean]> {
    Estimate { () throws(Undefined) -> [BinnedMean] in
      try Samples.check(counts, values, need: 0)
      let inside = bins.members(counts).inside
      return bins.bins.indices.map { BinnedMean(bin: bins.bins[$0], members: inside[$0], values: values) }
    }
  }

  private init(bin: Bins.Bin, members: [Int], values: [Double]) {
    self.bin = bin
    self.members = members
    let own = members.map { values[$0] }
    guard !own.isEmpty else {
      mean = .failure(.tooFew(have: 0, need: 1))
      standardError = .failure(.tooFew(have: 0, need: 2))
      return
    }
    let centred = Samples.Centred(own)
    mean = .success(centred.mean)
    guard own.count > 1 else {
      standardError = .failure(.tooFew(have: 1, need: 2))
      return
    }
    let n = Double(own.count)
    standardError = .success((centred.squares / (n - 1) / n).squareRoot() * centred.scale)
  }

  /// The fewest bins with classes of which a correlation says something.
  static let fewestBins = 4

  /// The correlation of the bins' means with the bins' order, each bin as often as it has classes.
  ///
  /// It is what the points' coefficient would be if every class had its bin's mean; mostly larger than that, since
  /// averaging hides how classes scatter. Undefined for fewer than four bins with classes: three means are in order by
  /// chance once in three times. It has no p-value, since the classes of a bin are no longer independent.
  public static func correlation(_ means: [BinnedMean], _ kind: Coefficient = .spearman) -> Estimate<
    Correlation
  > {
    let filled = means.enumerated().compactMap { order, bin in
      bin.mean.value.map { (order: Double(order), mean: $0, count: bin.count) }
    }
    guard filled.count >= fewestBins else {
      return .failure(.tooFew(have: filled.count, need: fewestBins))
    }
    let orders = filled.flatMap { [Double](repeating: $0.order, count: $0.count) }
    let values = filled.flatMap { [Double](repeating: $0.mean, count: $0.count) }
    return kind.value(orders, values).map {
      Correlation(
        kind, $0, count: filled.count,
        logP: .failure(.parameter("means of bins have no p-value of their own")))
    }
  }

  /// The fewest points of which the bootstrap gives the interval of a mean; of fewer it is too narrow.
  static let fewestForBootstrap = 6

  /// The t interval of the mean of values between 0 and 1, cut off at both.
  ///
  /// Undefined for fewer than two points, and where all are equal. Source: Student (1908), The probable error of a mean,
  /// Biometrika 6.
  public func interval(confidence: Double = 0.95) -> Estimate<Interval> {
    mean.flatMap { mean in
      standardError.flatMap { error in
        Estimate { () throws(Undefined) -> Interval in
          try Samples.check(confidence: confidence)
          guard error > 0 else { throw .degenerate }
          let reach = StudentT.upperQuantile((1 - confidence) / 2, df: Double(count - 1)) * error
          return Interval(low: max(0, mean - reach), high: min(1, mean + reach), confidence: confidence)
        }
      }
    }
  }
}
