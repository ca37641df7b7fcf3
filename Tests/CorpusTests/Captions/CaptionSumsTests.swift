import TestSupport
import Testing

@testable import Corpus

/// What a batch notes of its captions as they come is what its entries say, however they came.
@Suite struct CaptionSumsTests {
  /// What the entries of one block's batches have in all, added up one by one.
  private final class Sought {
    var lastRecord: Int32 = -1
    var batches = 0

    func check(_ batch: CaptionBatch) {
      var (captions, bytes, records, roles): (Int, Int, Int, Set<Role>) = (0, 0, 0, [])
      for entry in batch.entries {
        captions += Int(entry.weight)
        bytes += Int(entry.weight) * Int(entry.end - entry.start)
        records += entry.record == lastRecord ? 0 : 1
        lastRecord = entry.record
        roles.insert(entry.role)
      }
      let sums = batch.sums
      #expect(sums.captions == captions && sums.bytes == bytes && sums.records == records)
      for role in Role.allCases { #expect(sums.has(role) == roles.contains(role)) }
      #expect(sums.onlyRole == (roles.count == 1 ? roles.first : nil))
      batches += 1
    }
  }

  @Test(arguments: 1...20) func areThoseOfTheEntries(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let sought = Sought()
    let batch = CaptionBatch { sought.check($0) }
    // Few roles, so that some batches have only one.
    let roles = Role.allCases.filter { _ in random.next() % 2 == 0 } + [.human]
    let text = PaddedBuffer(capacity: 1 << 16)
    for _ in 0..<1 << 16 { text.append(UInt8(97 + random.next() % 26)) }
    batch.startBlock()
    for _ in 0..<3000 {
      let role = roles[Int(random.next() % UInt64(roles.count))]
      switch random.next() % 6 {
      case 0:
        batch.beginRecords(Int(random.next() % 3))
        let length = Int(random.next() % 300)
        try batch.append(
          UnsafeRawBufferPointer(rebasing: text.bytes[..<length]), role: role,
          weight: Int(random.next() % 3) + 1)
      case 1:
        batch.excludeRecord()
        batch.beginRecord()
        try batch.append(UnsafeRawBufferPointer(rebasing: text.bytes[..<5]), role: role)
      case 2: try foundTexts(in: text, roles, batch, &random)
      case 3: try plainValues(role, batch, &random)
      default:
        // One more caption of the record in hand, if any.
        if batch.position == 0 { batch.beginRecord() }
        try batch.append(UnsafeRawBufferPointer(rebasing: text.bytes[..<40]), role: role)
      }
      if random.next() % 200 == 0 {
        try batch.flush()
        batch.startBlock()
        sought.lastRecord = -1
      }
    }
    try batch.flush()
    #expect(sought.batches > 50)
  }

  /// Texts as a kernel finds them, some with escapes, so that the batch leaves them to its caller.
  private func foundTexts(
    in text: PaddedBuffer, _ roles: [Role], _ batch: CaptionBatch, _ random: inout SplitMix
  ) throws {
    var found = FoundTexts()
    var (count, record) = (0, UInt32(0))
    for _ in 0..<Int(random.next() % 60) {
      let start = UInt32(random.next() % 60000)
      found.texts[count].start = start
      found.texts[count].end = start + UInt32(random.next() % 200)
      found.texts[count].record = record
      found.texts[count].role = UInt16(roles[Int(random.next() % UInt64(roles.count))].rawValue)
      found.texts[count].escaped = random.next() % 9 == 0 ? 1 : 0
      count += 1
      record += UInt32(random.next() % 3)
    }
    let before = batch.position
    try found.texts.withUnsafeBufferPointer { texts in
      let texts = UnsafeBufferPointer(rebasing: texts[..<count])
      guard let base = text.bytes.baseAddress else { return }
      var next = 0
      while next < count {
        next = try batch.append(texts, from: next, of: base, recordsBefore: before, stopsAtLess: true)
        next += 1
      }
    }
  }

  /// Values of a Parquet page, some of which are appended one by one.
  private func plainValues(_ role: Role, _ batch: CaptionBatch, _ random: inout SplitMix) throws {
    let page = PaddedBuffer(capacity: 1 << 12)
    let count = Int(random.next() % 30) + 1
    let (odd, rare) = (Array("é <image>".utf8), random.next() % 2 == 0)
    for _ in 0..<count {
      let length = Int(random.next() % 60)
      let value = rare && random.next() % 4 == 0 ? odd : [UInt8](repeating: 98, count: length)
      for shift in stride(from: 0, to: 32, by: 8) { page.append(UInt8(value.count >> shift & 0xFF)) }
      for byte in value { page.append(byte) }
    }
    var (start, left) = (0, count)
    while left > 0 {
      let taken = try batch.handOnPlainValues(
        of: page.mutableBytes, from: &start, atMost: left, role: role, longest: 1 << 20,
        isFine: { UTF8Validation.firstInvalidByte(in: $0) == nil && !$0.contains(60) },
        append: { value in
          batch.beginRecord()
          try batch.append(value, role: role)
        })
      try #require(taken > 0)
      left -= taken
    }
  }
}
