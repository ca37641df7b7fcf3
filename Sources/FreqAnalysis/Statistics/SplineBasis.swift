/// Cubic B-splines on equal steps between two ends: smooth bumps of which any smooth curve is a sum.
struct SplineBasis: Sendable {
  /// Where the first step begins.
  let low: Double
  /// Where the last step ends.
  let high: Double
  /// The number of steps.
  let steps: Int

  /// The number of bumps.
  var count: Int { steps + 3 }

  /// The bumps' heights at an x between the ends; all but four are zero.
  ///
  /// Source: the uniform case of de Boor (1978), A practical guide to splines, chapter X.
  func row(at x: Double) -> [Double] {
    var row = [Double](repeating: 0, count: count)
    let place = min(max((x - low) / (high - low), 0), 1) * Double(steps)
    let step = min(steps - 1, Int(place))
    let t = place - Double(step)
    let rest = 1 - t
    row[step] = rest * rest * rest / 6
    row[step + 1] = (3 * t * t * t - 6 * t * t + 4) / 6
    row[step + 2] = (3 * rest * rest * rest - 6 * rest * rest + 4) / 6
    row[step + 3] = t * t * t / 6
    return row
  }

  /// Turns the bumps into as many curves less two, of which the straight lines are taken out.
  ///
  /// With D the second differences of neighbouring bumps' factors the curves are B D'(DD')^-1: their factors' squares
  /// then add up to the penalty on curvature. Source: Eilers (1999), discussion of Verbyla and others, Appl. Statist. 48.
  ///
  /// - Returns: For each bump its part in each curve; nil where rounding makes the system unsolvable.
  func curves() -> [[Double]]? {
    let size = count - 2
    var product = SquareMatrix(size: size)
    // DD' of (1, -2, 1) has five bands.
    for (distance, value) in [(0, 6.0), (1, -4.0), (2, 1.0)] where distance < size {
      for row in distance..<size {
        product[row, row - distance] = value
        product[row - distance, row] = value
      }
    }
    guard let factor = product.cholesky() else { return nil }
    return (0..<count).map { bump in
      // The bump's row of D' holds 1, -2 and 1 at the differences that it is in.
      var right = [Double](repeating: 0, count: size)
      for (offset, value) in [(0, 1.0), (-1, -2.0), (-2, 1.0)] where right.indices.contains(bump + offset) {
        right[bump + offset] = value
      }
      for row in 0..<size {
        for column in 0..<row { right[row] -= factor[row, column] * right[column] }
        right[row] /= factor[row, row]
      }
      return factor.solvedTransposed(right)
    }
  }
}
