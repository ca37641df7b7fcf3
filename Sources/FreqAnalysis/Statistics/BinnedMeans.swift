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

  /// The correlation of the bins' means with the bins' order, empty bins left out.
  ///
  /// It is mostly larger than the correlation of the points, since averaging hides how they scatter; few points in many
  /// bins can make it smaller. It is here so that it can be shown beside the points' own.
  public static func correlation(_ means: [BinnedMean], _ kind: Coefficient = .spearman) -> Estimate<
    Correlation
  > {
    let filled = means.enumerated().compactMap { order, bin in bin.mean.value.map { (Double(order), $0) } }
    return kind.correlation(filled.map(\.0), filled.map(\.1))
  }
}
