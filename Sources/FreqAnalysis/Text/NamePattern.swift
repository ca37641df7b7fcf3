/// A word that stands for several names, as a shell's glob does for files: `clip-*`.
///
/// `*` stands for any characters, none too; `?` for one; `[abc]`, `[a-z]` and `[!a-z]` for one of a set, or one outside
/// it. A `[` that no `]` closes is itself, and nothing is escaped: POSIX 2.13, without classes such as `[:alpha:]`.
/// Letters are Unicode scalars, compared as they are.
public struct NamePattern: Sendable {
  /// What one place of the pattern takes.
  enum Part: Sendable {
    case letter(Unicode.Scalar)
    case one
    case many
    case set([ClosedRange<UInt32>], isNegated: Bool)

    func takes(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .letter(let own): own == scalar
      case .one: true
      case .many: false
      case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar.value) } != isNegated
      }
    }
  }

  let parts: [Part]

  /// Reads a pattern; nil where the word has no character that stands for others.
  public init?(_ word: String) {
    let scalars = Array(word.unicodeScalars)
    var parts: [Part] = []
    var (index, isPattern) = (0, false)
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "*":
        isPattern = true
        if case .many? = parts.last { continue }
        parts.append(.many)
      case "?":
        isPattern = true
        parts.append(.one)
      case "[":
        guard let (set, end) = Self.set(scalars, from: index) else {
          parts.append(.letter(scalar))
          continue
        }
        isPattern = true
        parts.append(set)
        index = end
      default: parts.append(.letter(scalar))
      }
    }
    guard isPattern else { return nil }
    self.parts = parts
  }

  /// The set that begins behind a `[`, and where the pattern goes on; nil where it is not closed.
  private static func set(_ scalars: [Unicode.Scalar], from start: Int) -> (Part, Int)? {
    var first = start
    let isNegated = first < scalars.count && scalars[first] == "!"
    if isNegated { first += 1 }
    // A bracket at the set's first place is one of its letters.
    guard first < scalars.count, let end = scalars[(first + 1)...].firstIndex(of: "]") else { return nil }
    var ranges: [ClosedRange<UInt32>] = []
    var index = first
    while index < end {
      let low = scalars[index].value
      if index + 2 < end, scalars[index + 1] == "-" {
        let high = scalars[index + 2].value
        if low <= high { ranges.append(low...high) }
        index += 3
      } else {
        ranges.append(low...low)
        index += 1
      }
    }
    return (.set(ranges, isNegated: isNegated), end + 1)
  }

  /// Whether a name is one of those that the pattern stands for.
  ///
  /// - Complexity: O(*p* · *n*) for a pattern of *p* and a name of *n* letters.
  func matches(_ name: String) -> Bool {
    let letters = Array(name.unicodeScalars)
    var (part, letter) = (0, 0)
    var retry: (part: Int, letter: Int)?
    while letter < letters.count {
      if part < parts.count, case .many = parts[part] {
        retry = (part + 1, letter)
        part += 1
      } else if part < parts.count, parts[part].takes(letters[letter]) {
        part += 1
        letter += 1
      } else if let last = retry {
        // The last `*` takes one letter more.
        retry = (last.part, last.letter + 1)
        (part, letter) = (last.part, last.letter + 1)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { if case .many = $0 { true } else { false } }
  }

  /// The names that a word means among others: the one that it is, letter for letter, else all that it matches.
  ///
  /// - Returns: The names in their order; empty where it means none of them.
  public static func names(meantBy word: String, among names: [String]) -> [String] {
    if let exact = names.first(where: { $0.utf8.elementsEqual(word.utf8) }) { return [exact] }
    guard let pattern = NamePattern(word) else { return [] }
    return names.filter(pattern.matches)
  }
}

extension NearMiss {
  /// The names that come nearest to what a pattern stands for, best first: counted is what has to be edited, and what
  /// `*` stands for costs nothing.
  ///
  /// A name is near when at most a third of the pattern's own letters differ.
  ///
  /// - Complexity: O(*n* · *p* · *l*) for *n* names of length *l*; names longer than 64 letters are passed over.
  public static func names(near pattern: NamePattern, among names: [String], limit: Int = 2) -> [String] {
    let own = pattern.parts.count { if case .many = $0 { false } else { true } }
    guard own >= 3, pattern.parts.count <= 64 else { return [] }
    let found = names.compactMap { name -> (distance: Int, name: String)? in
      let letters = Array(name.unicodeScalars)
      guard letters.count <= 64 else { return nil }
      let distance = edits(pattern.parts, letters)
      return distance <= max(1, own / 3) ? (distance, name) : nil
    }
    return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(limit).map(\.name)
  }

  /// The names that come nearest to a word, which may be a pattern.
  static func names(meantBy word: String, among names: [String]) -> [String] {
    NamePattern(word).map { Self.names(near: $0, among: names) } ?? Self.names(near: word, among: names)
  }

  private static func edits(_ parts: [NamePattern.Part], _ letters: [Unicode.Scalar]) -> Int {
    var last = Array(0...letters.count)
    for part in parts {
      if case .many = part {
        for j in letters.indices { last[j + 1] = min(last[j + 1], last[j]) }
        continue
      }
      var row = [last[0] + 1]
      for (j, letter) in letters.enumerated() {
        let same = part.takes(letter) || isSameLetter(part, letter)
        row.append(min(last[j + 1] + 1, row[j] + 1, last[j] + (same ? 0 : 1)))
      }
      last = row
    }
    return last[letters.count]
  }

  /// Whether only the case of a letter differs.
  private static func isSameLetter(_ part: NamePattern.Part, _ scalar: Unicode.Scalar) -> Bool {
    guard case .letter(let own) = part else { return false }
    return own.properties.lowercaseMapping == scalar.properties.lowercaseMapping
  }
}
