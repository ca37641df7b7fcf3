import Corpus
import Foundation
import TestSupport

@testable import FreqAnalysis

/// A class set with everything that a name may hold, and shards to count by it.
enum StoreSample {
  /// Names that end statements, cells, lines and pages.
  static let hostileNames = [
    "Robert'); DROP TABLE class;--", "two\nlines", "=cmd|'/c calc'!A1", "</script><b>\"&", "\u{1B}[31mred",
    "a\tb,\"c\"",
    "caf\u{E9}", "cafe\u{301}", "犬", "\\", "%s%n", " ",
  ]

  /// Six classes: of one term and of several, twins, and a shared term.
  static let animals = ClassSet(
    name: "animals",
    classes: [
      .init(name: "tench", id: "n01440764"),
      .init(
        name: "crane",
        terms: [.init("crane"), .init("crane bird", kind: .alias), .init("cranes", kind: .plural)]),
      .init(name: "crane", terms: [.init("crane"), .init("hoist", kind: .alias)]),
      .init(name: "kite (bird of prey)", terms: [.init("kite (bird of prey)"), .init("kite", kind: .base)]),
      .init(name: "dog"),
      .init(name: "never"),
    ])

  static let hostile = ClassSet(
    name: hostileNames[0],
    classes: hostileNames.map { ClassSet.Class(name: $0, id: $0, terms: [.init($0), .init($0 + "s")]) })

  static func target(
    _ corpus: String, stage: String? = nil, sets: [ClassSet] = [animals], matching: Matching = .word,
    overlap: Overlap = .all, reading: String = "shapes 1"
  ) -> CountTarget {
    CountTarget(
      corpus: corpus, stage: stage,
      sets: sets.map {
        CountTarget.CountedSet(
          classSet: $0.name, rules: RuleSet(classSet: $0, matching: matching, overlap: overlap))
      }, readingRule: reading, toolVersion: "0.1.0")
  }

  /// A file's identity; its digest is of its content.
  static func file(_ path: String, content: String, modified: Int64 = 1_700_000_000_123_456_789)
    -> ShardIdentity
  {
    ShardIdentity(
      name: .file(path: path), path: path, size: content.utf8.count, modified: modified,
      digest: Digest(ofFields: [content]), digestKind: "whole-file")
  }

  static func pipe(_ name: ShardName = .standardInput, content: String) -> ShardIdentity {
    ShardIdentity(
      name: name, path: nil, size: content.utf8.count, modified: nil, digest: Digest(ofFields: [content]),
      digestKind: "whole-file")
  }

  /// Counts of one class set: rows of (role, class, mentions, captions), and of terms in the same form.
  static func counts(
    captions: [Role: Int] = [.caption: 10], classes: [(Role, Int, Int, Int)],
    terms: [(Role, Int, Int, Int)] = []
  ) -> ShardCounts {
    var counts = ShardCounts()
    counts.records = captions.values.reduce(0, +)
    for (role, count) in captions { counts.captions[role] = count }
    counts.textBytes = counts.records * 50
    var set = ClassSetCounts()
    set.classes = classes.map { .init(role: $0.0, index: $0.1, mentions: $0.2, captions: $0.3) }
    set.terms = terms.map { .init(role: $0.0, index: $0.1, mentions: $0.2, captions: $0.3) }
    counts.sets = [set]
    return counts
  }

  /// tench 2 in 1 caption, dog 3 in 3, crane 4 in 3 by two of its terms.
  static let firstCounts = counts(
    classes: [(.caption, 0, 2, 1), (.caption, 4, 3, 3), (.caption, 1, 4, 3)],
    terms: [(.caption, 1, 3, 2), (.caption, 3, 1, 1)])

  /// dog in every role.
  static let roleCounts = counts(
    captions: [.human: 5, .assistant: 6, .system: 1],
    classes: [(.human, 4, 2, 2), (.assistant, 4, 4, 3), (.system, 4, 1, 1)])

  /// A new database with a class set in it.
  static func store(
    in folder: TemporaryFolder, _ sets: [ClassSet] = [animals], name: String = "corpus.sqlite",
    fileExists: @escaping @Sendable (String) -> Bool = { _ in true }
  ) throws -> CountStore {
    let store = try CountStore(
      path: folder.path(name), mode: .create, busyTimeout: 20, fileExists: fileExists)
    for set in sets { try store.register(set) }
    return store
  }
}

/// Reads a database with another reader than the program's: Python's sqlite3.
struct OtherReader {
  let path: String

  /// The rows of queries as JSON, decoded; one run of Python for all of them.
  func rows(_ queries: [String]) throws -> [[[JSONCell]]] {
    let script = """
      import json, sqlite3, sys
      db = sqlite3.connect(sys.argv[1])
      print(json.dumps([[[c.hex() if isinstance(c, bytes) else c for c in row] for row in db.execute(q)]
        for q in json.load(sys.stdin)]))
      """
    let run = try Run.python(["-c", script, path], input: JSONEncoder().encode(queries))
    guard run.status == 0 else { throw Failure(message: run.stderr) }
    return try JSONDecoder().decode([[[JSONCell]]].self, from: run.output)
  }

  func rows(_ query: String) throws -> [[JSONCell]] { try rows([query])[0] }

  struct Failure: Error { var message: String }
}

/// A value of SQLite's, as JSON says it.
enum JSONCell: Decodable, Equatable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByNilLiteral,
  ExpressibleByFloatLiteral
{
  case null
  case integer(Int)
  case real(Double)
  case text(String)

  init(from decoder: any Decoder) throws {
    let box = try decoder.singleValueContainer()
    if box.decodeNil() {
      self = .null
    } else if let number = try? box.decode(Int.self) {
      self = .integer(number)
    } else if let number = try? box.decode(Double.self) {
      self = .real(number)
    } else {
      self = .text(try box.decode(String.self))
    }
  }

  init(integerLiteral value: Int) { self = .integer(value) }
  init(floatLiteral value: Double) { self = .real(value) }
  init(stringLiteral value: String) { self = .text(value) }
  init(nilLiteral: ()) { self = .null }
}
