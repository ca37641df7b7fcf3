import Foundation

/// Pictures as Vega-Lite specifications with their data inside, for people who want to restyle them.
///
/// Version 5 of the grammar (Satyanarayan and others, 2017, Vega-Lite: a grammar of interactive graphics). The numbers
/// are those of the SVG: intervals and lines are computed here, not by Vega.
extension Picture {
  /// The picture as a Vega-Lite specification; characters that XML forbids are U+FFFD, since Vega writes SVG.
  public var vegaLite: JSONValue { Self.drawable(specification) }

  private static func drawable(_ value: JSONValue) -> JSONValue {
    switch value {
    case .text(let text): .text(SVGElement.drawable(text))
    case .list(let values): .list(values.map(drawable))
    case .object(let members): .object(members.map { .init($0.key, drawable($0.value)) })
    default: value
    }
  }

  private var specification: JSONValue {
    switch self {
    case .scatter(let figure): Self.scatter(figure)
    case .binned(let figure): Self.binned(figure)
    case .bar(let figure): Self.bar(figure)
    case .tail(let figure): Self.tail(figure)
    case .compare(let figure): Self.compare(figure)
    case .sensitivity(let figure): Self.sensitivity(figure)
    case .curve(let figure): Self.curve(figure)
    }
  }

  static func specification(
    _ title: String, subtitle: [String], _ values: [JSONValue], _ members: [JSONValue.Member]
  ) -> JSONValue {
    .object(
      [
        .init("$schema", "https://vega.github.io/schema/vega-lite/v5.json"),
        .init(
          "title",
          [
            "text": .text(title), "subtitle": .list(subtitle.map(JSONValue.text)), "anchor": "start",
          ]),
        .init("data", ["values": .list(values)]),
      ] + members + [
        .init("config", ["range": ["category": .list(FigureStyle.light.map(JSONValue.text))]])
      ])
  }

  static func series(_ points: KnownPoints, _ all: [KnownPoints]) -> JSONValue {
    .text(Finding.name(points, among: all))
  }

  private static let bySeries: [JSONValue.Member] = [
    .init("color", ["field": "series", "type": "nominal", "sort": nil]),
    .init("shape", ["field": "series", "type": "nominal", "sort": nil]),
  ]

  private static let percent: JSONValue = ["format": "%"]

  private static func scatter(_ figure: ScatterFigure) -> JSONValue {
    var values: [JSONValue] = []
    var lines: [JSONValue] = []
    for points in figure.series {
      let name = series(points, figure.series)
      values += points.points.map {
        [
          "series": name, "class": .text($0.className), "count": .real($0.count),
          "accuracy": .real($0.accuracy),
        ]
      }
      guard
        let line = LogCounts.plusOne(points.counts).flatMap({ LeastSquares.fit($0, points.accuracies) }).value
      else { continue }
      let end = log10((points.counts.max() ?? 0) + 1)
      lines += (0...40).map { step in
        let u = end * Double(step) / 40
        let band = line.lineBand(at: u).value
        return [
          "series": name, "count": .real(pow(10, u) - 1), "accuracy": .real(line.predicted(at: u)),
          "low": .init(band?.low), "high": .init(band?.high),
        ]
      }
    }
    let across: JSONValue = [
      "field": "count", "type": "quantitative", "title": .text(figure.countName),
      "scale": ["type": "symlog", "constant": 1],
    ]
    let up: JSONValue = ["field": "accuracy", "type": "quantitative", "axis": percent]
    let colour: JSONValue = ["field": "series", "type": "nominal", "sort": nil]
    return specification(
      Finding.title(figure.series), subtitle: figure.series.map { Finding.coefficient($0) }, values,
      [
        .init("width", 600), .init("height", 400),
        .init(
          "layer",
          [
            [
              "mark": ["type": "point", "opacity": 0.5, "filled": true, "tooltip": true],
              "encoding": .object(
                [
                  .init("x", across), .init("y", up),
                  .init(
                    "tooltip",
                    [
                      ["field": "class", "type": "nominal"], ["field": "count", "type": "quantitative"],
                      ["field": "accuracy", "type": "quantitative", "format": ".1%"],
                      ["field": "series", "type": "nominal"],
                    ]),
                ] + bySeries),
            ],
            [
              "data": ["values": .list(lines)], "mark": ["type": "area", "opacity": 0.15],
              "encoding": [
                "x": across, "y": ["field": "low", "type": "quantitative"], "y2": ["field": "high"],
                "color": colour,
              ],
            ],
            [
              "data": ["values": .list(lines)], "mark": "line",
              "encoding": ["x": across, "y": up, "color": colour],
            ],
          ]),
      ])
  }

  private static func binned(_ figure: BinnedFigure) -> JSONValue {
    let all = figure.curves.map(\.points)
    let values: [JSONValue] = figure.curves.flatMap { curve in
      curve.bars.enumerated().map { place, bar in
        let interval = bar.interval.value?.interval
        return [
          "series": series(curve.points, all), "bin": .text(BinnedFigure.label(bar.mean.bin)),
          "order": .integer(place), "classes": .integer(bar.mean.count), "mean": .init(bar.mean.mean.value),
          "low": .init(interval?.low), "high": .init(interval?.high),
        ]
      }
    }
    let across: JSONValue = [
      "field": "bin", "type": "ordinal", "sort": ["field": "order"], "title": .text(figure.countName),
    ]
    let offset: JSONValue = ["field": "series", "type": "nominal", "sort": nil]
    return specification(
      Finding.title(all), subtitle: figure.curves.map(\.sentence), values,
      [
        .init("width", 640), .init("height", 360),
        .init(
          "layer",
          [
            [
              "mark": "rule",
              "encoding": [
                "x": across, "xOffset": offset, "color": offset,
                "y": ["field": "low", "type": "quantitative", "axis": percent, "title": "mean accuracy"],
                "y2": ["field": "high"],
              ],
            ],
            [
              "mark": ["type": "point", "filled": true, "size": 60, "tooltip": true],
              "encoding": .object(
                [
                  .init("x", across), .init("xOffset", offset),
                  .init("y", ["field": "mean", "type": "quantitative", "title": "mean accuracy"]),
                ] + bySeries),
            ],
          ]),
      ])
  }

  private static func bar(_ figure: BarFigure) -> JSONValue {
    let shown = figure.shown
    // Classes of one name are still several rows.
    var seen: [[UInt8]: Int] = [:]
    for point in shown { seen[Array(point.className.utf8), default: 0] += 1 }
    let values: [JSONValue] = shown.map { point in
      let isTwin = seen[Array(point.className.utf8), default: 0] > 1
      return [
        "class": .text(isTwin ? "\(point.className) (\(point.classIndex))" : point.className),
        "count": .real(point.count), "accuracy": .real(point.accuracy),
      ]
    }
    let down: JSONValue = ["field": "class", "type": "nominal", "sort": nil, "title": nil]
    return specification(
      figure.title,
      subtitle: ["All classes: " + Finding.coefficient(figure.points)], values,
      [
        .init(
          "hconcat",
          [
            [
              "mark": ["type": "bar", "tooltip": true], "width": 300,
              "encoding": [
                "y": down,
                "x": [
                  "field": "count", "type": "quantitative", "scale": scale("linear", values),
                  "title": .text(figure.countName),
                ],
              ],
            ],
            [
              "mark": ["type": "point", "filled": true, "tooltip": true], "width": 240,
              "encoding": [
                "y": ["field": "class", "type": "nominal", "sort": nil, "axis": nil],
                "x": [
                  "field": "accuracy", "type": "quantitative", "axis": percent,
                  "scale": scale("linear", values),
                ],
              ],
            ],
          ])
      ])
  }

  /// A scale that shows something where there is nothing to show.
  private static func scale(_ kind: String, _ values: [JSONValue]) -> JSONValue {
    values.isEmpty ? ["type": .text(kind), "domain": [1, 10]] : ["type": .text(kind)]
  }

  private static func tail(_ figure: TailFigure) -> JSONValue {
    let values: [JSONValue] = figure.tails.corpora.flatMap { corpus in
      (Tail.of(corpus.counts).value?.ranked ?? []).filter { $0.count > 0 }.map {
        ["corpus": .text(corpus.name), "rank": .integer($0.rank), "count": .init(Int(exactly: $0.count))]
      }
    }
    return specification(
      figure.title, subtitle: [], values,
      [
        .init("width", 600), .init("height", 400), .init("mark", ["type": "line", "tooltip": true]),
        .init(
          "encoding",
          [
            "x": [
              "field": "rank", "type": "quantitative", "scale": scale("log", values),
              "title": "rank of the class",
            ],
            "y": [
              "field": "count", "type": "quantitative", "scale": scale("log", values),
              "title": .text(figure.tails.unit),
            ],
            "color": ["field": "corpus", "type": "nominal", "sort": nil],
            "strokeDash": ["field": "corpus", "type": "nominal", "sort": nil],
          ]),
      ])
  }

  private static func compare(_ figure: CompareFigure) -> JSONValue {
    let rows: [JSONValue] = figure.series.map { points in
      let rho = points.spearman.value
      let interval = rho?.interval().value
      return [
        "row": series(points, figure.series), "rho": .init(rho?.coefficient), "low": .init(interval?.low),
        "high": .init(interval?.high), "n": .integer(points.points.count),
      ]
    }
    return forest(
      Finding.title(figure.series), rows, sort: ["field": "rho", "order": "descending"], offset: nil)
  }

  private static func sensitivity(_ figure: SensitivityFigure) -> JSONValue {
    let rows: [JSONValue] = figure.sensitivity.rows.map { row in
      [
        "row": .text(row.choice.label), "model": .text(row.model),
        "rho": .init(row.spearman.value?.coefficient), "low": .init(row.interval.value?.low),
        "high": .init(row.interval.value?.high), "n": .integer(row.n),
      ]
    }
    return forest(
      figure.title, rows, sort: nil, offset: ["field": "model", "type": "nominal", "sort": nil])
  }

  /// Coefficients with intervals, a row each.
  private static func forest(
    _ title: String, _ rows: [JSONValue], sort: JSONValue, offset: JSONValue?
  ) -> JSONValue {
    let down: JSONValue = ["field": "row", "type": "nominal", "sort": sort, "title": nil]
    var shared: [JSONValue.Member] = [.init("y", down)]
    if let offset { shared += [.init("yOffset", offset), .init("color", offset)] }
    let scale: JSONValue = ["domain": [-1, 1]]
    return specification(
      title, subtitle: ["Spearman’s ρ with its 95 % interval"], rows,
      [
        .init("width", 420),
        .init(
          "layer",
          [
            [
              "mark": "rule",
              "encoding": .object(
                shared + [
                  .init(
                    "x",
                    ["field": "low", "type": "quantitative", "scale": scale, "title": "Spearman’s ρ"]),
                  .init("x2", ["field": "high"]),
                ]),
            ],
            [
              "mark": ["type": "point", "filled": true, "size": 60, "tooltip": true],
              "encoding": .object(
                shared + [
                  .init(
                    "x", ["field": "rho", "type": "quantitative", "scale": scale, "title": "Spearman’s ρ"])
                ]),
            ],
          ]),
      ])
  }
}
