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

  /// Whether there are so many points of several series that they hide one another.
  public var isCrowded: Bool { series.count > 1 && series.reduce(0) { $0 + $1.points.count } > 400 }

  /// Draws the picture as SVG: 720 units wide, about 110 bytes a point.
  ///
  /// - Complexity: O(*n* log *n*) in the points.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    var canvas = FigureCanvas(title: Finding.title(series), style: style)
    canvas.legend(series) { Finding.coefficient($0, isShort: series.count > 1) }
    let side = canvas.isNarrow ? 30.0 : 60
    let (left, right) = (canvas.isNarrow ? 40.0 : 54, canvas.width - side)
    let (counts, shares) = (style.layout.range(.count), style.layout.range(.accuracy))
    let across = CountScale(start: left, end: right, holding: series.flatMap(\.drawnCounts), range: counts)
    // The ends of the share axis do not depend on where it lies.
    let ends = ShareScale(start: 0, end: 1, holding: series.flatMap(\.accuracies), range: shares)
    let outside = series.reduce(0) { sum, points in
      sum + points.points.count { !across.contains($0.drawnCount) || !ends.contains($0.accuracy) }
    }
    if outside > 0 {
      canvas.note(
        "\(ShownText.count(outside, "class lies", "classes lie")) outside of the axes and \(outside == 1 ? "is" : "are") not drawn."
      )
    }
    let top = canvas.body(height: 460, least: 180, scales: true) + 62
    let bottom = canvas.height - 48
    let up = ShareScale(start: bottom, end: top, holding: series.flatMap(\.accuracies), range: shares)
    canvas.countAxis(across, top: top, bottom: bottom, name: countName)
    canvas.shareAxis(up, left: left, right: right, name: "accuracy, %", above: 50)
    for (index, points) in series.enumerated() {
      let drawn = points.filter { across.contains($0.drawnCount) && up.contains($0.accuracy) }
      margins(drawn, index, across, up, width: side - 10, &canvas)
      self.points(drawn, index, across, up, style, &canvas)
    }
    for (index, points) in series.enumerated() {
      FitLine(points)?.draw(index, across, up, hasBand: series.count <= 3, into: &canvas)
    }
    if series.count == 1 || !style.layout.labels.isEmpty {
      for points in series { names(points, across, up, style.layout.labels, &canvas) }
    }
    return canvas.svg
  }

  private func place(_ point: KnownPoints.Point, _ across: CountScale) -> Double {
    point.isUnseen ? across.positionInColumn(point.classIndex) : across.position(point.count)
  }

  private func points(
    _ points: KnownPoints, _ index: Int, _ across: CountScale, _ up: ShareScale, _ style: FigureStyle,
    _ canvas: inout FigureCanvas
  ) {
    // A page takes the marks of many models: short ones.
    if style.isLinked, index % 6 == 0 {
      let dots = points.points.map { ($0.classIndex, place($0, across), up.position($0.accuracy)) }
      canvas.append(Mark.dots(dots, "dots q\(index % FigureStyle.seriesCount)"))
      return
    }
    var group = SVGElement("g", ["class": Mark.style(index)])
    for point in points.points {
      let (x, y) = (place(point, across), up.position(point.accuracy))
      var mark = Mark.shape(index, x: x, y: y, size: 2.8)
      let share = NumberText.short(point.accuracy * 100, digits: 3)
      style.label(
        &mark, classIndex: point.classIndex,
        "\(TextWidth.cut(point.className, to: 500)): \(point.countWords), \(share) %")
      group.append(mark)
    }
    canvas.append(group)
  }

  /// How many classes lie where, along both axes.
  private func margins(
    _ points: KnownPoints, _ index: Int, _ across: CountScale, _ up: ShareScale, width: Double,
    _ canvas: inout FigureCanvas
  ) {
    let counts = points.points.filter { !$0.isUnseen }.map { across.position($0.count) }
    let color = index % FigureStyle.seriesCount
    let bars = Self.bars(counts, from: across.logStart, to: across.end, bins: 40).map { bar in
      (bar.start, bar.end, bar.share)
    }
    let highest = bars.map(\.2).max() ?? 0
    let base = up.end - 4
    var d = ""
    func bar(_ start: Double, _ end: Double, _ height: Double) {
      d +=
        "M\(coordinate(start)) \(coordinate(base))v-\(coordinate(height))H\(coordinate(end))v\(coordinate(height))z"
    }
    for (start, end, share) in bars where share > 0 { bar(start, end, 30 * share / highest) }
    var (isBroken, zeroHeight) = (false, 0.0)
    if across.hasZero, points.zero > 0 {
      // As high as the same number of classes in a bar of the other kind's width would be; one that would make all the
      // others flat is broken off.
      let share = Double(points.zero) / Double(max(1, counts.count))
      isBroken = share > highest && highest > 0
      zeroHeight = isBroken || highest == 0 ? 34 : 30 * share / highest
      bar(across.start, across.start + across.column, zeroHeight)
    }
    canvas.append(SVGElement("path", ["class": "b\(color)", "d": d]))
    if isBroken {
      let (left, right) = (coordinate(across.start - 2), coordinate(across.start + across.column + 2))
      canvas.append(
        SVGElement(
          "path",
          [
            "class": "gap",
            "d":
              "M\(left) \(coordinate(base - 17))L\(right) \(coordinate(base - 23))v4L\(left) \(coordinate(base - 13))z",
          ]))
    }
    if series.count == 1, across.hasZero, points.zero > 0 {
      canvas.text(
        NumberText.grouped(points.zero), x: across.start + across.column / 2,
        y: base - 3 - (isBroken ? 0 : min(zeroHeight, 30)), "tiny soft mid")
    }
    let shares = Self.bars(points.accuracies.map(up.position), from: up.start, to: up.end, bins: 25)
    // Here too one bar does not make all others flat: often that of no right answer.
    let sizes = shares.map(\.share).sorted(by: >)
    let isLong = sizes.count > 1 && sizes[1] > 0 && sizes[0] > 3 * sizes[1]
    let widest = isLong ? sizes[1] / 0.7 : sizes.first ?? 1
    d = ""
    for bar in shares where bar.share > 0 {
      let width = min(width, width * bar.share / widest)
      d +=
        "M\(coordinate(across.end + 6)) \(coordinate(bar.start))h\(coordinate(width))V\(coordinate(bar.end))h-\(coordinate(width))z"
    }
    canvas.append(SVGElement("path", ["class": "b\(color)", "d": d]))
    guard isLong, let bar = shares.max(by: { $0.share < $1.share }) else { return }
    let x = across.end + 6 + width * 0.8
    canvas.append(
      SVGElement(
        "path",
        [
          "class": "gap",
          "d":
            "M\(coordinate(x)) \(coordinate(bar.start + 2))h3L\(coordinate(x + 6)) \(coordinate(bar.end - 2))h-3z",
        ]))
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

  /// Writes the names of the most surprising classes, or of those that were asked for.
  private func names(
    _ points: KnownPoints, _ across: CountScale, _ up: ShareScale, _ asked: [String],
    _ canvas: inout FigureCanvas
  ) {
    let side = canvas.width - across.end
    var placement = LabelPlacement(
      area: .init(left: across.start, top: up.end, right: across.end + side - 10, bottom: up.start))
    let chosen = (asked.isEmpty ? surprising(points) : Self.named(asked, in: points)).filter {
      across.contains(points.points[$0].drawnCount) && up.contains(points.points[$0].accuracy)
    }
    for index in chosen {
      let (x, y) = (place(points.points[index], across), up.position(points.points[index].accuracy))
      placement.taken.append(.init(left: x - 3, top: y - 3, right: x + 3, bottom: y + 3))
    }
    for index in chosen {
      let point = points.points[index]
      let (x, y) = (place(point, across), up.position(point.accuracy))
      canvas.label(point.className, at: x, y, placement: &placement)
    }
  }

  /// The classes that lie farthest from the line; with too few classes for a line each of them.
  private func surprising(_ points: KnownPoints) -> [Int] {
    let line = LogCounts.plusOne(points.counts).flatMap { LeastSquares.fit($0, points.accuracies) }.value
    let few = points.points.count <= labels ? points.points.map { _ in 0.0 } : nil
    guard let sizes = line?.studentizedResiduals.value ?? few else { return [] }
    let order = sizes.indices.sorted { (-abs(sizes[$0]), $0) < (-abs(sizes[$1]), $1) }
    return Array(order.prefix(max(0, labels)))
  }

  /// The places of the classes of some names, as they are written or folded.
  static func named(_ names: [String], in points: KnownPoints) -> [Int] {
    let wanted = Set(names.map(NameKey.folded))
    return points.points.indices.filter { wanted.contains(NameKey.folded(points.points[$0].className)) }
  }
}
