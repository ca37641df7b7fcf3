/// Where the stored pages of a column chunk come from, one after another.
protocol PageSource: AnyObject {
  /// The next page: its head, and its bytes, valid until the next call; nil at the chunk's end.
  func next() throws -> (header: PageHeader, stored: UnsafeRawBufferPointer)?
}

/// Pages that lie in memory.
final class BufferedPages: PageSource {
  private let bytes: UnsafeRawBufferPointer
  private let length: Int
  private var offset = 0

  /// Reads the pages of a chunk that is `length` bytes long, by what the file says of it: all pages start within them, and `bytes`
  /// may hold more, for the last to reach into.
  ///
  /// SOUND: the caller keeps the block's buffer as long as these pages.
  /// WHY: a page's values are copied straight from here, or decompressed from here.
  init(_ bytes: UnsafeRawBufferPointer, length: Int) {
    self.bytes = bytes
    self.length = length
  }

  func next() throws -> (header: PageHeader, stored: UnsafeRawBufferPointer)? {
    // What starts behind the chunk is another column's.
    guard offset < length, offset < bytes.count else { return nil }
    let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
    guard let header = try PageHeader(rest) else { throw ShardFault.parquet("it ends inside a page header") }
    guard header.storedSize <= rest.count - header.headSize else {
      throw ShardFault.parquet("it ends inside a page of \(header.storedSize) bytes")
    }
    let end = header.headSize + header.storedSize
    offset += end
    return (header, UnsafeRawBufferPointer(rebasing: rest[header.headSize..<end]))
  }
}
