import Foundation

/// Counts by rank, both on logarithmic axes: how long the tail of a corpus is.
public struct TailFigure: Sendable {
  /// The counts of each corpus, and what they are.
  public var tails: CountTails

  /// Makes a picture.
  public init(_ tails: CountTails) { self.tails = tails }

  /// Draws the picture as SVG, a line a corpus.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    let drawn = tails.corpora.map { (name: $0.name, tail: Tail.of($0.counts).value) }
    var canvas = FigureCanvas(title: title, style: style)
    for (index, entry) in drawn.prefix(Self.named).enumerated() {
      canvas.note("\(entry.name): \(words(entry.tail))", series: index)
    }
    if drawn.count > Self.named {
      canvas.note("and \(NumberText.grouped(drawn.count - Self.named)) corpora more")
    }
    let (left, right) = (canvas.isNarrow ? 42.0 : 62, canvas.width - 16)
    let top = canvas.body(height: 420, least: 180, scales: true) + 34
    let bottom = canvas.height - 48
    let counts = tails.corpora.flatMap { $0.counts.map(Double.init) }.filter { $0 > 0 }
    let ranks = Double(tails.corpora.map(\.counts.count).max() ?? 1)
    let across = CountScale(start: left, end: right, holding: [1, max(2, ranks)])
    let up = CountScale(
      start: bottom, end: top, holding: counts.isEmpty ? [1, 10] : [1] + counts,
      range: style.layout.range(.count).map { max(1, $0.lowerBound)...max(2, $0.upperBound) })
    canvas.countAxis(across, top: top, bottom: bottom, name: "rank of the class, the most frequent first")
    for tick in up.ticks {
      let y = up.position(tick.value)
      canvas.append(
        SVGElement(
          "path", ["class": "grid", "d": "M\(coordinate(left)) \(coordinate(y))H\(coordinate(right))"]))
      canvas.text(tick.label, x: left - 6, y: y + 4, "small soft end")
    }
    canvas.text(tails.unit, x: canvas.isNarrow ? 8 : 16, y: top - 10, "small soft")
    for (index, entry) in drawn.enumerated() {
      guard let ranked = entry.tail?.ranked.filter({ $0.count > 0 && up.contains($0.count) }),
        !ranked.isEmpty
      else { continue }
      var d = "M"
      var last = (x: -1.0, y: -1.0)
      for point in ranked {
        let (x, y) = (across.position(Double(point.rank)), up.position(point.count))
        // A thousand ranks near the end lie on a few units: what the eye cannot tell is left out.
        guard abs(x - last.x) + abs(y - last.y) > 0.5 || point.rank == ranked.count else { continue }
        d += (d == "M" ? "" : "L") + "\(coordinate(x)) \(coordinate(y))"
        last = (x, y)
      }
      let color = index % FigureStyle.seriesCount
      canvas.append(
        SVGElement("path", ["class": "line l\(color)", "stroke-dasharray": Mark.dashes(index), "d": d]))
      for point in ranked where point.rank == 1 || point.rank == ranked.count {
        var mark = Mark.shape(
          index, x: across.position(Double(point.rank)), y: up.position(point.count), size: 4)
        mark.attributes.append(("class", Mark.isOpen(index) ? "q\(color)" : "f\(color)"))
        canvas.append(mark)
      }
      guard style.isLinked else { continue }
      // What a page's script shows when its class is chosen.
      let ghosts = ranked.map { point -> (classIndex: Int, x: Double, y: Double) in
        let known = index < tails.classes.count ? tails.classes[index][point.position] : point.position
        return (known, across.position(Double(point.rank)), up.position(point.count))
      }
      canvas.append(Mark.dots(ghosts.sorted { $0.classIndex < $1.classIndex }, "ghosts dots q\(color)"))
    }
    return canvas.svg
  }

  /// How many corpora are spoken of.
  private static let named = 12

  private func words(_ tail: Tail?) -> String {
    guard let tail else { return "no classes" }
    func percent(_ share: Double) -> String { "\(NumberText.short(share * 100, digits: 2)) %" }
    let gini = tail.gini.value.map { "Gini \(Finding.fixed($0)), " } ?? ""
    return
      "\(gini)\(percent(tail.zeroShare)) of \(NumberText.grouped(tail.classes)) classes never mentioned, "
      + "\(percent(tail.oneShare)) once, \(percent(tail.underTenShare)) under ten times"
  }

  /// What one corpus shows; of several only what the picture is of.
  var title: String {
    let known = tails.corpora.compactMap { Tail.of($0.counts).value }
    guard known.count == 1, let tail = known.first, tail.total > 0, tail.classes >= 10 else {
      return "\(tails.unit == "captions" ? "Captions" : "Mentions") by rank of the class"
    }
    let tenth = max(1, tail.classes / 10)
    let share = tail.ranked.prefix(tenth).reduce(0.0) { $0 + $1.count } / tail.total
    let words = share > 0.99 && share < 1 ? "over 99" : NumberText.short(share * 100, digits: 2)
    return "The most frequent tenth of the classes has \(words) % of the \(tails.unit)"
  }
}
