import Foundation
import Testing

@testable import Corpus

/// A table that a test writes, and what it holds as `read_parquet.py` takes it.
struct TableCase: CustomTestStringConvertible {
  var name: String
  var columns: [TableColumn]
  var rows: [[TableCell]]
  var rowGroupRows = 1 << 17
  var rowGroupBytes = 16 << 20

  /// The name alone: its rows would be written for each thing that a test says of it.
  var testDescription: String { name }

  /// The file's bytes.
  func bytes() throws -> [UInt8] {
    var bytes: [UInt8] = []
    let writer = ParquetWriter(
      columns: columns, rowGroupRows: rowGroupRows, rowGroupBytes: rowGroupBytes
    ) { bytes.append(contentsOf: $0) }
    for row in rows { try writer.append(row) }
    try writer.finish()
    return bytes
  }

  /// The columns with their values, as JSON.
  func expected() throws -> Data {
    try JSONSerialization.data(
      withJSONObject: columns.enumerated().map { index, column in
        [
          "name": column.name, "kind": "\(column.kind)", "list": column.isList,
          "values": rows.map { Self.value($0[index], column.kind) },
        ] as [String: Any]
      })
  }

  private static func value(_ cell: TableCell, _ kind: TableColumn.Kind) -> Any {
    switch cell {
    case .missing: NSNull()
    case .text(let text): text
    case .truth(let flag): flag
    case .real(let number): "\(number.bitPattern)"
    case .integer(let number) where kind == .uint64: "\(UInt64(bitPattern: Int64(number)))"
    case .integer(let number) where kind == .real: "\(Double(number).bitPattern)"
    case .integer(let number): "\(number)"
    case .list(let cells): cells.map { value($0, kind) }
    }
  }

  /// Columns of every kind: always there, missing now and then, ascending, in lists.
  static let everyColumn: [TableColumn] =
    TableColumn.Kind.allCases.flatMap { kind in
      [
        TableColumn("\(kind)", kind), TableColumn("\(kind) or none", kind, isOptional: true),
        TableColumn("\(kind) list", kind, isList: true),
        TableColumn("\(kind) list or none", kind, isOptional: true, isList: true),
      ]
    } + [
      TableColumn("rising", .int64, isAscending: true),
      TableColumn("rising or none", .int32, isOptional: true, isAscending: true),
      TableColumn("a,\"b\"\n`; DROP", .text, isOptional: true),
    ]

  /// Rows of every column by a seed; `variety` says how many different values a column has.
  static func rows(_ count: Int, variety: Int, seed: UInt64) -> [[TableCell]] {
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(bound, 1)
    }
    func cell(_ column: TableColumn, _ row: Int) -> TableCell {
      let pick = next(variety)
      if column.isAscending {
        let steep = [Int(Int32.min) + row, row * 3, row, 7 * row + pick][column.kind == .int32 ? pick % 2 : 3]
        return .integer(steep)
      }
      switch column.kind {
      case .text:
        let odd = ["", "é", "\u{0}", "😀 tench", "line\nend", String(repeating: "long ", count: 40)]
        return .text(pick < odd.count ? odd[pick] : "text \(pick)")
      case .int32: return .integer([Int(Int32.min), Int(Int32.max), 0, -1][safe: pick] ?? pick * 31)
      case .int64: return .integer([Int.min, Int.max, 0, -1][safe: pick] ?? pick &* 0x1_0000_0001)
      case .uint64: return .integer([-1, Int.min, 0, Int.max][safe: pick] ?? pick)
      case .real:
        return .real(
          [-0.0, 0.0, .infinity, -.infinity, .leastNonzeroMagnitude, 1e308][safe: pick] ?? Double(pick) / 3)
      case .truth: return .truth(pick % 2 == 0)
      }
    }
    return (0..<count).map { row in
      everyColumn.map { column in
        if column.isOptional, next(4) == 0 { return .missing }
        guard column.isList else { return cell(column, row) }
        return .list((0..<next(5)).map { _ in cell(column, row) })
      }
    }
  }

  /// Empty tables, one row, missing values alone, few and many different values, one row group and many.
  static let all: [TableCase] = [
    TableCase(name: "no rows", columns: everyColumn, rows: []),
    TableCase(name: "no rows of one column", columns: [TableColumn("a", .text)], rows: []),
    TableCase(name: "one row", columns: everyColumn, rows: rows(1, variety: 9, seed: 1)),
    TableCase(
      name: "nothing there", columns: everyColumn.filter(\.isOptional),
      rows: (0..<100).map { _ in everyColumn.filter(\.isOptional).map { _ in .missing } }),
    TableCase(name: "few values", columns: everyColumn, rows: rows(3000, variety: 8, seed: 2)),
    TableCase(name: "one value", columns: everyColumn, rows: rows(1000, variety: 1, seed: 3)),
    TableCase(name: "many values", columns: everyColumn, rows: rows(5000, variety: 1_000_000, seed: 4)),
    TableCase(
      name: "row groups of seven", columns: everyColumn, rows: rows(100, variety: 20, seed: 5),
      rowGroupRows: 7),
    TableCase(
      name: "several pages", columns: [TableColumn("t", .text), TableColumn("n", .int64, isOptional: true)],
      rows: (0..<70_000).map {
        [.text("caption number \($0)"), $0 % 3 == 0 ? .missing : .integer($0 * 999_983)]
      }
    ),
    TableCase(
      name: "texts that begin alike",
      columns: [TableColumn("t", .text), TableColumn("o", .text, isOptional: true)],
      rows: (0..<40_000).map { row in
        let tail = String(repeating: "é\(row * 31 % 97)", count: row % 7)
        let texts = ["", "key/\(row)", "key/\(row)/\(tail)", "\(tail)", "key/\(row / 3)"]
        return [
          .text(texts[row % 5]), row % 4 == 0 ? .missing : .text(String(repeating: "0", count: 9) + "\(row)"),
        ]
      }
    ),
    TableCase(
      name: "stored as they are",
      columns: TableColumn.Kind.allCases.map {
        TableColumn("\($0)", $0, isOptional: true, isCompressed: false)
      },
      rows: rows(3000, variety: 5000, seed: 6).map { row in
        everyColumn.indices.filter { $0 % 4 == 1 && $0 < 24 }.map { row[$0] }
      }
    ),
    TableCase(
      name: "not a number", columns: [TableColumn("r", .real)],
      rows: [[.real(1)], [.real(.nan)], [.real(2)]]),
    TableCase(
      name: "small bytes", columns: [TableColumn("t", .text)],
      rows: (0..<5000).map { [.text(String(repeating: "\($0) ", count: 20))] }, rowGroupBytes: 10_000),
  ]
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
