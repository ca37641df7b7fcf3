import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// The answers of SciPy in Tests/Fixtures/statistics, made by the script beside them.
struct SciPyTables: Decodable {
  struct Points: Decodable, CustomTestStringConvertible {
    var name: String
    var x: [Double]?
    var y: [Double]?
    var seed: UInt64?
    var ties: Int?
    var n: Int
    var pearson: [Double?]?
    var pearson_interval: [Double]?
    var spearman: [Double?]?
    var spearman_interval: [Double]?
    var kendall: [Double?]?
    var line: [Double?]?
    var line_errors: [Double]?

    var testDescription: String { name }

    /// The points: as stored, or made from the seed as the script makes them.
    var points: (x: [Double], y: [Double]) {
      if let x, let y { return (x, y) }
      let seed = seed ?? 0
      let modulus = ties == 0 ? 1 << 31 : (ties ?? 1)
      let a = Self.whole(seed: seed, count: n)
      let b = Self.whole(seed: seed + 1, count: n)
      return (
        a.map { Double($0 % modulus) },
        zip(a, b).map { Double($0 % modulus + $1 % (2 * modulus)) / 4 }
      )
    }

    /// Whole numbers below 2^31 from Knuth's MMIX generator.
    static func whole(seed: UInt64, count: Int) -> [Int] {
      var state = seed
      return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33)
      }
    }
  }

  struct Distributions: Decodable {
    var t: [[Double]]
    var normal: [[Double]]
    var normal_log: [[Double]]
    var normal_quantile: [[Double]]
    var t_quantile: [[Double]]
    var chi_square: [[Double]]
    var f: [[Double]]
    var log_gamma: [[Double]]
  }

  struct Partial: Decodable {
    var x: [Double]
    var y: [Double]
    var controls: [[Double]]
    var pearson: [Double]
    var spearman: [Double]
  }

  struct Multiple: Decodable {
    var p: [Double]
    var holm: [Double]
    var bh: [Double]
  }

  struct Logistic: Decodable {
    var x: [Double]
    var correct: [Int]
    var total: [Int]
    var slope: Double
    var intercept: Double
    var slope_error: Double
    var intercept_error: Double
    var deviance: Double
    var null_deviance: Double
    var dispersion: Double
    var ratio_p: Double
    var wald_p: Double
  }

  struct Resampled: Decodable {
    var x: [Double]
    var y: [Double]
    var pearson_bca: [Double]?
    var spearman_bca: [Double]?
    var kendall_bca: [Double]?
    var pearson_permutation: Double
    var spearman_permutation: Double
    var kendall_permutation: Double
  }

  struct Stream: Decodable {
    var seed: String
    var stream: String
    var numbers: [String]
  }

  var partial: [Partial]
  var multiple: [Multiple]
  var logistic: [Logistic]
  var resampling: [Resampled]
  var streams: [Stream]
  var points: [Points]
  var seeded: [Points]
  var distributions: Distributions
  var wilson: [[Double]]

  /// The tables, read once; empty lists would make the tests that loop over them fail.
  static let shared: SciPyTables = {
    let file = ProjectPaths.root.appending(path: "Tests/Fixtures/statistics/scipy_tables.json")
    do { return try JSONDecoder().decode(SciPyTables.self, from: Data(contentsOf: file)) } catch {
      preconditionFailure("\(file.path): \(error)")
    }
  }()
}

/// Whether two numbers agree to a relative tolerance; equal numbers always do.
func agree(_ left: Double, _ right: Double, relative: Double) -> Bool {
  left == right || abs(left - right) <= relative * max(abs(left), abs(right))
}
