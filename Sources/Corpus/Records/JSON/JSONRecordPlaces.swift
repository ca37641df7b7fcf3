/// Finds where the records of a block of JSON that was read before start, bad ones too; asked for in ascending order.
struct JSONRecordPlaces {
  private let bytes: UnsafeRawBufferPointer
  private let form: JSONBlock.Form
  private let hasKeys: Bool
  /// Where the next record is sought, and its place among the block's records.
  private var (next, number): (Int, Int32)

  init(_ block: JSONBlock) {
    bytes = block.cut.bytes
    form = block.form
    hasKeys = block.reading.hasKeys
    next = block.form == .lines ? 0 : JSONSpace.skip(bytes, 0)
    number = Int32(truncatingIfNeeded: block.cut.skippedBefore)
  }

  /// Where a record starts; nil where the block ends before.
  ///
  /// - Complexity: O(*n*), *n* bytes since the record found before; of a record a line whose text's place is known the bytes
  ///   before that text.
  mutating func place(of wanted: WantedRecord) -> Int? {
    let text = Int(wanted.textPlace)
    if form == .lines, text >= 0, text < bytes.count, wanted.record >= number {
      // A text has no line feed of its own in it, nor before it in its record.
      let before = UnsafeRawBufferPointer(rebasing: bytes[..<text])
      next = LineScan.lastLineFeed(in: before, from: min(next, text)).map { $0 + 1 } ?? next
      number = wanted.record
      return JSONSpace.skipMark(before, next)
    }
    while let place = following() {
      number += 1
      if number == wanted.record + 1 { return place }
    }
    return nil
  }

  /// The next record's start.
  private mutating func following() -> Int? {
    form == .lines ? followingLine() : followingValue()
  }

  private mutating func followingLine() -> Int? {
    while next < bytes.count {
      let end = LineScan.lineFeed(in: bytes, from: next) ?? bytes.count
      let content = JSONSpace.skipMark(UnsafeRawBufferPointer(rebasing: bytes[..<end]), next)
      next = end + 1
      if content < end { return content }
    }
    return nil
  }

  private mutating func followingValue() -> Int? {
    let commas = form != .values
    if !commas { next = JSONSpace.skipMark(bytes, next) }
    guard next < bytes.count else { return nil }
    var value = next
    if hasKeys, let key = JSONFields.end(bytes, next) {
      let colon = JSONSpace.skip(bytes, key)
      if colon < bytes.count { value = JSONSpace.skip(bytes, colon + 1) }
    }
    if let end = JSONFields.end(bytes, value), isFollowedWell(end, commas: commas) {
      next = JSONSpace.skip(bytes, end)
      if commas, next < bytes.count { next = JSONSpace.skip(bytes, next + 1) }
    } else {
      // What is no value was skipped as the reader skips it.
      var cutter = JSONCutter(commas ? .commas : .nothing)
      next = JSONSpace.skip(bytes, cutter.firstBoundary(in: bytes, from: next) ?? bytes.count)
    }
    return value
  }

  private func isFollowedWell(_ end: Int, commas: Bool) -> Bool {
    let next = JSONSpace.skip(bytes, end)
    return !commas || next == bytes.count || bytes[next] == UInt8(ascii: ",")
  }
}
