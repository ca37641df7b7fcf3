/// What must hold of the numbers before a formula sees them, and the sums that formulas are made of.
enum Samples {
  /// Throws unless both inputs pair up, are long enough and hold only finite numbers.
  static func check(_ x: [Double], _ y: [Double], need: Int) throws(Undefined) {
    try check(x, y, need: need, allowing: { $0.isFinite })
  }

  /// Throws unless both inputs pair up, are long enough and can be put in order; infinities can.
  static func checkOrdered(_ x: [Double], _ y: [Double], need: Int) throws(Undefined) {
    try check(x, y, need: need, allowing: { !$0.isNaN })
  }

  private static func check(
    _ x: [Double], _ y: [Double], need: Int, allowing: (Double) -> Bool
  ) throws(Undefined) {
    guard x.count == y.count else { throw .lengthsDiffer(x.count, y.count) }
    guard x.count >= need else { throw .tooFew(have: x.count, need: need) }
    if let index = x.firstIndex(where: { !allowing($0) }) { throw .notFinite(.first, index: index) }
    if let index = y.firstIndex(where: { !allowing($0) }) { throw .notFinite(.second, index: index) }
  }

  /// Throws unless a confidence lies strictly between 0 and 1.
  static func check(confidence: Double) throws(Undefined) {
    guard confidence > 0, confidence < 1 else {
      throw .parameter("a confidence level must lie between 0 and 1, and \(confidence) does not")
    }
  }

  /// Whether all values are equal; also true of no values.
  static func isConstant(_ values: [Double]) -> Bool {
    guard let first = values.first else { return true }
    return values.allSatisfy { $0 == first }
  }

  /// Adds values with a running correction for what rounding loses.
  ///
  /// Source: Neumaier (1974), Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, algorithm IV.
  static func sum(_ values: [Double]) -> Double {
    var total = 0.0
    var lost = 0.0
    for value in values {
      let next = total + value
      lost += abs(total) >= abs(value) ? (total - next) + value : (value - next) + total
      total = next
    }
    return lost.isFinite ? total + lost : total
  }

  /// The arithmetic mean of at least one finite value, without overflow.
  static func mean(_ values: [Double]) -> Double {
    let count = Double(values.count)
    let total = sum(values)
    return total.isFinite ? total / count : sum(values.map { $0 / count })
  }

  /// The sum of products of two inputs of one length.
  static func dot(_ x: [Double], _ y: [Double]) -> Double {
    var products = [Double](repeating: 0, count: x.count)
    for index in x.indices { products[index] = x[index] * y[index] }
    return sum(products)
  }

  /// Values as deviations from their mean, divided by a power of two so that squares neither overflow nor vanish.
  struct Centred {
    /// The deviations; multiply by `scale` to have them in the input's unit.
    var deviations: [Double]
    /// The mean, in the input's unit.
    var mean: Double
    /// The power of two that was divided out, 1 for ordinary numbers.
    var scale: Double
    /// The sum of squared deviations, in units of `scale` squared.
    var squares: Double

    /// Centres at least one finite value.
    init(_ values: [Double]) {
      let mean = Samples.mean(values)
      var deviations = values.map { $0 - mean }
      var scale = 1.0
      let largest = deviations.reduce(0) { max($0, abs($1)) }
      if largest > 0x1p200 || (largest > 0 && largest < 0x1p-200) {
        scale = largest.isFinite ? largest.binade : 0x1p1023
        for index in values.indices { deviations[index] = values[index] / scale - mean / scale }
      }
      self.deviations = deviations
      self.mean = mean
      self.scale = scale
      self.squares = Samples.dot(deviations, deviations)
    }
  }
}
