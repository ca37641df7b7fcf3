/// A picture in the making: its size, its heading, and the parts that all kinds share.
struct FigureCanvas {
  /// The width in units of the picture.
  let width: Double
  /// What a person decided of it.
  let layout: FigureLayout
  /// The height; known once the heading is.
  private(set) var height = 0.0
  private(set) var root: SVGElement
  /// Where the heading ends.
  private(set) var top = 16.0

  /// Starts a picture with a paper, a title in lines, and the title for screen readers.
  ///
  /// `width` is in pixels, and gives way to what a person asked for. The letter stands before the title, unless the
  /// picture's panels have letters of their own.
  init(width: Double = 720, title: String, style: FigureStyle, hasLetter: Bool = true) {
    layout = style.layout
    self.width = max(120, (layout.width?.pixels ?? width) / layout.unit)
    let words: String? =
      switch layout.title {
      case .own: title
      case .none: nil
      case .text(let text): text
      }
    root = SVGElement(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "width": layout.width?.attribute ?? coordinate(width),
        "role": "img",
      ])
    root.append(SVGElement("title", text: words ?? title))
    // A page has one style sheet for all its pictures.
    if !style.isLinked { root.append(SVGElement("style", text: style.css)) }
    root.append(SVGElement("rect", ["class": "paper", "width": "100%", "height": "100%"]))
    head(words, letter: hasLetter ? layout.letter(of: 0) : nil)
  }

  /// Whether the picture is as narrow as a column of a paper, or a telephone.
  var isNarrow: Bool { width < 480 }

  /// Where text at the left edge begins.
  var margin: Double { isNarrow ? 8 : 16 }

  private mutating func head(_ title: String?, letter: String?) {
    let (kind, size) = isNarrow ? ("head", 13.0) : ("title", 16.0)
    var left = margin
    if let letter {
      text(letter, x: left, y: top + size * 0.9, kind)
      left += estimate(letter, size: size) * 1.2 + 8
    }
    // Bold letters are wider than the estimate, by a tenth in most fonts and more in some.
    let room = (width - left - margin) * 0.85
    let lines = title.map { self.lines($0, width: room, size: size * 1.18, atMost: isNarrow ? 4 : 3) } ?? []
    for line in lines {
      top += size * 0.9
      text(line, x: left, y: top, kind)
      top += size * 0.35
    }
    if lines.isEmpty, letter != nil { top += size * 1.2 }
    if lines.isEmpty, letter == nil { top = 8 }
  }

  private var measure: TextMeasure { layout.font?.measure ?? TextMeasure() }

  /// How wide text is drawn, nearly.
  func estimate(_ text: String, size: Double = 12) -> Double { measure.estimate(text, size: size) }

  /// The text, cut with an ellipsis where it is wider than allowed.
  func cut(_ text: String, to width: Double, size: Double = 12) -> String {
    measure.cut(text, to: width, size: size)
  }

  /// The text, its middle replaced by an ellipsis where it is wider than allowed.
  func cutMiddle(_ text: String, to width: Double, size: Double = 12) -> String {
    measure.cutMiddle(text, to: width, size: size)
  }

  /// Names that stand below each other, cut where they are wider than allowed, so that they still differ.
  func cutApart(_ names: [String], to width: Double, size: Double = 12) -> [String] {
    measure.cutApart(names, to: width, size: size)
  }

  /// The text in lines, the last one with an ellipsis where there are more than allowed.
  func lines(_ text: String, width: Double, size: Double = 12, atMost limit: Int) -> [String] {
    var lines = measure.lines(text, width: width, size: size)
    guard lines.count > limit else { return lines }
    // With the word that has no room in it the line is cut.
    let last = measure.cut(lines[limit - 1] + " " + lines[limit], to: width, size: size)
    lines = Array(lines.prefix(limit - 1)) + [last]
    return lines
  }

  /// Ends the heading: what follows gets this much height, or what is left of the height that a person asked for.
  ///
  /// - Parameters:
  ///   - height: The height for a picture of the usual width.
  ///   - least: The height without which nothing can be seen.
  ///   - scales: Whether a narrower picture is lower.
  /// - Returns: Where it starts.
  mutating func body(height: Double, least: Double = 120, scales: Bool = false) -> Double {
    let usual = scales && width < 720 ? max(least, height * (0.35 + 0.65 * width / 720)) : height
    let asked = layout.height.map { max($0.pixels / layout.unit, top + least) }
    self.height = asked ?? top + usual
    let pixels = self.height * layout.unit
    let written =
      asked == nil || layout.height.map { abs($0.pixels - pixels) > 0.01 } == true
      ? layout.width.map { $0.attribute(ofPixels: pixels) } ?? coordinate(pixels)
      : layout.height?.attribute ?? coordinate(pixels)
    root.attributes.append(("height", written))
    root.attributes.append(("viewBox", "0 0 \(coordinate(width)) \(coordinate(self.height))"))
    return top
  }

  /// Ends the heading of a picture of rows.
  ///
  /// - Parameters:
  ///   - rows: How many there are, in units of their height.
  ///   - step: The usual height of a row.
  ///   - extra: What else is needed above and below.
  /// - Returns: Where it starts, and the height of a row.
  mutating func body(rows: Double, step: Double, extra: Double) -> (top: Double, step: Double) {
    let asked = layout.height.map { ($0.pixels / layout.unit - top - extra) / max(1, rows) }
    let step = asked.map { max(10, $0) } ?? step
    return (body(height: rows * step + extra, least: rows * step + extra), step)
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
    let left = margin + (series == nil ? 0 : 16)
    let size = isNarrow ? 11.0 : 12.0
    let lines = self.lines(text, width: width - left - margin, size: size * 1.07, atMost: width < 600 ? 5 : 3)
    for (index, line) in lines.enumerated() {
      top += size + 3
      if let series, index == 0 {
        append(
          SVGElement(
            "g", ["class": Mark.style(series)], [Mark.shape(series, x: left - 10, y: top - 4, size: 4)]))
      }
      self.text(line, x: left, y: top, isNarrow ? "small" : "")
      top += 2
    }
  }

  /// Names each series with its mark and what is said of it; a single series is only spoken of.
  mutating func legend(_ series: [KnownPoints], _ words: (KnownPoints) -> String) {
    if layout.isBare, series.count == 1 { return }
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
    text(name, x: margin, y: scale.position(scale.top) - above, "small soft")
  }

  /// Draws the axis of counts at the bottom with its zero column and its name below.
  mutating func countAxis(_ scale: CountScale, top: Double, bottom: Double, name: String) {
    if scale.hasZero {
      append(
        SVGElement(
          "rect",
          [
            "class": "column", "x": coordinate(scale.start), "y": coordinate(top),
            "width": coordinate(scale.column), "height": coordinate(bottom - top),
          ]))
      text("0", x: scale.start + scale.column / 2, y: bottom + 16, "small soft mid")
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
      line += "M\(coordinate(scale.start)) \(coordinate(bottom))h\(coordinate(scale.column))"
    }
    append(SVGElement("path", ["class": "axis", "d": line]))
    text(name, x: (scale.start + scale.end) / 2, y: bottom + 34, "small soft mid")
  }

  /// Draws the marks of a straight scale below, with the line at zero.
  mutating func linearAxis(_ scale: LinearScale, top: Double, bottom: Double, name: String?) {
    for tick in scale.ticks {
      let x = scale.position(tick.value)
      append(
        SVGElement(
          "path",
          [
            "class": tick.value == 0 ? "axis" : "grid",
            "d": "M\(coordinate(x)) \(coordinate(top))V\(coordinate(bottom))",
          ]))
      text(tick.label, x: x, y: bottom + 15, "tiny soft mid")
    }
    guard let name else { return }
    text(name, x: (scale.start + scale.end) / 2, y: bottom + 31, "small soft mid")
  }

  /// Draws an interval along a row, with its ends marked where they lie inside.
  func interval(
    _ interval: Interval, _ scale: LinearScale, y: Double, series: Int, into group: inout SVGElement
  ) {
    let (low, high) = (coordinate(scale.position(interval.low)), coordinate(scale.position(interval.high)))
    let line = coordinate(y)
    var d = "M\(low) \(line)H\(high)"
    let ends = [(interval.low, low), (interval.high, high)].filter { scale.contains($0.0) }
    for end in ends { d += "M\(end.1) \(coordinate(y - 3))v6" }
    group.append(
      SVGElement(
        "path", ["class": "line l\(series % FigureStyle.seriesCount)", "stroke-width": "1.5", "d": d]))
  }

  /// The picture as an SVG document that ends in a line end.
  var svg: String { root.xml + "\n" }
}
