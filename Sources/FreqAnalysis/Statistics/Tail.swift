/// How unequally counts are spread over classes.
public struct Tail: Hashable, Sendable {
  /// A class's place when classes are ordered by falling count.
  public struct RankedCount: Hashable, Sendable {
    /// The place, from 1.
    public var rank: Int
    /// The count; not whole where corpora are weighted.
    public var count: Double
    /// The class's position in the input.
    public var position: Int
  }

  /// The number of classes.
  public var classes: Int
  /// The sum of all counts.
  public var total: Double
  /// The Gini coefficient: 0 where all counts are equal, (n - 1) / n where one class has everything.
  ///
  /// Source: Gini (1912), in the form of Sen (1973), On economic inequality: the sum of (2 i - n - 1) x(i) over n
  /// times the total, counts x(i) ascending.
  public var gini: Estimate<Double>
  /// The share of classes with a count of zero.
  public var zeroShare: Double
  /// The share of classes with a count of exactly one.
  public var oneShare: Double
  /// The share of classes with a count under ten, zeros included.
  public var underTenShare: Double
  /// All classes by falling count; equal counts keep the input's order.
  public var ranked: [RankedCount]

  /// Measures at least one count; a negative count is undefined.
  ///
  /// - Complexity: O(*n* log *n*).
  public static func of(_ counts: [Int]) -> Estimate<Tail> { of(weighted: counts.map(Double.init)) }

  /// Measures at least one count, whole or a weighted sum; one that is negative or not finite is undefined.
  ///
  /// - Complexity: O(*n* log *n*).
  public static func of(weighted counts: [Double]) -> Estimate<Tail> {
    guard !counts.isEmpty else { return .failure(.tooFew(have: 0, need: 1)) }
    if let index = counts.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      return .failure(.notACount(index: index))
    }
    return .success(Tail(counts))
  }

  private init(_ counts: [Double]) {
    let n = Double(counts.count)
    classes = counts.count
    total = Samples.sum(counts)
    let order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    ranked = order.enumerated().map { RankedCount(rank: $0 + 1, count: counts[$1], position: $1) }
    // The classes fall, so that i ascends from the last of them.
    let weighted = Samples.sum(
      ranked.map { (n + 1 - 2 * Double($0.rank)) * $0.count })
    gini = total > 0 ? .success(weighted / (n * total)) : .failure(.allZero)
    zeroShare = Double(counts.lazy.filter { $0 == 0 }.count) / n
    oneShare = Double(counts.lazy.filter { $0 == 1 }.count) / n
    underTenShare = Double(counts.lazy.filter { $0 < 10 }.count) / n
  }
}
