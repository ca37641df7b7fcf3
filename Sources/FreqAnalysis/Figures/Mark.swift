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

  /// The path of a point that a round pen draws, in as few letters as can be.
  static func dot(x: Double, y: Double) -> String { "M\(coordinate(x)) \(coordinate(y))h0" }

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
