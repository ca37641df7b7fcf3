/// Coefficients with their intervals, a row a model and corpus: a forest plot.
///
/// Where every model stands under one corpus, the rows are grouped by corpus; where models stand under several, each
/// corpus has a column, and each model one row.
public struct ForestFigure: Sendable {
  /// What is shown of each model and corpus.
  public enum Value: String, Sendable, Hashable, CaseIterable {
    /// Spearman's rho of count and accuracy.
    case rho
    /// The slope of accuracy on log10(count + 1): percentage points for a tenfold count + 1.
    case slope

    /// The value's name at its axis.
    var name: String { self == .rho ? "Spearman’s ρ" : "points for a tenfold count + 1" }
  }

  /// One model under one corpus.
  public struct Row: Sendable {
    /// The model's name.
    public var model: String
    /// The corpora's names.
    public var corpus: String
    /// The number of classes.
    public var n: Int
    /// The coefficient, or the slope as a share; nil where it is undefined.
    public var value: Double?
    /// Its interval at 95 %.
    public var interval: Interval?
    /// Why the value is undefined, as a clause.
    public var reason: String?
    /// The value corrected for how reliably the accuracies are measured, where that is known.
    public var corrected: Double?
    /// The corrected value's interval at 95 %.
    public var correctedInterval: Interval?
    /// The place of the series, by which a page knows the model.
    public var series: Int
  }

  /// The rows, in the order given.
  public var rows: [Row]
  /// What they show.
  public var value: Value
  /// The points that the rows were computed from, a row each.
  public var series: [KnownPoints]

  /// Computes the rows of some points.
  ///
  /// - Complexity: O(*n* log *n*) in the points.
  public init(_ series: [KnownPoints], value: Value = .rho) {
    self.value = value
    self.series = series
    rows = series.enumerated().map { place, points in
      switch value {
      case .rho: Self.row(points, place, points.spearman.map { ($0.coefficient, $0.interval().value) })
      case .slope:
        Self.row(
          points, place,
          LogCounts.plusOne(points.counts).flatMap { LeastSquares.fit($0, points.accuracies) }
            .map { ($0.slope, $0.slopeInterval().value) })
      }
    }
  }

  /// Adds the coefficients corrected for how reliably accuracies are measured, where the images of classes are known.
  ///
  /// - Parameter refined: What is known of each series beyond its points, in their order.
  /// - Complexity: O(*m*) in the series.
  public mutating func correct(by refined: [RefinedCorrelation]) {
    guard value == .rho else { return }
    for index in rows.indices where index < refined.count {
      rows[index].corrected = refined[index].rho.value?.value
    }
  }

  /// Takes what is computed already.
  ///
  /// - Complexity: O(*m*) in the reports.
  public init(_ reports: [CorrelationReport]) {
    value = .rho
    series = reports.map(\.points)
    rows = reports.enumerated().map { place, report in
      var row = Self.row(report.points, place, report.spearman.map { ($0.coefficient, $0.interval().value) })
      row.corrected = report.refined?.rho.value?.value
      row.correctedInterval = report.refined?.rhoInterval.value?.interval
      return row
    }
  }

  private static func row(_ points: KnownPoints, _ place: Int, _ found: Estimate<(Double, Interval?)>) -> Row
  {
    Row(
      model: points.model, corpus: points.corpus, n: points.points.count, value: found.value?.0,
      interval: found.value?.1, reason: found.reason?.clauseOfPoints, series: place)
  }

  /// The corpora with the places of their rows, the largest value first.
  var groups: [(corpus: String, rows: [Int])] {
    var groups: [(corpus: String, rows: [Int])] = []
    for (index, row) in rows.enumerated() {
      if let found = groups.firstIndex(where: { $0.corpus.utf8.elementsEqual(row.corpus.utf8) }) {
        groups[found].rows.append(index)
      } else {
        groups.append((row.corpus, [index]))
      }
    }
    // What is looked at beside all corpora, since nothing is known of its training, stands last.
    let isAll = { (group: (corpus: String, rows: [Int])) in
      group.rows.contains { $0 < self.series.count && self.series[$0].choice == .all }
    }
    groups = groups.filter { !isAll($0) } + groups.filter(isAll)
    return groups.map { group in
      (group.corpus, group.rows.sorted { (-(rows[$0].value ?? -9), $0) < (-(rows[$1].value ?? -9), $1) })
    }
  }

  /// The models, each once.
  private var models: [String] {
    var seen: Set<[UInt8]> = []
    return rows.map(\.model).filter { seen.insert(Array($0.utf8)).inserted }
  }

  /// What the marks are, in a sentence.
  var explanation: String {
    let sizes = Set(rows.map(\.n))
    let n = sizes.count == 1 ? sizes.first.map { "; n = \(NumberText.grouped($0)) classes" } ?? "" : ""
    let what = value == .rho ? "Spearman’s ρ" : "Percentage points of accuracy for a tenfold count + 1"
    return "\(what) with its 95 % interval\(n)."
  }

  /// Draws the picture as SVG.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    var canvas = FigureCanvas(title: Finding.title(series), style: style)
    canvas.note(explanation, series: hasCorrected ? 0 : nil)
    if hasCorrected {
      let hasIntervals = rows.contains { $0.correctedInterval != nil }
      canvas.note(
        "Corrected for how reliably the accuracies are measured"
          + (hasIntervals ? ", with its 95 % interval." : "."),
        series: 1)
    }
    let groups = self.groups
    let isTable = (2...6).contains(groups.count) && models.count < rows.count && models.count > 1
    if isTable { drawColumns(groups, style, &canvas) } else { drawGroups(groups, style, &canvas) }
    return canvas.svg
  }

  private var hasCorrected: Bool { rows.contains { $0.corrected != nil } }

  /// A block of rows a corpus, its name above; of one model under several, a row a corpus.
  private func drawGroups(
    _ groups: [(corpus: String, rows: [Int])], _ style: FigureStyle, _ canvas: inout FigureCanvas
  ) {
    let isOfOneModel = groups.count > 1 && models.count == 1
    let isOne = groups.count == 1 || isOfOneModel
    let names = rows.map { isOfOneModel ? $0.corpus : $0.model }
    let heads = isOne ? 0 : 1.4 * Double(groups.count)
    let (start, step) = canvas.body(rows: Double(rows.count) + heads, step: hasCorrected ? 20 : 18, extra: 62)
    let (top, bottom) = (start + 12, canvas.height - 46)
    let size = canvas.isNarrow ? 11.0 : 12
    let widest = names.map { canvas.estimate($0, size: size) }.max() ?? 0
    let left = min(canvas.width * 0.42, max(canvas.width * 0.14, widest + 32))
    let hasSizes = Set(rows.map(\.n)).count > 1
    // In a wide picture the numbers stand beside their marks.
    let words = rows.map { self.words($0) + (hasSizes ? "  n = \(NumberText.grouped($0.n))" : "") }
    let numbers = canvas.isNarrow ? 0.0 : (words.map { canvas.estimate($0, size: 10) }.max() ?? 0) + 16
    let right = canvas.width - 16 - numbers
    let scale = Self.scale(rows, value, from: left, to: right, style.layout)
    canvas.linearAxis(scale, top: top, bottom: bottom, name: value.name)
    let shown = canvas.cutApart(names, to: left - 24, size: size)
    var y = top
    for group in groups {
      if !isOne {
        y += step * 1.4
        let name = canvas.cut(group.corpus, to: left + 60, size: 14)
        for kind in ["head halo", "head"] {
          canvas.text(name, x: canvas.margin, y: y - step * 0.3, kind)
        }
      }
      for index in group.rows {
        let row = rows[index]
        canvas.text(shown[index], x: left - 10, y: y + step / 2 + 4, canvas.isNarrow ? "small end" : "end")
        Self.draw(row, scale, y: y + step / 2, isLinked: style.isLinked, into: &canvas)
        if let reason = row.reason {
          let why = canvas.cut("undefined: \(reason)", to: canvas.width - left - 12, size: 10)
          canvas.text(why, x: left + 4, y: y + step / 2 + 4, "tiny halo")
          canvas.text(why, x: left + 4, y: y + step / 2 + 4, "tiny soft")
        } else if numbers > 0 {
          canvas.text(words[index], x: right + 12, y: y + step / 2 + 4, "tiny soft")
        }
        y += step
      }
    }
  }

  /// A column a corpus, a row a model.
  private func drawColumns(
    _ groups: [(corpus: String, rows: [Int])], _ style: FigureStyle, _ canvas: inout FigureCanvas
  ) {
    let models = self.models
    var place: [[UInt8]: (sum: Double, count: Double)] = [:]
    for row in rows {
      guard let value = row.value else { continue }
      let known = place[Array(row.model.utf8)] ?? (0, 0)
      place[Array(row.model.utf8)] = (known.sum + value, known.count + 1)
    }
    let means = models.map { model in place[Array(model.utf8)].map { $0.sum / $0.count } ?? -9 }
    let order = models.indices.sorted { (-means[$0], $0) < (-means[$1], $1) }
    let (start, step) = canvas.body(rows: Double(models.count), step: hasCorrected ? 20 : 18, extra: 76)
    let (top, bottom) = (start + 26, canvas.height - 46)
    let size = canvas.isNarrow ? 10.0 : 12
    let widest = models.map { canvas.estimate($0, size: size) }.max() ?? 0
    let left = min(canvas.width * 0.36, max(canvas.width * 0.14, widest + 30))
    let column = (canvas.width - left - 10) / Double(groups.count)
    let shown = canvas.cutApart(models, to: left - 20, size: size)
    for (line, index) in order.enumerated() {
      canvas.text(
        shown[index], x: left - 8, y: top + step * (Double(line) + 0.5) + 4,
        canvas.isNarrow ? "tiny end" : "end")
    }
    let heads = canvas.cutApart(groups.map(\.corpus), to: column - 6, size: 12)
    for (number, group) in groups.enumerated() {
      let from = left + column * Double(number)
      let scale = Self.scale(rows, value, from: from + 10, to: from + column - 10, style.layout)
      canvas.linearAxis(scale, top: top, bottom: bottom, name: nil)
      canvas.text(heads[number], x: from + column / 2, y: top - 8, "small mid")
      for (line, index) in order.enumerated() {
        for found in group.rows where rows[found].model.utf8.elementsEqual(models[index].utf8) {
          let y = top + step * (Double(line) + 0.5)
          Self.draw(rows[found], scale, y: y, size: 3, isLinked: style.isLinked, into: &canvas)
        }
      }
    }
    canvas.text(value.name, x: (left + canvas.width) / 2, y: bottom + 33, "small soft mid")
  }

  /// The scale that holds all values with their intervals.
  static func scale(
    _ rows: [Row], _ value: Value, from start: Double, to end: Double, _ layout: FigureLayout
  ) -> LinearScale {
    let values = rows.flatMap { row in
      [
        row.value, row.interval?.low, row.interval?.high, row.corrected, row.correctedInterval?.low,
        row.correctedInterval?.high,
      ].compactMap { $0 }
    }
    // A corrected coefficient may lie beyond 1.
    let beyond = max(1, rows.compactMap { $0.corrected.map { abs($0) } }.max() ?? 1)
    return LinearScale(
      start: start, end: end, holding: values, limits: value == .rho ? -beyond...beyond : -1e6...1e6,
      range: layout.range(value == .rho ? .rho : .slope), factor: value == .rho ? 1 : 100)
  }

  /// Draws a value with its interval, and the corrected value below it.
  static func draw(
    _ row: Row, _ scale: LinearScale, y: Double, series: Int = 0, size: Double = 4, isLinked: Bool,
    into canvas: inout FigureCanvas
  ) {
    guard let value = row.value else { return }
    var group = SVGElement("g")
    if isLinked { group.attributes.append(("data-s", "\(row.series)")) }
    group.append(SVGElement("title", text: "\(row.model), \(row.corpus)"))
    func mark(_ value: Double, _ interval: Interval?, _ look: Int, y: Double) {
      if let interval { canvas.interval(interval, scale, y: y, series: look, into: &group) }
      guard scale.contains(value) else { return }
      var shape = Mark.shape(look, x: scale.position(value), y: y, size: size)
      shape.attributes.append(("class", "f\(look)"))
      group.append(shape)
    }
    mark(value, row.interval, series, y: row.corrected == nil ? y : y - 4)
    if let corrected = row.corrected { mark(corrected, row.correctedInterval, 1, y: y + 4) }
    canvas.append(group)
  }

  /// The value with its interval: `0.48 [0.43, 0.52]`.
  private func words(_ row: Row) -> String {
    let (factor, decimals) = value == .rho ? (1.0, 2) : (100, 1)
    func text(_ number: Double) -> String { NumberText.fixed(number * factor, decimals: decimals) }
    let interval = row.interval.map { " [\(text($0.low)), \(text($0.high))]" } ?? ""
    return (row.value.map(text) ?? "") + interval
  }
}
