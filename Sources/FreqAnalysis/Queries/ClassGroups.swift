import Corpus

/// Which classes may depend on one another: groups of them, and an order in which neighbors are alike.
public struct ClassGroups: Sendable, Hashable {
  /// The group of each class's index; a class without one is a group of its own. Empty: runs of neighbors.
  public var labels: [Int: Int]
  /// The place of each class in the order; a class without one stands behind, by its index.
  public var places: [Int: Int]
  /// Where the groups come from, in words.
  public var source: String
  /// Whether the order is what is known, and groups are only cut from it.
  var isOrder: Bool { labels.isEmpty }

  /// The classes in the order of their list.
  public static let order = ClassGroups(labels: [:], places: [:], source: "the order of the classes")

  /// The points in the order, with their clusters.
  func arranged(_ points: KnownPoints) -> (points: KnownPoints, clusters: Clusters) {
    var sorted = points
    let last = Int.max
    sorted.points.sort {
      (places[$0.classIndex] ?? last, $0.classIndex) < (places[$1.classIndex] ?? last, $1.classIndex)
    }
    guard !isOrder else { return (sorted, Clusters.runs(sorted.points.count)) }
    // A label of its own for each class without a group: negative, so that it is nobody else's.
    return (sorted, Clusters(labels: sorted.points.map { labels[$0.classIndex] ?? -1 - $0.classIndex }))
  }
}
