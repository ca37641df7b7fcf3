import Corpus
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct ScanLineTests {
  static let rules = RuleSet(
    classSet: ClassSet(
      name: "s", classes: [.init(name: "a"), .init(name: "b", terms: [.init("b"), .init("c")])]),
    matching: .word, overlap: .longest)
  static let names = [
    "a.jsonl", "a\nb\t\"\\\u{0}\u{7F}\u{85}\u{2028}.jsonl", "=cmd()|'</script>", "e\u{301}", "\u{E9}",
    "pipe:cat x",
  ]

  static func line(_ name: String, _ result: ScanLine.Outcome, path: String? = nil) -> ScanLine {
    ScanLine(
      toolVersion: "0.1.0", shard: name, path: path, readingRule: "fields human:a.b[].c",
      sets: [.init(name: name, rules: rules), .init(name: "t", rules: rules)], result: result)
  }

  static let counts = {
    var counts = ShardCounts()
    counts.records = 1_000_000_000_000
    counts.captions[.human] = 3
    counts.captions[.other] = 1
    counts.excludedRecords = 5
    counts.skippedRecords = 6
    counts.textBytes = 7
    counts.textlessRecords = 8
    counts.humanOnlyRecords = 3
    counts.passedOver = [".bin": 12, "a\"b\n": 1]
    counts.replacedSurrogates = 2
    var set = ClassSetCounts()
    set.classes = [
      .init(role: .human, index: 1, mentions: 9, captions: 3),
      .init(role: .other, index: 0, mentions: 1, captions: 1),
    ]
    set.terms = [.init(role: .human, index: 2, mentions: 4, captions: 2)]
    counts.sets = [set, ClassSetCounts()]
    return counts
  }()

  @Test(arguments: names) func aLineReadsBackAsItWas(_ name: String) throws {
    let content = ScanLine.Content(
      size: 12, modified: -1, digest: Digest(high: 1, low: .max), digestKind: "whole-file")
    for line in [
      Self.line(name, .counted(content, Self.counts)), Self.line(name, .failed(name), path: "/" + name),
    ] {
      let text = JSONText(line.json).line
      #expect(!text.contains("\n"))
      let read = try ScanLine(json: Array(text.utf8))
      #expect(read == line)
      // `==` of texts is canonical equivalence.
      #expect(Array(read.shard.utf8) == Array(line.shard.utf8))
    }
  }

  /// What is zero is left out, so that such lines are as before.
  @Test func whatIsNotGivenIsLeftOutWhereThereIsNone() throws {
    var counts = Self.counts
    (counts.textlessRecords, counts.humanOnlyRecords, counts.passedOver) = (0, 0, [:])
    counts.replacedSurrogates = 0
    let content = ScanLine.Content(size: 12, modified: nil, digest: Digest(high: 1, low: 2), digestKind: "k")
    let text = JSONText(Self.line("a", .counted(content, counts)).json).line
    for key in ["textless_records", "human_only_records", "passed_over", "replaced_surrogates"] {
      #expect(!text.contains(key))
    }
    #expect(try ScanLine(json: Array(text.utf8)).result == .counted(content, counts))
    for bad in [#"{".bin": 0}"#, #"{".bin": "1"}"#, "[]", #"{".bin": 1, ".bin": 2}"#] {
      let wrong = text.replacing(#""text_bytes": 7"#, with: #""text_bytes": 7, "passed_over": "# + bad)
      #expect(throws: ScanLineFault.wrong(key: "passed_over", wanted: "an object of whole numbers"), "\(bad)")
      {
        try ScanLine(json: Array(wrong.utf8))
      }
    }
  }

  /// No line that is cut anywhere is taken for a whole one, and none makes the reader crash.
  @Test func aCutLineIsNoLine() throws {
    let content = ScanLine.Content(size: 12, modified: nil, digest: Digest(high: 1, low: 2), digestKind: "k")
    let bytes = Array(JSONText(Self.line("a", .counted(content, Self.counts)).json).line.utf8)
    for count in 0..<bytes.count {
      #expect(throws: ScanLineFault.self) { try ScanLine(json: Array(bytes.prefix(count))) }
    }
  }

  /// A changed byte gives an error or another line, never a crash, and what reads back writes back.
  @Test func aChangedByteIsHarmless() throws {
    let content = ScanLine.Content(size: 12, modified: 5, digest: Digest(high: 1, low: 2), digestKind: "k")
    let bytes = Array(JSONText(Self.line("a", .counted(content, Self.counts)).json).line.utf8)
    var read = 0
    for place in bytes.indices {
      for byte in [0x00, 0x22, 0x2D, 0x30, 0x39, 0x5B, 0x5D, 0x7D, 0xFF] as [UInt8] where bytes[place] != byte
      {
        var changed = bytes
        changed[place] = byte
        guard let line = try? ScanLine(json: changed) else { continue }
        read += 1
        #expect(try ScanLine(json: Array(JSONText(line.json).line.utf8)) == line)
      }
    }
    #expect(read > 50)
  }
}

@Suite struct StoredReadingRuleTests {
  @Test func aStoredRuleReadsBack() throws {
    let path = try #require(FieldPath("conversations[].value"))
    let label = try #require(FieldPath("2"))
    for unescapes in [false, true] {
      for fields in [[], [ReadingRule.TextField(role: .human, path: path), .init(path: label)]] {
        for lines in [false, true] {
          let rule = ReadingRule(textFields: fields, unescapesHTML: unescapes, readsLines: lines)
          #expect(ReadingRule(description: rule.description) == rule)
          #expect(rule.description.contains("as lines") == lines)
        }
      }
    }
    for text in ["", "shapes 0", "shapes 1", "shapes 4", "fields", "fields ", "fields [", "text"] {
      #expect(ReadingRule(description: text) == nil, "\(text)")
    }
  }
}
