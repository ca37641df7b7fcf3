/// Bytes that a decoder walks from front to back, every access checked against their end.
///
/// The wall of this folder: decoders reach memory through it, so that no length from a file is believed.
struct ByteCursor {
  private let bytes: UnsafeRawBufferPointer
  /// How many bytes were taken.
  private(set) var offset = 0
  /// Whether an access failed because the bytes end.
  private(set) var ranOut = false

  /// SOUND: the owner of `bytes` outlives the cursor; decoders are made and used up within one page.
  /// WHY: a page is decoded in place, so that a caption is copied once, to the batch.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The number of bytes from first to last.
  var count: Int { bytes.count }
  /// The number of bytes not taken yet.
  var remaining: Int { bytes.count - offset }
  /// The bytes not taken yet.
  var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[offset...]) }

  @inline(never) private mutating func ended() -> ShardFault {
    ranOut = true
    return .parquet("the data ends inside a value")
  }

  /// Takes one byte.
  @inline(__always) mutating func byte() throws -> UInt8 {
    guard offset < bytes.count else { throw ended() }
    defer { offset += 1 }
    return bytes.loadUnaligned(fromByteOffset: offset, as: UInt8.self)
  }

  /// Takes four bytes as a little-endian number.
  @inline(__always) mutating func length32() throws -> Int {
    guard bytes.count - offset >= 4 else { throw ended() }
    defer { offset += 4 }
    return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }

  /// Takes the next `number` bytes.
  @inline(__always) mutating func take(_ number: Int) throws -> UnsafeRawBufferPointer {
    guard number >= 0, number <= bytes.count - offset else { throw ended() }
    defer { offset += number }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + number])
  }

  /// Takes an unsigned number of seven bits a byte, low bits first.
  mutating func varint() throws -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64 {
      let byte = try byte()
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw ShardFault.parquet("a number has more than 64 bits")
  }

  /// Takes a signed number: `varint` with the sign in its lowest bit.
  mutating func zigzag() throws -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// The byte at a place; the place must be one.
  func byte(at place: Int) throws -> UInt8 {
    guard place >= 0, place < bytes.count else { throw ShardFault.parquet("the data ends inside a value") }
    return bytes[place]
  }

  /// `width` bits (at most 64) from bit `start` on, lowest first; bits past the end are zero.
  @inline(__always) func bits(at start: Int, width: Int) -> UInt64 {
    let place = start >> 3
    let shift = UInt64(start & 7)
    let mask = width == 64 ? UInt64.max : (1 << UInt64(width)) - 1
    guard place + 9 <= bytes.count else { return slowBits(place, shift) & mask }
    var value = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) >> shift
    if width > 56, shift > 0 { value |= UInt64(bytes[place + 8]) << (64 - shift) }
    return value & mask
  }

  @inline(never) private func slowBits(_ place: Int, _ shift: UInt64) -> UInt64 {
    func byte(_ index: Int) -> UInt64 { place + index < bytes.count ? UInt64(bytes[place + index]) : 0 }
    var value: UInt64 = 0
    for index in 0..<8 { value |= byte(index) << UInt64(8 * index) }
    value >>= shift
    return shift > 0 ? value | byte(8) << (64 - shift) : value
  }
}

extension ShardFault {
  /// A fault of a Parquet file; the detail is a clause without its final full stop.
  static func parquet(_ detail: String, isOfLimit: Bool = false) -> ShardFault {
    ShardFault(.parquet(detail: detail, isOfLimit: isOfLimit))
  }

  /// The same fault with the column and row group before its detail; faults that name their place already stay.
  func inColumn(_ name: String, rowGroup: Int) -> ShardFault {
    guard case .parquet(let detail, let isOfLimit) = reason else { return self }
    return ShardFault(
      .parquet(detail: "column \(name), row group \(rowGroup + 1): \(detail)", isOfLimit: isOfLimit),
      at: place)
  }
}
