import Foundation

/// A correlation with accuracies as it would be had every class been tested on ever more images.
///
/// Chance in the accuracies pulls a correlation towards 0: r = r' sqrt(reliability). It says nothing of other faults, and
/// can exceed 1 where the reliability is small and badly known.
public struct Disattenuation: Hashable, Sendable {
  /// Which coefficient it is: rho, with the reliability of the ranks; or r.
  public var kind: Coefficient
  /// The coefficient of the accuracies as they are.
  public var observed: Double
  /// The reliability of the accuracies, above 0 and at most 1.
  public var reliability: Double
  /// The number of classes.
  public var count: Int

  /// The corrected coefficient: observed / sqrt(reliability).
  public var value: Double { observed / reliability.squareRoot() }

  /// Corrects a correlation.
  ///
  /// Source: Spearman (1904), The proof and measurement of association between two things, Am. J. Psychol. 15, p. 90.
  ///
  /// - Parameters:
  ///   - kind: rho or r; tau is refused.
  ///   - x: The other input, taken to be without error.
  ///   - measured: The accuracies.
  ///   - splits: Divisions of the images for the reliability of ranks.
  ///   - seed: Decides the divisions.
  /// - Returns: The corrected coefficient, undefined where the coefficient or the reliability is.
  /// - Complexity: O(splits × *n* log *n*) for rho, O(*n*) for r.
  public static func of(
    _ kind: Coefficient, _ x: [Double], _ measured: MeasuredAccuracies, splits: Int = 40, seed: UInt64 = 1
  ) -> Estimate<Disattenuation> {
    let reliability: Estimate<Double>
    switch kind {
    case .pearson: reliability = measured.reliability
    case .spearman: reliability = measured.rankReliability(splits: splits, seed: seed)
    case .kendall: return .failure(.parameter("Kendall's tau has no correction for attenuation"))
    }
    return reliability.flatMap { of(kind, x, measured.accuracies, reliability: $0) }
  }

  /// Corrects a correlation by a reliability that is known: above 0 and at most 1.
  public static func of(
    _ kind: Coefficient, _ x: [Double], _ accuracies: [Double], reliability: Double
  ) -> Estimate<Disattenuation> {
    guard reliability > 0, reliability <= 1 else { return .failure(.unreliable) }
    return kind.value(x, accuracies).map {
      Disattenuation(kind: kind, observed: $0, reliability: reliability, count: x.count)
    }
  }
}

extension Resampling {
  /// The same with at most so many resamples.
  func atMost(_ most: Int) -> Resampling {
    Resampling(seed: seed, resamples: min(resamples, most), threads: threads)
  }

  /// Computes a statistic of the points, of every resample, and of what is left without one of at most 100 groups: enough for
  /// an acceleration, for statistics that take long.
  func coarseReplicates(_ columns: [[Double]], of statistic: @escaping Statistic) -> Estimate<Replicates> {
    replicates(columns, of: statistic, groups: 100)
  }

  /// How many divisions of the images each resample looks at.
  static let splitsOfResample = 4

  /// The bootstrap's replicates of a corrected correlation, with the reliability estimated anew in each resample.
  ///
  /// Each resample looks at four divisions of the images instead of all; all replicates are scaled by what this changes of
  /// the coefficient itself.
  func replicates(
    correcting kind: Coefficient, _ x: [Double], _ measured: MeasuredAccuracies, to value: Double
  ) -> Estimate<Replicates> {
    let found: Estimate<Replicates>
    switch kind {
    case .kendall: return .failure(.parameter("Kendall's tau has no correction for attenuation"))
    case .pearson:
      found = coarseReplicates([x, measured.accuracies, measured.noise]) { columns in
        MeasuredAccuracies.reliability(columns[1], noise: columns[2]).flatMap { reliability in
          Pearson.coefficient(columns[0], columns[1]).map { $0 / reliability.squareRoot() }
        }
      }
    case .spearman:
      guard x.count == measured.accuracies.count else {
        return .failure(.lengthsDiffer(x.count, measured.accuracies.count))
      }
      guard !x.contains(where: \.isNaN) else { return .failure(.notFinite(.first, index: 0)) }
      found = rankReplicates(x, measured)
    }
    return found.map { replicates in
      guard replicates.value != 0 else { return replicates }
      return replicates.scaled(by: value / replicates.value)
    }
  }

  /// The replicates of rho over the root of the ranks' reliability; rho and the halves share each resample.
  private func rankReplicates(_ x: [Double], _ measured: MeasuredAccuracies) -> Estimate<Replicates> {
    Estimate { () throws(Undefined) -> Replicates in
      try check()
      var shared = SharedResamples(count: x.count)
      let own = try shared.add(.spearman, x, measured.accuracies).get()
      var halves: [Int] = []
      for half in measured.halves(Self.splitsOfResample, seed: seed) {
        halves.append(try shared.add(.spearman, half.first, half.second).get())
      }
      let found = shared.replicates(self, groups: 100)
      let rho = found[own]
      let pairs = halves.map { found[$0] }
      func corrected(_ rho: Double, _ halves: [Double]) -> Double {
        guard !rho.isNaN, !halves.contains(where: \.isNaN) else { return .nan }
        let mean = halves.reduce(0, +) / Double(halves.count)
        return MeasuredAccuracies.steppedUp(mean).value.map { rho / $0.squareRoot() } ?? .nan
      }
      let value = corrected(rho.value, pairs.map(\.value))
      guard !value.isNaN else { throw .unreliable }
      return Replicates(
        value: value,
        drawn: rho.drawn.indices.map { place in corrected(rho.drawn[place], pairs.map { $0.drawn[place] }) },
        left: rho.left.indices.map { place in corrected(rho.left[place], pairs.map { $0.left[place] }) })
    }
  }

  /// The bootstrap's interval of a corrected correlation over classes, as far as there are correlations.
  ///
  /// - Complexity: some five correlations a resample.
  public func interval(
    of corrected: Disattenuation, _ x: [Double], _ measured: MeasuredAccuracies, confidence: Double = 0.95
  ) -> Estimate<BootstrapInterval> {
    replicates(correcting: corrected.kind, x, measured, to: corrected.value).flatMap {
      interval($0, confidence: confidence).map(\.amongCorrelations)
    }
  }
}

extension BootstrapInterval {
  /// The interval with its ends cut off at -1 and 1, and with the coefficient in it, even where that is beyond.
  ///
  /// No true correlation is left out by this, so that the interval holds it as often as before.
  var amongCorrelations: BootstrapInterval {
    var cut = self
    cut.interval.low = min(max(interval.low, -1), value)
    cut.interval.high = max(min(interval.high, 1), value)
    return cut
  }
}

extension Resampling.Replicates {
  /// The replicates times a number.
  func scaled(by factor: Double) -> Self {
    Self(
      value: value * factor, drawn: drawn.map { $0 * factor },
      left: left.map { $0 * factor })
  }
}

/// Coefficients of columns that hold places among distinct values, as resampling has them.
enum NoisyRanks {
  /// Spearman's rho of two columns of places.
  static func coefficient(_ x: [Double], _ y: [Double]) -> Estimate<Double> {
    Estimate { () throws(Undefined) -> Double in
      try Pearson.ofFinite(Ranks.averagedPlaces(x), Ranks.averagedPlaces(y))
    }
  }

  /// The reliability of the ranks of accuracies whose halves stand in the columns, two by two.
  static func reliability(_ halves: ArraySlice<[Double]>) -> Estimate<Double> {
    Estimate { () throws(Undefined) -> Double in
      var sum = 0.0
      for place in stride(from: halves.startIndex, to: halves.endIndex, by: 2) {
        sum += try coefficient(halves[place], halves[place + 1]).get()
      }
      return try MeasuredAccuracies.steppedUp(sum / Double(halves.count / 2)).get()
    }
  }
}
