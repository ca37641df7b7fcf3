/// How points of a series are drawn: a shape for each, so that colour is never the only difference.
enum Mark {
  /// The shape of a series' point at a place; `size` is about its radius.
  ///
  /// Filled shapes have the class `pN`, open ones `qN`; the group around them sets it.
  static func shape(_ series: Int, x: Double, y: Double, size: Double) -> SVGElement {
    let (left, top) = (coordinate(x - size), coordinate(y - size))
    let (s, d) = (coordinate(size), coordinate(2 * size))
    switch series % 6 {
    case 0: return SVGElement("circle", ["cx": coordinate(x), "cy": coordinate(y), "r": s])
    case 1: return SVGElement("path", ["d": "M\(left) \(top)h\(d)v\(d)h-\(d)z"])
    case 2: return SVGElement("path", ["d": "M\(coordinate(x)) \(top)l\(s) \(d)h-\(d)z"])
    case 3: return SVGElement("path", ["d": "M\(coordinate(x)) \(top)l\(s) \(s)-\(s) \(s)-\(s)-\(s)z"])
    case 4: return SVGElement("path", ["d": "M\(left) \(top)l\(d) \(d)m0-\(d)l-\(d) \(d)"])
    default: return SVGElement("path", ["d": "M\(coordinate(x)) \(top)v\(d)m-\(s)-\(s)h\(d)"])
    }
  }

  /// The path of a series' point, a round pen's for the first.
  static func path(_ series: Int, x: Double, y: Double, size: Double) -> String {
    shape(series, x: x, y: y, size: size).attributes.first { $0.name == "d" }?.value ?? dot(x: x, y: y)
  }

  /// The path of a point that a round pen draws, in as few letters as can be.
  static func dot(x: Double, y: Double) -> String { "M\(coordinate(x)) \(coordinate(y))h0" }

  /// Points in one path, each of a class that a page's script knows by `data-k` and makes an element of.
  ///
  /// - Parameters:
  ///   - points: The points with their classes, in ascending order of these.
  ///   - style: The classes of the style sheet.
  ///   - shape: The path of a point; that of a round pen, if there is no other.
  /// - Returns: The path's element.
  static func dots(
    _ points: [(classIndex: Int, x: Double, y: Double)], _ style: String,
    shape: (_ x: Double, _ y: Double) -> String = Mark.dot
  ) -> SVGElement {
    var runs: [ClosedRange<Int>] = []
    for point in points {
      if let last = runs.last, last.upperBound + 1 == point.classIndex {
        runs[runs.count - 1] = last.lowerBound...point.classIndex
      } else {
        runs.append(point.classIndex...point.classIndex)
      }
    }
    let words = runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
    return SVGElement(
      "path",
      [
        "class": style, "data-k": words.joined(separator: " "),
        "d": points.map { shape($0.x, $0.y) }.joined(),
      ])
  }

  /// Whether a series' shape is made of strokes, which are not filled.
  static func isOpen(_ series: Int) -> Bool { series % 6 > 3 }

  /// The style class of a series' points.
  static func style(_ series: Int) -> String {
    (isOpen(series) ? "q" : "p") + "\(series % FigureStyle.seriesCount)"
  }

  /// The dash pattern of a series' line; the first is solid.
  static func dashes(_ series: Int) -> String {
    ["none", "7 3", "2 2", "9 3 2 3", "4 2", "1 3"][series % 6]
  }
}
