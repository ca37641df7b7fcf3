/// A kind of picture: what `plot` asks for.
public enum Plot: String, Sendable, Hashable, CaseIterable {
  /// Each class's accuracy over its frequency.
  case scatter
  /// Mean accuracies in bins.
  case binned
  /// The most frequent classes of one model.
  case bar
  /// Counts by rank.
  case tail
  /// Several models side by side.
  case compare
  /// The coefficient under other choices.
  case sensitivity
  /// Mean accuracy over the count, as a curve.
  case curve

  /// Whether classes can be told in the picture.
  public var showsClasses: Bool { self != .compare && self != .sensitivity }

  /// Finds what a picture of a selection shows.
  ///
  /// - Parameters:
  ///   - query: What is looked at, and the bins.
  ///   - store: The database.
  /// - Returns: The picture, and what a person should know.
  /// - Throws: `StoreError`, `NoModels`, `ExposureError`; `SeveralModels` where `bar` gets more than one model;
  ///   `TooManySeries` where `scatter` or `binned` gets more than can be told apart.
  public func picture(
    of query: ReportQuery, in store: CountStore
  ) throws -> (picture: Picture, notes: [SelectionNote]) {
    let selection = query.points.selection
    let counted = Picture.countName(selection.measure)
    switch self {
    case .tail:
      let (tails, notes) = try CountTails.asked(selection, of: store)
      return (.tail(TailFigure(tails)), notes)
    case .sensitivity:
      return (.sensitivity(SensitivityFigure(try Sensitivity(of: query.points, in: store))), [])
    case .scatter, .binned, .bar, .compare, .curve:
      let answer = try query.points.ask(store)
      let series = answer.known
      guard self == .compare || self == .bar || series.count <= FigureStyle.seriesCount else {
        throw TooManySeries(plot: self, count: series.count)
      }
      switch self {
      case .binned:
        var fewer = query.resampling
        fewer.resamples = min(fewer.resamples, 1_999)
        let figure = BinnedFigure(series, bins: query.bins, countName: counted, resampling: fewer)
        return (.binned(figure), answer.notes)
      case .bar:
        guard series.count == 1, let only = series.first else {
          throw SeveralModels(plot: self, models: series.map(\.model))
        }
        return (.bar(BarFigure(only, countName: counted)), answer.notes)
      case .compare: return (.compare(CompareFigure(series)), answer.notes)
      case .curve:
        return (.curve(CurveFigure(series.map { DoseCurve($0) }, countName: counted)), answer.notes)
      default: return (.scatter(ScatterFigure(series, countName: counted)), answer.notes)
      }
    }
  }
}

/// A picture before it is drawn, as SVG or for Vega-Lite.
public enum Picture: Sendable {
  /// Each class's accuracy over its frequency.
  case scatter(ScatterFigure)
  /// Mean accuracies in bins.
  case binned(BinnedFigure)
  /// The most frequent classes of one model.
  case bar(BarFigure)
  /// Counts by rank.
  case tail(TailFigure)
  /// Several models side by side.
  case compare(CompareFigure)
  /// The coefficient under other choices.
  case sensitivity(SensitivityFigure)
  /// Mean accuracy over the count, as a curve.
  case curve(CurveFigure)

  /// Draws the picture as SVG.
  public func svg(_ style: FigureStyle = FigureStyle()) -> String {
    switch self {
    case .scatter(let figure): figure.svg(style)
    case .binned(let figure): figure.svg(style)
    case .bar(let figure): figure.svg(style)
    case .tail(let figure): figure.svg(style)
    case .compare(let figure): figure.svg(style)
    case .sensitivity(let figure): figure.svg(style)
    case .curve(let figure): figure.svg(style)
    }
  }

  /// What the counts of a measure are, under an axis.
  static func countName(_ measure: Selection.Measure) -> String {
    switch measure {
    case .captions: "captions that mention the class"
    case .mentions: "mentions of the class"
    case .distinct: "distinct captions that mention the class"
    }
  }
}

/// A picture was asked of more series than differ in colour and shape.
public struct TooManySeries: Error, Sendable, Hashable, CustomStringConvertible {
  /// The picture.
  public var plot: Plot
  /// How many series there are.
  public var count: Int

  /// The error as a sentence.
  public var description: String {
    "`\(plot.rawValue)` can distinguish at most \(FigureStyle.seriesCount) series, and there are \(count); name some with "
      + "--model, or use `compare`, which takes any number"
  }
}

/// A picture of one model was asked of a selection with several.
public struct SeveralModels: Error, Sendable, Hashable, CustomStringConvertible {
  /// The picture.
  public var plot: Plot
  /// The models.
  public var models: [String]

  /// The error as a sentence.
  public var description: String {
    "`\(plot.rawValue)` shows one model; name it with --model: \(models.joined(separator: ", "))"
  }
}
