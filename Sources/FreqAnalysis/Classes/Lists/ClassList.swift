import Corpus

/// What a class list holds, as its file gives it.
struct ClassList {
  /// The form that was recognised.
  var form: ClassFile.Form
  /// The classes in order.
  var entries: [ClassSet.Class]
  /// What is to be told of how the list was read.
  var notes: [Note] = []
  /// Whether a name is all that stood in a line, a cell or an element, so that it may carry a number or a folder.
  var isListing = false

  /// Puts the classes in the order of their indices.
  ///
  /// Indices that do not run from 0 or 1 without a gap are no positions: they become the classes' identifiers, in place of
  /// others, by which labels would not find their classes if they are such numbers. Throws where one comes twice.
  mutating func order(by indices: [(index: Int, line: Int)], file: String) throws {
    let sorted = indices.indices.sorted { indices[$0].index < indices[$1].index }
    let base = sorted.first.map { indices[$0].index } == 1 ? 1 : 0
    let runs = sorted.enumerated().allSatisfy { indices[$1].index == $0 + base }
    if !runs, Set(indices.map(\.index)).count == indices.count {
      let unused = entries.compactMap(\.id)
      for (entry, index) in indices.enumerated() { entries[entry].id = String(index.index) }
      order(byNumbers: indices.map(\.index))
      if !unused.isEmpty { notes.append(Note(.identifiersUnused, unused)) }
      return
    }
    for (position, entry) in sorted.enumerated() where indices[entry].index != position + base {
      throw InputError(
        file: file, at: .line(indices[entry].line),
        .indexGap(expected: position + base, found: indices[entry].index))
    }
    if sorted != Array(indices.indices) { notes.append(Note(.orderedByIndex)) }
    if base == 1 { notes.append(Note(.indexFromOne)) }
    entries = sorted.map { entries[$0] }
  }

  /// Puts the classes in ascending order of numbers that are kept as their identifiers.
  mutating func order(byNumbers numbers: [Int]) {
    let sorted = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
    let first = sorted.first.map { numbers[$0] } ?? 0
    let last = sorted.last.map { numbers[$0] } ?? 0
    notes.append(Note(.numbersAsIdentifiers(first: first, last: last, count: numbers.count)))
    if sorted != Array(numbers.indices) { notes.append(Note(.orderedByNumber)) }
    entries = sorted.map { entries[$0] }
  }
}

extension ClassSet.Class {
  /// Makes a class of its name and further names; empty ones are left out.
  init(name: String, id: String? = nil, aliases: [String]) {
    let further = aliases.filter { !$0.isEmpty }.map { ClassSet.Term($0, kind: .alias) }
    self.init(name: name, id: id, terms: [ClassSet.Term(name)] + further)
  }
}
