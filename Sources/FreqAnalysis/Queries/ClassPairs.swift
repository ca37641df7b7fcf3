import Corpus
import Foundation

/// How often two classes are mentioned in one caption, and how far that is from what chance gives: exact, from rows.
///
/// Source: K. W. Church and P. Hanks, "Word association norms, mutual information, and lexicography", 1990 (PMI); G. Bouma,
/// "Normalized (pointwise) mutual information in collocation extraction", 2009 (NPMI); T. Dunning, "Accurate methods for the
/// statistics of surprise and coincidence", 1993 (the log-likelihood ratio).
public struct ClassPairs: Sendable {
  /// Two classes that some caption mentions both.
  public struct Pair: Sendable, Hashable {
    /// The index of the class that stands first in the list.
    public var first: Int
    /// The index of the other.
    public var second: Int
    /// The captions that mention both.
    public var captions: Int
  }

  /// What two classes' counts say of each other.
  struct Association: Sendable, Hashable {
    /// The captions that would mention both if the classes were independent.
    var expected: Double
    /// The pointwise mutual information, in bits.
    var pmi: Double
    /// The same divided by its largest value: 1 where neither class is ever without the other, 0 at independence.
    var npmi: Double
    /// Dunning's log-likelihood ratio, -2 log λ; large where independence does not explain the counts.
    var logLikelihood: Double

    /// Computes the association of two classes.
    ///
    /// - Parameters:
    ///   - both: The captions that mention both; at least 1.
    ///   - first: The captions that mention the first.
    ///   - second: The captions that mention the second.
    ///   - total: All captions, with a mention or without.
    init(both: Int, first: Int, second: Int, total: Int) {
      let (both, first, second, total) = (Double(both), Double(first), Double(second), Double(total))
      expected = first * second / total
      pmi = log2(both / expected)
      let information = -log2(both / total)
      npmi = information > 0 ? pmi / information : 1
      // Over the four cells of the table of one class against the other.
      let cells = [
        (both, expected), (first - both, first * (total - second) / total),
        (second - both, (total - first) * second / total),
        (total - first - second + both, (total - first) * (total - second) / total),
      ]
      logLikelihood = max(2 * cells.reduce(0) { $0 + ($1.0 > 0 ? $1.0 * log($1.0 / $1.1) : 0) }, 0)
    }
  }

  /// The names of all classes.
  public let classNames: [String]
  /// The captions that mention each class.
  public let captions: [Int]
  /// All captions of the roles, with a mention or without.
  public let total: Int
  /// Every pair that occurs, in the order of the classes.
  public let pairs: [Pair]
  /// What a person should know.
  public let notes: [SelectionNote]

  /// Reads the rows of a selection.
  ///
  /// - Throws: `StoreError`, `RowsMissing`, `ShardError`.
  /// - Complexity: O(*n* + *p*) in the rows and the pairs of classes in captions.
  public init(_ selection: Selection, in store: CountStore) throws {
    let resolved = try store.resolve(selection)
    let source = try store.rowSource(resolved)
    classNames = try store.load(resolved.classSet).classes.map(\.name)
    total = try store.summaries(resolved).reduce(0) { sum, corpus in
      resolved.roles.reduce(sum) { $0 + corpus.captions[$1] }
    }
    var counting = PairCounts(classCount: classNames.count)
    let wanted = Role.allCases.map(resolved.roles.contains)
    for file in source.files {
      counting.startFile()
      try RowColumns.read(["role", "class_index", "record", "turn"], of: file.stored, rules: file.rules) {
        columns in
        for row in 0..<columns.rows where wanted[Int(columns.role(row).rawValue)] {
          let index = Int(columns.integers[1][row])
          guard index < counting.captions.count else {
            throw RowOfNoClass(file: file.stored.path, index: index)
          }
          counting.add(index, record: Int(columns.integers[2][row]), turn: Int(columns.integers[3][row]))
        }
      }
    }
    captions = counting.captions
    pairs = counting.pairs()
    notes = resolved.notes
  }

  /// The association of a pair.
  func association(of pair: Pair) -> Association {
    Association(
      both: pair.captions, first: captions[pair.first], second: captions[pair.second], total: max(total, 1))
  }
}

/// Pairs of classes as rows go by; those of one caption come one after another.
private struct PairCounts {
  private(set) var captions: [Int]
  private let classCount: Int
  private var (record, turn) = (-1, -1)
  /// The classes of the caption in hand.
  private var classes: [Int] = []
  /// For few classes a triangle of counts; for many a table of those that occur.
  private var triangle: [Int]
  private var table: [UInt64: Int] = [:]

  /// So many classes have a triangle of 64 MB.
  private static let mostOfTriangle = 4096

  init(classCount: Int) {
    self.classCount = classCount
    captions = Array(repeating: 0, count: classCount)
    triangle =
      classCount <= Self.mostOfTriangle
      ? Array(repeating: 0, count: classCount * (classCount + 1) / 2) : []
  }

  /// Says that the next row is another file's.
  mutating func startFile() { (record, turn) = (-1, -1) }

  mutating func add(_ index: Int, record: Int, turn: Int) {
    if record != self.record || turn != self.turn {
      (self.record, self.turn) = (record, turn)
      classes.removeAll(keepingCapacity: true)
    }
    captions[index] += 1
    for other in classes {
      let (low, high) = (min(index, other), max(index, other))
      if triangle.isEmpty {
        table[UInt64(high) << 32 | UInt64(low), default: 0] += 1
      } else {
        triangle[high * (high - 1) / 2 + low] += 1
      }
    }
    classes.append(index)
  }

  /// The pairs that occur, in the order of the classes.
  func pairs() -> [ClassPairs.Pair] {
    var pairs: [ClassPairs.Pair] = []
    if triangle.isEmpty {
      pairs = table.map {
        ClassPairs.Pair(first: Int($0.key & 0xFFFF_FFFF), second: Int($0.key >> 32), captions: $0.value)
      }
    } else {
      for high in 0..<classCount {
        for low in 0..<high {
          let count = triangle[high * (high - 1) / 2 + low]
          if count > 0 { pairs.append(ClassPairs.Pair(first: low, second: high, captions: count)) }
        }
      }
    }
    return pairs.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }
}

extension Table {
  /// Pairs of classes with their association, the strongest first by the log-likelihood ratio of those above chance.
  ///
  /// - Parameters:
  ///   - found: The pairs.
  ///   - classes: Only pairs with one of these; nil: all.
  ///   - minimum: Only pairs that so many captions mention.
  ///   - top: Only so many; nil: all.
  /// - Returns: The table.
  public static func pairs(
    _ found: ClassPairs, classes: Set<Int>? = nil, minimum: Int = 1, top: Int? = nil
  ) -> Table {
    var table = Table(columns: [
      .init("class_index", .ordinal, heading: "#"), .init("class", .text),
      .init("other_index", .ordinal, heading: "#"), .init("other", .text), .init("both", .integer),
      .init("class_captions", .integer, heading: "of class"),
      .init("other_captions", .integer, heading: "of other"), .init("expected", .real), .init("pmi", .real),
      .init("npmi", .real), .init("log_likelihood", .real, heading: "log-likelihood"),
    ])
    let rows = found.pairs.filter { pair in
      pair.captions >= minimum
        && classes.map { $0.contains(pair.first) || $0.contains(pair.second) } ?? true
    }.map { ($0, found.association(of: $0)) }
    let sorted = rows.enumerated().sorted { one, other in
      func rank(_ row: (ClassPairs.Pair, ClassPairs.Association)) -> Double {
        row.1.pmi < 0 ? -row.1.logLikelihood : row.1.logLikelihood
      }
      let (left, right) = (rank(one.element), rank(other.element))
      return left != right ? left > right : one.offset < other.offset
    }.map(\.element)
    for (pair, association) in sorted.prefix(top ?? sorted.count) {
      // The class that was asked for stands first.
      let swaps = classes.map { !$0.contains(pair.first) } ?? false
      let (first, second) = swaps ? (pair.second, pair.first) : (pair.first, pair.second)
      table.append([
        .integer(first), .text(found.classNames[first]), .integer(second), .text(found.classNames[second]),
        .integer(pair.captions), .integer(found.captions[first]), .integer(found.captions[second]),
        .real(association.expected), .real(association.pmi), .real(association.npmi),
        .real(association.logLikelihood),
      ])
    }
    return table
  }
}
