/// How wide text is drawn in a font, nearly.
struct TextMeasure {
  /// How wide the font's letters are beside those of Helvetica.
  var factor = 1.0
  /// Whether all letters have one width.
  var isFixed = false

  /// The width in units of the picture at a font size.
  func estimate(_ text: String, size: Double = 12) -> Double {
    var ems = 0.0
    for scalar in text.unicodeScalars {
      let own = Self.width(scalar)
      // All letters of a typewriter have one width, but for those that take two.
      ems += isFixed && own > 0 && own < 1 ? 0.61 : own * factor
    }
    return ems * size
  }

  private static func width(_ scalar: Unicode.Scalar) -> Double {
    switch scalar.value {
    case 0x20, 0x21, 0x27...0x29, 0x2C, 0x2E, 0x2F, 0x3A, 0x3B, 0x49, 0x5B...0x5D, 0x66, 0x69...0x6A, 0x6C,
      0x72,
      0x74, 0x7C:
      0.31
    case 0x57, 0x4D, 0x6D, 0x77, 0x40, 0x25: 0.88
    case 0x41...0x5A: 0.70
    case 0x21...0x7E: 0.56
    case 0x300...0x36F: 0
    case 0x1100...0x115F, 0x2E80...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60,
      0x1F300...0x1FAFF,
      0x20000...0x3FFFF:
      1.0
    default: 0.62
    }
  }

  /// The text, cut with an ellipsis where it is wider than allowed.
  func cut(_ text: String, to width: Double, size: Double = 12) -> String {
    if estimate(text, size: size) <= width { return text }
    var kept = ""
    var used = estimate("…", size: size)
    for character in text {
      used += estimate(String(character), size: size)
      if used > width { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// The text, its middle replaced by an ellipsis where it is wider than allowed: names often differ at their ends.
  func cutMiddle(_ text: String, to width: Double, size: Double = 12) -> String {
    if estimate(text, size: size) <= width { return text }
    let characters = Array(text)
    var starts = [0.0]
    for character in characters {
      starts.append(starts[starts.count - 1] + estimate(String(character), size: size))
    }
    let whole = starts[characters.count]
    let room = width - estimate("…", size: size)
    var kept = characters.count
    while kept > 0 {
      kept -= 1
      let (before, after) = ((kept + 1) / 2, kept / 2)
      if starts[before] + whole - starts[characters.count - after] <= room {
        return String(characters.prefix(before) + ["…"] + characters.suffix(after))
      }
    }
    return "…"
  }

  private static let relations: Set<Substring> = ["=", "<", "≤", "≥", ">"]

  /// The text in lines no wider than allowed, broken at spaces; a longer word is cut.
  func lines(_ text: String, width: Double, size: Double = 12) -> [String] {
    var lines: [String] = []
    var words: [Substring] = []
    for word in text.split(separator: " ") {
      // A sign stays with its number, and so does an equation.
      if let last = words.last,
        word.hasPrefix("%") && last.last?.isNumber == true
          || (Self.relations.contains(word)
            || last.split(separator: " ").last.map(Self.relations.contains) == true)
            && estimate(last + " " + word, size: size) <= width
      {
        words[words.count - 1] = last + " " + word
      } else {
        words.append(word)
      }
    }
    for word in words {
      let longer = lines.last.map { $0 + " " + word } ?? String(word)
      if !lines.isEmpty, estimate(longer, size: size) <= width {
        lines[lines.count - 1] = longer
      } else {
        lines.append(cut(String(word), to: width, size: size))
      }
    }
    return lines
  }
}
