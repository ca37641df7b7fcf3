import Foundation
import Testing

@testable import FreqAnalysis

/// What is said of two models: which coefficient is higher, and which is larger in size.
@Suite struct ModelComparisonTests {
  /// A model whose accuracy goes with the counts as strongly as `slope` says, up or down.
  static func model(_ name: String, slope: Double, seed: UInt64, count: Int = 150) -> KnownPoints {
    var random = RandomSource(seed: seed, stream: 3)
    return KnownPoints(
      model: name, corpus: "c",
      points: (0..<count).map { index in
        let noise = Double(random.below(1_000)) / 1_000
        return .init(
          classIndex: index, className: "\(index)", count: Double(index),
          accuracy: 0.5 + slope * (Double(index) / Double(count) - 0.5) + 0.3 * (noise - 0.5))
      })
  }

  static let quick = Resampling(resamples: 999)

  /// A falls steeply, B hardly: B's coefficient is the higher, A's the stronger.
  @Test func theHigherOfTwoThatFallIsNotTheStronger() throws {
    let both = ModelComparison(
      Self.model("A", slope: -0.4, seed: 1), Self.model("B", slope: -0.04, seed: 2), resampling: Self.quick)
    #expect(both.isShown && both.isStrengthShown)
    #expect(both.sentence.hasPrefix("ρ is higher for B (−0."), "\(both.sentence)")
    #expect(both.sentence.hasSuffix("A correlates more strongly with frequency than B, falling with it."))
    let (difference, strength) = (try both.bootstrap.get(), try both.strength.get())
    #expect(difference.value < 0 && strength.value == -difference.value)
    #expect(strength.interval.low == -difference.interval.high && strength.p == difference.p)
  }

  @Test func theHigherOfTwoThatRiseIsTheStronger() {
    let both = ModelComparison(
      Self.model("A", slope: 0.4, seed: 1), Self.model("B", slope: 0.04, seed: 2), resampling: Self.quick)
    #expect(both.sentence.hasPrefix("ρ is higher for A (0."))
    #expect(both.sentence.hasSuffix("A correlates more strongly with frequency than B."))
  }

  /// One rises as much as the other falls: the coefficients differ, and their sizes are not shown to.
  @Test func oppositeCoefficientsOfOneSizeAreNotCalledStronger() throws {
    let both = ModelComparison(
      Self.model("A", slope: 0.2, seed: 1), Self.model("B", slope: -0.2, seed: 2), resampling: Self.quick)
    #expect(both.isShown && !both.isStrengthShown)
    #expect(
      both.sentence.contains("Which of the two correlates more strongly, up or down, is not shown (|ρ|: "))
    // Turning one model round leaves the test of the sizes as it is.
    var turned = Self.model("B", slope: -0.2, seed: 2)
    for place in turned.points.indices { turned.points[place].accuracy *= -1 }
    let same = ModelComparison(Self.model("A", slope: 0.2, seed: 1), turned, resampling: Self.quick)
    let (one, two) = (try both.strength.get(), try same.bootstrap.get())
    #expect(abs(one.interval.low - two.interval.low) < 1e-12 && abs(one.p - two.p) < 1e-12)
    #expect(
      abs(try both.correlations.get().sizes.get().steiger.z - same.correlations.get().steiger.z) < 1e-12)
  }

  @Test func noDifferenceComesWithWhatCouldBeShown() throws {
    let both = ModelComparison(
      Self.model("A", slope: 0.2, seed: 1), Self.model("B", slope: 0.2, seed: 2), resampling: Self.quick)
    #expect(!both.isShown)
    #expect(both.sentence.contains("and no difference is shown: the difference is "), "\(both.sentence)")
    #expect(both.sentence.contains("with 150 classes a difference of about 0."))
    // scipy.stats.norm.isf(0.025) + scipy.stats.norm.isf(0.2)
    let shown = try both.smallestShown.get() / both.bootstrap.get().standardError
    #expect(abs(shown - 2.801585218112969) < 1e-12)
  }

  /// The sentence's p is the adjusted one, and it claims nothing that its interval or its p denies.
  @Test func pairsAreAdjustedTogether() throws {
    let models = (0..<6).map { Self.model("m\($0)", slope: 0.05 * Double($0), seed: UInt64($0), count: 60) }
    let all = ModelComparison.all(models, resampling: Self.quick)
    #expect(all.count == 15)
    let holm = MultipleTesting.holm(all.map { $0.correlations.map(\.steiger.p) })
    for (comparison, p) in zip(all, holm) {
      #expect(comparison.adjusted.p == p && comparison.adjusted.pairs == 15)
      #expect(comparison.sentence.contains("by Steiger’s test, adjusted for 15 pairs"))
      let interval = try comparison.bootstrap.get().interval
      if comparison.isShown { #expect(try p.get() < 0.05 && (interval.low > 0 || interval.high < 0)) }
    }
    #expect(all.contains { $0.isShown } && all.contains { !$0.isShown })
    let table = Table.comparisons(all)
    let column = try #require(table.columns.firstIndex { $0.name == "p_steiger_holm" })
    #expect(table.rows.map { $0[column] } == holm.map { .init($0.value) })
  }

  /// Models that lack different classes are compared on the classes of both, drawn once for all pairs of the same ones.
  @Test func classesOfBothAreDrawnTogether() throws {
    var models = (0..<4).map { Self.model("m\($0)", slope: 0.1 * Double($0), seed: UInt64($0), count: 50) }
    models[1].points.removeLast(7)
    models[3].points.removeFirst(5)
    let all = ModelComparison.all(models, resampling: Self.quick)
    #expect(all.map(\.n) == [43, 50, 45, 43, 38, 45])
    for comparison in all {
      let pair = models.filter { [comparison.first, comparison.second].contains($0.model) }
      let alone = ModelComparison(pair[0], pair[1], resampling: Self.quick)
      #expect(try comparison.bootstrap.get() == alone.bootstrap.get())
    }
  }
}
