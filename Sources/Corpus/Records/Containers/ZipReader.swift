import CISAL

/// Reads the files of a zip archive, zip64 among them: by its directory where the input can seek, else by the
/// head before each file, with a look at the directory after the last.
///
/// The digest covers, in the order in which they lie, each file's name, and the content of those that were read
/// or size and checksum of the others.
///
/// Source: PKWARE, APPNOTE.TXT 6.3.10.
final class ZipReader: ArchiveMembers {
  private var file: (any RandomAccessBytes)?
  /// The archives that follow in the file.
  private var others: ArraySlice<any RandomAccessBytes> = []
  private var directory: ZipDirectory?
  private var window: InputWindow
  private let state = DigestStream()
  private var entry: ZipEntry?
  private var content: (any ByteStream)?
  private var limited: LimitedStream?
  private var checksum: UInt32 = 0
  private var given = 0
  /// Where the current file's content starts; nil where its local head was not looked at yet.
  private var contentPlace: Int?
  /// Walks ahead in the directory of an archive that is not near, to tell what will be read.
  private var scout: ZipDirectory?
  private var (toldBytes, reachedBytes) = (0, 0)
  private var contentEnded = false
  /// The files that a stream has given, and whether it has given the last.
  private var (files, isAtEnd) = (ZipEnd.Files(), false)
  private var usedOtherwise = false
  private var digestsContent = true
  /// Which of several archives joined by `cat` the current file is in, from 0.
  private(set) var part = 0
  private let maximumWindow: Int

  /// Reads an archive in a file.
  init(_ file: any RandomAccessBytes, maximumWindow: Int = ZstdStream.maximumWindow) throws {
    self.maximumWindow = maximumWindow
    window = InputWindow(FileStream(file), capacity: 64)
    others = try ZipDirectory.archives(in: file)[...]
    self.file = others.popFirst()
    directory = try self.file.map { try ZipDirectory(of: $0) }
    // A walk of its own.
    scout = try file.isNear ? nil : self.file.map { try ZipDirectory(of: $0) }
  }

  /// Reads an archive that comes as a stream.
  init(_ stream: any ByteStream, maximumWindow: Int = ZstdStream.maximumWindow) {
    file = nil
    self.maximumWindow = maximumWindow
    window = InputWindow(stream, capacity: 256 << 10)
  }

  /// Whether a content's first bytes are a zip archive's.
  static func recognises(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6])
  }

  var digest: Digest { state.digest }

  var randomAccess: (any RandomAccessBytes)? {
    guard let file, let entry, entry.method == 0, !entry.isEncrypted else { return nil }
    guard let start = try? contentStart(entry, in: file) else { return nil }
    return FileSlice(file, from: start, size: entry.size)
  }

  func leaveOutOfDigest() -> Bool {
    guard let entry, entry.method == 0 else { return false }
    digestsContent = false
    return true
  }

  func addToDigest(_ digest: Digest) {
    usedOtherwise = true
    withUnsafeBytes(of: (digest.high.bigEndian, digest.low.bigEndian)) { state.update($0) }
  }

  func next() throws -> ArchiveMember? {
    try finish()
    while true {
      guard let next = try nextEntry() else { return nil }
      add(next.name.count)
      next.name.withUnsafeBytes { state.update($0) }
      entry = next
      if next.name.last != UInt8(ascii: "/") {
        return ArchiveMember(name: next.name, size: next.hasSizes ? next.size : nil)
      }
      try finish()
    }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let entry, buffer.count > 0, !contentEnded else { return 0 }
    let stream = try content ?? open(entry)
    content = stream
    let count = try stream.read(into: buffer)
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    if count == 0 {
      contentEnded = true
      try endContent()
      return 0
    }
    given += count
    if let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) {
      checksum = crc32_gzip_refl(checksum, base, UInt64(count))
    }
    if digestsContent { state.update(bytes) }
    return count
  }

  private func add(_ number: Int) {
    withUnsafeBytes(of: UInt64(number).littleEndian) { state.update($0) }
  }

  /// The next file's entry, with the input at its content.
  private func nextEntry() throws -> ZipEntry? {
    if file != nil {
      var found = try directory?.next()
      while found == nil, let other = others.popFirst() {
        file = other
        directory = try ZipDirectory(of: other)
        scout = try other.isNear ? nil : ZipDirectory(of: other)
        part += 1
        found = try directory?.next()
      }
      guard let next = found, let file else { return nil }
      contentPlace = nil
      // Of a file that is passed over the head is not worth a way to a server.
      let start = file.isNear ? next.offset : next.leastStart
      guard next.storedSize <= file.size - start else { throw ShardFault(.truncated(codec: "zip")) }
      if file.isNear { _ = try contentStart(next, in: file) }
      try tellAhead(of: next, in: file)
      return next
    }
    guard !isAtEnd else { return nil }
    guard try window.ensure(4) else { throw ShardFault(.truncated(codec: "zip")) }
    // The directory follows the last file.
    while !window.bytes.starts(with: [0x50, 0x4B, 3, 4]) {
      guard window.bytes.starts(with: [0x50, 0x4B]) else {
        throw ShardFault(
          .corrupt(codec: "zip", detail: "a file header is corrupt"), at: .byte(window.position))
      }
      try ZipEnd.check(window, files: files)
      // Another archive may be joined behind it, one without a file too.
      guard try window.ensure(4), window.bytes.starts(with: [0x50, 0x4B]) else {
        isAtEnd = true
        return nil
      }
      files = ZipEnd.Files()
      part += 1
    }
    guard try window.ensure(30) else { throw ShardFault(.truncated(codec: "zip")) }
    let length = 30 + ZipEntry.number16(window.bytes, 26) + ZipEntry.number16(window.bytes, 28)
    guard try window.ensure(length) else { throw ShardFault(.truncated(codec: "zip")) }
    let next = try ZipEntry(local: UnsafeRawBufferPointer(rebasing: window.bytes[..<length]))
    window.consume(length)
    files.add(next.name.withUnsafeBytes { Digest(of: $0) })
    return next
  }

  private func contentStart(_ entry: ZipEntry, in file: any RandomAccessBytes) throws -> Int {
    let start = try contentPlace ?? entry.contentStart(in: file)
    contentPlace = start
    return start
  }

  /// So much of the files that are read is told ahead.
  private static let aheadBytes = 16 << 20
  /// What a local head may be longer than the directory's entry lets expect.
  private static let headSlack = 128

  /// Tells which bytes will be read after the current file's, as far as names say which files are.
  private func tellAhead(of entry: ZipEntry, in file: any RandomAccessBytes) throws {
    guard scout != nil else { return }
    if Self.isRead(entry) { reachedBytes += entry.storedSize }
    guard toldBytes - reachedBytes < Self.aheadBytes / 2 else { return }
    var ranges: [Range<Int>] = []
    while toldBytes - reachedBytes < Self.aheadBytes, ranges.count < 10_000, let next = try scout?.next() {
      guard Self.isRead(next), next.storedSize <= file.size, next.offset <= file.size - next.storedSize else {
        continue
      }
      toldBytes += next.storedSize
      ranges.append(next.offset..<min(next.leastStart + next.storedSize, file.size))
    }
    if !ranges.isEmpty { file.willRead(ranges, slack: Self.headSlack) }
  }

  /// Whether a file's name says that its content is read.
  private static func isRead(_ entry: ZipEntry) -> Bool {
    switch MemberKind(entry.name)?.use {
    case .text, .json, .shard: true
    default: false
    }
  }

  private func open(_ entry: ZipEntry) throws -> any ByteStream {
    guard !entry.isEncrypted else {
      throw ShardFault(
        .unsupported(what: "an encrypted file in a zip archive"), at: .member(entry.label))
    }
    if file == nil, !entry.hasSizes {
      guard entry.method == 8 else {
        throw ShardFault(
          .unsupported(what: "a file of unknown size in a zip archive from a pipe"),
          at: .member(entry.label))
      }
      return InflateStream(window)
    }
    let stored: any ByteStream =
      if let file {
        try FileStream(
          file, from: contentStart(entry, in: file), to: contentStart(entry, in: file) + entry.storedSize)
      } else {
        limit(entry.storedSize)
      }
    switch entry.method {
    case 0: return stored
    case 8: return InflateStream(InputWindow(stored, capacity: min(entry.storedSize, 128 << 10)))
    case 12: return Bzip2Stream(stored)
    case 93: return try ZstdStream(stored, maximumWindow: maximumWindow)
    case 95: return try XZStream(stored)
    default:
      throw ShardFault(
        .unsupported(what: "compression method \(entry.method) in a zip archive"),
        at: .member(entry.label))
    }
  }

  private func limit(_ count: Int) -> LimitedStream {
    let stream = LimitedStream(window, count)
    limited = stream
    return stream
  }

  /// Checks the content that was read, and goes to its end in the input.
  private func endContent() throws {
    guard var entry else { return }
    if let limited {
      // A decoder may end before the bytes that its file has.
      guard try window.skip(limited.left) else { throw ShardFault(.truncated(codec: "zip")) }
    } else if file == nil {
      try readDescriptor(&entry)
      self.entry = entry
    }
    guard entry.checksum == checksum, entry.size == given else {
      throw ShardFault(
        .corrupt(codec: "zip", detail: "wrong checksum or size"), at: .member(entry.label))
    }
  }

  /// Leaves the current file.
  private func finish() throws {
    guard let entry else { return }
    if usedOtherwise, file != nil {
      // It was read at its places.
    } else if content != nil {
      // What was begun is read to its end, since the end has the checksum.
      try drain()
    } else if !usedOtherwise {
      var known = entry
      if file == nil {
        if entry.hasSizes {
          guard try window.skip(entry.storedSize) else {
            throw ShardFault(.truncated(codec: "zip"))
          }
        } else {
          try passOver(&known)
        }
      }
      add(known.size)
      add(Int(known.checksum))
    }
    (self.entry, content, limited, checksum, given) = (nil, nil, nil, 0, 0)
    (contentEnded, usedOtherwise, digestsContent) = (false, false, true)
  }

  /// Decodes a file only to find its end.
  private func passOver(_ entry: inout ZipEntry) throws {
    let stream = try open(entry)
    let rest = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 16)
    defer { rest.deallocate() }
    while true {
      let count = try stream.read(into: rest)
      if count == 0 { break }
      given += count
      if let base = rest.baseAddress?.assumingMemoryBound(to: UInt8.self) {
        checksum = crc32_gzip_refl(checksum, base, UInt64(count))
      }
    }
    try readDescriptor(&entry)
    guard entry.checksum == checksum, entry.size == given else {
      throw ShardFault(
        .corrupt(codec: "zip", detail: "wrong checksum or size"), at: .member(entry.label))
    }
  }

  /// Reads the sizes that follow a file whose head did not know them: four bytes each, or eight.
  private func readDescriptor(_ entry: inout ZipEntry) throws {
    _ = try window.ensure(24)
    let bytes = window.bytes
    let signature = bytes.starts(with: [0x50, 0x4B, 7, 8]) ? 4 : 0
    for (width, length) in [(4, 12), (8, 20)] where bytes.count >= signature + length {
      let size = ZipEntry.number(bytes, signature + 4 + width, width)
      if ZipEntry.number(bytes, signature, 4) == Int(checksum), size == given {
        entry.checksum = checksum
        entry.size = given
        window.consume(signature + length)
        return
      }
    }
    throw ShardFault(
      .corrupt(codec: "zip", detail: "wrong checksum or size"), at: .member(entry.label))
  }
}

/// The next bytes of a window, so many and no more.
final class LimitedStream: ByteStream {
  private let window: InputWindow
  private(set) var left: Int

  init(_ window: InputWindow, _ count: Int) {
    self.window = window
    left = count
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try window.read(into: buffer, atMost: left)
    if count == 0, left > 0, buffer.count > 0 { throw ShardFault(.truncated(codec: "zip")) }
    left -= count
    return count
  }
}
