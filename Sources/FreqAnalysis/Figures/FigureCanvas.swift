/// A picture in the making: its size, its heading, and the parts that all kinds share.
struct FigureCanvas {
  /// The width in units of the picture.
  let width: Double
  /// The height; known once the heading is.
  private(set) var height = 0.0
  private(set) var root: SVGElement
  /// Where the heading ends.
  private(set) var top = 16.0

  /// Starts a picture with a paper, a title in lines, and the title for screen readers.
  init(width: Double = 720, title: String, style: FigureStyle) {
    self.width = width
    root = SVGElement(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "width": coordinate(width), "role": "img",
      ])
    root.append(SVGElement("title", text: title))
    root.append(SVGElement("style", text: style.css))
    root.append(SVGElement("rect", ["class": "paper", "width": "100%", "height": "100%"]))
    // Bold letters are wider than the estimate, by a tenth in most fonts and more in some.
    for line in TextWidth.lines(title, width: (width - 32) * 0.85, size: 19).prefix(3) {
      top += 14
      text(line, x: 16, y: top, "title")
      top += 6
    }
  }

  /// Ends the heading: what follows gets this much height.
  ///
  /// - Returns: Where it starts.
  mutating func body(height: Double) -> Double {
    self.height = top + height
    root.attributes.append(("height", coordinate(self.height)))
    root.attributes.append(("viewBox", "0 0 \(coordinate(width)) \(coordinate(self.height))"))
    return top
  }

  mutating func append(_ element: SVGElement) { root.append(element) }

  /// Writes text at a baseline.
  mutating func text(_ text: String, x: Double, y: Double, _ style: String = "") {
    var element = SVGElement("text", ["x": coordinate(x), "y": coordinate(y)], text: text)
    if !style.isEmpty { element.attributes.append(("class", style)) }
    root.append(element)
  }

  /// Adds a line under the heading, with the mark of a series before it where one is given.
  mutating func note(_ text: String, series: Int? = nil) {
    let left = series == nil ? 16.0 : 32.0
    for (index, line) in TextWidth.lines(text, width: width - left - 16, size: 13).prefix(3).enumerated() {
      top += 15
      if let series, index == 0 {
        append(
          SVGElement("g", ["class": Mark.style(series)], [Mark.shape(series, x: 22, y: top - 4, size: 4)]))
      }
      self.text(line, x: left, y: top)
      top += 2
    }
  }

  /// Names each series with its mark and what is said of it; a single series is only spoken of.
  mutating func legend(_ series: [KnownPoints], _ words: (KnownPoints) -> String) {
    for (index, points) in series.enumerated() {
      if series.count == 1 {
        note(words(points))
      } else {
        note(Finding.name(points, among: series) + ": " + words(points), series: index)
      }
    }
  }

  /// Draws the axis of shares at the left with its grid, and its name above.
  ///
  /// `above` leaves room between the axis and its name, for what stands there.
  mutating func shareAxis(
    _ scale: ShareScale, left: Double, right: Double, name: String, above: Double = 10
  ) {
    for tick in scale.ticks {
      let y = scale.position(tick.value)
      append(
        SVGElement(
          "path", ["class": "grid", "d": "M\(coordinate(left)) \(coordinate(y))H\(coordinate(right))"]))
      text(tick.label, x: left - 6, y: y + 4, "small soft end")
    }
    text(name, x: left - 34, y: scale.position(scale.top) - above, "small soft")
  }

  /// Draws the axis of counts at the bottom with its zero column and its name below.
  mutating func countAxis(_ scale: CountScale, top: Double, bottom: Double, name: String) {
    if scale.hasZero {
      append(
        SVGElement(
          "rect",
          [
            "class": "column", "x": coordinate(scale.start), "y": coordinate(top),
            "width": coordinate(CountScale.columnWidth), "height": coordinate(bottom - top),
          ]))
      text("0", x: scale.start + CountScale.columnWidth / 2, y: bottom + 16, "small soft mid")
    }
    for tick in scale.ticks {
      let x = scale.position(tick.value)
      append(
        SVGElement(
          "path", ["class": "grid", "d": "M\(coordinate(x)) \(coordinate(top))V\(coordinate(bottom))"]))
      text(tick.label, x: x, y: bottom + 16, "small soft mid")
    }
    var line = "M\(coordinate(scale.logStart)) \(coordinate(bottom))H\(coordinate(scale.end))"
    if scale.hasZero {
      line += "M\(coordinate(scale.start)) \(coordinate(bottom))h\(coordinate(CountScale.columnWidth))"
    }
    append(SVGElement("path", ["class": "axis", "d": line]))
    text(name, x: (scale.start + scale.end) / 2, y: bottom + 34, "small soft mid")
  }

  /// The picture as an SVG document that ends in a line end.
  var svg: String { root.xml + "\n" }
}
