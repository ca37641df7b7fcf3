/// A number for each class that may be held fixed: another model's accuracy, the name's length, another corpus.
public struct Covariate: Sendable, Hashable {
  /// The name.
  public var name: String
  /// The number for each class's index; a class without one is unknown.
  public var values: [Int: Double]
  /// The number of images behind each number, where the numbers are a model's accuracies and it is known; nil where they are
  /// no accuracies.
  public var images: [Int: Int]?

  /// Makes a covariate.
  public init(name: String, values: [Int: Double], images: [Int: Int]? = nil) {
    self.name = name
    self.values = values
    self.images = images
  }

  /// The number of Unicode scalars in each class's name.
  static func nameLength(_ classNames: [String]) -> Covariate {
    Covariate(
      name: "name length",
      values: Dictionary(
        uniqueKeysWithValues: classNames.enumerated().map { ($0, Double($1.unicodeScalars.count)) }))
  }

  /// Makes a covariate of another model's accuracies.
  public static func accuracy(of points: KnownPoints) -> Covariate {
    Covariate(
      name: "accuracy of \(points.model)",
      values: Dictionary(
        points.points.map { ($0.classIndex, $0.accuracy) }, uniquingKeysWith: { first, _ in first }),
      images: Dictionary(
        points.points.compactMap { point in point.total.map { (point.classIndex, $0) } },
        uniquingKeysWith: { first, _ in first }))
  }
}
