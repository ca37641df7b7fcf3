/// Writes the rows of one shard, block by block in the order of the records: a file for each class set.
///
/// Belongs to one task at a time.
final class ShardRowWriter {
  /// The file of one class set.
  private struct Output {
    let file: PartialFile
    let writer: ParquetWriter
    let digest: DigestStream
    let size: ByteCount
  }

  private final class ByteCount { var bytes = 0 }

  private let plan: MatchPlan
  private let options: RowOptions
  private var fields: RowFields
  private let outputs: [Output]
  /// For each kept field whether any record had it.
  private var isFound: [Bool]
  /// For each slot its class set.
  private let sets: [Int]

  /// Columns by their places in `RowOptions.columns`.
  private enum Place {
    static let (record, turn, role, key, classIndex, term, mentions, start, hash, kept) =
      (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
  }

  /// Starts a file for each class set.
  ///
  /// - Parameters:
  ///   - plan: What is looked for.
  ///   - options: Where the files go, and what is kept.
  /// - Throws: `RowFileError`, `ShardFault`.
  init(_ plan: MatchPlan, _ options: RowOptions) throws {
    self.plan = plan
    self.options = options
    fields = RowFields(options.request)
    isFound = options.keep.map { _ in false }
    sets = plan.classSets.indices.flatMap { set in plan.classSets[set].classes.map { _ in set } }
    var outputs: [Output] = []
    for (classSet, rules) in zip(plan.classSets, plan.ruleSets) {
      let (file, digest, size) = (try PartialFile(in: options.folder), DigestStream(), ByteCount())
      var columns = RowOptions.columns
      columns[Place.role].entries = Role.allCases.map(\.name)
      columns[Place.term].entries = classSet.classes.flatMap(\.terms).map(\.text)
      columns += options.keptColumns.map { TableColumn($0, .text, isOptional: true) }
      let writer = ParquetWriter(
        columns: columns, lateColumns: RowOptions.shardColumns,
        metadata: [
          ("corpus-tool.rows", RowOptions.formatVersion), (RowOptions.Note.ruleSet, rules.digest.hex),
          (RowOptions.Note.classSet, classSet.name), ("corpus-tool.class_set_digest", classSet.digest.hex),
          (RowOptions.Note.matching, rules.ruleName),
        ], rowGroupBytes: 4 << 20, level: 1
      ) { bytes in
        digest.update(bytes)
        size.bytes += bytes.count
        try file.append(bytes)
      }
      outputs.append(Output(file: file, writer: writer, digest: digest, size: size))
    }
    self.outputs = outputs
  }

  /// Appends the rows of the next block, before which the shard had so many records.
  ///
  /// - Throws: `RowFileError`, `ShardFault`.
  func append(_ block: MentionRows, recordsBefore: Int) throws {
    guard let columns = block.fieldRows else {
      return try append(
        block.rows[...], block.fields ?? RecordFields(options.request), recordsBefore: recordsBefore)
    }
    var (records, rows) = (block.records[...], block.rows[...])
    while !records.isEmpty {
      let values = try fields.takeValues(of: &records, columns)
      let own = records.first.map { next in rows.prefix { $0.record < next.record } } ?? rows
      rows = rows[own.endIndex...]
      try append(own, values, recordsBefore: recordsBefore)
    }
  }

  /// Appends rows with the values of their records.
  private func append(
    _ rows: ArraySlice<MentionRows.Row>, _ values: RecordFields, recordsBefore: Int
  ) throws {
    // For each row which of the records that have rows its own is.
    var places: [Int32] = []
    places.reserveCapacity(rows.count)
    var (last, place): (Int32, Int32) = (-1, -1)
    for row in rows {
      if row.record != last { (last, place) = (row.record, place + 1) }
      places.append(place)
    }
    guard outputs.count > 1 else {
      return try append(rows, places[...], values, recordsBefore: recordsBefore, to: 0)
    }
    for set in outputs.indices {
      let own = rows.indices.filter { sets[Int(rows[$0].slot)] == set }
      try append(
        own.map { rows[$0] }[...], own.map { places[$0 - rows.startIndex] }[...], values,
        recordsBefore: recordsBefore, to: set)
    }
  }

  /// Appends rows of one class set, as many at a time as a row group has room for.
  private func append(
    _ rows: ArraySlice<MentionRows.Row>, _ places: ArraySlice<Int32>, _ values: RecordFields,
    recordsBefore: Int, to set: Int
  ) throws {
    let writer = outputs[set].writer
    var start = 0
    while start < rows.count {
      var (end, text) = (start, 0)
      let (most, mostText) = (min(start + writer.rowsTogether, rows.count), writer.textTogether)
      while end < most {
        let place = Int(places[places.startIndex + end])
        text += place < values.count ? values.byteCount(of: place) : 0
        // Rows with much text go one by one, since any may fill the group.
        if end > start, text >= mostText { break }
        end += 1
      }
      append(
        rows.dropFirst(start).prefix(end - start), places.dropFirst(start).prefix(end - start), values,
        recordsBefore: recordsBefore, set, writer)
      try writer.endRows(end - start)
      start = end
    }
  }

  /// Appends the columns of some rows.
  private func append(
    _ rows: ArraySlice<MentionRows.Row>, _ places: ArraySlice<Int32>, _ values: RecordFields,
    recordsBefore: Int, _ set: Int, _ writer: ParquetWriter
  ) {
    @inline(__always) func append(_ place: Int, _ number: (MentionRows.Row) -> UInt64) {
      writer.append(to: place) { $0.append(numbersOf: rows, number) }
    }
    func append(field: Int, to place: Int) {
      let count = values.count
      writer.append(to: place) { column in
        column.append(texts: places, in: values.bytes) { record in
          record < count ? values.range(field, of: Int(record)) : nil
        }
      }
    }
    let before = UInt64(recordsBefore) + 1
    let (firstSlot, firstTerm) = (UInt64(plan.firstSlots[set]), UInt64(plan.firstTerms[set]))
    append(Place.record) { before + UInt64($0.record) }
    append(Place.turn) { UInt64($0.turn) }
    append(Place.role) { UInt64($0.role.rawValue) }
    append(field: 0, to: Place.key)
    append(Place.classIndex) { UInt64($0.slot) - firstSlot }
    append(Place.term) { UInt64($0.term) - firstTerm }
    append(Place.mentions) { UInt64($0.mentions) }
    append(Place.start) { UInt64($0.start) }
    append(Place.hash) { $0.hash }
    for index in options.keep.indices {
      append(field: index + 1, to: Place.kept + index)
      if !isFound[index] {
        isFound[index] = places.contains {
          Int($0) < values.count && values.range(index + 1, of: Int($0)) != nil
        }
      }
    }
  }

  /// Ends the files of a shard whose name and digest are known now.
  ///
  /// - Returns: A file for each class set, in their order.
  /// - Throws: `RowFileError`, `ShardFault`.
  func finish(_ identity: ShardIdentity) throws -> [RowFile] {
    try outputs.map { output in
      try output.writer.finish(late: [identity.path ?? identity.name.description, identity.digest.hex])
      try output.file.synchronize()
      return RowFile(
        output.file, rows: output.writer.rows, size: output.size.bytes, digest: output.digest.digest,
        absentFields: zip(options.keep, isFound).filter { !$1 }.map(\.0.description))
    }
  }
}
