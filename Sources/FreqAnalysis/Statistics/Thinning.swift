import Foundation

/// Counts of a sample of a corpus, brought to the scale of the whole.
///
/// Of *C* captions a sample that keeps each with the chance *f* finds *c*, and c / f is too low where c is 0 and too rough where
/// it is small. What goes into a line is what log10(C + 1) is on average for classes with this c: a predictor with
/// such an error (Berkson's) leaves the slope as it is.
struct Thinning: Hashable, Sendable {
  /// The share of the corpus that was counted, above 0 and at most 1.
  var fraction: Double
  /// The mean of the natural logarithm of the classes' expected captions in the whole corpus.
  var mean: Double
  /// Its standard deviation over classes.
  var deviation: Double

  /// The steps of the integral over the logarithm: from -8 to 8 standard deviations, where a fifth of one is as good as exact.
  private static let nodes: [Double] = (0...80).map { Double($0) / 5 - 8 }

  /// Fits the distribution of the classes' counts: log-normal expectations, of each of which the sample shows a Poisson number
  /// times the fraction.
  ///
  /// By the largest likelihood, with EM over a grid. Undefined for a fraction outside 0 to 1, for negative counts, and where
  /// fewer than two classes were found. Source: Bulmer (1974), On fitting the Poisson lognormal distribution to
  /// species-abundance data, Biometrics 30; the steps: Dempster, Laird and Rubin (1977), J. R. Stat. Soc. B 39.
  ///
  /// - Parameters:
  ///   - counts: What the sample found of each class; need not be whole, where corpora are weighted.
  ///   - fraction: The share of the corpus in the sample.
  /// - Returns: The distribution.
  /// - Complexity: O(distinct counts) a step, at most 1,000 steps.
  static func fit(_ counts: [Double], fraction: Double) -> Estimate<Thinning> {
    Estimate { () throws(Undefined) -> Thinning in
      guard fraction > 0, fraction <= 1 else {
        throw .parameter("the fraction of a sample must be above 0 and at most 1, and \(fraction) is not")
      }
      if let index = counts.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
        throw .notACount(index: index)
      }
      let found = counts.filter { $0 > 0 }
      guard found.count >= 2 else { throw .tooFew(have: found.count, need: 2) }
      var groups: [Double: Double] = [:]
      for count in counts { groups[count, default: 0] += 1 }
      // In the order of the counts, so that sums do not depend on the hash.
      let distinct = groups.sorted { $0.key < $1.key }
      let logs = Samples.Centred(counts.map { log(($0 + 0.5) / fraction) })
      var now = Thinning(
        fraction: fraction, mean: logs.mean,
        deviation: max(0.1, (logs.squares / Double(counts.count)).squareRoot() * logs.scale))
      for _ in 0..<1_000 {
        var (sum, squares) = (0.0, 0.0)
        for (count, classes) in distinct {
          let posterior = now.posterior(of: count)
          for (value, weight) in posterior {
            sum += classes * weight * value
            squares += classes * weight * value * value
          }
        }
        let n = Double(counts.count)
        let mean = sum / n
        let next = Thinning(
          fraction: fraction, mean: mean, deviation: max(1e-3, max(0, squares / n - mean * mean).squareRoot())
        )
        let change = abs(next.mean - now.mean) + abs(next.deviation - now.deviation)
        now = next
        if change < 1e-6 { break }
      }
      return now
    }
  }

  /// The logarithms of the expectation that a count of the sample may come from, with their weights, which add up to 1.
  func posterior(of count: Double) -> [(value: Double, weight: Double)] {
    // A large count says all by itself, on a scale much finer than the classes': the grid is laid around it.
    let own = log(max(count, 0.5) / fraction)
    let precision = count
    let prior = 1 / (deviation * deviation)
    let centre = (own * precision + mean * prior) / (precision + prior)
    // Of a count of 0 the likelihood falls on one side only, and the prior's width is that of both.
    let width = count > 0 ? 1 / (precision + prior).squareRoot() : deviation
    if count >= 1_000 {
      // As good as normal: the three nodes of Gauss and Hermite.
      let step = 3.0.squareRoot() * width
      return [(centre - step, 1.0 / 6), (centre, 2.0 / 3), (centre + step, 1.0 / 6)]
    }
    let middle = count > 0 ? centre : mean
    var logs = [Double](repeating: 0, count: Self.nodes.count)
    var largest = -Double.infinity
    for (place, node) in Self.nodes.enumerated() {
      let value = middle + width * node
      let away = (value - mean) / deviation
      logs[place] = count * (value + log(fraction)) - fraction * exp(value) - 0.5 * away * away
      largest = max(largest, logs[place])
    }
    var total = 0.0
    for place in logs.indices {
      logs[place] = exp(logs[place] - largest)
      total += logs[place]
    }
    return zip(Self.nodes, logs).map { (middle + width * $0, $1 / total) }
  }

  /// The mean of log10(C + 1) over classes of which the sample found so many: rises with the count.
  func expectedLog(of count: Double) -> Double {
    guard fraction < 1 else { return log10(count + 1) }
    return posterior(of: count).reduce(0) { sum, entry in
      sum + entry.weight * Self.meanLog(seen: count, unseen: (1 - fraction) * exp(entry.value))
    }
  }

  /// The counts of the whole whose log10(count + 1) is what is expected of each count of the sample.
  ///
  /// Equal counts stay equal and their order stays, so that rank correlations do.
  ///
  /// - Complexity: O(*n* + distinct counts), the latter some 80 times.
  func whole(_ counts: [Double]) -> [Double] {
    var known: [Double: Double] = [:]
    for count in counts where known[count] == nil { known[count] = pow(10, expectedLog(of: count)) - 1 }
    return counts.map { known[$0] ?? $0 }
  }

  /// The mean of log10(seen + U + 1) for a Poisson number U.
  static func meanLog(seen: Double, unseen: Double) -> Double {
    guard unseen < 30 else {
      // The second term of the expansion around the mean, and the third and fourth central moments' terms.
      let centre = seen + unseen + 1
      let ratio = unseen / (centre * centre)
      return
        (log(centre) - ratio / 2 + ratio / (3 * centre) - (3 * ratio * ratio + ratio / (centre * centre)) / 4)
        / log(10)
    }
    var (term, sum, mean) = (exp(-unseen), 0.0, 0.0)
    for number in 0..<200 {
      mean += term * log10(seen + Double(number) + 1)
      sum += term
      if Double(number) > unseen, 1 - sum < 1e-14 { break }
      term *= unseen / Double(number + 1)
    }
    return mean
  }
}
