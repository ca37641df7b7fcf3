import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// The answers of Tests/Oracles/robust_statistics.py.
struct RobustAnswers: Decodable {
  struct Row: Decodable {
    var name: String
    var counts: [Double]
    var correct: [Int]
    var totals: [Int]
    var labels: [Int]
    var other: [Double]
    var reliability: Double
    var rank_reliability: Double
    var rank_reliability_error: Double
    var hc3: [Double]
    var binomial: [Double]
    var cr2: [Double]
    var cr2_ranks: [Double]
    var shifts: [Double]?
    var smallest: Double
    var tost: Double
    var partial: Double?
    var partial_reliabilities: [Double]
    var partial_corrected: Double?

    var logs: [Double] { counts.map { log10($0 + 1) } }
    var accuracies: [Double] { zip(correct, totals).map { Double($0) / Double($1) } }
  }

  struct Thinned: Decodable {
    var fraction: Double
    var counts: [Double]
    var asked: [Double]
    var mean: Double
    var deviation: Double
    var expected: [Double]
  }

  var rows: [Row]
  var thinned: [Thinned]
  var judged: [[Int]]
  var beta: [Double]
  var hypergeometric: [[Int]]
  var cdf: [[Double]]

  /// The answers, asked once.
  static let shared = Result {
    let run = try Run.python([ProjectPaths.root.appending(path: "Tests/Oracles/robust_statistics.py").path])
    return try JSONDecoder().decode(RobustAnswers.self, from: run.output)
  }
}

@Suite struct RobustStatisticsTests {
  @Test func reliabilityIsThatOfTheFormula() throws {
    let rows = try RobustAnswers.shared.get().rows
    #expect(rows.map(\.name) == ["wide", "tiny totals", "small", "few"])
    for row in rows {
      let measured = try MeasuredAccuracies.of(row.accuracies, totals: row.totals).get()
      #expect(agree(try measured.reliability.get(), row.reliability, relative: 1e-12), "\(row.name)")
      let r = try Disattenuation.of(.pearson, row.logs, measured).get()
      let plain = try Pearson.coefficient(row.logs, row.accuracies).get()
      #expect(agree(r.value, plain / row.reliability.squareRoot(), relative: 1e-12))
    }
  }

  /// Both sides divide the images at random, so they agree as far as their divisions do.
  @Test func rankReliabilityIsThatOfSplitHalves() throws {
    for row in try RobustAnswers.shared.get().rows {
      let measured = try MeasuredAccuracies.of(row.accuracies, totals: row.totals).get()
      let got = try measured.rankReliability(splits: 600).get()
      let error = 2.0.squareRoot() * row.rank_reliability_error
      #expect(abs(got - row.rank_reliability) < 3.5 * error, "\(row.name): \(got)")
      for half in measured.halves(3, seed: 5) {
        for (index, total) in row.totals.enumerated() {
          let own = [total / 2, total - total / 2]
          #expect(
            own.contains { part in
              let right = half.first[index] * Double(part) + half.second[index] * Double(total - part)
              return abs(right - Double(row.correct[index])) < 1e-9
            })
        }
      }
    }
  }

  @Test func accuraciesOfFewImagesHaveNoReliability() throws {
    #expect(MeasuredAccuracies.of([0.5, 1], totals: [2, 1]).reason == .notACount(index: 1))
    #expect(MeasuredAccuracies.of([0.5, 1.5], totals: [2, 2]).reason == .notFinite(.second, index: 1))
    #expect(MeasuredAccuracies.of([0.5], totals: [2, 2]).reason == .lengthsDiffer(1, 2))
    // Every class half right on four images: chance alone would spread them, so nothing is left.
    let even = try MeasuredAccuracies.of([0.5, 0.5, 0.25, 0.75], totals: [4, 4, 4, 4]).get()
    #expect(even.reliability.reason == .unreliable)
    #expect(Disattenuation.of(.pearson, [1, 2, 3, 4], even).reason == .unreliable)
    let equal = try MeasuredAccuracies.of([0.5, 0.5], totals: [4, 4]).get()
    #expect(equal.reliability.reason == .constant(.second))
    // Accuracies of 0 and 1 are without chance.
    let ends = try MeasuredAccuracies.of([0, 1, 1, 0], totals: [5, 5, 5, 5]).get()
    #expect(try ends.reliability.get() == 1 && ends.rankReliability().get() == 1)
    #expect(Disattenuation.of(.kendall, [1, 2, 3, 4], ends).value == nil)
  }

  @Test func aCorrectedCoefficientHasAnIntervalAroundIt() throws {
    let row = try RobustAnswers.shared.get().rows[0]
    let measured = try MeasuredAccuracies.of(row.accuracies, totals: row.totals).get()
    let resampling = Resampling(resamples: 300)
    for kind in [Coefficient.spearman, .pearson] {
      let x = kind == .spearman ? row.counts : row.logs
      let corrected = try Disattenuation.of(kind, x, measured).get()
      #expect(corrected.value > corrected.observed && corrected.observed > 0.3)
      let found = try resampling.interval(of: corrected, x, measured).get()
      #expect(found.interval.low < corrected.value && corrected.value < found.interval.high)
      #expect(abs(found.value - corrected.value) < 1e-12)
      let plain = try resampling.interval(of: kind, x, row.accuracies).get()
      #expect(found.standardError > plain.standardError)
      #expect(try resampling.interval(of: corrected, x, measured).get() == found)
    }
  }

  /// Where the true coefficient is nearly 1 and there are few images, ends of the bootstrap's interval lie beyond 1: they are cut
  /// off there, but for a coefficient that lies beyond itself.
  @Test func anIntervalHasNoEndBeyondACorrelation() throws {
    let resampling = Resampling(resamples: 199)
    var (cut, beyond) = (0, 0)
    for stream in 0..<16 {
      var random = RandomSource(seed: 3, stream: UInt64(stream))
      let x = (0..<60).map { _ in random.normal() }
      let sign = stream % 2 == 0 ? 1.0 : -1
      guard
        let measured = SimulationTests.measured(x.map { SimulationTests.chance(2 * sign * $0) }, 6, &random)
      else { continue }
      for kind in [Coefficient.spearman, .pearson] {
        guard let corrected = Disattenuation.of(kind, x, measured).value,
          let replicates = resampling.replicates(correcting: kind, x, measured, to: corrected.value).value
        else { continue }
        let found = try resampling.interval(of: corrected, x, measured).get()
        let whole = try resampling.interval(replicates).get()
        let ends = [whole.interval.low, whole.interval.high].map { min(1, max(-1, $0)) }
        #expect(abs(found.value - corrected.value) < 1e-12 && found.p == whole.p)
        if abs(corrected.value) <= 1 {
          #expect([found.interval.low, found.interval.high] == ends)
          if ends != [whole.interval.low, whole.interval.high] { cut += 1 }
        } else {
          beyond += 1
          let end = corrected.value > 0 ? found.interval.high : found.interval.low
          #expect(end == found.value)
        }
      }
    }
    #expect(cut > 2 && beyond > 2, "\(cut) \(beyond)")
  }

  @Test func aPartialCorrelationIsCorrectedAsTheMatrixSays() throws {
    for row in try RobustAnswers.shared.get().rows {
      guard let plain = row.partial else { continue }
      let columns = [row.logs, row.accuracies, row.other]
      #expect(abs(try CorrectedPartial.partial(columns, [1, 1, 1]) - plain) < 1e-12)
      if let want = row.partial_corrected {
        #expect(abs(try CorrectedPartial.partial(columns, row.partial_reliabilities) - want) < 1e-12)
      } else {
        #expect(throws: Undefined.unreliable) {
          try CorrectedPartial.partial(columns, row.partial_reliabilities)
        }
      }
      let exact = try CorrectedPartial.of(
        .pearson, row.logs, .exact(row.accuracies), controls: [.exact(row.other)]
      ).get()
      #expect(abs(exact.value - plain) < 1e-12 && exact.reliabilities == [1, 1])
      let needed = CorrectedPartial.sufficientReliability(
        .pearson, row.logs, row.accuracies, control: row.other)
      if let needed, row.name == "wide" {
        #expect(abs(try CorrectedPartial.partial(columns, [1, 1, needed])) < 1e-12)
      }
    }
  }

  @Test func aNoisyControlIsHeldWholly() throws {
    let row = try RobustAnswers.shared.get().rows[0]
    let y = try MeasuredAccuracies.of(row.accuracies, totals: row.totals).get()
    // The same classes on other images: the control is what the model knows, seen with other chance.
    let halves = try #require(y.halves(1, seed: 3).first)
    let sizes = row.totals.map { max(2, $0 / 2) }
    let one = try MeasuredAccuracies.of(halves.first, totals: sizes).get()
    let two = try MeasuredAccuracies.of(halves.second, totals: sizes).get()
    let plain = try PartialCorrelation.correlation(
      .spearman, row.counts, halves.first, controls: [halves.second]
    ).get().coefficient
    let corrected = CorrectedPartial.of(
      .spearman, row.counts, .measured(one), controls: [.measured(two)])
    // What is left of the model behind its other half is nothing but chance: no number, or one near 0.
    if let found = corrected.value { #expect(abs(found.value) < abs(plain)) }
    #expect(plain > 0.15)
    #expect(
      CorrectedPartial.of(.spearman, row.counts, .measured(y), controls: [.exact(row.counts)]).value == nil)
  }

  @Test func robustErrorsAreThoseOfWholeMatrices() throws {
    for row in try RobustAnswers.shared.get().rows {
      let line = try LeastSquares.fit(row.logs, row.accuracies).get()
      let slope = try line.robustSlope(row.logs).get()
      let interval = try slope.interval().get()
      for (got, want) in zip([slope.slope, slope.error, slope.p, interval.low, interval.high], row.hc3) {
        #expect(agree(got, want, relative: 1e-8), "\(row.name): \(got) \(want)")
      }
      let fit = try LogisticFit.fit(row.logs, correct: row.correct, total: row.totals).get()
      let robust = try fit.robust(row.logs, correct: row.correct, total: row.totals).get()
      let figures = [robust.slope.slope, robust.slope.error, robust.slope.p, robust.dispersion]
      for (got, want) in zip(figures, row.binomial) {
        #expect(agree(got, want, relative: 2e-5), "\(row.name): \(got) \(want)")
      }
      #expect(agree(try fit.dispersion.get(), robust.dispersion, relative: 1e-9))
    }
  }

  @Test func pointsOnALineHaveNoRobustError() throws {
    let line = try LeastSquares.fit([1, 2, 3, 4], [2, 4, 6, 8]).get()
    #expect(line.robustSlope([1, 2, 3, 4]).reason == .perfect)
    #expect(line.robustSlope([1, 2, 3]).reason == .lengthsDiffer(3, 4))
    // One point alone decides the slope.
    let lever = try LeastSquares.fit([0, 0, 0, 0, 1], [1, 2, 3, 2, 9]).get()
    #expect(lever.robustSlope([0, 0, 0, 0, 1]).reason == .perfect)
    #expect(try LeastSquares.fit([1, 2, 3], [1, 3, 2]).get().robustSlope([1, 2, 3]).value == nil)
  }

  @Test func clusterErrorsAreThoseOfWholeMatrices() throws {
    for row in try RobustAnswers.shared.get().rows {
      let clusters = Clusters(labels: row.labels)
      let both = [
        (try clusters.slope(row.logs, row.accuracies).get(), row.cr2),
        (try clusters.rankSlope(row.counts, row.accuracies).get(), row.cr2_ranks),
      ]
      for (got, want) in both {
        for (one, two) in zip([got.slope, got.error, got.df, got.p], want) {
          #expect(agree(one, two, relative: 1e-7), "\(row.name): \(one) \(two)")
        }
      }
    }
    #expect(
      Clusters(labels: [1, 1, 2, 2]).slope([1, 2, 3, 4], [1, 3, 2, 5]).reason == .tooFew(have: 2, need: 3))
    #expect(Clusters.runs(10).members.map(\.count) == [4, 4, 2])
  }

  @Test func singlePointsAsClustersAreHC2() throws {
    let row = try RobustAnswers.shared.get().rows[0]
    let alone = Clusters(labels: Array(row.counts.indices))
    let hc3 = try LeastSquares.fit(row.logs, row.accuracies).get().robustSlope(row.logs).get()
    let cr2 = try alone.slope(row.logs, row.accuracies).get()
    #expect(cr2.error < hc3.error && cr2.error > hc3.error * 0.98 && cr2.count == row.counts.count)
    let many = try alone.effectiveCount(row.counts, row.accuracies).get()
    #expect(many > 290 && many <= 300)
    // Every class five times over is worth about one.
    let fivefold = row.counts.indices.flatMap { index in Array(repeating: index, count: 5) }
    let few = try Clusters(labels: fivefold).effectiveCount(
      fivefold.map { row.counts[$0] }, fivefold.map { row.accuracies[$0] }
    ).get()
    #expect(abs(few - 300) < 15, "\(few)")
  }

  @Test func shiftsAreThoseOfNumPy() throws {
    for row in try RobustAnswers.shared.get().rows {
      let got = Resampling().circularShift(.spearman, row.counts, row.accuracies)
      guard let want = row.shifts else {
        #expect(got.reason == .tooFew(have: 5, need: 8))
        continue
      }
      let test = try got.get()
      #expect(abs(test.value - want[0]) < 1e-12 && test.p == want[1] && test.exact)
      #expect(test.coefficientP == want[3] && agree(test.error, want[4], relative: 1e-9))
      #expect(agree(test.effectiveCount, want[2], relative: 1e-9))
      #expect(test.shifts == row.counts.count)
      let some = try Resampling(resamples: 7).circularShift(.spearman, row.counts, row.accuracies).get()
      #expect(!some.exact && some.shifts == 8)
    }
    // On a line the error is 0, and no shift is as far from 0.
    let line = (0..<13).map(Double.init)
    let exact = try Resampling().circularShift(.spearman, line, line).get()
    #expect(exact.value == 1 && exact.p == 1.0 / 13)
  }

  @Test func theBootstrapOverClustersWidensWhereClassesAreAlike() throws {
    let row = try RobustAnswers.shared.get().rows[0]
    let resampling = Resampling(resamples: 300)
    let fivefold = row.counts.indices.prefix(60).flatMap { index in Array(repeating: index, count: 5) }
    let (x, y) = (fivefold.map { row.counts[$0] }, fivefold.map { row.accuracies[$0] })
    let alone = try resampling.interval(of: .spearman, x, y).get()
    let together = try resampling.interval(ofRho: x, y, clusters: Clusters(labels: fivefold)).get()
    #expect(together.standardError > alone.standardError * 1.8)
    #expect(together.value == alone.value)
    let few = Clusters(labels: [0, 0, 1, 1, 2, 2])
    #expect(
      resampling.interval(ofRho: [1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5], clusters: few).reason
        == .tooFew(have: 3, need: 5))
  }

  @Test func powerAndEquivalenceAreThoseOfSciPy() throws {
    for row in try RobustAnswers.shared.get().rows {
      let n = row.counts.count
      #expect(
        agree(try Detectable.smallest(count: Double(n)).get(), row.smallest, relative: 1e-9), "\(row.name)")
      let rho = try Spearman.correlation(row.counts, row.accuracies).get()
      let found = try Equivalence.of(rho).get()
      #expect(agree(found.p, row.tost, relative: 1e-9))
      let inside = found.interval.low > -0.1 && found.interval.high < 0.1
      #expect(inside == found.isShown)
    }
    let near = Correlation(.spearman, 0.02, count: 2_000, logP: .success(0))
    let shown = try Equivalence.of(near).get()
    #expect(shown.isShown && shown.interval.high < 0.1)
    #expect(Equivalence.of(near, margin: 0).value == nil)
    #expect(Detectable.smallest(count: 3).reason == .tooFew(have: 3, need: 4))
    // Larger samples show smaller correlations.
    #expect(try Detectable.smallest(count: 1_000).get() < 0.09)
  }

  @Test func thinningIsThatOfSciPy() throws {
    for row in try RobustAnswers.shared.get().thinned {
      let fitted = try Thinning.fit(row.counts, fraction: row.fraction).get()
      #expect(abs(fitted.mean - row.mean) < 2e-3, "\(row.fraction): \(fitted.mean) \(row.mean)")
      #expect(abs(fitted.deviation - row.deviation) < 2e-3, "\(fitted.deviation) \(row.deviation)")
      let same = Thinning(fraction: row.fraction, mean: row.mean, deviation: row.deviation)
      for (count, want) in zip(row.asked, row.expected) {
        #expect(abs(same.expectedLog(of: count) - want) < 2e-4, "\(row.fraction), \(count)")
      }
      let whole = fitted.whole(row.counts)
      for (one, two) in zip(row.counts.indices, row.counts.indices.dropFirst()) {
        #expect((row.counts[one] < row.counts[two]) == (whole[one] < whole[two]))
      }
    }
    let all = Thinning(fraction: 1, mean: 2, deviation: 1)
    #expect(all.expectedLog(of: 9) == 1)
    #expect(Thinning.fit([0, 0, 1], fraction: 0.1).reason == .tooFew(have: 1, need: 2))
    #expect(Thinning.fit([0, 2, 1], fraction: 0).value == nil)
    #expect(Thinning.fit([0, -2, 1], fraction: 0.5).reason == .notACount(index: 1))
    for unseen in [29.9, 30.1, 200] {
      // Both forms of the mean of a logarithm meet.
      var (sum, chance) = (0.0, exp(-unseen))
      for number in 0..<400 {
        sum += chance * log10(Double(number) + 4)
        chance *= unseen / Double(number + 1)
      }
      #expect(abs(Thinning.meanLog(seen: 3, unseen: unseen) - sum) < 5e-6)
    }
  }

  @Test func judgedSharesAreThoseOfSciPy() throws {
    let answers = try RobustAnswers.shared.get()
    let samples = answers.judged.map { JudgedShares.Sample(judged: $0[0], right: $0[1]) }
    let shares = try JudgedShares.fit(samples).get()
    #expect(abs(shares.mean - answers.beta[0]) < 1e-4 && abs(shares.a + shares.b - answers.beta[1]) < 1e-3)
    // Where all were judged nothing is left to believe.
    #expect(shares.share(.init(judged: 10, right: 7), of: 10) == 0.7)
    #expect(shares.share(nil, of: 1_000) == shares.mean)
    var random = RandomSource(seed: 1, stream: 0)
    #expect(shares.draw(.init(judged: 10, right: 7), of: 10, &random) == 0.7)
    let drawn = (0..<4_000).map { _ in shares.draw(.init(judged: 50, right: 48), of: 1e9, &random) }
    let want = (shares.a + 48) / (shares.a + shares.b + 50)
    #expect(abs(Samples.mean(drawn) - want) < 0.003)
    #expect(JudgedShares.fit([]).reason == .tooFew(have: 0, need: 1))
    #expect(JudgedShares.fit([.init(judged: 2, right: 3)]).reason == .notACount(index: 0))
  }

  @Test func theHypergeometricDistributionIsThatOfSciPy() throws {
    let answers = try RobustAnswers.shared.get()
    #expect(answers.hypergeometric.count == 8 && answers.cdf.count == 5)
    for row in answers.hypergeometric {
      let found = try Hypergeometric.interval(hits: row[0], drawn: row[1], population: row[2]).get()
      #expect(Int(found.low) == row[3] && Int(found.high) == row[4], "\(row): \(found)")
    }
    for row in answers.cdf {
      let whole = row.map { Int($0) }
      let got = Hypergeometric.lowerTail(whole[0], population: whole[1], marked: whole[2], drawn: whole[3])
      #expect(abs(got - row[4]) < 1e-10, "\(row): \(got)")
    }
    // Draws by quantiles of a grid have the distribution's own shares.
    var shares = [Int](repeating: 0, count: 8)
    for step in 0..<20_000 {
      shares[Hypergeometric.draw((Double(step) + 0.5) / 20_000, population: 20, marked: 7, drawn: 10)] += 1
    }
    for (hits, count) in shares.enumerated() {
      let want = exp(Hypergeometric.logProbability(hits, population: 20, marked: 7, drawn: 10))
      #expect(abs(Double(count) / 20_000 - want) < 1e-3)
    }
    #expect(Hypergeometric.interval(hits: 3, drawn: 2, population: 9).value == nil)
    #expect(Hypergeometric.interval(hits: 0, drawn: 0, population: 9).value == nil)
  }

  @Test func drawsHaveTheirDistributions() {
    var random = RandomSource(seed: 4, stream: 1)
    let normal = (0..<20_000).map { _ in random.normal() }
    #expect(abs(Samples.mean(normal)) < 0.03 && abs(Samples.mean(normal.map { $0 * $0 }) - 1) < 0.05)
    for (a, b) in [(0.3, 0.8), (2.0, 5.0), (40.0, 3.0)] {
      let drawn = (0..<20_000).map { _ in random.beta(a, b) }
      let mean = a / (a + b)
      let variance = mean * (1 - mean) / (a + b + 1)
      #expect(abs(Samples.mean(drawn) - mean) < 5 * (variance / 20_000).squareRoot())
      let square = Samples.mean(drawn.map { ($0 - mean) * ($0 - mean) })
      #expect(abs(square / variance - 1) < 0.06)
    }
  }
}
