/// How a class list is read where its form leaves a choice; without them a list that leaves one is refused.
public struct ClassListOptions: Sendable, Hashable {
  /// The key under which the list stands in a JSON object: a key, or a path of keys with dots.
  public var key: String?
  /// The column of a table that holds the names: its header, or its number from 1.
  public var nameColumn: String?
  /// Makes of a name such as `tench, Tinca tinca` a name and its aliases.
  public var splitsSynonyms: Bool

  /// Makes options; without arguments names are as given and nothing is chosen.
  public init(key: String? = nil, nameColumn: String? = nil, splitsSynonyms: Bool = false) {
    self.key = key
    self.nameColumn = nameColumn
    self.splitsSynonyms = splitsSynonyms
  }

  /// The options in words, as a class set is stored with them; empty where none is given.
  var words: String {
    [
      key.map { "key=\($0)" }, nameColumn.map { "name-column=\($0)" },
      splitsSynonyms ? "split-synonyms" : nil,
    ].compactMap { $0 }.joined(separator: " ")
  }
}
