import Corpus

/// Which mentions are shown as examples: of which classes, from which shards.
public struct ExampleQuery: Sendable {
  /// The class set with only the classes that are asked for having terms.
  public let classSet: ClassSet
  /// The shards to read.
  public let shards: [ShardName]

  /// Tells classes from shards among a command line's words, and takes a corpus's own shards where none is named.
  ///
  /// A word that names a class is a class; the others are shards.
  ///
  /// - Parameters:
  ///   - words: classes by name, id or alias, then shards.
  ///   - classSet: the class set.
  ///   - corpora: the corpora whose shards are read where no shard is named; empty: all.
  ///   - store: the database; nil where there is none.
  /// - Throws: `Failure`, `ShardExpansion.Failure`, `StoreError`.
  public init(_ words: [String], classSet: ClassSet, corpora: [String], in store: CountStore?) throws {
    let join = NameJoin(classSet)
    var chosen: Set<Int> = []
    var places: [String] = []
    for word in words {
      if places.isEmpty, let match = join.match(word, words: true) {
        chosen.formUnion(match.classes)
      } else {
        places.append(word)
      }
    }
    guard !chosen.isEmpty else { throw Failure.noClass(words: words, classSet: classSet.name) }
    var wanted = classSet
    for index in wanted.classes.indices where !chosen.contains(index) { wanted.classes[index].terms = [] }
    self.classSet = wanted
    if places.isEmpty {
      shards = try Self.storedFiles(of: corpora, in: store)
      guard !shards.isEmpty else { throw Failure.noShards }
    } else {
      shards = try ShardExpansion(places).shards
    }
  }

  private static func storedFiles(of corpora: [String], in store: CountStore?) throws -> [ShardName] {
    guard let store else { return [] }
    let names: [String?] = corpora.isEmpty ? [nil] : corpora
    var seen: Set<[UInt8]> = []
    return try names.flatMap { try store.shards(corpus: $0) }.compactMap { shard in
      guard let path = shard.files.first?.path, seen.insert(Array(path.utf8)).inserted else { return nil }
      return .file(path: path)
    }
  }

  /// Why there is nothing to show.
  public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// No word names a class.
    case noClass(words: [String], classSet: String)
    /// No shard is named, and the database has no file that could be read again.
    case noShards

    /// The failure as a sentence.
    public var description: String {
      switch self {
      case .noClass(let words, let classSet):
        "no class of \(classSet) is named by `\(words.first ?? "")`; corpus-tool classes show \(classSet) lists them"
      case .noShards: "no shard is named, and the database has no file of these corpora; name the shards"
      }
    }
  }
}

extension Table {
  /// Examples: `class,term,shard,record,role,before,mention,after`.
  public static func examples(_ examples: [MentionSample.Example], of classSet: ClassSet) -> Table {
    let terms = classSet.classes.flatMap(\.terms)
    return Table(
      columns: [
        Column("class", .text), Column("term", .text), Column("shard", .text), Column("record", .ordinal),
        Column("role", .text), Column("before", .text), Column("mention", .text), Column("after", .text),
      ],
      rows: examples.map { example in
        [
          .text(classSet.classes[example.classIndex].name),
          .text(example.termIndex < terms.count ? terms[example.termIndex].text : ""),
          .text(example.shard.description), .integer(example.record), .text(example.role.name),
          .text(example.before), .text(example.mention), .text(example.after),
        ]
      })
  }
}

/// Mentions aligned on the term, with what stands around them: the form of a concordance.
public struct ConcordanceText: Sendable {
  /// The lines.
  public let lines: [String]

  /// Lays examples out.
  ///
  /// - Parameters:
  ///   - examples: the mentions.
  ///   - width: the columns of a terminal.
  ///   - highlights: whether the mention is set in bold.
  public init(_ examples: [MentionSample.Example], width: Int, highlights: Bool) {
    let widest = min(examples.map { $0.mention.count }.max() ?? 0, width / 2)
    let before = max((width - widest - 2) / 2, 8)
    lines = examples.map { example in
      let left = Self.plain(example.before)
      let middle = Self.plain(example.mention)
      let right = Self.plain(example.after)
      let shownLeft =
        left.count <= before
        ? String(repeating: " ", count: before - left.count) + left : "…" + left.suffix(before - 1)
      let room = max(width - before - middle.count, 8)
      let shownRight = right.count <= room ? right : right.prefix(room - 1) + "…"
      return shownLeft + (highlights ? "\u{1B}[1m\(middle)\u{1B}[0m" : middle) + shownRight
    }
  }

  private static func plain(_ text: String) -> String {
    DisplayText.escaped(text.replacing(/[\r\n\t]+/, with: " "))
  }
}
