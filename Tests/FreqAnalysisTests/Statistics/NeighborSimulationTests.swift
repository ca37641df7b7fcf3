import Foundation
import Testing

@testable import FreqAnalysis

/// How often tests find a correlation of classes whose neighbors are alike, without one and with one.
///
/// A few draws here; `make torture` asks for many by `SIMULATIONS`, and each simulation then prints its line of the table in
/// docs/statistics.md.
@Suite(.enabled(if: Simulation.isRun, Simulation.why)) struct NeighborSimulationTests {
  /// How the classes of a draw depend on their neighbors.
  struct Design: Sendable, CustomTestStringConvertible {
    /// The sizes of the blocks.
    enum Sizes: Sendable {
      /// So many classes each.
      case equal(Int)
      /// From 10 to 30 classes, all equally often.
      case tenToThirty
      /// As of subtrees: log-normal around 9 classes, at most an eighth of all.
      case subtrees
    }

    var name: String
    var classes: Int
    var sizes: Sizes
    /// Whether counts and accuracies have the same blocks.
    var isShared = true
    /// Whether counts are whole numbers with a long tail and zeros.
    var isHeavy = false
    /// The correlation of what classes of one block do not share.
    var correlation = 0.0

    var testDescription: String { name }

    /// The block of each class.
    func labels(_ random: inout RandomSource) -> [Int] {
      var labels: [Int] = []
      var block = 0
      while labels.count < classes {
        let size =
          switch sizes {
          case .equal(let size): size
          case .tenToThirty: 10 + random.below(21)
          case .subtrees: min(max(1, Int(exp(2.2 + random.normal()))), classes / 8)
          }
        for _ in 0..<min(size, classes - labels.count) { labels.append(block) }
        block += 1
      }
      return labels
    }

    /// Counts and accuracies: half of what spreads them is their block's, and half their own.
    func draw(_ random: inout RandomSource) -> (x: [Double], y: [Double], labels: [Int]) {
      let labels = labels(&random)
      let others = isShared ? labels : self.labels(&random)
      let (up, across) = (labels.map { _ in random.normal() }, labels.map { _ in random.normal() })
      let own = labels.map { _ in random.normal() }
      let rest = (1 - correlation * correlation).squareRoot()
      let x = labels.indices.map { across[labels[$0]] + own[$0] }
      let y = labels.indices.map { up[others[$0]] + correlation * own[$0] + rest * random.normal() }
      return (isHeavy ? x.map { exp(2 * $0 + 1).rounded(.down) } : x, y, labels)
    }
  }

  private static let designs = [
    Design(name: "300 classes in blocks of 20", classes: 300, sizes: .equal(20)),
    Design(name: "300 classes in blocks of 10 to 30", classes: 300, sizes: .tenToThirty),
    Design(name: "1,000 classes in blocks of 10 to 30", classes: 1_000, sizes: .tenToThirty),
    Design(
      name: "300 classes in blocks of 10 to 30, others for counts than for accuracies", classes: 300,
      sizes: .tenToThirty, isShared: false),
    Design(
      name: "300 classes in blocks of 1 to 37, counts with a long tail and zeros", classes: 300,
      sizes: .subtrees, isHeavy: true),
    Design(
      name: "1,000 classes in blocks of 1 to 125, counts with a long tail and zeros", classes: 1_000,
      sizes: .subtrees, isHeavy: true),
  ]

  /// How often each test finds something.
  private static func found(_ design: Design) -> [Double] {
    SimulationTests.shares(4) { random in
      let (x, y, labels) = design.draw(&random)
      let plain = Spearman.correlation(x, y).value?.p.value
      let shift = Resampling(resamples: 999, threads: 1).circularShift(.spearman, x, y).value
      let slope = Clusters(labels: labels).rankSlope(x, y).value
      return [
        plain.map { $0 < 0.05 }, shift.map { $0.coefficientP <= 0.05 }, shift.map { $0.p <= 0.05 },
        slope.map { $0.p < 0.05 },
      ]
    }
  }

  private static func tell(_ what: String, _ shares: [Double]) {
    SimulationTests.tell(
      what,
      Array(
        zip(["t test", "shifts of rho, not used", "shifts of rho over its error", "CR2 by block"], shares)))
  }

  @Test(arguments: designs) func blocksMakeNoCorrelation(_ design: Design) {
    let shares = Self.found(design)
    Self.tell("no correlation, \(design.name): found", shares)
    #expect(SimulationTests.isAtLeast(shares[0], 0.28), "\(shares)")
    // Shifts break the borders that both inputs share, so that those of the coefficient find too much.
    #expect(!design.isShared || SimulationTests.isAtLeast(shares[1], 0.09), "\(shares)")
    #expect(SimulationTests.isNear(shares[2], 0.05, room: 0.015), "\(shares)")
    #expect(!design.isShared || SimulationTests.isNear(shares[3], 0.05, room: 0.02), "\(shares)")
  }

  /// What the error costs.
  @Test func whatIsThereIsFoundAmongBlocks() {
    let shares = Self.found(
      Design(
        name: "", classes: 300, sizes: .tenToThirty, correlation: 0.5))
    Self.tell(
      "300 classes in blocks of 10 to 30, correlation 0.5 of what they do not share: found", shares)
    #expect(SimulationTests.isAtLeast(shares[2], 0.36), "\(shares)")
  }

  @Test(arguments: [300, 1_000]) func gradualChangeMakesNoCorrelation(_ classes: Int) {
    let shares = SimulationTests.shares(3) { random in
      // Each class is like the 20 before it, in either input.
      var inputs: [[Double]] = []
      for _ in 0..<2 {
        let steps = (0..<(classes + 19)).map { _ in random.normal() }
        let sums = (0..<classes).map { start in
          steps[start..<(start + 20)].reduce(0, +) / 20.0.squareRoot()
        }
        inputs.append(sums.map { $0 + random.normal() })
      }
      let plain = Spearman.correlation(inputs[0], inputs[1]).value?.p.value
      let shift = Resampling(resamples: 999, threads: 1).circularShift(.spearman, inputs[0], inputs[1]).value
      return [plain.map { $0 < 0.05 }, shift.map { $0.coefficientP <= 0.05 }, shift.map { $0.p <= 0.05 }]
    }
    SimulationTests.tell(
      "no correlation, \(NumberText.grouped(classes)) classes, both inputs moving averages over 20 neighbors: found",
      [
        ("t test", shares[0]), ("shifts of rho, not used", shares[1]),
        ("shifts of rho over its error", shares[2]),
      ])
    #expect(SimulationTests.isAtLeast(shares[0], 0.28), "\(shares)")
    #expect(SimulationTests.isNear(shares[2], 0.05), "\(shares)")
  }
}
