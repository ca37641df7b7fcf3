import Foundation

/// Pictures as Vega-Lite specifications with their data inside, for people who want to restyle them.
///
/// Version 5 of the grammar (Satyanarayan and others, 2017, Vega-Lite: a grammar of interactive graphics). The numbers
/// are those of the SVG: intervals and lines are computed here, not by Vega.
extension Picture {
  /// The picture as a Vega-Lite specification of the usual size.
  public var vegaLite: JSONValue { vegaLite(layout: FigureLayout()) }

  /// The picture as a Vega-Lite specification; characters that XML forbids are U+FFFD, since Vega writes SVG.
  ///
  /// - Parameter layout: What a person decided: title, width and height of the whole, fonts, ranges, classes by name.
  /// - Returns: The specification, an object.
  public func vegaLite(layout: FigureLayout) -> JSONValue {
    let drawing = VegaLite(layout: layout)
    let specification =
      switch self {
      case .scatter(let figure): drawing.scatter(figure)
      case .binned(let figure): drawing.binned(figure)
      case .bar(let figure): drawing.bar(figure)
      case .tail(let figure): drawing.tail(figure)
      case .compare(let figure): drawing.compare(figure)
      case .sensitivity(let figure): drawing.sensitivity(figure)
      case .forest(let figure): drawing.forest(figure)
      case .matrix(let figure): drawing.matrix(figure)
      case .curve(let figure): drawing.curve(figure)
      }
    return Self.drawable(specification)
  }

  private static func drawable(_ value: JSONValue) -> JSONValue {
    switch value {
    case .text(let text): .text(SVGElement.drawable(text))
    case .list(let values): .list(values.map(drawable))
    case .object(let members): .object(members.map { .init($0.key, drawable($0.value)) })
    default: value
    }
  }
}

/// Writes specifications: the parts that all kinds share.
struct VegaLite {
  let layout: FigureLayout

  /// A whole specification: title, data, what is drawn, fonts and colours.
  func specification(
    _ title: String, subtitle: [String], _ values: [JSONValue], _ members: [JSONValue.Member]
  ) -> JSONValue {
    let words: String? =
      switch layout.title {
      case .own: title
      case .none: nil
      case .text(let text): text
      }
    // A title makes the whole wider, where it is not broken into lines.
    let room = (layout.width?.pixels ?? 700) - 20
    let unit = layout.unit
    func lines(_ text: String, size: Double) -> [JSONValue] {
      TextWidth.lines(text, width: room, size: size * unit).map(JSONValue.text)
    }
    let head: [JSONValue.Member] =
      words.map { words in
        [
          .init(
            "title",
            [
              "text": .list(lines(words, size: 15)),
              "subtitle": .list(subtitle.flatMap { lines($0, size: 13) }),
              "anchor": "start",
            ])
        ]
      } ?? []
    return .object(
      [
        .init("$schema", "https://vega.github.io/schema/vega-lite/v5.json"),
        .init("description", .text(words ?? title)),
      ]
        + head + [.init("data", ["values": .list(values)])] + members + [.init("config", config)])
  }

  private var config: JSONValue {
    var members: [JSONValue.Member] = [
      .init("range", ["category": .list(FigureStyle.light.map(JSONValue.text))])
    ]
    if let font = layout.font { members.append(.init("font", .text(font.names.joined(separator: ", ")))) }
    // Names of models are long, and the usual limit is some 25 letters.
    var legend: [JSONValue.Member] = [.init("labelLimit", 400)]
    if let size = layout.fontSize?.pixels {
      let (small, large) = (JSONValue.real(size * 11 / 12), JSONValue.real(size * 16 / 12))
      let labels: JSONValue = ["labelFontSize": small, "titleFontSize": small]
      legend += [.init("labelFontSize", small), .init("titleFontSize", small)]
      members += [
        .init("axis", labels), .init("header", labels),
        .init("text", ["fontSize": small]),
        .init("title", ["fontSize": large, "subtitleFontSize": .real(size)]),
      ]
    }
    members.append(.init("legend", .object(legend)))
    return .object(members)
  }

  /// The size of a picture of one view; where a person asked for a width or height, that of the whole.
  func size(_ width: Double, _ height: JSONValue?) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [.init("width", .real(layout.width?.pixels ?? width))]
    if let asked = layout.height?.pixels {
      members.append(.init("height", .real(asked)))
    } else if case .integer? = height, let asked = layout.width?.pixels {
      members.append(.init("height", .real(max(160, min(400, asked * 0.75)))))
    } else if let height {
      members.append(.init("height", height))
    }
    if layout.width != nil || layout.height != nil {
      members.append(.init("autosize", ["type": "fit", "contains": "padding"]))
    }
    return members
  }

  /// Whether points are cut at the axes' ends: only where a range leaves some out, since those at 0 lie on the axis.
  var clipsPoints: JSONValue { .bool(!layout.ranges.isEmpty) }

  /// The axis of counts: logarithmic with a place for zero, a mark a power of ten.
  func counts(_ title: String, holding counts: [Double]) -> JSONValue {
    let range = layout.range(.count)
    let largest = max(1, range?.upperBound ?? counts.max() ?? 1)
    let decades = max(1, Int(ceil(log10(largest) - 1e-9)))
    let step = max(1, (decades + 7) / 8)
    var marks = [0] + stride(from: 0, through: decades, by: step).map { pow(10, Double($0)) }
    if let range { marks = marks.filter(range.contains) }
    var scale: [JSONValue.Member] = [.init("type", "symlog"), .init("constant", 1)]
    if let range { scale.append(.init("domain", [.real(range.lowerBound), .real(range.upperBound)])) }
    // A format would give all marks the unit of the largest.
    var axis: [JSONValue.Member] = [.init("labelExpr", "format(datum.value, '~s')")]
    // Where no power of ten is in the range, the marks are left to Vega.
    if marks.count > 1 { axis.append(.init("values", .list(marks.map(JSONValue.real)))) }
    return [
      "field": "count", "type": "quantitative", "title": .text(title), "scale": .object(scale),
      "axis": .object(axis),
    ]
  }

  /// The axis of shares in percent, from zero, or of the range that was asked for.
  func shares(_ field: String, _ title: String = "accuracy", holding shares: [Double]) -> JSONValue {
    let ends = ShareScale(start: 0, end: 1, holding: shares, range: layout.range(.accuracy))
    return [
      "field": .text(field), "type": "quantitative", "title": .text(title), "axis": ["format": "%"],
      "scale": ["domain": [.real(ends.bottom), .real(ends.top)], "nice": false],
    ]
  }

  /// The colour of a series.
  ///
  /// `color` has the legend, together with the shape; another channel, such as the line's, has none, since a second
  /// scale under `color` would have a second legend.
  func colour(_ field: String, of count: Int, channel: String = "color") -> JSONValue.Member {
    guard count > 1 else { return .init(channel, ["value": .text(FigureStyle.light[0])]) }
    var members: [JSONValue.Member] = [
      .init("field", .text(field)), .init("type", "nominal"), .init("sort", nil), .init("title", nil),
    ]
    if channel != "color" { members.append(.init("legend", nil)) }
    return .init(channel, .object(members))
  }

  /// The shape of a series, whose legend is that of its colour.
  func shape(_ field: String, of count: Int) -> [JSONValue.Member] {
    count > 1 ? [.init("shape", ["field": .text(field), "type": "nominal", "sort": nil, "title": nil])] : []
  }

  /// Coefficients with intervals, a row each.
  func forest(
    _ rows: [JSONValue], named name: String, _ scale: LinearScale, isPercent: Bool = false, sort: JSONValue,
    offset: JSONValue? = nil, hasNames: Bool = true
  ) -> JSONValue {
    let down: JSONValue = [
      "field": "row", "type": "nominal", "sort": sort, "title": nil,
      "axis": hasNames ? ["labelLimit": 320] : nil,
    ]
    var shared: [JSONValue.Member] = [.init("y", down)]
    if let offset { shared.append(.init("yOffset", offset)) }
    func across(_ field: String) -> JSONValue {
      [
        "field": .text(field), "type": "quantitative", "title": .text(name),
        "scale": ["domain": [.real(scale.low), .real(scale.high)], "nice": false],
        "axis": isPercent
          ? ["labelExpr": "format(datum.value * 100, '~g')", "tickCount": 6]
          : ["format": "~g", "tickCount": 6],
      ]
    }
    func corrected(_ mark: JSONValue, _ encoding: [JSONValue.Member]) -> JSONValue {
      [
        "transform": [["filter": "isValid(datum.corrected)"]], "mark": mark,
        "encoding": .object(shared + encoding),
      ]
    }
    let hasCorrected = rows.contains { row in
      guard case .object(let members) = row else { return false }
      return members.contains { $0.key == "corrected" && $0.value != .null }
    }
    var layers: [JSONValue] = [
      [
        "mark": ["type": "rule", "color": "#8a8a8a"], "data": ["values": [[:]]],
        "encoding": ["x": ["datum": 0, "type": "quantitative"]],
      ],
      [
        "mark": ["type": "rule", "clip": true, "color": .text(FigureStyle.light[0])],
        "encoding": .object(shared + [.init("x", across("low")), .init("x2", ["field": "high"])]),
      ],
      [
        "mark": [
          "type": "point", "filled": true, "size": 45, "opacity": 1, "tooltip": ["content": "data"],
          "clip": true,
          "color": .text(FigureStyle.light[0]),
        ],
        "encoding": .object(shared + [.init("x", across("value"))]),
      ],
    ]
    if hasCorrected {
      let colour = JSONValue.text(FigureStyle.light[1])
      layers += [
        corrected(
          ["type": "rule", "clip": true, "color": colour, "yOffset": 5],
          [.init("x", across("corrected_low")), .init("x2", ["field": "corrected_high"])]),
        corrected(
          [
            "type": "point", "filled": true, "shape": "diamond", "size": 45, "opacity": 1, "clip": true,
            "color": colour, "yOffset": 5,
          ],
          [.init("x", across("corrected"))]),
      ]
    }
    return .list(layers)
  }
}
