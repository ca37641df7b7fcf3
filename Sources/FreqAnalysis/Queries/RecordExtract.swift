import Corpus
import Foundation

/// The records that mention some classes, with the columns that are wanted: what `extract` writes.
///
/// Which records these are is known from rows; what is wanted of them is read from their shards, of which only those are opened
/// that have such a record.
public struct RecordExtract: Sendable {
  /// Which records are taken.
  public struct Choice: Sendable {
    /// The classes by name, identifier or alias; empty: all.
    public var classes: [String] = []
    /// Whether a record must mention all of the classes, not only one of them.
    public var needsAll = false
    /// Whether of captions that are equal after folding only the first record is taken.
    public var isDistinct = false
    /// The most records, drawn at random; nil: all.
    public var limit: Int?
    /// Decides which are drawn; a larger limit keeps what a smaller one has.
    public var seed: UInt64 = 0

    /// Makes a choice of all records.
    public init() {}
  }

  /// The columns that are known without a field of that name.
  public static let ownColumns = ["shard", "record", "key", "classes", "caption"]

  /// The records of one shard that are taken.
  private struct Part: Sendable {
    var shard: ShardName
    var reading: ReadingOptions
    /// The records' numbers, ascending, and the classes that each mentions.
    var records: [Int]
    var classes: [[Int]]
  }

  private let parts: [Part]
  private let classNames: [String]
  private let columns: [String]
  private let fields: [FieldPath]
  private let roles: Set<Role>
  /// How many records there are.
  public var count: Int { parts.reduce(0) { $0 + $1.records.count } }
  /// How many shards are read for them.
  public var shards: Int { parts.count }
  /// What a person should know.
  public let notes: [SelectionNote]

  /// Finds the records.
  ///
  /// - Parameters:
  ///   - choice: Which records are taken.
  ///   - selection: The corpora, roles and rules.
  ///   - columns: The columns that are wanted: `ownColumns`, or fields of the records.
  ///   - reading: The bounds within which shards are read.
  ///   - store: The database.
  /// - Throws: `StoreError`, `UnknownClass`, `RowsMissing`, `ShardError`, `ExtractError`.
  public init(
    _ choice: Choice, of selection: Selection, columns: [String], reading: ReadingOptions,
    in store: CountStore
  ) throws {
    self.columns = columns
    fields = try columns.filter { !Self.ownColumns.contains($0) }.map { name in
      guard let path = FieldPath(name), !path.steps.contains(.each) else { throw ExtractError.noField(name) }
      return path
    }
    let resolved = try store.resolve(selection)
    roles = resolved.roles
    notes = resolved.notes
    let classSet = try store.load(resolved.classSet)
    let names = classSet.classes.map(\.name)
    classNames = names
    var wanted: Set<Int>?
    if !choice.classes.isEmpty,
      case .classes(let indices) = try FrequencyQuery.classes(named: choice.classes, in: classSet)
    {
      wanted = Set(indices)
    }
    var parts: [Part] = []
    var seen: Set<UInt64> = []
    for file in try store.rowSource(resolved).files {
      let (path, own) = try Self.place(of: file, reading, corpus: resolved.pools[file.pool].corpus.name)
      var part = Part(shard: ShardName(storedPath: path), reading: own, records: [], classes: [])
      var open: (record: Int, classes: [Int], hash: Int)?
      func close() {
        guard let found = open else { return }
        open = nil
        let classes = Set(found.classes)
        if choice.needsAll, let wanted, !wanted.isSubset(of: classes) { return }
        if choice.isDistinct, !seen.insert(UInt64(bitPattern: Int64(found.hash))).inserted { return }
        part.records.append(found.record)
        part.classes.append(classes.sorted())
      }
      try RowColumns.read(["role", "class_index", "record", "caption_hash"], of: file.stored) { rows in
        for row in 0..<rows.rows {
          let (index, record) = (rows.integers[1][row], rows.integers[2][row])
          guard resolved.roles.contains(rows.role(row)), wanted?.contains(index) ?? true else { continue }
          guard index < names.count else { throw RowOfNoClass(file: file.stored.path, index: index) }
          if open?.record != record {
            close()
            open = (record, [], rows.integers[3][row])
          }
          open?.classes.append(index)
        }
      }
      close()
      if !part.records.isEmpty { parts.append(part) }
    }
    if let limit = choice.limit { parts = Self.draw(limit, of: parts, seed: choice.seed) }
    self.parts = parts
  }

  /// A file that still has the content that was counted, and how it was read.
  private static func place(
    of file: RowSource.File, _ reading: ReadingOptions, corpus: String
  ) throws -> (path: String, reading: ReadingOptions) {
    guard let first = file.places.first else { throw ExtractError.noFile(corpus: corpus) }
    // A record's number says nothing of a file that has changed since.
    guard let place = file.places.first(where: { FileState(path: $0.path) == $0 }) else {
      throw ExtractError.changed(shard: first.path)
    }
    guard let rule = ReadingRule(description: file.readingRule) else {
      throw ExtractError.otherReading(shard: place.path, rule: file.readingRule)
    }
    var own = reading
    own.rule = rule
    own.skipsBadRecords = file.skipsBadRecords
    return (place.path, own)
  }

  /// The records with the smallest numbers that the seed gives them.
  private static func draw(_ limit: Int, of parts: [Part], seed: UInt64) -> [Part] {
    var order: [(key: UInt64, part: Int, place: Int)] = []
    for (index, part) in parts.enumerated() {
      let name = Digest(ofFields: ["extract", "\(seed)", part.shard.description]).high
      for (place, record) in part.records.enumerated() {
        order.append((Digest(ofFields: ["\(name)", "\(record)"]).high, index, place))
      }
    }
    order.sort { ($0.key, $0.part, $0.place) < ($1.key, $1.part, $1.place) }
    var kept = parts.map { _ in Set<Int>() }
    for (_, part, place) in order.prefix(limit) { kept[part].insert(place) }
    return zip(parts, kept).compactMap { part, places in
      guard !places.isEmpty else { return nil }
      var part = part
      part.records = part.records.indices.filter(places.contains).map { part.records[$0] }
      part.classes = part.classes.indices.filter(places.contains).map { part.classes[$0] }
      return part
    }
  }

  /// The columns of the result.
  public var tableColumns: [TableColumn] {
    columns.map { $0 == "record" ? TableColumn($0, .int64) : TableColumn($0, .text, isOptional: true) }
  }

  /// Hands on the records one after another, with one value a column.
  ///
  /// - Throws: `ShardError` where a shard cannot be read; what `body` throws.
  public func forEach(_ body: ([TableCell]) throws -> Void) throws {
    for part in parts {
      var place = 0
      try ShardRecords(part.shard, reading: part.reading, fields: fields).read(part.records) { record in
        while place < part.records.count, part.records[place] < record.number { place += 1 }
        var values = record.values[...]
        try body(
          columns.map { column in
            switch column {
            case "shard": return .text(part.shard.description)
            case "record": return .integer(record.number)
            case "key": return record.key.map { .text($0) } ?? .missing
            case "classes":
              return .text(part.classes[place].map { classNames[$0] }.joined(separator: "; "))
            case "caption":
              return .text(
                record.captions.filter { roles.contains($0.role) }.map(\.text).joined(separator: "\n"))
            default: return (values.popFirst() ?? nil).map { .text($0) } ?? .missing
            }
          })
      }
    }
  }
}

/// Why records cannot be extracted.
public enum ExtractError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The word is no field of a record.
  case noField(String)
  /// A shard of the corpus came through standard input or a command, and cannot be read again.
  case noFile(corpus: String)
  /// A shard's file is missing, or has changed since it was counted.
  case changed(shard: String)
  /// A shard was read by a rule of another version.
  case otherReading(shard: String, rule: String)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .noField(let name): "`\(name)` names no field of a record; a field is written a, a.b or a[0]"
    case .noFile(let corpus):
      "a shard of the corpus `\(corpus)` came through standard input or a command, so its records cannot be read again; "
        + "`rows export` writes the fields that were kept"
    case .changed(let shard):
      "\(shard) is missing, or has changed since it was counted; index it again"
    case .otherReading(let shard, let rule):
      "\(shard) was read by a rule that this version does not have (\(rule)); index it again"
    }
  }
}
