/// Pages that are read from the file one by one, so that memory is bounded by a page.
final class StreamedPages: PageSource {
  private var window: FileWindow
  private let claimedEnd: Int
  private let maximumPage: Int
  private let state = DigestStream()

  private static let windowBytes = 64 << 10
  /// What most heads fit into.
  private static let headBytes = 4 << 10
  private var windowBytes = StreamedPages.windowBytes

  /// Reads and digests a chunk; a page may reach past its end, up to `limit`, as old writers left a page's head
  /// out of the length.
  init(_ file: any RandomAccessBytes, chunk: FileMetadata.Chunk, limit: Int, maximumPage: Int) {
    self.maximumPage = maximumPage
    claimedEnd = chunk.start + chunk.length
    window = FileWindow(
      file, from: chunk.start, limit: limit, digest: state, digestEnd: claimedEnd, capacity: Self.headBytes)
  }

  func next() throws -> (header: PageHeader, stored: UnsafeRawBufferPointer)? {
    guard let (header, bytes) = try nextWithHead() else { return nil }
    return (header, UnsafeRawBufferPointer(rebasing: bytes[header.headSize...]))
  }

  /// The next page with its head, as stored.
  private func nextWithHead() throws -> (header: PageHeader, bytes: UnsafeRawBufferPointer)? {
    guard let header = try nextHead() else { return nil }
    let size = header.headSize + header.storedSize
    guard try window.fill(size, step: windowBytes) else { throw Self.cut(header) }
    let bytes = UnsafeRawBufferPointer(rebasing: window.rest[..<size])
    window.take(size)
    return (header, bytes)
  }

  /// Appends the next page with its head to a buffer, as stored; nil at the chunk's end.
  ///
  /// What the window does not hold is read straight to the buffer.
  func appendPage(to buffer: PaddedBuffer) throws -> PageHeader? {
    guard let header = try nextHead() else { return nil }
    let size = header.headSize + header.storedSize
    let held = min(size, window.rest.count)
    let missing = size - held
    guard missing <= window.unread else { throw Self.cut(header) }
    buffer.append(UnsafeRawBufferPointer(rebasing: window.rest[..<held]))
    window.take(held)
    if missing > 0 { try window.read(missing, into: buffer) }
    // After a large page the head alone is looked for.
    windowBytes = size > Self.windowBytes / 4 ? Self.headBytes : Self.windowBytes
    return header
  }

  private static func cut(_ header: PageHeader) -> ShardFault {
    .parquet("it ends inside a page of \(header.storedSize) bytes")
  }

  /// The next page's head, which stays in the window with what follows it.
  private func nextHead() throws -> PageHeader? {
    var wanted = Self.headBytes
    guard window.position < claimedEnd, try window.fill(1, step: windowBytes) else { return nil }
    while true {
      _ = try window.fill(wanted, step: windowBytes)
      if let header = try PageHeader(window.rest) {
        guard header.storedSize <= maximumPage else {
          throw ShardFault.parquet(
            "a page of \(header.storedSize) bytes is larger than \(maximumPage)", isOfLimit: true
          )
        }
        return header
      }
      guard window.rest.count >= wanted, wanted < PageHeader.maximumSize else {
        throw ShardFault.parquet("it ends inside a page header")
      }
      wanted *= 2
    }
  }

  /// Reads the rest of the chunk's bytes, if its last page ends before them.
  ///
  /// - Returns: the digest of the chunk's bytes.
  func finish() throws -> Digest {
    while window.end < claimedEnd {
      window.take(window.rest.count)
      _ = try window.fill(1, step: windowBytes)
    }
    return state.digest
  }
}
