import Foundation
import Testing

@testable import FreqAnalysis

/// How often the intervals of slopes over models, of curves and of class sets hold the truth, on data made from a seed.
///
/// A few draws here; `make torture` asks for many by `SIMULATIONS`, and each simulation then prints its line of the table in
/// docs/statistics.md.
@Suite(.enabled(if: Simulation.isRun, Simulation.why)) struct TogetherSimulationTests {
  /// The draws of each simulation.
  private static let draws = ProcessInfo.processInfo.environment["SIMULATIONS"].flatMap(Int.init) ?? 24

  /// The share of draws in which something happened; nil where it is undefined in more than a tenth.
  private static func share(_ draw: @escaping @Sendable (inout SplitMix) -> Bool?) -> Double? {
    let found = Resampling().values(draws) { index in
      var streams = RandomSource(seed: 4_711, stream: UInt64(index))
      var random = SplitMix(seed: streams.next())
      return draw(&random).map { $0 ? 1 : 0 }
    }.compactMap { $0 }
    return found.count * 10 > draws * 9 ? found.reduce(0, +) / Double(found.count) : nil
  }

  /// Tells a line of the table, and holds the share to its limits as far as the draws can tell.
  private static func check(
    _ what: String, _ share: Double?, from low: Double, to high: Double,
    location: SourceLocation = #_sourceLocation
  ) {
    guard let share else {
      Issue.record("undefined in more than a tenth of the draws", sourceLocation: location)
      return
    }
    if draws > 24 { print("| \(what) | \(draws) | \((share * 1_000).rounded() / 10) % |") }
    #expect(
      BinomialBound.isAtLeast(share, low, draws: draws) && BinomialBound.isAtMost(share, high, draws: draws),
      "\(what): \(share)", sourceLocation: location)
  }

  /// Points of models with slopes around 0.03, on classes of unequal difficulty.
  private static func points(
    models: Int, classes: Int, slope: Double, spread: Double, _ random: inout SplitMix
  ) -> [MixedModel.Point] {
    let ease = (0..<classes).map { _ in 0.2 * random.normal() }
    let counts = (0..<classes).map { _ in 6 * random.unit() }
    var points: [MixedModel.Point] = []
    for model in 0..<models {
      let (own, level) = (slope + spread * random.normal(), 0.5 + 0.15 * random.normal())
      for index in 0..<classes {
        let x = counts[index] + 0.3 * random.normal()
        let y = level + own * x + ease[index] + 0.15 * random.normal()
        points.append(.init(model: model, classIndex: index, x: x, y: y))
      }
    }
    return points
  }

  @Test(arguments: [3, 5, 10]) func theSlopeOverModels(_ models: Int) {
    let held = Self.share { random in
      let points = Self.points(models: models, classes: 60, slope: 0.03, spread: 0.02, &random)
      return MixedModel.fit(points).flatMap { $0.interval() }.value.map { $0.low <= 0.03 && 0.03 <= $0.high }
    }
    // With three models the spread of slopes is hardly known, and so the interval is short of its 95 %.
    Self.check(
      "`--across`, \(models) models on 60 classes, slopes 0.03 ± 0.02: interval holds 0.03", held,
      from: models == 3 ? 0.88 : 0.91, to: 1)
  }

  @Test(arguments: [50, 10]) func theSlopeOfLogOdds(_ total: Int) {
    let held = Self.share { random in
      var answers: [PseudoLikelihood.Answers] = []
      let points = Self.points(models: 5, classes: 40, slope: 0, spread: 0, &random)
      let slopes = (0..<5).map { _ in 0.3 + 0.1 * random.normal() }
      for point in points {
        // The noise of a class and model beyond chance is there as well.
        let odds = 4 * (point.y - 0.5) + slopes[point.model] * (point.x - 3)
        let chance = 1 / (1 + exp(-odds))
        let correct = (0..<total).count { _ in random.unit() < chance }
        answers.append(
          .init(model: point.model, classIndex: point.classIndex, x: point.x, correct: correct, total: total))
      }
      return PseudoLikelihood.fit(answers).flatMap { $0.interval() }.value.map {
        $0.low <= 0.3 && 0.3 <= $0.high
      }
    }
    Self.check(
      "`--across`, log odds of \(total) answers, 5 models on 40 classes, slopes 0.3 ± 0.1: interval holds 0.3",
      held,
      from: 0.86, to: 1)
  }

  @Test(arguments: [2, 4, 8]) func theSlopeOverClassSets(_ count: Int) {
    let held = Self.share { random in
      let errors = (0..<count).map { _ in 0.005 + 0.01 * random.unit() }
      let slopes = errors.map { 0.03 + 0.01 * random.normal() + $0 * random.normal() }
      return MetaAnalysis.of(slopes, errors: errors).value.map {
        $0.interval.low <= 0.03 && 0.03 <= $0.interval.high
      }
    }
    Self.check("\(count) class sets, slopes 0.03 ± 0.01: interval holds 0.03", held, from: 0.93, to: 1)
  }

  /// Counts as of a corpus, and the share of right answers on 50 images a class.
  private static func classes(_ count: Int, _ random: inout SplitMix, _ chance: (Double) -> Double) -> (
    x: [Double], y: [Double]
  ) {
    let x = (0..<count).map { _ in log10(pow(10, 5 * random.unit()).rounded() + 1) }
    let y = x.map { x -> Double in
      let own = chance(x) + 0.5 * random.unit() - 0.25
      return Double((0..<50).count { _ in random.unit() < own }) / 50
    }
    return (x, y)
  }

  @Test func theTestOfLinearity() {
    // Far from 0 and 1, so that what is cut off there bends nothing.
    let found = Self.share { random in
      let (x, y) = Self.classes(200, &random) { 0.4 + 0.04 * $0 }
      return PenalizedSpline.fit(x, y).flatMap(\.linearity).value.map { $0.p < 0.05 }
    }
    Self.check("`--curve`, 200 classes of 50 images on a line: a bend is found", found, from: 0.04, to: 0.06)
    let bent = Self.share { random in
      let (x, y) = Self.classes(200, &random) { 0.3 + 0.4 / (1 + exp(-4 * ($0 - 2.5))) }
      return PenalizedSpline.fit(x, y).flatMap(\.linearity).value.map { $0.p < 0.05 }
    }
    Self.check("the same on a step from 30 to 70 %: a bend is found", bent, from: 0.3, to: 1)
  }

  @Test func theCurvesBand() {
    @Sendable func chance(_ x: Double) -> Double { 0.3 + 0.4 / (1 + exp(-2 * (x - 2.5))) }
    @Sendable func isHeld(
      _ random: inout SplitMix, _ place: (PenalizedSpline.Value) -> Interval, at steps: [Int]
    )
      -> Bool?
    {
      let (x, y) = Self.classes(200, &random, chance)
      guard let fit = PenalizedSpline.fit(x, y).value else { return nil }
      return steps.allSatisfy { step in
        let x = fit.low + (fit.high - fit.low) * Double(step) / 40
        guard let interval = fit.value(at: x).map(place) else { return false }
        return interval.low <= chance(x) && chance(x) <= interval.high
      }
    }
    let band = Self.share { random in isHeld(&random, \.band, at: Array(0...40)) }
    Self.check("the same on a smooth rise: the band holds the whole curve", band, from: 0.9, to: 1)
    let single = Self.share { random in
      let step = Int(random.unit() * 41)
      return isHeld(&random, \.interval, at: [min(step, 40)])
    }
    Self.check(
      "the same: the interval holds the curve at a count chosen at random", single, from: 0.91, to: 1)
  }

  @Test func whereAnAccuracyIsReached() {
    let held = Self.share { random in
      let (x, y) = Self.classes(200, &random) { 0.3 + 0.08 * $0 }
      return InversePrediction.reaching(0.5, x, y).value.map {
        $0.interval.low <= 2.5 && 2.5 <= $0.interval.high
      }
    }
    Self.check(
      "`--reach`, 200 classes of 50 images on a line: the interval holds the count", held, from: 0.93,
      to: 0.97)
  }
}
