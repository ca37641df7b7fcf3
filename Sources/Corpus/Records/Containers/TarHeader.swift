/// The head of a file in a tar archive: v7, ustar, GNU.
///
/// Source: POSIX.1-2017, `pax`, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format".
struct TarHeader {
  static let size = 512

  var name: [UInt8]
  var size: Int
  let kind: UInt8
  /// Whether an old GNU sparse file's map goes on in the next block.
  let isExtended: Bool
  /// The parts of such a file, as far as the head has them, and the file's bytes with its holes.
  let sparse: (parts: [TarSparseMap.Part], size: Int?)

  /// Reads a head; nil where its checksum says that it is none.
  init?(_ block: UnsafeRawBufferPointer) {
    guard block.count == Self.size, Self.hasChecksum(block), let size = Self.number(block[124..<136]) else {
      return nil
    }
    self.size = size
    kind = block[156]
    name = Self.text(block[0..<100])
    // The prefix is POSIX's; GNU has times in its place and ends its magic with a space.
    if block[257..<263].elementsEqual([0x75, 0x73, 0x74, 0x61, 0x72, 0]) {
      let prefix = Self.text(block[345..<500])
      if !prefix.isEmpty { name = prefix + [UInt8(ascii: "/")] + name }
    }
    let isSparse = kind == UInt8(ascii: "S")
    isExtended = isSparse && block[482] != 0
    sparse =
      isSparse
      ? (TarSparseMap.parts(in: block, from: 386, atMost: 4), Self.number(block[483..<495])) : ([], nil)
  }

  /// Whether it is a sparse file as GNU tar wrote them before pax: a head with a list of parts, then these.
  var isSparse: Bool { kind == UInt8(ascii: "S") }

  /// Whether it is a link, hard or symbolic, to another file.
  var isLink: Bool { kind == UInt8(ascii: "1") || kind == UInt8(ascii: "2") }

  /// Whether it is a regular file, whose content follows.
  var isFile: Bool {
    let isRegular = isSparse || kind == 0 || kind == UInt8(ascii: "0") || kind == UInt8(ascii: "7")
    // A v7 head marks a folder by its name.
    return isRegular && name.last != UInt8(ascii: "/")
  }

  /// The bytes that follow the head: links, folders and devices have none, whatever their size says.
  var stored: Int { (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(kind) ? 0 : size }

  /// Whether the sum of all bytes, with the checksum's own as spaces, is the checksum; some old writers summed
  /// signed bytes.
  private static func hasChecksum(_ block: UnsafeRawBufferPointer) -> Bool {
    guard let stored = number(block[148..<156]) else { return false }
    let field = block[148..<156]
    let sum = 8 * 32 + sum(block[...]) - sum(field)
    guard stored != sum else { return true }
    let negative = block.count { $0 >= 0x80 } - field.count { $0 >= 0x80 }
    return stored == sum - 256 * negative
  }

  private static func sum(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    var sum: UInt32 = 0
    for byte in UnsafeRawBufferPointer(rebasing: bytes) { sum &+= UInt32(byte) }
    return Int(sum)
  }

  /// A number in octal digits, or in binary where the first byte's high bit is set; nil where it is neither or
  /// cannot be a size.
  static func number(_ field: Slice<UnsafeRawBufferPointer>) -> Int? {
    guard let first = field.first else { return nil }
    var value = 0
    if first & 0x80 != 0 {
      guard first == 0x80 else { return nil }
      for byte in field.dropFirst() {
        guard value < 1 << 52 else { return nil }
        value = value << 8 | Int(byte)
      }
      return value
    }
    var digits = 0
    for byte in field {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        value = value << 3 | Int(byte & 7)
        digits += 1
      case 32 where digits == 0: continue
      case 0, 32: return value
      default: return nil
      }
    }
    return value
  }

  private static func text(_ field: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
    Array(field.prefix { $0 != 0 })
  }
}
