import Corpus

/// Finds the classes that the names of another file stand for.
///
/// A name is compared by its folded UTF-8 (NFKC, lowercase, `_` as a space), then as a class's identifier, then as
/// a further term that no other class has, then by its spelling: hyphen, apostrophe, space and nothing between words
/// are one, where that leaves one class; and then without the number or folder of a listing before it
/// (`001.Black_footed_Albatross`). A name stands for each of its twins: all classes of that name.
public struct NameJoin: Sendable {
  /// How a name found its classes.
  public enum Way: Sendable, Hashable {
    /// By the folded name, or where that was asked for by the name's words.
    case name
    /// The class was found by its identifier.
    case id
    /// By a term that no other class has.
    case alias
    /// By a name or a term that differs only in what stands between its words, or in a listing's number before it.
    case spelling
    /// By the class's position in the list.
    case position
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
  private var bySpelling: [[UInt8]: Set<Int>] = [:]
  private var byAliasSpelling: [[UInt8]: Set<Int>] = [:]
  /// Whether a name is a whole number, so that no number is a position.
  private let hasNumberNames: Bool
  /// The smallest whole number that is an identifier; nil where none is one.
  private let firstNumber: Int?

  /// Prepares the names, identifiers and further terms of a class set; takes time in proportion to its terms.
  public init(_ classSet: ClassSet) {
    self.classSet = classSet
    hasNumberNames = classSet.classes.contains { WholeNumber.isWritten($0.name) }
    firstNumber = classSet.classes.lazy.compactMap { $0.id.flatMap(WholeNumber.written) }.min()
    for (index, entry) in classSet.classes.enumerated() {
      byName[NameKey.folded(entry.name), default: []].append(index)
      let words = NameKey.words(entry.name)
      if !words.isEmpty { byWords[words, default: []].append(index) }
      if let id = entry.id { byID[NameKey.folded(id), default: []].append(index) }
      for key in Set(entry.terms.filter { $0.kind != .name }.map { NameKey.folded($0.text) }) {
        byAlias[key, default: []].append(index)
      }
      if let line = SynonymNames.key(of: entry) { bySynonyms[line, default: []].append(index) }
      bySpelling[NameKey.spelling(entry.name), default: []].insert(index)
      for term in entry.terms where term.kind != .name {
        byAliasSpelling[NameKey.spelling(term.text), default: []].insert(index)
      }
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
    return spelled(name)
  }

  /// Whether a name finds its class as the line of synonyms that the class's name and aliases were split from.
  func isLineOfSynonyms(_ name: String) -> Bool {
    let key = NameKey.folded(name)
    guard byName[key] == nil, byID[key] == nil, byAlias[key] == nil else { return false }
    return SynonymNames.key(ofLine: name).flatMap { bySynonyms[$0] }?.count == 1
  }

  /// The classes that have a name as their identifier.
  func identifier(_ name: String) -> Match? {
    byID[NameKey.folded(name)].map { Match(way: .id, classes: $0) }
  }

  private func spelled(_ name: String) -> Match? {
    for form in [name, NumberedNames.bare(name)] {
      guard let key = form.map(NameKey.spelling), !key.isEmpty else { continue }
      if let classes = bySpelling[key] ?? byAliasSpelling[key], classes.count == 1 {
        return Match(way: .spelling, classes: Array(classes))
      }
    }
    return nil
  }

  /// The classes that an answer stands for by being an identifier, quotes and a full stop aside; a name comes first, and a
  /// number may be a position as well.
  func identified(by answer: String) -> [Int] {
    // Longer ones are sentences.
    guard answer.utf8.count <= 80, !WholeNumber.isWritten(answer) else { return [] }
    let key = NameKey.folded(Self.bare(answer))
    return byName[key] == nil ? byID[key] ?? [] : []
  }

  /// A text without the quotes, brackets and stops around it.
  static func bare(_ text: String) -> String {
    let outer = Set(" \t\r\n\"'`*.,;:!()[]".utf8)
    let utf8 = text.utf8
    guard let first = utf8.firstIndex(where: { !outer.contains($0) }),
      let last = utf8.lastIndex(where: { !outer.contains($0) })
    else { return "" }
    return String(text[first...last])
  }

  // MARK: Positions

  /// Whether numbers are positions although classes have numbers as identifiers: a person gave another number for the first
  /// class than the smallest of these.
  func countsElsewhere(_ given: Int?) -> Bool { hasNumberIdentifiers && given != nil && given != firstNumber }

  /// Whether numbers are identifiers of classes, and none is a name.
  var hasNumberIdentifiers: Bool { firstNumber != nil && !hasNumberNames }

  /// The number that a name is, where it may be a class's position: no class has a number as its name, and none as its
  /// identifier, unless the number that is given for the first class says that the file counts from elsewhere.
  func position(_ name: String, given: Int?) -> Int? {
    hasNumberNames || firstNumber != nil && !countsElsewhere(given) ? nil : WholeNumber.written(name)
  }

  /// The index of a position counted from `base`; nil where the set has no such class.
  func index(ofPosition position: Int, base: Int) -> Int? {
    classSet.classes.indices.contains(position - base) ? position - base : nil
  }

  /// What a join of a file's names with the class set gave.
  public struct Result: Sendable, Equatable {
    /// The match of each name, in the file's order; nil where it has none.
    public var matches: [Match?]
    /// How many names found their classes each way.
    public var byName = 0, byID = 0, byAlias = 0, byPosition = 0
    /// The names that found their classes by spelling, each with the class's name.
    public var bySpelling: [String] = []
    /// The names that stand for several classes.
    public var twins: [String] = []
    /// The names that have no class.
    public var namesWithoutClass: [String] = []
    /// The indices of the classes that no name stands for.
    public var classesWithoutName: [Int] = []
    /// Names that fold or are spelled as the name of a class that another name of the file has already; their values add up.
    public var addedNames: [String] = []
    /// All of this, as a person is to be told it; lists of nothing are left out.
    public var notes: [Note] = []

    /// Adds a name that found its classes.
    mutating func add(_ match: Match, name: String) {
      matches.append(match)
      switch match.way {
      case .name: byName += 1
      case .id: byID += 1
      case .alias: byAlias += 1
      case .position: byPosition += 1
      case .spelling: bySpelling.append(name)
      }
      if match.classes.count > 1 { twins.append(name) }
    }

    /// Adds a name that has no class.
    mutating func addUnknown(_ name: String) {
      matches.append(nil)
      namesWithoutClass.append(name)
    }
  }

  /// How a file's names are joined.
  struct Rows {
    /// The names in the file's order.
    var names: [String]
    /// Whether names are compared by their words as well.
    var words = false
    /// Whether whole numbers may be positions, and the first class's number; nil: they are not looked at.
    var base: Int?
    /// Whether a person gave that number.
    var isBaseGiven = false
    /// What an index or an identifier beside the name says; empty where there is none.
    var keys: [JoinKeys.Answer] = []
    /// Whether names that fold to one class, or are spelled as it is, are added up instead of being refused.
    var addsUp = false
  }

  /// Joins a file's names, all different as written, with the class set.
  ///
  /// Throws `InputError` where two names stand for one class, and where fewer than half of the smaller side are
  /// matched.
  public func join(_ names: [String], file: String, words: Bool = false) throws -> Result {
    try join(Rows(names: names, words: words), file: file)
  }

  func join(_ rows: Rows, file: String) throws -> Result {
    let positions = try rows.base.flatMap { try self.positions(rows, base: $0, file: file) }
    var found = positions ?? rows.names.map { match($0, words: rows.words) }
    for (row, key) in rows.keys.enumerated() {
      switch key {
      case .none: break
      case .match(let match): found[row] = match
      case .unknown: found[row] = nil
      }
    }
    leaveLinesToTheirClasses(&found, rows.names)
    leaveUniqueSpellings(&found, rows)
    var result = Result(matches: [])
    var takenBy: [Int: String] = [:]
    for (name, match) in zip(rows.names, found) {
      guard let match else {
        result.addUnknown(name)
        continue
      }
      result.add(match, name: name)
      for index in match.classes {
        guard let first = takenBy.updateValue(name, forKey: index) else { continue }
        guard rows.addsUp, match.way == .name || match.way == .spelling,
          NameKey.spelling(first) == NameKey.spelling(name)
        else {
          throw InputError(
            file: file, .sameClass(first: first, second: name, name: classSet.classes[index].name))
        }
        if index == match.classes[0] { result.addedNames.append(name) }
      }
    }
    result.classesWithoutName = classSet.classes.indices.filter { takenBy[$0] == nil }
    try check(result, file: file)
    result.notes = notes(result)
    if positions != nil, let base = rows.base { result.notes.insert(Note(.positions(base: base)), at: 0) }
    return result
  }

  /// The positions that all names are; nil where they are something else.
  ///
  /// Throws `InputError` where one is outside the list, and where numbers may be identifiers or positions.
  func positions(_ rows: Rows, base: Int, file: String) throws -> [Match?]? {
    let names = rows.names
    let given = rows.isBaseGiven ? base : nil
    if hasNumberIdentifiers, given == nil, rows.keys.isEmpty {
      var seen = NumbersSeen()
      for name in names { seen.add(name, isKnown: match(name) != nil) }
      try seen.refuseDoubt(classes: classSet.classes.count, file: file)
    }
    let numbers = names.compactMap { position($0, given: given) }
    guard !names.isEmpty, numbers.count == names.count,
      countsElsewhere(given) || names.allSatisfy({ match($0) == nil })
    else { return nil }
    return try numbers.map { number in
      guard let index = index(ofPosition: number, base: base) else {
        throw InputError(
          file: file, .positionOutside(number, classes: classSet.classes.count, base: base))
      }
      return Match(way: .position, classes: [index])
    }
  }

  /// Leaves a twin to the names that are its whole line: where `maillot, tank suit` is a name, `maillot` is the other class.
  private func leaveLinesToTheirClasses(_ found: inout [Match?], _ names: [String]) {
    guard found.contains(where: { $0.map(isTwin) ?? false }) else { return }
    let taken = classes(ofLines: names)
    for row in found.indices {
      if let match = found[row], isTwin(match) { found[row]?.classes = without(taken, match.classes) }
    }
  }

  /// Whether several classes were found by their name.
  func isTwin(_ match: Match) -> Bool { match.way == .name && match.classes.count > 1 }

  /// The classes for whose whole line of synonyms one of these names stands.
  func classes(ofLines names: [String]) -> Set<Int> {
    Set(
      names.filter(isLineOfSynonyms).compactMap { SynonymNames.key(ofLine: $0) }.flatMap {
        bySynonyms[$0] ?? []
      })
  }

  /// The classes of a twin that have no name of their own; all where each of them has.
  func without(_ taken: Set<Int>, _ classes: [Int]) -> [Int] {
    let left = classes.filter { !taken.contains($0) }
    return left.isEmpty ? classes : left
  }

  /// Takes back matches by spelling where another name has the class as well: the spelling has to be the only one, or where
  /// names are added up all names of the class have to have it.
  private func leaveUniqueSpellings(_ found: inout [Match?], _ rows: Rows) {
    guard found.contains(where: { $0?.way == .spelling }) else { return }
    var uses: [Int: Int] = [:]
    var spellings: [Int: Set<[UInt8]>] = [:]
    for (name, match) in zip(rows.names, found) {
      for index in match?.classes ?? [] {
        uses[index, default: 0] += 1
        if rows.addsUp { spellings[index, default: []].insert(NameKey.spelling(name)) }
      }
    }
    for row in found.indices {
      guard let match = found[row], match.way == .spelling,
        match.classes.contains(where: { uses[$0] ?? 0 > 1 && spellings[$0]?.count != 1 })
      else { continue }
      found[row] = nil
    }
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
        names: result.matches.count, byName: result.byName, byID: result.byID, byAlias: result.byAlias,
        bySpelling: result.bySpelling.count, byPosition: result.byPosition))
    let lists = [
      Note(.spelled, spellings(result)), Note(.addedUp, result.addedNames), Note(.twins, result.twins),
      Note(.namesWithoutClass, result.namesWithoutClass),
      Note(.classesWithoutName, result.classesWithoutName.map { classSet.classes[$0].name }),
    ]
    return [joined] + lists.filter { !$0.isEmptyList }
  }

  /// `T shirt: T-shirt` of each name that was joined by spelling.
  private func spellings(_ result: Result) -> [String] {
    result.bySpelling.compactMap { name in
      spelled(name).map { "\(name): \(classSet.classes[$0.classes[0]].name)" }
    }
  }
}
