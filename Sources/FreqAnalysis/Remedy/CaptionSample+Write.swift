import Corpus

extension CaptionSample {
  /// The columns that every sample has, before the fields that its rows keep.
  private static let own = ["shard", "shard_digest", "record", "turn", "role", "key", "caption_hash"]

  /// The columns: the corpus, what the caption is known by, its classes, how likely it was to be drawn (missing where no formula
  /// says), and the kept fields.
  ///
  /// - Throws: `ShardError` where a file of rows cannot be read.
  public func columns() throws -> [TableColumn] {
    let there = RowOptions.fileColumns
    var kept: [String] = []
    for file in source.files {
      for name in try ParquetTable(path: file.stored.path).columnNames
      where !there.contains(where: { $0.name == name }) && !kept.contains(name) { kept.append(name) }
    }
    return [TableColumn("corpus", .text)]
      + Self.own.map { name in there.first { $0.name == name } ?? TableColumn(name, .text, isOptional: true) }
      + [TableColumn("classes", .text), TableColumn("probability", .real, isOptional: true)]
      + kept.map { TableColumn($0, .text, isOptional: true) }
  }

  /// Writes the sample, one row a caption, in the order of the corpora's shards.
  ///
  /// - Parameters:
  ///   - form: In which form.
  ///   - write: Takes the bytes, one piece after another.
  /// - Throws: `ShardError` where a file of rows cannot be read; what `write` throws.
  public func write(as form: RowForm, _ write: ([UInt8]) throws -> Void) throws {
    let columns = try columns()
    try form.write(columns, write) { body in
      for (file, captions) in zip(source.files, kept) where !captions.isEmpty {
        do {
          try self.write(captions, of: file, columns, body)
        } catch let fault as ShardFault {
          throw ShardError(shard: .file(path: file.stored.path), fault: fault)
        }
      }
    }
  }

  private func write(
    _ captions: [Kept], of file: RowSource.File, _ columns: [TableColumn],
    _ body: ([TableCell]) throws -> Void
  ) throws {
    let table = try ParquetTable(path: file.stored.path)
    let there = columns.map(\.name).filter(table.columnNames.contains)
    let corpus = source.selection.pools[file.pool].corpus.name
    var rest = captions[...]
    var before = 0
    try table.read(there) { rows, found in
      let readers = Dictionary(uniqueKeysWithValues: zip(there, found.map(RowCells.init)))
      while let caption = rest.first, caption.row < before + rows {
        rest.removeFirst()
        let row = caption.row - before
        try body(
          columns.map { column in
            switch column.name {
            case "corpus": .text(corpus)
            case "classes": .text(caption.classes.map { classNames[$0] }.joined(separator: "|"))
            case "probability": caption.probability.isNaN ? .missing : .real(caption.probability)
            default: readers[column.name]?.cell(row) ?? .missing
            }
          })
      }
      before += rows
    }
  }
}
