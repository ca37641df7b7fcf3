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

/// Finds places for labels so that none covers another.
struct LabelPlacement {
  /// A rectangle.
  struct Box {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  /// Where a label stands.
  struct Spot {
    var x: Double
    var y: Double
    var lead: (x: Double, y: Double)?
  }

  /// The area that labels stay in.
  var area: Box
  /// The boxes in which no other label may lie.
  var taken: [Box] = []

  /// Finds a place near a point for text of a size, and takes it; nil where there is none.
  ///
  /// - Returns: The left end and the baseline of the text; where a line from the point ends, if the text is not
  ///   beside it.
  mutating func place(_ text: String, near x: Double, _ y: Double, size: Double = 11) -> Spot? {
    let width = TextWidth.estimate(text, size: size)
    for distance in [6.0, 12, 20, 30] {
      let places = [
        (x + distance, y + size * 0.35), (x - distance - width, y + size * 0.35),
        (x - width / 2, y - distance), (x - width / 2, y + distance + size * 0.8),
        (x + distance * 0.7, y - distance * 0.7), (x + distance * 0.7, y + distance * 0.7 + size * 0.7),
        (x - distance * 0.7 - width, y - distance * 0.7),
        (x - distance * 0.7 - width, y + distance * 0.7 + size * 0.7),
      ]
      for (left, baseline) in places {
        let box = Box(
          left: left - 2, top: baseline - size, right: left + width + 2, bottom: baseline + size * 0.3)
        let isInside =
          box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom
        if isInside, !taken.contains(where: box.overlaps) {
          taken.append(box)
          let middle = baseline - size * 0.35
          let end = (
            x: min(max(x, left), left + width), y: min(max(y, middle - size * 0.5), middle + size * 0.5)
          )
          return Spot(x: left, y: baseline, lead: distance > 8 ? end : nil)
        }
      }
    }
    return nil
  }
}
