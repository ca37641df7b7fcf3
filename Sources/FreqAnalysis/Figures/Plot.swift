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
  /// Models under corpora, each with its interval.
  case forest
  /// Small multiples of scatters.
  case matrix
  /// Mean accuracy over the count, as a curve.
  case curve

  /// Whether classes can be told in the picture.
  public var showsClasses: Bool { self != .compare && self != .sensitivity && self != .forest }

  /// The axes of the picture whose range can be set.
  public var axes: [FigureAxis] {
    switch self {
    case .scatter, .matrix, .curve: [.accuracy, .count]
    case .binned, .bar: [.accuracy]
    case .tail: [.count]
    case .compare, .forest: [.rho, .slope]
    case .sensitivity: [.rho]
    }
  }

  /// What only some kinds ask.
  public struct Details: Sendable {
    /// What a panel of small multiples is for.
    public var facet: MatrixFigure.Facet?
    /// What the rows of a forest plot show.
    public var value: ForestFigure.Value
    /// Under which names models and corpora stand.
    public var names: ShownNames

    /// Makes the usual ones.
    public init(
      facet: MatrixFigure.Facet? = nil, value: ForestFigure.Value = .rho, names: ShownNames = ShownNames()
    ) {
      self.facet = facet
      self.value = value
      self.names = names
    }
  }

  /// Finds what a picture of a selection shows.
  ///
  /// - Parameters:
  ///   - query: What is looked at, and the bins.
  ///   - store: The database.
  ///   - details: What only some kinds ask.
  /// - Returns: The picture, and what a person should know.
  /// - Throws: `StoreError`, `NoModels`, `ExposureError`; `SeveralModels` where `bar` gets more than one model;
  ///   `TooManySeries` where `scatter` or `binned` gets more than can be told apart.
  public func picture(
    of query: ReportQuery, in store: CountStore, details: Details = Details()
  ) throws -> (picture: Picture, notes: [SelectionNote]) {
    let selection = query.points.selection
    let counted = Picture.countName(selection.measure)
    switch self {
    case .tail:
      let (tails, notes) = try CountTails.asked(selection, of: store)
      return (details.names.applied(to: .tail(TailFigure(tails))), notes)
    case .sensitivity:
      let figure = SensitivityFigure(try Sensitivity(of: query.points, in: store))
      return (details.names.applied(to: .sensitivity(figure)), [])
    case .scatter, .binned, .bar, .compare, .forest, .matrix, .curve:
      let answer = try query.points.ask(store)
      var names = details.names
      names.shorten(answer)
      let picture = try picture(of: answer.known, query, details, counted: counted)
      return (names.applied(to: picture), answer.notes)
    }
  }

  /// A picture of points.
  private func picture(
    of series: [KnownPoints], _ query: ReportQuery, _ details: Details, counted: String
  ) throws -> Picture {
    let isMany = series.count > FigureStyle.seriesCount
    switch self {
    case .scatter where isMany, .binned where isMany, .curve where isMany:
      throw TooManySeries(plot: self, count: series.count)
    case .binned:
      var fewer = query.resampling
      fewer.resamples = min(fewer.resamples, 1_999)
      return .binned(BinnedFigure(series, bins: query.bins, countName: counted, resampling: fewer))
    case .bar:
      guard series.count == 1, let only = series.first else {
        throw SeveralModels(plot: self, models: series.map(\.model))
      }
      return .bar(BarFigure(only, countName: counted))
    case .compare: return .compare(CompareFigure(series))
    case .curve: return .curve(CurveFigure(series.map { DoseCurve($0) }, countName: counted))
    case .forest:
      var figure = ForestFigure(series, value: details.value)
      if details.value == .rho { figure.correct(by: RefinedCorrelation.all(series, Refinements())) }
      return .forest(figure)
    case .matrix:
      let figure = MatrixFigure(series, facet: details.facet, countName: counted)
      let panels = figure.panels.count
      guard panels <= MatrixFigure.mostPanels else { throw TooManyPanels(count: panels) }
      guard figure.depth <= FigureStyle.seriesCount else {
        throw TooManySeries(plot: self, count: figure.depth)
      }
      return .matrix(figure)
    default: return .scatter(ScatterFigure(series, countName: counted))
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
    (plot == .matrix ? "a panel" : "`\(plot.rawValue)`")
      + " can distinguish at most \(FigureStyle.seriesCount) series, and there are \(count)"
  }
}

/// Small multiples were asked of more series than a page holds.
public struct TooManyPanels: Error, Sendable, Hashable, CustomStringConvertible {
  /// How many panels there would be.
  public var count: Int

  /// The error as a sentence.
  public var description: String {
    "`matrix` draws at most \(MatrixFigure.mostPanels) panels, and there would be \(NumberText.grouped(count))"
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
    var names: [String] = []
    for model in models where !names.contains(where: { $0.utf8.elementsEqual(model.utf8) }) {
      names.append(model)
    }
    return names.count == 1
      ? "`\(plot.rawValue)` shows one model under one corpus, or under several pooled"
      : "`\(plot.rawValue)` shows one model, and these are several: \(names.joined(separator: ", "))"
  }
}
