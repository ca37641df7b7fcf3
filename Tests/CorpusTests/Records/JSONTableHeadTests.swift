import Foundation
import TestSupport
import Testing

@testable import Corpus

/// A table by columns that is surveyed before it is read gives what it gives where it can be read but once.
@Suite struct JSONTableHeadTests {
  /// A table of some rows: lists or objects of cells, or rows in a list, some with a member that makes it none, with a column
  /// that is shorter, or damaged.
  private static func table(_ random: inout some RandomNumberGenerator) -> String {
    let columns = JSONTableTests.names.shuffled(using: &random).prefix(Int.random(in: 1...5, using: &random))
    let rows = Int.random(in: 1...40, using: &random)
    let isKeyed = Bool.random(using: &random)
    let (open, close) = isKeyed ? ("{", "}") : ("[", "]")
    var members = columns.map { name in
      let isShort = Int.random(in: 0..<12, using: &random) == 0
      let isNull = Int.random(in: 0..<8, using: &random) == 0
      let cells = (0..<(isShort ? rows / 2 : rows)).map { row in
        let cell = isNull ? "null" : JSONTableTests.cell(name, &random)
        return isKeyed ? "\"\(row)\" : \(cell)" : cell
      }
      return "\"\(name)\": \(open)\(cells.joined(separator: " , "))\(close)"
    }
    switch Int.random(in: 0..<12, using: &random) {
    case 0: members.append("\"version\": 1")
    case 1: members.insert("\"licenses\": [{\"caption\": \"a list of records\"}]", at: 0)
    case 2: members.append("\"annotations\": [{\"caption\": \"a list of records\"}]")
    case 3:
      let rows = (0..<rows).map { _ in
        "[" + columns.map { JSONTableTests.cell($0, &random) }.joined(separator: ",") + "]"
      }
      members = [
        "\"columns\":[" + columns.map { "\"\($0)\"" }.joined(separator: ",") + "]",
        "\"data\":[" + rows.joined(separator: ",\n") + "]",
      ]
    default: break
    }
    return "{\(members.joined(separator: ",\n"))}"
  }

  private static let seeds = (0..<UInt64(200 * DamagedShardsTests.scale)).map {
    (DamagedShardsTests.seed - 1) &* 1_000_003 &+ $0
  }

  @Test(arguments: seeds) func givesWhatAStreamGives(_ seed: UInt64) {
    var random = SplitMix(state: seed)
    var bytes = Array(Self.table(&random).utf8)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
    case 1:
      bytes[Int.random(in: 0..<bytes.count, using: &random)] =
        "[]{},:\"x".utf8.randomElement(using: &random) ?? 0
    case 2: bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0)
    case 3: bytes += Array("\n{\"caption\": \"another value\"}".utf8)
    default: break
    }
    var options = ReadingOptions()
    // What is larger than a record is refused where the column that is read comes late, unless it was seen before.
    let isLarge = Int.random(in: 0..<4, using: &random) == 0
    if isLarge { options.maximumRecordBytes = bytes.count / 2 }
    let head = Int.random(in: 20...300, using: &random)
    let blockBytes = Int.random(in: 1...300, using: &random)
    let chunk = Int.random(in: 1...99, using: &random)
    let stream = ShardReading(bytes, options: options, blockBytes: blockBytes, chunk: chunk, head: head)
    for engine in [ReadingKernels.careful, .best] {
      let near = ShardReading(
        bytes, options: options, blockBytes: blockBytes, chunk: chunk, engine: engine, head: head,
        isNear: true)
      if isLarge, near.fault == nil, stream.fault != nil || stream.captions.isEmpty { continue }
      #expect(
        near == stream,
        "head \(head), large \(isLarge), of \(bytes.count): \(String(decoding: bytes, as: UTF8.self))")
    }
  }

  /// A table that was cut off, wherever that is, behind the bracket of a column too.
  @Test(arguments: ["[", "{"]) func whereverItWasCutOff(_ open: Character) {
    let close = open == "{" ? "}" : "]"
    let columns = ["url", "caption", "tags"].map { name in
      let cells = (0..<4).map { (open == "{" ? "\"\($0)\": " : "") + "\"\(name) \($0)\"" }
      return "\"\(name)\": \(open) \(cells.joined(separator: " , ")) \(close)"
    }
    let text = Array("{\(columns.joined(separator: ", "))}".utf8)
    for length in 1...text.count {
      let bytes = Array(text.prefix(length))
      for head in [20, 60] {
        let stream = ShardReading(bytes, blockBytes: 30, chunk: 7, head: head)
        let near = ShardReading(bytes, blockBytes: 30, chunk: 7, head: head, isNear: true)
        #expect(near == stream, "head \(head) of \(String(decoding: bytes, as: UTF8.self))")
        #expect((stream.fault == nil) == (length == text.count), "\(stream)")
      }
    }
  }

  /// Tables of more than is looked at of any shard: files are surveyed, pipes are not, whatever they are packed in.
  @Test(arguments: 0..<7) func filesGiveWhatPipesGive(_ kind: Int) async throws {
    let rows = 3999
    let dots = String(repeating: ".", count: 300)
    func list(_ cell: (Int) -> String) -> String { "[" + (0..<rows).map(cell).joined(separator: ",") + "]" }
    func keyed(_ cell: (Int) -> String) -> String {
      "{" + (0..<rows).map { "\"\($0)\":" + cell($0) }.joined(separator: ",") + "}"
    }
    func text(_ row: Int) -> String { "\"a dog and \(row % 7 == 0 ? "a cat" : "a hound") \(row)\(dots)\"" }
    func url(_ row: Int) -> String { "\"http://x.org/dog/\(dots)/\(row).jpg\"" }
    let table =
      switch kind {
      case 0: "{\"image_urls\": \(list(url)), \"captions\": \(list(text))}"
      case 1: "{\"question\": \(list(text)), \"answer\": \(list(text))}"
      case 2:
        "{\"url\": \(keyed(url)), \"text\": \(keyed(text)), \"caption\": \(keyed { $0 < 2000 ? "null" : text($0) })}"
      case 3: "{\"image\": \(list(url)), \"captions\": \(list { "[" + text($0) + "," + text($0 + 1) + "]" })}"
      case 4: "{\"image\": \(list(url)), \"caption\": \(list(text)), \"version\": 1}"
      // The first column is all that the first bytes show.
      case 5: "{\"caption\": \(list(text)), \"url\": \(list(url))}"
      default:
        "{\"caption\": \(list(text)), \"status\": \(list { $0 % 3 == 1 ? "\"failed_to_download\"" : "\"success\"" })}"
      }
    let folder = try TemporaryFolder()
    let bytes = Array(("\u{FEFF}" + table).utf8)
    let paths = [
      try folder.write("a.json", Data(bytes)), try folder.write("a.json.gz", Data(Compression.gzip(bytes))),
      try folder.write("a.json.zst", Data(Compression.zstd(bytes))),
    ]
    let names = paths.map { ShardName.file(path: $0) } + paths.map { .pipe(command: "cat '\($0)'") }
    let found = try await ShardScanTests().scan(names, threads: 2).map { try $0.result.get().counts }
    #expect(found.count == 6 && found.allSatisfy { $0 == found[0] })
    #expect(found.first?.records == (kind == 6 ? rows / 3 * 2 : rows))
    #expect(found.first.map { $0.sets[0].classes.isEmpty } == false)
  }

  /// Of columns that are larger than a record no row is brought together: captions are not read without their status.
  @Test(arguments: ["caption", "status"], ["[", "{"]) func captionsAreNotReadWithoutTheirStatus(
    _ first: String, _ open: Character
  ) {
    func column(_ name: String, _ cell: (Int) -> String) -> String {
      let cells = (0..<300).map { (open == "{" ? "\"\($0)\": " : "") + "\"\(cell($0))\"" }
      return "\"\(name)\": \(open)\(cells.joined(separator: ", "))\(open == "{" ? "}" : "]")"
    }
    let columns = [
      column("caption") { "a dog \($0)" },
      column("status") { $0 == 200 ? "failed_to_resize" : "success" },
    ]
    let text = "{\((first == "caption" ? columns : columns.reversed()).joined(separator: ", "))}"
    for isNear in [true, false] {
      var options = ReadingOptions()
      options.maximumRecordBytes = 5000
      let found = ShardReading(Array(text.utf8), options: options, blockBytes: 500, head: 500, isNear: isNear)
      // Where the first bytes show one list alone, it could be a record's.
      #expect(
        [.severalColumns(key: "status", limit: 5000), .recordTooLarge(limit: 5000)].contains(
          found.fault?.reason),
        "\(found)")
      options.maximumRecordBytes = 50_000
      let rows = ShardReading(Array(text.utf8), options: options, blockBytes: 500, head: 500, isNear: isNear)
      #expect(rows.captions.count == 299 && rows.fault == nil, "\(rows)")
    }
  }

  /// Wherever the bytes end that are looked at of a table larger than a record: the caption is read, or nothing is, and never the
  /// answer that stands before it.
  @Test(arguments: ["[", "{"], ["", "null, "]) func noColumnIsReadInAnothersPlace(
    _ open: Character, null: String
  ) {
    let close = open == "{" ? "}" : "]"
    func column(_ name: String) -> String {
      let cells = (null + (0..<12).map { "\"\(name) \($0)\"" }.joined(separator: ", ")).split(separator: ", ")
      let keyed = cells.enumerated().map { open == "{" ? "\"\($0)\": \($1)" : "\($1)" }
      return "\"\(name)\": \(open)\(keyed.joined(separator: ",\n"))\(close)"
    }
    let text = "{\(column("answer")), \(column("caption"))}"
    let behind = column("answer").utf8.count
    let limits = (30..<text.utf8.count).filter { $0 % 16 == 0 || abs($0 - behind - 15) < 20 }
    var refused = 0
    for limit in limits {
      var options = ReadingOptions()
      options.maximumRecordBytes = limit
      let found = ShardReading(Array(text.utf8), options: options, blockBytes: 20, chunk: 7, head: 100)
      if found.fault == nil {
        #expect(found.captions == (0..<12).map { "caption:caption \($0)" }, "limit \(limit): \(found)")
      } else {
        refused += 1
      }
    }
    // Of lists that begin within so few bytes it is not known whether they are columns or one record's.
    #expect(refused > 0 && (open == "[" || refused < limits.count))
  }

  /// The same of turns, whose first bytes have strings and no text yet.
  @Test func noTextIsReadInPlaceOfTurns() {
    let turns = (0..<9).map { "\"\($0)\": [{\"from\": \"human\",\n\"value\": \"turn \($0)\"}]" }
    let texts = (0..<9).map { "\"\($0)\": \"text \($0)\"" }
    let text =
      "{\"text\": {\(texts.joined(separator: ", "))}, \"conversations\": {\(turns.joined(separator: ", "))}}"
    for limit in 160..<300 {
      var options = ReadingOptions()
      options.maximumRecordBytes = limit
      let found = ShardReading(Array(text.utf8), options: options, blockBytes: 20, chunk: 7, head: 100)
      #expect(
        found.fault != nil || found.captions == (0..<9).map { "human:turn \($0)" }, "limit \(limit): \(found)"
      )
    }
  }

  /// A column that is read, behind one that is larger than a record.
  @Test(arguments: ["[", "{"]) func aColumnFarBehindIsRead(_ open: Character) {
    let (before, close) = open == "{" ? ("\"0\":", "}") : ("", "]")
    let urls = (0..<2000).map { (open == "{" ? "\"\($0)\":" : "") + "\"http://x.org/\($0).jpg\"" }
    let text = """
      {"image": \(open)\(urls.joined(separator: ","))\(close), "text": \(open)\(before)"a cat"\(close),
      "caption": \(open)\(before)"a dog"\(close)}
      """
    var options = ReadingOptions()
    options.maximumRecordBytes = 5000
    let near = ShardReading(Array(text.utf8), options: options, blockBytes: 1000, head: 1000, isNear: true)
    #expect(near.captions == ["caption:a dog"] && near.fault == nil, "\(near)")
  }

  /// A first value that is larger than what is looked at of any: the look goes on to its end.
  @Test(
    arguments: [
      "{\"data\": [{\"caption\": \"%\"}, {\"caption\": \"a cat\"}]}",
      "{\"images\": [{\"id\": 1}], \"annotations\": [{\"caption\": \"%\"}, {\"caption\": \"a cat\"}]}",
      "{\"caption\": [\"%\", \"a cat\"], \"url\": [\"u\", \"v\"]}",
      "{\"url\": [\"u\", \"v\"], \"caption\": [\"%\", \"a cat\"]}",
      "{\"caption\": {\"0\": \"%\", \"1\": \"a cat\"}, \"url\": {\"0\": \"u\", \"1\": \"v\"}}",
      "{\"data\": {\"1.jpg\": {\"caption\": \"%\"}, \"2.jpg\": {\"caption\": \"a cat\"}}}",
      "[{\"caption\": \"%\"}, {\"caption\": \"a cat\"}]",
    ], [70_000, 300_000, 3_000_000])
  func aLargeFirstValueIsLookedAtWhole(_ shape: String, _ bytes: Int) {
    let long = String(repeating: "word ", count: bytes / 5) + "dog"
    let text = shape.replacingOccurrences(of: "%", with: long)
    for isNear in [true, false] {
      let found = ShardReading(
        Array(text.utf8), options: ReadingOptions(), blockBytes: 256 << 10, head: 1 << 20, isNear: isNear)
      #expect(found.fault == nil && found.records == 2, "\(shape): \(String(describing: found.fault))")
      #expect(found.captions == ["caption:\(long)", "caption:a cat"], "\(shape)")
    }
    var options = ReadingOptions()
    options.maximumRecordBytes = bytes / 2
    let refused = ShardReading(Array(text.utf8), options: options, blockBytes: 256 << 10, head: 1 << 20)
    #expect(refused.fault != nil, "\(shape)")
  }

  /// What is larger than a record is none, also where its texts could be a record's.
  @Test(arguments: ["\"url\": [\"u\"], ", ""]) func columnsLargerThanARecordAreRead(_ other: String) {
    let cells = (0..<300).map { "\"a dog \($0)\"" }.joined(separator: ", ")
    var options = ReadingOptions()
    options.maximumRecordBytes = 1000
    for name in ["text", "caption"] {
      let near = ShardReading(
        Array("{\(other)\"\(name)\": [\(cells)]}".utf8), options: options, blockBytes: 1000, head: 500,
        isNear: true)
      #expect(near.captions.count == 300 && near.records == 300 && near.fault == nil, "\(name): \(near)")
    }
  }
}
