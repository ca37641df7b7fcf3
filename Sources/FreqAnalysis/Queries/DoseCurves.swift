/// The curves of several models: what `correlate --curve` prints.
public struct DoseCurves: Sendable {
  /// The curves, a model and a sum of corpora each.
  public var curves: [DoseCurve]
  /// What the counts are: `captions` or `mentions`.
  public var unit: String

  /// Computes the curves of points.
  public init(
    _ series: [KnownPoints], measure: Selection.Measure, at counts: [Double]? = nil,
    reaching accuracies: [Double]? = nil
  ) {
    curves = series.map { DoseCurve($0, at: counts, reaching: accuracies) }
    unit = measure.rawValue
  }

  /// The tables in the order in which a person reads them; those without rows are left out.
  public var sections: [FullReport.Section] {
    let sections = [
      FullReport.Section(
        key: "curve", title: "Mean accuracy by count",
        sentences: [
          "An association over groups of classes, not what more mentions would do. low and high: 95 % interval at this count; "
            + "band: 95 % for the whole curve."
        ], table: .curves(curves)),
      FullReport.Section(
        key: "facts", title: "Mentioned at all, and the shape among the mentioned", sentences: [],
        table: .curveFacts(curves)),
      FullReport.Section(
        key: "reached", title: "Where the line over all classes reaches a mean accuracy",
        sentences: ["Of groups of classes alone: for a single class such a count means nothing."],
        table: .reached(curves)),
    ]
    return sections.filter { !$0.table.rows.isEmpty }
  }

  /// What the curves say, a line for each sentence with its model and corpora before it.
  public var sentences: [String] {
    curves.flatMap { curve in
      curve.sentences(unit: unit).map { "\(curve.points.model), \(curve.points.corpus): \($0)" }
    }
  }

  /// Everything as JSON: the three tables under their keys, and what they say.
  public var json: JSONValue {
    .object(
      [
        .init("curve", JSONValue(.curves(curves))), .init("facts", JSONValue(.curveFacts(curves))),
        .init("reached", JSONValue(.reached(curves))),
        .init("sentences", .list(sentences.map(JSONValue.text))),
      ])
  }
}

extension Table {
  /// Curves at counts, one row a model and count; the first row of a model is of the classes that are never mentioned.
  ///
  /// `classes` are those within a factor of √10 of the count. Intervals end at 0 and 1.
  public static func curves(_ curves: [DoseCurve]) -> Table {
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text, isDetail: true), .init("count", .real),
      .init("classes", .integer), .init("mean_accuracy", .real, heading: "mean"), .init("low", .real),
      .init("high", .real), .init("band_low", .real), .init("band_high", .real),
      .init("monotone", .real),
    ])
    func inside(_ value: Double?) -> Value { .init(value.map { min(1, max(0, $0)) }) }
    for curve in curves {
      let name: [Value] = [.text(curve.points.model), .text(curve.points.corpus)]
      if curve.unmentioned.count > 0 {
        let interval = curve.unmentioned.interval.value
        table.append(
          name + [
            .real(0), .integer(curve.unmentioned.count), .init(curve.unmentioned.mean.value),
            inside(interval?.low), inside(interval?.high), .missing, .missing, .missing,
          ])
      }
      for mark in curve.marks {
        let value = mark.value
        table.append(
          name + [
            .real(mark.count), .integer(mark.classes), inside(value.mean), inside(value.interval.low),
            inside(value.interval.high), inside(value.band.low), inside(value.band.high),
            .init(mark.monotone),
          ])
      }
    }
    return table
  }

  /// What goes with being mentioned at all, and how the mentioned classes go with their count; one row a model and
  /// statistic.
  static func curveFacts(_ curves: [DoseCurve]) -> Table {
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text, isDetail: true), .init("statistic", .text),
      .init("value", .real), .init("low", .real), .init("high", .real), .init("p", .real),
      .init("n", .integer),
      .init("method", .text, isDetail: true),
    ])
    for curve in curves {
      func add(
        _ statistic: String, _ value: Double?, _ interval: Interval?, p: Double?, n: Int, _ method: String
      ) {
        table.append([
          .text(curve.points.model), .text(curve.points.corpus), .text(statistic), .init(value),
          .init(interval?.low), .init(interval?.high), .init(p), .integer(n), .text(method),
        ])
      }
      let (seen, unseen) = (curve.mentioned, curve.unmentioned)
      add(
        "mentioned", seen.mean.value, seen.interval.value, p: nil, n: seen.count, "mean accuracy, t interval")
      add(
        "never_mentioned", unseen.mean.value, unseen.interval.value, p: nil, n: unseen.count,
        "mean accuracy, t interval")
      let difference = curve.difference.value
      add(
        "difference", difference?.difference, difference?.interval, p: difference?.p,
        n: seen.count + unseen.count, "Welch's t test")
      let line = curve.mentionedLine.value
      add(
        "slope_mentioned", line?.slope, line?.slopeInterval().value, p: line?.slopeP.value, n: seen.count,
        "least squares on log10(count + 1)")
      let smooth = curve.smooth.value
      add(
        "curve_freedom", smooth?.freedom, nil, p: nil, n: seen.count,
        "penalized spline, restricted likelihood, but at least 5; 2 is a straight line")
      let test = smooth?.linearity.value
      add(
        "nonlinearity", test?.share, nil, p: test?.p, n: seen.count,
        "share of the squares around the line that a curve worth 3 parameters more takes away")
    }
    return table
  }

  /// Where lines reach accuracies, one row a model and accuracy; `note` says why there is no count.
  public static func reached(_ curves: [DoseCurve]) -> Table {
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text, isDetail: true), .init("accuracy", .real),
      .init("count", .real), .init("low", .real), .init("high", .real), .init("note", .text),
    ])
    for curve in curves {
      for entry in curve.reached {
        let place = entry.count.value
        let note =
          entry.count.reason?.clauseOfPoints
          ?? (place.map { $0.high == nil } == true ? "the interval's end lies beyond the largest count" : nil)
        table.append([
          .text(curve.points.model), .text(curve.points.corpus), .real(entry.accuracy), .init(place?.count),
          .init(place?.low), .init(place?.high), .init(note),
        ])
      }
    }
    return table
  }
}
