import Corpus

/// The accuracies of one model on the classes of a set, as they are stored.
public struct ModelAccuracy: Sendable, Hashable {
  /// The model's name.
  public var model: String
  /// The accuracies, ascending by class; a class without one is unknown.
  public var values: [ClassAccuracy]

  /// Makes the accuracies of a model.
  public init(model: String, values: [ClassAccuracy]) {
    self.model = model
    self.values = values
  }
}
