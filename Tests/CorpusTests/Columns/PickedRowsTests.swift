import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Some rows of a table are what reading all of them gives at their places; and what was read stays as it was.
@Suite struct PickedRowsTests {
  /// The values of a column by row; nil: missing.
  private static func values(_ column: ParquetTable.Column, rows: Int) -> [String?] {
    var next = 0
    return (0..<rows).map { row in
      guard column.isThere?[row] ?? true else { return nil }
      defer { next += 1 }
      return switch column.values {
      case .texts, .entries: "\(Array(column.values.text(next)))"
      case .integers(let numbers): "\(numbers[next])"
      case .reals(let numbers): "\(numbers[next].bitPattern)"
      case .truths(let flags): "\(flags[next])"
      }
    }
  }

  /// Picks rows at random: none, few, or most.
  private static func picks(_ rows: Int, _ random: inout SplitMix) -> [Int] {
    let share = [0, 1, 30, 90, 100][Int(random.next() % 5)]
    return (0..<rows).filter { _ in random.next() % 100 < share }
  }

  private static func check(_ file: any RandomAccessBytes, _ name: String, _ random: inout SplitMix) throws {
    let table = try ParquetTable(file)
    for column in table.columnNames {
      // A column whose type cannot be read is refused either way.
      guard let all = try? table.open([column]) else { continue }
      var (groups, isRefused): ([(rows: Int, column: ParquetTable.Column)], Bool) = ([], false)
      do {
        while let (rows, columns) = try all.next() { groups.append((rows, columns[0])) }
      } catch is ShardFault {
        isRefused = true
      }
      if isRefused { continue }
      let expected = groups.map { values($0.column, rows: $0.rows) }
      for _ in 0..<4 {
        let some = try table.open([column])
        var (wanted, place): ([Int], Int) = ([], 0)
        while let (rows, columns) = try some.next(picking: {
          wanted = picks($0, &random)
          return wanted
        }) {
          let found = values(columns[0], rows: wanted.count)
          #expect(rows == groups[place].rows)
          #expect(found == wanted.map { expected[place][$0] }, "\(name), \(column), group \(place)")
          place += 1
        }
        #expect(place == groups.count)
      }
      // All groups were held meanwhile: none was written over by the next.
      #expect(groups.map { values($0.column, rows: $0.rows) } == expected, "\(name), \(column)")
    }
  }

  @Test(arguments: TableCase.all) func rowsOfWrittenTables(table: TableCase) throws {
    var random = SplitMix(state: 11)
    try Self.check(MemoryBytes(try table.bytes()), table.name, &random)
  }

  /// Files that pyarrow wrote, in every encoding, codec and kind of page.
  @Test func rowsOfOthersFiles() throws {
    var random = SplitMix(state: 12)
    let folder = ProjectPaths.root.appending(path: "Tests/Fixtures/parquet/ok")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(files.contains { $0.hasSuffix(".parquet") })
    for name in files where name.hasSuffix(".parquet") {
      let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
      try Self.check(MemoryBytes(bytes), name, &random)
    }
  }

  /// Many numbers at once are those that come one after another, whatever their block's place in which the others end.
  @Test func deltasAtOnceAreThoseOneByOne() throws {
    var random = SplitMix(state: 13)
    for count in [0, 1, 2, 31, 32, 33, 128, 129, 130, 1000] {
      let width = 1 + random.next() % 62
      let numbers = (0..<count).map { _ in Int64(bitPattern: random.next() >> width) }
      var bytes: [UInt8] = []
      PackedNumbers.appendDeltas(numbers, to: &bytes)
      try bytes.withUnsafeBytes { bytes in
        var one = try DeltaIntegers(bytes)
        #expect(try numbers.map { _ in Int64(try one.next()) } == numbers)
        var many = try DeltaIntegers(bytes)
        var found = [Int64](repeating: 0, count: count)
        let cut = count == 0 ? 0 : Int(random.next() % UInt64(count))
        try found.withUnsafeMutableBufferPointer { found in
          try many.fill(UnsafeMutableBufferPointer(rebasing: found[..<cut]))
          try many.fill(UnsafeMutableBufferPointer(rebasing: found[cut...]))
        }
        #expect(found == numbers, "\(count) numbers, cut at \(cut)")
        #expect(throws: ShardFault.self) {
          var one: Int64 = 0
          try withUnsafeMutablePointer(to: &one) {
            try many.fill(UnsafeMutableBufferPointer(start: $0, count: 1))
          }
        }
      }
      if count > 2 {
        bytes.removeLast(bytes.count / 2)
        #expect(throws: ShardFault.self, "\(count) numbers, half of the bytes missing") {
          try bytes.withUnsafeBytes { bytes in
            var many = try DeltaIntegers(bytes)
            var found = [Int64](repeating: 0, count: count)
            try found.withUnsafeMutableBufferPointer { try many.fill($0) }
          }
        }
      }
    }
  }
}
