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
        ], rowGroupBytes: 8 << 20
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
    var next = 0
    var (record, values): (Int, [[UInt8]?]) = (-1, [])
    for row in block.rows {
      let slot = Int(row.slot)
      let set = sets[slot]
      let writer = outputs[set].writer
      if record != recordsBefore + Int(row.record) {
        record = recordsBefore + Int(row.record)
        values = try fields.values(of: Int(row.record), block.fieldRows) ?? []
        if let kept = block.fields {
          while next < kept.values.count, kept.records[next] < row.record { next += 1 }
          if next < kept.values.count, kept.records[next] == row.record { values = kept.values[next] }
        }
      }
      writer.append(record + 1, to: Place.record)
      writer.append(row.turn, to: Place.turn)
      writer.append(entry: Int(row.role.rawValue), to: Place.role)
      writer.append(values.first ?? nil, to: Place.key)
      writer.append(slot - plan.firstSlots[set], to: Place.classIndex)
      writer.append(entry: Int(row.term) - plan.firstTerms[set], to: Place.term)
      writer.append(row.mentions, to: Place.mentions)
      writer.append(row.start, to: Place.start)
      writer.append(row.hash, to: Place.hash)
      for index in options.keep.indices {
        writer.append(index + 1 < values.count ? values[index + 1] : nil, to: Place.kept + index)
      }
      try writer.endRow()
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
        output.file, rows: output.writer.rows, size: output.size.bytes, digest: output.digest.digest)
    }
  }
}
