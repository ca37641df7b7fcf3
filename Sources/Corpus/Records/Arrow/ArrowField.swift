/// One field of an Arrow schema: what its values are, and how many parts of a record batch they take.
///
/// Source: Apache Arrow, `Schema.fbs`, and "Buffer Listing for Each Layout" of the columnar format.
struct ArrowField: Sendable {
  /// How values lie in their buffers.
  enum Kind: Sendable, Equatable {
    /// Bytes one after another, with 32 or 64 bits for each end.
    case bytes(isLarge: Bool)
    /// Bytes of which the short ones stand in a view of 16 bytes and the others in buffers of their own.
    case views
    /// Whole numbers of so many bytes.
    case integers(bytes: Int, isSigned: Bool)
    /// Floating-point numbers of so many bytes.
    case reals(bytes: Int)
    /// Truth values, a bit each.
    case truths
    /// Numbers of so many bytes that are no text and no index: times, decimals, floating-point numbers of 16 bits.
    case numbers(bytes: Int, StoredNumber)
    /// Lists of one child's values, with 32 or 64 bits for each end.
    case list(isLarge: Bool)
    /// Lists of one child's values, so many each.
    case fixedList(Int)
    case structure
    /// Values that are no text: so many buffers, and children.
    case other(buffers: Int)
  }

  /// The indices of a dictionary's values.
  struct Encoding: Sendable {
    let dictionary: Int
    let bytes: Int
    let isSigned: Bool
  }

  let name: String
  let kind: Kind
  /// Whether the bytes are marked as text.
  let isText: Bool
  /// Where the values are indices, those of which dictionary.
  let encoding: Encoding?
  let children: [ArrowField]

  /// A schema with more fields, or deeper ones, is refused: tables of a FlatBuffer may share their parts.
  private static let maximumFields = 1 << 16
  private static let maximumDepth = 64

  /// Reads the fields of a schema.
  ///
  /// - Throws: `ShardFault` where it is damaged, or its numbers are not stored lowest byte first.
  static func fields(of schema: FlatTable) throws -> [ArrowField] {
    guard try schema.number(0, as: Int16.self) == 0 else {
      throw ShardFault(.unsupported(what: "Arrow data with the highest byte of a number first"))
    }
    var left = maximumFields
    return try schema.tables(1).map { try ArrowField($0, depth: 0, left: &left) }
  }

  private init(_ field: FlatTable, depth: Int, left: inout Int) throws {
    left -= 1
    guard left >= 0, depth < Self.maximumDepth else {
      throw ShardFault.arrow("its schema has too many fields, or they are nested too deep")
    }
    name = try field.text(0) ?? ""
    (kind, isText) = try Self.kind(try field.number(2, as: UInt8.self), field.table(3))
    encoding = try field.table(4).map { table in
      let index = try table.table(1)
      return Encoding(
        dictionary: try table.number(0, as: Int64.self), bytes: try Self.bytes(index, absent: 32),
        isSigned: try index?.number(1, as: UInt8.self, absent: 0) != 0 || index == nil)
    }
    var children: [ArrowField] = []
    for child in try field.tables(5) { children.append(try ArrowField(child, depth: depth + 1, left: &left)) }
    self.children = children
    switch kind {
    case .list, .fixedList:
      guard children.count == 1 else {
        throw ShardFault.arrow("its field \(name) is a list of \(children.count) fields")
      }
    default: break
    }
  }

  /// The kind that a type's number and its table mean, and whether it is text.
  private static func kind(_ type: Int, _ table: FlatTable?) throws -> (Kind, Bool) {
    switch type {
    case 1: return (.other(buffers: 0), false)
    case 2:
      return (
        .integers(bytes: try bytes(table, absent: 0), isSigned: try table?.number(1, as: UInt8.self) == 1),
        false
      )
    case 3:
      // HALF 0, SINGLE 1, DOUBLE 2.
      switch try table?.number(0, as: Int16.self) {
      case 1: return (.reals(bytes: 4), false)
      case 2: return (.reals(bytes: 8), false)
      case 0: return (.numbers(bytes: 2, .half), false)
      default: return (.other(buffers: 2), false)
      }
    case 4: return (.bytes(isLarge: false), false)
    case 5: return (.bytes(isLarge: false), true)
    case 6: return (.truths, false)
    case 7: return (try decimal(table), false)
    case 8:
      return (.numbers(bytes: try table?.number(0, as: Int16.self, absent: 1) == 0 ? 4 : 8, .whole), false)
    case 9:
      return (.numbers(bytes: try table?.number(1, as: Int32.self, absent: 32) == 64 ? 8 : 4, .whole), false)
    case 10, 18: return (.numbers(bytes: 8, .whole), false)
    case 12: return (.list(isLarge: false), false)
    case 13: return (.structure, false)
    case 14: return (.other(buffers: try table?.number(0, as: Int16.self) == 1 ? 2 : 1), false)
    case 16: return (.fixedList(try table?.number(0, as: Int32.self) ?? 0), false)
    case 19: return (.bytes(isLarge: true), false)
    case 20: return (.bytes(isLarge: true), true)
    case 21: return (.list(isLarge: true), false)
    case 22: return (.other(buffers: 0), false)
    case 23: return (.views, false)
    case 24: return (.views, true)
    case 25, 26: return (.other(buffers: 3), false)
    // A map's entries are its child; the rest are numbers of some width.
    case 11, 15, 17: return (.other(buffers: 2), false)
    default: throw ShardFault(.unsupported(what: "the Arrow type number \(type)"))
    }
  }

  /// A decimal number of 32, 64, 128 or 256 bits.
  private static func decimal(_ table: FlatTable?) throws -> Kind {
    let bits = try table?.number(2, as: Int32.self, absent: 128) ?? 128
    guard [32, 64, 128, 256].contains(bits) else { return .other(buffers: 2) }
    return .numbers(bytes: bits / 8, .decimal(scale: try table?.number(1, as: Int32.self) ?? 0))
  }

  private static func bytes(_ integer: FlatTable?, absent: Int) throws -> Int {
    let bits = try integer?.number(0, as: Int32.self, absent: absent) ?? absent
    guard [8, 16, 32, 64].contains(bits) else {
      throw ShardFault.arrow("its schema has integers of \(bits) bits")
    }
    return bits / 8
  }

  /// The same field with its values where the indices of a dictionary are.
  var values: ArrowField {
    ArrowField(name: name, kind: kind, isText: isText, encoding: nil, children: children)
  }

  /// Whether the values are bytes, text or not.
  var holdsBytes: Bool {
    switch kind {
    case .bytes, .views: true
    default: false
    }
  }

  private init(name: String, kind: Kind, isText: Bool, encoding: Encoding?, children: [ArrowField]) {
    (self.name, self.kind, self.isText, self.encoding, self.children) = (
      name, kind, isText, encoding, children
    )
  }

  /// How many buffers it takes itself, with `variadic` more for a field of views.
  func buffers(variadic: Int) -> Int {
    if encoding != nil { return 2 }
    switch kind {
    case .bytes: return 3
    case .views: return 2 + variadic
    case .integers, .reals, .truths, .numbers, .list: return 2
    case .fixedList, .structure: return 1
    case .other(let buffers): return buffers
    }
  }
}

/// The fields as the tree that Parquet's columns are chosen in: one choice of what is text for both.
extension ArrowField {
  /// The elements of a schema, depth first.
  static func elements(_ fields: [ArrowField]) -> [SchemaTree.Element] {
    [SchemaTree.Element(name: "schema", children: fields.count)]
      + fields.flatMap { $0.elements(named: $0.name) }
  }

  private func elements(named name: String) -> [SchemaTree.Element] {
    var element = SchemaTree.Element(name: name, repetition: 1)
    if encoding == nil {
      switch kind {
      case .list, .fixedList:
        element.isList = true
        element.children = 1
        let layer = SchemaTree.Element(name: "list", repetition: 2, children: 1)
        return [element, layer] + children[0].elements(named: "element")
      case .structure where !children.isEmpty:
        element.children = children.count
        return [element] + children.flatMap { $0.elements(named: $0.name) }
      default: break
      }
    }
    switch kind {
    case .bytes, .views:
      element.physical = SchemaTree.Physical.byteArray.rawValue
      (element.isText, element.isAnnotated) = (isText, isText)
    case .integers where encoding == nil: element.physical = SchemaTree.Physical.int64.rawValue
    default: element.physical = SchemaTree.Physical.boolean.rawValue
    }
    return [element]
  }
}
