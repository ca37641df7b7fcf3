/// The unit of accuracies in a file.
public enum AccuracyUnit: String, Sendable, Hashable, CaseIterable {
  /// From 0 to 100.
  case percent
  /// From 0 to 1.
  case fraction

  /// The largest value in the unit.
  var largest: Double { self == .percent ? 100 : 1 }

  /// The unit inside a sentence.
  var description: String { self == .percent ? "percentage" : "fraction" }
}
