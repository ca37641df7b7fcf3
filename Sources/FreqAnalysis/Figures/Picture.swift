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
  /// Models under corpora, each with its interval.
  case forest(ForestFigure)
  /// Small multiples of scatters.
  case matrix(MatrixFigure)
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
    case .forest(let figure): figure.svg(style)
    case .matrix(let figure): figure.svg(style)
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
