import Corpus

/// Takes off names what a listing of classes puts before or after them: `1 001.Black_footed_Albatross`,
/// `0: tench`, `/a/airfield 0`, `/f/field/cultivated`.
struct NumberedNames {
  /// The names without numbers and folders.
  private(set) var names: [String]
  /// Whether numbers went.
  private(set) var tookNumbers = false
  /// Whether one-letter folders went.
  private(set) var tookFolders = false
  /// Whether every name begins with a number of its own that stays, since the numbers do not count the names.
  ///
  /// Years of cars, which many names share, are not meant.
  let keepsNumbers: Bool

  /// Looks for what every name has; a list with an identifier such as `/m/011k07` is left alone.
  ///
  /// A number goes where the numbers rise by one from 0 or 1, where they rise and are padded with zeros, behind a path
  /// that begins with a one-letter folder, and where a second number repeats them. Quotes around names that had numbers
  /// go too.
  ///
  /// - Complexity: O(*b*) for *b* bytes of names.
  init(_ names: [String]) {
    self.names = names
    guard !names.isEmpty, !names.contains(where: ClassIdentifier.matches) else {
      keepsNumbers = false
      return
    }
    // At most a number, a repeated one and a folder stand before a name, and a number behind it.
    for _ in 0..<4 {
      if let rest = Self.counted(self.names.map(Self.leadingNumber)) {
        self.names = rest
        tookNumbers = true
      } else if let rest = Self.counted(
        self.names.map(Self.trailingNumber), isFoldered: self.names.allSatisfy { Self.folder($0) != nil })
      {
        self.names = rest
        tookNumbers = true
      } else if let rest = Self.every(self.names.map(Self.folder)),
        names.count > 1 || names[0].utf8.first == UInt8(ascii: "/")
      {
        self.names = rest
        tookFolders = true
      } else {
        break
      }
    }
    let kept = tookNumbers ? [] : names.compactMap(Self.leadingNumber)
    keepsNumbers = kept.count > 1 && kept.count == names.count && Set(kept.map(\.number)).count == kept.count
    if tookNumbers, let bare = Self.every(self.names.map(Self.unquoted)) { self.names = bare }
    // The slashes of `0 /m/011k07 Tortoise` are an identifier's.
    guard !self.names.contains(where: { GluedIdentifiers.head(of: $0) != nil }) else { return }
    if tookNumbers || tookFolders { self.names = self.names.map(Self.spaced) }
  }

  /// Whether anything went.
  var areChanged: Bool { tookNumbers || tookFolders }

  // MARK: One name

  private struct Split {
    var number: Int
    var digits: Int
    var isPadded: Bool
    var rest: String
    /// The sign between number and name, where it is none that stands inside names: `.`, `:` or `)`.
    var isDivided = false
  }

  /// Splits `001.ak47`, `1 Archery`, `0: tench`, `1. tench`, `2) bee`, `0, tench`, `003_tench`.
  private static func leadingNumber(_ name: String) -> Split? {
    let utf8 = Array(name.utf8)
    let digits = utf8.prefix { (0x30...0x39).contains($0) }
    guard let number = NumberKey.value(String(decoding: digits, as: UTF8.self)) else { return nil }
    var at = digits.count
    while at < utf8.count, InputFile.isSpace(utf8[at]) { at += 1 }
    let sign = at < utf8.count ? utf8[at] : 0
    if ".:)-_,|".utf8.contains(sign) { at += 1 }
    guard at > digits.count else { return nil }
    var parts = split(number, Array(digits), rest: Array(utf8[at...]))
    parts?.isDivided = ".:)".utf8.contains(sign)
    return parts
  }

  /// Splits `airfield 0` and `tench: 0`.
  private static func trailingNumber(_ name: String) -> Split? {
    let utf8 = Array(name.utf8)
    let digits = Array(utf8.reversed().prefix { (0x30...0x39).contains($0) }.reversed())
    guard let number = NumberKey.value(String(decoding: digits, as: UTF8.self)) else { return nil }
    var end = utf8.count - digits.count
    guard end > 0, InputFile.isSpace(utf8[end - 1]) else { return nil }
    while end > 0, InputFile.isSpace(utf8[end - 1]) { end -= 1 }
    if end > 0, utf8[end - 1] == UInt8(ascii: ":") { end -= 1 }
    return split(number, digits, rest: Array(utf8[..<end]))
  }

  private static func split(_ number: Int, _ digits: [UInt8], rest: [UInt8]) -> Split? {
    let rest = InputFile.trimmed(String(decoding: rest, as: UTF8.self))
    guard NameKey.hasWord(rest) else { return nil }
    return Split(number: number, digits: digits.count, isPadded: digits.first == 0x30, rest: rest)
  }

  /// The path below a one-letter folder: `abbey` of `/a/abbey`; without a slash before it, the folder has to be the
  /// first letter of what follows.
  private static func folder(_ name: String) -> String? {
    var utf8 = Array(name.utf8)
    let isRooted = utf8.first == UInt8(ascii: "/")
    if isRooted { utf8.removeFirst() }
    // `/m/011k07, Tortoise` begins with an identifier.
    guard !isRooted || GluedIdentifiers.head(of: name) == nil else { return nil }
    guard utf8.count > 2, utf8[1] == UInt8(ascii: "/"), (0x61...0x7A).contains(utf8[0] | 0x20),
      isRooted || utf8[0] | 0x20 == utf8[2] | 0x20
    else { return nil }
    let rest = String(decoding: utf8[2...], as: UTF8.self)
    return NameKey.hasWord(rest) ? rest : nil
  }

  /// What stands between two quotes of one kind: `tench` of `0: 'tench'`.
  private static func unquoted(_ name: String) -> String? {
    let utf8 = Array(name.utf8)
    guard utf8.count > 2, utf8[0] == UInt8(ascii: "'") || utf8[0] == UInt8(ascii: "\""), utf8.last == utf8[0]
    else { return nil }
    return String(decoding: utf8[1..<utf8.count - 1], as: UTF8.self)
  }

  private static func spaced(_ name: String) -> String {
    let bytes = name.utf8.map { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "/") ? 0x20 : $0 }
    return InputFile.trimmed(String(decoding: bytes, as: UTF8.self))
  }

  // MARK: All names

  private static func every(_ parts: [String?]) -> [String]? {
    let found = parts.compactMap { $0 }
    return found.count == parts.count ? found : nil
  }

  /// The names beside numbers that count them; nil where one has no number, or the numbers are the names' own.
  private static func counted(_ splits: [Split?], isFoldered: Bool = false) -> [String]? {
    let all = splits.compactMap { $0 }
    guard all.count == splits.count, let first = all.first, all.count > 1 else { return nil }
    let rises = zip(all, all.dropFirst()).allSatisfy { $0.number < $1.number }
    let isCount = first.number <= 1 && all.enumerated().allSatisfy { $1.number == first.number + $0 }
    let isPadded = first.isPadded && first.digits > 1 && all.allSatisfy { $0.digits == first.digits }
    let isRepeated = all.allSatisfy { leadingNumber($0.rest)?.number == $0.number }
    guard isCount || rises && isPadded || isFoldered || isRepeated else { return nil }
    // Of `Type 1` and `Type 2` the numbers are the names; a few twins, as ImageNet's two cranes, are no such case.
    guard Set(all.map { Array($0.rest.utf8) }).count * 2 > all.count else { return nil }
    return all.map(\.rest)
  }
}

extension NumberedNames {
  /// The name behind what a listing puts before it, for one name alone: `Black footed Albatross` of
  /// `001.Black_footed_Albatross` and of `1 001.Black_footed_Albatross`, `abbey` of `/a/abbey`; nil where nothing does.
  ///
  /// A number goes where a sign divides it from the name, where it is padded with zeros, and where it repeats the one
  /// behind it: `747 airliner` keeps its own.
  static func bare(_ name: String) -> String? {
    var rest = name
    for _ in 0..<2 {
      guard let split = leadingNumber(rest),
        split.isDivided || split.isPadded && split.digits > 1
          || leadingNumber(split.rest)?.number == split.number
      else { break }
      rest = split.rest
    }
    if rest.utf8.first == UInt8(ascii: "/"), let path = folder(rest) { rest = path }
    return rest.utf8.elementsEqual(name.utf8) ? nil : spaced(rest)
  }

  /// Takes numbers and folders off the names of a listing, and tells what went.
  static func apply(to list: inout ClassList) {
    guard list.isListing else { return }
    let numbered = NumberedNames(list.entries.map(\.name))
    if numbered.keepsNumbers { list.notes.append(Note(.numbersKept)) }
    guard numbered.areChanged else { return }
    for (index, name) in numbered.names.enumerated() {
      let entry = list.entries[index]
      list.entries[index] = ClassSet.Class(
        name: name, id: entry.id, aliases: entry.terms.filter { $0.kind == .alias }.map(\.text))
    }
    list.notes.append(
      Note(
        .listingParts(numbers: numbered.tookNumbers, folders: numbered.tookFolders),
        Array(numbered.names.prefix(3))))
  }
}
