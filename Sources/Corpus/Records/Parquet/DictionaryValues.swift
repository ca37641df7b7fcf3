import Synchronization

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

/// A dictionary page as stored, decoded by the first task that needs it and shared by all blocks of its chunk.
final class SharedDictionary: Sendable {
  private enum Content {
    case stored(PaddedBuffer)
    case decoded(DictionaryPage)
  }

  private let header: PageHeader
  private let content: Mutex<Content>

  init(header: PageHeader, stored: UnsafeRawBufferPointer) {
    self.header = header
    let copy = PaddedBuffer(capacity: stored.count)
    copy.append(stored)
    content = Mutex(.stored(copy))
  }

  /// The dictionary's entries.
  func page(by decoder: PageDecoder) throws -> DictionaryPage {
    try content.withLock { content in
      switch content {
      case .decoded(let page): return page
      case .stored(let bytes):
        let page = try decoder.dictionary(header, bytes.bytes)
        content = .decoded(page)
        return page
      }
    }
  }
}

/// RLE_DICTIONARY and PLAIN_DICTIONARY values one by one: entries of the chunk's dictionary by their index.
final class DictionaryValues: PageValues {
  private let dictionary: DictionaryPage
  private var runs: RunLengths
  private let buffer = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: 256)
  private var used = 0
  private var held = 0
  private var repeated: UInt32 = 0
  private var repeats = 0
  private var left: Int

  /// Makes the values of a page with at most `count` of them; indices after those are padding.
  init(_ bytes: UnsafeRawBufferPointer, dictionary: DictionaryPage, count: Int) throws {
    self.dictionary = dictionary
    runs = try Self.indices(bytes)
    left = count
  }

  deinit { buffer.deallocate() }

  /// The indices of a page: their width in bits, then runs.
  static func indices(_ bytes: UnsafeRawBufferPointer) throws -> RunLengths {
    // A page of nulls alone may have no bytes, not even the width.
    guard let width = bytes.first else { return RunLengths(bytes, width: 1) }
    guard width <= 32 else { throw ShardFault.parquet("dictionary indices have \(width) bits") }
    return RunLengths(UnsafeRawBufferPointer(rebasing: bytes.dropFirst()), width: Int(width))
  }

  /// The fault of an index that is not in the dictionary.
  static func outside(_ index: UInt32, _ count: Int) -> ShardFault {
    .parquet("the dictionary has \(count) entries, but index \(index) is used")
  }

  func next() throws -> UnsafeRawBufferPointer {
    let index = try nextIndex()
    guard index < dictionary.count else { throw Self.outside(index, dictionary.count) }
    return dictionary[Int(index)]
  }

  private func nextIndex() throws -> UInt32 {
    if repeats > 0 {
      repeats -= 1
      return repeated
    }
    if used == held {
      guard left > 0 else { throw ShardFault.parquet("a page has fewer values than it claims") }
      (used, held) = (0, 0)
      switch try runs.next(atMost: left, packedInto: buffer) {
      case .repeated(let index, let count):
        left -= count
        (repeated, repeats) = (index, count - 1)
        return index
      case .packed(let count):
        left -= count
        held = count
      }
    }
    defer { used += 1 }
    return buffer[used]
  }
}
