/// The row groups of a Parquet file one after another, with the chunks of some columns; belongs to one task.
final class RowGroupList {
  private let footer: FooterWindow
  private let schema: SchemaTree
  /// How many chunks are wanted, and for each of the schema's leaves which of them it is: several where elements of its
  /// lists are read apart.
  private let wanted: Int
  private let places: [[Int]]
  private var left: Int
  /// The rows of the whole file, by its own number.
  private let rows: Int
  /// The rows that the groups so far claim, so that nobody who counts rows on has to fear for their sum.
  private var rowsSoFar = 0

  /// Makes a list of `count` row groups that a window stands before, and that have so many `rows` together.
  init(_ footer: FooterWindow, count: Int, rows: Int, leaves: [Int], schema: SchemaTree) {
    self.footer = footer
    self.schema = schema
    self.rows = rows
    left = count
    wanted = leaves.count
    var places: [[Int]] = Array(repeating: [], count: schema.leaves.count)
    for (place, leaf) in leaves.enumerated() { places[leaf].append(place) }
    self.places = places
  }

  /// The next row group; nil after the last.
  ///
  /// - Throws: `ShardFault` where its description is damaged; after the last, where the rows of all are not as many as the file says.
  func next() throws -> FileMetadata.RowGroup? {
    guard left > 0 else {
      guard rowsSoFar == rows else {
        throw ShardFault.parquet("its row groups have \(rowsSoFar) rows, where its footer says \(rows)")
      }
      return nil
    }
    left -= 1
    let group = try footer.parse(rowGroup)
    let (sum, isTooLarge) = rowsSoFar.addingReportingOverflow(group.rows)
    guard !isTooLarge else { throw ShardFault.parquet("its row groups claim more rows than can be counted") }
    rowsSoFar = sum
    return group
  }

  private func rowGroup(_ thrift: inout ThriftCompact) throws -> FileMetadata.RowGroup {
    var chunks = [FileMetadata.Chunk?](repeating: nil, count: wanted)
    var rows = 0
    var columns = 0
    try thrift.fields { thrift, field in
      switch field.id {
      case 1:
        try thrift.list(field, of: .structure) { thrift, leaf in
          columns = leaf + 1
          guard leaf < places.count, !places[leaf].isEmpty else { return try thrift.skip(.structure) }
          let chunk = try Self.chunk(&thrift, name: schema.path(of: schema.leaves[leaf]))
          for place in places[leaf] { chunks[place] = chunk }
        }
      case 3: rows = try thrift.integer(field)
      default: try thrift.skip(field)
      }
    }
    guard rows >= 0 else { throw ShardFault.parquet("a row group claims \(rows) rows") }
    guard columns == schema.leaves.count else {
      throw ShardFault.parquet("a row group has \(columns) columns, the schema \(schema.leaves.count)")
    }
    return FileMetadata.RowGroup(rows: rows, chunks: chunks.compactMap(\.self))
  }

  /// Whether a chunk's statistics say that it has no null and no empty text, whose minimum is then not empty.
  private static func isFilled(_ thrift: inout ThriftCompact) throws -> Bool {
    var (nulls, hasMinimum) = (1, false)
    try thrift.fields { thrift, field in
      switch field.id {
      case 3: nulls = try thrift.integer(field)
      // The minimum, and where old writers put it.
      case 2 where field.wire == .binary, 6 where field.wire == .binary:
        hasMinimum = try !thrift.text(field).isEmpty
      default: try thrift.skip(field)
      }
    }
    return nulls == 0 && hasMinimum
  }

  private static func chunk(
    _ thrift: inout ThriftCompact, name: @autoclosure () -> String
  ) throws -> FileMetadata.Chunk {
    var chunk = FileMetadata.Chunk()
    var (dataPage, dictionaryPage) = (0, 0)
    var (hasMetadata, isEncrypted) = (false, false)
    var otherFile: String?
    try thrift.fields { thrift, field in
      switch field.id {
      case 1: otherFile = try thrift.text(field)
      case 3:
        guard field.wire == .structure else {
          throw ShardFault.parquet("column \(name()) has corrupt metadata")
        }
        hasMetadata = true
        try thrift.fields { thrift, field in
          switch field.id {
          case 4: chunk.codec = try thrift.integer(field)
          case 5: chunk.valueCount = try thrift.integer(field)
          case 7: chunk.length = try thrift.integer(field)
          case 9: dataPage = try thrift.integer(field)
          case 11: dictionaryPage = try thrift.integer(field)
          case 12 where field.wire == .structure: chunk.isFilled = try isFilled(&thrift)
          default: try thrift.skip(field)
          }
        }
      case 8:
        isEncrypted = true
        try thrift.skip(field)
      case 9:
        isEncrypted = true
        try thrift.skip(field)
      default: try thrift.skip(field)
      }
    }
    guard !isEncrypted else {
      throw ShardFault(.unsupported(what: "the encryption of the Parquet column \(name())"))
    }
    if let otherFile, !otherFile.isEmpty {
      throw ShardFault(
        .unsupported(what: "the Parquet column \(name()) stored in another file (\(otherFile))"))
    }
    guard hasMetadata else { throw ShardFault.parquet("column \(name()) has no metadata") }
    // Some writers say 0 where there is no dictionary, or where it stands at the first data page's offset.
    chunk.start = dictionaryPage > 0 && dictionaryPage < dataPage ? dictionaryPage : dataPage
    return chunk
  }
}
