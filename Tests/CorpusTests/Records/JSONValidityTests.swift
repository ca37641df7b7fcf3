import Foundation
import TestSupport
import Testing

@testable import Corpus

/// The walker against Python's `json` on mutated records.
@Suite struct JSONValidityTests {
  private static let seeds = [
    #"{"id": "000000001", "image": "a/b.jpg", "caption": "a dog, \"big\" \\ and caf\u00e9 \ud83d\ude00", "url": "http://x"}"#,
    #"{"caption":["one","two",null],"n":[-0,0.5,1e9,-1.25E-3,10,NaN,-Infinity,Infinity],"t":true,"f":false,"z":null,"o":{"a":{},"b":[]}}"#,
    #"{"conversations": [{"from": "human", "value": "<image>\nWhat?"}, {"from": "gpt", "value": "caf"}], "x": ""}"#,
    "{\t\"caption\" :\r \"\\b\\f\\n\\r\\t\\/\" , \"caption\": \"twice\" }",
  ]

  /// Records with one to three changes each: a byte replaced, removed, doubled, or a tail cut.
  private static func mutants(_ count: Int) -> [[UInt8]] {
    var generator = SplitMix(state: 7)
    let alphabet =
      Array("{}[]\",:\\/ntfu0123456789-+.eE \t\r\u{1}é😀xD8dcDE".utf8) + [0x80, 0xC0, 0xED, 0xA0, 0xF5, 0xFF]
    return (0..<count).map { index in
      var bytes = Array(seeds[index % seeds.count].utf8)
      for _ in 0..<(1 + Int(generator.next() % 3)) where !bytes.isEmpty {
        let place = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 4 {
        case 0: bytes[place] = alphabet[Int(generator.next() % UInt64(alphabet.count))]
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(alphabet[Int(generator.next() % UInt64(alphabet.count))], at: place)
        default: if generator.next() % 4 == 0 { bytes.removeLast(bytes.count - place) }
        }
      }
      return bytes.filter { $0 != 10 }
    }
  }

  private static let script = """
    import sys, json
    # a surrogate without its other half is no character
    def whole(t): return "".join("\\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in t)
    for line in sys.stdin.buffer.read().split(b"\\n"):
        try:
            value = json.loads(line.decode("utf-8"))
            texts = []
            c = value.get("caption") if isinstance(value, dict) else None
            if isinstance(c, str): texts.append(c)
            elif isinstance(c, list): texts += [x for x in c if isinstance(x, str)]
            print(json.dumps([whole(t) for t in texts if t]))
        except Exception as e:
            print("null")
    """

  @Test(.enabled(if: ProjectPaths.python != nil))
  func agreesWithPython() throws {
    let records = Self.mutants(6000)
    let input = Data(records.joined(separator: [10]))
    let run = try Run.python(["-c", Self.script], input: input)
    #expect(run.status == 0, "\(run.stderr)")
    let answers = run.stdout.split(separator: "\n", omittingEmptySubsequences: false)
    try #require(answers.count >= records.count)
    let options = ReadingOptions(fields: ["caption"])
    var valid = 0
    for (record, answer) in zip(records, answers) {
      // A first line that has a caption makes the shard one of JSON Lines with captions.
      var shard = Array("{\"caption\":\"first\"}\n".utf8)
      shard += record
      let reading = ShardReading(shard, options: options)
      let texts = try JSONDecoder().decode([String]?.self, from: Data(answer.utf8))
      let isBlank = record.allSatisfy { [32, 9, 13].contains($0) }
      if let texts {
        valid += 1
        // White space around placeholders goes with them, so the seed with one has no caption key.
        #expect(
          reading.captions == ["caption:first"] + texts.map { "caption:" + $0 },
          "\(String(decoding: record, as: UTF8.self))")
        #expect(reading.fault == nil, "\(String(decoding: record, as: UTF8.self))")
      } else if !isBlank {
        #expect(reading.fault?.place == .record(2), "\(String(decoding: record, as: UTF8.self)): \(reading)")
      }
    }
    #expect(valid > 500 && valid < 5500)
  }

  @Test func sentencesNameTheRecordAndTheFault() {
    func fault(_ line: String) -> String? {
      ShardReading("{\"caption\":\"x\"}\n" + line, options: ReadingOptions(fields: ["caption"])).fault?
        .description
    }
    #expect(fault(#"{"caption":"\ud83"}"#)?.hasPrefix("record 2: ") == true)
    #expect(fault(#"{"caption":NaNa}"#)?.contains("a comma or a closing bracket") == true)
    #expect(fault(#"{"caption":-Inf}"#)?.contains("a value is missing") == true)
    #expect(fault(#"{"caption":"x""#) == "record 2: " + ShardFault(.unfinishedJSON).description)
    #expect(fault("{\"caption\":\"\t\"}")?.contains("control character") == true)
    #expect(fault(#"{"caption":tru}"#)?.contains("a value is missing") == true)
    #expect(fault(#"{"caption":01}"#)?.contains("a comma or a closing bracket") == true)
    #expect(fault(#"{"caption":"x"} x"#)?.contains("extra data follows the value") == true)
    #expect(fault(#"{"caption":"x",}"#)?.contains("a key in quotes") == true)
  }

  @Test func nestingIsBounded() {
    let open = String(repeating: "[", count: 600)
    let close = String(repeating: "]", count: 600)
    let text = "{\"caption\":\"x\"}\n{\"caption\":\"y\",\"deep\":\(open)\(close)}\n"
    #expect(
      ShardReading(text).fault
        == ShardFault(.nestingTooDeep(limit: ReadingOptions.maximumNesting), at: .record(2)))
    let fine = String(repeating: "[", count: 511) + String(repeating: "]", count: 511)
    #expect(ShardReading("{\"caption\":\"y\",\"deep\":\(fine)}\n").captions == ["caption:y"])
    let endless = String(repeating: "{\"a\":[", count: 200_000)
    #expect(ShardReading(endless).fault != nil)
  }
}

/// A small generator with a fixed sequence.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
