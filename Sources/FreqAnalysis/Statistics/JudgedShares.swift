import Foundation

/// What judged samples say of shares: of each class that was judged, and of the classes that were not.
///
/// The shares of the classes are taken to come from one beta distribution, which the judged ones show. A judged class has its own
/// posterior, drawn towards the others the more the fewer of it were judged; another has the distribution itself.
public struct JudgedShares: Hashable, Sendable {
  /// What was judged of one class.
  public struct Sample: Hashable, Sendable {
    /// The judged ones.
    public var judged: Int
    /// The right ones among them.
    public var right: Int

    /// Makes a sample.
    public init(judged: Int, right: Int) {
      self.judged = judged
      self.right = right
    }
  }

  /// The first parameter of the beta distribution of the classes' shares.
  public var a: Double
  /// The second parameter.
  public var b: Double

  /// The mean share of the classes.
  public var mean: Double { a / (a + b) }

  /// Fits the distribution: the mode of the likelihood times the density 1 / (1 + a + b)², which keeps classes that happen to agree
  /// from being taken for equal.
  ///
  /// Undefined where nothing was judged. Source: beta-binomial shares, Griffiths (1973), Biometrics 29; the density: Christiansen
  /// and Morris (1997), J. Am. Stat. Assoc. 92.
  ///
  /// - Complexity: some 3,000 passes over the samples.
  public static func fit(_ samples: [Sample]) -> Estimate<JudgedShares> {
    if let index = samples.firstIndex(where: { $0.right < 0 || $0.right > $0.judged }) {
      return .failure(.notACount(index: index))
    }
    let judged = samples.filter { $0.judged > 0 }
    guard !judged.isEmpty else { return .failure(.tooFew(have: 0, need: 1)) }
    func height(_ mean: Double, _ size: Double) -> Double {
      let (a, b) = (mean * size, (1 - mean) * size)
      let base = Gamma.logBeta(a, b)
      let terms = judged.map {
        Gamma.logBeta(a + Double($0.right), b + Double($0.judged - $0.right)) - base
      }
      return Samples.sum(terms) - 2 * log1p(size)
    }
    func best(_ logSize: Double) -> (mean: Double, height: Double) {
      let mean = highest(1e-4, 1 - 1e-4) { height($0, exp(logSize)) }
      return (mean, height(mean, exp(logSize)))
    }
    let logSize = highest(log(0.1), log(1e5)) { best($0).height }
    let mean = best(logSize).mean
    return .success(JudgedShares(a: mean * exp(logSize), b: (1 - mean) * exp(logSize)))
  }

  /// Where a function with one summit is highest: golden sections.
  private static func highest(_ from: Double, _ to: Double, _ height: (Double) -> Double) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (from, to)
    var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
    var (one, two) = (height(left), height(right))
    for _ in 0..<50 {
      if one < two {
        (low, left, one) = (left, right, two)
        right = low + ratio * (high - low)
        two = height(right)
      } else {
        (high, right, two) = (right, left, one)
        left = high - ratio * (high - low)
        one = height(left)
      }
    }
    return (low + high) / 2
  }

  /// The expected share of all of a class, of which a sample was judged.
  ///
  /// - Parameters:
  ///   - sample: What was judged; nil: nothing.
  ///   - population: How many there are; what was judged is known, and only the rest is expected.
  /// - Returns: A share from 0 to 1.
  public func share(_ sample: Sample?, of population: Double) -> Double {
    let sample = sample ?? Sample(judged: 0, right: 0)
    let rest = (a + Double(sample.right)) / (a + b + Double(sample.judged))
    return Self.whole(sample, population, rest: rest)
  }

  /// A share of all of a class, drawn from what is believed of it.
  func draw(_ sample: Sample?, of population: Double, _ random: inout RandomSource) -> Double {
    let sample = sample ?? Sample(judged: 0, right: 0)
    let rest = random.beta(a + Double(sample.right), b + Double(sample.judged - sample.right))
    return Self.whole(sample, population, rest: rest)
  }

  private static func whole(_ sample: Sample, _ population: Double, rest: Double) -> Double {
    guard population > 0, population >= Double(sample.judged) else { return rest }
    return (Double(sample.right) + (population - Double(sample.judged)) * rest) / population
  }
}

extension Resampling {
  /// The interval of rho of counts of which only a share is right, the share known from judged samples.
  ///
  /// Each resample draws the classes with replacement, and each class's share from what is believed of it. Drawn shares are as
  /// far from the truth as the expected ones are, once more: what they take from rho, the expected ones took already, and it is
  /// added to rho of the expected ones, and twice to that of drawn ones. The interval is that of the percentiles. Undefined as for rho. Source: extrapolation over
  /// errors that are added by simulation, in a straight line: Cook and Stefanski (1994), J. Am. Stat. Assoc. 89; draws inside
  /// the bootstrap: Davison and Hinkley (1997), section 3.
  ///
  /// - Parameters:
  ///   - counts: How often each class was found.
  ///   - accuracies: The other input.
  ///   - samples: What was judged of each class; nil: nothing.
  ///   - shares: The distribution of the classes' shares.
  ///   - confidence: The nominal confidence.
  /// - Returns: The interval; its value is rho of the expected right ones, and what drawn shares take from it.
  /// - Complexity: a rank correlation and *n* draws a resample.
  public func interval(
    ofRho counts: [Double], _ accuracies: [Double], judged samples: [JudgedShares.Sample?],
    _ shares: JudgedShares, confidence: Double = 0.95
  ) -> Estimate<(value: Double, interval: Interval)> {
    Estimate { () throws(Undefined) -> (value: Double, interval: Interval) in
      try check()
      try Samples.check(confidence: confidence)
      try Samples.check(counts, accuracies, need: 2)
      guard samples.count == counts.count else { throw .lengthsDiffer(counts.count, samples.count) }
      let expected = counts.indices.map { counts[$0] * shares.share(samples[$0], of: counts[$0]) }
      let plain = try Spearman.coefficient(expected, accuracies).get()
      /// rho over some rows, with the shares of one draw.
      @Sendable func rho(_ rows: [Int], _ random: inout RandomSource) -> Double? {
        let right = counts.indices.map { counts[$0] * shares.draw(samples[$0], of: counts[$0], &random) }
        return Spearman.coefficient(rows.map { right[$0] }, rows.map { accuracies[$0] }).value
      }
      let all = Array(counts.indices)
      let whole = values(min(resamples, 200)) { draw in
        // Streams that no resample has.
        var random = RandomSource(seed: seed, stream: UInt64.max - UInt64(draw))
        return rho(all, &random)
      }.compactMap { $0 }
      let lost = whole.isEmpty ? 0 : plain - Samples.mean(whole)
      let value = min(1, max(-1, plain + lost))
      let drawn = values(resamples) { resample in
        var random = RandomSource(seed: seed, stream: UInt64(resample))
        let rows = random.draw(counts.count)
        return rho(rows, &random).map { min(1, max(-1, $0 + 2 * lost)) }
      }
      let sorted = drawn.compactMap { $0 }.sorted()
      guard (resamples - sorted.count) * 10 <= resamples, !sorted.isEmpty else {
        throw .unstable(undefined: resamples - sorted.count, of: resamples)
      }
      let tail = (1 - confidence) / 2
      return (
        value,
        Interval(
          low: Self.quantile(tail, ofSorted: sorted), high: Self.quantile(1 - tail, ofSorted: sorted),
          confidence: confidence)
      )
    }
  }
}
