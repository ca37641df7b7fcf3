/// What one listing may have, page by page, before it is refused: what a run can keep in memory, and an end.
struct ListingBounds: Sendable {
  /// The most bytes of one page: a thousand keys, each of at most 1,024 bytes, escaped.
  static let pageBytes = 8 << 20

  private let mostEntries: Int
  private let mostNameBytes: Int
  private let mostEmptyPages: Int
  private var entries = 0
  private var nameBytes = 0
  private var emptyPages = 0
  /// By a hash, since what a server calls its next page may be long.
  private var marks: Set<Int> = []

  init(mostEntries: Int = 2_000_000, mostNameBytes: Int = 256 << 20, mostEmptyPages: Int = 100) {
    self.mostEntries = mostEntries
    self.mostNameBytes = mostNameBytes
    self.mostEmptyPages = mostEmptyPages
  }

  /// Takes what a page had, and by what the next one is asked for; nil where it was the last.
  ///
  /// - Parameters:
  ///   - listed: How many things it listed.
  ///   - names: The names of those that are kept.
  ///   - next: The mark or the URL of the next page.
  /// - Returns: What is wrong with it; nil where nothing is.
  mutating func refusal(listed: Int, names: some Sequence<String>, next: String?) -> String? {
    entries += listed
    for name in names { nameBytes += name.utf8.count }
    guard entries <= mostEntries else { return "it lists more than \(mostEntries) files" }
    guard nameBytes <= mostNameBytes else {
      return "the names that it lists have more than \(mostNameBytes) bytes"
    }
    guard let next else { return nil }
    emptyPages = listed == 0 ? emptyPages + 1 : 0
    guard emptyPages <= mostEmptyPages else {
      return "more than \(mostEmptyPages) pages in a row list nothing"
    }
    var hasher = Hasher()
    hasher.combine(next)
    return marks.insert(hasher.finalize()).inserted ? nil : "its pages lead in a circle"
  }
}
