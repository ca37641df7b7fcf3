/// A table in a FlatBuffer: fields found through its table of offsets, every place checked against the buffer's end.
///
/// Source: the FlatBuffers binary format, `internals.md`.
struct FlatTable {
  private let bytes: [UInt8]
  /// Where the table starts.
  private let start: Int
  /// Where its table of offsets starts, and how many bytes that has.
  private let offsets: Int
  private let offsetBytes: Int

  /// Takes the root table of a buffer.
  ///
  /// - Throws: `ShardFault` where it is not within the buffer.
  init(root bytes: [UInt8]) throws {
    try self.init(bytes, at: Self.number(bytes, 0, UInt32.self))
  }

  private init(_ bytes: [UInt8], at start: Int) throws {
    self.bytes = bytes
    self.start = start
    offsets = start - (try Self.number(bytes, start, Int32.self))
    offsetBytes = try Self.number(bytes, offsets, UInt16.self)
  }

  /// A number at a place, lowest byte first.
  private static func number<Value: FixedWidthInteger>(
    _ bytes: [UInt8], _ place: Int, _: Value.Type
  ) throws -> Int {
    let size = MemoryLayout<Value>.size
    guard place >= 0, place <= bytes.count - size else {
      throw ShardFault.arrow("its metadata ends inside a value")
    }
    var value: Value = 0
    for index in (0..<size).reversed() {
      value = value << 8 | Value(truncatingIfNeeded: bytes[place + index])
    }
    guard let number = Int(exactly: value) else {
      throw ShardFault.arrow("its metadata has a number of 64 bits")
    }
    return number
  }

  /// Where a field stands; nil where the table has none.
  private func place(_ field: Int) throws -> Int? {
    let entry = 4 + 2 * field
    guard entry + 2 <= offsetBytes else { return nil }
    let offset = try Self.number(bytes, offsets + entry, UInt16.self)
    return offset == 0 ? nil : start + offset
  }

  /// Where the value is that a field points to.
  private func target(_ field: Int) throws -> Int? {
    guard let place = try place(field) else { return nil }
    return place + (try Self.number(bytes, place, UInt32.self))
  }

  /// A field that is a number or a truth value; `absent` where the table has none.
  func number<Value: FixedWidthInteger>(_ field: Int, as type: Value.Type, absent: Int = 0) throws -> Int {
    guard let place = try place(field) else { return absent }
    return try Self.number(bytes, place, type)
  }

  /// A field that is a table.
  func table(_ field: Int) throws -> FlatTable? {
    try target(field).map { try FlatTable(bytes, at: $0) }
  }

  /// A field that is a text; what is not UTF-8 is replaced.
  func text(_ field: Int) throws -> String? {
    guard let (first, count) = try list(field, elementBytes: 1) else { return nil }
    return String(decoding: bytes[first..<first + count], as: UTF8.self)
  }

  /// A field that is a list of tables.
  func tables(_ field: Int) throws -> [FlatTable] {
    guard let (first, count) = try list(field, elementBytes: 4) else { return [] }
    return try (0..<count).map { index in
      let place = first + 4 * index
      return try FlatTable(bytes, at: place + Self.number(bytes, place, UInt32.self))
    }
  }

  /// A field that is a list of numbers of 64 bits, or of structures of `width` of them, one after another.
  func numbers(_ field: Int, width: Int = 1) throws -> [Int] {
    guard let (first, count) = try list(field, elementBytes: 8 * width) else { return [] }
    return try (0..<count * width).map { try Self.number(bytes, first + 8 * $0, Int64.self) }
  }

  /// Where a list's elements start, and how many there are.
  private func list(_ field: Int, elementBytes: Int) throws -> (first: Int, count: Int)? {
    guard let place = try target(field) else { return nil }
    let count = try Self.number(bytes, place, UInt32.self)
    guard count <= (bytes.count - place - 4) / elementBytes else {
      throw ShardFault.arrow("its metadata ends inside a list")
    }
    return (place + 4, count)
  }
}

extension ShardFault {
  /// A fault of Arrow data; the detail is a clause without its final full stop.
  static func arrow(_ detail: String, isOfLimit: Bool = false) -> ShardFault {
    ShardFault(.arrow(detail: detail, isOfLimit: isOfLimit))
  }
}
