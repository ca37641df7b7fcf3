import Corpus

/// Finds the label of a record, and remembers where labels came from.
struct LabelFinder {
  private let classSet: ClassSet
  private let labels: LabelFile?
  private let join: NameJoin
  /// How many parts between hyphens a class's name, identifier or term may have.
  private let mostParts: Int
  private var own = 0
  private var fromFile = 0
  private var fromQuestion = 0

  init(classSet: ClassSet, labels: LabelFile?) {
    self.classSet = classSet
    self.labels = labels
    join = NameJoin(classSet)
    let texts = classSet.classes.lazy.flatMap { [$0.name, $0.id ?? ""] + $0.terms.map(\.text) }
    mostParts = 1 + (texts.map { $0.unicodeScalars.count { !Folding.isOfAWord($0) } }.max() ?? 0)
  }

  /// How many records have a label.
  var found: Int { own + fromFile + fromQuestion }

  /// Whether all labels come from the labels file.
  var isLabelFile: Bool { fromFile > 0 && fromFile == found }

  /// The label of a record; nil where it has none.
  mutating func label(of record: PredictionRecord) throws -> String? {
    if let label = record.label {
      own += 1
      return label
    }
    if let label = record.question.flatMap({ labels?[$0] }) {
      fromFile += 1
      return label
    }
    if let group = record.group {
      own += 1
      return group
    }
    guard labels == nil, let label = record.question.flatMap(label(inside:)) else { return nil }
    fromQuestion += 1
    return label
  }

  /// The longest class name that follows a number (`0-tench`) or `set-split-`, and is followed by a hyphen or
  /// nothing; a class found by its identifier or an alias gives its name, one of twins its identifier. A number there
  /// numbers samples, whatever the classes' identifiers are.
  func label(inside question: String) -> String? {
    let parts = question.split(separator: "-", omittingEmptySubsequences: false)
    if let first = parts.first, !first.isEmpty, first.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let name = longestName(in: parts.dropFirst())
    {
      return name
    }
    return longestName(in: parts.dropFirst(2))
  }

  private func longestName(in parts: ArraySlice<Substring>) -> String? {
    guard !parts.isEmpty else { return nil }
    for length in (1...min(mostParts, parts.count)).reversed() {
      if parts.prefix(length).allSatisfy({ WholeNumber.isWritten(String($0)) }) { continue }
      let candidate = parts.prefix(length).joined(separator: "-")
      guard let match = join.match(candidate) else { continue }
      let name = classSet.classes[match.classes[0]].name
      return join.match(name)?.classes == match.classes ? name : candidate
    }
    return nil
  }

  var notes: [Note] {
    var notes: [Note] = []
    if fromFile > 0, let labels { notes.append(Note(.labelSource(labels.path))) }
    if fromQuestion > 0 {
      notes.append(Note(.labelSource("the class name inside the question's identifier")))
    }
    if labels != nil, fromFile == 0 { notes.append(Note(.labelsUnused)) }
    return notes
  }
}
