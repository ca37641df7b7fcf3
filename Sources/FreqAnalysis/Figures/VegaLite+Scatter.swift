import Foundation

/// Scatters and their small multiples.
extension VegaLite {
  /// A class's point.
  private func point(_ point: KnownPoints.Point, _ panel: String, _ series: String) -> JSONValue {
    [
      "panel": .text(panel), "series": .text(series), "class": .text(point.className),
      "count": .real(point.drawnCount),
      "accuracy": .real(point.accuracy),
    ]
  }

  /// The line with its band, at some places.
  private func line(_ points: KnownPoints, _ panel: String, _ series: String, steps: Int) -> [JSONValue] {
    guard
      let line = LogCounts.plusOne(points.counts).flatMap({ LeastSquares.fit($0, points.accuracies) }).value
    else { return [] }
    let end = log10((points.counts.max() ?? 0) + 1)
    return (0...steps).map { step in
      let u = end * Double(step) / Double(steps)
      let band = line.lineBand(at: u).value
      return [
        "panel": .text(panel), "series": .text(series), "count": .real(pow(10, u) - 1),
        "line": .real(line.predicted(at: u)), "low": .init(band?.low), "high": .init(band?.high),
      ]
    }
  }

  /// The points, the band and the line; those of one panel lie in one list of values.
  private func layers(_ series: [KnownPoints], _ countName: String, of count: Int, size: Int) -> JSONValue {
    let across = counts(countName, holding: series.flatMap(\.drawnCounts))
    let known = series.flatMap(\.accuracies)
    let tooltip: JSONValue = [
      ["field": "class", "type": "nominal"], ["field": "count", "type": "quantitative"],
      ["field": "accuracy", "type": "quantitative", "format": ".1%"], ["field": "series", "type": "nominal"],
    ]
    let isLine: JSONValue = [["filter": "isValid(datum.line)"]]
    var layers: [JSONValue] = [
      [
        "transform": [["filter": "isValid(datum.accuracy)"]],
        "mark": [
          "type": "point", "opacity": 0.5, "filled": true, "tooltip": true, "clip": clipsPoints,
          "size": .integer(size),
        ],
        "encoding": .object(
          [
            .init("x", across), .init("y", shares("accuracy", holding: known)), .init("tooltip", tooltip),
            colour("series", of: count),
          ] + shape("series", of: count)),
      ],
      [
        "transform": isLine, "mark": ["type": "area", "opacity": 0.15, "clip": true],
        "encoding": .object([
          .init("x", across), .init("y", shares("low", holding: known)), .init("y2", ["field": "high"]),
          .init("detail", ["field": "series"]), colour("series", of: count, channel: "fill"),
        ]),
      ],
      [
        "transform": isLine, "mark": ["type": "line", "clip": true],
        "encoding": .object([
          .init("x", across), .init("y", shares("line", holding: known)),
          .init("detail", ["field": "series"]),
          colour("series", of: count, channel: "stroke"),
        ]),
      ],
    ]
    if !layout.labels.isEmpty {
      // Names are compared as the other pictures do; here each stands beside its point.
      layers.append([
        "transform": [["filter": "isValid(datum.label)"]],
        "mark": ["type": "text", "align": "left", "dx": 6, "clip": true],
        "encoding": ["x": across, "y": shares("accuracy", holding: known), "text": ["field": "label"]],
      ])
    }
    return .list(layers)
  }

  /// The points with the names of the classes that were asked for.
  private func points(_ points: KnownPoints, _ panel: String, _ series: String) -> [JSONValue] {
    let named = Set(layout.labels.isEmpty ? [] : ScatterFigure.named(layout.labels, in: points))
    return points.points.enumerated().map { place, entry in
      guard named.contains(place), case .object(let members) = point(entry, panel, series) else {
        return point(entry, panel, series)
      }
      return .object(members + [.init("label", .text(entry.className))])
    }
  }

  func scatter(_ figure: ScatterFigure) -> JSONValue {
    let values = figure.series.flatMap { points -> [JSONValue] in
      let name = Finding.name(points, among: figure.series)
      return self.points(points, "", name) + line(points, "", name, steps: 40)
    }
    let isOne = figure.series.count == 1
    return specification(
      Finding.title(figure.series),
      subtitle: figure.series.map {
        isOne
          ? Finding.coefficient($0)
          : "\(Finding.name($0, among: figure.series)): \(Finding.coefficient($0, isShort: true))"
      }, values,
      size(600, 400) + [
        .init("layer", layers(figure.series, figure.countName, of: figure.series.count, size: 30))
      ])
  }

  func matrix(_ figure: MatrixFigure) -> JSONValue {
    let inside = figure.inside
    let panels = figure.panels
    let values = panels.flatMap { panel in
      panel.series.flatMap { index -> [JSONValue] in
        let points = figure.series[index]
        let name = inside.isEmpty ? "" : inside[figure.look(points)]
        return self.points(points, panel.name, name) + line(points, panel.name, name, steps: 20)
      }
    }
    let columns = figure.columns(width: layout.width?.pixels ?? 720)
    let width = max(60, ((layout.width?.pixels ?? 720) - 70) / Double(columns) - 20)
    let rows = Double(max(1, (panels.count + columns - 1) / columns))
    let height = layout.height.map { max(50, ($0.pixels - 90) / rows - 40) } ?? width * 0.75
    return specification(
      Finding.title(figure.series), subtitle: [], values,
      [
        .init(
          "facet",
          [
            "field": "panel", "type": "nominal", "sort": .list(panels.map { .text($0.name) }), "title": nil,
            "header": ["labelLimit": .real(width)],
          ]),
        .init("columns", .integer(columns)),
        .init(
          "spec",
          [
            "width": .real(width), "height": .real(height),
            "layer": layers(figure.series, figure.countName, of: max(1, inside.count), size: 8),
          ]),
      ])
  }
}
