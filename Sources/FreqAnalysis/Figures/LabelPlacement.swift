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

    /// Whether a line passes through it (Liang and Barsky 1984).
    func isCrossed(by line: Line) -> Bool {
      var (first, last) = (0.0, 1.0)
      let (across, up) = (line.end.x - line.start.x, line.end.y - line.start.y)
      for (step, room) in [
        (-across, line.start.x - left), (across, right - line.start.x), (-up, line.start.y - top),
        (up, bottom - line.start.y),
      ] {
        if step == 0 {
          if room < 0 { return false }
        } else if step < 0 {
          first = max(first, room / step)
        } else {
          last = min(last, room / step)
        }
      }
      return first < last
    }
  }

  /// A line from a point to its label.
  struct Line {
    var start: (x: Double, y: Double)
    var end: (x: Double, y: Double)
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
  /// The boxes of labels, through which no line may pass, and the lines, under which no label may lie.
  private var labels: [Box] = []
  private var leads: [Line] = []

  init(area: Box) { self.area = area }

  /// Finds a place near a point for text of a size, and takes it; nil where there is none.
  ///
  /// - Returns: The left end and the baseline of the text; where a line from the point ends, if the text is not
  ///   beside it.
  mutating func place(
    _ text: String, near x: Double, _ y: Double, size: Double = 11, width known: Double? = nil
  ) -> Spot? {
    let width = known ?? TextWidth.estimate(text, size: size)
    for distance in [6.0, 12, 20, 30, 42, 56] {
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
        guard isInside, !taken.contains(where: box.overlaps), !leads.contains(where: box.isCrossed) else {
          continue
        }
        let middle = baseline - size * 0.35
        let end = (
          x: min(max(x, left), left + width), y: min(max(y, middle - size * 0.5), middle + size * 0.5)
        )
        let lead = distance > 8 ? Line(start: (x, y), end: end) : nil
        if let lead {
          guard !labels.contains(where: { $0.isCrossed(by: lead) }) else { continue }
          leads.append(lead)
        }
        taken.append(box)
        labels.append(box)
        return Spot(x: left, y: baseline, lead: lead?.end)
      }
    }
    return nil
  }
}

extension FigureCanvas {
  /// Writes the name of a point beside it, with a ring around the point and a line to it where the name stands away;
  /// nothing where there is no place.
  mutating func label(
    _ name: String, at x: Double, _ y: Double, size: Double = 11, placement: inout LabelPlacement
  ) {
    let text = cut(name, to: min(150, width * 0.4), size: size)
    guard let spot = placement.place(text, near: x, y, size: size, width: estimate(text, size: size)) else {
      return
    }
    if let lead = spot.lead {
      append(
        SVGElement(
          "path",
          [
            "class": "lead",
            "d": "M\(coordinate(x)) \(coordinate(y))L\(coordinate(lead.x)) \(coordinate(lead.y))",
          ]))
    }
    let kind = size < 11 ? "tiny" : "small"
    self.text(text, x: spot.x, y: spot.y, kind + " halo")
    self.text(text, x: spot.x, y: spot.y, kind)
    append(
      SVGElement(
        "g", ["class": "q0"], [SVGElement("circle", ["cx": coordinate(x), "cy": coordinate(y), "r": "4"])]))
  }
}
