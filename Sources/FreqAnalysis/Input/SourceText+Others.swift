import Corpus

/// Languages that are told by a few signs.
extension SourceText {
  /// `c("tench", …`, or such a call behind `names <-` or `names =`.
  static func isR(_ lines: [String]) -> Bool {
    let calls = ["c(", "list(", "factor("]
    func isCall(_ text: String) -> Bool {
      calls.contains { call in ["\"", "'"].contains { text.hasPrefix(call + $0) } }
    }
    return isCall(lines[0])
      || lines.prefix(200).contains { line in
        ["<-", "="].contains { sign in
          guard let place = line.range(of: sign) else { return false }
          let value = InputFile.trimmed(String(line[place.upperBound...]))
          return isCall(value) || sign == "<-" && calls.contains { value.hasPrefix($0) }
        }
      }
  }

  /// `static const char *names[] = {` and the like: a list behind an equals sign.
  static func isDeclaration(_ lines: [String]) -> Bool {
    lines.prefix(200).contains { line in ["= {", "= [", "={\"", "=[\""].contains { line.contains($0) } }
  }

  /// Elements with attributes or ends; a name may well be `<PERSON>`.
  static func isXML(_ lines: [String]) -> Bool {
    guard lines[0].hasPrefix("<"), lines[0].dropFirst().first?.isLetter == true else { return false }
    return lines.prefix(200).contains { line in
      line.hasPrefix("<") && line.hasSuffix(">")
        && (line.contains("</") || line.hasSuffix("/>") || line.contains("=\""))
    }
  }

  /// Whether every line is names in quotes with commas between them, several in one at least. A quoted CSV has no blank
  /// behind its commas.
  static func isQuotedNames(_ lines: [String]) -> Bool {
    let counts = lines.map(quotedNames)
    return !counts.contains(0) && counts.contains { $0 > 1 }
  }

  /// How many names in quotes a line consists of; 0 where it has anything else.
  private static func quotedNames(_ line: String) -> Int {
    let utf8 = Array(line.utf8)
    guard let quote = utf8.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return 0 }
    var count = 0
    var at = 0
    while at < utf8.count {
      guard utf8[at] == quote, let end = utf8[(at + 1)...].firstIndex(of: quote) else { return 0 }
      count += 1
      at = end + 1
      guard at < utf8.count else { return count }
      guard utf8[at] == UInt8(ascii: ",") else { return 0 }
      at += 1
      let isDivided = at == utf8.count || utf8[at] == 0x20 || quote == UInt8(ascii: "'")
      guard isDivided else { return 0 }
      while at < utf8.count, InputFile.isSpace(utf8[at]) { at += 1 }
    }
    return count
  }
}
