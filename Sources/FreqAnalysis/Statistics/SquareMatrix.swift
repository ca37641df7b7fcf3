/// A small dense square matrix, row by row: what mixed models and splines are solved with.
struct SquareMatrix: Sendable {
  /// The number of rows, and of columns.
  let size: Int
  /// The entries, row after row.
  var values: [Double]

  /// Makes a matrix of zeros.
  init(size: Int) {
    self.size = size
    values = [Double](repeating: 0, count: size * size)
  }

  /// The entry in a row and a column, both from 0.
  subscript(row: Int, column: Int) -> Double {
    get { values[row * size + column] }
    set { values[row * size + column] = newValue }
  }

  /// The lower triangle whose product with its transpose is this symmetric matrix; nil where a pivot is not positive.
  ///
  /// Only the lower half is read. Source: Golub and Van Loan (2013), Matrix computations, algorithm 4.2.1.
  ///
  /// - Complexity: O(*n*^3 / 6).
  func cholesky() -> SquareMatrix? {
    var factor = SquareMatrix(size: size)
    for row in 0..<size {
      for column in 0...row {
        var rest = values[row * size + column]
        for inner in 0..<column {
          rest -= factor.values[row * size + inner] * factor.values[column * size + inner]
        }
        if row == column {
          guard rest > 0, rest.isFinite else { return nil }
          factor.values[row * size + column] = rest.squareRoot()
        } else {
          factor.values[row * size + column] = rest / factor.values[column * size + column]
        }
      }
    }
    return factor
  }

  /// The solution of L' x = right for this lower triangle L, of its first `right.count` rows.
  func solvedTransposed(_ right: [Double]) -> [Double] {
    var x = right
    for row in stride(from: right.count - 1, through: 0, by: -1) {
      for below in row + 1..<max(row + 1, right.count) { x[row] -= self[below, row] * x[below] }
      x[row] /= self[row, row]
    }
    return x
  }

  /// Eigenvalues, the largest first, and for each its eigenvector of length 1, of a symmetric matrix.
  ///
  /// Source: the cyclic Jacobi method, Golub and Van Loan (2013), algorithms 8.5.1 and 8.5.3.
  ///
  /// - Complexity: O(*n*^3) a sweep, some eight sweeps.
  func eigen() -> (values: [Double], vectors: [[Double]]) {
    var matrix = self
    var vectors = SquareMatrix(size: size)
    for place in 0..<size { vectors[place, place] = 1 }
    let whole = values.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<60 {
      var off = 0.0
      for row in 0..<size { for column in 0..<row { off += matrix[row, column] * matrix[row, column] } }
      if off <= 1e-32 * whole { break }
      for p in 0..<size {
        for q in p + 1..<max(p + 1, size) where matrix[p, q] != 0 {
          let angle = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q])
          let t = (angle < 0 ? -1 : 1) / (abs(angle) + (1 + angle * angle).squareRoot())
          let c = 1 / (1 + t * t).squareRoot()
          matrix.rotate(p, q, c: c, s: t * c, vectors: &vectors)
        }
      }
    }
    let order = (0..<size).sorted { (-matrix[$0, $0], $0) < (-matrix[$1, $1], $1) }
    return (
      order.map { matrix[$0, $0] }, order.map { column in (0..<size).map { vectors[$0, column] } }
    )
  }

  private mutating func rotate(_ p: Int, _ q: Int, c: Double, s: Double, vectors: inout SquareMatrix) {
    for row in 0..<size {
      let (left, right) = (self[row, p], self[row, q])
      self[row, p] = c * left - s * right
      self[row, q] = s * left + c * right
    }
    for column in 0..<size {
      let (upper, lower) = (self[p, column], self[q, column])
      self[p, column] = c * upper - s * lower
      self[q, column] = s * upper + c * lower
    }
    for row in 0..<size {
      let (left, right) = (vectors[row, p], vectors[row, q])
      vectors[row, p] = c * left - s * right
      vectors[row, q] = s * left + c * right
    }
  }
}
