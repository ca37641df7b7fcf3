import Foundation

/// Frequency against accuracy, a point a class: what the correlation is computed from.
public struct ScatterFigure: Sendable {
  /// The series, each a model and a sum of corpora; at most eight look different.
  public var series: [KnownPoints]
  /// How many of the most surprising classes are named; none where there are several series.
  public var labels: Int
  /// What the counts are, under the axis.
  public var countName: String

  /// Makes a picture.
  public init(
    _ series: [KnownPoints], labels: Int = 8, countName: String = "captions that mention the class"
  ) {
    self.series = series
    self.labels = labels
    self.countName = countName
  }

  /// Draws the picture as SVG: 720 units wide, about 110 bytes a point.
  ///
  /// - Complexity: O(*n* log *n*) in the points.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    var canvas = FigureCanvas(title: Finding.title(series), style: style)
    canvas.legend(series) { Finding.coefficient($0, isShort: series.count > 1) }
    let (left, right) = (54.0, canvas.width - 60)
    let top = canvas.body(height: 460) + 62
    let bottom = canvas.height - 48
    let across = CountScale(start: left, end: right, holding: series.flatMap(\.counts))
    let up = ShareScale(start: bottom, end: top, holding: series.flatMap(\.accuracies))
    canvas.countAxis(across, top: top, bottom: bottom, name: countName)
    canvas.shareAxis(up, left: left, right: right, name: "accuracy, %", above: 42)
    for (index, points) in series.enumerated() {
      margins(points, index, across, up, &canvas)
      self.points(points, index, across, up, style, &canvas)
    }
    for (index, points) in series.enumerated() { fit(points, index, across, up, &canvas) }
    if series.count == 1, let only = series.first { names(only, across, up, &canvas) }
    return canvas.svg
  }

  private func place(_ point: KnownPoints.Point, _ across: CountScale) -> Double {
    point.count > 0 ? across.position(point.count) : across.positionInColumn(point.classIndex)
  }

  private func points(
    _ points: KnownPoints, _ index: Int, _ across: CountScale, _ up: ShareScale, _ style: FigureStyle,
    _ canvas: inout FigureCanvas
  ) {
    var group = SVGElement("g", ["class": Mark.style(index)])
    for point in points.points {
      var mark = Mark.shape(index, x: place(point, across), y: up.position(point.accuracy), size: 2.8)
      let count = NumberText.short(point.count, digits: 6)
      let share = NumberText.short(point.accuracy * 100, digits: 3)
      style.label(
        &mark, classIndex: point.classIndex,
        "\(TextWidth.cut(point.className, to: 500)): \(count), \(share) %")
      group.append(mark)
    }
    canvas.append(group)
  }

  /// The line of accuracy on log10(count + 1) with its simultaneous band at 95 %; in the zero column, the line's value at zero.
  private func fit(
    _ points: KnownPoints, _ index: Int, _ across: CountScale, _ up: ShareScale, _ canvas: inout FigureCanvas
  ) {
    guard
      let line = LogCounts.plusOne(points.counts).flatMap({ LeastSquares.fit($0, points.accuracies) }).value
    else { return }
    let largest = points.counts.max() ?? 0
    let end = across.position(largest)
    guard largest > 0, end > across.logStart else { return }
    let places = (0...40).map { across.logStart + (end - across.logStart) * Double($0) / 40 }
    let values = places.map { (x: $0, u: log10(across.count(at: $0) + 1)) }
    func path(_ points: [(Double, Double)]) -> String {
      "M" + points.map { "\(coordinate($0.0)) \(coordinate(up.position($0.1)))" }.joined(separator: "L")
    }
    let color = index % FigureStyle.seriesCount
    let bands = values.compactMap { value in line.lineBand(at: value.u).value.map { (value.x, $0) } }
    if bands.count == values.count, series.count <= 3 {
      let outline = bands.map { ($0.0, $0.1.high) } + bands.reversed().map { ($0.0, $0.1.low) }
      canvas.append(SVGElement("path", ["class": "b\(color)", "d": path(outline) + "z"]))
    }
    let inside = values.map { ($0.x, line.predicted(at: $0.u)) }.filter { (0...up.top).contains($0.1) }
    guard inside.count > 1 else { return }
    var trace = path(inside)
    if across.hasZero, (0...up.top).contains(line.intercept) {
      trace += path([
        (across.start, line.intercept), (across.start + CountScale.columnWidth, line.intercept),
      ])
    }
    canvas.append(
      SVGElement("path", ["class": "line l\(color)", "stroke-dasharray": Mark.dashes(index), "d": trace]))
  }

  /// How many classes lie where, along both axes.
  private func margins(
    _ points: KnownPoints, _ index: Int, _ across: CountScale, _ up: ShareScale, _ canvas: inout FigureCanvas
  ) {
    let counts = points.points.filter { $0.count > 0 }.map { across.position($0.count) }
    let color = index % FigureStyle.seriesCount
    var steps = Self.bars(counts, from: across.logStart, to: across.end, bins: 40).map { bar in
      (bar.start, bar.end, bar.share)
    }
    if across.hasZero, points.zero > 0 {
      // As high as the same number of classes in a bar of the other kind's width would be.
      let share = Double(points.zero) / Double(max(1, counts.count))
      steps.append((across.start, across.start + CountScale.columnWidth, share))
    }
    let highest = steps.map(\.2).max() ?? 1
    let base = up.end - 4
    var d = ""
    for (start, end, share) in steps where share > 0 {
      let height = 30 * share / highest
      d +=
        "M\(coordinate(start)) \(coordinate(base))v-\(coordinate(height))H\(coordinate(end))v\(coordinate(height))z"
    }
    canvas.append(SVGElement("path", ["class": "b\(color)", "d": d]))
    let shares = Self.bars(points.accuracies.map(up.position), from: up.start, to: up.end, bins: 25)
    let widest = shares.map(\.share).max() ?? 1
    d = ""
    for bar in shares where bar.share > 0 {
      let width = 40 * bar.share / widest
      d +=
        "M\(coordinate(across.end + 6)) \(coordinate(bar.start))h\(coordinate(width))V\(coordinate(bar.end))h-\(coordinate(width))z"
    }
    canvas.append(SVGElement("path", ["class": "b\(color)", "d": d]))
  }

  private static func bars(
    _ places: [Double], from start: Double, to end: Double, bins: Int
  ) -> [(start: Double, end: Double, share: Double)] {
    var counts = [Int](repeating: 0, count: bins)
    for place in places {
      let bin = Int((place - start) / (end - start) * Double(bins))
      counts[min(max(bin, 0), bins - 1)] += 1
    }
    return counts.enumerated().map { index, count in
      let width = (end - start) / Double(bins)
      return (
        start + width * Double(index), start + width * Double(index + 1),
        Double(count) / Double(max(1, places.count))
      )
    }
  }

  private func names(
    _ points: KnownPoints, _ across: CountScale, _ up: ShareScale, _ canvas: inout FigureCanvas
  ) {
    let line = LogCounts.plusOne(points.counts).flatMap { LeastSquares.fit($0, points.accuracies) }.value
    // With too few classes for a line each of them is named.
    let few = points.points.count <= labels ? points.points.map { _ in 0.0 } : nil
    guard let sizes = line?.studentizedResiduals.value ?? few else { return }
    var placement = LabelPlacement(
      area: .init(left: across.start, top: up.end, right: across.end + 50, bottom: up.start))
    let order = sizes.indices.sorted { (-abs(sizes[$0]), $0) < (-abs(sizes[$1]), $1) }
    let chosen = order.prefix(max(0, labels))
    for index in chosen {
      let (x, y) = (place(points.points[index], across), up.position(points.points[index].accuracy))
      placement.taken.append(.init(left: x - 3, top: y - 3, right: x + 3, bottom: y + 3))
    }
    for index in chosen {
      let point = points.points[index]
      let text = TextWidth.cut(point.className, to: 150, size: 11)
      let (x, y) = (place(point, across), up.position(point.accuracy))
      guard let spot = placement.place(text, near: x, y) else { continue }
      if let lead = spot.lead {
        canvas.append(
          SVGElement(
            "path",
            [
              "class": "lead",
              "d": "M\(coordinate(x)) \(coordinate(y))L\(coordinate(lead.x)) \(coordinate(lead.y))",
            ]))
      }
      canvas.text(text, x: spot.x, y: spot.y, "small halo")
      canvas.text(text, x: spot.x, y: spot.y, "small")
      canvas.append(
        SVGElement(
          "g", ["class": "q0"], [SVGElement("circle", ["cx": coordinate(x), "cy": coordinate(y), "r": "4"])]))
    }
  }
}
