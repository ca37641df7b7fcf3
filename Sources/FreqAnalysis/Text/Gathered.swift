/// Facts of one kind, of which the first is told in full and of the others how many there are.
public enum Gathered {
  /// The sentences to tell: the first of each kind, with the number of those that are left out.
  ///
  /// - Parameters:
  ///   - sentences: What is to be told, each with its kind; a kind is told where it first stands.
  ///   - all: Whether nothing is left out.
  ///   - how: What is said of how the others are told, by their number; nothing in a place where they cannot be.
  /// - Returns: The sentences in their order.
  public static func sentences(
    _ sentences: [(kind: String, text: String)], all: Bool, how: (Int) -> String = { _ in "" }
  ) -> [String] {
    guard !all else { return sentences.map(\.text) }
    var order: [String] = []
    var kinds: [String: [String]] = [:]
    for (kind, text) in sentences {
      if kinds[kind] == nil { order.append(kind) }
      kinds[kind, default: []].append(text)
    }
    return order.compactMap { kind in
      guard let texts = kinds[kind], let first = texts.first else { return nil }
      return texts.count == 1 ? first : first + " (\(more(texts.count - 1))\(how(texts.count - 1)))"
    }
  }

  /// `and 3 more such notes`.
  public static func more(_ count: Int) -> String {
    "and \(NumberText.grouped(count)) more such \(count == 1 ? "note" : "notes")"
  }
}
