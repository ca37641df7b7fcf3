/// What a column of indices or identifiers beside the names of a file says: twins are told apart by it.
enum JoinKeys {
  /// What the key of one row says.
  enum Answer: Sendable, Hashable {
    /// There is no key: the name decides.
    case none
    /// The key is that of these classes.
    case match(NameJoin.Match)
    /// The key is that of no class of the set.
    case unknown
  }

  /// The answers of a column; nil where it cannot be one of indices or identifiers of this class set, because fewer
  /// than half of its keys are known, or one belongs to a class of another name than the row's, or to none where the
  /// row's name is that of a class which no other key is of. Whole numbers are positions only where half of the rows'
  /// names say so too: many tables just number their rows.
  static func answers(
    _ keys: [String], names: [String], in join: NameJoin, base: Int?
  ) -> [Answer]? {
    let identifiers = keys.map { key -> Answer in
      guard !InputFile.trimmed(key).isEmpty else { return .none }
      return join.identifier(key).map { .match($0) } ?? .unknown
    }
    if isUsable(identifiers, names, join, agreement: false) { return identifiers }
    let given = base
    for base in base.map({ [$0] }) ?? [0, 1] {
      let positions = keys.map { key -> Answer in
        guard !InputFile.trimmed(key).isEmpty else { return .none }
        return join.position(key, given: given).flatMap { join.index(ofPosition: $0, base: base) }.map {
          .match(NameJoin.Match(way: .position, classes: [$0]))
        } ?? .unknown
      }
      if isUsable(positions, names, join, agreement: true) { return positions }
    }
    return nil
  }

  private static func isUsable(
    _ answers: [Answer], _ names: [String], _ join: NameJoin, agreement: Bool
  ) -> Bool {
    var claimed: Set<Int> = []
    for case .match(let match) in answers { claimed.formUnion(match.classes) }
    var given = 0
    var agreeing = 0
    var known = 0
    for (answer, name) in zip(answers, names) {
      guard answer != .none else { continue }
      given += 1
      guard case .match(let match) = answer else {
        // A number outside the list, beside the name of a class that no other number is of: the numbering is another.
        if agreement, let named = join.match(name), claimed.isDisjoint(with: named.classes) { return false }
        continue
      }
      known += 1
      guard let named = join.match(name) else { continue }
      if Set(named.classes).isDisjoint(with: match.classes) { return false }
      agreeing += 1
    }
    return known > 0 && known * 2 >= given && (!agreement || agreeing * 2 >= given)
  }
}
