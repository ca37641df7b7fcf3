/// Which bins a curve has: the paper's, as many equal ones as asked for, or those with given edges.
public enum BinChoice: Sendable, Hashable {
  /// The bins of the paper.
  case paper
  /// So many bins with about equally many classes each.
  case equal(Int)
  /// Bins from each number up to the next, the last without an end.
  case edges([Double])

  /// Reads `paper`, `equal:10`, or edges such as `0,1,10,100`; nil for anything else.
  public init?(_ text: String) {
    if text == "paper" {
      self = .paper
    } else if text.hasPrefix("equal:") {
      guard let count = Int(text.dropFirst("equal:".count)), (1...1_000).contains(count) else { return nil }
      self = .equal(count)
    } else {
      let edges = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
      let known = edges.compactMap { $0 }
      guard known.count == edges.count, Bins.given(known).value != nil else { return nil }
      self = .edges(known)
    }
  }

  /// The bins for some counts.
  public func bins(for counts: [Double]) -> Estimate<Bins> {
    switch self {
    case .paper: .success(.paper)
    case .equal(let count): Bins.equalCount(counts, bins: count)
    case .edges(let edges): Bins.given(edges)
    }
  }

  /// The bins in words: `the paper's bins`.
  public var label: String {
    switch self {
    case .paper: "the paper's bins"
    case .equal(let count): "\(count) bins with about the same number of classes"
    case .edges: "the given bins"
    }
  }
}
