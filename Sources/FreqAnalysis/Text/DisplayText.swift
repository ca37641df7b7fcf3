/// Text as a terminal shows it: made harmless, measured in columns, cut to a width.
public enum DisplayText {
  /// The text with everything escaped that would move the cursor, colour the screen or turn the reading direction.
  ///
  /// A line end is shown as `\n`, a tab as `\t`, a carriage return as `\r`, any other control character and any
  /// formatting character that changes direction as `\u{1b}`. Everything else stays as it is.
  public static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": shown.append(contentsOf: "\\n".unicodeScalars)
      case "\t": shown.append(contentsOf: "\\t".unicodeScalars)
      case "\r": shown.append(contentsOf: "\\r".unicodeScalars)
      case _ where isUnsafe(scalar):
        shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      default: shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// The columns that a text without control characters takes; two for each wide character.
  public static func width(of text: String) -> Int {
    text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + width(of: $1) }
  }

  /// The text, or as much of its start as fits into `width` columns with `…` after it.
  public static func truncated(_ text: String, to width: Int) -> String {
    guard self.width(of: text) > width else { return text }
    var kept = ""
    var room = width - 1
    for character in text {
      room -= self.width(of: character)
      guard room >= 0 else { break }
      kept.append(character)
    }
    return width > 0 ? kept + "…" : ""
  }

  /// The text, or as much of its end as fits into `width` columns with `…` before it.
  static func truncatedAtStart(_ text: String, to width: Int) -> String {
    guard self.width(of: text) > width else { return text }
    return width > 0 ? "…" + String(fitting(text.reversed(), into: width - 1).reversed()) : ""
  }

  /// The text, or as much of its two ends as fits into `width` columns with `…` between them.
  ///
  /// Names that stand below one another, such as those of models or of shards, often begin alike and differ at their
  /// ends.
  public static func shortened(_ text: String, to width: Int) -> String {
    guard self.width(of: text) > width else { return text }
    guard width > 2 else { return truncated(text, to: width) }
    let tail = fitting(text.reversed(), into: width / 2)
    return fitting(text, into: width - 1 - width / 2) + "…" + String(tail.reversed())
  }

  /// The text in lines of at most `width` columns, broken at spaces, each but the first after an indentation.
  ///
  /// A word that is longer than a line has a line of its own and stays whole, so that a path can be copied; blanks at
  /// which a line is broken go. A text of no word is one empty line.
  public static func wrapped(_ text: String, to width: Int, indent: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var (line, used) = ("", 0)
    for word in text.split(separator: " ") {
      let columns = self.width(of: String(word))
      if used > 0, used + 1 + columns > width {
        lines.append(line)
        (line, used) = ("", 0)
      }
      if used > 0 {
        line += " "
        used += 1
      } else if !lines.isEmpty {
        line = margin
        used = indent
      }
      line += word
      used += columns
    }
    return lines + [line]
  }

  /// As much of the start of some characters as takes at most `room` columns.
  private static func fitting(_ characters: some Sequence<Character>, into room: Int) -> String {
    var kept = ""
    var room = room
    for character in characters {
      room -= width(of: character)
      guard room >= 0 else { break }
      kept.append(character)
    }
    return kept
  }

  /// The columns of one grapheme cluster: those of its widest scalar.
  private static func width(of character: Character) -> Int {
    var widest = 0
    for scalar in character.unicodeScalars {
      if scalar.value == 0xFE0F { return 2 }  // asks for the emoji's picture
      widest = max(widest, width(of: scalar))
    }
    return widest
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return WideCharacters.contains(scalar.value) ? 2 : 1
    }
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
