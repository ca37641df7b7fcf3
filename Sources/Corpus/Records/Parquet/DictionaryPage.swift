/// The entries of a dictionary page, decoded and checked.
final class DictionaryPage: Sendable {
  private let bytes: PaddedBuffer
  private let starts: [UInt32]
  private let lengths: [UInt32]
  /// Whether all entries are valid UTF-8.
  let isAllValid: Bool
  /// Whether all entries need no further look.
  let isAllPlain: Bool

  /// A dictionary of more entries is refused: an entry costs 16 bytes of memory beside its own, and may be empty.
  static let maximumCount = 1 << 24

  /// Decodes the `claimed` PLAIN entries, each of `fixedLength` bytes in a FIXED_LEN_BYTE_ARRAY column.
  init(_ bytes: PaddedBuffer, claimed: Int, fixedLength: Int?) throws {
    self.bytes = bytes
    var starts: [UInt32] = []
    var lengths: [UInt32] = []
    // The claim is not believed before the bytes are seen.
    starts.reserveCapacity(min(claimed, bytes.count / max(fixedLength ?? 4, 1), Self.maximumCount))
    lengths.reserveCapacity(starts.capacity)
    var (isAllValid, isAllPlain) = (true, true)
    var cursor = ByteCursor(bytes.bytes)
    for index in 0..<claimed {
      guard index < Self.maximumCount else {
        throw ShardFault.parquet("a dictionary of \(claimed) entries is larger than \(Self.maximumCount)")
      }
      let length = try fixedLength ?? cursor.length32()
      let start = cursor.offset
      let entry = try cursor.take(length)
      starts.append(UInt32(start))
      lengths.append(UInt32(length))
      if entry.isEmpty || !PlainText.holds(entry) {
        isAllPlain = false
        if isAllValid { isAllValid = UTF8Validation.firstInvalidByte(in: entry) == nil }
      }
    }
    if let fixedLength, cursor.remaining > 0 {
      // Some writers put a length before each, as if they had different ones.
      throw ShardFault.parquet(
        "its dictionary of \(claimed) values of \(fixedLength) bytes has \(bytes.count) bytes")
    }
    self.starts = starts
    self.lengths = lengths
    self.isAllValid = isAllValid
    self.isAllPlain = isAllPlain
  }

  /// The number of entries.
  var count: Int { starts.count }

  /// One entry; the index must be one.
  ///
  /// SOUND: starts and lengths were checked against the bytes, which live as long as this object does.
  @inline(__always) subscript(index: Int) -> UnsafeRawBufferPointer {
    let start = Int(starts[index])
    return UnsafeRawBufferPointer(rebasing: bytes.bytes[start..<start + Int(lengths[index])])
  }

}
