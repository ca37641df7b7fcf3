import Foundation
import Testing

@testable import FreqAnalysis

/// How often tests find what is not there, and intervals hold what is: by data made from a seed, of which the truth is known.
///
/// A few draws here; `make torture` asks for many by `SIMULATIONS`, and each simulation then prints its line of the table in
/// docs/statistics.md.
@Suite(.enabled(if: Simulation.isRun, Simulation.why)) struct SimulationTests {
  /// The draws of each simulation.
  static let draws = ProcessInfo.processInfo.environment["SIMULATIONS"].flatMap(Int.init) ?? usual
  private static let usual = 20

  /// The share of draws in which each of some things happened.
  static func shares(_ of: Int, _ draw: @escaping @Sendable (inout RandomSource) -> [Bool?]) -> [Double] {
    let found = Resampling().values(draws) { index in
      var random = RandomSource(seed: 2_026, stream: UInt64(index))
      // Two bits an event: whether it is defined, and whether it happened.
      return draw(&random).enumerated().reduce(0.0) { sum, event in
        sum + (event.element.map { $0 ? 3 : 1 } ?? 0) * pow(4, Double(event.offset))
      }
    }
    return (0..<of).map { event in
      let states = found.map { Int($0 ?? 0) >> (2 * event) & 3 }
      let known = states.count { $0 > 0 }
      return known * 10 > draws * 9 ? Double(states.count { $0 == 3 }) / Double(known) : .nan
    }
  }

  /// Tells a line of the table where many draws were asked for.
  static func tell(_ what: String, _ shares: [(String, Double)]) {
    guard draws > usual else { return }
    let figures = shares.map { "\($0.0) \(($0.1 * 1_000).rounded() / 10) %" }.joined(separator: ", ")
    print("| \(what) | \(draws) | \(figures) |")
  }

  /// Whether a share is a wanted one as far as the draws can tell, with some room for what is no fault.
  static func isNear(_ share: Double, _ wanted: Double, room: Double = 0.012) -> Bool {
    isAtLeast(share, wanted - room) && isAtMost(share, wanted + room)
  }

  /// Whether a share is at least so large as far as the draws can tell.
  static func isAtLeast(_ share: Double, _ floor: Double) -> Bool {
    BinomialBound.isAtLeast(share, floor, draws: draws)
  }

  /// Whether a share is at most so large as far as the draws can tell.
  static func isAtMost(_ share: Double, _ ceiling: Double) -> Bool {
    BinomialBound.isAtMost(share, ceiling, draws: draws)
  }

  /// A chance between 0 and 1 from a number on the scale of log odds.
  static func chance(_ logOdds: Double) -> Double { 1 / (1 + exp(-logOdds)) }

  /// The share of right answers on so many images.
  static func tested(_ chance: Double, _ images: Int, _ random: inout RandomSource) -> Double {
    Double((0..<images).count { _ in random.unit() < chance }) / Double(images)
  }

  static func measured(_ chances: [Double], _ images: Int, _ random: inout RandomSource)
    -> MeasuredAccuracies?
  {
    MeasuredAccuracies.of(
      chances.map { tested($0, images, &random) }, totals: chances.map { _ in images }
    ).value
  }

  static let resampling = Resampling(resamples: 199, threads: 1)

  @Test func modelsTestedOnFewerImagesDependNoLessOnFrequency() {
    let shares = Self.shares(2) { random in
      let logs = (0..<200).map { _ in 3 + 1.2 * random.normal() }
      let chances = logs.map { Self.chance(0.5 * ($0 - 3) + 0.8 * random.normal()) }
      guard let many = Self.measured(chances, 50, &random), let few = Self.measured(chances, 5, &random),
        let steiger = DependentCorrelations.of(.spearman, shared: logs, many.accuracies, few.accuracies)
          .value,
        let one = Disattenuation.of(.spearman, logs, many, splits: 20).value,
        let two = Disattenuation.of(.spearman, logs, few, splits: 20).value
      else { return [nil, nil] }
      let left = Self.resampling.replicates(correcting: .spearman, logs, many, to: one.value)
      let right = Self.resampling.replicates(correcting: .spearman, logs, few, to: two.value)
      let interval = left.flatMap { left in
        right.flatMap { Self.resampling.interval(left.minus($0)) }
      }.value?.interval
      return [steiger.steiger.p < 0.05, interval.map { $0.low > 0 || $0.high < 0 }]
    }
    Self.tell(
      "two models of equal true accuracies on 200 classes, 50 and 5 images a class: called different",
      [("Steiger's test", shares[0]), ("corrected interval", shares[1])])
    #expect(Self.isAtLeast(shares[0], 0.75), "\(shares)")
    #expect(Self.isNear(shares[1], 0.05, room: 0.02), "\(shares)")
  }

  /// rho of counts and true accuracies of the model that `correctedIntervalsHoldTheTruth` draws from, over many classes.
  static let truth: Double = {
    var random = RandomSource(seed: 1, stream: 0)
    let logs = (0..<40_000).map { _ in 3 + 1.2 * random.normal() }
    let chances = logs.map { chance(0.5 * ($0 - 3) + 0.8 * random.normal()) }
    return Spearman.coefficient(logs, chances).value ?? .nan
  }()

  @Test(arguments: [5, 10, 50]) func correctedIntervalsHoldTheTruth(_ images: Int) {
    let truth = Self.truth
    let shares = Self.shares(2) { random in
      let logs = (0..<200).map { _ in 3 + 1.2 * random.normal() }
      let chances = logs.map { Self.chance(0.5 * ($0 - 3) + 0.8 * random.normal()) }
      guard let measured = Self.measured(chances, images, &random),
        let rho = Disattenuation.of(.spearman, logs, measured, splits: 20).value
      else { return [nil, nil] }
      let plain = Self.resampling.interval(of: .spearman, logs, measured.accuracies).value?.interval
      let corrected = Self.resampling.interval(of: rho, logs, measured).value?.interval
      return [plain, corrected].map { $0.map { $0.low <= truth && truth <= $0.high } }
    }
    Self.tell(
      "rho of the true accuracies of 200 classes, \(images) images a class: held by the 95 % interval",
      [("as it is", shares[0]), ("corrected", shares[1])])
    #expect(Self.isNear(shares[1], 0.95, room: 0.025), "\(shares)")
    // Without the correction it is held the less often the fewer images there are.
    #expect(Self.isAtMost(shares[0], images == 5 ? 0.15 : images == 10 ? 0.53 : 0.92), "\(shares)")
  }

  @Test(arguments: [10, 50]) func aNoisyControlMakesNoEffect(_ images: Int) {
    let shares = Self.shares(2) { random in
      // The model knows what the control knows, and something that has nothing to do with frequency.
      let logs = (0..<300).map { _ in 3 + 1.2 * random.normal() }
      let control = logs.map { 0.7 * ($0 - 3) + 0.8 * random.normal() }
      let model = control.map { $0 + 0.4 * random.normal() }
      guard let one = Self.measured(model.map(Self.chance), images, &random),
        let two = Self.measured(control.map(Self.chance), images, &random),
        let plain = PartialCorrelation.correlation(
          .spearman, logs, one.accuracies, controls: [two.accuracies]
        ).value,
        let partial = CorrectedPartial.of(
          .spearman, logs, .exact(one.accuracies), controls: [.measured(two)], splits: 20
        ).value
      else { return [nil, nil] }
      let interval = Self.resampling.interval(
        of: partial, logs, .exact(one.accuracies), controls: [.measured(two)])
      return [
        (plain.p.value ?? 1) < 0.05, interval.value.map { $0.interval.low > 0 || $0.interval.high < 0 },
      ]
    }
    Self.tell(
      "no partial effect, 300 classes, \(images) images a class: found with a noisy control",
      [("partial rho", shares[0]), ("corrected interval", shares[1])])
    #expect(Self.isAtLeast(shares[0], images == 10 ? 0.98 : 0.58), "\(shares)")
    #expect(Self.isNear(shares[1], 0.05, room: 0.025), "\(shares)")
  }

  @Test func sandwichErrorsHoldWithUnequalTotals() {
    let shares = Self.shares(4) { random in
      // Classes differ beyond chance, and those at the ends of the predictor were tested on few images or on very many.
      let x = (0..<100).map { _ in random.normal() }
      let totals = x.map { abs($0) > 1 ? 500 : 10 }
      let correct = zip(x, totals).map { _, total in
        Int(Self.tested(Self.chance(random.normal()), total, &random) * Double(total) + 0.5)
      }
      guard let fit = LogisticFit.fit(x, correct: correct, total: totals).value,
        let robust = fit.robust(x, correct: correct, total: totals).value
      else { return [nil, nil, nil, nil] }
      let naive = exp(Normal.logTwoSidedP(fit.slope / fit.slopeError))
      let interval = robust.dispersionInterval(Self.resampling).value
      // The dispersion that such totals have on average, over classes of variance 1 of the log odds.
      return [
        naive < 0.05, fit.robustP.value.map { $0 < 0.05 }, robust.slope.p < 0.05,
        interval.map { $0.low <= robust.dispersion && robust.dispersion <= $0.high },
      ]
    }
    Self.tell(
      "no slope, 100 classes that differ beyond chance, 10 or 500 images: found by the binomial fit",
      [
        ("independent answers", shares[0]), ("scaled for dispersion", shares[1]), ("sandwich", shares[2]),
      ])
    #expect(Self.isAtLeast(shares[0], 0.79) && Self.isAtLeast(shares[1], 0.23), "\(shares)")
    #expect(Self.isNear(shares[2], 0.05, room: 0.015), "\(shares)")
    #expect(shares[3] > 0.95)
  }

  @Test func unequalScatterMakesNoSlope() {
    let shares = Self.shares(2) { random in
      let x = (0..<60).map { _ in random.normal() }
      let y = x.map { $0 * $0 * random.normal() }
      guard let line = LeastSquares.fit(x, y).value, let robust = line.robustSlope(x).value else {
        return [nil, nil]
      }
      return [line.slopeP.value.map { $0 < 0.05 }, robust.p < 0.05]
    }
    Self.tell(
      "no slope, 60 classes whose scatter grows outward: found by least squares",
      [("usual error", shares[0]), ("HC3", shares[1])])
    #expect(Self.isAtLeast(shares[0], 0.33), "\(shares)")
    #expect(Self.isNear(shares[1], 0.05, room: 0.02), "\(shares)")
  }

  @Test func theSmallestCorrelationIsFoundFourTimesInFive() throws {
    let smallest = try Detectable.smallest(count: 200).get()
    let shares = Self.shares(3) { random in
      // Normal inputs with this rho, and with the end of the margin.
      func pair(_ rho: Double) -> Correlation? {
        let r = 2 * sin(Double.pi * rho / 6)
        let x = (0..<200).map { _ in random.normal() }
        let y = x.map { r * $0 + (1 - r * r).squareRoot() * random.normal() }
        return Spearman.correlation(x, y).value
      }
      let found = pair(smallest)?.p.value
      let margin = pair(0.2).flatMap { Equivalence.of($0, margin: 0.2).value }
      let none = pair(0).flatMap { Equivalence.of($0, margin: 0.2).value }
      return [found.map { $0 < 0.05 }, margin?.isShown, none?.isShown]
    }
    Self.tell(
      "rho of normal inputs, 200 classes",
      [
        ("the smallest that is found with 80 % power: found", shares[0]),
        ("rho at the margin of 0.2: equivalence claimed", shares[1]), ("rho of 0: claimed", shares[2]),
      ])
    #expect(Self.isNear(shares[0], 0.8, room: 0.02), "\(shares)")
    #expect(Self.isNear(shares[1], 0.05, room: 0.015) && Self.isAtLeast(shares[2], 0.72), "\(shares)")
  }

  @Test(arguments: [0.01, 0.001]) func slopesOfASampleAreThoseOfTheWhole(_ fraction: Double) {
    let slope = 0.07
    let shares = Self.shares(3) { random in
      let whole = (0..<300).map { _ in exp(6.5 + 2.2 * random.normal()) }
      let y = whole.map { 0.2 + slope * log10($0 + 1) + 0.15 * random.normal() }
      // A Poisson number by the gaps between events; a normal one where there are many.
      let counts = whole.map { mean -> Double in
        let goal = mean * fraction
        if goal > 200 { return max(0, (goal + goal.squareRoot() * random.normal()).rounded()) }
        var (time, count) = (-log(random.unit()), 0.0)
        while time < goal {
          count += 1
          time -= log(random.unit())
        }
        return count
      }
      func holds(_ counts: [Double]) -> Bool? {
        let x = counts.map { log10($0 + 1) }
        let interval = LeastSquares.fit(x, y).flatMap { $0.robustSlope(x) }.flatMap { $0.interval() }.value
        return interval.map { $0.low <= slope && slope <= $0.high }
      }
      let thinning = Thinning.fit(counts, fraction: fraction).value
      return [
        holds(counts), holds(counts.map { $0 / fraction }), thinning.flatMap { holds($0.whole(counts)) },
      ]
    }
    Self.tell(
      "the slope of 300 classes, a sample of \(fraction * 100) %: held by the 95 % interval (HC3)",
      [("counts as they are", shares[0]), ("divided by the share", shares[1]), ("--sampled", shares[2])])
    #expect(Self.isAtMost(shares[0], fraction < 0.005 ? 0.43 : 0.86), "\(shares)")
    #expect(Self.isAtMost(shares[1], 0.06) && Self.isNear(shares[2], 0.95, room: 0.02), "\(shares)")
  }

  @Test func judgedPrecisionIsInTheInterval() {
    let truth = Self.precise
    let shares = Self.shares(2) { random in
      let (counts, shares, accuracies) = Self.imprecise(150, &random)
      // Forty classes were judged, 20 mentions each.
      let samples = shares.enumerated().map { index, share -> JudgedShares.Sample? in
        index < 40 ? .init(judged: 20, right: Int(Self.tested(share, 20, &random) * 20 + 0.5)) : nil
      }
      let plain = Self.resampling.interval(of: .spearman, counts, accuracies).value?.interval
      let found = JudgedShares.fit(samples.compactMap { $0 }).flatMap {
        Self.resampling.interval(ofRho: counts, accuracies, judged: samples, $0)
      }.value?.interval
      return [plain, found].map { $0.map { $0.low <= truth && truth <= $0.high } }
    }
    Self.tell(
      "rho of the right mentions of 150 classes of which 40 were judged: held by the 95 % interval",
      [("of all mentions", shares[0]), ("--precision", shares[1])])
    #expect(Self.isNear(shares[1], 0.95, room: 0.025), "\(shares)")
  }

  /// Counts, the share of each that is right, and accuracies that go with the right ones.
  static func imprecise(_ classes: Int, _ random: inout RandomSource) -> ([Double], [Double], [Double]) {
    var result: ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<classes {
      let log = 3 + random.normal()
      let share = random.beta(2, 1)
      result.0.append((pow(10, log) / share).rounded())
      result.1.append(share)
      result.2.append(chance(log - 3 + 0.7 * random.normal()))
    }
    return result
  }

  static let precise: Double = {
    var random = RandomSource(seed: 3, stream: 0)
    let (counts, shares, accuracies) = imprecise(40_000, &random)
    return Spearman.coefficient(zip(counts, shares).map { $0 * $1 }, accuracies).value ?? .nan
  }()
}
