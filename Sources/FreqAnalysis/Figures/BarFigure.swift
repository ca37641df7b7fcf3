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

  /// What is shown.
  var title: String {
    "The \(shown.count) most frequent classes in \(points.corpus), and how \(points.model) does on them"
  }

  /// The classes that are shown, the most frequent first.
  var shown: [KnownPoints.Point] {
    points.points.sorted { (-$0.count, $0.classIndex) < (-$1.count, $1.classIndex) }
      .prefix(max(0, limit)).map { $0 }
  }

  /// Draws the picture as SVG, a row a class.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    let shown = self.shown
    var canvas = FigureCanvas(title: title, style: style)
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
      let count = NumberText.short(point.count, digits: 6)
      var group = SVGElement("g")
      if style.isLinked { group.attributes.append(("data-c", "\(point.classIndex)")) }
      func text(_ text: String, x: Double, _ kind: String) {
        group.append(
          SVGElement(
            "text", ["x": coordinate(x), "y": coordinate(y + 11), "class": kind], text: text))
      }
      text(TextWidth.cut(point.className, to: 140, size: 11), x: left - 6, "small end")
      // The number stands behind its bar, and needs room there.
      let length = largest > 0 ? point.count / largest * (middle - left - 60) : 0
      var bar = SVGElement(
        "rect",
        [
          "class": "p0", "x": coordinate(left), "y": coordinate(y + 2), "width": coordinate(length),
          "height": coordinate(row - 4),
        ])
      if !style.isLinked { bar.append(SVGElement("title", text: "\(point.className): \(count)")) }
      group.append(bar)
      text(count, x: left + length + 4, "tiny soft")
      let centre = (x: coordinate(share.position(point.accuracy)), y: coordinate(y + row / 2))
      group.append(SVGElement("circle", ["class": "f1", "cx": centre.x, "cy": centre.y, "r": "3.5"]))
      canvas.append(group)
    }
    return canvas.svg
  }
}
