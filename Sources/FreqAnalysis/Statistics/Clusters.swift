import Foundation

/// Groups of points that may depend on one another; points of different clusters are independent.
public struct Clusters: Hashable, Sendable {
  /// The positions of each cluster's points, ascending; no cluster is empty.
  public let members: [[Int]]
  /// The number of points.
  public let count: Int

  /// Takes each point's label; equal labels are one cluster. Clusters are in the order of their first points.
  public init(labels: [Int]) {
    var places: [Int: Int] = [:]
    var members: [[Int]] = []
    for (index, label) in labels.enumerated() {
      if let place = places[label] {
        members[place].append(index)
      } else {
        places[label] = members.count
        members.append([index])
      }
    }
    self.members = members
    count = labels.count
  }

  /// Cuts a sequence of points into runs of one length, the last of which may be shorter; of sqrt(*n*) where none is given.
  public static func runs(_ count: Int, length: Int? = nil) -> Clusters {
    let length = max(1, length ?? Int(Double(max(0, count)).squareRoot().rounded(.up)))
    return Clusters(labels: (0..<max(0, count)).map { $0 / length })
  }

  /// Fits the line of y on x with an error that holds where the points of a cluster depend on one another: CR2, with
  /// Satterthwaite's degrees of freedom.
  ///
  /// Each cluster's residuals are multiplied by the inverse root of I - H of the cluster, which makes the error unbiased were
  /// the points independent. Undefined for fewer than three clusters. Source: Bell and McCaffrey (2002), Bias reduction in
  /// standard errors for linear regression with multi-stage samples, Surv. Methodol. 28; Pustejovsky and Tipton (2018),
  /// J. Bus. Econ. Stat. 36, equations 6 and 11, with the working model of independent points.
  ///
  /// - Returns: The slope; its `count` is the number of clusters.
  /// - Complexity: O(*n*).
  public func slope(_ x: [Double], _ y: [Double]) -> Estimate<RobustSlope> {
    Estimate { () throws(Undefined) -> RobustSlope in
      let line = try LeastSquares.fit(x, y).get()
      guard x.count == count else { throw .lengthsDiffer(x.count, count) }
      guard members.count >= 3 else { throw .tooFew(have: members.count, need: 3) }
      guard line.residuals.contains(where: { $0 != 0 }) else { throw .perfect }
      let across = Samples.Centred(x)
      let size = across.squares.squareRoot()
      // Both columns of the design are made orthonormal, so that X'X is the unit matrix.
      let one = 1 / Double(max(0, count)).squareRoot()
      let two = across.deviations.map { $0 / size }
      var (scores, lengths): ([Double], [Double]) = ([], [])
      var sides: [(Double, Double)] = []
      for own in members {
        let adjusted = Self.adjusted(one, own.map { two[$0] })
        scores.append(Samples.sum(zip(own, adjusted).map { line.residuals[$0] * $1 }))
        lengths.append(Samples.dot(adjusted, adjusted))
        sides.append(
          (one * Samples.sum(adjusted), Samples.sum(zip(own, adjusted).map { two[$0] * $1 })))
      }
      let variance = Samples.dot(scores, scores)
      guard variance > 0 else { throw .perfect }
      return RobustSlope(
        slope: line.slope, error: variance.squareRoot() / size / across.scale,
        df: Self.freedom(lengths, sides), count: members.count)
    }
  }

  /// (I - H)^(-1/2) of one cluster, times its part of the second column; a direction that the cluster alone decides is left
  /// out, as the Moore-Penrose inverse does.
  private static func adjusted(_ one: Double, _ two: [Double]) -> [Double] {
    // X_g'X_g is 2 × 2, and H_g = X_g X_g' has its eigenvalues.
    let (aa, ab, bb) = (Double(two.count) * one * one, one * Samples.sum(two), Samples.dot(two, two))
    let middle = (aa + bb) / 2
    let spread = (((aa - bb) / 2) * ((aa - bb) / 2) + ab * ab).squareRoot()
    var result = two
    for value in [middle + spread, middle - spread] where value > 1e-14 {
      // The eigenvector, from the row that is the longer.
      var (u, v) = abs(value - bb) >= abs(value - aa) ? (value - bb, ab) : (ab, value - aa)
      let length = (u * u + v * v).squareRoot()
      if length > 1e-300 { (u, v) = (u / length, v / length) } else { (u, v) = value == aa ? (1, 0) : (0, 1) }
      // X_g e, of length sqrt(value), times its product with the second column: e'X_g'X_g(0, 1) = value × v.
      let root = 1 - value > 1e-10 ? 1 / (1 - value).squareRoot() : 0
      for index in two.indices { result[index] += (root - 1) * (one * u + two[index] * v) * v }
    }
    return result
  }

  /// Satterthwaite's degrees of freedom: the square of the sum of the error's eigenvalues over the sum of their squares.
  private static func freedom(_ lengths: [Double], _ sides: [(Double, Double)]) -> Double {
    var (sum, squares) = (0.0, 0.0)
    var (aa, ab, bb) = (0.0, 0.0, 0.0)
    for (length, side) in zip(lengths, sides) {
      let taken = side.0 * side.0 + side.1 * side.1
      sum += length - taken
      squares += length * length - 2 * length * taken
      aa += side.0 * side.0
      ab += side.0 * side.1
      bb += side.1 * side.1
    }
    squares += aa * aa + 2 * ab * ab + bb * bb
    return sum * sum / squares
  }

  /// How many independent points would have the error that the clusters give the slope of y's ranks on x's: *n* times the
  /// square of the error by single points (HC3) over that by clusters, at most *n*.
  func effectiveCount(_ x: [Double], _ y: [Double]) -> Estimate<Double> {
    Estimate { () throws(Undefined) -> Double in
      try Samples.check(x, y, need: 4)
      let (left, right) = (Ranks.averaged(x), Ranks.averaged(y))
      let own = try LeastSquares.fit(left, right).get().robustSlope(left).get().error
      let clustered = try slope(left, right).get().error
      return min(Double(x.count), Double(x.count) * own * own / (clustered * clustered))
    }
  }

  /// Tests rho by the slope of y's ranks on x's with the clusters' error.
  ///
  /// - Returns: The slope on ranks, which differs from rho where ties are unequal, with its p-value.
  func rankSlope(_ x: [Double], _ y: [Double]) -> Estimate<RobustSlope> {
    Estimate { () throws(Undefined) -> RobustSlope in
      try Samples.checkOrdered(x, y, need: 4)
      return try slope(Ranks.averaged(x), Ranks.averaged(y)).get()
    }
  }
}

extension Resampling {
  /// The interval of a statistic by the bootstrap over clusters, all points of a drawn cluster together (BCa; the acceleration
  /// from leaving out one cluster at a time).
  ///
  /// Undefined for fewer than five clusters. Source: Davison and Hinkley (1997), Bootstrap methods and their application,
  /// section 3.8.
  ///
  /// - Complexity: `resamples` and as many as there are clusters evaluations of the statistic.
  public func interval(
    _ columns: [[Double]], clusters: Clusters, confidence: Double = 0.95, of statistic: @escaping Statistic
  ) -> Estimate<BootstrapInterval> {
    Estimate { () throws(Undefined) -> BootstrapInterval in
      try check()
      if let other = columns.first(where: { $0.count != clusters.count }) {
        throw .lengthsDiffer(other.count, clusters.count)
      }
      let members = clusters.members
      guard members.count >= 5 else { throw .tooFew(have: members.count, need: 5) }
      let value = try statistic(columns).get()
      let drawn = values(resamples) { resample in
        var random = RandomSource(seed: seed, stream: UInt64(resample))
        let rows = random.draw(members.count).flatMap { members[$0] }
        return statistic(columns.map { column in rows.map { column[$0] } }).value
      }
      let left = values(members.count) { place in
        let rows = members.indices.filter { $0 != place }.flatMap { members[$0] }
        return statistic(columns.map { column in rows.map { column[$0] } }).value
      }
      return try interval(
        Replicates(
          value: value, drawn: drawn.map { $0 ?? .nan }, left: left.map { $0 ?? .nan }),
        confidence: confidence
      ).get()
    }
  }

  /// The interval of rho by the bootstrap over clusters.
  public func interval(ofRho x: [Double], _ y: [Double], clusters: Clusters) -> Estimate<BootstrapInterval> {
    Estimate { () throws(Undefined) -> BootstrapInterval in
      try Samples.checkOrdered(x, y, need: 5)
      return try interval([Ranks.places(x), Ranks.places(y)], clusters: clusters) {
        NoisyRanks.coefficient($0[0], $0[1])
      }.get()
    }
  }
}
