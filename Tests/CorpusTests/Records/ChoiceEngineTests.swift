import Testing

@testable import Corpus

/// The ways to read JSON against one another, on records of several shapes in one shard.
@Suite struct ChoiceEngineTests {
  private static let texts = ["", "", "a dog", "café 😀", #"a \"big\" dog"#, "<image>\\nWhat?"]

  /// A member of a record, now and then blank, or of another make.
  private static func member(_ random: inout SplitMix) -> String {
    func text() -> String { "\"" + texts[Int(random.next() % UInt64(texts.count))] + "\"" }
    func one(_ makes: [String]) -> String { makes[Int(random.next() % UInt64(makes.count))] }
    switch random.next() % 13 {
    case 0: return "\"caption\":\(one([text(), text(), "null", "[]", "[\(text())]", "3"]))"
    case 1: return "\"\(one(["TEXT", "text", "Text"]))\":\(text())"
    case 2: return "\"alt\":\(one([text(), "{\"x\":\(text())}"]))"
    case 3:
      return
        "\"conversations\":\(one(["[]", "[{\"from\":\"gpt\",\"value\":\(text())},{\"value\":\(text())}]"]))"
    case 4: return "\"system\":\(text())"
    case 5:
      return "\"question\":\(text()),\"answer\":\(one([text(), "1", "0"])),\"choices\":[\(text()),\"b\"]"
    case 6: return "\"texts\":\(one(["[\(text())]", "[{\"user\":\(text()),\"assistant\":\(text())}]", "[]"]))"
    case 7: return "\"all_captions\":[\(text()),\(text())]"
    case 8: return "\"instruction\":\(text()),\"input\":\(text()),\"output\":\(text())"
    case 9: return "\"messages\":[{\"role\":\"user\",\"content\":\(one([text(), "[{\"text\":\(text())}]"]))}]"
    case 10: return "\"id\":\(one(["1", "\"x\"", "{\"a\":[1]}"]))"
    case 11: return "\"chosen\":\(text()),\"prompt\":\(text())"
    default: return "\"title\":\(text())"
    }
  }

  private static func record(_ random: inout SplitMix) -> String {
    let members = (0..<1 + Int(random.next() % 4)).map { _ in member(&random) }
    return "{" + members.joined(separator: ",") + "}"
  }

  /// A shard of a few makes of records that recur with other values.
  private static func shard(_ seed: UInt64) -> [UInt8] {
    var random = SplitMix(state: seed)
    let isList = seed % 2 == 1
    var records = ["{\"caption\":\"first\",\"id\":1}"]
    // Records that differ in one value alone have one shape for the kernel.
    for _ in 0..<3 {
      let make = random.next()
      for _ in 0..<12 {
        var values = SplitMix(state: make)
        let keys = record(&values)
        records.append(random.next() % 3 == 0 ? keys : vary(keys, &random))
      }
    }
    return Array(
      (isList ? "[\(records.joined(separator: ","))]" : records.joined(separator: "\n") + "\n").utf8)
  }

  /// The same record with some of its texts replaced.
  private static func vary(_ record: String, _ random: inout SplitMix) -> String {
    record.split(separator: ":", omittingEmptySubsequences: false).map { part in
      guard part.hasPrefix("\"\"") || part.hasPrefix("\"a dog\""), random.next() % 2 == 0 else {
        return String(part)
      }
      let end = part.hasPrefix("\"\"") ? 2 : 7
      return "\"" + texts[Int(random.next() % UInt64(texts.count))] + "\"" + part.dropFirst(end)
    }.joined(separator: ":")
  }

  @Test func allEnginesChooseTheSame() {
    var captions = 0
    for seed in 0..<400 as Range<UInt64> {
      let bytes = Self.shard(seed)
      let careful = ShardReading(bytes, engine: .careful)
      #expect(careful.fault == nil)
      captions += careful.captions.count
      for engine in ReadingKernels.allCases where engine != .careful {
        let reading = ShardReading(bytes, engine: engine)
        #expect(reading == careful, "seed \(seed), \(engine): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
    #expect(captions > 10_000)
  }
}
