import Corpus

/// The records of one shard that mention some classes: by its rows where it has them, else by looking for mentions.
///
/// What the rows keep is taken from them; the shard is opened for the rest alone.
struct ExtractedRecords {
  /// What is asked of each record.
  struct Request: Sendable {
    var fields: [FieldPath] = []
    var needsCaptions = false
    var needsWhole = false
    /// What the fields must be, each with the place of its field.
    var conditions: [(condition: FieldCondition, field: Int)] = []
  }

  /// One record.
  struct Record {
    var number: Int
    var classes: [Int]
    /// The hash of its first caption with one of the classes.
    var hash: UInt64
    var key: String?
    /// Its captions of the selected roles, one a line.
    var caption: String?
    var values: [String?]
    var whole: [UInt8]?
  }

  /// What became of a record.
  enum Verdict { case taken, refused, withoutNumber }

  let shard: MentioningShard
  let corpus: String
  let choice: RowRecords.Choice
  /// What is looked for where there are no rows.
  let plan: MatchPlan
  let reading: ReadingOptions
  let meter: WorkMeter?
  /// How many threads look for mentions where there are no rows.
  let threads: Int

  /// The work that one reading is, in the meter's units.
  var work: Double { Double(shard.rows?.rows ?? shard.records) }

  /// Hands on the records, in their order.
  ///
  /// - Parameters:
  ///   - request: What is asked of each.
  ///   - only: The numbers of those that are wanted, ascending; nil: all.
  ///   - refused: Told of each record that does not fulfil the conditions, and whether its field is no number.
  ///   - body: Takes a record.
  /// - Returns: Whether the shard itself was opened.
  /// - Throws: `ShardError`, `ExtractError`; what `body` throws.
  func read(
    _ request: Request, only: [Int]? = nil, refused: @escaping (Verdict) -> Void,
    _ body: (Record) throws -> Void
  ) throws -> Bool {
    guard let rows = shard.rows else {
      try scan(request, only: only, refused, body)
      return true
    }
    return try read(rows, request, only: only, refused, body)
  }

  private static func judge(
    _ conditions: [(condition: FieldCondition, field: Int)], _ values: [String?]
  ) -> Verdict {
    for (condition, field) in conditions {
      switch condition.holds(for: values[field]) {
      case true?: continue
      case false?: return .refused
      case nil: return .withoutNumber
      }
    }
    return .taken
  }

  // MARK: Without rows

  private func scan(
    _ request: Request, only: [Int]?, _ refused: (Verdict) -> Void, _ body: (Record) throws -> Void
  ) throws {
    let place = try place()
    var rest = only?[...]
    var before = 0
    let records = ShardRecords(
      place.shard, reading: place.reading, fields: request.fields, captions: request.needsCaptions,
      whole: request.needsWhole)
    try records.read(
      mentioning: ShardRecords.Mentioned(plan: plan, classes: choice.classes, roles: choice.roles),
      threads: threads
    ) { record in
      meter?.add(Double(record.number - before))
      before = record.number
      if let rest, rest.isEmpty { return }
      if choice.needsAll, let wanted = choice.classes, !wanted.isSubset(of: record.classes) { return }
      let verdict = Self.judge(request.conditions, record.values)
      guard verdict == .taken else { return refused(verdict) }
      if let next = rest?.first {
        guard next == record.number else { return }
        rest?.removeFirst()
      }
      try body(
        Record(
          number: record.number, classes: record.classes, hash: record.captionHash, key: record.key,
          caption: caption(record), values: record.values, whole: record.whole))
    }
    meter?.add(Double(shard.records - before))
  }

  private func caption(_ record: ShardRecords.Record) -> String {
    record.captions.filter { choice.roles.contains($0.role) }.map(\.text).joined(separator: "\n")
  }

  // MARK: By rows

  private func read(
    _ rows: StoredRowFile, _ request: Request, only: [Int]?, _ refused: @escaping (Verdict) -> Void,
    _ body: (Record) throws -> Void
  ) throws -> Bool {
    let kept = Set(RowReader.kept(by: try ParquetTable(path: rows.path)))
    let columns = request.fields.map(RowOptions.column)
    let isKept = columns.map(kept.contains)
    let keepsCaption =
      try request.needsCaptions && kept.contains(Self.captionColumn) && hasCaptions(rows)
    let missing = zip(request.fields, isKept).filter { !$0.1 }.map(\.0)
    let own = zip(columns, isKept).filter(\.1).map(\.0) + (keepsCaption ? [Self.captionColumn] : [])
    let found = try RowRecords(choice, in: rows, rules: shard.rules, columns: own, meter: meter)
    var rest = only?[...]
    let early = request.conditions.filter { isKept[$0.field] }

    /// The next record that the rows do not refuse, with its values in their places.
    func next() throws -> Record? {
      while let row = try found.next() {
        if let rest, rest.isEmpty { return nil }
        var kept = row.values[...]
        let values = isKept.map { $0 ? kept.popFirst() ?? nil : nil }
        let verdict = Self.judge(early, values)
        guard verdict == .taken else {
          refused(verdict)
          continue
        }
        if let next = rest?.first {
          guard next == row.number else { continue }
          rest?.removeFirst()
        }
        return Record(
          number: row.number, classes: row.classes.sorted(), hash: row.hash, key: row.key,
          caption: keepsCaption ? kept.popFirst() ?? nil : nil, values: values)
      }
      return nil
    }

    guard !missing.isEmpty || request.needsWhole || request.needsCaptions && !keepsCaption else {
      while let record = try next() { try body(record) }
      return false
    }
    let late = request.conditions.filter { !isKept[$0.field] }
    let place = try place()
    var waiting: [Record] = []
    let records = ShardRecords(
      place.shard, reading: place.reading, fields: missing, captions: request.needsCaptions && !keepsCaption,
      whole: request.needsWhole)
    try records.read(next: {
      guard let record = try next() else { return nil }
      waiting.append(record)
      return record.number
    }) { read in
      guard let index = waiting.firstIndex(where: { $0.number == read.number }) else { return }
      var record = waiting[index]
      waiting.removeFirst(index + 1)
      var values = read.values[...]
      record.values = zip(record.values, isKept).map { $0.1 ? $0.0 : values.popFirst() ?? nil }
      let verdict = Self.judge(late, record.values)
      guard verdict == .taken else { return refused(verdict) }
      if !keepsCaption { record.caption = caption(read) }
      record.whole = read.whole
      try body(record)
    }
    return true
  }

  private static let captionColumn = "caption"

  /// Whether the kept field `caption` is what was counted, in each record that mentions a class: then the shard is not needed for it.
  private func hasCaptions(_ rows: StoredRowFile) throws -> Bool {
    guard shard.hasOneCaptionEach else { return false }
    let hashing = CaptionHash()
    let found = try RowRecords(choice, in: rows, rules: shard.rules, columns: [Self.captionColumn])
    while let record = try found.next() {
      guard let caption = record.values.first ?? nil, hashing.hash(caption) == record.hash else {
        return false
      }
    }
    return true
  }

  /// A file that still has the content that was counted, and how it was read.
  private func place() throws -> (shard: ShardName, reading: ReadingOptions) {
    guard let first = shard.places.first else { throw ExtractError.noFile(corpus: corpus) }
    // A record's number says nothing of a file that has changed since.
    guard let place = try unchangedPlace() else { throw ExtractError.changed(shard: first.path) }
    guard let rule = ReadingRule(description: shard.readingRule) else {
      throw ExtractError.otherReading(shard: place.path, rule: shard.readingRule)
    }
    var own = reading
    own.rule = rule
    own.skipsBadRecords = shard.skipsBadRecords
    let name = ShardName(storedPath: place.path)
    if place.modified == nil, try ShardRecords(name, reading: own, fields: []).contentDigest() != shard.digest
    {
      throw ExtractError.changed(shard: place.path)
    }
    return (name, own)
  }

  /// The first file that is as it was, as far as its size and its time or version tell; nil where all are others.
  ///
  /// - Throws: `ShardError` where the server of one could not be asked, and there is no other.
  private func unchangedPlace() throws -> FileState? {
    var notReached: (any Error)?
    for place in shard.places {
      do {
        if try FileState.asked(place.path) == place { return place }
      } catch {
        notReached = notReached ?? error
      }
    }
    if let notReached { throw notReached }
    return nil
  }
}
