/// The search for the smallest value of a function of a few variables, without derivatives.
///
/// Source: Nelder and Mead (1965), A simplex method for function minimization, Computer J. 7, with the coefficients of
/// Gao and Han (2012), and begun anew at what it found until that brings nothing more.
struct SimplexSearch {
  /// Where the function is smallest.
  private(set) var place: [Double]
  /// Its value there.
  private(set) var value: Double
  /// How often the function was computed.
  private(set) var evaluations = 0

  /// Searches from a place on.
  ///
  /// - Parameters:
  ///   - start: The place.
  ///   - step: How far the first simplex reaches along each variable.
  ///   - tolerance: By how much less than the best another place must be for the search to go on.
  ///   - limit: The most evaluations.
  ///   - function: The function; infinite where it has no value.
  init(
    from start: [Double], step: Double = 0.3, tolerance: Double = 1e-9, limit: Int = 6_000,
    _ function: ([Double]) -> Double
  ) {
    place = start
    value = function(start)
    evaluations = 1
    var step = step
    for _ in 0..<8 {
      let before = value
      descend(step: step, tolerance: tolerance, limit: limit, function)
      step = max(step / 3, 0.01)
      if !(before - value > tolerance) || evaluations >= limit { break }
    }
  }

  private mutating func descend(
    step: Double, tolerance: Double, limit: Int, _ function: ([Double]) -> Double
  ) {
    let size = place.count
    let n = Double(size)
    let (expansion, contraction, shrink) = (1 + 2 / n, 0.75 - 0.5 / n, 1 - 1 / n)
    var corners = [(place: place, value: value)]
    for variable in 0..<size {
      var corner = place
      corner[variable] += corner[variable] < 0 ? -step : step
      corners.append((corner, function(corner)))
    }
    evaluations += size
    while evaluations < limit {
      corners.sort { $0.value < $1.value }
      let width = corners.map { corner in
        zip(corner.place, corners[0].place).reduce(0) { max($0, abs($1.0 - $1.1)) }
      }.reduce(0, max)
      if corners[size].value - corners[0].value <= tolerance, width <= 1e-6 { break }
      if width <= 1e-12 { break }
      let centre = (0..<size).map { variable in
        corners.prefix(size).reduce(0) { $0 + $1.place[variable] } / n
      }
      func toward(_ factor: Double) -> (place: [Double], value: Double) {
        let moved = zip(centre, corners[size].place).map { $0 + factor * ($0 - $1) }
        return (moved, function(moved))
      }
      evaluations += 1
      let mirrored = toward(1)
      if mirrored.value < corners[0].value {
        evaluations += 1
        let farther = toward(expansion)
        corners[size] = farther.value < mirrored.value ? farther : mirrored
      } else if mirrored.value < corners[size - 1].value {
        corners[size] = mirrored
      } else {
        evaluations += 1
        let isOutside = mirrored.value < corners[size].value
        let nearer = toward(isOutside ? contraction : -contraction)
        if nearer.value < min(mirrored.value, corners[size].value) {
          corners[size] = nearer
        } else {
          for index in 1...size {
            let moved = zip(corners[0].place, corners[index].place).map { $0 + shrink * ($1 - $0) }
            corners[index] = (moved, function(moved))
          }
          evaluations += size
        }
      }
    }
    if let best = corners.min(by: { $0.value < $1.value }), best.value < value {
      (place, value) = best
    }
  }
}
