/// A kind of picture and what it is drawn from: what `plot` asks for.
public enum Plot: String, Sendable, Hashable, CaseIterable {
  /// Each class's accuracy over its frequency.
  case scatter
  /// Mean accuracies of the paper's bins.
  case binned
  /// The most frequent classes of one model.
  case bar
  /// Counts by rank.
  case tail
  /// Several models side by side.
  case compare

  /// Draws the picture of a selection.
  ///
  /// - Parameters:
  ///   - selection: what is looked at.
  ///   - store: the database.
  ///   - style: light or dark.
  /// - Returns: SVG, and what a person should know.
  /// - Throws: `StoreError`, `NoModels`, `SeveralModels` where `bar` gets more than one model.
  public func svg(
    of selection: Selection, in store: CountStore, style: FigureStyle = FigureStyle()
  ) throws -> (svg: String, notes: [SelectionNote]) {
    if self == .tail {
      let frequencies = try store.frequencies(store.resolve(selection, grouping: .corpus))
      let corpora = frequencies.groups.map { group in
        (name: group.label, counts: group.values.compactMap { $0.count(selection.measure) })
      }
      return (TailFigure(corpora).svg(style), frequencies.notes)
    }
    let answer = try PointQuery(selection: selection, split: .pooled).ask(store)
    let series = answer.series.map { KnownPoints($0, measure: selection.measure) }
    let counted =
      selection.measure == .captions ? "captions that mention the class" : "mentions of the class"
    let picture: String
    switch self {
    case .scatter: picture = ScatterFigure(series, countName: counted).svg(style)
    case .binned: picture = BinnedFigure(series, countName: counted).svg(style)
    case .bar:
      guard series.count == 1, let only = series.first else {
        throw SeveralModels(plot: self, models: series.map(\.model))
      }
      picture = BarFigure(only, countName: counted).svg(style)
    case .compare, .tail: picture = CompareFigure(series).svg(style)
    }
    return (picture, answer.notes)
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
