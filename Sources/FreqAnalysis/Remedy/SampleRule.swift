import Foundation

/// How captions are drawn so that frequent classes do not outweigh the others.
public enum SampleRule: Sendable, Hashable {
  /// A caption is kept when any of its classes draws it, each with the probability min(1, cap / count).
  ///
  /// Source: Xu and others, "Demystifying CLIP data", ICLR 2024, algorithm 1.
  case metaclip(Cap)
  /// At least min(cap, count) captions of each class, with as few captions in all as a greedy cover finds.
  ///
  /// A larger cap keeps what a smaller one took.
  ///
  /// Source: V. Chvátal, "A greedy heuristic for the set-covering problem", 1979; each step takes, of the captions that are looked
  /// at, the one that serves the most classes that are still short.
  case perClass(Int)
  /// For each class, in the order of the class set, so many of its captions, or all that it has.
  case plan([Int])

  /// The count from which on a class is sampled.
  public enum Cap: Sendable, Hashable {
    /// This count.
    case count(Int)
    /// The count below which the classes have this share of all counts together: the tail.
    ///
    /// Source: Chuang and others, "MetaCLIP 2: a worldwide scaling recipe", 2025, section 3.3.
    case tail(Double)

    /// The count, for the counts of all classes.
    func count(among counts: [Int]) -> Int {
      switch self {
      case .count(let count): return count
      case .tail(let share):
        let sorted = counts.filter { $0 > 0 }.sorted()
        let total = Double(sorted.reduce(0, +))
        var sum = 0.0
        for count in sorted {
          sum += Double(count)
          if sum >= share * total { return count }
        }
        return sorted.last ?? 0
      }
    }
  }
}
