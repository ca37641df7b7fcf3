/// Small multiples of scatters: a panel each for what would hide one another in one picture, all on the same axes.
public struct MatrixFigure: Sendable {
  /// What a panel is for.
  public enum Facet: String, Sendable, Hashable, CaseIterable {
    /// A panel a model, its corpora in it.
    case model
    /// A panel a corpus, the models in it.
    case corpus
  }

  /// The largest number of panels.
  static let mostPanels = 240

  /// One panel.
  struct Panel {
    /// What its series have in common.
    var name: String
    /// The places of its series.
    var series: [Int]
  }

  /// The series, each a model and a sum of corpora.
  public var series: [KnownPoints]
  /// What a panel is for; nil: a model under a corpus.
  public var facet: Facet?
  /// What the counts are, under the axis.
  public var countName: String

  /// Makes a picture.
  public init(
    _ series: [KnownPoints], facet: Facet? = nil, countName: String = "captions that mention the class"
  ) {
    self.series = series
    self.facet = facet
    self.countName = countName
  }

  /// The largest number of series in a panel.
  var depth: Int { panels.map(\.series.count).max() ?? 0 }

  /// The panels, in the order of their first series.
  var panels: [Panel] {
    var panels: [Panel] = []
    for (index, points) in series.enumerated() {
      let name: String? =
        switch facet {
        case .model: points.model
        case .corpus: points.corpus
        case nil: nil
        }
      if let name, let found = panels.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
        panels[found].series.append(index)
      } else {
        panels.append(Panel(name: name ?? Finding.name(points, among: series), series: [index]))
      }
    }
    return panels
  }

  /// What stands inside a panel, by name; empty where each has one series.
  var inside: [String] {
    guard let facet, depth > 1 else { return [] }
    var names: [String] = []
    for points in series {
      let name = facet == .model ? points.corpus : points.model
      if !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { names.append(name) }
    }
    return names
  }

  /// The place of a series among what stands inside of panels: its colour and its dashes.
  func look(_ points: KnownPoints) -> Int {
    guard let facet else { return 0 }
    let name = facet == .model ? points.corpus : points.model
    return inside.firstIndex { $0.utf8.elementsEqual(name.utf8) } ?? 0
  }

  /// How many panels stand beside one another.
  func columns(width: Double) -> Int {
    let room = max(1, Int((width - 40) / 132))
    return gridColumns.flatMap { $0 <= max(room, 4) ? $0 : nil } ?? min(max(1, panels.count), room)
  }

  /// The number of corpora where all models stand under all of them, so that each model has a row.
  private var gridColumns: Int? {
    let corpora = Set(series.map { Array($0.corpus.utf8) }).count
    let models = Set(series.map { Array($0.model.utf8) }).count
    return facet == nil && corpora > 1 && models > 1 && corpora * models == series.count ? corpora : nil
  }

  /// Draws the picture as SVG: some 12 bytes a point, or 40 where a page links its points.
  ///
  /// - Complexity: O(*n*) in the points.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    var canvas = FigureCanvas(title: Finding.title(series), style: style, hasLetter: false)
    var panels = self.panels
    for (index, name) in inside.enumerated() { canvas.note(name, series: index) }
    canvas.note(
      "Each point is a class; the line is that of accuracy on log10(count + 1)."
        + (panels.count > 1 ? " All panels have the same axes." : ""))
    let columns = columns(width: canvas.width)
    let rows = max(1, (panels.count + columns - 1) / columns)
    let left = canvas.isNarrow ? 30.0 : 44
    let width = (canvas.width - left - 8) / Double(columns)
    let nameLines = nameLines(canvas, width: width)
    // Of two lines the first may end a little early.
    let room = (width - 12 - (style.layout.letter(of: 0) == nil ? 0 : 20)) * (nameLines > 1 ? 1.65 : 1)
    for (place, name) in canvas.cutApart(panels.map(\.name), to: room, size: 11).enumerated() {
      panels[place].name = name
    }
    let head = (depth == 1 ? 32.0 : 20) + 13 * Double(nameLines - 1)
    let usual = head + max(60, min(260, (width - 10) * 0.72))
    let (start, step) = canvas.body(rows: Double(rows), step: usual, extra: 60)
    let top = start + 24
    let (counts, shares) = (series.flatMap(\.drawnCounts), series.flatMap(\.accuracies))
    canvas.text("accuracy, %", x: canvas.margin, y: top - 6, "small soft")
    for (index, panel) in panels.enumerated() {
      let (column, row) = (index % columns, index / columns)
      let from = left + width * Double(column)
      let (panelTop, panelBottom) = (top + step * Double(row) + head, top + step * Double(row + 1) - 6)
      let across = CountScale(
        start: from, end: from + width - 10, holding: counts, range: style.layout.range(.count))
      let up = ShareScale(
        start: panelBottom, end: panelTop, holding: shares, range: style.layout.range(.accuracy))
      let isLowest = index + columns >= panels.count
      frame(across, up, hasCounts: isLowest, hasShares: column == 0, &canvas)
      let y = top + step * Double(row)
      heading(panel, index, from, width, y: y, nameLines: nameLines, style, &canvas)
      draw(panel, across, up, style, &canvas)
    }
    canvas.text(countName, x: (left + canvas.width) / 2, y: canvas.height - 10, "small soft mid")
    return canvas.svg
  }

  private func frame(
    _ across: CountScale, _ up: ShareScale, hasCounts: Bool, hasShares: Bool, _ canvas: inout FigureCanvas
  ) {
    if across.hasZero {
      canvas.append(
        SVGElement(
          "rect",
          [
            "class": "column", "x": coordinate(across.start), "y": coordinate(up.end),
            "width": coordinate(across.column), "height": coordinate(up.start - up.end),
          ]))
      if hasCounts {
        canvas.text("0", x: across.start + across.column / 2, y: up.start + 13, "tiny soft mid")
      }
    }
    var grid = ""
    for tick in across.ticks {
      let x = across.position(tick.value)
      grid += "M\(coordinate(x)) \(coordinate(up.end))V\(coordinate(up.start))"
      guard hasCounts else { continue }
      // A label that would reach into the next panel's stands inside of its own.
      let half = canvas.estimate(tick.label, size: 10) / 2
      let place = x + half > across.end + 4 ? "end" : x - half < across.start - 4 ? "" : "mid"
      canvas.text(tick.label, x: x, y: up.start + 13, "tiny soft \(place)")
    }
    let room = max(1, Int((up.start - up.end) / 16))
    for (index, tick) in up.ticks.enumerated() {
      let y = up.position(tick.value)
      grid += "M\(coordinate(across.start)) \(coordinate(y))H\(coordinate(across.end))"
      let isShown = up.ticks.count <= room || index == 0 || index == up.ticks.count - 1
      if hasShares, isShown { canvas.text(tick.label, x: across.start - 4, y: y + 3, "tiny soft end") }
    }
    canvas.append(SVGElement("path", ["class": "grid", "d": grid]))
  }

  private func heading(
    _ panel: Panel, _ index: Int, _ left: Double, _ width: Double, y: Double, nameLines: Int,
    _ style: FigureStyle, _ canvas: inout FigureCanvas
  ) {
    // The picture's own letter is the first panel's.
    let letter = style.layout.letter(of: index)
    let columns = columns(width: canvas.width)
    let isGrid = columns == gridColumns
    let only = panel.series.first.map { series[$0] }
    let indent = letter.map { canvas.estimate($0, size: 13) * 1.2 + 5 } ?? 0
    let name = isGrid ? [] : Self.split(panel.name, over: nameLines, width: width - 12 - indent, canvas)
    var lines = name
    if depth == 1, let only {
      let words = Self.coefficient(only)
      lines.append(
        isGrid ? "\(canvas.cutMiddle(only.corpus, to: width * 0.4, size: 10)): \(words)" : words)
    }
    if isGrid, index.isMultiple(of: columns), let only {
      let name = canvas.cutMiddle(only.model, to: canvas.width - left - 8, size: 12)
      canvas.text(name, x: left, y: y + 11)
    }
    for (line, text) in lines.enumerated() {
      let isName = line < name.count
      let baseline = y + 13 * Double(isName ? line + 1 + nameLines - name.count : nameLines + 1)
      var x = left
      if line == 0, let letter { canvas.text(letter, x: x, y: baseline, "head") }
      if line == 0 || isName { x += indent }
      let size = isName ? 11.0 : 10
      let room = left + width - 12 - x
      // Where there is little room the interval goes first.
      let isWhole = canvas.estimate(text, size: size) <= room
      let part = isWhole || isName ? text : String(text.prefix { $0 != "[" })
      let shown = canvas.cutMiddle(part, to: room, size: size)
      canvas.text(shown, x: x, y: baseline, isName ? "small" : "tiny soft")
    }
  }

  /// How many lines the names of panels take: two where one is too long for one, since long names often differ in little.
  private func nameLines(_ canvas: FigureCanvas, width: Double) -> Int {
    guard columns(width: canvas.width) != gridColumns else { return 1 }
    return panels.contains { canvas.estimate($0.name, size: 11) > width - 20 } ? 2 : 1
  }

  /// A name in lines, broken after a mark of punctuation where there is one after the first third of a line; the last is cut
  /// where it is too long.
  private static func split(_ name: String, over lines: Int, width: Double, _ canvas: FigureCanvas)
    -> [String]
  {
    guard lines > 1, canvas.estimate(name, size: 11) > width else { return [name] }
    let characters = Array(name)
    var (fitting, used) = (0, 0.0)
    while fitting < characters.count {
      used += canvas.estimate(String(characters[fitting]), size: 11)
      guard used <= width else { break }
      fitting += 1
    }
    // What is left fits the next line, or would not do so anyway.
    func fits(_ start: Int) -> Bool {
      canvas.estimate(String(characters[start...]), size: 11) <= width
        || canvas.estimate(String(characters[fitting...]), size: 11) > width
    }
    let marks = characters.indices.prefix(fitting).filter {
      !characters[$0].isLetter && !characters[$0].isNumber
    }
    let end = marks.last.flatMap { $0 * 3 >= fitting && fits($0 + 1) ? $0 + 1 : nil } ?? fitting
    guard end > 0 else { return [name] }
    return [String(characters[..<end]), String(characters[end...])]
  }

  private static func coefficient(_ points: KnownPoints) -> String {
    guard let rho = points.spearman.value else { return "ρ undefined" }
    let interval = rho.interval().value.map { " [\(Finding.fixed($0.low)), \(Finding.fixed($0.high))]" } ?? ""
    return "ρ = \(Finding.fixed(rho.coefficient))\(interval)"
  }

  private func draw(
    _ panel: Panel, _ across: CountScale, _ up: ShareScale, _ style: FigureStyle, _ canvas: inout FigureCanvas
  ) {
    // Few enough that a page can link each of them.
    let isLinked = style.isLinked && series.reduce(0) { $0 + $1.points.count } <= 60_000
    for index in panel.series {
      let look = look(series[index])
      let color = look % FigureStyle.seriesCount
      let dots = series[index].points.filter { across.contains($0.drawnCount) && up.contains($0.accuracy) }
        .map {
          point -> (classIndex: Int, x: Double, y: Double) in
          let x = point.isUnseen ? across.positionInColumn(point.classIndex) : across.position(point.count)
          return (point.classIndex, x, up.position(point.accuracy))
        }
      let kind = look % 6 == 0 ? "dots fine q\(color)" : Mark.style(look)
      func path(x: Double, y: Double) -> String { Mark.path(look, x: x, y: y, size: 1.4) }
      if isLinked {
        canvas.append(Mark.dots(dots, kind, shape: path))
      } else {
        canvas.append(SVGElement("path", ["class": kind, "d": dots.map { path(x: $0.x, y: $0.y) }.joined()]))
      }
    }
    for index in panel.series {
      FitLine(series[index])?.draw(
        look(series[index]), across, up, hasBand: panel.series.count == 1, steps: 12, into: &canvas)
    }
    guard !style.layout.labels.isEmpty else { return }
    var placement = LabelPlacement(
      area: .init(left: across.start, top: up.end, right: across.end, bottom: up.start))
    for index in panel.series {
      for place in ScatterFigure.named(style.layout.labels, in: series[index]) {
        let point = series[index].points[place]
        guard across.contains(point.drawnCount), up.contains(point.accuracy) else { continue }
        let x = point.isUnseen ? across.positionInColumn(point.classIndex) : across.position(point.count)
        canvas.label(point.className, at: x, up.position(point.accuracy), size: 10, placement: &placement)
      }
    }
  }
}
