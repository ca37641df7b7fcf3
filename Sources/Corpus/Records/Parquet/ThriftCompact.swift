/// Reads values in Thrift's compact protocol, in which a Parquet file describes itself.
///
/// Source: Apache Thrift, `thrift-compact-protocol.md`.
struct ThriftCompact {
  /// The wire types of the protocol.
  enum Wire: UInt8 {
    case yes = 1, no, int8, int16, int32, int64, double, binary, list, set, map, structure, uuid
  }

  /// The head of one field of a structure.
  struct Field {
    let id: Int
    let wire: Wire
  }

  /// Structures and lists nested deeper than this are refused; Parquet's own go to about ten.
  private static let maximumDepth = 64

  private(set) var cursor: ByteCursor
  private var depth = 0

  init(_ bytes: UnsafeRawBufferPointer) { cursor = ByteCursor(bytes) }

  /// Calls `body` for each field of a structure; what `body` does not read it must `skip`.
  mutating func fields(_ body: (inout ThriftCompact, Field) throws -> Void) throws {
    try enter()
    var id = 0
    while let field = try field(after: id) {
      id = field.id
      try body(&self, field)
    }
    depth -= 1
  }

  /// Reads the head of a structure's next field, after the one with the number `id`; nil at its end.
  @inline(__always) mutating func field(after id: Int) throws -> Field? {
    let head = try cursor.byte()
    if head == 0 { return nil }
    let delta = Int(head >> 4)
    let next = delta == 0 ? try Int(cursor.zigzag()) : id + delta
    guard next > 0, next <= Int16.max else { throw ShardFault.parquet("a field has the number \(next)") }
    return Field(id: next, wire: try wire(head & 15))
  }

  /// Reads a list's head, then calls `body` for each element.
  mutating func list(
    _ field: Field, of element: Wire, _ body: (inout ThriftCompact, Int) throws -> Void
  ) throws {
    let count = try listCount(field, of: element)
    try enter()
    for index in 0..<count { try body(&self, index) }
    depth -= 1
  }

  /// Reads a list's head alone: the number of elements that follow.
  mutating func listCount(_ field: Field, of element: Wire) throws -> Int {
    guard field.wire == .list || field.wire == .set else { throw unexpected(field) }
    let (count, wire) = try listHead()
    guard wire == element || count == 0 else { throw unexpected(field) }
    return count
  }

  /// Reads a whole number.
  mutating func integer(_ field: Field) throws -> Int {
    switch field.wire {
    case .int8: return Int(Int8(bitPattern: try cursor.byte()))
    case .int16, .int32, .int64: return Int(try cursor.zigzag())
    default: throw unexpected(field)
    }
  }

  /// Reads a truth value, which is the field's wire type.
  func truth(_ field: Field) throws -> Bool {
    guard field.wire == .yes || field.wire == .no else { throw unexpected(field) }
    return field.wire == .yes
  }

  /// Reads bytes as a text; what is not UTF-8 is replaced, since names are labels.
  mutating func text(_ field: Field) throws -> String {
    guard field.wire == .binary else { throw unexpected(field) }
    return String(decoding: try cursor.take(length()), as: UTF8.self)
  }

  /// Skips a field's value.
  mutating func skip(_ field: Field) throws {
    // A truth value of a structure is in the field's head; one of a list is a byte.
    if field.wire != .yes, field.wire != .no { try skip(field.wire) }
  }

  /// Skips a value of any wire type.
  mutating func skip(_ wire: Wire) throws {
    switch wire {
    case .yes, .no, .int8: _ = try cursor.byte()
    case .int16, .int32, .int64: _ = try cursor.varint()
    case .double: _ = try cursor.take(8)
    case .uuid: _ = try cursor.take(16)
    case .binary: _ = try cursor.take(length())
    case .structure: try fields { try $0.skip($1) }
    case .list, .set:
      let (count, element) = try listHead()
      try enter()
      for _ in 0..<count { try skip(element) }
      depth -= 1
    case .map:
      let count = try length()
      guard count > 0 else { return }
      let types = try cursor.byte()
      let (key, value) = (try self.wire(types >> 4), try self.wire(types & 15))
      try enter()
      for _ in 0..<count {
        try skip(key)
        try skip(value)
      }
      depth -= 1
    }
  }

  private mutating func listHead() throws -> (count: Int, element: Wire) {
    let head = try cursor.byte()
    let count = head >> 4 == 15 ? try length() : Int(head >> 4)
    // An empty list may leave its elements' type out.
    if count == 0 { return (0, Wire(rawValue: head & 15) ?? .int8) }
    return (count, try wire(head & 15))
  }

  private mutating func length() throws -> Int {
    let value = try cursor.varint()
    guard value <= Int32.max else { throw ShardFault.parquet("a length of \(value) in the metadata") }
    return Int(value)
  }

  private func wire(_ code: UInt8) throws -> Wire {
    guard let wire = Wire(rawValue: code) else { throw ShardFault.parquet("an unknown type in the metadata") }
    return wire
  }

  private mutating func enter() throws {
    depth += 1
    guard depth <= Self.maximumDepth else { throw ShardFault.parquet("the metadata is nested too deep") }
  }

  private func unexpected(_ field: Field) -> ShardFault {
    .parquet("field \(field.id) of the metadata has another type than the format says")
  }
}
