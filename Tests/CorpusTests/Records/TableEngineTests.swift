import Testing

@testable import Corpus

/// The ways to read tables and lines against one another, and the CSV cutter against a slow model.
@Suite struct TableEngineTests {
  private static let cells = [
    "a dog", "", "café", "a \"big\" dog", "<image>\tx", "x & y", "\"", "a, b", "line\nfeed", "\r", "tail\r",
    "a caption that is longer than sixty-four bytes, so that its end is in the second run of the kernel",
  ]

  private static func shard(_ seed: UInt64) -> (bytes: [UInt8], fields: [String]) {
    var random = SplitMix(state: seed &* 77)
    func cell(_ without: [Character]) -> String {
      let cell = cells[Int(random.next() % 12)]
      return cell.contains(where: without.contains) ? "plain" : cell
    }
    var text = ""
    for index in 0..<(4 + Int(random.next() % 40)) {
      let feed = random.next() % 5 == 0 ? "\r\n" : "\n"
      switch seed % 4 {
      case 0: text += cell(["\t", "\n"]) + feed
      case 1:
        let row = [index == 0 ? "first" : cell(["\t", "\n"]), "http://x.org/\(index)"]
        text += row.joined(separator: "\t") + (random.next() % 60 == 0 ? "\tmore" : "") + feed
      case 2: text += "http://x.org/\(index)\t\(index == 0 ? "first" : cell(["\t", "\n"]))" + feed
      default:
        if index == 0 { text += "url,caption,n\r\n" }
        let quoted = "\"" + cell([]).replacing("\"", with: "\"\"") + "\""
        text += "u,\(random.next() % 2 == 0 ? quoted : cell([",", "\n", "\""])),\(index)" + feed
      }
    }
    if random.next() % 3 == 0 { text.removeLast() }
    return (Array(text.utf8), [])
  }

  @Test func allEnginesReadTheSame() {
    var captions = 0
    for seed in 1..<200 as Range<UInt64> {
      let (bytes, fields) = Self.shard(seed)
      var options = ReadingOptions(fields: fields)
      options.skipsBadRecords = seed % 3 == 0
      let careful = ShardReading(bytes, options: options, engine: .careful)
      captions += careful.captions.count
      for engine in ReadingKernels.allCases {
        for blockBytes in [70, 1 << 16] where engine != .careful || blockBytes == 70 {
          let reading = ShardReading(bytes, options: options, blockBytes: blockBytes, engine: engine)
          #expect(
            reading == careful,
            "seed \(seed), \(engine), blocks of \(blockBytes): \(String(decoding: bytes, as: UTF8.self))")
        }
      }
    }
    #expect(captions > 2000)
  }

  /// Where rows end, by a machine with a state a byte.
  private static func rowEnds(_ bytes: [UInt8]) -> Int? {
    enum State { case cellStart, plain, quoted, afterQuote }
    var state = State.cellStart
    var boundary: Int?
    for (index, byte) in bytes.enumerated() {
      switch (state, byte) {
      case (.quoted, 34): state = .afterQuote
      case (.quoted, _): break
      case (.afterQuote, 34), (.cellStart, 34): state = .quoted
      case (_, 44): state = .cellStart
      case (_, 10):
        state = .cellStart
        boundary = index + 1
      default: state = .plain
      }
    }
    return boundary
  }

  @Test func csvIsCutAfterWholeRows() {
    var random = SplitMix(state: 5)
    let alphabet = Array("a,\"\"\n x\r".utf8)
    for _ in 0..<3000 {
      let bytes = (0..<Int(random.next() % 40)).map { _ in
        alphabet[Int(random.next() % UInt64(alphabet.count))]
      }
      let middle = Int(random.next() % UInt64(bytes.count + 1))
      bytes.withUnsafeBytes { all in
        var cutter = CSVCutter()
        let first = cutter.lastBoundary(in: UnsafeRawBufferPointer(rebasing: all[..<middle]), from: 0)
        #expect(first == Self.rowEnds(Array(bytes[..<middle])), "\(String(decoding: bytes, as: UTF8.self))")
        let second = cutter.lastBoundary(in: all, from: middle)
        #expect(
          second ?? first == Self.rowEnds(bytes), "\(String(decoding: bytes, as: UTF8.self)) at \(middle)")
      }
    }
  }
}
