/// The directory at the end of a zip archive, entry by entry in the order in which their files lie.
///
/// It is walked twice and never held: once to see whether it has that order, which nearly all have, then to give the
/// entries. Only a directory in another order is read as a whole.
struct ZipDirectory {
  /// A directory of more bytes than this in another order is refused.
  private static let maximumSorted = 256 << 20

  private var walk: Walk
  private var sorted: ArraySlice<ZipEntry>?

  /// More archives than this behind one another are refused.
  private static let mostParts = 10_000

  /// The archives of which a file consists, in the order in which they lie: one, or several joined by `cat`.
  static func archives(in file: any RandomAccessBytes) throws -> [any RandomAccessBytes] {
    var parts: [any RandomAccessBytes] = []
    var end = file.size
    repeat {
      guard parts.count < mostParts else {
        throw ShardFault(.corrupt(codec: "zip", detail: "more than \(mostParts) archives one behind another"))
      }
      let base = try place(in: FileSlice(file, from: 0, size: end)).base
      parts.append(FileSlice(file, from: base, size: end - base))
      end = base
    } while end > 0
    return parts.reversed()
  }

  /// Finds the directory of one archive and walks it once.
  init(of file: any RandomAccessBytes) throws {
    let (_, start, size) = try Self.place(in: file)
    walk = Walk(file, start: start, size: size)
    var first = walk
    var last = 0
    var isInOrder = true
    while let entry = try first.next() {
      if entry.offset < last { isInOrder = false }
      last = entry.offset
    }
    walk = Walk(file, start: start, size: size)
    guard !isInOrder else { return }
    guard size <= Self.maximumSorted else {
      throw ShardFault(.corrupt(codec: "zip", detail: "its directory has \(size) bytes"))
    }
    var entries: [ZipEntry] = []
    while let entry = try walk.next() { entries.append(entry) }
    sorted = entries.sorted { $0.offset < $1.offset }[...]
  }

  /// The next entry; nil after the last.
  mutating func next() throws -> ZipEntry? { sorted == nil ? try walk.next() : sorted?.popFirst() }

  /// A walk over the directory's bytes.
  private struct Walk {
    private let window: InputWindow
    private var left: Int

    /// An entry has three parts of up to 65,535 bytes beside its 46.
    private static let largestEntry = 46 + 3 * 0xFFFF

    init(_ file: any RandomAccessBytes, start: Int, size: Int) {
      let bytes = FileStream(file, from: start, to: start + size)
      window = InputWindow(bytes, capacity: max(min(size, Self.largestEntry), 46))
      left = size
    }

    mutating func next() throws -> ZipEntry? {
      guard left > 0 else { return nil }
      let damaged = ShardFault(.corrupt(codec: "zip", detail: "its directory is corrupt"))
      guard left >= 46, try window.ensure(46), window.bytes.starts(with: [0x50, 0x4B, 1, 2]) else {
        throw damaged
      }
      let length =
        46 + ZipEntry.number16(window.bytes, 28) + ZipEntry.number16(window.bytes, 30)
        + ZipEntry.number16(window.bytes, 32)
      guard length <= left, try window.ensure(length) else { throw damaged }
      let entry = ZipEntry(central: UnsafeRawBufferPointer(rebasing: window.bytes[..<length]))
      window.consume(length)
      left -= length
      return entry
    }
  }

  /// Where the last archive of a file begins, and where in it its directory is, from the record at its end.
  private static func place(
    in file: any RandomAccessBytes
  ) throws -> (base: Int, start: Int, size: Int) {
    let tailSize = min(file.size, 22 + 0xFFFF)
    let tail = try read(file, at: file.size - tailSize, tailSize)
    return try tail.withUnsafeBytes { tail in
      // A comment follows the record and may hold its signature; the record is the one whose comment ends the file.
      guard
        let end = (0...max(tailSize - 22, 0)).last(where: { place in
          place + 22 <= tailSize && tail[place..<place + 4].elementsEqual([0x50, 0x4B, 5, 6])
            && place + 22 + ZipEntry.number16(tail, place + 20) == tailSize
        })
      else { throw ShardFault(.truncated(codec: "zip")) }
      var size = ZipEntry.number(tail, end + 12, 4)
      var start = ZipEntry.number(tail, end + 16, 4)
      // The directory ends where this record begins, or, in zip64, that with the larger numbers.
      var directoryEnd = file.size - tailSize + end
      if end >= 20, tail[end - 20..<end - 16].elementsEqual([0x50, 0x4B, 6, 7]) {
        // Its place is told from the archive's own start, which another archive may be before.
        var wide = directoryEnd - 20 - 56
        let isBefore = try wide >= 0 && read(file, at: wide, 4).starts(with: [0x50, 0x4B, 6, 6])
        if !isBefore { wide = ZipEntry.number(tail, end - 12, 8) }
        guard wide <= file.size - 56 else { throw ShardFault(.truncated(codec: "zip")) }
        directoryEnd = wide
        try read(file, at: wide, 56).withUnsafeBytes { record in
          guard record.starts(with: [0x50, 0x4B, 6, 6]) else {
            throw ShardFault(.corrupt(codec: "zip", detail: "its zip64 directory is corrupt"))
          }
          size = ZipEntry.number(record, 40, 8)
          start = ZipEntry.number(record, 48, 8)
        }
      }
      guard start <= file.size, size <= file.size - start else {
        throw ShardFault(.truncated(codec: "zip"))
      }
      let found = directoryEnd - size
      guard found > start, try size == 0 || read(file, at: found, 4).starts(with: [0x50, 0x4B, 1, 2]) else {
        return (0, start, size)
      }
      return (found - start, start, size)
    }
  }

  private static func read(_ file: any RandomAccessBytes, at offset: Int, _ count: Int) throws
    -> [UInt8]
  {
    var bytes = [UInt8](repeating: 0, count: count)
    try bytes.withUnsafeMutableBytes { if $0.count > 0 { try file.read(at: offset, into: $0) } }
    return bytes
  }
}
