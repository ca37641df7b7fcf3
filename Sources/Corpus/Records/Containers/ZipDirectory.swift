/// The directory at the end of a zip archive, entry by entry in the order in which their files lie.
///
/// It is walked twice and never held: once to see whether it has that order, which nearly all have, and whether it can be
/// true, then to give the entries. Only a directory in another order is read as a whole.
///
/// Two files that share bytes are refused before either is decoded: thousands of names for one small file would stand for
/// terabytes. So is a directory with more or fewer entries than the record at the archive's end says, of which some would be
/// missed.
///
/// Source: D. Fifield, "A better zip bomb", WOOT 2019.
struct ZipDirectory {
  /// A directory of more bytes than this in another order is refused.
  private static let maximumSorted = 256 << 20

  private var walk: Walk
  private var sorted: ArraySlice<ZipEntry>?
  /// The entry after the one that was given last.
  private var ahead: ZipEntry?
  /// Where the directory starts, and the last file has ended.
  private let start: Int

  /// More archives than this behind one another are refused.
  private static let mostParts = 10_000

  /// The archives of which a file consists, in the order in which they lie: one, or several joined by `cat`.
  ///
  /// Where what stands before the last archive is none, the file is taken as one, whose directory then says what is wrong.
  static func archives(in file: any RandomAccessBytes) throws -> [any RandomAccessBytes] {
    var parts: [any RandomAccessBytes] = []
    var end = file.size
    repeat {
      guard parts.count < mostParts else {
        throw ShardFault(.corrupt(codec: "zip", detail: "more than \(mostParts) archives one behind another"))
      }
      let base: Int
      do {
        base = try ZipEnd(of: FileSlice(file, from: 0, size: end)).base
      } catch  where !parts.isEmpty {
        return [file]
      }
      parts.append(FileSlice(file, from: base, size: end - base))
      end = base
    } while end > 0
    return parts.reversed()
  }

  /// Finds the directory of one archive and walks it once.
  init(of file: any RandomAccessBytes) throws {
    let end = try ZipEnd(of: file)
    start = end.start
    walk = Walk(file, start: end.start, size: end.size)
    var last = 0
    var isInOrder = true
    var entries = 0
    var extents = Extents()
    while let entry = try walk.next() {
      entries += 1
      isInOrder = isInOrder && entry.offset >= last
      last = entry.offset
      if isInOrder { try extents.add(entry) }
    }
    try end.check(entries)
    try end.checkNothingIsBehindTheDirectory()
    walk = Walk(file, start: end.start, size: end.size)
    guard !isInOrder else {
      ahead = try walk.next()
      return
    }
    guard end.size <= Self.maximumSorted else {
      throw ShardFault(.corrupt(codec: "zip", detail: "its directory has \(end.size) bytes"))
    }
    var all: [ZipEntry] = []
    while let entry = try walk.next() { all.append(entry) }
    all.sort { $0.offset < $1.offset }
    extents = Extents()
    for entry in all { try extents.add(entry) }
    sorted = all[...]
    ahead = sorted?.popFirst()
  }

  /// The next entry; nil after the last.
  mutating func next() throws -> ZipEntry? {
    guard var entry = ahead else { return nil }
    ahead = sorted == nil ? try walk.next() : sorted?.popFirst()
    entry.limit = ahead?.offset ?? start
    return entry
  }

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

  /// Where files lie, of entries in the order of their places.
  private struct Extents {
    private var last: ZipEntry?
    private var end = 0

    /// A local head has 30 bytes and a name, which need not be as long as the directory's.
    private static let headBytes = 30

    mutating func add(_ entry: ZipEntry) throws {
      if let last, entry.offset < end {
        throw ShardFault(
          .corrupt(codec: "zip", detail: "its files \(last.shortLabel) and \(entry.shortLabel) overlap"))
      }
      last = entry
      // Numbers that no file holds are as large as any.
      let (stored, overflow) = entry.storedSize.addingReportingOverflow(Self.headBytes)
      end = overflow || stored > Int.max - entry.offset ? Int.max : entry.offset + stored
    }
  }
}
