import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct CSVRowsTests {
  private func rows(_ text: String, separator: UInt8 = 0x2C) throws -> [[String]] {
    var reader = CSVRows(Array(text.utf8), separator: separator)
    var rows: [[String]] = []
    while let row = try reader.next() { rows.append(row.cells) }
    return rows
  }

  private static let cases: [(String, [[String]])] = [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
    ("a\rb", [["a"], ["b"]]),
    ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]),
    ("\"two\nlines\",x\n", [["two\nlines", "x"]]),
    ("a,,\n", [["a", "", ""]]),
    ("\n\na\n\n", [["a"]]),
    ("5\" disk,x", [["5\" disk", "x"]]),
    ("\"\",\"\"", [["", ""]]),
    ("a,", [["a", ""]]),
    ("", []),
  ]

  @Test(arguments: cases)
  func readsRows(_ text: String, _ expected: [[String]]) throws {
    #expect(try rows(text) == expected)
  }

  /// Python gives such rows as empty cells; in no file that is read here do these mean something.
  @Test func passesOverRowsOfSeparators() throws {
    #expect(try rows(",,\na,b\n , \r\n,\n1,2\n,") == [["a", "b"], ["1", "2"]])
    #expect(try rows("a\tb\n\t\n\t \t\n1\t\n", separator: 0x09) == [["a", "b"], ["1", ""]])
    #expect(try rows(",\n;;\n", separator: 0x3B) == [[","]])
    var reader = CSVRows(Array("a,b\n,\n,\n1,2\n".utf8))
    _ = try reader.next()
    #expect(try reader.next()?.line == 4)
  }

  @Test func agreesWithPython() throws {
    guard ProjectPaths.python != nil else { return }
    let script =
      "import csv,io,json,sys\nfor t in json.load(sys.stdin): print(json.dumps([r for r in csv.reader(io.StringIO(t,newline='')) if r]))"
    let texts = Self.cases.map(\.0)
    let run = try Run.python(["-c", script], input: try JSONEncoder().encode(texts))
    let lines = run.stdout.split(separator: "\n")
    #expect(lines.count == texts.count)
    for (text, line) in zip(texts, lines) {
      #expect(try rows(text) == (try JSONDecoder().decode([[String]].self, from: Data(line.utf8))), "\(text)")
    }
  }

  @Test func knowsItsLines() throws {
    var reader = CSVRows(Array("a\n\"b\nc\"\n\nd\n".utf8))
    var lines: [Int] = []
    while let row = try reader.next() { lines.append(row.line) }
    #expect(lines == [1, 2, 5])
  }

  @Test func refusesBrokenQuotes() {
    #expect(throws: CSVRows.Fault(line: 2, unclosed: true)) { try rows("a\n\"b\nc") }
    #expect(throws: CSVRows.Fault(line: 1, unclosed: false)) { try rows("\"a\"b\n") }
  }

  @Test func refusesRaggedTables() {
    #expect(throws: InputError(file: "f", at: .line(3), .cellCount(found: 1, header: 2))) {
      try DelimitedTable(Array("a,b\n1,2\n3\n".utf8), file: "f")
    }
  }
}
