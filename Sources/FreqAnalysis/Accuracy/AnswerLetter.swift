/// Reads which option of a multiple choice an answer chooses.
///
/// Tried in this order: the answer is one letter; it is one option's text; it begins with a letter as `B.` or `(B)`;
/// its first line is a letter alone; it says `answer: B`; other lines are one letter alone; a letter stands in
/// parentheses; a line begins with `B.`; the last capital that stands alone.
/// An article (`A crane`) and the pronoun `I` are no letters.
struct AnswerLetter {
  /// The options' texts, of A, B, C, …; empty where the record does not give them.
  let options: [AnswerText]

  /// The largest number of options.
  static let limit = 26

  /// The letter that an answer chooses, as its position from 0 (`A`); nil where it chooses none.
  func chosen(in answer: String) -> Int? {
    let text = Self.plain(answer)
    if let letter = Self.lone(text), isOption(letter) { return letter }
    let core = AnswerText(answer).core
    if let option = options.firstIndex(where: { !$0.isEmpty && $0.core == core }) { return option }
    let letters = Self.letters(in: text).filter { isOption($0.letter) }
    if let first = letters.first, first.isExplicit, text[..<first.at].allSatisfy({ !Self.isWord($0) }) {
      return first.letter
    }
    let alone = Self.lines(text).map { Self.lone($0).flatMap { isOption($0) ? $0 : nil } }
    let isOne = Set(alone.compactMap { $0 }).count == 1
    if isOne, let first = alone.first, let letter = first { return letter }
    if let said = letters.last(where: { $0.isExplicitOrCapital && Self.followsAnswer($0.at, text) }) {
      return said.letter
    }
    if isOne, let letter = alone.compactMap({ $0 }).first { return letter }
    if let inside = letters.first(where: { $0.isParenthesised }) { return inside.letter }
    if let head = letters.first(where: { $0.isExplicit && Self.beginsLine($0.at, text) }) {
      return head.letter
    }
    return letters.last(where: { $0.isCapital && !Self.isArticle($0.at, text) })?.letter
  }

  /// The option that a label names: a letter, or an option's text; nil where it is neither.
  func position(ofLabel label: String) -> Int? {
    if let letter = Self.lone(Self.plain(label)) { return letter }
    let core = AnswerText(label).core
    return options.firstIndex { !$0.isEmpty && $0.core == core }
  }

  private func isOption(_ letter: Int) -> Bool {
    // Without the options, ten: the most that a common benchmark has.
    letter < (options.isEmpty ? 10 : min(options.count, Self.limit))
  }

  // MARK: Letters of a text

  /// A letter that stands alone in a text.
  private struct Found {
    var at: Int
    var letter: Int
    var isCapital: Bool
    /// `(B)` or `[B]`.
    var isParenthesised: Bool
    /// `B.`, `B)`, `B:` or `(B)`.
    var isExplicit: Bool
    var isExplicitOrCapital: Bool { isExplicit || isCapital }
  }

  /// The text with fullwidth letters and signs as ASCII.
  private static func plain(_ text: String) -> [UInt32] {
    text.unicodeScalars.map { (0xFF01...0xFF5E).contains($0.value) ? $0.value - 0xFEE0 : $0.value }
  }

  private static func isLetter(_ scalar: UInt32) -> Bool { (0x61...0x7A).contains(scalar | 0x20) }

  private static func isWord(_ scalar: UInt32) -> Bool {
    isLetter(scalar) || (0x30...0x39).contains(scalar)
      || scalar >= 0xAA && scalar != 0x2019 && !isDash(scalar)
  }

  private static func isDash(_ scalar: UInt32) -> Bool { (0x2010...0x2015).contains(scalar) }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    scalar == 0x20 || (0x09...0x0D).contains(scalar) || scalar == 0xA0
  }

  /// The only letter of a text that has nothing else but signs and white space.
  private static func lone(_ text: some Sequence<UInt32>) -> Int? {
    let words = text.filter(isWord)
    guard words.count == 1, let letter = words.first, isLetter(letter) else { return nil }
    return Int(letter | 0x20) - 0x61
  }

  /// The lines that hold a word.
  private static func lines(_ text: [UInt32]) -> [ArraySlice<UInt32>] {
    text.split { $0 == 0x0A || $0 == 0x0D }.filter { $0.contains(where: isWord) }
  }

  private static func letters(in text: [UInt32]) -> [Found] {
    var found: [Found] = []
    for at in text.indices where isLetter(text[at]) {
      let before = at > 0 ? text[at - 1] : 0x20
      let after = at + 1 < text.count ? text[at + 1] : 0x20
      // A letter with a hyphen or an apostrophe belongs to a word: T-shirt, I'm, A's.
      if [before, after].contains(where: {
        isWord($0) || $0 == 0x27 || $0 == 0x2019 || $0 == 0x2D || $0 == 0x5F
      }) {
        continue
      }
      let isParenthesised =
        before == UInt32(ascii: "(") && after == UInt32(ascii: ")")
        || before == UInt32(ascii: "[") && after == UInt32(ascii: "]")
      let isMarked = [".", ")", ":"].contains { after == UInt32(ascii: $0) }
      found.append(
        Found(
          at: at, letter: Int(text[at] | 0x20) - 0x61, isCapital: text[at] < 0x61,
          isParenthesised: isParenthesised, isExplicit: isParenthesised || isMarked))
    }
    return found
  }

  /// Whether only signs and white space stand between the letter and the line's beginning.
  private static func beginsLine(_ at: Int, _ text: [UInt32]) -> Bool {
    for place in text[..<at].indices.reversed() {
      if text[place] == 0x0A || text[place] == 0x0D { return true }
      if isWord(text[place]) { return false }
    }
    return true
  }

  private static let fillers: Set<String> = ["is", "option", "choice", "letter", "the", "would", "be"]

  /// Whether the words before the letter are `answer`, `option` or `choice`, with no more than small words between.
  private static func followsAnswer(_ at: Int, _ text: [UInt32]) -> Bool {
    guard !isArticle(at, text) else { return false }
    var end = at
    for _ in 0..<5 {
      while end > 0, !isWord(text[end - 1]) {
        // Another sentence does not speak of the letter.
        if text[end - 1] == UInt32(ascii: "?") || text[end - 1] == UInt32(ascii: ".") { return false }
        end -= 1
      }
      var start = end
      while start > 0, isWord(text[start - 1]), end - start < 12 { start -= 1 }
      guard start < end else { return false }
      let word = String(String.UnicodeScalarView(text[start..<end].compactMap(Unicode.Scalar.init)))
        .lowercased()
      if word == "answer" { return true }
      guard fillers.contains(word) else { return false }
      end = start
    }
    return false
  }

  /// Whether `A` or `I` is the article or the pronoun: a word follows that does not speak of a letter.
  private static func isArticle(_ at: Int, _ text: [UInt32]) -> Bool {
    let letter = text[at] | 0x20
    guard letter == UInt32(ascii: "a") || letter == UInt32(ascii: "i") else { return false }
    var next = at + 1
    while next < text.count, isSpace(text[next]) { next += 1 }
    guard next > at + 1, next < text.count, isWord(text[next]) else { return false }
    var end = next
    while end < text.count, isWord(text[end]), end - next < 12 { end += 1 }
    let word = String(String.UnicodeScalarView(text[next..<end].compactMap(Unicode.Scalar.init))).lowercased()
    return !(letter == UInt32(ascii: "a") && ["is", "and", "or", "because", "since"].contains(word))
  }
}

extension UInt32 {
  /// The value of an ASCII character.
  fileprivate init(ascii scalar: Unicode.Scalar) { self = scalar.value }
}
