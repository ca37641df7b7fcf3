import Foundation
import Testing

@testable import FreqAnalysis

@Suite struct RecordPathTests {
  private static let record = """
    {"a": {"b": [{"c": "x"}, {"c": null}], "": 1}, "a.b": "whole", "d": [["y"]], "e[0]": "odd", "f": {"g": "z"}}
    """

  @Test(
    arguments: [
      ("a.b", "whole"), ("a.b[0].c", "x"), ("d[0][0]", "y"), ("e[0]", "odd"), ("f.g", "z"),
      ("a.b[1].c", nil), ("a.b[2].c", nil), ("f.g.h", nil), ("f[0]", nil), ("g", nil),
    ] as [(String, String?)])
  func findsTexts(_ path: String, _ text: String?) throws {
    let record = try OrderedJSON(Array(Self.record.utf8))
    let found = try #require(RecordPath(path)).filled(in: record)
    #expect(found == text.map { OrderedJSON.string($0) })
  }

  @Test(arguments: [
    "", ".", "a.", ".a", "a..b", "a[", "a[]", "a[x]", "a[-1]", "a]b[", "a[0]b", "a[99999999999999999999]",
  ])
  func isNone(_ path: String) { #expect(RecordPath(path) == nil) }

  @Test(arguments: [
    ("class;accuracy", ";"), ("class,accuracy", ","), ("class\taccuracy;x", "\t"), ("a;b;c,d", ";"),
    ("a;b,c", ","), ("name", ","), ("a,b\nc;d;e;f", ","),
  ])
  func findsTheSeparator(_ header: String, _ separator: String) {
    #expect([DelimitedTable.separatorOrSemicolon(of: Array(header.utf8))] == Array(separator.utf8))
  }

  @Test(arguments: [
    (";", "0,5", "0.5"), (";", "87,125", "87.125"), (";", "1.234,5", "1.234,5"), (";", "1,2,3", "1,2,3"),
    (";", "12", "12"), (";", " 0,5 ", "0.5"), (";", ",5", ",5"), ("\t", "0,5", "0.5"),
    ("\t", "0,125", "0.125"),
    ("\t", "87,125", "87,125"), ("\t", "87,12", "87.12"), (",", "0,5", "0,5"),
  ])
  func readsDecimalCommas(_ separator: String, _ cell: String, _ number: String) {
    let table = DelimitedTable(columns: ["a"], rows: [], separator: Array(separator.utf8)[0])
    #expect(table.number(in: cell) == number)
  }

  @Test(
    arguments: [
      ("0", 0), ("12", 12), (" 7 ", 7), ("3.0", 3), ("3.00", 3), ("3.5", nil), ("-1", nil), ("1e3", nil),
      ("", nil),
      ("3.", nil), (".0", nil), ("1234567890123456", nil), ("n1", nil), ("１", nil),
    ] as [(String, Int?)])
  func readsWholeNumbers(_ text: String, _ number: Int?) { #expect(WholeNumber.written(text) == number) }
}
