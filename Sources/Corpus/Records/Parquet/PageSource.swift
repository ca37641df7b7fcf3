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

/// Pages that are read from the file one by one, so that memory is bounded by a page.
final class StreamedPages: PageSource {
  private let file: any RandomAccessBytes
  private let claimedEnd: Int
  private let limit: Int
  private let maximumPage: Int
  private let state = DigestStream()
  private var window = PaddedBuffer(capacity: StreamedPages.headBytes)
  private var spare = PaddedBuffer(capacity: StreamedPages.headBytes)
  /// Where in the window the bytes start that were not given yet.
  private var used = 0
  /// Where in the file the window ends.
  private var fileOffset: Int

  private static let windowBytes = 64 << 10
  /// What most heads fit into.
  private static let headBytes = 4 << 10
  private var windowBytes = StreamedPages.windowBytes

  /// Reads and digests a chunk; a page may reach past its end, up to `limit`, as old writers left a page's head
  /// out of the length.
  init(_ file: any RandomAccessBytes, chunk: FileMetadata.Chunk, limit: Int, maximumPage: Int) {
    self.file = file
    self.maximumPage = maximumPage
    fileOffset = chunk.start
    claimedEnd = chunk.start + chunk.length
    self.limit = limit
  }

  func next() throws -> (header: PageHeader, stored: UnsafeRawBufferPointer)? {
    guard let (header, bytes) = try nextWithHead() else { return nil }
    return (header, UnsafeRawBufferPointer(rebasing: bytes[header.headSize...]))
  }

  /// The next page with its head, as stored.
  private func nextWithHead() throws -> (header: PageHeader, bytes: UnsafeRawBufferPointer)? {
    guard let header = try nextHead() else { return nil }
    let size = header.headSize + header.storedSize
    guard try fill(size) else { throw Self.cut(header) }
    let bytes = UnsafeRawBufferPointer(rebasing: rest[..<size])
    used += size
    return (header, bytes)
  }

  /// Appends the next page with its head to a buffer, as stored; nil at the chunk's end.
  ///
  /// What the window does not hold is read straight to the buffer.
  func appendPage(to buffer: PaddedBuffer) throws -> PageHeader? {
    guard let header = try nextHead() else { return nil }
    let size = header.headSize + header.storedSize
    let held = min(size, rest.count)
    let missing = size - held
    guard missing <= limit - fileOffset else { throw Self.cut(header) }
    buffer.append(UnsafeRawBufferPointer(rebasing: rest[..<held]))
    used += held
    if missing > 0 { try read(missing, into: buffer) }
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
    guard fileOffset - rest.count < claimedEnd, try fill(1) else { return nil }
    while true {
      _ = try fill(wanted)
      if let header = try PageHeader(rest) {
        guard header.storedSize <= maximumPage else {
          throw ShardFault.parquet(
            "a page of \(header.storedSize) bytes is larger than \(maximumPage)", isOfLimit: true
          )
        }
        return header
      }
      guard rest.count >= wanted, wanted < PageHeader.maximumSize else {
        throw ShardFault.parquet("it ends inside a page header")
      }
      wanted *= 2
    }
  }

  /// Reads the rest of the chunk's bytes, if its last page ends before them.
  ///
  /// - Returns: the digest of the chunk's bytes.
  func finish() throws -> Digest {
    while fileOffset < claimedEnd {
      used = window.count
      _ = try fill(1)
    }
    return state.digest
  }

  private var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: window.bytes[used...]) }

  /// Makes `wanted` bytes ready, or as many as there are; whether there were so many.
  private func fill(_ wanted: Int) throws -> Bool {
    let held = window.count - used
    if held >= wanted { return true }
    let room = min(max(wanted, windowBytes) - held, limit - fileOffset)
    guard room > 0 else { return false }
    spare.removeAll()
    spare.append(rest)
    try read(room, into: spare)
    swap(&window, &spare)
    used = 0
    return held + room >= wanted
  }

  /// Appends the next bytes of the file to a buffer, and digests those of the chunk.
  private func read(_ room: Int, into buffer: PaddedBuffer) throws {
    let (held, offset) = (buffer.count, fileOffset)
    try buffer.appendInPlace(room: room) {
      try file.read(at: offset, into: $0)
      return room
    }
    state.update(
      UnsafeRawBufferPointer(rebasing: buffer.bytes[held...].prefix(max(0, claimedEnd - offset))))
    fileOffset += room
  }
}
