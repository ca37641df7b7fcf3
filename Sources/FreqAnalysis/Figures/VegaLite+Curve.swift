import Foundation

extension Picture {
  /// The smooth curves with their bands, the monotone ones as steps, and the means of the classes never mentioned.
  static func curve(_ figure: CurveFigure) -> JSONValue {
    var (values, steps, means): ([JSONValue], [JSONValue], [JSONValue]) = ([], [], [])
    for curve in figure.curves {
      let name = series(curve.points, figure.series)
      values += CurveFigure.trace(curve).map { place in
        [
          "series": name, "count": .real(place.count), "mean": .real(place.value.mean),
          "low": .real(max(0, place.value.band.low)), "high": .real(min(1, place.value.band.high)),
        ]
      }
      steps += (curve.monotone.value?.steps ?? []).flatMap { step in
        [step.low, step.high].map {
          ["series": name, "count": .real(pow(10, $0) - 1), "mean": .real(step.value)]
        }
      }
      if let mean = curve.unmentioned.mean.value {
        let interval = curve.unmentioned.interval.value
        means.append([
          "series": name, "count": 0, "mean": .real(mean), "low": .init(interval?.low),
          "high": .init(interval?.high),
          "classes": .integer(curve.unmentioned.count),
        ])
      }
    }
    let across: JSONValue = [
      "field": "count", "type": "quantitative", "title": .text(figure.countName),
      "scale": ["type": "symlog", "constant": 1],
    ]
    let up: JSONValue = [
      "field": "mean", "type": "quantitative", "title": "mean accuracy", "axis": ["format": "%"],
    ]
    let colour: JSONValue = ["field": "series", "type": "nominal", "sort": nil]
    func layer(_ data: [JSONValue]?, _ mark: JSONValue, _ encoding: [JSONValue.Member]) -> JSONValue {
      .object(
        (data.map { [.init("data", ["values": .list($0)])] } ?? []) + [
          .init("mark", mark),
          .init("encoding", .object([.init("x", across), .init("color", colour)] + encoding)),
        ])
    }
    let range: [JSONValue.Member] = [
      .init("y", ["field": "low", "type": "quantitative", "title": "mean accuracy"]),
      .init("y2", ["field": "high"]),
    ]
    return specification(
      Finding.title(figure.series), subtitle: [figure.key], values,
      [
        .init("width", 600), .init("height", 400),
        .init(
          "layer",
          [
            layer(nil, ["type": "area", "opacity": 0.15], range),
            layer(nil, ["type": "line"], [.init("y", up)]),
            layer(steps, ["type": "line", "strokeWidth": 1, "strokeDash": [4, 2]], [.init("y", up)]),
            layer(means, "rule", range),
            layer(means, ["type": "point", "filled": true, "tooltip": true], [.init("y", up)]),
          ]),
      ])
  }
}
