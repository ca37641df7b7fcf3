import Testing

@testable import Corpus

/// The ways to read JSON against one another, on records that are alike, nearly alike, and broken.
@Suite struct EngineTests {
  private static let strings = [
    "", "a dog", "café 😀", #"a \"big\" dog \\ "#, #"caf\u00e9 \ud83d\ude00\n"#, "<image>\\nWhat?", "x/y.jpg",
    "a caption that is longer than sixty-four bytes, so that a wide load does not see its end at once",
    "a <b> & c",
    #"\ud83d"#, #"\udc00"#, #"\u12g4"#, "tab\tinside", #"\q"#, "success", "human", "gpt",
  ]
  private static let scalars = ["0", "-1.5e+3", "12", "true", "false", "null", "01", "1.", "-", "nul", "1e5"]

  /// A record of one of a few makes, with random values; now and then a byte is changed.
  private static func record(_ random: inout SplitMix, make: Int, isFair: Bool) -> [UInt8] {
    func string() -> String { "\"" + strings[Int(random.next() % (isFair ? 9 : 17))] + "\"" }
    func scalar() -> String { scalars[Int(random.next() % (isFair ? 6 : 11))] }
    let text: String
    switch make {
    case 0: text = "{\"id\": \(string()), \"caption\": \(string()), \"n\": \(scalar())}"
    case 1:
      text =
        "{\"id\":\(scalar()),\"url\":\(string()),\"caption\":[\(string()),\(string())],\"o\":{\"a\":[\(scalar())]}}"
    case 2:
      text =
        "{\"caption\" : \(random.next() % 8 == 0 ? "null" : string()), \"status\": \"\(random.next() % 8 == 0 ? "failed_to_resize" : "success")\"}"
    default: text = "{\"caption\":\(string()),\"caption\":\(string())}"
    }
    var bytes = Array(text.utf8)
    if !isFair, random.next() % 4 == 0 {
      let alphabet = Array("{}[]\",:\\0 \tx".utf8) + [0xFF]
      bytes[Int(random.next() % UInt64(bytes.count))] = alphabet[Int(random.next() % UInt64(alphabet.count))]
    }
    return bytes
  }

  private static func shard(_ seed: UInt64) -> [UInt8] {
    var random = SplitMix(state: seed)
    let isList = seed % 3 == 1
    let isValues = seed % 3 == 2
    var bytes = Array((isList ? "[" : "").utf8)
    let count = 3 + Int(random.next() % 20)
    let make = Int(random.next() % 5)
    let isFair = random.next() % 2 == 0
    for index in 0..<count {
      let mixed = make == 4 ? Int(random.next() % 4) : make
      // The first record is sound, so that the layout is known.
      bytes +=
        index == 0
        ? Array("{\"caption\":\"first\",\"status\":\"success\"}".utf8)
        : record(&random, make: mixed, isFair: isFair)
      if isList {
        bytes += Array((index == count - 1 ? "" : random.next() % 3 == 0 ? " , " : ",\n ").utf8)
      } else {
        bytes += Array((isValues && index == 0 ? "\n\n" : random.next() % 9 == 0 ? "\r\n" : "\n").utf8)
      }
    }
    if isList { bytes += Array("]\n".utf8) }
    if !isFair, random.next() % 4 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count / 2))) }
    return bytes
  }

  @Test func allEnginesReadTheSame() {
    var captions = 0
    var faults = 0
    for seed in 0..<240 as Range<UInt64> {
      let bytes = Self.shard(seed)
      var options = ReadingOptions(fields: ["caption"])
      options.skipsBadRecords = seed % 5 == 0
      let careful = ShardReading(bytes, options: options, engine: .careful)
      captions += careful.captions.count
      faults += careful.fault == nil ? 0 : 1
      for engine in ReadingKernels.allCases {
        for blockBytes in [90, 1 << 16] where engine != .careful || blockBytes == 90 {
          let reading = ShardReading(bytes, options: options, blockBytes: blockBytes, engine: engine)
          #expect(
            reading == careful,
            "seed \(seed), \(engine), blocks of \(blockBytes): \(String(decoding: bytes, as: UTF8.self))")
        }
      }
    }
    #expect(captions > 1000 && faults > 20 && faults < 200)
  }

  @Test(arguments: ReadingKernels.allCases)
  func everyShapeOfTheTable(_ engine: ReadingKernels) {
    for shape in shapeCases + dataSetShapes where shape.text.first == "[" || shape.text.first == "{" {
      let options = ReadingOptions(fields: shape.fields, unescapesHTML: shape.unescapesHTML)
      // Many times over, so that records meet their own shape again.
      let isLines = shape.layout == .jsonLines
      let text = isLines ? Array(repeating: shape.text, count: 5).joined(separator: "\n") : shape.text
      let reading = ShardReading(text, options: options, engine: engine)
      let expected = isLines ? Array(repeating: shape.captions, count: 5).flatMap { $0 } : shape.captions
      #expect(reading.captions == expected && reading.fault == nil, "\(shape.name)")
    }
  }

  /// Shards of every shape with a bit flipped, a piece cut out or doubled, or the tail gone: no crash, and every
  /// engine gives the same captions or the same fault.
  @Test func damagedShardsAreReadTheSame() {
    var random = SplitMix(state: 23)
    for shape in shapeCases + dataSetShapes {
      let options = ReadingOptions(fields: shape.fields, unescapesHTML: shape.unescapesHTML)
      for _ in 0..<16 {
        var bytes = Array(shape.text.utf8)
        if shape.layout == .jsonLines { bytes += [10] + bytes + [10] + bytes }
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
        case 1: bytes.removeSubrange(place..<min(place + Int(random.next() % 20) + 1, bytes.count))
        case 2: bytes.insert(contentsOf: bytes[..<place].suffix(Int(random.next() % 30)), at: place)
        default: bytes.removeLast(bytes.count - place)
        }
        let careful = ShardReading(bytes, options: options, engine: .careful)
        for engine in [ReadingKernels.best, .avx2, .baseline, .plain] {
          #expect(
            ShardReading(bytes, options: options, blockBytes: engine == .plain ? 50 : 1 << 18, engine: engine)
              == careful, "\(shape.name), \(engine): \(String(decoding: bytes, as: UTF8.self))")
        }
      }
    }
  }

  /// What is not wanted may be nested as deep as the walker allows, and no deeper.
  @Test(arguments: ReadingKernels.allCases)
  func depthIsBoundedOnEveryWay(_ engine: ReadingKernels) {
    func line(_ depth: Int) -> String {
      "{\"a\":\(String(repeating: "[", count: depth))\(String(repeating: "]", count: depth)),\"caption\":\"x\"}\n"
    }
    let fine = ShardReading(line(1) + line(511) + line(511), engine: engine)
    #expect(fine.fault == nil && fine.records == 3)
    let deep = ShardReading(line(1) + line(3) + line(512), engine: engine)
    #expect(deep.fault == ShardFault(.nestingTooDeep(limit: 512), at: .record(3)))
    // A line feed between the elements of a list ends a record that is a line.
    let broken = ShardReading(
      "{\"a\":[1,2],\"caption\":\"x\"}\n{\"a\":[1,\n2],\"caption\":\"y\"}\n", engine: engine)
    #expect(broken.fault?.place == .record(2))
  }

  @Test func cuttersFindTheSamePlaces() {
    var random = SplitMix(state: 11)
    let alphabet = Array("{}[],,\"\"\\ ab{\"x\":1},{\"y\":[2,\"]\"]},".utf8)
    for round in 0..<400 {
      let buffer = PaddedBuffer(capacity: 512)
      let bytes = (0..<Int(random.next() % 400)).map { _ in
        // Mostly records, now and then noise.
        round % 2 == 0 ? alphabet[Int(random.next() % UInt64(alphabet.count))] : UInt8(ascii: "a")
      }
      let records = Array(repeating: Array("{\"a\":\"x, \\\"}]\",\"b\":[1,{}]}, ".utf8), count: 12).flatMap {
        $0
      }
      (round % 2 == 0 ? bytes : Array(records[Int(random.next() % 20)...])).withUnsafeBytes {
        buffer.append($0)
      }
      let middle = Int(random.next() % UInt64(buffer.count + 1))
      for separation in [JSONCutter.Separation.commas, .nothing] {
        let found = ReadingKernels.allCases.map { engine in
          var cutter = JSONCutter(separation, engine: engine)
          let first = cutter.lastBoundary(
            in: UnsafeRawBufferPointer(rebasing: buffer.bytes[..<middle]), from: 0)
          if let closing = cutter.closing { return [first ?? -1, closing] }
          let second = cutter.lastBoundary(in: buffer.bytes, from: middle)
          return [first ?? -1, second ?? -1, cutter.closing ?? -1]
        }
        #expect(
          Set(found).count == 1,
          "\(found) in \(String(decoding: buffer.bytes, as: UTF8.self)), cut at \(middle)")
      }
    }
  }
}
