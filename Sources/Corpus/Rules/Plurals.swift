/// English plurals of a term's last word.
///
/// Spelling follows the usual rules (Quirk et al., A Comprehensive Grammar of the English Language, 5.79 ff.) with
/// lists of the words that do not. Where two plurals are in use (`scarves`, `scarfs`) both are given.
public enum Plurals {
  /// The plurals of a term: the term with its last word in the plural.
  ///
  /// Empty where there is none to be formed: the last word is invariant (`sheep`), already a plural
  /// (`sunglasses`), a single letter, a number, or in a script that English does not use.
  public static func plurals(of term: String) -> [String] {
    let scalars = Array(term.unicodeScalars)
    let start = (scalars.lastIndex { !isLetter($0) } ?? -1) + 1
    let word = text(scalars[start...])
    let lowered = word.lowercased()
    guard scalars.count - start > 1, !isInsideWord(scalars, start) else { return [] }
    let head = text(scalars[..<start])
    if let whole = compound(head, lowered) { return [whole] }
    return forms(of: lowered).map { head + cased($0, like: word) }
  }

  /// The plurals of one lowercased word, in order of preference.
  static func forms(of word: String) -> [String] {
    if PluralWords.unchanged.contains(word) || PluralWords.isPlural(word) { return [] }
    if PluralWords.unchangedEndings.contains(where: { word.hasSuffix($0) }) { return [] }
    if let irregular = PluralWords.irregular[word] { return irregular }
    for (ending, plural) in PluralWords.endings
    where word.hasSuffix(ending) && !PluralWords.regular.contains(word) {
      return [String(word.dropLast(ending.count)) + plural]
    }
    return regular(word)
  }

  private static func regular(_ word: String) -> [String] {
    let last = word.last ?? " "
    let before = word.dropLast().last ?? " "
    switch last {
    case "s": return sibilant(word)
    case "x", "z": return [word + "es"]
    case "h":
      let hisses = before == "s" || before == "c" && !PluralWords.hardCH.contains(word)
      return [word + (hisses ? "es" : "s")]
    case "y":
      let vowel = isVowel(before) && !word.hasSuffix("quy")
      return [vowel ? word + "s" : String(word.dropLast()) + "ies"]
    case "o": return PluralWords.oes.contains(word) ? [word + "es"] : [word + "s"]
    default: return [word + "s"]
    }
  }

  /// A word that ends in `s` is a singular only where its ending or a list says so; else it is a plural already.
  private static func sibilant(_ word: String) -> [String] {
    if word.hasSuffix("sis") || word.hasSuffix("xis") { return [String(word.dropLast(2)) + "es"] }
    if word.hasSuffix("ss") || word.hasSuffix("us") || word.hasSuffix("is")
      || PluralWords.singularS.contains(word)
    {
      return [word + "es"]
    }
    return []
  }

  /// Words joined by hyphens whose first part takes the plural: `mothers-in-law`, `passers-by`.
  private static func compound(_ head: String, _ last: String) -> String? {
    for tail in PluralWords.hyphenTails where (head + last).lowercased().hasSuffix(tail) {
      let front = String((head + last).dropLast(tail.count))
      guard let plural = plurals(of: front).first else { return nil }
      return plural + tail
    }
    return nil
  }

  /// The plural in the case of the singular: what both have in common as it stood, the rest in lower case.
  private static func cased(_ plural: String, like word: String) -> String {
    let common = zip(plural, word.lowercased()).prefix { $0 == $1 }.count
    guard common > 0 else {
      return word.first?.isUppercase == true
        ? plural.prefix(1).uppercased() + String(plural.dropFirst()) : plural
    }
    return String(word.prefix(common)) + String(plural.dropFirst(common))
  }

  /// Whether a letter run is the tail of something that is no word: `V8x`, `Geoffroy's`.
  private static func isInsideWord(_ scalars: [Unicode.Scalar], _ start: Int) -> Bool {
    guard start > 0 else { return false }
    let before = scalars[start - 1]
    return before.properties.numericType != nil || before.properties.isAlphabetic
      || before.properties.generalCategory == .nonspacingMark
  }

  /// Whether a scalar is a Latin letter up to U+024F.
  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x250 && scalar.properties.isAlphabetic && scalar != "\u{AA}" && scalar != "\u{BA}"
  }

  private static func isVowel(_ letter: Character) -> Bool { "aeiou".contains(letter) }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
