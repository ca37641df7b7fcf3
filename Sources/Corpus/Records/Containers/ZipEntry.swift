/// What a zip archive says about one file.
struct ZipEntry {
  var name: [UInt8]
  let method: Int
  let isEncrypted: Bool
  var checksum: UInt32
  var size: Int
  var storedSize: Int
  /// Whether sizes and checksum are known before the content.
  let hasSizes: Bool
  /// Where its local head is in the file; 0 where the head was read from a stream.
  let offset: Int
  /// Where the next file or the directory begins, and the content has ended, where it is known.
  var limit = Int.max

  /// The name for a person.
  var label: String { String(decoding: name, as: UTF8.self) }
  /// The name's first characters, where several are told in one sentence.
  var shortLabel: String { label.count > 80 ? label.prefix(80) + "…" : label }

  /// A little-endian number of 2 bytes.
  static func number16(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Int {
    number(bytes, place, 2)
  }

  /// A little-endian number of some bytes; where it does not fit, it is too large for any file.
  static func number(_ bytes: UnsafeRawBufferPointer, _ place: Int, _ width: Int) -> Int {
    var value: UInt64 = 0
    for index in (0..<width).reversed() { value = value << 8 | UInt64(bytes[place + index]) }
    return Int(clamping: value)
  }

  /// Reads the head before a file: 30 bytes, name and extra field.
  init(local bytes: UnsafeRawBufferPointer) throws {
    let flags = Self.number16(bytes, 6)
    let nameLength = Self.number16(bytes, 26)
    isEncrypted = flags & 1 != 0
    hasSizes = flags & 8 == 0
    method = Self.number16(bytes, 8)
    checksum = UInt32(truncatingIfNeeded: Self.number(bytes, 14, 4))
    storedSize = Self.number(bytes, 18, 4)
    size = Self.number(bytes, 22, 4)
    name = Array(bytes[30..<30 + nameLength])
    offset = 0
    let extra = UnsafeRawBufferPointer(rebasing: bytes[(30 + nameLength)...])
    var wide = Self.wideNumbers(extra)[...]
    if size == 0xFFFF_FFFF, let value = wide.popFirst() { size = value }
    if storedSize == 0xFFFF_FFFF, let value = wide.popFirst() { storedSize = value }
  }

  /// Reads an entry of the directory: 46 bytes, name and extra field.
  init(central bytes: UnsafeRawBufferPointer) {
    let nameLength = Self.number16(bytes, 28)
    let extraLength = Self.number16(bytes, 30)
    isEncrypted = Self.number16(bytes, 8) & 1 != 0
    hasSizes = true
    method = Self.number16(bytes, 10)
    checksum = UInt32(truncatingIfNeeded: Self.number(bytes, 16, 4))
    var stored = Self.number(bytes, 20, 4)
    var size = Self.number(bytes, 24, 4)
    var offset = Self.number(bytes, 42, 4)
    name = Array(bytes[46..<46 + nameLength])
    let extra = UnsafeRawBufferPointer(
      rebasing: bytes[(46 + nameLength)..<(46 + nameLength + extraLength)])
    var wide = Self.wideNumbers(extra)[...]
    if size == 0xFFFF_FFFF, let value = wide.popFirst() { size = value }
    if stored == 0xFFFF_FFFF, let value = wide.popFirst() { stored = value }
    if offset == 0xFFFF_FFFF, let value = wide.popFirst() { offset = value }
    (self.size, storedSize, self.offset) = (size, stored, offset)
  }

  /// The 64-bit numbers of the zip64 extra field, in their order.
  private static func wideNumbers(_ extra: UnsafeRawBufferPointer) -> [Int] {
    var place = 0
    while extra.count - place >= 4 {
      let length = number16(extra, place + 2)
      guard length <= extra.count - place - 4 else { return [] }
      if number16(extra, place) == 1 {
        return (0..<length / 8).map { number(extra, place + 4 + 8 * $0, 8) }
      }
      place += 4 + length
    }
    return []
  }

  /// Where the content starts if the local head has no extra field.
  var leastStart: Int {
    let (start, overflow) = offset.addingReportingOverflow(30 + name.count)
    return overflow ? Int.max : start
  }

  /// Where the content starts: after the local head, whose extra field may differ from the directory's.
  ///
  /// - Throws: `ShardFault` where the head has another name than the directory, as in two archives for two readers, or the content
  ///   does not end before what follows.
  func contentStart(in file: any RandomAccessBytes) throws -> Int {
    guard offset >= 0, offset <= file.size - 30 else { throw ShardFault(.truncated(codec: "zip")) }
    var head = [UInt8](repeating: 0, count: min(30 + name.count, file.size - offset))
    try head.withUnsafeMutableBytes { try file.read(at: offset, into: $0) }
    let start = try head.withUnsafeBytes { bytes in
      guard bytes.starts(with: [0x50, 0x4B, 3, 4]) else {
        throw ShardFault(
          .corrupt(codec: "zip", detail: "a file header is corrupt"), at: .member(label))
      }
      guard Self.number16(bytes, 26) == name.count, bytes[30...].elementsEqual(name) else {
        throw ShardFault(
          .corrupt(codec: "zip", detail: "its directory and its file headers have different names"),
          at: .member(label))
      }
      return offset + 30 + name.count + Self.number16(bytes, 28)
    }
    guard storedSize <= limit - start else {
      throw ShardFault(
        .corrupt(codec: "zip", detail: "a file reaches into what follows it"), at: .member(label))
    }
    return start
  }
}
