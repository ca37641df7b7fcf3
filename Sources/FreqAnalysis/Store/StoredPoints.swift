import Corpus
import GRDB

/// One class as a point: how often it is mentioned and how well a model does on it.
public struct StoredPoint: Sendable, Hashable {
  /// The class's index.
  public var classIndex: Int
  /// The class's name.
  public var className: String
  /// How often it is mentioned.
  public var frequency: Frequency
  /// The share of right answers; nil where the model was not tested on it.
  public var accuracy: Double?
  /// Right answers, where known.
  public var correct: Int?
  /// The number of answers, where it is known.
  public var total: Int?
}

/// All classes of one model and one sum of corpora, those without a count or an accuracy included.
public struct StoredPointSeries: Sendable {
  /// The model's name.
  public var model: String
  /// The corpus, stage or role; the corpora's names joined by `+` where nothing is split.
  public var corpus: String
  /// One point a class, in the order of the list.
  public var points: [StoredPoint]
}

extension CountStore {
  /// Joins frequencies with the accuracies of the selection's models.
  ///
  /// - Parameter selection: What was resolved, for the grouping `pooled`, `corpus`, `stage` or `role`.
  /// - Returns: A series for each model and group, models first; and the notes.
  /// - Throws: `StoreError`, where the file cannot be read.
  public func points(
    _ selection: ResolvedSelection
  ) throws -> (series: [StoredPointSeries], notes: [SelectionNote]) {
    let frequencies = try frequencies(selection)
    var series: [StoredPointSeries] = []
    for model in selection.models {
      let accuracies = try accuracies(of: model, in: selection.classSet)
      for group in frequencies.groups {
        var points = zip(frequencies.classNames, group.values).enumerated().map { index, pair in
          StoredPoint(
            classIndex: index, className: pair.0, frequency: pair.1, accuracy: nil, correct: nil, total: nil)
        }
        for entry in accuracies {
          points[entry.index].accuracy = entry.accuracy
          points[entry.index].correct = entry.correct
          points[entry.index].total = entry.total
        }
        series.append(StoredPointSeries(model: model.name, corpus: group.label, points: points))
      }
    }
    return (series, frequencies.notes)
  }
}
