import Foundation
import FreqAnalysis
import TestSupport
import Testing

/// What every writer has to bring through unharmed.
private let hostile = [
  "plain", "", "a,b", "say \"crane\"", "two\nlines", "carriage\r\nreturn", "=cmd()",
  "'; drop table class; --",
  "</script>", "\u{1B}[31mred\u{7}", "\u{202E}turned", "鶴 crane", "e\u{301}", "\u{E9}", " spaces ", "\\n",
]
private let numbers: [Double] = [
  0, -0.0, 0.1, 1.0 / 3, 1e-58, Double.leastNonzeroMagnitude, 1.7976931348623157e308, 123_456_789.25,
  0.47927975604300001, -2.5e-7,
]

private func hostileTable() -> Table {
  var table = Table(columns: [.init("name", .text), .init("count", .integer), .init("value", .real)])
  for (index, text) in hostile.enumerated() {
    table.append([.text(text), .integer(index * 1_234_567), .real(numbers[index % numbers.count])])
  }
  table.append(["missing", nil, nil])
  table.append([nil, 0, .real(.nan)])
  return table
}

@Suite struct TableWriterTests {
  @Test(.enabled(if: ProjectPaths.python != nil)) func pythonReadsWhatIsWritten() throws {
    let table = hostileTable()
    let folder = try TemporaryFolder()
    let csv = try folder.write("t.csv", CSVText(table).text)
    let json = try folder.write("t.json", JSONText(table).text)
    let line = try folder.write("t.line", JSONText(JSONValue(table)).line)
    let script = """
      import csv, json, math, sys
      read = list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8"), strict=True))
      data = json.load(open(sys.argv[2], encoding="utf-8"))
      assert data == json.load(open(sys.argv[3], encoding="utf-8"))
      assert list(data[0]) == ["name", "count", "value"] == list(read[0])
      assert len(read) == len(data)
      for row, item in zip(read, data):
          print(json.dumps([row["name"], row["count"], row["value"] and float(row["value"]).hex(),
            item["name"], item["count"], None if item["value"] is None else float(item["value"]).hex()]))
      """
    let run = try Run.python(["-c", script, csv, json, line])
    try #require(run.status == 0, "\(run.stderr)")
    let rows = run.stdout.split(separator: "\n")
    try #require(rows.count == table.rows.count)
    for (row, line) in zip(table.rows, rows) {
      let value = try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8), options: .fragmentsAllowed) as? [Any])
      if case .text(let text) = row[0] {
        #expect((value[0] as? String).map { Array($0.utf8) } == Array(text.utf8))
        #expect((value[3] as? String).map { Array($0.utf8) } == Array(text.utf8))
      } else {
        #expect(value[0] as? String == "" && value[3] is NSNull)
      }
      if case .integer(let number) = row[1] {
        #expect(value[1] as? String == String(number) && value[4] as? Int == number)
      } else {
        #expect(value[1] as? String == "" && value[4] is NSNull)
      }
      if case .real(let number) = row[2], number.isFinite {
        for place in [2, 5] {
          let read = (value[place] as? String).flatMap(Double.init)
          #expect(read?.bitPattern == number.bitPattern, "\(number)")
        }
      } else {
        #expect(value[2] as? String == "" && value[5] is NSNull)
      }
    }
  }

  @Test func jsonIsOneRowALine() {
    let table = Table(
      columns: [.init("a", .integer), .init("b", .text)], rows: [[1, "x"], [2, "\u{9B}\"\\\u{2028}"]])
    #expect(
      JSONText(table).text == """
        [
          {"a": 1, "b": "x"},
          {"a": 2, "b": "\\u009b\\"\\\\\\u2028"}
        ]

        """)
    #expect(JSONText(Table(columns: [])).text == "[]\n")
    let nested: JSONValue = ["n": 2, "list": [["z": 1.5, "a": nil], []], "flat": [1, true]]
    #expect(
      JSONText(nested).text == """
        {
          "n": 2,
          "list": [
            {"z": 1.5, "a": null},
            []
          ],
          "flat": [1, true]
        }

        """)
    #expect(JSONText(nested).line == #"{"n": 2, "list": [{"z": 1.5, "a": null}, []], "flat": [1, true]}"#)
  }

  @Test func csvOfOneEmptyFieldIsARecord() {
    #expect(CSVText(Table(columns: [.init("a", .text)], rows: [[nil], ["x"]])).text == "a\n\"\"\nx\n")
  }

  @Test func tablesAreAligned() {
    let table = Table(
      columns: [
        .init("class_index", .ordinal, heading: "#"), .init("class", .text), .init("captions", .integer),
        .init("rho", .real), .init("note", .text),
      ],
      rows: [
        [1000, "tench", 1_234_567, 0.479279756, "a\tb"], [7, "鶴", 0, 1.448658e-58, nil],
        [8, "cafe\u{301}", nil, nil, "\u{1B}[31m"],
      ])
    #expect(
      AlignedText(table).text
        == """
           #  class   captions        rho  note
        1000  tench  1,234,567     0.4793  a\\tb
           7  鶴             0  1.449e-58
           8  cafe\u{301}                         \\u{1b}[31m

        """)
  }

  /// Names that begin and end alike differ when they are cut to a few columns, in any order and with names that are not cut.
  @Test(arguments: [12, 16, 20, 28, 60]) func cutNamesDiffer(_ width: Int) {
    var names = ["RN50", "ViT-B-16", "ViT-B-32", "ViT-L-14", "ViT-g-14"].flatMap { size in
      ["cc3m", "cc12m", "laion400m", "laion2b"].map { "backbone\(size)_pretrained\($0)" }
    }
    // With names that begin otherwise there is no common start to leave out, and one ellipsis needs more room.
    for _ in 0..<(width < 20 ? 1 : 2) {
      let table = Table(columns: [.init("model", .text)], rows: names.map { [.text($0)] })
      let lines = AlignedText(table, width: width).text.split(separator: "\n").dropFirst().map(String.init)
      #expect(lines.count == names.count && Set(lines).count == names.count, "\(lines)")
      #expect(lines.allSatisfy { DisplayText.width(of: $0) <= width }, "\(lines)")
      names = names.reversed() + ["clip", "鶴鶴鶴鶴鶴鶴鶴鶴鶴鶴鶴鶴鶴鶴鶴"]
    }
  }

  @Test(arguments: [20, 30, 39, 40, 59, 60, 80, 200])
  func tablesFitTheWidth(_ width: Int) {
    var table = Table(
      columns: [
        .init("model", .text), .init("corpus", .text), .init("n", .integer),
        .init("p", .real, isDetail: true),
      ])
    table.append([.text(String(repeating: "long-name/", count: 8)), "鶴鶴鶴鶴鶴鶴鶴鶴鶴鶴", 1000, 0.5])
    table.append(["short", "pretrain+instruct", 12, 1e-30])
    let aligned = AlignedText(table, width: width)
    let widest = aligned.text.split(separator: "\n").map { DisplayText.width(of: String($0)) }.max() ?? 0
    #expect(widest <= max(width, 12 + 2 + 12 + 2 + 5))
    #expect(aligned.leftOut == (width < 60 ? ["p"] : []))
    if width > 70 { #expect(widest > 70) }
  }

  @Test(arguments: [
    ("abc", 3), ("鶴", 2), ("ｆｕｌｌ", 8), ("e\u{301}", 1), ("한국", 4), ("👩‍👩‍👧", 2), ("☂\u{FE0F}", 2),
    ("\u{200D}", 0), ("", 0),
    ("ไทย", 3), ("ไม่", 2),
  ])
  func widths(_ text: String, _ columns: Int) {
    #expect(DisplayText.width(of: text) == columns)
  }

  @Test func cuttingNeverExceedsTheWidth() {
    for text in ["hammerhead shark", "鶴鶴鶴鶴", "a鶴b鶴", "e\u{301}e\u{301}e\u{301}"] {
      for width in 0...20 {
        let cut = DisplayText.truncated(text, to: width)
        #expect(DisplayText.width(of: cut) <= width)
        #expect(cut == text || cut.hasSuffix("…") || width == 0)
        let short = DisplayText.shortened(text, to: width)
        #expect(DisplayText.width(of: short) <= width)
        #expect(short == text || short.contains("…") || width == 0)
      }
    }
  }

  @Test func namesThatBeginAlikeStayApart() {
    var table = Table(columns: [.init("model", .text), .init("n", .integer)])
    for name in [
      "backbone-small-cc3m-and-more", "backbone-large-cc3m-and-more", "backbone-large-cc3m-and-less",
    ] {
      table.append([.text(name), .integer(1)])
    }
    let names = AlignedText(table, width: 20).text.split(separator: "\n").dropFirst().map {
      $0.split(separator: " ")[0]
    }
    #expect(names == ["…small-c…and-more", "…large-c…and-more", "…large-c…and-less"])
  }

  @Test func shorteningKeepsBothEnds() {
    #expect(DisplayText.shortened("RN50_pretrained_cc3m", to: 12) == "RN50_…d_cc3m")
    #expect(DisplayText.shortened("鶴鶴鶴鶴鶴鶴", to: 8) == "鶴…鶴鶴")
    #expect(DisplayText.shortened("abc", to: 2) == "a…")
  }
}

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func groups(_ number: Int, _ text: String) {
    #expect(NumberText.grouped(number) == text)
  }

  @Test(.enabled(if: ProjectPaths.python != nil)) func roundsAsPython() throws {
    var generator = SystemRandomNumberGenerator()
    let values =
      [
        0.99995, 9.9996, 0.001, 0.00099999, 99995, 1e9, 999_999_999, 2.5, 1, 100, 12_345.678,
        Double.leastNonzeroMagnitude,
      ]
      + (0..<2000).map { _ in
        Double.random(in: 1...10, using: &generator)
          * Double(sign: .plus, exponent: .random(in: -200...60), significand: 1)
      }
    // Python rounds the decimal digits that Swift's shortest form has, in decimal arithmetic, half up.
    let script = """
      import sys
      from decimal import Decimal, ROUND_HALF_UP, Context
      for line in sys.stdin:
          d = Decimal(repr(float(line))).normalize(Context(prec=4, rounding=ROUND_HALF_UP))
          e = d.adjusted()
          digits = "".join(map(str, d.as_tuple().digits))
          if e < -3 or e > 8: print(digits[0] + ("." + digits[1:] if digits[1:] else "") + f"e{e}")
          else: print(f"{d:,f}")
      """
    let run = try Run.python(
      ["-c", script], input: Data(values.map { "\($0)\n" }.joined().utf8))
    try #require(run.status == 0, "\(run.stderr)")
    let expected = run.stdout.split(separator: "\n")
    try #require(expected.count == values.count)
    for (value, text) in zip(values, expected) {
      #expect(NumberText.short(value) == text, "\(value)")
    }
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1 KB"), (1_730_000_000, "1.7 GB"), (999_499, "999 KB"),
    (999_500, "1 MB"),
    (181_000_000, "181 MB"),
  ])
  func bytes(_ count: Int, _ text: String) { #expect(NumberText.bytes(count) == text) }

  @Test(arguments: [
    (0.04, "0.0 s"), (9.96, "10 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 05 min"),
    (.infinity, "unknown"),
  ])
  func durations(_ seconds: Double, _ text: String) { #expect(NumberText.duration(seconds) == text) }
}
