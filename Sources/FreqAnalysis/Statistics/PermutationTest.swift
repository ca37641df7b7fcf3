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
}
