/// The answer of a permutation test.
public struct PermutationTest: Hashable, Sendable {
  /// The statistic of the points themselves.
  public var value: Double
  /// The two-sided p-value: how often a random pairing gives a statistic at least as far from zero.
  public var p: Double
  /// The number of pairings tried: all there are when `exact`, else the resamples.
  public var permutations: Int
  /// Whether every pairing was tried.
  public var exact: Bool
  /// The seed, which decides nothing when `exact`.
  public var seed: UInt64
}

extension Resampling {
  /// Tests whether a statistic of two inputs is zero by pairing them anew.
  ///
  /// Where there are no more than `resamples` pairings all are tried, and the p-value is exact; else it is
  /// (b + 1) / (m + 1), with b of m random pairings as extreme: never 0. Pairings without a value of the statistic count
  /// as extreme, which can only make the p-value larger.
  ///
  /// Source: Fisher (1935), The design of experiments, section 21; Phipson and Smyth (2010), Permutation p-values should
  /// never be zero, Stat. Appl. Genet. Mol. Biol. 9, equation 2.
  ///
  /// - Complexity: `resamples` evaluations of the statistic.
  func permutationTest(
    _ x: [Double], _ y: [Double], of statistic: @escaping @Sendable ([Double], [Double]) -> Estimate<Double>
  ) -> Estimate<PermutationTest> {
    Estimate { () throws(Undefined) -> PermutationTest in
      try check()
      guard x.count == y.count else { throw .lengthsDiffer(x.count, y.count) }
      guard x.count >= 2 else { throw .tooFew(have: x.count, need: 2) }
      let value = try statistic(x, y).get()
      // Sums in another order differ in the last digits; equal statistics must count as equal.
      let limit = abs(value) - 1e-13 * max(abs(value), 1e-3)
      @Sendable func extreme(_ order: [Int]) -> Double? {
        guard let other = statistic(x, order.map { y[$0] }).value else { return 1 }
        return abs(other) >= limit ? 1 : 0
      }
      let count = x.count
      if let all = Self.factorial(count, atMost: resamples) {
        let hits = values(all) { extreme(Self.order(number: $0, of: count)) }.reduce(0) { $0 + ($1 ?? 0) }
        return PermutationTest(
          value: value, p: hits / Double(all), permutations: all, exact: true, seed: seed)
      }
      let hits = values(resamples) { resample in
        var random = RandomSource(seed: seed, stream: UInt64(resample))
        return extreme(random.order(count))
      }.reduce(0) { $0 + ($1 ?? 0) }
      return PermutationTest(
        value: value, p: (hits + 1) / Double(resamples + 1), permutations: resamples, exact: false, seed: seed
      )
    }
  }

  /// Tests whether a correlation is zero by pairing the inputs anew; exactly where there are at most nine points.
  func permutationTest(of kind: Coefficient, _ x: [Double], _ y: [Double]) -> Estimate<PermutationTest> {
    Estimate { () throws(Undefined) -> PermutationTest in
      try check()
      if let exact = try exactTest(of: kind, x, y) { return exact }
      guard kind == .spearman else { return try permutationTest(x, y) { kind.value($0, $1) }.get() }
      var shared = SharedResamples(count: x.count)
      let pair = try shared.add(kind, x, y).get()
      guard let test = shared.permutationTests(self)[pair] else { throw .degenerate }
      return test
    }
  }

  /// The test of few points over all of their pairings; nil for more.
  func exactTest(
    of kind: Coefficient, _ x: [Double], _ y: [Double]
  ) throws(Undefined) -> PermutationTest? {
    guard x.count <= ExactPermutations.largest else { return nil }
    let correlation = try kind.correlation(x, y).get()
    // Of two points every pairing is as extreme.
    let p = try x.count < 3 ? 1 : correlation.p.get()
    return PermutationTest(
      value: correlation.coefficient, p: p, permutations: ExactPermutations.pairings(x.count), exact: true,
      seed: seed)
  }

  /// n!, or nil where it is larger than a limit.
  private static func factorial(_ n: Int, atMost limit: Int) -> Int? {
    var product = 1
    for factor in stride(from: 2, through: n, by: 1) {
      product *= factor
      if product > limit { return nil }
    }
    return product
  }

  /// The order with a number from 0 up to n! in the factorial number system (Lehmer 1960).
  private static func order(number: Int, of count: Int) -> [Int] {
    var rest = number
    var order = Array(0..<count)
    for place in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(place, rest % (place + 1))
      rest /= place + 1
    }
    return order
  }
}
