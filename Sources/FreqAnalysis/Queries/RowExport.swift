import Corpus

/// The rows of a selection, one after another: what `rows export` writes.
///
/// The columns are the corpus, the class's name, and those of the files; a kept field that a file does not have is missing in
/// its rows, and one with the name of another column has `_field` behind it. Memory is bounded by a row group of one file.
public struct RowExport: Sendable {
  private let source: RowSource
  private let classNames: [String]
  private let wanted: Set<Int>?
  private let columns: [TableColumn]
  /// What the columns behind the added ones are called in the files.
  private let fileColumns: [String]
  /// The columns that no file has.
  private static let added = [TableColumn("corpus", .text), TableColumn("class", .text)]
  /// What a person should know.
  public let notes: [SelectionNote]

  /// The columns' names.
  public var columnNames: [String] { columns.map(\.name) }

  /// Finds the rows of a selection.
  ///
  /// - Parameters:
  ///   - selection: The corpora, roles and rules.
  ///   - classes: The classes by name, identifier or alias; empty: all.
  ///   - store: The database.
  /// - Throws: `StoreError`, `UnknownClass`, `RowsMissing`, `ShardError`.
  public init(_ selection: Selection, classes: [String], in store: CountStore) throws {
    let resolved = try store.resolve(selection)
    source = try store.rowSource(resolved)
    let classSet = try store.load(resolved.classSet)
    classNames = classSet.classes.map(\.name)
    if !classes.isEmpty, case .classes(let indices) = try FrequencyQuery.classes(named: classes, in: classSet)
    {
      wanted = Set(indices)
    } else {
      wanted = nil
    }
    notes = resolved.notes
    let own = RowOptions.fileColumns
    let kept = try KeptColumns(of: source.files, beside: Self.added.map(\.name))
    columns = Self.added + own + kept.columns
    fileColumns = own.map(\.name) + kept.names.map(\.file)
  }

  /// Writes the rows.
  ///
  /// - Parameters:
  ///   - form: In which form.
  ///   - write: Takes the bytes, one piece after another.
  /// - Returns: How many rows were written.
  /// - Throws: `ShardError` where a file of rows cannot be read; what `write` throws.
  @discardableResult public func write(as form: RowForm, _ write: ([UInt8]) throws -> Void) throws -> Int {
    var written = 0
    try form.write(columns, write) { written = try forEachRow($0) }
    return written
  }

  private func forEachRow(_ body: ([TableCell]) throws -> Void) throws -> Int {
    var written = 0
    for file in source.files {
      let corpus = source.selection.pools[file.pool].corpus.name
      let place = ShardName.file(path: file.stored.path)
      do {
        let table = try file.stored.table()
        try RowsOfOtherRules.check(table, file.stored, file.rules)
        let there = fileColumns.filter(table.columnNames.contains)
        try table.read(there) { rows, found in
          let readers = found.map(RowCells.init)
          for row in 0..<rows {
            var cells: [String: TableCell] = [:]
            for index in readers.indices { cells[there[index]] = readers[index].cell(row) }
            guard case .integer(let index)? = cells["class_index"], classNames.indices.contains(index),
              case .text(let role)? = cells["role"]
            else { throw ShardFault(.parquet(detail: "a row has no class of the class set, or no role")) }
            guard wanted?.contains(index) ?? true,
              source.selection.roles.contains(where: { $0.name == role })
            else { continue }
            written += 1
            try body(
              [.text(corpus), .text(classNames[index])]
                + fileColumns.map { cells[$0] ?? .missing })
          }
        }
      } catch let fault as ShardFault {
        throw ShardError(shard: place, fault: fault)
      }
    }
    return written
  }
}
