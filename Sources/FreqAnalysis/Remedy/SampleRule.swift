import Foundation

/// How captions are drawn so that frequent classes do not outweigh the others.
public enum SampleRule: Sendable, Hashable {
  /// A caption is kept when any of its classes draws it, each with the probability min(1, cap / count).
  ///
  /// Source: Xu and others, "Demystifying CLIP data", ICLR 2024, algorithm 1.
  case metaclip(Cap)
  /// At least min(cap, count) captions of each class, with as few captions in all as a greedy cover finds.
  ///
  /// Source: V. Chvátal, "A greedy heuristic for the set-covering problem", 1979; each step takes the caption that serves the most
  /// classes that are still short.
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

/// Takes captions one after another until each class has what it needs: always one that serves the most classes that are still short.
struct GreedyCover {
  private var classes: [Int32] = []
  private var ends: [Int] = []
  private var numbers: [UInt64] = []

  /// Adds a caption; its number decides among captions that serve as many classes.
  mutating func add(_ caption: [Int], number: UInt64) {
    classes.append(contentsOf: caption.map { Int32(truncatingIfNeeded: $0) })
    ends.append(classes.count)
    numbers.append(number)
  }

  private func range(_ caption: Int) -> Range<Int> { (caption == 0 ? 0 : ends[caption - 1])..<ends[caption] }

  /// Whether each caption is taken.
  ///
  /// A caption serves fewer classes as others are taken, never more, so that one which is put off is looked at again only when it
  /// is its new number's turn.
  ///
  /// - Complexity: O(*n* log *n* + *m*) for *n* captions with *m* mentions of classes.
  func taken(_ needs: [Int]) -> [Bool] {
    var needs = needs
    var taken = Array(repeating: false, count: ends.count)
    var waiting: [[Int]] = []
    for caption in ends.indices.sorted(by: { (numbers[$0], $0) < (numbers[$1], $1) }) {
      let size = range(caption).count
      while waiting.count <= size { waiting.append([]) }
      waiting[size].append(caption)
    }
    for size in waiting.indices.dropFirst().reversed() {
      for caption in waiting[size] {
        let served = range(caption).count { needs[Int(classes[$0])] > 0 }
        guard served == size else {
          if served > 0 { waiting[served].append(caption) }
          continue
        }
        taken[caption] = true
        for place in range(caption) { needs[Int(classes[place])] -= 1 }
      }
      waiting[size] = []
    }
    return taken
  }
}
