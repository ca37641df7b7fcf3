import Foundation

extension VegaLite {
  /// The smooth curves with their bands, the monotone ones as steps, and the means of the classes never mentioned.
  func curve(_ figure: CurveFigure) -> JSONValue {
    var (values, steps, means): ([JSONValue], [JSONValue], [JSONValue]) = ([], [], [])
    for curve in figure.curves {
      let name = JSONValue.text(Finding.name(curve.points, among: figure.series))
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
    let shown = values + means
    let tops = shown.flatMap { value -> [Double] in
      guard case .object(let members) = value else { return [] }
      return members.compactMap { member in
        guard case .real(let number) = member.value, ["mean", "high"].contains(member.key) else { return nil }
        return number
      }
    }
    let across = counts(figure.countName, holding: figure.series.flatMap(\.drawnCounts))
    let up = shares("mean", "mean accuracy", holding: tops)
    let number = figure.curves.count
    func layer(
      _ data: [JSONValue]?, _ mark: JSONValue, _ channel: String, _ encoding: [JSONValue.Member]
    ) -> JSONValue {
      .object(
        (data.map { [.init("data", ["values": .list($0)])] } ?? []) + [
          .init("mark", mark),
          .init(
            "encoding",
            .object(
              [
                .init("x", across), .init("detail", ["field": "series"]),
                colour("series", of: number, channel: channel),
              ] + encoding)),
        ])
    }
    let range: [JSONValue.Member] = [
      .init("y", shares("low", "mean accuracy", holding: tops)), .init("y2", ["field": "high"]),
    ]
    return specification(
      Finding.title(figure.series), subtitle: [figure.key], values,
      size(600, 400) + [
        .init(
          "layer",
          .list(
            (figure.drawsBands
              ? [layer(nil, ["type": "area", "opacity": 0.15, "clip": true], "fill", range)] : [])
              + [
                // The legend is that of the means, where there are any.
                layer(
                  nil, ["type": "line", "clip": true], means.isEmpty ? "color" : "stroke", [.init("y", up)])
              ]
              + (figure.drawsMonotone
                ? [
                  layer(
                    steps,
                    [
                      "type": "line", "interpolate": "step-after", "strokeWidth": 1, "clip": true,
                    ], "stroke",
                    [.init("y", up)])
                ] : []) + [
                layer(means, ["type": "rule", "clip": clipsPoints], "stroke", range),
                layer(
                  means,
                  [
                    "type": "point", "filled": true, "opacity": 1, "tooltip": ["content": "data"],
                    "clip": clipsPoints,
                  ],
                  "color",
                  [.init("y", up)]),
              ]))
      ])
  }
}
