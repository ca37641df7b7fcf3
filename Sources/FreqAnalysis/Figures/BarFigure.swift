/// The most frequent classes with their counts as bars and the model's accuracy beside each.
public struct BarFigure: Sendable {
  /// The points of one model.
  public var points: KnownPoints
  /// How many classes are shown.
  public var limit: Int
  /// What the counts are.
  public var countName: String

  /// Makes a picture; of the 80 most frequent classes, as in the paper, unless told otherwise.
  public init(_ points: KnownPoints, limit: Int = 80, countName: String = "captions that mention the class") {
    self.points = points
    self.limit = limit
    self.countName = countName
  }

  /// Draws the picture as SVG, a row a class.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    let shown = points.points.sorted { (-$0.count, $0.classIndex) < (-$1.count, $1.classIndex) }.prefix(
      max(0, limit))
    var canvas = FigureCanvas(
      title:
        "The \(shown.count) most frequent classes in \(points.corpus), and how \(points.model) does on them",
      style: style)
    canvas.note("All classes: " + Finding.coefficient(points))
    let row = 14.0
    let top = canvas.body(height: Double(shown.count) * row + 90) + 40
    let bottom = top + Double(shown.count) * row
    let (left, middle, right) = (170.0, 470.0, canvas.width - 24)
    let largest = shown.map(\.count).max() ?? 0
    canvas.text(countName, x: left, y: top - 8, "small soft")
    canvas.text("accuracy, %", x: middle + 20, y: top - 8, "small soft")
    let share = ShareScale(start: middle + 20, end: right, holding: points.accuracies)
    for tick in share.ticks {
      let x = share.position(tick.value)
      canvas.append(
        SVGElement(
          "path", ["class": "grid", "d": "M\(coordinate(x)) \(coordinate(top))V\(coordinate(bottom))"]))
      canvas.text(tick.label, x: x, y: bottom + 16, "small soft mid")
    }
    for (place, point) in shown.enumerated() {
      let y = top + row * Double(place)
      canvas.text(TextWidth.cut(point.className, to: 140, size: 11), x: left - 6, y: y + 11, "small end")
      let count = NumberText.short(point.count, digits: 6)
      // The number stands behind its bar, and needs room there.
      let length = largest > 0 ? point.count / largest * (middle - left - 60) : 0
      var bar = SVGElement(
        "rect",
        [
          "class": "p0", "x": coordinate(left), "y": coordinate(y + 2), "width": coordinate(length),
          "height": coordinate(row - 4),
        ])
      bar.append(SVGElement("title", text: "\(point.className): \(count)"))
      canvas.append(bar)
      canvas.text(count, x: left + length + 4, y: y + 11, "tiny soft")
      canvas.append(
        SVGElement(
          "g", ["class": "f1"],
          [
            SVGElement(
              "circle",
              ["cx": coordinate(share.position(point.accuracy)), "cy": coordinate(y + row / 2), "r": "3.5"])
          ]))
    }
    return canvas.svg
  }
}
