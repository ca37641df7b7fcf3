/// The coefficient with its interval under every choice: a forest plot.
public struct SensitivityFigure: Sendable {
  /// The rows.
  public var sensitivity: Sensitivity

  /// Makes a picture.
  public init(_ sensitivity: Sensitivity) { self.sensitivity = sensitivity }

  /// Draws the picture as SVG; as high as there are rows.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    let rows = sensitivity.rows
    var models: [[UInt8]] = []
    for row in rows where !models.contains(Array(row.model.utf8)) { models.append(Array(row.model.utf8)) }
    var canvas = FigureCanvas(title: title, style: style)
    if models.count > 1 {
      for (index, model) in models.enumerated() {
        canvas.note(String(decoding: model, as: UTF8.self), series: index)
      }
    }
    canvas.note("Spearman’s ρ with its 95 % interval by Bonett and Wright; n is the number of classes.")
    let step = 20.0
    let choices = self.choices
    let block = { (count: Int) in step * Double(count) + 8 }
    let height = choices.reduce(0) { $0 + block($1.rows.count) }
    let top = canvas.body(height: height + 62) + 12
    let bottom = top + height
    let (left, right) = (262.0, canvas.width - 64)
    func place(_ value: Double) -> Double { left + (value + 1) / 2 * (right - left) }
    for tick in [-1.0, -0.5, 0, 0.5, 1] {
      let kind = tick == 0 ? "axis" : "grid"
      canvas.append(
        SVGElement(
          "path",
          ["class": kind, "d": "M\(coordinate(place(tick))) \(coordinate(top))V\(coordinate(bottom))"]))
      canvas.text(Finding.fixed(tick), x: place(tick), y: bottom + 16, "small soft mid")
    }
    canvas.text("Spearman’s ρ", x: place(0), y: bottom + 34, "small soft mid")
    var y = top
    for choice in choices {
      canvas.text(
        TextWidth.cut(choice.label, to: 236), x: left - 12, y: y + 4 + step * Double(choice.rows.count) / 2,
        "end")
      for row in choice.rows {
        let series = models.firstIndex(of: Array(row.model.utf8)) ?? 0
        draw(row, series, y: y + step / 2, place, &canvas)
        canvas.text(
          "n = \(NumberText.grouped(row.n))", x: canvas.width - 8, y: y + step / 2 + 4, "tiny soft end")
        y += step
      }
      y += 8
    }
    return canvas.svg
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

  private func draw(
    _ row: Sensitivity.Row, _ series: Int, y: Double, _ place: (Double) -> Double,
    _ canvas: inout FigureCanvas
  ) {
    let color = series % FigureStyle.seriesCount
    guard let rho = row.spearman.value?.coefficient else {
      let reason = row.spearman.reason?.clause(first: "counts", second: "accuracies") ?? ""
      canvas.text("undefined: \(reason)", x: place(-1) + 4, y: y + 4, "tiny halo")
      canvas.text("undefined: \(reason)", x: place(-1) + 4, y: y + 4, "tiny soft")
      return
    }
    var group = SVGElement("g")
    var words = "\(row.model), \(row.choice.label): ρ = \(Finding.fixed(rho))"
    if let interval = row.interval.value {
      words += " [\(Finding.fixed(interval.low)), \(Finding.fixed(interval.high))]"
      let (low, high) = (place(interval.low), place(interval.high))
      group.append(
        SVGElement(
          "path",
          [
            "class": "line l\(color)",
            "d":
              "M\(coordinate(low)) \(coordinate(y))H\(coordinate(high))m0-4v8M\(coordinate(low)) \(coordinate(y - 4))v8",
          ]))
    }
    group.append(SVGElement("title", text: words))
    var mark = Mark.shape(series, x: place(rho), y: y, size: 4.5)
    mark.attributes.append(("class", Mark.isOpen(series) ? "q\(color)" : "f\(color)"))
    group.append(mark)
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
