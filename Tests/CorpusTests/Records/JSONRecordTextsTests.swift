import Testing

@testable import Corpus

@Suite struct JSONRecordTextsTests {
  @Test func membersOfAnArchive() throws {
    var found: [String] = []
    let batch = CaptionBatch { batch in
      for entry in batch.entries {
        found.append(String(decoding: batch.text[Int(entry.start)..<Int(entry.end)], as: UTF8.self))
      }
    }
    var texts = JSONRecordTexts(options: ReadingOptions())
    func read(_ record: String) throws -> JSONRecordTexts.Outcome {
      try Array(record.utf8).withUnsafeBytes { try texts.append($0, to: batch) }
    }
    #expect(try read(#"{"key":"1"}"#) == .noTextField(seen: ["key"]))
    #expect(try read("{\"key\":\"1\",\"caption\":\"a dog\",\n\"status\":\"success\"}\n") == .read)
    #expect(try read(#"{"key":"2","caption":"a cat","status":"failed_to_download"}"#) == .excluded)
    #expect(try read(#"{"key":"3","text":"no","caption":null}"#) == .read)
    #expect(throws: ShardFault(.unfinishedJSON)) { try read(#"{"caption":"x"#) }
    #expect(throws: ShardFault.self) { try read(#"{"caption":"x"} x"#) }
    try batch.flush()
    #expect(found == ["a dog"])
    #expect(batch.records == 2)
  }
}
