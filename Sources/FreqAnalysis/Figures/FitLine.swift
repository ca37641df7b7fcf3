import Foundation

/// The line of accuracy on log10(count + 1) with its simultaneous band at 95 %, as pictures draw it.
struct FitLine {
  private let line: LeastSquares
  private let largest: Double
  /// log10(count + 1) of the classes in the zero column.
  private let unseen: Double

  /// Fits the line; nil where it is undefined or no class is mentioned.
  init?(_ points: KnownPoints) {
    guard
      let line = LogCounts.plusOne(points.counts).flatMap({ LeastSquares.fit($0, points.accuracies) }).value,
      let largest = points.counts.max(), largest > 0
    else { return nil }
    self.line = line
    self.largest = largest
    unseen = points.unseenLog
  }

  /// Draws the line from the smallest count to the largest; in the zero column, its value for the classes there.
  func draw(
    _ index: Int, _ across: CountScale, _ up: ShareScale, hasBand: Bool, steps: Int = 40,
    into canvas: inout FigureCanvas
  ) {
    let end = across.position(largest)
    guard end > across.logStart else { return }
    let places = (0...steps).map { across.logStart + (end - across.logStart) * Double($0) / Double(steps) }
    let values = places.map { (x: $0, u: log10(across.count(at: $0) + 1)) }
    func path(_ points: [(Double, Double)]) -> String {
      "M" + points.map { "\(coordinate($0.0)) \(coordinate(up.position($0.1)))" }.joined(separator: "L")
    }
    let color = index % FigureStyle.seriesCount
    let bands = values.compactMap { value in line.lineBand(at: value.u).value.map { (value.x, $0) } }
    if hasBand, bands.count == values.count {
      let outline = bands.map { ($0.0, $0.1.high) } + bands.reversed().map { ($0.0, $0.1.low) }
      canvas.append(SVGElement("path", ["class": "b\(color)", "d": path(outline) + "z"]))
    }
    let inside = values.map { ($0.x, line.predicted(at: $0.u)) }.filter { up.contains($0.1) }
    guard inside.count > 1 else { return }
    var trace = path(inside)
    let level = line.predicted(at: unseen)
    if across.hasZero, up.contains(level) {
      trace += path([(across.start, level), (across.start + across.column, level)])
    }
    canvas.append(
      SVGElement("path", ["class": "line l\(color)", "stroke-dasharray": Mark.dashes(index), "d": trace]))
  }
}
