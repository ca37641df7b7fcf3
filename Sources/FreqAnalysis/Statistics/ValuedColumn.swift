/// A column of numbers as deviations from their mean, four a block.
struct ValuedColumn: Sendable {
  private var deviations: [SIMD4<Double>]

  init(_ values: [Double]) { deviations = Self.blocks(Samples.Centred(values).deviations) }

  func deviation(at place: Int) -> Double { deviations[place >> 2][place & 3] }

  /// Weighted sums: of the deviations, of their squares, of their products with another column's.
  struct Sums {
    var sum = 0.0
    var squares = 0.0
    var products = 0.0

    /// The weighted sum of squares around the weighted mean, and whether enough digits are left of it.
    func spread(_ total: Double) -> (value: Double, isExact: Bool) {
      let value = squares - sum * sum / total
      return (value, value > 1e-4 * squares)
    }
  }

  /// Writes the weighted deviations and gives their sums.
  func weigh(_ weights: [SIMD4<Double>], into weighted: inout [SIMD4<Double>]) -> Sums {
    var (sum, squares) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    for block in deviations.indices {
      let product = weights[block] * deviations[block]
      weighted[block] = product
      sum += product
      squares += product * deviations[block]
    }
    return Sums(sum: sum.sum(), squares: squares.sum())
  }

  /// The sums of this column, its products with what was weighed.
  func sums(_ weights: [SIMD4<Double>], _ weighted: [SIMD4<Double>]) -> Sums {
    var (sum, squares, products) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
    for block in deviations.indices {
      let product = weights[block] * deviations[block]
      sum += product
      squares += product * deviations[block]
      products += weighted[block] * deviations[block]
    }
    return Sums(sum: sum.sum(), squares: squares.sum(), products: products.sum())
  }
  /// Numbers four a block, the last filled up with zeros.
  static func blocks(_ values: [Double]) -> [SIMD4<Double>] {
    var blocks = [SIMD4<Double>](repeating: .zero, count: (values.count + 3) / 4)
    for (place, value) in values.enumerated() { blocks[place >> 2][place & 3] = value }
    return blocks
  }
}
