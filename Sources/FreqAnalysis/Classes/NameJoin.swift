import Corpus

/// Finds the classes that the names of another file stand for.
///
/// A name is compared by its folded UTF-8 (NFKC, lowercase, `_` as a space), then as a class's identifier, then as
/// a further term that no other class has. A name stands for each of its twins: all classes of that name.
public struct NameJoin: Sendable {
  /// How a name found its classes.
  public enum Way: Sendable, Hashable {
    /// By the folded name, or where that was asked for by the name's words.
    case name
    /// The class was found by its identifier.
    case id
    /// By a term that no other class has.
    case alias
  }

  /// The classes of a name.
  public struct Match: Sendable, Hashable {
    /// How they were found.
    public var way: Way
    /// The indices of the classes, ascending; never empty.
    public var classes: [Int]
  }

  private let classSet: ClassSet
  private var byName: [[UInt8]: [Int]] = [:]
  private var byWords: [[UInt8]: [Int]] = [:]
  private var byID: [[UInt8]: [Int]] = [:]
  private var byAlias: [[UInt8]: [Int]] = [:]
  private var bySynonyms: [[UInt8]: [Int]] = [:]

  /// Prepares the names, identifiers and further terms of a class set; takes time in proportion to its terms.
  public init(_ classSet: ClassSet) {
    self.classSet = classSet
    for (index, entry) in classSet.classes.enumerated() {
      byName[NameKey.folded(entry.name), default: []].append(index)
      let words = NameKey.words(entry.name)
      if !words.isEmpty { byWords[words, default: []].append(index) }
      if let id = entry.id { byID[NameKey.folded(id), default: []].append(index) }
      for key in Set(entry.terms.filter { $0.kind != .name }.map { NameKey.folded($0.text) }) {
        byAlias[key, default: []].append(index)
      }
      if let line = SynonymNames.key(of: entry) { bySynonyms[line, default: []].append(index) }
    }
  }

  /// The classes that a name stands for; nil where there is none, or where only aliases of several classes fit.
  ///
  /// With `words`, names whose words are the same are found too: `potter 's wheel` is `potter's wheel`.
  public func match(_ name: String, words: Bool = false) -> Match? {
    let key = NameKey.folded(name)
    guard !key.isEmpty else { return nil }
    if let classes = byName[key] { return Match(way: .name, classes: classes) }
    if words, let classes = byWords[NameKey.words(name)] { return Match(way: .name, classes: classes) }
    if let classes = byID[key] { return Match(way: .id, classes: classes) }
    if let classes = byAlias[key], classes.count == 1 { return Match(way: .alias, classes: classes) }
    // The line of synonyms that the class's name and aliases were split from.
    if let line = SynonymNames.key(ofLine: name), let classes = bySynonyms[line], classes.count == 1 {
      return Match(way: .alias, classes: classes)
    }
    return nil
  }

  /// What a join of a file's names with the class set gave.
  public struct Result: Sendable, Equatable {
    /// The match of each name, in the file's order; nil where it has none.
    public var matches: [Match?]
    /// How many names found their classes each way.
    public var byName = 0, byID = 0, byAlias = 0
    /// The names that stand for several classes.
    public var twins: [String] = []
    /// The names that have no class.
    public var namesWithoutClass: [String] = []
    /// The indices of the classes that no name stands for.
    public var classesWithoutName: [Int] = []
    /// All of this, as a person is to be told it; lists of nothing are left out.
    public var notes: [Note] = []
  }

  /// Joins a file's names, all different as written, with the class set.
  ///
  /// Throws `InputError` where two names stand for one class, and where fewer than half of the smaller side find
  /// a partner.
  public func join(_ names: [String], file: String, words: Bool = false) throws -> Result {
    var result = Result(matches: names.map { match($0, words: words) })
    var takenBy: [Int: String] = [:]
    for (name, match) in zip(names, result.matches) {
      guard let match else {
        result.namesWithoutClass.append(name)
        continue
      }
      switch match.way {
      case .name: result.byName += 1
      case .id: result.byID += 1
      case .alias: result.byAlias += 1
      }
      if match.classes.count > 1 { result.twins.append(name) }
      for index in match.classes {
        if let first = takenBy.updateValue(name, forKey: index) {
          throw InputError(
            file: file, .sameClass(first: first, second: name, name: classSet.classes[index].name))
        }
      }
    }
    result.classesWithoutName = classSet.classes.indices.filter { takenBy[$0] == nil }
    try check(result, file: file)
    result.notes = notes(result)
    return result
  }

  /// Refuses a join of fewer than half of the smaller side: most likely it is the wrong class set.
  func check(_ result: Result, file: String) throws {
    let names = result.matches.count
    let classes = classSet.classes.count
    let side: InputError.JoinSide = names <= classes ? .file : .classSet
    let (joined, of) =
      side == .file
      ? (names - result.namesWithoutClass.count, names)
      : (classes - result.classesWithoutName.count, classes)
    guard joined * 2 >= of else {
      throw InputError(
        file: file,
        .fewJoin(
          joined: joined, of: of, side: side, names: result.namesWithoutClass,
          classes: result.classesWithoutName.map { classSet.classes[$0].name }))
    }
  }

  func notes(_ result: Result) -> [Note] {
    let joined = Note(
      .joined(
        names: result.matches.count, byName: result.byName, byID: result.byID, byAlias: result.byAlias))
    let lists = [
      Note(.twins, result.twins), Note(.namesWithoutClass, result.namesWithoutClass),
      Note(.classesWithoutName, result.classesWithoutName.map { classSet.classes[$0].name }),
    ]
    return [joined] + lists.filter { !$0.isEmptyList }
  }
}
