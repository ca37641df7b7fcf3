import Foundation
import Testing

@testable import FreqAnalysis

/// How often intervals hold the truth and tests find what is not there, where classes are few, tied or never mentioned.
///
/// A few draws here; `make torture` asks for many by `SIMULATIONS`, and each simulation then prints its line of the table in
/// docs/statistics.md.
@Suite(.enabled(if: Simulation.isRun, Simulation.why)) struct IntervalSimulationTests {
  /// The draws of each simulation.
  private static let draws = ProcessInfo.processInfo.environment["SIMULATIONS"].flatMap(Int.init) ?? usual
  private static let usual = 24
  private static let resampling = Resampling(resamples: 399, threads: 1)

  /// The share of draws in which each of some things happened, of the draws in which it is defined.
  private static func shares(
    _ events: Int, _ draw: @escaping @Sendable (inout SplitMix) -> [Bool?]
  ) -> [Double] {
    let found = Resampling().mapped(draws) { index in
      var streams = RandomSource(seed: 1_984, stream: UInt64(index))
      var random = SplitMix(seed: streams.next())
      return draw(&random)
    }
    return (0..<events).map { event in
      let known = found.compactMap { $0[event] }
      return known.count * 10 > draws * 8 ? Double(known.count { $0 }) / Double(known.count) : .nan
    }
  }

  /// Tells a line of the table, and holds one share to its limits as far as the draws can tell.
  private static func check(
    _ what: String, _ shares: [(name: String, share: Double)], _ name: String, from low: Double,
    to high: Double, location: SourceLocation = #_sourceLocation
  ) {
    if draws > usual {
      let figures = shares.map { "\($0.name) \(($0.share * 1_000).rounded() / 10) %" }
      print("| \(what) | \(draws) | \(figures.joined(separator: ", ")) |")
    }
    let share = shares.first { $0.name == name }?.share ?? .nan
    #expect(
      BinomialBound.isAtLeast(share, low, draws: draws) && BinomialBound.isAtMost(share, high, draws: draws),
      "\(what): \(share)", sourceLocation: location)
  }

  /// A class's share of 50 right answers, its chance logistic normal around a middle.
  private static func accuracy(_ middle: Double, _ spread: Double, _ random: inout SplitMix) -> Double {
    let chance = 1 / (1 + exp(-(middle + spread * random.normal())))
    return Double((0..<50).count { _ in random.unit() < chance }) / 50
  }

  private static func holds(_ interval: Interval?, _ value: Double) -> Bool? {
    interval.map { $0.low <= value && value <= $0.high }
  }

  /// Means of bins: the mean of all classes is known of a large draw.
  @Test(arguments: [2, 3, 5, 10]) func meansOfFewClasses(_ classes: Int) {
    var large = SplitMix(seed: 3)
    let truth = Samples.mean((0..<40_000).map { _ in Self.accuracy(0.5, 1, &large) })
    let shares = Self.shares(2) { random in
      let values = (0..<classes).map { _ in Self.accuracy(0.5, 1, &random) }
      let mean = BinnedMean.all(.paper, counts: values.map { _ in 0 }, values: values).value?[0]
      return [
        Self.holds(mean?.interval().value, truth),
        Self.holds(Self.resampling.intervalOfMean(values).value?.interval, truth),
      ]
    }
    Self.check(
      "95 % interval of the mean of \(classes) classes: holds it", [("t", shares[0]), ("BCa", shares[1])],
      classes < BinnedMean.fewestForBootstrap ? "t" : "BCa", from: 0.88, to: 0.99)
  }

  /// Counts of which four in five are zero, accuracies that rise with them.
  private static func mostlyZero(_ classes: Int, _ random: inout SplitMix) -> (x: [Double], y: [Double]) {
    let x = (0..<classes).map { _ in random.unit() < 0.8 ? 0 : 1 + 3 * random.unit() }
    return (x, x.map { accuracy(0.3 + 0.4 * $0, 0.8, &random) })
  }

  @Test(arguments: [Coefficient.kendall, .pearson, .spearman]) func coefficientsOfMostlyZeros(
    _ kind: Coefficient
  ) {
    var large = SplitMix(seed: 5)
    let whole = Self.mostlyZero(30_000, &large)
    guard let truth = kind.value(whole.x, whole.y).value else { return }
    let shares = Self.shares(2) { random in
      let (x, y) = Self.mostlyZero(200, &random)
      return [
        Self.holds(kind.correlation(x, y).flatMap { $0.interval() }.value, truth),
        Self.holds(Self.resampling.interval(of: kind, x, y).value?.interval, truth),
      ]
    }
    Self.check(
      "95 % interval of \(kind.rawValue), 200 classes, 80 % of them zero: holds it",
      [("formula", shares[0]), ("BCa", shares[1])], "BCa", from: 0.92, to: 0.97)
  }

  /// No relation, ties and zeros: how often each test says that there is one.
  @Test(arguments: [6, 9, 60]) func testsOfNothing(_ classes: Int) {
    let shares = Self.shares(3) { random in
      let x = (0..<classes).map { _ in random.unit() < 0.4 ? 0 : (10 * random.unit()).rounded(.up) }
      let y = (0..<classes).map { _ in Self.accuracy(0, 1, &random) }
      let rho = Spearman.correlation(x, y).value
      let t = rho.map { StudentT.logTwoSidedP(r: $0.coefficient, df: Double(classes - 2)) < log(0.05) }
      return [
        rho.flatMap { $0.p.value.map { $0 <= 0.05 } }, t,
        Self.resampling.interval(of: .spearman, x, y).value.map { $0.p <= 0.05 },
      ]
    }
    Self.check(
      "rho of \(classes) classes without a relation: p at most 0.05",
      [(classes <= 9 ? "exact" : "as printed", shares[0]), ("t", shares[1]), ("bootstrap", shares[2])],
      classes <= 9 ? "exact" : "bootstrap", from: 0, to: classes <= 9 ? 0.05 : 0.08)
  }

  /// The whole line inside its band, and the largest of all residuals.
  @Test func linesAndTheirLargestResiduals() {
    let shares = Self.shares(4) { random in
      let x = (0..<60).map { _ in 5 * random.unit() }
      let y = x.map { 0.2 + 0.1 * $0 + 0.1 * random.normal() }
      guard let line = LeastSquares.fit(x, y).value, let largest = line.surprises.max() else {
        return [nil, nil, nil, nil]
      }
      let places = (0...50).map { Double($0) / 10 }
      func isInside(_ band: (Double) -> Interval?) -> Bool {
        places.allSatisfy { Self.holds(band($0), 0.2 + 0.1 * $0) ?? false }
      }
      return [
        isInside { line.lineBand(at: $0).value }, isInside { line.lineInterval(at: $0).value },
        line.surpriseP(largest) < 0.05, largest >= 3,
      ]
    }
    Self.check(
      "95 % band of a line through 60 classes: holds the whole line",
      [("Working-Hotelling", shares[0]), ("pointwise", shares[1])], "Working-Hotelling", from: 0.95, to: 0.99)
    Self.check(
      "largest of 60 residuals without an outlier: called one",
      [("Bonferroni p < 0.05", shares[2]), ("3 or more", shares[3])], "Bonferroni p < 0.05", from: 0.02,
      to: 0.06)
  }
}

extension LeastSquares {
  /// The sizes of all studentized residuals.
  fileprivate var surprises: [Double] { (studentizedResiduals.value ?? []).map { abs($0) } }
}
