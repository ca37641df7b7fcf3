/// A word as it has to stand on a line of bash so that the program gets it as it is.
enum BashWord {
  /// The word behind what was typed, in the quotation that is open there; nil where it cannot stand in that.
  ///
  /// Outside of quotes every byte that could mean something gets a backslash; between double quotes the four that do, and
  /// `!`, which nothing takes its meaning, cannot stand there; between single quotes only their end cannot.
  static func quoted(_ word: String, in typed: String) -> String? {
    switch openQuote(typed) {
    case "'": return word.contains("'") ? nil : word
    case "\"":
      if word.contains("!") { return nil }
      return String(word.flatMap { "\"\\$`".contains($0) ? ["\\", $0] : [$0] })
    default:
      // Letters of other scripts mean nothing to a shell, and a backslash before a part of one would break it.
      return String(word.flatMap { isPlain($0) ? [$0] : ["\\", $0] })
    }
  }

  /// The quote that is open at the end of a word; nil where none is.
  private static func openQuote(_ typed: String) -> Character? {
    var (quote, isEscaped): (Character?, Bool) = (nil, false)
    for character in typed {
      if isEscaped {
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      }
    }
    return quote
  }

  private static func isPlain(_ character: Character) -> Bool {
    guard let byte = character.asciiValue else { return true }
    return character.isLetter || character.isNumber || "-_./+%,@:=".utf8.contains(byte)
  }
}
