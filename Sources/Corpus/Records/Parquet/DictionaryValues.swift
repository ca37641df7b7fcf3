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
