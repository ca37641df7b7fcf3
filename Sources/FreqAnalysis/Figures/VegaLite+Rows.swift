/// Pictures of rows, bins and ranks.
extension VegaLite {
  func binned(_ figure: BinnedFigure) -> JSONValue {
    let all = figure.curves.map(\.points)
    let values: [JSONValue] = figure.curves.flatMap { curve in
      curve.bars.enumerated().map { place, bar in
        let interval = bar.interval.value?.interval
        return [
          "series": .text(Finding.name(curve.points, among: all)),
          "bin": .text(BinnedFigure.label(bar.mean.bin)),
          "order": .integer(place), "classes": .integer(bar.mean.count), "mean": .init(bar.mean.mean.value),
          "low": .init(interval?.low), "high": .init(interval?.high),
        ]
      }
    }
    let shown = figure.curves.flatMap { curve in
      curve.bars.flatMap { [$0.mean.mean.value, $0.interval.value?.interval.high].compactMap { $0 } }
    }
    let across: JSONValue = [
      "field": "bin", "type": "ordinal", "sort": ["field": "order"], "title": .text(figure.countName),
      "axis": ["labelAngle": 0],
    ]
    let offset: [JSONValue.Member] =
      all.count > 1 ? [.init("xOffset", ["field": "series", "type": "nominal", "sort": nil])] : []
    return specification(
      Finding.title(all), subtitle: figure.sentences + [BinnedFigure.explanation], values,
      size(640, 360) + [
        .init(
          "layer",
          [
            [
              "mark": ["type": "rule", "clip": true],
              "encoding": .object(
                [
                  .init("x", across), .init("y", shares("low", "mean accuracy", holding: shown)),
                  .init("y2", ["field": "high"]),
                  colour("series", of: all.count, channel: "stroke"),
                ] + offset),
            ],
            [
              "mark": [
                "type": "point", "filled": true, "size": 60, "opacity": 1, "tooltip": ["content": "data"],
                "clip": true,
              ],
              "encoding": .object(
                [
                  .init("x", across), .init("y", shares("mean", "mean accuracy", holding: shown)),
                  colour("series", of: all.count),
                ] + offset + shape("series", of: all.count)),
            ],
          ])
      ])
  }

  func bar(_ figure: BarFigure) -> JSONValue {
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
    let room = layout.width.map { max(120, $0.pixels - 190) } ?? 540
    // One picture has one height, of which each row takes its part.
    let height: [JSONValue.Member] =
      layout.height.map { [.init("height", .real(max(60, $0.pixels - 90)))] } ?? []
    return specification(
      figure.title,
      subtitle: ["All classes: " + Finding.coefficient(figure.points)], values,
      [
        .init(
          "hconcat",
          [
            .object(
              [
                .init("mark", ["type": "bar", "tooltip": true]), .init("width", .real(room * 0.55)),
                .init(
                  "encoding",
                  [
                    "y": down,
                    "x": [
                      "field": "count", "type": "quantitative", "scale": scale("linear", values),
                      "axis": ["format": "~s"], "title": .text(figure.countName),
                    ],
                  ]),
              ] + height),
            .object(
              [
                .init("mark", ["type": "point", "filled": true, "tooltip": true, "clip": true]),
                .init("width", .real(room * 0.45)),
                .init(
                  "encoding",
                  [
                    "y": ["field": "class", "type": "nominal", "sort": nil, "axis": nil],
                    "x": shares("accuracy", holding: figure.points.accuracies),
                    "color": ["value": .text(FigureStyle.light[1])],
                  ]),
              ] + height),
          ])
      ])
  }

  /// A scale that shows something where there is nothing to show.
  private func scale(_ kind: String, _ values: [JSONValue]) -> JSONValue {
    values.isEmpty ? ["type": .text(kind), "domain": [1, 10]] : ["type": .text(kind)]
  }

  func tail(_ figure: TailFigure) -> JSONValue {
    let corpora = figure.tails.corpora
    let values: [JSONValue] = corpora.flatMap { corpus in
      (Tail.of(corpus.counts).value?.ranked ?? []).filter { $0.count > 0 }.map {
        ["corpus": .text(corpus.name), "rank": .integer($0.rank), "count": .init(Int(exactly: $0.count))]
      }
    }
    let dashes: [JSONValue.Member] =
      corpora.count > 1
      ? [.init("strokeDash", ["field": "corpus", "type": "nominal", "sort": nil, "title": nil])] : []
    var up: [JSONValue.Member] = [
      .init("field", "count"), .init("type", "quantitative"), .init("title", .text(figure.tails.unit)),
      .init("axis", ["format": "~s"]),
    ]
    if let range = layout.range(.count) {
      up.append(
        .init(
          "scale", ["type": "log", "domain": [.real(max(1, range.lowerBound)), .real(range.upperBound)]]))
    } else {
      up.append(.init("scale", scale("log", values)))
    }
    return specification(
      figure.title, subtitle: [], values,
      size(600, 400) + [
        .init("mark", ["type": "line", "tooltip": true, "clip": true]),
        .init(
          "encoding",
          .object(
            [
              .init(
                "x",
                [
                  "field": "rank", "type": "quantitative", "scale": scale("log", values),
                  "title": "rank of the class", "axis": ["format": "~s"],
                ]), .init("y", .object(up)),
              colour("corpus", of: corpora.count),
            ] + dashes)),
      ])
  }

  private func values(_ rows: [ForestFigure.Row], names: [String]) -> [JSONValue] {
    zip(rows, names).map { row, name in
      [
        "row": .text(name), "corpus": .text(row.corpus), "value": .init(row.value),
        "low": .init(row.interval?.low),
        "high": .init(row.interval?.high), "corrected": .init(row.corrected),
        "corrected_low": .init(row.correctedInterval?.low),
        "corrected_high": .init(row.correctedInterval?.high),
        "n": .integer(row.n),
      ]
    }
  }

  func compare(_ figure: CompareFigure) -> JSONValue {
    let names = figure.series.map { Finding.name($0, among: figure.series) }
    let order = figure.order.map { JSONValue.text(names[$0]) }
    let room = layout.width.map { max(120, $0.pixels - 190) } ?? 540
    // One picture has one height, of which each part takes all.
    let height: [JSONValue.Member] =
      layout.height.map { [.init("height", .real(max(60, $0.pixels - 90)))] } ?? []
    let parts: [JSONValue] = [ForestFigure.Value.rho, .slope].map { value in
      let rows = ForestFigure(figure.series, value: value).rows
      let width = room * (value == .rho ? 0.55 : 0.45)
      return .object(
        [
          .init("data", ["values": .list(values(rows, names: names))]), .init("width", .real(width)),
          .init(
            "layer",
            forest(
              values(rows, names: names), named: value.name,
              ForestFigure.scale(rows, value, from: 0, to: width, layout), isPercent: value == .slope,
              sort: .list(order), hasNames: value == .rho)),
        ] + height)
    }
    return specification(
      Finding.title(figure.series), subtitle: [CompareFigure.explanation], [],
      [.init("hconcat", .list(parts))])
  }

  private func forest(
    rows scale: LinearScale, named name: String, _ rows: [ForestFigure.Row], sort: JSONValue,
    isPercent: Bool = false
  ) -> JSONValue {
    forest(values(rows, names: rows.map(\.model)), named: name, scale, isPercent: isPercent, sort: sort)
  }

  func forest(_ figure: ForestFigure) -> JSONValue {
    let scale = ForestFigure.scale(figure.rows, figure.value, from: 0, to: 300, layout)
    let groups = figure.groups
    let values = groups.flatMap { group in
      let rows = group.rows.map { figure.rows[$0] }
      return self.values(rows, names: rows.map(\.model))
    }
    let layers = forest(
      rows: scale, named: figure.value.name, figure.rows,
      sort: ["field": "value", "op": "max", "order": "descending"],
      isPercent: figure.value == .slope)
    let title = Finding.title(figure.series)
    guard groups.count > 1 else {
      return specification(
        title, subtitle: [figure.explanation], values, size(420, nil) + [.init("layer", layers)])
    }
    let width = max(80, (layout.width?.pixels ?? 620) - 200)
    return specification(
      title, subtitle: [figure.explanation], values,
      [
        .init(
          "facet",
          [
            "row": [
              "field": "corpus", "type": "nominal", "sort": .list(groups.map { .text($0.corpus) }),
              "title": nil,
              "header": [
                "labelAngle": 0, "labelAlign": "left", "labelOrient": "top", "labelAnchor": "start",
              ],
            ]
          ]), .init("spec", ["width": .real(width), "layer": layers]),
        .init("resolve", ["scale": ["y": "independent"]]),
      ])
  }

  func sensitivity(_ figure: SensitivityFigure) -> JSONValue {
    let rows: [JSONValue] = figure.sensitivity.rows.map { row in
      [
        "row": .text(row.choice.label), "model": .text(row.model),
        "value": .init(row.spearman.value?.coefficient), "low": .init(row.interval.value?.low),
        "high": .init(row.interval.value?.high), "n": .integer(row.n),
      ]
    }
    let shown = figure.sensitivity.rows.flatMap { row in
      [row.spearman.value?.coefficient, row.interval.value?.low, row.interval.value?.high].compactMap { $0 }
    }
    let scale = LinearScale(start: 0, end: 420, holding: shown, limits: -1...1, range: layout.range(.rho))
    // In each choice the models stand in the order of rho as selected.
    let names = figure.models
    let rank = figure.order(names)
    let order = names.indices.sorted { rank[$0] < rank[$1] }.map { JSONValue.text(names[$0]) }
    let models = names.count
    let choices = Set(figure.sensitivity.rows.map(\.choice)).count
    let step = models > 6 ? 5.0 : 14
    return specification(
      figure.title, subtitle: ["Spearman’s ρ with its 95 % interval, a line a model"], rows,
      size(420, .real(max(40, Double(choices) * (Double(models) * step + 12)))) + [
        .init(
          "layer",
          forest(
            rows, named: ForestFigure.Value.rho.name, scale, sort: nil,
            offset: models > 1 ? ["field": "model", "type": "nominal", "sort": .list(order)] : nil))
      ])
  }
}
