import Foundation
import TestSupport
import Testing

@testable import Corpus

/// The fields of records of JSON are the same whether the place of a record's text is known or its records are counted from
/// the block's start.
@Suite struct RecordFieldsTests {
  private static let request = FieldRequest(keep: ["url", "n", "deep.b", "list"].compactMap(FieldPath.init))
  private static let texts = [
    "a tench", "\\u00e9t\\u00e9 \\n and \\\"tench\\\"", "", "<image>\\na crane", "x ∆ y", "tench &amp; crane",
  ]

  /// A record in one of several shapes, some with fields that are missing, null, nested or written twice.
  private static func record(_ kinds: [Int], _ random: inout SplitMix) -> String {
    let text = texts[Int(random.next() % UInt64(texts.count))]
    let number = random.next() % 1000
    switch kinds[Int(random.next() % UInt64(kinds.count))] {
    case 0: return #"{"id": \#(number), "caption": "\#(text)"}"#
    case 1: return #"{"caption": "\#(text)", "url": "u\#(number)", "n": -1.5e3, "uid": "k\\n\#(number)"}"#
    case 2:
      return #"{"image": null, "deep": {"a": [1, {"b": 2}], "b": "in \#(number)"}, "caption": "\#(text)"}"#
    case 3:
      let turns = #"[{"from": "human", "value": "\#(text)"}, {"from": "gpt", "value": "b"}]"#
      return #"{"id": "\#(number)", "list": [1, "]"], "conversations": \#(turns), "__key__": "late"}"#
    case 4: return #"{"n": 1, "n": null, "caption": "\#(text)", "id": [1], "image": "i\#(number).jpg"}"#
    case 5: return #"  {"url":"\u0041","caption":"\#(text)","id":true}  "#
    case 6: return #"{"caption": "\#(text)", "source": {"__key__": "\#(number)"}, "image": "i\#(number)"}"#
    case 7: return #"{"caption": "\#(text)", "n": \#(number)}"#
    // Hardly two alike, so that their shapes are no longer learned; few have a key of the first name.
    case 8:
      let name = number % 20 == 0 ? "__key__" : "m\(number)"
      return #"{"n\#(number)": 1, "caption": "\#(text)", "id": \#(number), "\#(name)": "k"}"#
    default: return #"{"id": "\#(number)", "caption": "\#(text)", "url": "https://x/\#(number)"}"#
    }
  }

  @Test(arguments: 1...60) func placesChangeNothing(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let folder = try TemporaryFolder()
    var text = ""
    // Few kinds in a shard, so that some have no record with the names of a key that are looked for first.
    let kinds = seed % 5 == 0 ? [8] : (0...Int(random.next() % 4)).map { _ in Int(random.next() % 10) }
    for _ in 0..<Int(random.next() % 400) {
      text += Self.record(kinds, &random) + (random.next() % 9 == 0 ? "\n\n \n" : "\n")
    }
    if seed % 3 == 0 { text = "\u{FEFF}" + text }
    let shard = ShardName.file(path: try folder.write("rows.jsonl", text + Self.record(kinds, &random)))
    var options = ReadingOptions()
    options.keepsOrder = true
    options.fields = Self.request
    let blocks = try ShardBlocks(
      shard, options: options, blockBytes: 8 << 10, pool: BufferPool(capacity: 8 << 10), meter: nil,
      readsTwice: false)
    var wanted: [WantedRecord] = []
    let batch = CaptionBatch(keepsPlaces: true) { batch in
      for (index, entry) in batch.entries.enumerated() where wanted.last?.record != entry.record {
        // Now and then a place that is not known, among those that are.
        let place = random.next() % 5 == 0 ? -1 : batch.place(of: index)
        if random.next() % 2 == 0 { wanted.append(WantedRecord(record: entry.record, textPlace: place)) }
      }
    }
    var (records, known) = (0, 0)
    while let block = try blocks.next() {
      wanted = []
      #expect(batch.read(block) == nil)
      let fielded = try #require(block as? any FieldBlock)
      var (byPlace, counted) = (RecordFields(Self.request), RecordFields(Self.request))
      try fielded.appendFields(Self.request, of: wanted, to: &byPlace)
      try fielded.appendFields(Self.request, of: wanted.map { WantedRecord(record: $0.record) }, to: &counted)
      #expect(byPlace.count == wanted.count && counted.count == wanted.count)
      for record in wanted.indices where record < min(byPlace.count, counted.count) {
        for field in 0..<Self.request.count {
          #expect(
            byPlace.value(field, of: record) == counted.value(field, of: record),
            "record \(wanted[record].record), field \(field)")
        }
      }
      try expectKeys(of: try #require(block as? JSONBlock), wanted)
      records += wanted.count
      known += wanted.count { $0.textPlace >= 0 }
    }
    #expect(2 * known >= records)
  }

  /// The keys alone, for which a record is read no further than it must be, are those of the whole records.
  private func expectKeys(of block: JSONBlock, _ wanted: [WantedRecord]) throws {
    let request = FieldRequest()
    var (keys, plain) = (RecordFields(request), RecordFields(Self.request))
    block.appendFields(request, of: wanted, to: &keys)
    var (reader, places) = (JSONFields(Self.request), JSONRecordPlaces(block))
    for wanted in wanted {
      let place = places.place(of: wanted)
      reader.appendValues(of: block.cut.bytes, at: try #require(place), to: &plain)
    }
    #expect(keys.count == wanted.count)
    for record in wanted.indices where record < keys.count {
      #expect(keys.value(0, of: record) == plain.value(0, of: record), "record \(wanted[record].record)")
    }
  }

  /// Strings of all lengths, with quotes and backslashes at all places, beside Foundation's reader.
  @Test func valuesAreThoseOfAnotherReader() throws {
    var random = SplitMix(state: 11)
    let pieces = [
      "a", "tench", #"\""#, #"\\"#, #"\/"#, "é", #"\u00e9"#, " ", "{", "]", ",", ":", "™", "0123456789",
    ]
    func text() -> String {
      (0..<Int(random.next() % 24)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
    }
    let request = FieldRequest(keep: ["url", "deep.b"].compactMap(FieldPath.init))
    let keyAlone = FieldRequest(keep: [])
    for _ in 0..<4000 {
      var members = [
        #""url": "\#(text())""#, #""n\#(text())":"\#(text())""#, #""deep":{"b" : "\#(text())"}"#,
      ]
      for name in ["image", "uid", "id", "__key__"] where random.next() % 2 == 0 {
        members.append(#""\#(name)":"\#(text())""#)
      }
      members.shuffle(using: &random)
      let record = Array("{\(members.joined(separator: random.next() % 2 == 0 ? ", " : ","))}".utf8)
      let read = try #require(try JSONSerialization.jsonObject(with: Data(record)) as? [String: Any])
      let key = ["__key__", "id", "uid", "image"].lazy.compactMap { read[$0] as? String }.first
      let wanted = [key, read["url"] as? String, (read["deep"] as? [String: Any])?["b"] as? String]
      for request in [request, keyAlone] {
        var (reader, values) = (JSONFields(request), RecordFields(request))
        record.withUnsafeBytes { reader.appendValues(of: $0, at: 0, to: &values) }
        for field in 0..<request.count {
          let found = values.value(field, of: 0).map { String(decoding: $0, as: UTF8.self) }
          #expect(found == wanted[field], "\(String(decoding: record, as: UTF8.self))")
        }
      }
    }
  }
}
