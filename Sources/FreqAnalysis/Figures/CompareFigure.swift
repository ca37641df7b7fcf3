/// Models side by side: each one's coefficient with its interval, and its line's slope.
public struct CompareFigure: Sendable {
  /// The models' points.
  public var series: [KnownPoints]

  /// Makes a picture.
  public init(_ series: [KnownPoints]) { self.series = series }

  /// Draws the picture as SVG, a row a model, the largest coefficient first.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    let rows = series.map { points in
      (points: points, rho: points.spearman)
    }
    .enumerated().sorted { left, right in
      let (a, b) = (left.element.rho.value?.coefficient ?? -2, right.element.rho.value?.coefficient ?? -2)
      return (-a, left.offset) < (-b, right.offset)
    }.map(\.element)
    var canvas = FigureCanvas(title: Finding.title(series), style: style)
    canvas.note(
      "Spearman’s ρ with its 95 % interval, and percentage points of accuracy for a tenfold count + 1."
    )
    let step = 24.0
    let top = canvas.body(height: Double(rows.count) * step + 92) + 36
    let bottom = top + Double(rows.count) * step
    let names = rows.map { Finding.name($0.points, among: series) }
    let widest = names.map { TextWidth.estimate($0) }.max() ?? 0
    let left = min(330, max(120, widest + 30))
    let right = canvas.width - 24
    let middle = left + (right - left) * 0.57
    func place(_ value: Double) -> Double { left + (value + 1) / 2 * (middle - 30 - left) }
    let slopes = rows.map { row in
      LogCounts.plusOne(row.points.counts).flatMap { LeastSquares.fit($0, row.points.accuracies) }
    }
    let steepest =
      slopes.compactMap { line -> Double? in
        let interval = line.value?.slopeInterval().value
        return [line.value?.slope, interval?.low, interval?.high].compactMap { $0.map { abs($0) } }.max()
      }.max() ?? 0
    let reach = [0.02, 0.05, 0.1, 0.2, 0.5].first { $0 >= steepest } ?? 1
    func slopePlace(_ value: Double) -> Double {
      middle + (min(max(value, -reach), reach) / reach + 1) / 2 * (right - middle)
    }
    canvas.text("Spearman’s ρ", x: place(0), y: top - 10, "small soft mid")
    canvas.text("points for a tenfold count + 1", x: slopePlace(0), y: top - 10, "small soft mid")
    for tick in [-1.0, -0.5, 0, 0.5, 1] {
      for (x, label) in [
        (place(tick), Finding.fixed(tick)),
        (slopePlace(tick * reach), NumberText.short(tick * reach * 100, digits: 3)),
      ] {
        canvas.append(
          SVGElement(
            "path",
            [
              "class": tick == 0 ? "axis" : "grid",
              "d": "M\(coordinate(x)) \(coordinate(top))V\(coordinate(bottom))",
            ]))
        canvas.text(label, x: x, y: bottom + 16, "tiny soft mid")
      }
    }
    for (index, row) in rows.enumerated() {
      let y = top + step * (Double(index) + 0.5)
      canvas.text(
        TextWidth.cutMiddle(names[index], to: left - 26), x: left - 10, y: y + 4,
        "end")
      switch row.rho {
      case .failure(let reason):
        let words = TextWidth.cut(
          "undefined: \(reason.clauseOfPoints)", to: middle - left - 40, size: 10)
        canvas.text(words, x: left + 4, y: y + 4, "tiny halo")
        canvas.text(words, x: left + 4, y: y + 4, "tiny soft")
      case .success(let rho):
        draw(rho.coefficient, rho.interval().value, at: place, y: y, 0, &canvas)
      }
      if let line = slopes[index].value {
        draw(line.slope, line.slopeInterval().value, at: slopePlace, y: y, 1, &canvas)
      }
    }
    return canvas.svg
  }

  private func draw(
    _ value: Double, _ interval: Interval?, at place: (Double) -> Double, y: Double, _ series: Int,
    _ canvas: inout FigureCanvas
  ) {
    if let interval {
      let (low, high) = (coordinate(place(interval.low)), coordinate(place(interval.high)))
      canvas.append(
        SVGElement("path", ["class": "line l\(series)", "d": "M\(low) \(coordinate(y))H\(high)"]))
    }
    canvas.append(
      SVGElement("g", ["class": "f\(series)"], [Mark.shape(series, x: place(value), y: y, size: 4.5)]))
  }
}
