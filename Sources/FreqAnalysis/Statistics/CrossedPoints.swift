import Foundation

/// The points of a mixed model as sums of products, from which its likelihood is computed without looking at each point.
struct CrossedPoints {
  private let points: [MixedModel.Point]
  private let modelOf: [Int]
  private let classOf: [Int]
  /// The number of models with points.
  let models: Int
  /// The number of classes with points.
  let classes: Int
  /// What x and y were divided by, and from where they were taken.
  let unitX: Double
  let unitY: Double
  let meanY: Double
  private let x: [Double]
  private let y: [Double]
  private let logWeights: Double

  /// The columns: for each model its intercept and its x, then the common intercept, the common x, and y.
  private var width: Int { 2 * models + 3 }
  /// The weighted products of all columns with each other.
  private let products: SquareMatrix
  /// Classes of one total weight: how many, and the sum of the products of their sums.
  private var groups: [(weight: Double, count: Int, products: SquareMatrix)] = []
  /// Where there are too many different weights for groups: each class's weight and its sums.
  private var sums: [(weight: Double, row: [Double])] = []

  init(_ points: [MixedModel.Point]) {
    self.points = points
    let modelNumbers = Self.numbers(points.map(\.model))
    let classNumbers = Self.numbers(points.map(\.classIndex))
    (modelOf, models) = modelNumbers
    (classOf, classes) = classNumbers
    var totals = [(weight: Double, x: Double)](repeating: (0, 0), count: models)
    for (index, point) in points.enumerated() {
      totals[modelOf[index]].weight += point.weight
      totals[modelOf[index]].x += point.weight * point.x
    }
    let means = totals.map { $0.x / $0.weight }
    let centred = zip(points, modelNumbers.of).map { $0.x - means[$1] }
    let count = Double(max(1, points.count))
    let spreadX = (Samples.dot(centred, centred) / count).squareRoot()
    let largestX = points.map { abs($0.x) }.max() ?? 0
    unitX = spreadX > 1e-12 * largestX ? spreadX : 0
    let up = points.isEmpty ? nil : Samples.Centred(points.map(\.y))
    meanY = up?.mean ?? 0
    unitY = up.map { ($0.squares / count).squareRoot() * $0.scale } ?? 0
    let (divideX, divideY, mean) = (unitX > 0 ? unitX : 1, unitY > 0 ? unitY : 1, meanY)
    x = centred.map { $0 / divideX }
    y = points.map { ($0.y - mean) / divideY }
    logWeights = Samples.sum(points.map { log($0.weight) })

    let width = 2 * models + 3
    var products = SquareMatrix(size: width)
    var rows = [[Double]](repeating: [Double](repeating: 0, count: width), count: classes)
    var weights = [Double](repeating: 0, count: classes)
    for index in points.indices {
      let own = 2 * modelOf[index]
      let weight = points[index].weight
      let cells = [
        (own, 1.0), (own + 1, x[index]), (width - 3, 1.0), (width - 2, x[index]), (width - 1, y[index]),
      ]
      for (left, a) in cells {
        rows[classOf[index]][left] += weight * a
        for (right, b) in cells { products.values[left * width + right] += weight * a * b }
      }
      weights[classOf[index]] += weight
    }
    self.products = products
    let members = Dictionary(grouping: rows.indices) { weights[$0] }
    guard members.count <= 40 else {
      sums = rows.indices.map { (weights[$0], rows[$0]) }
      return
    }
    for (weight, own) in members.sorted(by: { $0.key < $1.key }) {
      var total = SquareMatrix(size: width)
      for one in own { total.add(1, rows[one]) }
      groups.append((weight, own.count, total))
    }
  }

  /// The numbers in the order of their first use, from 0.
  private static func numbers(_ names: [Int]) -> (of: [Int], count: Int) {
    var known: [Int: Int] = [:]
    let numbers = names.map { name in
      let number = known[name] ?? known.count
      known[name] = number
      return number
    }
    return (numbers, known.count)
  }

  /// The fit at given relative spreads.
  struct Profile {
    var criterion: Double
    var intercept: Double
    var slope: Double
    var interceptVariance: Double
    var slopeVariance: Double
    var sigma: Double
    var modelEffects: [(intercept: Double, slope: Double)]
    /// The parts of the criterion that the error's size does not change, and the sum of squares.
    var logs: Double
    var squares: Double
  }

  /// Computes the likelihood where the classes' spread, and the factor of the models' covariance, are given in units
  /// of the error's spread.
  ///
  /// - Parameter place: The classes' spread, then the factor's entries: first, below it, and last.
  /// - Returns: The fit; nil where the equations have no solution.
  func profile(_ place: [Double]) -> Profile? {
    let square = place[0] * place[0]
    var matrix = products
    var logs = -logWeights
    for group in groups {
      let factor = square / (1 + square * group.weight)
      for index in matrix.values.indices { matrix.values[index] -= factor * group.products.values[index] }
      logs += Double(group.count) * log1p(square * group.weight)
    }
    for one in sums {
      matrix.add(-square / (1 + square * one.weight), one.row)
      logs += log1p(square * one.weight)
    }
    scale(&matrix, place)
    guard let factor = matrix.cholesky() else { return nil }
    let inner = 2 * models
    for index in 0..<inner { logs += 2 * log(factor[index, index]) }
    let (a, b, last) = (inner, inner + 1, inner + 2)
    logs += 2 * log(factor[a, a]) + 2 * log(factor[b, b])
    let squares = factor[last, last] * factor[last, last]
    let df = Double(points.count - 2)
    let variance = squares / df
    let slope = factor[last, b] / factor[b, b]
    let intercept = (factor[last, a] - factor[b, a] * slope) / factor[a, a]
    let inverseB = 1 / factor[b, b]
    let across = -factor[b, a] * inverseB / factor[a, a]
    let rest = (0..<inner).map { index in
      factor[last, index] - factor[a, index] * intercept - factor[b, index] * slope
    }
    let scaled = factor.solvedTransposed(rest)
    let effects = (0..<models).map { model in
      (
        intercept: place[1] * scaled[2 * model],
        slope: place[2] * scaled[2 * model] + place[3] * scaled[2 * model + 1]
      )
    }
    return Profile(
      criterion: df * (1 + log(2 * Double.pi * variance)) + logs, intercept: intercept, slope: slope,
      interceptVariance: variance * (1 / (factor[a, a] * factor[a, a]) + across * across),
      slopeVariance: variance * inverseB * inverseB, sigma: variance.squareRoot(), modelEffects: effects,
      logs: logs, squares: squares)
  }

  /// Multiplies the models' columns with the factor of their covariance and adds one to the diagonal.
  private func scale(_ matrix: inout SquareMatrix, _ place: [Double]) {
    let (first, below, last) = (place[1], place[2], place[3])
    let inner = 2 * models
    for column in stride(from: 0, to: inner, by: 2) {
      for row in 0..<width {
        let (one, two) = (matrix[row, column], matrix[row, column + 1])
        matrix[row, column] = first * one + below * two
        matrix[row, column + 1] = last * two
      }
    }
    for row in stride(from: 0, to: inner, by: 2) {
      for column in 0..<width {
        let (one, two) = (matrix[row, column], matrix[row + 1, column])
        matrix[row, column] = first * one + below * two
        matrix[row + 1, column] = last * two
      }
    }
    for index in 0..<inner { matrix[index, index] += 1 }
  }

  /// What each point is expected to be, in the unit of the given y.
  func fitted(_ profile: Profile, c: Double) -> [Double] {
    var expected = points.indices.map { index in
      let own = profile.modelEffects[modelOf[index]]
      return profile.intercept + own.intercept + (profile.slope + own.slope) * x[index]
    }
    var rests = [(weight: Double, sum: Double)](repeating: (0, 0), count: classes)
    for index in points.indices {
      rests[classOf[index]].weight += points[index].weight
      rests[classOf[index]].sum += points[index].weight * (y[index] - expected[index])
    }
    let effects = rests.map { c * c * $0.sum / (1 + c * c * $0.weight) }
    for index in points.indices { expected[index] += effects[classOf[index]] }
    return expected.map { meanY + $0 * unitY }
  }

  /// Satterthwaite's degrees of freedom of the slope: from how much its variance changes with the spreads, and how
  /// uncertain these are.
  func satterthwaite(_ place: [Double], sigma: Double) -> Double {
    let free = place + [sigma]
    let most = Double(points.count - 2)
    func criterion(_ at: [Double]) -> Double {
      guard let profile = profile(Array(at.prefix(4))) else { return .infinity }
      let variance = at[4] * at[4]
      return most * log(2 * Double.pi * variance) + profile.logs + profile.squares / variance
    }
    func variance(_ at: [Double]) -> Double {
      guard let profile = profile(Array(at.prefix(4))) else { return .infinity }
      return profile.slopeVariance / (profile.sigma * profile.sigma) * at[4] * at[4]
    }
    let steps = free.map { 2e-3 * max(abs($0), 0.05) }
    func moved(_ moves: [(Int, Double)]) -> [Double] {
      var at = free
      for (index, sign) in moves { at[index] += sign * steps[index] }
      return at
    }
    let middle = criterion(free)
    var curvature = SquareMatrix(size: free.count)
    for row in free.indices {
      for column in 0...row {
        let value =
          row == column
          ? (criterion(moved([(row, 1)])) - 2 * middle + criterion(moved([(row, -1)])))
            / (steps[row] * steps[row])
          : (criterion(moved([(row, 1), (column, 1)])) - criterion(moved([(row, 1), (column, -1)]))
            - criterion(moved([(row, -1), (column, 1)])) + criterion(moved([(row, -1), (column, -1)])))
            / (4 * steps[row] * steps[column])
        curvature[row, column] = value
        curvature[column, row] = value
      }
    }
    guard curvature.values.allSatisfy(\.isFinite) else { return most }
    let gradient = free.indices.map { index in
      (variance(moved([(index, 1)])) - variance(moved([(index, -1)]))) / (2 * steps[index])
    }
    // Directions in which the likelihood is flat say nothing of the slope's variance.
    let (sizes, directions) = curvature.eigen()
    let limit = 1e-8 * (sizes.first ?? 0)
    var uncertainty = 0.0
    for (size, direction) in zip(sizes, directions) where size > limit && size > 0 {
      let along = Samples.dot(direction, gradient)
      uncertainty += 2 * along * along / size
    }
    let own = variance(free)
    guard uncertainty > 0, own > 0 else { return most }
    return min(most, max(1, 2 * own * own / uncertainty))
  }
}

extension SquareMatrix {
  /// Adds a factor times a row's products with itself.
  fileprivate mutating func add(_ factor: Double, _ row: [Double]) {
    for left in 0..<size where row[left] != 0 {
      let scaled = factor * row[left]
      for right in 0..<size { values[left * size + right] += scaled * row[right] }
    }
  }
}
