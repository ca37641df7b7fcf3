import Foundation
import Testing

@testable import FreqAnalysis

@Suite struct DistributionTests {
  let tables = SciPyTables.shared.distributions

  @Test func studentTails() {
    for row in tables.t {
      #expect(agree(exp(StudentT.logTwoSidedP(t: row[0], df: row[1])), row[2], relative: 1e-10), "\(row)")
    }
    #expect(tables.t.contains { $0[2] < 1e-290 && $0[2] > 0 })
  }

  @Test func normalTails() {
    for row in tables.normal {
      #expect(agree(exp(Normal.logTwoSidedP(row[0])), row[1], relative: 1e-12), "\(row)")
    }
    for row in tables.normal_log {
      #expect(agree(Normal.logTwoSidedP(row[0]), row[1], relative: 1e-12), "\(row)")
    }
  }

  @Test func normalQuantiles() {
    for row in tables.normal_quantile {
      #expect(agree(Normal.lowerQuantile(row[0]), row[1], relative: 1e-13), "\(row)")
    }
  }

  @Test func studentQuantiles() {
    for row in tables.t_quantile {
      #expect(agree(StudentT.upperQuantile(row[0], df: row[1]), row[2], relative: 1e-10), "\(row)")
    }
  }

  @Test func logGamma() {
    for row in tables.log_gamma {
      #expect(agree(Gamma.log(row[0]), row[1], relative: 1e-12), "\(row)")
    }
  }
}
