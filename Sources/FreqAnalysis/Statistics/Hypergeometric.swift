import Foundation

/// How many marked ones are among those drawn without replacement.
enum Hypergeometric {
  /// log of "n choose k", for k from 0 to n.
  static func logChoose(_ n: Double, _ k: Double) -> Double {
    k == 0 || k == n ? 0 : -log(n + 1) - Gamma.logBeta(k + 1, n - k + 1)
  }

  /// The logarithm of the probability of `hits` marked ones among `drawn` of `population` with `marked` marked.
  static func logProbability(_ hits: Int, population: Int, marked: Int, drawn: Int) -> Double {
    guard hits >= max(0, drawn + marked - population), hits <= min(drawn, marked) else { return -.infinity }
    return logChoose(Double(marked), Double(hits))
      + logChoose(Double(population - marked), Double(drawn - hits))
      - logChoose(Double(population), Double(drawn))
  }

  /// P(hits or fewer).
  ///
  /// - Complexity: O(*d*) in those drawn.
  static func lowerTail(_ hits: Int, population: Int, marked: Int, drawn: Int) -> Double {
    let least = max(0, drawn + marked - population)
    let most = min(drawn, marked)
    if hits < least { return 0 }
    if hits >= most { return 1 }
    // The shorter side is added up, from the end nearest to the middle, whose terms are the largest.
    let isLower = Double(hits) * Double(population) <= Double(drawn) * Double(marked)
    let start = isLower ? hits : hits + 1
    var term = exp(logProbability(start, population: population, marked: marked, drawn: drawn))
    var sum = term
    var place = start
    while isLower ? place > least : place < most {
      term *= isLower ? down(place, population, marked, drawn) : up(place, population, marked, drawn)
      place += isLower ? -1 : 1
      sum += term
      if term < sum * 1e-17 { break }
    }
    return isLower ? min(1, sum) : max(0, 1 - sum)
  }

  /// A draw from a uniform number from 0 up to 1: probabilities are passed from the most likely number outward.
  ///
  /// - Complexity: O(sqrt(*d*)) on average in those drawn.
  static func draw(_ uniform: Double, population: Int, marked: Int, drawn: Int) -> Int {
    let least = max(0, drawn + marked - population)
    let most = min(drawn, marked)
    guard least < most else { return least }
    let middle = Int(Double(drawn + 1) * Double(marked + 1) / Double(population + 2))
    let mode = min(most, max(least, middle))
    let peak = exp(logProbability(mode, population: population, marked: marked, drawn: drawn))
    var (sum, above, below) = (peak, peak, peak)
    var (high, low) = (mode, mode)
    if uniform < sum { return mode }
    while high < most || low > least {
      if high < most {
        above *= up(high, population, marked, drawn)
        high += 1
        sum += above
        if uniform < sum { return high }
      }
      if low > least {
        below *= down(low, population, marked, drawn)
        low -= 1
        sum += below
        if uniform < sum { return low }
      }
    }
    return mode
  }

  /// The probability of one more over that of `hits`.
  private static func up(_ hits: Int, _ population: Int, _ marked: Int, _ drawn: Int) -> Double {
    let rest = Double(population - marked - drawn + hits + 1)
    return Double(marked - hits) * Double(drawn - hits) / (Double(hits + 1) * rest)
  }

  /// The probability of one fewer over that of `hits`.
  private static func down(_ hits: Int, _ population: Int, _ marked: Int, _ drawn: Int) -> Double {
    let rest = Double(population - marked - drawn + hits)
    return Double(hits) * rest / (Double(marked - hits + 1) * Double(drawn - hits + 1))
  }

  /// The interval of the marked ones of a population, of which `drawn` were looked at and `hits` were marked.
  ///
  /// Each end is the most extreme number whose tail is not below (1 - confidence) / 2: exact, never too narrow, and one
  /// number where all were looked at. Undefined for numbers that do not fit. Source: Buonaccorsi (1987), A note on
  /// confidence intervals for proportions in finite populations, Am. Statist. 41.
  ///
  /// - Complexity: O(*d* log *N*) for *d* drawn of *N*.
  static func interval(hits: Int, drawn: Int, population: Int, confidence: Double = 0.95) -> Estimate<
    Interval
  > {
    Estimate { () throws(Undefined) -> Interval in
      try Samples.check(confidence: confidence)
      guard hits >= 0, hits <= drawn, drawn <= population else { throw .notACount(index: 0) }
      guard drawn > 0 else { throw .tooFew(have: 0, need: 1) }
      let tail = (1 - confidence) / 2
      let (least, most) = (hits, population - (drawn - hits))
      // The upper tail at `hits` grows with the marked ones, the lower tail falls.
      let low = first(least, most) { marked in
        1 - lowerTail(hits - 1, population: population, marked: marked, drawn: drawn) >= tail
      }
      let beyond = first(least, most + 1) { marked in
        marked > most || lowerTail(hits, population: population, marked: marked, drawn: drawn) < tail
      }
      return Interval(low: Double(low), high: Double(max(low, beyond - 1)), confidence: confidence)
    }
  }

  /// The first whole number of a range from which on a condition holds; the last where it holds nowhere.
  private static func first(_ from: Int, _ through: Int, where holds: (Int) -> Bool) -> Int {
    var (low, high) = (from, through)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
