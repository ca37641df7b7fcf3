import Corpus

extension CaptionSample {
  /// The columns that every sample has, before the fields that its rows keep.
  private static let own = ["shard", "shard_digest", "record", "turn", "role", "key", "caption_hash"]

  /// The columns that no file of rows has: they stand before those of the files, and behind them.
  private static let (first, made) = (
    TableColumn("corpus", .text),
    [TableColumn("classes", .text), TableColumn("probability", .real, isOptional: true)]
  )

  /// The columns of a sample, and what each is called in the files of rows; nil: it is made.
  private struct Layout {
    var columns: [TableColumn]
    var sources: [String?]
  }

  private func layout() throws -> Layout {
    let there = RowOptions.fileColumns
    let kept = try KeptColumns(of: source.files, beside: [Self.first.name] + Self.made.map(\.name))
    let own = Self.own.map { name in
      there.first { $0.name == name } ?? TableColumn(name, .text, isOptional: true)
    }
    return Layout(
      columns: [Self.first] + own + Self.made + kept.columns,
      sources: [nil] + Self.own + Self.made.map { _ in nil } + kept.names.map(\.file))
  }

  /// The columns: the corpus, what the caption is known by, its classes, how likely it was to be drawn (missing where no formula
  /// says), and the kept fields, of which one with the name of another column has `_field` behind it.
  ///
  /// - Throws: `ShardError` where a file of rows cannot be read.
  package func columns() throws -> [TableColumn] { try layout().columns }

  /// Writes the sample, one row a caption, in the order of the corpora's shards.
  ///
  /// - Parameters:
  ///   - form: In which form.
  ///   - write: Takes the bytes, one piece after another.
  /// - Throws: `ShardError` where a file of rows cannot be read; what `write` throws.
  public func write(as form: RowForm, _ write: ([UInt8]) throws -> Void) throws {
    let layout = try layout()
    let columns = layout.columns
    if case .parquet = form {
      return try withoutActuallyEscaping(write) { write in
        let writer = ParquetWriter(columns: columns, level: 1) { try write(Array($0)) }
        try eachGroup(layout) { group in
          try writer.append(
            rows: group.captions.count,
            zip(columns, layout.sources).map { column, source in
              source.map { read($0, of: group) } ?? made(column.name, of: group)
            })
        }
        try writer.finish()
      }
    }
    try form.write(columns, write) { body in
      try eachGroup(layout) { group in
        let readers = layout.sources.map { $0.flatMap { group.columns[$0] }.map(RowCells.init) }
        for (row, caption) in group.captions.enumerated() {
          try body(
            columns.indices.map { place in
              if layout.sources[place] != nil { return readers[place]?.cell(row) ?? .missing }
              return switch columns[place].name {
              case "corpus": .text(group.corpus)
              case "classes":
                .text(caption.classes.map { classNames[Int($0)] }.joined(separator: "|"))
              default: caption.probability.isNaN ? .missing : .real(caption.probability)
              }
            })
        }
      }
    }
  }

  /// The drawn captions of a row group, of which there is at least one.
  private struct Group {
    let corpus: String
    let captions: KeptCaptions.SubSequence
    /// The captions' columns by their names.
    let columns: [String: ParquetTable.Column]
  }

  private func eachGroup(_ layout: Layout, _ body: (Group) throws -> Void) throws {
    for (file, captions) in zip(source.files, kept) where !captions.isEmpty {
      do {
        let table = try file.stored.table()
        let there = layout.sources.compactMap(\.self).filter(table.columnNames.contains)
        let groups = try table.open(there)
        var (first, next, before) = (0, 0, 0)
        /// The places of the drawn captions among the next rows.
        func picks(of rows: Int) -> [Int] {
          first = next
          while next < captions.count, captions.rows[next] < before + rows { next += 1 }
          return captions.rows[first..<next].map { $0 - before }
        }
        while let (rows, found) = try groups.next(picking: picks) {
          if first < next {
            try body(
              Group(
                corpus: source.selection.pools[file.pool].corpus.name, captions: captions[first..<next],
                columns: Dictionary(uniqueKeysWithValues: zip(there, found))))
          }
          before += rows
        }
      } catch let fault as ShardFault {
        throw ShardError(shard: .file(path: file.stored.path), fault: fault)
      }
    }
  }

  /// The values of a column of the files for the captions of a row group.
  private func read(_ name: String, of group: Group) -> PickedColumn {
    guard let column = group.columns[name] else {
      return PickedColumn(.truths([]), at: Array(repeating: -1, count: group.captions.count))
    }
    return PickedColumn(column, rows: group.captions.count)
  }

  /// The values of a column that no file has for the captions of a row group.
  private func made(_ name: String, of group: Group) -> PickedColumn {
    let count = group.captions.count
    func texts(_ fill: (inout [UInt8], inout [Int]) -> Void) -> ParquetTable.Values {
      var (bytes, ends): ([UInt8], [Int]) = ([], [])
      fill(&bytes, &ends)
      return .texts(bytes: bytes, ends: ends)
    }
    switch name {
    case "corpus":
      let one = texts { bytes, ends in
        bytes = Array(group.corpus.utf8)
        ends = [bytes.count]
      }
      return PickedColumn(one, at: Array(repeating: 0, count: count))
    case "classes":
      let all = texts { bytes, ends in
        for caption in group.captions {
          for (place, index) in caption.classes.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: "|")) }
            bytes.append(contentsOf: classNames[Int(index)].utf8)
          }
          ends.append(bytes.count)
        }
      }
      return PickedColumn(all, at: (0..<count).map { Int32($0) })
    default:
      let probabilities = group.captions.map(\.probability)
      return PickedColumn(
        .reals(probabilities),
        at: probabilities.enumerated().map { $1.isNaN ? -1 : Int32(truncatingIfNeeded: $0) })
    }
  }
}
