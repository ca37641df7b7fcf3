import Corpus

/// The records that mention some classes, with the columns that are wanted: what `extract` writes.
///
/// Which records these are is known from rows, or found by looking for mentions in the shards that the database says have some.
/// Memory is bounded by a block of a shard and a row group of its rows; where records are drawn, by their number too.
public struct RecordExtract: Sendable {
  /// Which records are taken.
  public struct Choice: Sendable {
    /// The classes by name, identifier or alias; empty: all.
    public var classes: [String] = []
    /// Whether a record must mention all of the classes, not only one of them.
    public var needsAll = false
    /// What its fields must be.
    public var conditions: [FieldCondition] = []
    /// Whether of captions that are equal after folding only the first record is taken.
    public var isDistinct = false
    /// The most records, drawn at random; nil: all.
    public var limit: Int?
    /// Decides which are drawn; a larger limit keeps what a smaller one has.
    public var seed: UInt64 = 0
    /// The folder in which the files of rows are now; nil: where they were written.
    public var rowFolder: String?

    /// Makes a choice of all records.
    public init() {}
  }

  /// The columns that are known without a field of that name.
  static let ownColumns = ["shard", "record", "key", "classes", "caption"]

  /// What was extracted.
  public struct Summary: Sendable, Hashable {
    /// The records that were taken.
    public var records = 0
    /// The shards that have some.
    public var shards = 0
    /// The shards that were opened.
    public var opened = 0
    /// Records whose field is no number, so that a condition cannot hold.
    public var withoutNumber = 0
    /// Fields that no record has.
    public var absent: [String] = []

    /// Makes a summary of nothing.
    public init() {}
  }

  private let choice: Choice
  private let columns: [String]
  private let fields: [FieldPath]
  private let parts: [ExtractedRecords]
  /// No more records mention a wanted class.
  private let mostRecords: Int
  private let classNames: [String]
  private let meter: WorkMeter
  /// What was selected.
  public let selection: ResolvedSelection
  /// The names of the wanted classes; empty: all.
  public let wantedClasses: [String]
  /// What a person should know.
  public let notes: [SelectionNote]

  /// Finds the shards that have such records.
  ///
  /// - Parameters:
  ///   - choice: Which records are taken.
  ///   - selection: The corpora, roles and rules.
  ///   - columns: The columns that are wanted: `ownColumns`, or fields of the records.
  ///   - reading: The bounds within which shards are read.
  ///   - store: The database.
  ///   - meter: Is moved on while records are read.
  ///   - threads: How many threads look for mentions in a shard without rows.
  /// - Throws: `StoreError`, `UnknownClass`, `RowsMissing`, `ExtractError`.
  public init(
    _ choice: Choice, of selection: Selection, columns: [String], reading: ReadingOptions,
    in store: CountStore, meter: WorkMeter = WorkMeter(), threads: Int = 1
  ) throws {
    self.choice = choice
    self.columns = columns
    self.meter = meter
    fields = try columns.filter { !Self.ownColumns.contains($0) }.map { name in
      guard let path = FieldPath(name), !path.steps.contains(.each) else { throw ExtractError.noField(name) }
      return path
    }
    let resolved = try store.resolve(selection)
    self.selection = resolved
    notes = resolved.notes
    let classSet = try store.load(resolved.classSet)
    classNames = classSet.classes.map(\.name)
    var wanted: Set<Int>?
    if !choice.classes.isEmpty,
      case .classes(let indices) = try FrequencyQuery.classes(named: choice.classes, in: classSet)
    {
      wanted = Set(indices)
    }
    wantedClasses = (wanted ?? []).sorted().map { classSet.classes[$0].name }
    let rows = RowRecords.Choice(
      classes: wanted, needsAll: choice.needsAll, roles: resolved.roles, classCount: classNames.count)
    mostRecords = try Self.mostRecords(resolved, wanted, in: store)
    var plans: [Int: MatchPlan] = [:]
    parts = try store.mentioningShards(resolved, classes: wanted, rowsIn: choice.rowFolder).map { shard in
      let pool = resolved.pools[shard.pool]
      let plan = try plans[shard.pool] ?? Self.plan(classSet, wanted, pool)
      plans[shard.pool] = plan
      return ExtractedRecords(
        shard: shard, corpus: pool.corpus.name, choice: rows, plan: plan, reading: reading, meter: meter,
        threads: threads)
    }
  }

  /// What is looked for in shards without rows: the wanted classes, by the rules by which the corpus was counted.
  private static func plan(
    _ classSet: ClassSet, _ wanted: Set<Int>?, _ pool: ResolvedSelection.Pool
  ) throws -> MatchPlan {
    let (matching, overlap) = (pool.rules.matching ?? .word, pool.rules.overlap)
    let rules = RuleSet(classSet: classSet, matching: matching, overlap: overlap)
    guard rules.digest == pool.rules.digest else {
      throw ExtractError.otherRules(corpus: pool.corpus.name, rules: pool.rules.name)
    }
    let own = wanted.map { ExampleQuery.restricted(classSet, to: $0, overlap: overlap) } ?? classSet
    return try MatchPlan(classSets: [own], matching: matching, overlap: overlap)
  }

  /// How many records mention one of some classes at most: each has a caption that does.
  private static func mostRecords(
    _ selection: ResolvedSelection, _ wanted: Set<Int>?, in store: CountStore
  ) throws -> Int {
    var selection = selection
    (selection.measure, selection.grouping) = (.captions, .pooled)
    let values = try store.frequencies(selection).groups.first?.values ?? []
    return values.enumerated().reduce(0) { sum, value in
      // A stranger's database may claim any numbers; where there are more records, their hashes are told not to fit.
      wanted?.contains(value.offset) ?? true
        ? min(sum + min(max(value.element.captions ?? 0, 0), 1 << 40), 1 << 40) : sum
    }
  }

  /// The columns of the result.
  package var tableColumns: [TableColumn] {
    columns.map { $0 == "record" ? TableColumn($0, .int64) : TableColumn($0, .text, isOptional: true) }
  }

  /// Hands on the records one after another, with one value a column.
  ///
  /// - Throws: `ShardError` where a shard cannot be read; what `body` throws.
  package func forEach(_ body: ([TableCell]) throws -> Void) throws -> Summary {
    var request = request(fields)
    request.needsCaptions = columns.contains("caption")
    var isThere = fields.map { _ in false }
    var summary = try read(request) { part, record in
      for index in fields.indices where record.values[index] != nil { isThere[index] = true }
      var values = record.values[...]
      try body(
        columns.map { column in
          switch column {
          case "shard": return .text(part.shard.label)
          case "record": return .integer(record.number)
          case "key": return record.key.map { .text($0) } ?? .missing
          case "classes": return .text(record.classes.map { classNames[$0] }.joined(separator: "; "))
          case "caption": return record.caption.map { .text($0) } ?? .missing
          default: return (values.popFirst() ?? nil).map { .text($0) } ?? .missing
          }
        })
    }
    if summary.records > 0 { summary.absent = zip(fields, isThere).filter { !$0.1 }.map(\.0.description) }
    return summary
  }

  /// Writes the records as they are in their shards, byte for byte: as a JSON array, or one a line, where a record's own line breaks
  /// become blanks.
  ///
  /// - Throws: `ShardError` where a shard cannot be read, `ExtractError.notJSON`; what `write` throws.
  public func writeWhole(asArray isArray: Bool, _ write: ([UInt8]) throws -> Void) throws -> Summary {
    var request = request([])
    request.needsWhole = true
    var isFirst = true
    let summary = try read(request) { part, record in
      guard let bytes = record.whole else {
        throw ExtractError.notJSON(shard: part.shard.label, record: record.number)
      }
      let start = isArray ? (isFirst ? "[\n" : ",\n") : ""
      isFirst = false
      try write(Array(start.utf8) + (isArray ? bytes : bytes.map { $0 == 10 || $0 == 13 ? 32 : $0 } + [10]))
    }
    if isArray { try write(Array((isFirst ? "[]\n" : "\n]\n").utf8)) }
    return summary
  }

  /// What was asked and what came of it, as JSON.
  public func json(_ summary: Summary) -> JSONValue {
    [
      "classes": .list(wantedClasses.map(JSONValue.text)), "all": .bool(choice.needsAll),
      "columns": .list(columns.map(JSONValue.text)), "whole": .bool(columns.isEmpty),
      "where": .list(choice.conditions.map { .text($0.description) }), "distinct": .bool(choice.isDistinct),
      "limit": .init(choice.limit), "seed": choice.limit == nil ? .null : .text("\(choice.seed)"),
      "rows": .init(choice.rowFolder), "records": .integer(summary.records),
      "shards": .integer(summary.shards), "shards_opened": .integer(summary.opened),
    ]
  }

  /// A request of some fields, and of those that the conditions are about behind them.
  private func request(_ fields: [FieldPath]) -> ExtractedRecords.Request {
    var request = ExtractedRecords.Request(fields: fields)
    for condition in choice.conditions {
      if !request.fields.contains(condition.field) { request.fields.append(condition.field) }
      request.conditions.append((condition, request.fields.firstIndex(of: condition.field) ?? 0))
    }
    return request
  }

  private func read(
    _ request: ExtractedRecords.Request, _ body: (ExtractedRecords, ExtractedRecords.Record) throws -> Void
  ) throws -> Summary {
    let work = parts.reduce(0) { $0 + $1.work }
    meter.expect(Double((choice.limit == nil ? 1 : 2) + (choice.isDistinct ? readings : 0)) * work)
    let drawn = try choice.limit.map { try draw($0) }
    var summary = Summary()
    summary.withoutNumber = drawn?.withoutNumber ?? 0
    var firsts = choice.isDistinct && drawn == nil ? try firstRecords() : nil
    for (index, part) in parts.enumerated() {
      let only = drawn.map { $0.records[index] ?? [] }
      if only?.isEmpty ?? false {
        meter.add(part.work)
        continue
      }
      let before = summary.records
      let isOpened = try part.read(
        request, only: only,
        refused: { if $0 == .withoutNumber, drawn == nil { summary.withoutNumber += 1 } }
      ) { record in
        if try firsts?.take(record.hash) == false { return }
        summary.records += 1
        try body(part, record)
      }
      if isOpened { summary.opened += 1 }
      if summary.records > before { summary.shards += 1 }
    }
    return summary
  }

  /// The records with the smallest numbers that the seed gives them: for each part their numbers in the shard, ascending.
  private func draw(_ limit: Int) throws -> (records: [Int: [Int]], withoutNumber: Int) {
    var withoutNumber = 0
    var firsts = choice.isDistinct ? try firstRecords() : nil
    var kept: [(key: UInt64, part: Int, record: Int)] = []
    func keepSmallest() {
      kept.sort { ($0.key, $0.part, $0.record) < ($1.key, $1.part, $1.record) }
      kept.removeLast(max(0, kept.count - limit))
    }
    for (index, part) in parts.enumerated() {
      let name = Digest(ofFields: ["extract", "\(choice.seed)", part.shard.label]).high
      _ = try part.read(
        request([]), refused: { if $0 == .withoutNumber { withoutNumber += 1 } }
      ) { record in
        if try firsts?.take(record.hash) == false { return }
        kept.append((Digest(ofFields: ["\(name)", "\(record.number)"]).high, index, record.number))
        if kept.count / 2 > max(limit, 1 << 10) { keepSmallest() }
      }
    }
    keepSmallest()
    return (
      Dictionary(grouping: kept, by: \.part).mapValues { $0.map(\.record).sorted() }, withoutNumber
    )
  }

  /// How often all records are read before, to find the first of each caption; 0: what was met is held in memory.
  private var readings: Int { FirstOfEach.readings(mostRecords, memory: selection.memory) }

  /// Finds the first record of each caption, where the hashes of all do not fit in memory: each reading looks for those of a part of
  /// the hashes' range.
  private func firstRecords() throws -> FirstOfEach {
    var firsts = FirstOfEach(mostRecords, memory: selection.memory)
    for _ in 0..<readings {
      firsts.startReading()
      for part in parts {
        _ = try part.read(request([]), refused: { _ in }) { try firsts.meet($0.hash) }
      }
    }
    firsts.startTaking()
    return firsts
  }
}
