/// A column in order: its points by rising value, equal ones together.
struct RankedColumn: Sendable {
  /// The points' positions by rising value.
  private var order: [Int32]
  /// Where each group of equal values ends in `order`.
  private var ends: [Int32]
  /// Each point's rank, doubled and less its mean.
  var ranks: [Double]

  init(_ values: [Double]) {
    let ascending = Ranks.ascending(values)
    order = ascending.map(Int32.init)
    ends = []
    for place in ascending.indices
    where place + 1 == ascending.count || values[ascending[place]] != values[ascending[place + 1]] {
      ends.append(Int32(place + 1))
    }
    let middle = Double(values.count + 1)
    ranks = Ranks.averaged(values).map { 2 * $0 - middle }
  }

  /// Writes each point's weight and its weight times its rank; gives the weighted sum of squared ranks.
  func weigh(_ weights: [Double], total: Double, into weighted: inout [SIMD2<Double>]) -> Double {
    var (before, squares, start) = (0.0, 0.0, 0)
    for end in ends {
      let end = Int(end)
      var here = 0.0
      for place in start..<end { here += weights[Int(order[place])] }
      let rank = 2 * before + here - total
      for place in start..<end {
        let point = Int(order[place])
        let weight = weights[point]
        weighted[point] = SIMD2(weight, weight * rank)
      }
      squares += here * rank * rank
      before += here
      start = end
    }
    return squares
  }

  /// The weighted sums of this column's squared ranks, and of their products with those of the x that was weighed.
  func sums(of weighted: [SIMD2<Double>], total: Double) -> (products: Double, squares: Double) {
    var (before, squares, products, start) = (0.0, 0.0, 0.0, 0)
    for end in ends {
      let end = Int(end)
      var sum = SIMD2<Double>.zero
      for place in start..<end { sum += weighted[Int(order[place])] }
      let rank = 2 * before + sum.x - total
      squares += sum.x * rank * rank
      products += sum.y * rank
      before += sum.x
      start = end
    }
    return (products, squares)
  }
}
