import Foundation

/// Mean accuracy over the count: a smooth curve with its band and a monotone one, classes that are never mentioned apart.
public struct CurveFigure: Sendable {
  /// The models' curves; at most eight look different.
  public var curves: [DoseCurve]
  /// What the counts are, under the axis.
  public var countName: String

  /// Makes a picture.
  public init(_ curves: [DoseCurve], countName: String = "captions that mention the class") {
    self.curves = curves
    self.countName = countName
  }

  var series: [KnownPoints] { curves.map(\.points) }

  /// Whether bands are drawn: those of more curves would cover one another.
  var drawsBands: Bool { curves.count <= 3 }

  /// Whether the monotone curves are drawn.
  var drawsMonotone: Bool { curves.count <= 2 }

  /// What the marks mean.
  var key: String {
    let band = drawsBands ? ", with its 95 % band for the whole curve" : ""
    let monotone = drawsMonotone ? "; thin steps: the nearest monotone curve" : ""
    let zero =
      curves.contains { $0.unmentioned.count > 0 }
      ? "; at 0: the mean of the classes never mentioned, with its 95 % interval" : ""
    return "Line: mean accuracy of the mentioned classes as a penalized spline\(band)\(monotone)\(zero)."
  }

  /// Draws the picture as SVG: 720 units wide, about 60 bytes a class where there is one series.
  ///
  /// - Complexity: O(*n*) in the classes, and some hundred values of each curve.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    var canvas = FigureCanvas(title: Finding.title(series), style: style)
    for (index, curve) in curves.enumerated() where curves.count > 1 || !style.layout.isBare {
      let name = curves.count > 1 ? Finding.name(curve.points, among: series) + ": " : ""
      canvas.note(name + words(curve), series: curves.count > 1 ? index : nil)
    }
    canvas.note(key)
    let (left, right) = (canvas.isNarrow ? 40.0 : 54, canvas.width - (canvas.isNarrow ? 14 : 24))
    let top = canvas.body(height: 420, least: 180, scales: true) + 34
    let bottom = canvas.height - 48
    let across = CountScale(
      start: left, end: right, holding: series.flatMap(\.drawnCounts),
      range: style.layout.range(.count))
    let traces = curves.map { Self.trace($0) }
    let up = ShareScale(
      start: bottom, end: top, holding: shown(traces, withDots: curves.count == 1 && !style.layout.isBare),
      range: style.layout.range(.accuracy))
    canvas.countAxis(across, top: top, bottom: bottom, name: countName)
    canvas.shareAxis(up, left: left, right: right, name: "mean accuracy, %")
    // A page has them in the scatter beside it.
    let hasDots = curves.count == 1 && !style.layout.isBare
    if hasDots, let only = curves.first { dots(only.points, across, up, style, &canvas) }
    for (index, trace) in traces.enumerated() where drawsBands {
      band(trace, index, across, up, &canvas)
    }
    for (index, curve) in curves.enumerated() {
      if drawsMonotone { steps(curve, index, across, up, &canvas) }
      line(traces[index], index, across, up, &canvas)
      unmentioned(curve, index, across, up, &canvas)
    }
    return canvas.svg
  }

  /// One curve's values along the logarithmic axis.
  struct Place: Sendable {
    var count: Double
    var value: PenalizedSpline.Value
  }

  /// The curve from the smallest to the largest count of the mentioned classes, at even steps of its own scale.
  static func trace(_ curve: DoseCurve) -> [Place] {
    guard let smooth = curve.smooth.value else { return [] }
    return (0...80).compactMap { step in
      let u = smooth.low + (smooth.high - smooth.low) * Double(step) / 80
      return smooth.value(at: u).map { Place(count: pow(10, u) - 1, value: $0) }
    }
  }

  /// The accuracies that must lie inside the picture.
  private func shown(_ traces: [[Place]], withDots: Bool) -> [Double] {
    guard !withDots else { return series.flatMap(\.accuracies) }
    let means = curves.compactMap { $0.unmentioned.interval.value?.high ?? $0.unmentioned.mean.value }
    let ends = traces.flatMap { $0.map { drawsBands ? $0.value.band.high : $0.value.mean } }
    return means + ends.map { min(1, $0) }
  }

  private func words(_ curve: DoseCurve) -> String {
    let means = [(curve.mentioned, "mentioned"), (curve.unmentioned, "never mentioned")].compactMap {
      group, name in
      group.mean.value.map {
        "\(NumberText.short($0 * 100, digits: 3)) % over \(NumberText.grouped(group.count)) \(name)"
      }
    }
    let shape: String
    switch curve.smooth.flatMap(\.linearity) {
    case .success(let test):
      let p = NumberText.typeset(test.p, digits: 2)
      shape =
        test.p < 0.05
        ? "they depart from a straight line (p = \(p))"
        : "no departure from a straight line is shown (p = \(p))"
    case .failure(let reason): shape = "no curve, because \(reason.clauseOfPoints)"
    }
    return means.isEmpty
      ? shape
      : "\(curves.count > 1 ? "mean" : "Mean") accuracy " + means.joined(separator: " and ") + " classes; "
        + shape
  }

  private func dots(
    _ points: KnownPoints, _ across: CountScale, _ up: ShareScale, _ style: FigureStyle,
    _ canvas: inout FigureCanvas
  ) {
    let shown = points.points.filter { across.contains($0.drawnCount) && up.contains($0.accuracy) }
    if style.isLinked {
      let places = shown.map { point in
        let x = point.isUnseen ? across.positionInColumn(point.classIndex) : across.position(point.count)
        return (classIndex: point.classIndex, x: x, y: up.position(point.accuracy))
      }
      canvas.append(Mark.dots(places, "dots fine q0"))
      return
    }
    var group = SVGElement("g", ["class": "p0", "opacity": "0.35"])
    for point in shown {
      let x = point.isUnseen ? across.positionInColumn(point.classIndex) : across.position(point.count)
      var mark = Mark.shape(0, x: x, y: up.position(point.accuracy), size: 1.8)
      let share = NumberText.short(point.accuracy * 100, digits: 3)
      style.label(
        &mark, classIndex: point.classIndex,
        "\(TextWidth.cut(point.className, to: 500)): \(point.countWords), \(share) %")
      group.append(mark)
    }
    canvas.append(group)
  }

  private func path(_ points: [(Double, Double)], _ across: CountScale, _ up: ShareScale) -> String {
    // What lies outside of an axis's range is left out; a curve has no gaps.
    let inside = points.filter { across.contains($0.0) }
    return inside.isEmpty
      ? "M0 0"
      : "M"
        + inside.map { "\(coordinate(across.position($0.0))) \(coordinate(up.position($0.1)))" }
        .joined(separator: "L")
  }

  private func band(
    _ trace: [Place], _ index: Int, _ across: CountScale, _ up: ShareScale, _ canvas: inout FigureCanvas
  ) {
    guard trace.count > 1 else { return }
    let outline =
      trace.map { ($0.count, $0.value.band.high) } + trace.reversed().map { ($0.count, $0.value.band.low) }
    canvas.append(
      SVGElement(
        "path",
        ["class": "b\(index % FigureStyle.seriesCount)", "d": path(outline, across, up) + "z"]))
  }

  private func line(
    _ trace: [Place], _ index: Int, _ across: CountScale, _ up: ShareScale, _ canvas: inout FigureCanvas
  ) {
    guard trace.count > 1 else { return }
    canvas.append(
      SVGElement(
        "path",
        [
          "class": "line l\(index % FigureStyle.seriesCount)", "stroke-dasharray": Mark.dashes(index),
          "d": path(trace.map { ($0.count, $0.value.mean) }, across, up),
        ]))
  }

  private func steps(
    _ curve: DoseCurve, _ index: Int, _ across: CountScale, _ up: ShareScale, _ canvas: inout FigureCanvas
  ) {
    guard let monotone = curve.monotone.value, monotone.steps.count > 1 else { return }
    let ends = monotone.steps.dropFirst().map(\.low) + [monotone.steps.last?.high ?? 0]
    let corners = zip(monotone.steps, ends).flatMap { step, end in
      [(pow(10, step.low) - 1, step.value), (pow(10, end) - 1, step.value)]
    }
    canvas.append(
      SVGElement(
        "path",
        [
          "class": "line l\(index % FigureStyle.seriesCount)", "stroke-width": "1", "style": "stroke-width:1",
          "d": path(corners, across, up),
        ]))
  }

  /// The mean of the classes that are never mentioned, in their column.
  private func unmentioned(
    _ curve: DoseCurve, _ index: Int, _ across: CountScale, _ up: ShareScale, _ canvas: inout FigureCanvas
  ) {
    guard let mean = curve.unmentioned.mean.value else { return }
    let color = index % FigureStyle.seriesCount
    let step = min(9, (across.column) / Double(curves.count + 1))
    let x = across.position(0) + (Double(index) - Double(curves.count - 1) / 2) * step
    var group = SVGElement("g")
    if let interval = curve.unmentioned.interval.value {
      let (low, high) = (up.position(interval.low), up.position(interval.high))
      let d =
        "M\(coordinate(x)) \(coordinate(low))V\(coordinate(high))m-4 0h8M\(coordinate(x - 4)) \(coordinate(low))h8"
      group.append(SVGElement("path", ["class": "line l\(color)", "stroke-width": "1.5", "d": d]))
    }
    var mark = Mark.shape(index, x: x, y: up.position(mean), size: 4.5)
    mark.attributes.append(("class", Mark.isOpen(index) ? "q\(color)" : "f\(color)"))
    group.append(mark)
    canvas.append(group)
  }
}
