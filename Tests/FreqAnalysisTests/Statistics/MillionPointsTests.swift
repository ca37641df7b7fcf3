import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// A million points with many ties, made by the same arithmetic on both sides, against SciPy.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the Python of Scripts/setup"))
struct MillionPointsTests {
  /// The build that is not optimised takes a tenth.
  static let count: Int = {
    #if DEBUG
      100_000
    #else
      1_000_000
    #endif
  }()

  static let script = """
    import json, sys
    import numpy as np
    from scipy import stats
    n = int(sys.argv[1])
    state, out = 12345, np.empty(2 * n, dtype=np.uint64)
    # The same linear congruences as in the test, a block at a time.
    a, c, mask = 6364136223846793005, 1442695040888963407, (1 << 64) - 1
    steps = 1000
    power, add = 1, 0
    first = []
    for _ in range(steps):
        state = (state * a + c) & mask
        first.append(state)
        power, add = power * a & mask, (add * a + c) & mask
    block = np.array(first, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for start in range(0, 2 * n, steps):
            out[start:start + steps] = block
            block = block * np.uint64(power) + np.uint64(add)
    raw = (out >> np.uint64(33)).astype(np.int64)
    x = (raw[0::2] % 5000).astype(float)
    y = ((x + raw[1::2] % 20000) // 7).astype(float)
    out = [stats.spearmanr(x, y), stats.kendalltau(x, y), stats.pearsonr(x, y)]
    print(json.dumps([float(r.statistic) for r in out] + [float(x.sum()), float(y.sum())]))
    """

  @Test func agreesWithSciPy() throws {
    let run = try Run.python(["-c", Self.script, "\(Self.count)"])
    try #require(run.status == 0, "\(run.stderr)")
    let want = try JSONDecoder().decode([Double].self, from: run.output)
    let count = Self.count
    var state: UInt64 = 12345
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    var (x, y) = ([Double](), [Double]())
    x.reserveCapacity(count)
    y.reserveCapacity(count)
    for _ in 0..<count {
      let first = next() % 5000
      x.append(Double(first))
      y.append(Double((first + next() % 20000) / 7))
    }
    #expect(x.reduce(0, +) == want[3] && y.reduce(0, +) == want[4])
    #expect(abs(try Spearman.correlation(x, y).get().coefficient - want[0]) < 1e-9)
    #expect(abs(try Kendall.correlation(x, y).get().coefficient - want[1]) < 1e-9)
    #expect(abs(try Pearson.correlation(x, y).get().coefficient - want[2]) < 1e-9)
  }
}
