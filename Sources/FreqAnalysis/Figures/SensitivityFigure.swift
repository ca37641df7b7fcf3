/// The coefficient with its interval under every choice: a forest plot.
public struct SensitivityFigure: Sendable {
  /// The rows.
  public var sensitivity: Sensitivity

  /// Makes a picture.
  public init(_ sensitivity: Sensitivity) { self.sensitivity = sensitivity }

  /// How many models are told apart by colour; more stand as a thin line each.
  private static let named = 6

  /// Draws the picture as SVG; as high as there are rows.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    let models = self.models
    let isDense = models.count > Self.named
    var canvas = FigureCanvas(title: title, style: style)
    if models.count > 1, !isDense {
      for (index, model) in models.enumerated() { canvas.note(model, series: index) }
    }
    canvas.note(
      isDense
        ? "Spearman’s ρ with its 95 % interval, a line for each of \(models.count) models; in each choice they stand in the order of ρ as selected. Open where the interval holds 0."
        : "Spearman’s ρ with its 95 % interval by Bonett and Wright; n is the number of classes.")
    let choices = self.choices
    // A thin line takes a fifth of a row.
    let thin = 0.2
    let lines = choices.map { isDense ? max(1.6, thin * Double($0.rows.count)) : Double($0.rows.count) }
    let gaps = 0.4 * Double(choices.count)
    let (start, step) = canvas.body(rows: lines.reduce(0, +) + gaps, step: 20, extra: 62)
    let (top, bottom) = (start + 12, canvas.height - 50)
    let size = canvas.isNarrow ? 11.0 : 12
    let (left, right) = (
      min(262, canvas.width * 0.38), canvas.width - (canvas.isNarrow ? 12 : isDense ? 118 : 64)
    )
    let shown = sensitivity.rows.flatMap { row in
      [row.spearman.value?.coefficient, row.interval.value?.low, row.interval.value?.high].compactMap { $0 }
    }
    let scale = LinearScale(
      start: left, end: right, holding: shown, limits: -1...1, range: style.layout.range(.rho))
    canvas.linearAxis(scale, top: top, bottom: bottom, name: "Spearman’s ρ")
    let rank = order(models)
    var y = top
    for (choice, count) in zip(choices, lines) {
      let middle = y + step * count / 2
      let room = max(2, min(3, Int(step * count / (size + 1))))
      let names = canvas.lines(choice.label, width: left - 24, size: size, atMost: room)
      for (line, name) in names.enumerated() {
        let shift = (Double(line) - Double(names.count - 1) / 2) * (size + 1)
        canvas.text(name, x: left - 12, y: middle + 4 + shift, canvas.isNarrow ? "small end" : "end")
      }
      for (place, row) in choice.rows.enumerated() {
        let series = models.firstIndex { $0.utf8.elementsEqual(row.model.utf8) } ?? 0
        if isDense {
          let line = Double(rank[series]) + 0.5
          let height = step * count / Double(max(models.count, 1))
          draw(row, nil, y: y + height * line, scale, &canvas)
        } else {
          draw(row, series, y: y + step * (Double(place) + 0.5), scale, &canvas)
          if !canvas.isNarrow {
            canvas.text(
              "n = \(NumberText.grouped(row.n))", x: canvas.width - 8,
              y: y + step * (Double(place) + 0.5) + 4,
              "tiny soft end")
          }
        }
      }
      if isDense, !canvas.isNarrow {
        canvas.text(Self.tally(choice.rows), x: canvas.width - 8, y: middle + 4, "tiny soft end")
      }
      y += step * (count + 0.4)
    }
    return canvas.svg
  }

  /// How many of the intervals lie on one side of zero: `19 of 21 above 0`.
  private static func tally(_ rows: [Sensitivity.Row]) -> String {
    let above = rows.count { ($0.interval.value?.low ?? -1) > 0 }
    let below = rows.count { ($0.interval.value?.high ?? 1) < 0 }
    return below > above ? "\(below) of \(rows.count) below 0" : "\(above) of \(rows.count) above 0"
  }

  /// The models, each once.
  var models: [String] {
    var seen: Set<[UInt8]> = []
    return sensitivity.rows.map(\.model).filter { seen.insert(Array($0.utf8)).inserted }
  }

  /// The place of each model when they are ordered by their coefficient as selected, the largest first.
  func order(_ models: [String]) -> [Int] {
    let values = models.map { model in
      sensitivity.rows.first { $0.model.utf8.elementsEqual(model.utf8) }?.spearman.value?.coefficient ?? -2
    }
    var rank = [Int](repeating: 0, count: models.count)
    let sorted = models.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
    for (place, model) in sorted.enumerated() { rank[model] = place }
    return rank
  }

  private var choices: [(label: String, rows: [Sensitivity.Row])] {
    var choices: [(choice: Sensitivity.Choice, rows: [Sensitivity.Row])] = []
    for row in sensitivity.rows {
      if let last = choices.indices.last, choices[last].choice == row.choice {
        choices[last].rows.append(row)
      } else {
        choices.append((row.choice, [row]))
      }
    }
    return choices.map { ($0.choice.label, $0.rows) }
  }

  /// Draws a row in the look of its series, or as one thin line of many.
  private func draw(
    _ row: Sensitivity.Row, _ series: Int?, y: Double, _ scale: LinearScale, _ canvas: inout FigureCanvas
  ) {
    let color = (series ?? 0) % FigureStyle.seriesCount
    guard let rho = row.spearman.value?.coefficient else {
      guard series != nil else { return }
      let reason = row.spearman.reason?.clauseOfPoints ?? ""
      let words = canvas.cut("undefined: \(reason)", to: canvas.width - scale.start - 12, size: 10)
      canvas.text(words, x: scale.start + 4, y: y + 4, "tiny halo")
      canvas.text(words, x: scale.start + 4, y: y + 4, "tiny soft")
      return
    }
    var group = SVGElement("g")
    var words = "\(row.model), \(row.choice.label): ρ = \(Finding.fixed(rho))"
    var isOpen = false
    if let interval = row.interval.value {
      words += " [\(Finding.fixed(interval.low)), \(Finding.fixed(interval.high))]"
      isOpen = interval.low <= 0 && interval.high >= 0
      if series != nil {
        canvas.interval(interval, scale, y: y, series: color, into: &group)
      } else {
        let (low, high) = (
          coordinate(scale.position(interval.low)), coordinate(scale.position(interval.high))
        )
        group.append(
          SVGElement("path", ["class": "thin l\(color)", "d": "M\(low) \(coordinate(y))H\(high)"]))
      }
    }
    group.append(SVGElement("title", text: words))
    if scale.contains(rho) {
      var mark = Mark.shape(series ?? 0, x: scale.position(rho), y: y, size: series == nil ? 1.9 : 4.5)
      let isStroke = series.map(Mark.isOpen) ?? false
      mark.attributes.append(
        ("class", series == nil && isOpen ? "open q\(color)" : isStroke ? "q\(color)" : "f\(color)"))
      group.append(mark)
    }
    canvas.append(group)
  }

  /// Says whether the sign depends on the choices.
  var title: String {
    let first = sensitivity.rows.first?.model
    let isOne = sensitivity.rows.allSatisfy { $0.model.utf8.elementsEqual((first ?? "").utf8) }
    let whose = isOne && first != nil ? (sensitivity.rows.first?.model ?? "") + ": a" : "A"
    let known = sensitivity.rows.compactMap { $0.interval.value }
    guard known.count > 1, known.count == sensitivity.rows.count else {
      return "Frequency and accuracy under each choice"
    }
    if known.allSatisfy({ $0.low > 0 }) { return whose + "ccuracy rises with frequency under every choice" }
    if known.allSatisfy({ $0.high < 0 }) { return whose + "ccuracy falls with frequency under every choice" }
    if !isOne, let some = someModels { return some }
    let rising = known.count { $0.low > 0 }
    let falling = known.count { $0.high < 0 }
    let direction = falling > rising ? "falls" : "rises"
    return whose
      + "ccuracy \(direction) with frequency under \(max(rising, falling)) of \(known.count) choices"
  }

  /// Where the sign holds for some models and not for others: for how many.
  private var someModels: String? {
    var models: [[UInt8]: [Interval?]] = [:]
    for row in sensitivity.rows { models[Array(row.model.utf8), default: []].append(row.interval.value) }
    let rising = models.values.count { $0.allSatisfy { ($0?.low ?? -1) > 0 } }
    guard rising > 0, rising < models.count else { return nil }
    return "Accuracy rises with frequency under every choice for \(rising) of \(models.count) models"
  }
}
