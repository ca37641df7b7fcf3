import Testing

@testable import Corpus

/// Values that are counted where they lie in a page: the same captions as where each is copied.
@Suite struct InPlaceTests {
  struct Found: Equatable {
    var captions: [String] = []
    var records: Int = 0
    var skipped: Int = 0
  }

  static func page(_ values: [[UInt8]]) -> PaddedBuffer {
    let page = PaddedBuffer(capacity: 1 << 10)
    for value in values {
      withUnsafeBytes(of: UInt32(value.count).littleEndian) { page.append($0) }
      value.withUnsafeBytes { page.append($0) }
    }
    return page
  }

  static let rule = ReadingRule()

  /// One value by copying, as a short run between nulls is read.
  static func append(_ value: UnsafeRawBufferPointer, to batch: CaptionBatch) throws {
    guard UTF8Validation.firstInvalidByte(in: value) == nil else {
      batch.skipRecords()
      return
    }
    var writer = CaptionWriter(rule: rule)
    batch.beginRecord()
    try writer.append(value, role: .caption, to: batch)
  }

  static func found(_ read: (CaptionBatch) throws -> Void) throws -> Found {
    var found = Found()
    let batch = CaptionBatch { batch in
      #expect(batch.text[Int(batch.entries[batch.count - 1].end)] == CaptionBatch.separator)
      for (index, entry) in batch.entries.enumerated() {
        #expect(Int(entry.index) == index)
        let text = String(decoding: batch.text[Int(entry.start)..<Int(entry.end)], as: UTF8.self)
        found.captions.append("\(entry.record) \(text)")
      }
    }
    try read(batch)
    try batch.flush()
    found.records = batch.records
    found.skipped = batch.skippedRecords
    return found
  }

  @Test(arguments: 0..<6)
  func equalsCopying(seed: UInt64) throws {
    var random = ParquetMutationTests.Seeded(state: seed)
    let odd: [[UInt8]] = [
      [], Array("café".utf8), Array("<image>\nWhat?".utf8), Array("a < b".utf8), [0xFF, 97],
      Array("<image>".utf8), Array("<ref>a cat</ref><box>(1,2)</box>".utf8), Array("<|im_end|>".utf8),
      Array("<img>a.jpg</img> it".utf8), Array("<img> a".utf8),
      Array("虎".utf8),
    ]
    let values = (0..<9_000).map { _ -> [UInt8] in
      guard Int.random(in: 0..<(seed < 3 ? 4 : 900), using: &random) > 0 else {
        return odd[Int.random(in: 0..<(seed == 0 ? 2 : odd.count), using: &random)]
      }
      return Array(
        repeating: UInt8.random(in: 97...122, using: &random), count: Int.random(in: 0..<300, using: &random))
    }
    let copied = try Self.found { batch in
      for value in values { try value.withUnsafeBytes { try Self.append($0, to: batch) } }
    }
    let inPlace = try Self.found { batch in
      let page = Self.page(values)
      var (start, left) = (0, values.count)
      while left > 0 {
        let taken = try batch.handOnPlainValues(
          of: page.mutableBytes, from: &start, atMost: left, role: .caption, longest: 1 << 20,
          isFine: {
            UTF8Validation.firstInvalidByte(in: $0) == nil && CaptionWriter(rule: Self.rule).keeps($0)
          }, append: { try Self.append($0, to: batch) })
        try #require(taken > 0)
        left -= taken
      }
      #expect(start == page.count)
    }
    #expect(inPlace == copied)
    #expect(copied.skipped > 0 || seed == 0)
  }

  @Test func stopsBeforeWhatIsTooLongOrCut() throws {
    let values = [Array("ab".utf8), Array("abcdef".utf8)]
    let page = Self.page(values)
    page.truncate(to: page.count - 1)
    let found = try Self.found { batch in
      var start = 0
      let taken = try batch.handOnPlainValues(
        of: page.mutableBytes, from: &start, atMost: 2, role: .caption, longest: 100, isFine: { _ in true },
        append: { _ in })
      #expect(taken == 1 && start == 6)
      #expect(page.bytes[6] == 6)
      let none = try batch.handOnPlainValues(
        of: page.mutableBytes, from: &start, atMost: 2, role: .caption, longest: 5, isFine: { _ in true },
        append: { _ in })
      #expect(none == 0)
    }
    #expect(found == Found(captions: ["0 ab"], records: 1))
  }
}
