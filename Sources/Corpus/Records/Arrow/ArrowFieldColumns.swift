/// Where the fields that are wanted beside the text lie in an Arrow schema: the key's column, and those of the kept ones.
struct ArrowFieldColumns: Sendable {
  /// A column, and what its values are.
  private struct Column: Sendable {
    let leaf: Int
    let name: String
    let kind: ArrowField.Kind
  }

  /// The columns, the key's first; nil where there is none of that name whose values can be told as text.
  private let columns: [Column?]

  /// The places of the columns in the schema.
  var leaves: [Int] { columns.compactMap { $0?.leaf } }

  /// Finds the columns of a request.
  init(_ request: FieldRequest, in schema: SchemaTree, _ fields: [ArrowField]) {
    func column(_ leaf: Int?) -> Column? {
      guard let leaf else { return nil }
      let names = schema.names(of: schema.leaves[leaf])
      var (level, field) = (fields, ArrowField?.none)
      for name in names {
        field = level.first { $0.name.utf8.elementsEqual(name.utf8) }
        level = field?.children ?? []
      }
      guard let field else { return nil }
      switch field.kind {
      case .bytes, .views: break
      case .integers, .reals, .truths, .numbers: if field.encoding != nil { return nil }
      case .list, .fixedList, .structure, .other: return nil
      }
      return Column(leaf: leaf, name: names.joined(separator: "."), kind: field.kind)
    }
    columns = [column(schema.keyLeaf())] + request.keep.map { column(schema.leaf(of: $0)) }
  }

  /// The values of some records of a batch, ascending, each with `count` places.
  ///
  /// - Throws: `ShardFault`.
  func values(
    of records: [Int32], count: Int, _ batch: ArrowBuffers, in buffer: PaddedBuffer, maximumBytes: Int
  ) throws -> [[[UInt8]?]] {
    var values = records.map { _ in [[UInt8]?](repeating: nil, count: count) }
    for (place, column) in columns.enumerated() {
      guard let column else { continue }
      let cursor = try batch.cursor(
        of: column.leaf, name: column.name, in: buffer, maximumBytes: maximumBytes)
      var row: Int32 = 0
      for (index, record) in records.enumerated() {
        while row < record {
          _ = try cursor.peek()
          _ = try cursor.next()
          row += 1
        }
        _ = try cursor.peek()
        values[index][place] = try cursor.next().map { Self.text($0, column.kind) }
        row += 1
      }
    }
    return values
  }

  /// A value as text.
  private static func text(_ value: UnsafeRawBufferPointer, _ kind: ArrowField.Kind) -> [UInt8] {
    switch kind {
    case .integers(let bytes, let isSigned) where value.count == 8:
      let bits = UInt64(littleEndian: value.loadUnaligned(as: UInt64.self))
      return Array((bytes == 8 && !isSigned ? "\(bits)" : "\(Int64(bitPattern: bits))").utf8)
    case .reals where value.count == 8:
      return Array(
        Double(bitPattern: UInt64(littleEndian: value.loadUnaligned(as: UInt64.self))).description.utf8)
    case .truths: return Array((value.first == 1 ? "true" : "false").utf8)
    case .numbers(_, let number):
      if let text = number.text(lowestFirst: value) { return Array(text.utf8) }
      fallthrough
    default:
      // Bytes that are no text get U+FFFD in place of what is wrong with them.
      return UTF8Validation.firstInvalidByte(in: value) == nil
        ? Array(value) : Array(String(decoding: value, as: UTF8.self).utf8)
    }
  }
}
