/// The record at a zip archive's end, or zip64's before it: where the directory is, and how much there is of it.
struct ZipEnd {
  /// How many entries the directory has.
  let entries: Int
  /// How many bytes it has.
  let size: Int
  /// Where it starts, from the archive's own first byte.
  let start: Int
  /// Where the archive starts in the file: elsewhere than at 0 where something stands before it, such as other archives.
  private(set) var base = 0
  /// The bytes between the directory's end, as the record has it, and the record.
  private var gap = 0
  /// Whether the numbers are zip64's; the others have 16 and 32 bits.
  private let isWide: Bool

  /// The bytes of the record without its comment, and of zip64's without its extensible data.
  private static let (bytes, wideBytes) = (22, 56)

  /// Some files or entries, by which a stream's are compared, in whatever order they are.
  struct Files: Equatable {
    private(set) var count = 0
    private var names: UInt64 = 0

    mutating func add(_ name: Digest) {
      count += 1
      names &+= name.low
    }
  }

  /// Checks the number of entries that there are. Writers without zip64 keep the lower 16 bits of a larger one.
  func check(_ found: Int) throws(ShardFault) {
    guard found == entries || !isWide && found & 0xFFFF == entries else {
      throw ShardFault(
        .corrupt(codec: "zip", detail: "its directory has \(found) entries where its end says \(entries)"))
    }
  }

  /// Checks that the record follows the directory, of which entries behind its end would be missed.
  func checkNothingIsBehindTheDirectory() throws(ShardFault) {
    guard gap == 0 else {
      throw ShardFault(.corrupt(codec: "zip", detail: "its directory does not end where its end says"))
    }
  }

  /// Reads the record.
  private init(_ record: UnsafeRawBufferPointer) {
    entries = ZipEntry.number16(record, 10)
    size = ZipEntry.number(record, 12, 4)
    start = ZipEntry.number(record, 16, 4)
    isWide = false
  }

  /// Reads zip64's record.
  private init(wide record: UnsafeRawBufferPointer) {
    entries = ZipEntry.number(record, 32, 8)
    size = ZipEntry.number(record, 40, 8)
    start = ZipEntry.number(record, 48, 8)
    isWide = true
  }

  /// Finds the record, and zip64's before it.
  init(of file: any RandomAccessBytes) throws {
    let tailSize = min(file.size, Self.bytes + 0xFFFF)
    let tail = try Self.read(file, at: file.size - tailSize, tailSize)
    self = try tail.withUnsafeBytes { tail in
      // A comment follows the record and may hold its signature; the record is the one whose comment ends the file.
      guard
        let end = (0...max(tailSize - Self.bytes, 0)).last(where: { place in
          place + Self.bytes <= tailSize && tail[place..<place + 4].elementsEqual([0x50, 0x4B, 5, 6])
            && place + Self.bytes + ZipEntry.number16(tail, place + 20) == tailSize
        })
      else { throw ShardFault(.truncated(codec: "zip")) }
      var found = Self(UnsafeRawBufferPointer(rebasing: tail[end...]))
      // The directory ends where this record begins, or, in zip64, that with the larger numbers.
      var directoryEnd = file.size - tailSize + end
      if end >= 20, tail[end - 20..<end - 16].elementsEqual([0x50, 0x4B, 6, 7]) {
        // Its place is told from the archive's own start, which another archive may be before.
        var place = directoryEnd - 20 - Self.wideBytes
        let isBefore = try place >= 0 && Self.read(file, at: place, 4).starts(with: [0x50, 0x4B, 6, 6])
        if !isBefore { place = ZipEntry.number(tail, end - 12, 8) }
        guard place <= file.size - Self.wideBytes else { throw ShardFault(.truncated(codec: "zip")) }
        found = try Self.read(file, at: place, Self.wideBytes).withUnsafeBytes { record in
          guard record.starts(with: [0x50, 0x4B, 6, 6]) else {
            throw ShardFault(.corrupt(codec: "zip", detail: "its zip64 directory is corrupt"))
          }
          return Self(wide: record)
        }
        directoryEnd = place
      }
      guard found.start <= file.size, found.size <= file.size - found.start else {
        throw ShardFault(.truncated(codec: "zip"))
      }
      found.gap = directoryEnd - found.size - found.start
      let first = directoryEnd - found.size
      if first > found.start,
        try found.size == 0 || Self.read(file, at: first, 4).starts(with: [0x50, 0x4B, 1, 2])
      {
        found.base = first - found.start
      }
      return found
    }
  }

  private static func read(_ file: any RandomAccessBytes, at offset: Int, _ count: Int) throws
    -> [UInt8]
  {
    var bytes = [UInt8](repeating: 0, count: count)
    try bytes.withUnsafeMutableBytes { if $0.count > 0 { try file.read(at: offset, into: $0) } }
    return bytes
  }

  /// Reads what follows the last file of an archive that comes as a stream, its end and comment included, and checks that its directory has an entry for
  /// each of the files before it.
  ///
  /// - Throws: `ShardFault` where the archive ends before its record does, or is damaged.
  static func check(_ window: InputWindow, files: Files) throws {
    var entries = Files()
    var bytes = 0
    var wide: ZipEnd?
    func pass(_ fixed: Int, _ length: (UnsafeRawBufferPointer) -> Int) throws {
      guard try window.ensure(fixed), try window.skip(length(window.bytes)) else {
        throw ShardFault(.truncated(codec: "zip"))
      }
    }
    while true {
      guard try window.ensure(4) else { throw ShardFault(.truncated(codec: "zip")) }
      switch (window.bytes[0], window.bytes[1], window.bytes[2], window.bytes[3]) {
      case (0x50, 0x4B, 1, 2):
        let start = window.position
        guard try window.ensure(46), try window.ensure(46 + ZipEntry.number16(window.bytes, 28)) else {
          throw ShardFault(.truncated(codec: "zip"))
        }
        let name = window.bytes[46..<46 + ZipEntry.number16(window.bytes, 28)]
        entries.add(Digest(of: UnsafeRawBufferPointer(rebasing: name)))
        try pass(46) {
          46 + ZipEntry.number16($0, 28) + ZipEntry.number16($0, 30) + ZipEntry.number16($0, 32)
        }
        bytes += window.position - start
      case (0x50, 0x4B, 6, 6):
        guard try window.ensure(wideBytes) else { throw ShardFault(.truncated(codec: "zip")) }
        wide = ZipEnd(wide: window.bytes)
        try pass(12) { bytes in
          // The size does not cover itself and the signature.
          let rest = ZipEntry.number(bytes, 4, 8)
          return rest > Int.max - 12 ? Int.max : 12 + rest
        }
      case (0x50, 0x4B, 6, 7): try pass(20) { _ in 20 }
      // Extra data for a directory that is encrypted, and the directory's signature.
      case (0x50, 0x4B, 6, 8): try pass(8) { 8 + ZipEntry.number($0, 4, 4) }
      case (0x50, 0x4B, 5, 5): try pass(6) { 6 + ZipEntry.number16($0, 4) }
      case (0x50, 0x4B, 5, 6):
        guard try window.ensure(Self.bytes) else { throw ShardFault(.truncated(codec: "zip")) }
        let end = wide ?? ZipEnd(window.bytes)
        try end.check(entries.count)
        guard bytes == end.size else {
          throw ShardFault(
            .corrupt(codec: "zip", detail: "its directory has \(bytes) bytes where its end says \(end.size)"))
        }
        guard entries.count == files.count else {
          throw ShardFault(
            .corrupt(
              codec: "zip", detail: "its directory has \(entries.count) entries for \(files.count) files"))
        }
        guard entries == files else {
          throw ShardFault(
            .corrupt(codec: "zip", detail: "its directory and its file headers have different names"))
        }
        _ = try window.skip(Self.bytes + ZipEntry.number16(window.bytes, 20))
        return
      default:
        throw ShardFault(
          .corrupt(codec: "zip", detail: "its directory is corrupt"), at: .byte(window.position))
      }
    }
  }
}
