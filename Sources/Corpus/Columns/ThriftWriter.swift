/// Writes values in Thrift's compact protocol, in which a Parquet file describes itself.
///
/// Source: Apache Thrift, `thrift-compact-protocol.md`.
struct ThriftWriter {
  /// What was written.
  private(set) var bytes: [UInt8] = []
  /// The number of the field written last, in each structure that is open.
  private var last = [0]

  /// Writes a whole number of 32 bits.
  mutating func int32(_ id: Int, _ value: Int) {
    head(id, .int32)
    zigzag(value)
  }

  /// Writes a whole number of 64 bits.
  mutating func int64(_ id: Int, _ value: Int) {
    head(id, .int64)
    zigzag(value)
  }

  /// Writes a truth value, which is the field's wire type.
  mutating func truth(_ id: Int, _ value: Bool) { head(id, value ? .yes : .no) }

  /// Writes a number of one byte.
  mutating func int8(_ id: Int, _ value: Int8) {
    head(id, .int8)
    bytes.append(UInt8(bitPattern: value))
  }

  /// Writes bytes.
  mutating func binary(_ id: Int, _ value: some Collection<UInt8>) {
    head(id, .binary)
    binary(value)
  }

  /// Writes a structure, whose fields `body` writes.
  mutating func structure(_ id: Int, _ body: (inout ThriftWriter) throws -> Void) rethrows {
    head(id, .structure)
    try element(body)
  }

  /// Writes a list of structures.
  mutating func structures<Elements: Collection>(
    _ id: Int, _ elements: Elements, _ body: (inout ThriftWriter, Elements.Element) -> Void
  ) {
    listHead(id, elements.count, .structure)
    for element in elements { self.element { body(&$0, element) } }
  }

  /// Writes a list of numbers of 32 bits.
  mutating func int32s(_ id: Int, _ elements: [Int]) {
    listHead(id, elements.count, .int32)
    for element in elements { zigzag(element) }
  }

  /// Writes a list of texts.
  mutating func texts(_ id: Int, _ elements: [String]) {
    listHead(id, elements.count, .binary)
    for element in elements { binary(element.utf8) }
  }

  /// Ends the outermost structure, which has no head.
  mutating func end() { bytes.append(0) }

  private mutating func element(_ body: (inout ThriftWriter) throws -> Void) rethrows {
    last.append(0)
    try body(&self)
    last.removeLast()
    bytes.append(0)
  }

  private mutating func head(_ id: Int, _ wire: ThriftCompact.Wire) {
    let delta = id - last[last.count - 1]
    precondition(delta > 0 && delta < 16, "the fields of a structure are written in their order")
    bytes.append(UInt8(delta) << 4 | wire.rawValue)
    last[last.count - 1] = id
  }

  private mutating func listHead(_ id: Int, _ count: Int, _ element: ThriftCompact.Wire) {
    head(id, .list)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | element.rawValue)
    } else {
      bytes.append(0xF0 | element.rawValue)
      bytes.appendVarint(UInt64(count))
    }
  }

  private mutating func binary(_ value: some Collection<UInt8>) {
    bytes.appendVarint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  private mutating func zigzag(_ value: Int) { bytes.appendZigzag(Int64(value)) }
}

extension [UInt8] {
  /// Appends an unsigned number of seven bits a byte, low bits first.
  mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// Appends a signed number as `appendVarint`, with the sign in its lowest bit.
  mutating func appendZigzag(_ value: Int64) {
    appendVarint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  /// Appends the bytes of numbers, of each the lowest first.
  mutating func appendLittleEndian<Number: FixedWidthInteger>(_ values: some Collection<Number>) {
    let isAppended =
      Number(1).littleEndian == 1
      && values.withContiguousStorageIfAvailable { append(contentsOf: UnsafeRawBufferPointer($0)) } != nil
    if !isAppended { for value in values { appendLittleEndian(value) } }
  }

  /// Appends a number's bytes, the lowest first.
  mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
