import Foundation
import TestSupport
import Testing

@testable import Corpus

/// What is written as Parquet is read back, value for value, by readers that others wrote and by our own.
@Suite struct ParquetWriterTests {
  private static let script = ProjectPaths.root.appending(path: "Tests/Oracles/read_parquet.py").path

  @Test(.enabled(if: ProjectPaths.python != nil), arguments: TableCase.all.indices)
  func pyarrowReadsIt(index: Int) throws { try check(TableCase.all[index], by: "pyarrow") }

  @Test(.enabled(if: ProjectPaths.hasDuckDB), arguments: TableCase.all.indices)
  func duckDBReadsIt(index: Int) throws { try check(TableCase.all[index], by: "duckdb") }

  private func check(_ table: TableCase, by reader: String) throws {
    let folder = try TemporaryFolder()
    let run = try Run.python([
      Self.script, reader, try folder.write("t.parquet", Data(try table.bytes())),
      try folder.write("expected.json", table.expected()),
    ])
    #expect(run.status == 0 && run.stdout.isEmpty, "\(table.name): \(run.stdout)\(run.stderr)")
  }

  /// The reader of whole columns gives what was written.
  @Test(arguments: TableCase.all) func ownReaderReadsIt(table: TableCase) throws {
    let file = try ParquetTable(MemoryBytes(try table.bytes()))
    #expect(file.rows == table.rows.count)
    let flat = table.columns.indices.filter { !table.columns[$0].isList }
    #expect(file.columnNames == flat.map { table.columns[$0].name })
    var row = 0
    try file.read(file.columnNames) { rows, columns in
      var places = Array(repeating: 0, count: flat.count)
      for _ in 0..<rows {
        for (place, index) in flat.enumerated() {
          let column = columns[place]
          let cell = table.rows[row][index]
          guard column.isThere?[row - firstRow(row, table)] ?? true else {
            #expect(cell == .missing, "\(table.name), \(table.columns[index].name), row \(row)")
            continue
          }
          let value = places[place]
          places[place] += 1
          let isSame: Bool =
            switch (column.values, cell) {
            case (.texts, .text(let text)), (.entries, .text(let text)):
              Array(column.values.text(value)) == Array(text.utf8)
            case (.integers(let numbers), .integer(let number)): numbers[value] == Int64(number)
            case (.reals(let numbers), .real(let number)): numbers[value].bitPattern == number.bitPattern
            case (.truths(let flags), .truth(let flag)): flags[value] == flag
            default: false
            }
          if !isSame { Issue.record("\(table.name), \(table.columns[index].name), row \(row)") }
        }
        row += 1
      }
    }
    #expect(row == table.rows.count)
  }

  /// The first row of the group that a row is in, where groups end by their number of rows.
  private func firstRow(_ row: Int, _ table: TableCase) -> Int {
    row / table.rowGroupRows * table.rowGroupRows
  }

  /// The reader of shards takes a text column's captions, lists too.
  @Test func shardsAreReadFromIt() throws {
    let columns = [TableColumn("caption", .text, isOptional: true), TableColumn("n", .int64)]
    let table = TableCase(
      name: "captions", columns: columns,
      rows: (0..<2000).map { [$0 % 5 == 0 ? .missing : .text("a tench \($0 % 90)"), .integer($0)] },
      rowGroupRows: 300)
    let found = try ParquetCaptions(MemoryBytes(try table.bytes()))
    #expect(found.records == 2000)
    #expect(found.captions.map(\.text) == (0..<2000).filter { $0 % 5 != 0 }.map { "a tench \($0 % 90)" })
    let lists = TableCase(
      name: "lists", columns: [TableColumn("captions", .text, isOptional: true, isList: true)],
      rows: [[.list([.text("a"), .text("b")])], [.missing], [.list([])], [.list([.text("c")])]])
    let both = try ParquetCaptions(MemoryBytes(try lists.bytes()))
    #expect(both.records == 4 && both.captions.map(\.text) == ["a", "b", "c"])
  }

  /// A row group is written as soon as it is full, so that memory does not grow with the table.
  @Test func rowGroupsLeaveEarly() throws {
    var sizes: [Int] = []
    let writer = ParquetWriter(
      columns: [TableColumn("t", .text)], rowGroupRows: 100, rowGroupBytes: 5000
    ) { sizes.append($0.count) }
    for row in 0..<1000 {
      try writer.append([.text("\(row)")])
      if row == 99 { #expect(sizes.count == 2) }
    }
    try writer.append([.text(String(repeating: "x", count: 6000))])
    #expect(sizes.count == 12)
    try writer.finish()
  }

  private static let million = """
    import sys
    import duckdb
    import numpy as np
    import polars as pl
    import pyarrow.parquet as pq
    path, rows = sys.argv[1], int(sys.argv[2])
    place = np.arange(rows, dtype=np.uint64)
    wanted = {"n": (place * 3).astype(np.int64), "c": (place * place % 1000).astype(np.int32), "h": place * np.uint64(0x9E3779B97F4A7C15)}
    table = pq.ParquetFile(path, page_checksum_verification=True).read()
    read = {"pyarrow": {name: table.column(name).to_numpy() for name in wanted},
            "duckdb": duckdb.sql(f"select * from read_parquet('{path}')").fetchnumpy(),
            "polars": {name: column.to_numpy() for name, column in pl.read_parquet(path).to_dict().items()}}
    for reader, columns in read.items():
        for name, values in wanted.items():
            if not np.array_equal(np.asarray(columns[name]), values):
                print(reader, name, len(columns[name]))
    """

  /// Ten million rows are read back; the build that is not optimised takes a hundredth.
  @Test(.enabled(if: ProjectPaths.hasDuckDB)) func millionsOfRowsAreReadBack() throws {
    #if DEBUG
      let rows = 100_000
    #else
      let rows = 10_000_000
    #endif
    let folder = try TemporaryFolder()
    let path = try folder.write("t.parquet", "")
    let file = try #require(FileHandle(forWritingAtPath: path))
    let writer = ParquetWriter(
      columns: [
        TableColumn("n", .int64, isAscending: true), TableColumn("c", .int32), TableColumn("h", .uint64),
      ],
      level: 1
    ) { try file.write(contentsOf: $0) }
    var start: UInt64 = 0
    while start < rows {
      let piece = start..<start + UInt64(min(writer.rowsTogether, rows - Int(start)))
      writer.append(to: 0) { $0.append(numbers: piece.lazy.map { $0 * 3 }) }
      writer.append(to: 1) { $0.append(numbers: piece.lazy.map { $0 * $0 % 1000 }) }
      writer.append(to: 2) { $0.append(numbers: piece.lazy.map { $0 &* 0x9E37_79B9_7F4A_7C15 }) }
      try writer.endRows(piece.count)
      start = piece.upperBound
    }
    try writer.finish()
    try file.close()
    let run = try Run.python(["-c", Self.million, path, "\(rows)"])
    #expect(run.status == 0 && run.stdout.isEmpty, "\(run.stdout)\(run.stderr)")
  }

  /// The columns that are known only at the end stand first, and hold one text in every row.
  @Test(.enabled(if: ProjectPaths.python != nil)) func lateColumnsHoldOneText() throws {
    let folder = try TemporaryFolder()
    for rows in [0, 5, 25] {
      var bytes: [UInt8] = []
      let writer = ParquetWriter(
        columns: [TableColumn("n", .int32)], lateColumns: ["shard", "digest"],
        metadata: [("rule", "word")], rowGroupRows: 10
      ) { bytes.append(contentsOf: $0) }
      for row in 0..<rows { try writer.append([.integer(row)]) }
      try writer.finish(late: ["a.parquet", "00ff"])
      let late = TableCase(
        name: "late",
        columns: [TableColumn("shard", .text), TableColumn("digest", .text), TableColumn("n", .int32)],
        rows: (0..<rows).map { [.text("a.parquet"), .text("00ff"), .integer($0)] })
      let arguments = [
        try folder.write("t.parquet", Data(bytes)), try folder.write("expected.json", late.expected()),
      ]
      for reader in ["pyarrow"] + (ProjectPaths.hasDuckDB ? ["duckdb"] : []) {
        let run = try Run.python([Self.script, reader] + arguments)
        #expect(run.status == 0 && run.stdout.isEmpty, "\(rows): \(run.stdout)\(run.stderr)")
      }
    }
  }

  /// Columns that are appended piece by piece give the bytes that rows give, one after another.
  @Test(arguments: [7, 1000, 1 << 17], [300, 5000, 16 << 20])
  func piecesGiveTheBytesOfRows(groupRows: Int, groupBytes: Int) throws {
    let columns = [
      TableColumn("n", .int64, isAscending: true), TableColumn("c", .int32),
      TableColumn("t", .text, isOptional: true), TableColumn("h", .uint64),
    ]
    let rows: [[TableCell]] = (0..<5000).map { row in
      [
        .integer(row / 2 + row % 7), .integer(row * row % 900 - 300),
        row % 3 == 0 ? .missing : .text(String(repeating: "\(row) ", count: row % 50 == 0 ? 99 : 3)),
        .integer(row &* 0x1234_5678_9ABC_DEF1),
      ]
    }
    let plain = TableCase(
      name: "rows", columns: columns, rows: rows, rowGroupRows: groupRows, rowGroupBytes: groupBytes)
    var bytes: [UInt8] = []
    let writer = ParquetWriter(columns: columns, rowGroupRows: groupRows, rowGroupBytes: groupBytes) {
      bytes.append(contentsOf: $0)
    }
    var start = 0
    while start < rows.count {
      var (end, text) = (start, 0)
      while end < min(start + min(writer.rowsTogether, 400), rows.count) {
        if case .text(let own) = rows[end][2] { text += own.utf8.count }
        if end > start, text >= writer.textTogether { break }
        end += 1
      }
      let piece = rows[start..<end]
      for place in [0, 1, 3] {
        writer.append(to: place) {
          $0.append(numbers: piece.map { $0[place].bits(as: columns[place].kind) ?? 0 })
        }
      }
      writer.append(to: 2) { column in
        for row in piece {
          if case .text(let own) = row[2] { column.append(own.utf8) } else { column.appendMissing() }
        }
      }
      try writer.endRows(end - start)
      start = end
    }
    try writer.finish()
    #expect(try bytes == plain.bytes())
  }

  /// What a file of another program holds may be of any type; a row that does not fit is refused as a whole.
  @Test func valuesOfAnotherTypeAreRefused() throws {
    let columns = [
      TableColumn("text", .text), TableColumn("small", .int32), TableColumn("real", .real, isOptional: true),
      TableColumn("list", .text, isList: true),
    ]
    let right: [TableCell] = [.text("a"), .integer(1), .missing, .list([.text("b")])]
    let wrong: [(Int, TableCell)] = [
      (0, .integer(1)), (0, .missing), (0, .list([])), (1, .text("1")), (1, .real(1)), (1, .integer(1 << 40)),
      (1, .missing), (2, .truth(true)), (2, .text("x")), (3, .text("b")), (3, .list([.integer(1)])),
      (3, .missing),
    ]
    var bytes: [UInt8] = []
    let writer = ParquetWriter(columns: columns) { bytes.append(contentsOf: $0) }
    try writer.append(right)
    for (index, cell) in wrong {
      var row = right
      row[index] = cell
      let fault = #expect(throws: ShardFault.self) { try writer.append(row) }
      #expect(fault.map { "\($0)".contains(columns[index].name) } == true, "\(index) \(cell)")
    }
    try writer.append(right)
    try writer.finish()
    let folder = try TemporaryFolder()
    try Data(bytes).write(to: folder.url.appending(path: "t.parquet"))
    #expect(try ParquetTable(path: folder.path("t.parquet")).rows == 2)
  }

  /// A file with any byte changed is refused or read; nothing traps.
  @Test func damagedFilesAreRefused() throws {
    let bytes = try TableCase(
      name: "small", columns: TableCase.everyColumn, rows: TableCase.rows(40, variety: 9, seed: 6)
    ).bytes()
    var refused = 0
    for index in bytes.indices {
      for change: UInt8 in [1, 0x80, 0xFF] {
        var damaged = bytes
        damaged[index] ^= change
        do {
          let file = try ParquetTable(MemoryBytes(damaged))
          try file.read(file.columnNames) { _, _ in }
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > bytes.count)
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: ShardFault.self) { try ParquetTable(MemoryBytes(Array(bytes[..<length]))) }
    }
  }

  /// Numbers of every width survive bit packing, in runs and out of them.
  @Test func packedNumbersAreReadBack() throws {
    for width in 1...32 {
      let most = width == 32 ? UInt32.max : (1 << UInt32(width)) - 1
      var numbers: [UInt32] = []
      for (index, run) in [1, 3, 8, 9, 1, 1, 16, 7, 25, 2, 100, 5].enumerated() {
        numbers += Array(repeating: most / UInt32(index % 3 + 1), count: run)
      }
      for count in [0, 1, 7, 8, 9, numbers.count] {
        var bytes: [UInt8] = []
        PackedNumbers.appendHybrid(numbers[..<count], width: width, to: &bytes)
        var found = [UInt32](repeating: 0, count: count)
        try bytes.withUnsafeBytes { bytes in
          var runs = RunLengths(bytes, width: width)
          try found.withUnsafeMutableBufferPointer { try runs.fill($0) }
        }
        #expect(found == Array(numbers[..<count]), "width \(width), \(count) numbers")
      }
    }
  }
}
