import Foundation

/// Which classes are short of data, and how much each lacks: a plan by frequency alone.
///
/// Classes of which more was seen tend to be classified better where the correlation is positive; what adding data does to
/// one class's accuracy, no such plan can say.
public struct RemedyPlan: Sendable {
  /// Which classes may be on the list.
  public enum Choice: Sendable, Hashable {
    /// All that lack data.
    case all
    /// Those counted less often than this.
    case belowCount(Int)
    /// Those with an accuracy below this, a fraction.
    case belowAccuracy(Double)
    /// So many classes, those with the lowest accuracies; of equal ones the rarer first.
    case lowest(Int)

    /// Whether accuracies are needed.
    public var needsAccuracy: Bool {
      switch self {
      case .all, .belowCount: false
      case .belowAccuracy, .lowest: true
      }
    }
  }

  /// The count that each class on the list is to have.
  public enum Reach: Sendable, Hashable {
    /// The median of the counts of all classes.
    case median
    /// A quantile of these counts, from 0 to 1.
    case quantile(Double)
    /// This count.
    case count(Int)

    /// Reads `median`, `quantile:0.75` or a whole number; nil for anything else.
    public init?(_ text: String) {
      if text == "median" {
        self = .median
      } else if text.hasPrefix("quantile:"), let share = Double(text.dropFirst(9)), (0...1).contains(share) {
        self = .quantile(share)
      } else if let count = Int(text), count > 0 {
        self = .count(count)
      } else {
        return nil
      }
    }

    /// The count, for the counts of all classes: the smallest whole number that is not below the median or the quantile
    /// (the inverse of the empirical distribution function; Hyndman and Fan 1996, definition 1).
    func count(among counts: [Int]) -> Int {
      let sorted = counts.sorted()
      guard let last = sorted.last else { return 0 }
      switch self {
      case .count(let count): return count
      case .quantile(let share):
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank - 1, 0), sorted.count - 1)]
      case .median:
        let middle = sorted.count / 2
        guard sorted.count.isMultiple(of: 2), middle > 0 else { return middle == 0 ? last : sorted[middle] }
        let (low, high) = (sorted[middle - 1], sorted[middle])
        return low + (high - low + 1) / 2
      }
    }
  }

  /// One class that is short of data.
  public struct Row: Sendable, Hashable {
    /// The class's index.
    public var classIndex: Int
    /// The class's name.
    public var className: String
    /// How often it is counted.
    public var count: Int
    /// The model's accuracy on it, where known.
    public var accuracy: Double?
    /// How many captions to add.
    public var add: Int
    /// Why it is on the list.
    public var reason: String
  }

  /// The classes that lack data, the rarest first.
  public private(set) var rows: [Row] = []
  /// The count that each of them is to have.
  public let reach: Int
  /// Classes that the choice names and that have enough already.
  public private(set) var enough: [String] = []
  /// The number of classes of which no count, or no accuracy that is needed, is known.
  public private(set) var unknown = 0
  private let measure: Selection.Measure

  /// Plans what to add.
  ///
  /// - Parameters:
  ///   - points: All classes with their counts and, where there is a model, its accuracies.
  ///   - measure: What is counted.
  ///   - choice: Which classes may be on the list.
  ///   - reach: What each is to have.
  /// - Complexity: O(*n* log *n*) in the classes.
  public init(_ points: [StoredPoint], measure: Selection.Measure, choice: Choice, reach: Reach) {
    self.measure = measure
    let counted = points.compactMap { point in
      point.frequency.count(measure).map { (point: point, count: $0) }
    }
    let target = reach.count(among: counted.map(\.count))
    self.reach = target
    let known = counted.filter { !choice.needsAccuracy || $0.point.accuracy != nil }
    unknown = points.count - known.count
    for (point, count) in Self.chosen(known, choice) {
      guard count < target else {
        enough.append(point.className)
        continue
      }
      rows.append(
        Row(
          classIndex: point.classIndex, className: point.className, count: count, accuracy: point.accuracy,
          add: target - count, reason: Self.reason(point, count, measure, choice, target)))
    }
    rows.sort { ($0.count, $0.classIndex) < ($1.count, $1.classIndex) }
  }

  private static func chosen(
    _ known: [(point: StoredPoint, count: Int)], _ choice: Choice
  ) -> [(point: StoredPoint, count: Int)] {
    switch choice {
    case .all: return known
    case .belowCount(let count): return known.filter { $0.count < count }
    case .belowAccuracy(let accuracy): return known.filter { ($0.point.accuracy ?? 1) < accuracy }
    case .lowest(let number):
      let order = known.sorted { left, right in
        (left.point.accuracy ?? 1, left.count, left.point.classIndex)
          < (right.point.accuracy ?? 1, right.count, right.point.classIndex)
      }
      return Array(order.prefix(number))
    }
  }

  private static func reason(
    _ point: StoredPoint, _ count: Int, _ measure: Selection.Measure, _ choice: Choice, _ target: Int
  ) -> String {
    let short = "\(counted(count, measure)) of \(NumberText.grouped(target))"
    let accuracy = point.accuracy.map { NumberText.short($0, digits: 3) } ?? ""
    switch choice {
    case .all: return short
    case .belowCount(let limit): return "\(short), below \(NumberText.grouped(limit))"
    case .belowAccuracy(let limit):
      return "\(short), accuracy \(accuracy) below \(NumberText.short(limit, digits: 3))"
    case .lowest(let number): return "\(short), accuracy \(accuracy) among the \(number) lowest"
    }
  }

  /// A count with what it counts.
  private static func counted(_ count: Int, _ measure: Selection.Measure) -> String {
    switch measure {
    case .captions: NumberText.counted(count, "caption")
    case .mentions: NumberText.counted(count, "mention")
    case .distinct: NumberText.counted(count, "distinct caption")
    }
  }

  /// How many captions are to be added in all; nil: more than 64 bits can count.
  public var total: Int? {
    rows.reduce(Optional(0)) { sum, row in
      guard let (sum, overflows) = sum?.addingReportingOverflow(row.add), !overflows else { return nil }
      return sum
    }
  }

  /// One row a class.
  public var table: Table {
    var table = Table(columns: [
      .init("class_index", .ordinal, heading: "#"), .init("class", .text), .init(measure.rawValue, .integer),
      .init("accuracy", .real), .init("add", .integer), .init("reason", .text, isDetail: true),
    ])
    for row in rows {
      table.append([
        .integer(row.classIndex), .text(row.className), .integer(row.count), .init(row.accuracy),
        .integer(row.add),
        .text(row.reason),
      ])
    }
    return table
  }

  /// What the plan is, and what it is not.
  public var sentences: [String] {
    let classes = ShownText.count(rows.count, "class", "classes")
    var sentences = [
      "\(classes) of fewer than \(Self.counted(reach, measure)): "
        + (total.map { Self.counted($0, measure) } ?? "more than 2^63 captions")
        + " to add. This is a plan by frequency; no accuracy is promised."
    ]
    if !enough.isEmpty {
      sentences.append(
        "already as frequent as that, so more data is not what they lack: \(ShownText.names(enough, limit: 5))"
      )
    }
    if unknown > 0 {
      sentences.append(
        "\(ShownText.count(unknown, "class is", "classes are")) left out, since no count or no accuracy is known"
      )
    }
    return sentences
  }
}
