/// The mean accuracy in bins of the count, with the number of classes under each: the paper's figure.
///
/// Averages hide how classes scatter, so the coefficient of the classes stands beside it in a sentence.
public struct BinnedFigure: Sendable {
  /// The models' curves.
  public var curves: [BinnedCurve]
  /// What the counts are, under the axis.
  public var countName: String

  /// Makes a picture.
  public init(_ curves: [BinnedCurve], countName: String = "captions that mention the class") {
    self.curves = curves
    self.countName = countName
  }

  /// Makes a picture of points in bins.
  ///
  /// - Complexity: O(resamples × *n*) in the points.
  public init(
    _ series: [KnownPoints], bins: BinChoice = .paper, countName: String = "captions that mention the class",
    resampling: Resampling = Resampling(resamples: 1_999)
  ) {
    self.init(BinnedCurve.all(series, bins: bins, resampling: resampling), countName: countName)
  }

  private var series: [KnownPoints] { curves.map(\.points) }

  /// Draws the picture as SVG, 720 units wide.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    let all = curves.map(\.bars)
    // Bins of equal numbers of classes differ from series to series; the places then are the first's, the second's.
    let places = all.map(\.count).max() ?? 0
    let isShared = all.allSatisfy { $0.map(\.mean.bin) == all.first?.map(\.mean.bin) }
    var canvas = FigureCanvas(title: Finding.title(series), style: style)
    for (index, sentence) in sentences.enumerated() where series.count > 1 || !style.layout.isBare {
      canvas.note(sentence, series: series.count > 1 ? index : nil)
    }
    if hasIntervals { canvas.note(Self.explanation) }
    let (left, right) = (canvas.isNarrow ? 38.0 : 54, canvas.width - (canvas.isNarrow ? 8 : 16))
    // Models tested on the same classes have one row of numbers.
    let counts = all.map { $0.map { NumberText.grouped($0.mean.count) } }
    let countRows = Set(counts).count == 1 ? Array(counts.prefix(1)) : counts
    let step = (right - left) / Double(max(1, places))
    // Where bins are narrower than their names, every second name stands lower, or of three the second and the third.
    let widest =
      isShared ? all.first?.map { canvas.estimate(Self.label($0.mean.bin), size: 10) }.max() ?? 0 : 0
    let levels = widest <= step - 2 ? 1 : widest <= 2 * step - 4 ? 2 : 3
    let stagger = 12 * Double(levels - 1)
    let axis = canvas.lines(
      "\(countName) (number of classes under each bin)", width: canvas.width - 16, size: 11, atMost: 2)
    let rows = 13 * Double(countRows.count + axis.count - 1) + stagger
    let top = canvas.body(height: 380 + rows, least: 160 + rows, scales: true) + 34
    let bottom = canvas.height - 55 - rows
    let shown = all.flatMap { $0 }.flatMap {
      [$0.mean.mean.value, $0.interval.value?.interval.high].compactMap { $0 }
    }
    let up = ShareScale(start: bottom, end: top, holding: shown, range: style.layout.range(.accuracy))
    canvas.shareAxis(up, left: left, right: right, name: "mean accuracy, %")
    let spread = min(12, step / Double(all.count + 1))
    let size = all.count == 1 ? 5 : max(2.2, min(5, spread * 0.45))
    for row in countRows.indices where countRows.count > 1 {
      let y = bottom + 28 + stagger + 13 * Double(row)
      canvas.append(
        SVGElement("g", ["class": Mark.style(row)], [Mark.shape(row, x: left - 8, y: y, size: 3.2)]))
    }
    for place in 0..<places {
      let middle = left + step * (Double(place) + 0.5)
      if isShared, let bin = all.first?[place].mean.bin {
        let label = canvas.cut(
          Self.label(bin), to: levels > 1 ? Double(levels) * step - 4 : step + 6, size: 10)
        let lower = 12 * Double(place % levels)
        canvas.text(label, x: middle, y: bottom + 16 + lower, "tiny soft mid")
      }
      for (row, counts) in countRows.enumerated() where place < counts.count {
        canvas.text(counts[place], x: middle, y: bottom + 31 + stagger + 13 * Double(row), "tiny mid")
      }
      for (index, bars) in all.enumerated() where place < bars.count {
        let offset = (Double(index) - Double(all.count - 1) / 2) * spread
        draw(bars[place], index, x: middle + offset, up, size: size, style, &canvas)
      }
    }
    canvas.append(
      SVGElement(
        "path", ["class": "axis", "d": "M\(coordinate(left)) \(coordinate(bottom))H\(coordinate(right))"]))
    for (line, text) in axis.reversed().enumerated() {
      canvas.text(
        text, x: canvas.isNarrow ? canvas.width / 2 : (left + right) / 2,
        y: canvas.height - 8 - 13 * Double(line), "small soft mid")
    }
    return canvas.svg
  }

  /// What the bars around the means are.
  static let explanation = "Error bars: 95 % interval of the mean over the classes of the bin."

  private var hasIntervals: Bool {
    curves.contains { curve in curve.bars.contains { $0.interval.value != nil } }
  }

  private func draw(
    _ bar: BinnedCurve.Bar, _ index: Int, x: Double, _ up: ShareScale, size: Double, _ style: FigureStyle,
    _ canvas: inout FigureCanvas
  ) {
    guard let mean = bar.mean.mean.value, up.contains(mean) else { return }
    let color = index % FigureStyle.seriesCount
    var group = SVGElement("g")
    var words =
      "\(Self.label(bar.mean.bin)): \(NumberText.short(mean * 100, digits: 3)) %, "
      + ShownText.count(bar.mean.count, "class", "classes")
    if let interval = bar.interval.value?.interval {
      let (low, high) = (up.position(interval.low), up.position(interval.high))
      words += ", 95 % interval \(NumberText.short(interval.low * 100, digits: 3)) to "
      words += "\(NumberText.short(interval.high * 100, digits: 3))"
      let (left, width) = (coordinate(x - size * 0.8), coordinate(size * 1.6))
      let d =
        "M\(coordinate(x)) \(coordinate(low))V\(coordinate(high))M\(left) \(coordinate(high))h\(width)M\(left) \(coordinate(low))h\(width)"
      group.append(SVGElement("path", ["class": "line l\(color)", "stroke-width": "1.5", "d": d]))
    }
    if style.isLinked {
      let members = bar.mean.members.map { "\(curves[index].points.points[$0].classIndex)" }
      group.attributes.append(("data-m", members.joined(separator: " ")))
    }
    group.append(SVGElement("title", text: words))
    var mark = Mark.shape(index, x: x, y: up.position(mean), size: size)
    mark.attributes.append(("class", Mark.isOpen(index) ? "q\(color)" : "f\(color)"))
    group.append(mark)
    canvas.append(group)
  }

  /// What is said of each series.
  var sentences: [String] { zip(series, curves).map(sentence) }

  /// Both coefficients, with what tells them apart.
  private func sentence(_ points: KnownPoints, _ curve: BinnedCurve) -> String {
    let name = series.count > 1 ? Finding.name(points, among: series) + ": " : ""
    let own = Finding.coefficient(points, isShort: series.count > 1)
    guard let binned = curve.ofMeans.value else { return name + own + " over classes" }
    return
      "\(name)\(own) over classes. The bins’ means, weighted by classes, correlate at ρ = \(Finding.fixed(binned.coefficient))"
      + (curve.hidesScatter ? ", since averaging hides the scatter of the classes." : ".")
  }

  /// A bin in few letters: `0–9`, `≥100k`, and `1k–10k`, of which 10k is the next bin's.
  static func label(_ bin: Bins.Bin) -> String {
    func short(_ count: Double) -> String {
      for (size, unit) in [(1e9, "G"), (1e6, "M"), (1e3, "k")]
      where count >= size && count.remainder(dividingBy: size / 10) == 0 {
        return NumberText.short(count / size) + unit
      }
      return NumberText.short(count)
    }
    guard let high = bin.high else { return "≥\(short(bin.low))" }
    let isWhole = bin.low == bin.low.rounded() && high == high.rounded()
    if isWhole, high - bin.low == 1 { return short(bin.low) }
    if isWhole, high <= 100 { return "\(short(bin.low))–\(short(high - 1))" }
    return "\(short(bin.low))–\(short(high))"
  }
}
