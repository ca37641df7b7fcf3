/// Spearman's rank correlation.
public enum Spearman {
  /// Computes rho, Pearson's r of the averaged ranks, with its two-sided p-value.
  ///
  /// Undefined for fewer than two points, for constant input and for values that are not numbers. The p-value needs
  /// three points; it is exact over all pairings of at most nine, else by the t distribution with n - 2 degrees of
  /// freedom.
  ///
  /// Source: Spearman (1904), The proof and measurement of association between two things, Am. J. Psychol. 15; the
  /// test: Kendall and Stuart (1973), The advanced theory of statistics 2, section 31.19.
  ///
  /// - Complexity: O(*n* log *n*); n! for at most nine points.
  public static func correlation(_ x: [Double], _ y: [Double]) -> Estimate<Correlation> {
    Estimate { () throws(Undefined) -> Correlation in
      try Samples.checkOrdered(x, y, need: 2)
      let (left, right) = (Ranks.averaged(x), Ranks.averaged(y))
      let rho = try Pearson.ofFinite(left, right)
      let count = x.count
      guard count >= 3 else {
        return Correlation(.spearman, rho, count: count, logP: .failure(.tooFew(have: count, need: 3)))
      }
      guard count <= ExactPermutations.largest else {
        let logP = StudentT.logTwoSidedP(r: rho, df: Double(count - 2))
        return Correlation(.spearman, rho, count: count, logP: .success(logP))
      }
      let middle = Double(count + 1) / 2
      let logP = ExactPermutations.logP(products: left.map { $0 - middle }, right.map { $0 - middle })
      return Correlation(
        .spearman, rho, count: count, logP: .success(logP),
        test: .pairings(ExactPermutations.pairings(count)))
    }
  }

  /// Computes rho alone.
  public static func coefficient(_ x: [Double], _ y: [Double]) -> Estimate<Double> {
    Estimate { () throws(Undefined) -> Double in
      try Samples.checkOrdered(x, y, need: 2)
      return try Pearson.ofFinite(Ranks.averaged(x), Ranks.averaged(y))
    }
  }

  /// Gives the interval of rho, with the standard error sqrt((1 + rho^2 / 2) / (n - 3)) of atanh rho.
  ///
  /// Undefined for fewer than four points, and for rho of -1 or 1 exactly.
  ///
  /// Source: Bonett and Wright (2000), Sample size requirements for estimating Pearson, Kendall and Spearman
  /// correlations, Psychometrika 65, p. 25.
  public static func interval(rho: Double, count: Int, confidence: Double = 0.95) -> Estimate<Interval> {
    Pearson.fisher(rho, count: count, controls: 0, variance: 1 + rho * rho / 2, confidence: confidence)
  }
}
