/// Models side by side: each one's coefficient with its interval, and its line's slope.
public struct CompareFigure: Sendable {
  /// The models' points.
  public var series: [KnownPoints]

  /// Makes a picture.
  public init(_ series: [KnownPoints]) { self.series = series }

  /// What the values are.
  static let explanation =
    "Spearman’s ρ, and percentage points of accuracy for a tenfold count + 1, with 95 % intervals."

  /// The series by their place, the largest coefficient first.
  var order: [Int] {
    let rhos = ForestFigure(series, value: .rho).rows
    return rhos.indices.sorted { left, right in
      (-(rhos[left].value ?? -2), left) < (-(rhos[right].value ?? -2), right)
    }
  }

  /// Draws the picture as SVG, a row a model, the largest coefficient first.
  ///
  /// - Complexity: O(*m* *n* log *n*) for *m* models of *n* points.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    let (rhos, slopes) = (ForestFigure(series, value: .rho).rows, ForestFigure(series, value: .slope).rows)
    let order = order
    var canvas = FigureCanvas(title: Finding.title(series), style: style)
    canvas.note(Self.explanation)
    let (start, step) = canvas.body(rows: Double(order.count), step: 24, extra: 66)
    let top = start + 36
    let bottom = top + Double(order.count) * step
    let names = order.map { Finding.name(series[$0], among: series) }
    let widest = names.map { canvas.estimate($0) }.max() ?? 0
    let left = min(canvas.width * 0.46, max(canvas.width * 0.16, widest + 30))
    let right = canvas.width - (canvas.isNarrow ? 14 : 24)
    let middle = left + (right - left) * 0.55
    let across = [
      ForestFigure.scale(rhos, .rho, from: left + 8, to: middle - 16, style.layout),
      ForestFigure.scale(slopes, .slope, from: middle + 16, to: right, style.layout),
    ]
    for (scale, name) in zip(across, [ForestFigure.Value.rho.name, ForestFigure.Value.slope.name]) {
      canvas.linearAxis(scale, top: top, bottom: bottom, name: nil)
      let place = (scale.start + scale.end) / 2
      for (line, text) in canvas.lines(name, width: scale.end - scale.start + 16, size: 11, atMost: 3)
        .reversed().enumerated()
      {
        canvas.text(text, x: place, y: top - 10 - 12 * Double(line), "small soft mid")
      }
    }
    let shown = canvas.cutApart(names, to: left - 22, size: canvas.isNarrow ? 11 : 12)
    for (place, index) in order.enumerated() {
      let y = top + step * (Double(place) + 0.5)
      canvas.text(shown[place], x: left - 10, y: y + 4, canvas.isNarrow ? "small end" : "end")
      if let reason = rhos[index].reason {
        let words = canvas.cut("undefined: \(reason)", to: middle - left - 20, size: 10)
        canvas.text(words, x: left + 4, y: y + 4, "tiny halo")
        canvas.text(words, x: left + 4, y: y + 4, "tiny soft")
      }
      for (series, rows) in [rhos, slopes].enumerated() {
        ForestFigure.draw(rows[index], across[series], y: y, series: series, isLinked: false, into: &canvas)
      }
    }
    return canvas.svg
  }
}
