/// A command line as a person types it, cut into words as a shell would, without anything being run or put in.
struct ShellLine {
  /// A word as it stands, and as the program would get it.
  struct Word: Equatable {
    var raw = ""
    var text = ""
  }

  /// The words; the last is the one that is being typed, and empty behind a blank.
  let words: [Word]

  /// Cuts a line into words; an open quotation ends with the line.
  init(_ line: String) {
    var words: [Word] = []
    var word = Word()
    var quote: Character?
    var isEscaped = false
    var isInWord = false
    for character in line {
      if isEscaped {
        isEscaped = false
        // Between double quotes a backslash stands for itself before most characters.
        if quote == "\"", !"\"\\$`".contains(character) { word.text.append("\\") }
        word.text.append(character)
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word.text.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character.isWhitespace {
        if isInWord { words.append(word) }
        word = Word()
        isInWord = false
        continue
      } else {
        word.text.append(character)
      }
      isInWord = true
      word.raw.append(character)
    }
    self.words = words + [word]
  }

  /// A word of a shell without its quotation.
  static func unquoted(_ raw: String) -> String { ShellLine(raw).words.map(\.text).joined(separator: " ") }
}
