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
    let (start, row) = canvas.body(rows: Double(shown.count), step: 14, extra: 68)
    let top = start + 40
    let bottom = top + Double(shown.count) * row
    let (left, right) = (min(170, canvas.width * 0.32), canvas.width - (canvas.isNarrow ? 12 : 24))
    let middle = left + (right - left) * 0.57
    let largest = shown.map(\.count).max() ?? 0
    let over = canvas.lines(countName, width: middle - left, size: 11, atMost: 2)
    for (line, text) in over.enumerated() {
      canvas.text(text, x: left, y: top - 8 - 13 * Double(over.count - 1 - line), "small soft")
    }
    canvas.text("accuracy, %", x: middle + 20, y: top - 8, "small soft")
    let share = ShareScale(
      start: middle + 20, end: right, holding: points.accuracies, range: style.layout.range(.accuracy))
    for (index, tick) in share.ticks.enumerated() {
      let x = share.position(tick.value)
      canvas.append(
        SVGElement(
          "path", ["class": "grid", "d": "M\(coordinate(x)) \(coordinate(top))V\(coordinate(bottom))"]))
      if right - middle > 150 || index.isMultiple(of: 2) {
        canvas.text(tick.label, x: x, y: bottom + 16, "small soft mid")
      }
    }
    for (place, point) in shown.enumerated() {
      let y = top + row * Double(place)
      let count = NumberText.short(point.count, digits: 6)
      var group = SVGElement("g")
      if style.isLinked { group.attributes.append(("data-c", "\(point.classIndex)")) }
      func text(_ text: String, x: Double, _ kind: String) {
        group.append(
          SVGElement(
            "text", ["x": coordinate(x), "y": coordinate(y + row / 2 + 4), "class": kind], text: text))
      }
      text(canvas.cut(point.className, to: left - 12, size: 11), x: left - 6, "small end")
      // The number stands behind its bar, and needs room there.
      let length = largest > 0 ? point.count / largest * (middle - left - 50) : 0
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
      if share.contains(point.accuracy) {
        group.append(SVGElement("circle", ["class": "f1", "cx": centre.x, "cy": centre.y, "r": "3.5"]))
      }
      canvas.append(group)
    }
    return canvas.svg
  }
}
