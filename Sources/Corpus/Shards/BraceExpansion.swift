/// WebDataset's brace ranges and lists in names: `{00000..00041}`, `{a,b}`.
enum BraceExpansion {
  /// The names that a word means, in order; the word itself where it has no braces that mean something.
  ///
  /// A range's numbers keep the width of its first bound where that has leading zeros, and may run downwards.
  ///
  /// - Throws: `ShardExpansion.Failure.tooMany`, before more than `limit` names are made.
  static func names(of word: String, limit: Int) throws(ShardExpansion.Failure) -> [String] {
    guard let (before, choices, after) = try firstChoices(in: word, limit: limit) else { return [word] }
    var names: [String] = []
    for tail in try Self.names(of: after, limit: limit) {
      guard names.count + choices.count <= limit else { throw .tooMany(word, limit: limit) }
      names.append(contentsOf: choices.map { $0 + tail })
    }
    // By the first braces first, as a shell orders them.
    let tails = names.count / choices.count
    return choices.indices.flatMap { choice in
      (0..<tails).map { before + names[$0 * choices.count + choice] }
    }
  }

  private static func firstChoices(
    in word: String, limit: Int
  ) throws(ShardExpansion.Failure) -> (before: String, choices: [String], after: String)? {
    var from = word.startIndex
    while let open = word[from...].firstIndex(of: "{"), let close = word[open...].firstIndex(of: "}") {
      let inside = word[word.index(after: open)..<close]
      if let choices = try choices(of: String(inside), word, limit) {
        return (String(word[..<open]), choices, String(word[word.index(after: close)...]))
      }
      from = word.index(after: open)
    }
    return nil
  }

  private static func choices(
    of inside: String, _ word: String, _ limit: Int
  ) throws(ShardExpansion.Failure) -> [String]? {
    if inside.utf8.contains(UInt8(ascii: ",")) {
      return inside.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let bounds = inside.split(separator: ".", omittingEmptySubsequences: false)
    guard bounds.count == 3, bounds[1].isEmpty, isNumber(bounds[0]), isNumber(bounds[2]),
      let first = Int(bounds[0]), let last = Int(bounds[2])
    else { return nil }
    guard abs(last - first) < limit else { throw .tooMany(word, limit: limit) }
    let width =
      bounds[0].hasPrefix("0") || bounds[2].hasPrefix("0") ? max(bounds[0].count, bounds[2].count) : 0
    return stride(from: first, through: last, by: first <= last ? 1 : -1).map { number in
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.count < 16 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
