import Testing

@testable import Corpus

/// Records that are bad, cut short or too large, in every layout.
@Suite struct BadRecordTests {
  @Test func truncationAtEveryByteIsAnErrorOrAShorterShard() {
    for shape in shapeCases + dataSetShapes
    where [.jsonArray, .jsonObject, .jsonLines, .jsonValues].contains(shape.layout) {
      let options = ReadingOptions(fields: shape.fields, unescapesHTML: shape.unescapesHTML)
      let whole = ShardReading(shape.text, options: options)
      let bytes = Array(shape.text.utf8)
      for length in stride(from: 0, to: bytes.count, by: 3) {
        let reading = ShardReading(Array(bytes[..<length]), options: options, blockBytes: 40)
        if reading.fault == nil {
          #expect(whole.captions.starts(with: reading.captions), "\(shape.name) cut at \(length)")
          #expect(reading.records <= whole.records)
          // A list or an object that is cut has no end, so it cannot be read without a fault.
          if shape.layout == .jsonArray || shape.layout == .jsonObject {
            #expect(bytes[length...].allSatisfy { $0 == 10 || $0 == 32 }, "\(shape.name) cut at \(length)")
          }
        }
      }
    }
  }

  @Test func cutListSaysSo() {
    let text = #"[{"caption":"one"},{"caption":"two"},{"caption":"th"#
    for blockBytes in [1, 20, 1000] {
      let reading = ShardReading(text, blockBytes: blockBytes)
      #expect(reading.fault == ShardFault(.unfinishedJSON, at: .record(3)))
    }
    #expect(ShardReading(#"[{"caption":"one"},{"caption":"two"}"#).fault?.reason == .unfinishedJSON)
    #expect(ShardReading(#"[{"caption":"one"},"#).fault?.reason == .unfinishedJSON)
    #expect(ShardReading(#"{"annotations":[{"caption":"one"}]"#).fault?.reason == .unfinishedJSON)
    #expect(ShardReading(#"{"annotations":["#).fault?.reason == .unfinishedJSON)
    #expect(ShardReading("[").fault?.reason == .unfinishedJSON)
    #expect(ShardReading("{").fault?.reason == .unfinishedJSON)
  }

  @Test func nothingMayFollowAList() {
    #expect(ShardReading(#"[{"caption":"one"},]"#).fault?.reason.isInvalidJSON == true)
    #expect(ShardReading(#"[{"caption":"one"} {"caption":"two"}]"#).fault?.reason.isInvalidJSON == true)
    #expect(ShardReading(#"[{"caption":"one"},,{"caption":"two"}]"#).fault?.reason.isInvalidJSON == true)
    for blockBytes in [1, 1000] {
      let reading = ShardReading("[{\"caption\":\"one\"}]\n]", blockBytes: blockBytes)
      #expect(reading.fault != nil)
    }
  }

  @Test func badRecordsAreSkippedOnRequest() {
    let lines = """
      {"caption":"one"}
      {"caption":"two"
      {"caption":"three\u{1}"}
      {"caption":"four"}
      """
    for blockBytes in [1, 30, 1000] {
      let strict = ShardReading(lines, blockBytes: blockBytes)
      #expect(strict.fault?.place == .record(2))
      var options = ReadingOptions()
      options.skipsBadRecords = true
      let lenient = ShardReading(lines, options: options, blockBytes: blockBytes)
      #expect(lenient.captions == ["caption:one", "caption:four"])
      #expect(lenient.skipped == 2 && lenient.records == 2 && lenient.fault == nil)
      #expect(lenient.recordOfCaption == [0, 3])

      let list = #"[{"caption":"one"},{"caption":tru},{"caption" "x"},{"caption":"four"}]"#
      #expect(ShardReading(list, blockBytes: blockBytes).fault?.place == .record(2))
      let rest = ShardReading(list, options: options, blockBytes: blockBytes)
      #expect(rest.captions == ["caption:one", "caption:four"] && rest.skipped == 2 && rest.fault == nil)
      #expect(
        ShardReading(#"[{"caption":"one"},{"caption":tru}"#, options: options, blockBytes: blockBytes).fault?
          .reason
          == .unfinishedJSON)

      let rows = "url\tcaption\nu\tone\nno tab\nu\ttwo\tthree\nu\tfour\n"
      #expect(ShardReading(rows, blockBytes: blockBytes).fault?.place == .record(2))
      let table = ShardReading(rows, options: options, blockBytes: blockBytes)
      #expect(table.captions == ["caption:one", "caption:four"] && table.skipped == 2)

      let csv = "url,caption\nu,one\nu,\"two\" x\nu\nu,four\n"
      let cells = ShardReading(csv, options: options, blockBytes: blockBytes)
      #expect(cells.captions == ["caption:one", "caption:four"] && cells.skipped == 2)
    }
  }

  @Test func invalidUTF8IsFoundAtItsRecord() {
    func bytes(_ before: String, _ bad: [UInt8], _ after: String) -> [UInt8] {
      Array(before.utf8) + bad + Array(after.utf8)
    }
    let bad: [UInt8] = [0xED, 0xA0, 0x80]
    let shards = [
      bytes("{\"caption\":\"é\"}\n{\"caption\":\"", bad, "\"}\n"),
      bytes("{\"caption\":\"é\"}\n{\"caption\":\"x\",\"url\":\"", bad, "\"}\n"),
      bytes("[{\"caption\":\"é\"},{\"caption\":\"", bad, "\"}]"),
      bytes("a dog é\nan eel ", bad, "\n"),
      bytes("http://u\ta dog é\nhttp://u\tx", bad, "\n"),
      bytes("url,caption\nu,a dog é\nu,\"x", bad, "\"\n"),
    ]
    for shard in shards {
      for blockBytes in [1, 1000] {
        #expect(ShardReading(shard, blockBytes: blockBytes).fault == ShardFault(.notUTF8, at: .record(2)))
      }
    }
  }

  @Test func largeRecordsAreRefused() {
    var options = ReadingOptions()
    options.maximumRecordBytes = 100
    let long = String(repeating: "x", count: 300)
    let shards = [
      "{\"caption\":\"one\"}\n{\"caption\":\"\(long)\"}\n{\"caption\":\"three\"}\n",
      "[{\"caption\":\"one\"},{\"caption\":\"\(long)\"},{\"caption\":\"three\"}]",
      "one dog\n\(long)\nthree\n", "http://u\tone\nhttp://u\t\(long)\nhttp://u\tthree\n",
      "url,caption\nu,one\nu,\"\(long)\"\nu,three\n",
    ]
    for shard in shards {
      for blockBytes in [1, 50, 1000] {
        let reading = ShardReading(shard, options: options, blockBytes: blockBytes)
        #expect(
          reading.fault == ShardFault(.recordTooLarge(limit: 100), at: .record(2)), "\(shard.prefix(20))")
        if !shard.hasPrefix("[") {
          var lenient = options
          lenient.skipsBadRecords = true
          let rest = ShardReading(shard, options: lenient, blockBytes: blockBytes)
          #expect(rest.fault == nil && rest.skipped == 1 && rest.records == 2, "\(shard.prefix(20))")
        }
      }
    }
  }

  @Test func aLargeQuotedCellIsSkippedAsOneRow() {
    var options = ReadingOptions()
    options.maximumRecordBytes = 60
    options.skipsBadRecords = true
    let cell = String(repeating: "x, \"\"y\"\"\n", count: 40)
    let shard = "url,caption\nu,one\nu,\"\(cell)\"\nu,three\n"
    for blockBytes in [1, 10, 64, 1000] {
      let reading = ShardReading(shard, options: options, blockBytes: blockBytes, chunk: 7)
      #expect(reading.captions == ["caption:one", "caption:three"] && reading.skipped == 1)
    }
  }

  @Test func faultsInAListThatIsPassedOverHaveNoRecordNumber() {
    let shard =
      Array(#"{"images":[{"id":"1"},{"id":""#.utf8) + [0xFF]
      + Array(#""}],"annotations":[{"caption":"x"}]}"#.utf8)
    #expect(ShardReading(shard).fault == ShardFault(.notUTF8))
  }

  /// With a mark or without one, and how to convert it.
  @Test(arguments: ["caption\na crane\n", "{\"caption\": \"a crane\"}\n", "a crane\na car\n"])
  func textInUTF16IsNamed(_ text: String) {
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for (bytes, name) in [
      ([0xFF, 0xFE] + little, "UTF-16"), ([0xFE, 0xFF] + big, "UTF-16"), (little, "UTF-16LE"),
      (big, "UTF-16BE"),
    ] {
      let seen = "it looks like UTF-16 text, and only UTF-8 is read; convert it: iconv -f \(name) -t UTF-8"
      #expect(ShardReading(bytes).fault == ShardFault(.unknownLayout(seen: seen)))
    }
  }

  @Test func whatIsNoCaptionIsToldAndNotCounted() {
    let hashes =
      "http://u/1.jpg\t0a1b2c3d4e5f60718293a4b5c6d7e8f900112233445566778899aabbccddeeff\t00112233445566778899aabbccddeeff\n"
    guard case .noTextField(let seen)? = ShardReading(hashes).fault?.reason else {
      Issue.record("hashes were taken for captions")
      return
    }
    #expect(seen == ["column 1 (URL)", "column 2 (identifier)", "column 3 (identifier)"])
    let pair = "http://u/1.jpg\t00112233445566778899aabbccddeeff\n"
    #expect(ShardReading(pair).fault?.reason.isNoTextField == true)
    #expect(ShardReading("http://x.org/a\nhttp://x.org/b\n").fault?.reason.isNoTextField == true)
    #expect(ShardReading("one two\tthree four\n").fault?.reason.isNoTextField == true)
    let rows = #"{"id":"1","url":"http://u","nested":{"n":1,"deep":["x"]}}"#
    #expect(
      ShardReading(rows + "\n").fault
        == ShardFault(.noTextField(seen: ["id", "url", "nested.n", "nested.deep[]"])))
    #expect(
      ShardReading(rows + "\n", options: ReadingOptions(fields: ["text"])).fault?.reason
        == .missingTextField(name: "text", seen: ["id", "url", "nested.n", "nested.deep[]"]))
    #expect(
      ShardReading(#"{"a":[{"url":"u"}],"b":[1]}"#).fault?.reason == .noTextField(seen: ["a[].url", "b[]"]))
    #expect(
      ShardReading("a\tb c\nd\te f\n", options: ReadingOptions(fields: ["7"])).fault?.reason.isMissingField
        == true)
    #expect(
      ShardReading("a dog, a cat\n", options: ReadingOptions(fields: ["caption"])).fault?.reason
        .isMissingField
        == true)
  }

  @Test func emptyShardsAndOtherFiles() {
    #expect(ShardReading("").fault == ShardFault(.empty))
    #expect(ShardReading(" \n\n").fault == ShardFault(.noRecords))
    #expect(ShardReading("[]x").fault?.reason.isInvalidJSON == true)
    #expect(ShardReading([0x89, 0x50, 0x4E, 0x47, 0, 0, 0]).fault?.reason.isUnknownLayout == true)
    #expect(ShardReading([0xFF, 0xFE, 0x7B, 0]).fault?.reason.isUnknownLayout == true)
  }

  @Test func textThatComesLateIsFound() {
    let lines = (0..<700).map { "{\"id\":\($0)}\n" }.joined() + "{\"id\":1,\"caption\":\"a dog\"}\n"
    #expect(ShardReading(lines).captions == ["caption:a dog"])
    let list = (0..<700).map { "{\"id\":\($0)}" }.joined(separator: ",")
    #expect(ShardReading("[\(list),{\"caption\":\"a dog\"}]").captions == ["caption:a dog"])
  }

  @Test func aFirstRecordLargerThanTheHeadIsRead() {
    let long = String(repeating: "word ", count: 300_000)
    let line = "{\"other\":\"\(long)\",\"caption\":\"a dog\"}\n"
    #expect(ShardReading(line + "{\"caption\":\"two\"}\n").captions == ["caption:a dog", "caption:two"])
    #expect(ShardReading("[" + line + "]").captions == ["caption:a dog"])
    let many = Array(
      repeating: #"{"id": 12345, "file_name": "COCO_val2014_000000391895.jpg"}"#, count: 30_000)
    let coco = #"{"images": ["# + many.joined(separator: ", ") + #"], "annotations": [{"caption": "a dog"}]}"#
    let reading = ShardReading(coco, blockBytes: 4096)
    #expect(reading.layout == .jsonObject && reading.captions == ["caption:a dog"])
  }
}

extension ShardFault.Reason {
  var isInvalidJSON: Bool { if case .invalidJSON = self { true } else { false } }
  var isNoTextField: Bool { if case .noTextField = self { true } else { false } }
  var isMissingField: Bool { if case .missingTextField = self { true } else { false } }
  var isUnknownLayout: Bool { if case .unknownLayout = self { true } else { false } }
}

/// A question and its answer in two columns, whose cells cannot be brought together.
@Suite struct SeveralColumnsTests {
  @Test(arguments: [
    #"{"question":{"0":"q"},"answer":{"0":"a","1":"b"}}"#,
    #"{"title":{"0":"t"},"url":{"0":"u","1":"v"},"description":{"0":"d"}}"#,
  ])
  func ofDifferentLengthsAreRefused(_ text: String) {
    for blockBytes in [1, 1000] {
      let reading = ShardReading(text, blockBytes: blockBytes)
      let key = text.contains("answer") ? "answer" : "description"
      #expect(reading.fault?.reason == .severalColumns(key: key, limit: 64 << 20))
      #expect(reading.captions == [])
    }
  }

  @Test func largerThanARecordAreRefused() {
    var options = ReadingOptions()
    options.maximumRecordBytes = 1000
    let cells = (0..<100).map { "\"\($0)\":\"what is it?\"" }.joined(separator: ",")
    let text = "{\"question\":{\(cells)},\"answer\":{\(cells)}}"
    for blockBytes in [1, 1000, 1 << 20] {
      let reading = ShardReading(text, options: options, blockBytes: blockBytes)
      #expect(reading.fault?.reason == .severalColumns(key: "answer", limit: 1000), "\(reading)")
    }
    #expect(ShardReading(text).captions.count == 200)
  }

  /// A better column that was not in sight when the other was chosen is a fault, not a text that is lost.
  @Test func aBetterColumnFarBehindIsRefused() {
    var options = ReadingOptions()
    options.maximumRecordBytes = 1000
    // More than is looked at of any shard before it is read.
    let cells = (0..<1200).map { "\"\($0)\":\"\(String(repeating: "dog ", count: 220))\"" }.joined(
      separator: ",")
    let reading = ShardReading(
      "{\"text\":{\(cells)},\"caption\":{\"0\":\"a dog\"}}", options: options, blockBytes: 1000)
    #expect(reading.fault?.reason == .severalColumns(key: "caption", limit: 1000), "\(reading.fault as Any)")
  }

  /// What is far behind the column that is read, and is none that would be read before it, is passed over.
  @Test func aWorseColumnFarBehindIsPassedOver() {
    var options = ReadingOptions()
    options.maximumRecordBytes = 1000
    let rows = (0..<4000).map { "\"\($0)\":\"a dog \($0) over the lazy cat and more of it, to be long\"" }
      .joined(separator: ",")
    let worse = ShardReading(
      "{\"text\":{\(rows)},\"title\":{\"0\":\"no\"}}", options: options, blockBytes: 1000)
    #expect(worse.fault == nil && worse.captions.count == 4000)
  }

  /// A column that is no text may be larger than a record.
  @Test func aLargeColumnIsPassedOver() {
    var options = ReadingOptions()
    options.maximumRecordBytes = 1000
    let urls = (0..<200).map { "\"\($0)\":\"http://x/\($0)\"" }.joined(separator: ",")
    let reading = ShardReading(
      "{\"url\":{\(urls)},\"caption\":{\"0\":\"a dog\"}}", options: options, blockBytes: 100)
    #expect(reading.fault == nil && reading.captions == ["caption:a dog"])
  }
}

/// Shards made to take memory or time.
@Suite struct HostileShardTests {
  @Test func manySmallListsInAnObject() {
    let lists = (0..<3000).map { "\"k\($0)\":[{\"n\":\($0)}]" }.joined(separator: ",")
    let reading = ShardReading("{\(lists),\"annotations\":[{\"caption\":\"a dog\"}]}", blockBytes: 4096)
    #expect(reading.captions == ["caption:a dog"])
  }

  @Test func aRecordOfVeryManyTextsIsRefused() {
    let texts = String(repeating: "\"a\",", count: JSONWalker.maximumTexts + 1) + "\"a\""
    let reading = ShardReading("{\"text_list\":[\"x\"]}\n{\"text_list\":[\(texts)]}\n")
    #expect(reading.captions == ["caption:x"])
    #expect(reading.fault?.place == .record(2) && reading.fault?.reason.isInvalidJSON == true)
  }

  @Test func aKeyManyTimes() {
    let keys = (0..<2000).map { "\"caption\":\"text \($0)\"" }.joined(separator: ",")
    #expect(
      ShardReading("{\(keys)}\n{\"caption\":\"two\"}").captions == ["caption:text 1999", "caption:two"])
  }

  @Test func shapesThatNeverRecur() {
    let lines = (0..<300).map { "{\"key\($0)\":\($0),\"caption\":\"c\($0)\"}" }.joined(separator: "\n")
    #expect(ShardReading(lines).captions == (0..<300).map { "caption:c\($0)" })
  }

  @Test func aColumnOfAMillionTabs() {
    let row = "x" + String(repeating: "\t", count: 100_000) + "a dog runs\n"
    #expect(ShardReading(row + row).fault?.reason.isNoTextField == true)
  }
}
