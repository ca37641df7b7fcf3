import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Tables that JSON holds by columns give what the same rows give one after another.
@Suite struct JSONTableTests {
  static let names = [
    "caption", "text", "question", "answer", "conversations", "title", "url", "id", "status",
  ]

  /// The JSON of a cell.
  static func cell(_ name: String, _ random: inout some RandomNumberGenerator) -> String {
    let words = ["a dog", "", "caf\\u00e9", "q \\\" [{", "a\\nb", "eel"]
    let word = "\"\(words.randomElement(using: &random) ?? "")\""
    switch name {
    case "status":
      let outcomes = ["success", "success", "failed_to_download", "failed_to_resize", "other"]
      return "\"\(outcomes.randomElement(using: &random) ?? "")\""
    case "id": return "\(Int.random(in: 0..<9, using: &random))"
    case "conversations":
      return "[{\"from\": \"human\",\n \"value\": \(word)}, {\"from\": \"gpt\", \"value\": \"a\"}]"
    default: return Int.random(in: 0..<4, using: &random) == 0 ? "null" : word
    }
  }

  @Test(arguments: 0..<60) func areReadAsTheirRows(_ seed: UInt64) {
    var random = SplitMix(state: seed)
    let columns = Array(Self.names.shuffled(using: &random).prefix(Int.random(in: 2...5, using: &random)))
    let rows = (0..<Int.random(in: 2...12, using: &random)).map { _ in
      columns.map { Self.cell($0, &random) }
    }
    let records = rows.map { row in
      "{" + zip(columns, row).map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }
    let plain = ShardReading("[" + records.joined(separator: ",") + "]", blockBytes: 64)
    let byKey = columns.indices.map { column in
      let cells = rows.indices.map { "\"\($0)\" : \(rows[$0][column])" }.joined(separator: " , ")
      return "\"\(columns[column])\": {\(cells)}"
    }
    let names = columns.map { "\"\($0)\"" }.joined(separator: ",")
    let lists = rows.map { "[\($0.joined(separator: ","))]" }.joined(separator: ",\n")
    let split = "{\"columns\":[\(names)],\"data\":[\(lists)]}"
    let columned = "{\(byKey.joined(separator: ",\n"))}"
    for text in [columned, split] {
      for engine in [ReadingKernels.careful, .best] {
        let reading = ShardReading(
          text, blockBytes: Int.random(in: 1...300, using: &random),
          chunk: Int.random(in: 1...99, using: &random),
          engine: engine)
        #expect(reading.captions == plain.captions, "\(text)")
        // Without any text there is nothing to choose a column by.
        if !plain.captions.isEmpty {
          #expect(reading.fault == nil && reading.records == plain.records, "\(text): \(reading)")
        }
      }
    }
  }

  /// What pandas and Python write, in each of its orders, gives what it writes as records.
  @Test(.enabled(if: ProjectPaths.python != nil)) func areReadAsPandasWritesThem() throws {
    let folder = try TemporaryFolder()
    let script = """
      import json, os, pandas, sys
      os.chdir(sys.argv[1])
      frame = pandas.DataFrame({
        "image": ["1.jpg", "2.jpg", None], "question": ["q\\n1", None, "q \\u00e93 \\"x\\""],
        "answer": ["a1", "a2", ""], "score": [0.5, None, 3]})
      for orient in ["records", "columns", "index", "split", "table"]:
          frame.to_json(orient + ".json", orient=orient)
          frame.to_json(orient + "-indent.json", orient=orient, indent=2)
      json.dump(frame.to_dict("list"), open("lists.json", "w"))
      json.dump(frame.to_dict("tight"), open("tight.json", "w"))
      """
    let run = try Run.python(["-c", script, folder.url.path])
    try #require(run.status == 0, "\(run.stderr)")
    let wanted = ["human:q\n1", "assistant:a1", "assistant:a2", "human:q é3 \"x\""]
    for name in ["records", "columns", "index", "split", "table"].flatMap({ [$0, $0 + "-indent"] })
      + ["lists", "tight"]
    {
      let bytes = [UInt8](try Data(contentsOf: folder.url.appendingPathComponent(name + ".json")))
      let reading = ShardReading(bytes, blockBytes: 100)
      #expect(reading.captions == wanted && reading.records == 3, "\(name): \(reading)")
    }
  }

  /// Rows named by words are rows where each column, or each row, has the same names.
  @Test(arguments: [
    (
      #"{"caption":{"one":"a dog","two":"a cat"},"url":{"one":"u","two":"v"}}"#,
      ["caption:a dog", "caption:a cat"]
    ),
    (
      #"{"question":{"one":"q1","two":"q2"},"answer":{"one":"a1","two":null}}"#,
      ["human:q1", "assistant:a1", "human:q2"]
    ),
    (
      #"{"one":{"caption":"a dog","url":"u"},"two":{"caption":"a cat","url":"v"}}"#,
      ["caption:a dog", "caption:a cat"]
    ),
    (
      #"{"one":{"question":"q1","answer":"a1"},"two":{"question":"q2","answer":"a2"}}"#,
      ["human:q1", "assistant:a1", "human:q2", "assistant:a2"]
    ),
  ])
  func rowsMayBeNamedByWords(_ text: String, _ captions: [String]) {
    for blockBytes in [1, 1000] {
      let reading = ShardReading(text, blockBytes: blockBytes)
      #expect(reading.captions == captions && reading.records == 2, "\(reading)")
    }
  }

  @Test(arguments: [
    #"{"caption":{"one":"a dog","two":"a cat"},"url":{"one":"u","three":"v"}}"#,
    #"{"caption":{"one":"a dog","two":"a cat"}}"#,
    #"{"one":{"caption":"a dog","url":"u"},"two":{"title":"a cat","url":"v"}}"#,
    #"{"one":{"caption":"a dog"}}"#,
    #"{"one":{"caption":"a dog"},"two":"a cat"}"#,
    #"{"one":"a dog","two":"a cat"}"#,
  ])
  func otherObjectsOfObjectsAreRefused(_ text: String) {
    let reading = ShardReading(text)
    #expect(reading.captions == [] && reading.fault?.reason.isNoTextField == true, "\(reading)")
  }

  /// Names of columns that would be repeated for very many rows.
  @Test func doNotGrowWithoutBound() {
    let name = String(repeating: "x", count: 100_000)
    let cells = Array(repeating: "1", count: 200_000).joined(separator: ",")
    let texts = Array(repeating: "\"a\"", count: 200_000).joined(separator: ",")
    let reading = ShardReading("{\"\(name)\":[\(cells)],\"caption\":[\(texts)],\"title\":[\(cells)]}")
    #expect(reading.fault == nil && reading.captions.count == 200_000)
  }
}
