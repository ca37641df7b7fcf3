/// What a Parquet file's footer says: the schema, and the row groups one after another.
///
/// Row groups are read again and parsed only when their turn comes, and of them only the columns that are read, so that
/// a file of 100-row groups with many columns costs one walk over its footer, and no memory.
struct FileMetadata {
  /// A column's bytes within a row group.
  struct Chunk: Sendable {
    var codec = 0
    var valueCount = 0
    /// Where the first page starts in the file.
    var start = 0
    /// The bytes of all pages with their headers.
    var length = 0
    /// Whether its statistics say that it has no null and no empty text.
    var isFilled = false
  }

  /// A row group's rows and the chunks of the columns that were asked for, in their order.
  struct RowGroup: Sendable {
    var rows = 0
    var chunks: [Chunk] = []
  }

  /// A schema with more nodes than this is refused.
  private static let maximumColumns = 1 << 20
  /// A footer of more bytes than this is refused.
  static let maximumBytes = 256 << 20
  /// A file that says more of itself than this is refused, where that is asked for.
  private static let maximumNotes = 1 << 10
  /// The footer's length and the magic number behind it.
  private static let tailBytes = 8

  /// The columns.
  let schema: SchemaTree
  /// The rows of all row groups together.
  let rows: Int
  /// Where the column chunks end at the latest.
  let pagesEnd: Int
  /// What the file says of itself, as keys with values; empty unless asked for.
  let notes: [String: String]
  /// Whether it is a file of rows, by what it says of itself.
  let holdsRows: Bool
  private let file: any RandomAccessBytes
  private let window: Int
  /// Where in the file the row groups are described, and how many are.
  private let groups: (start: Int, count: Int)

  /// Reads a file's footer, `window` bytes at a time, and adds its bytes to a digest; with `readsNotes` what the file says of itself
  /// too.
  ///
  /// - Throws: `ShardFault` where the file does not end as a Parquet file does, or its footer is damaged.
  init(_ file: any RandomAccessBytes, window: Int, digest: DigestStream, readsNotes: Bool = false) throws {
    let length = try Self.footerLength(file)
    let end = file.size - Self.tailBytes
    // What is not near is fetched in large pieces, and walked over more than once.
    let window = file.isNear ? window : max(window, min(length, 4 << 20))
    let footer = FooterWindow(file, from: end - length, to: end, step: window, digest: digest)
    var elements: [SchemaTree.Element] = []
    var rows: Int?
    var groups: (start: Int, count: Int)?
    var notes: [String: String] = [:]
    var holdsRows = false
    var id = 0
    while let field = try footer.parse({ try $0.field(after: id) }) {
      id = field.id
      switch id {
      case 2:
        elements += try footer.parse { thrift in
          var elements: [SchemaTree.Element] = []
          try thrift.list(field, of: .structure) { thrift, _ in
            guard elements.count < Self.maximumColumns else {
              throw ShardFault.parquet("the schema has more than \(Self.maximumColumns) columns")
            }
            elements.append(try Self.element(&thrift))
          }
          return elements
        }
      case 3: rows = try footer.parse { try $0.integer(field) }
      case 4:
        // The list is walked now, to find the fields after it, and parsed group by group later.
        let count = try footer.parse { try $0.listCount(field, of: .structure) }
        groups = (footer.position, count)
        for _ in 0..<count { try footer.parse { try $0.skip(.structure) } }
      case 5 where readsNotes:
        let found = try footer.parse { thrift in
          var found: [(key: String, value: String)] = []
          try thrift.list(field, of: .structure) { thrift, _ in
            guard found.count < Self.maximumNotes else {
              throw ShardFault.parquet("it says more than \(Self.maximumNotes) things of itself")
            }
            found.append(try Self.note(&thrift))
          }
          return found
        }
        for (key, value) in found { notes[key] = value }
        holdsRows = notes[RowFileMark.note] != nil
      case 5 where field.wire == .list:
        let count = try footer.parse { try $0.listCount(field, of: .structure) }
        for _ in 0..<count {
          let isOwn = try footer.parse { try Self.isNoteOfRows(&$0) }
          holdsRows = holdsRows || isOwn
        }
      default: try footer.parse { try $0.skip(field) }
      }
    }
    // What parquet.thrift requires; a damaged footer may end before them, and would be a file without rows.
    guard let rows, let groups else {
      throw ShardFault.parquet("its footer says no number of rows, or no row groups; is it damaged?")
    }
    try footer.finish()
    try FooterWindow(file, from: end, to: file.size, step: window, digest: digest).finish()
    self.notes = notes
    self.holdsRows = holdsRows
    self.file = file
    self.window = window
    self.rows = rows
    self.groups = groups
    schema = try SchemaTree(elements)
    pagesEnd = end - length
  }

  /// Whether there is a row, by the file's own number and by those of its row groups.
  func hasRows() throws -> Bool {
    if rows != 0 { return true }
    let groups = rowGroups(of: [])
    while let group = try groups.next() {
      if group.rows != 0 { return true }
    }
    return false
  }

  /// The footer's length, by the file's last bytes.
  private static func footerLength(_ file: any RandomAccessBytes) throws -> Int {
    let size = file.size
    guard size >= 12 else { throw ShardFault.parquet("\(size) bytes are too few for a Parquet file") }
    let tail = PaddedBuffer(capacity: tailBytes)
    try tail.appendInPlace(room: tailBytes) {
      try file.read(at: size - tailBytes, into: $0)
      return tailBytes
    }
    var cursor = ByteCursor(tail.bytes)
    let length = try cursor.length32()
    let magic = String(decoding: cursor.rest, as: UTF8.self)
    guard magic != "PARE" else {
      throw ShardFault(.unsupported(what: "a Parquet file with an encrypted footer"))
    }
    guard magic == "PAR1" else {
      throw ShardFault.parquet("it does not end with the letters PAR1; is the file truncated?")
    }
    guard length <= size - 12 else {
      throw ShardFault.parquet("its footer claims \(length) bytes, the file has \(size)")
    }
    guard length <= maximumBytes else {
      throw ShardFault.parquet("its footer of \(length) bytes is larger than \(maximumBytes)")
    }
    return length
  }

  /// The row groups from the first on, of each the chunks of the given leaves, in their order.
  func rowGroups(of leaves: [Int]) -> RowGroupList {
    RowGroupList(
      FooterWindow(file, from: groups.start, to: file.size - Self.tailBytes, step: window),
      count: groups.count, rows: rows, leaves: leaves, schema: schema)
  }

  private static func note(_ thrift: inout ThriftCompact) throws -> (key: String, value: String) {
    var note = (key: "", value: "")
    try thrift.fields { thrift, field in
      switch field.id {
      case 1: note.key = try thrift.text(field)
      case 2: note.value = try thrift.text(field)
      default: try thrift.skip(field)
      }
    }
    return note
  }

  /// Whether a note is the one that every file of rows has; nothing of other notes is held or judged.
  private static func isNoteOfRows(_ thrift: inout ThriftCompact) throws -> Bool {
    var isOwn = false
    try thrift.fields { thrift, field in
      if field.id == 1, field.wire == .binary {
        isOwn = try thrift.text(field) == RowFileMark.note
      } else {
        try thrift.skip(field)
      }
    }
    return isOwn
  }

  /// What a logical type of numbers says: DECIMAL has a scale, INTEGER a width and whether there is a sign.
  private static func number(_ thrift: inout ThriftCompact, isDecimal: Bool) throws -> StoredNumber {
    var (first, isSigned) = (0, true)
    try thrift.fields { thrift, field in
      switch field.id {
      case 1: first = try thrift.integer(field)
      case 2 where !isDecimal: isSigned = try thrift.truth(field)
      default: try thrift.skip(field)
      }
    }
    if isDecimal { return .decimal(scale: first) }
    return isSigned ? .whole : .unsigned(bits: first)
  }

  private static func element(_ thrift: inout ThriftCompact) throws -> SchemaTree.Element {
    var element = SchemaTree.Element()
    try thrift.fields { thrift, field in
      switch field.id {
      case 1: element.physical = try thrift.integer(field)
      case 2: element.typeLength = try thrift.integer(field)
      case 3: element.repetition = try thrift.integer(field)
      case 4: element.name = try thrift.text(field)
      case 5: element.children = max(0, try thrift.integer(field))
      case 6:
        // ConvertedType: UTF8 0, MAP 1, MAP_KEY_VALUE 2, LIST 3, DECIMAL 5, UINT_8 11 to UINT_64 14, JSON 19.
        element.isAnnotated = true
        switch try thrift.integer(field) {
        case 0: element.isText = true
        case 5: element.number = .decimal(scale: element.scale)
        case 11...13: element.number = .unsigned(bits: 32)
        case 14: element.number = .unsigned(bits: 64)
        case 19: element.isJSON = true
        case 1, 2: element.isMap = true
        case 3: element.isList = true
        default: break
        }
      case 7:
        element.scale = try thrift.integer(field)
        if case .decimal = element.number { element.number = .decimal(scale: element.scale) }
      case 10:
        // LogicalType: a union of structures, STRING 1, MAP 2, LIST 3, DECIMAL 5, INTEGER 10, JSON 12, FLOAT16 15.
        element.isAnnotated = true
        guard field.wire == .structure else { return try thrift.skip(field) }
        try thrift.fields { thrift, kind in
          switch kind.id {
          case 1: element.isText = true
          case 12: element.isJSON = true
          case 2: element.isMap = true
          case 3: element.isList = true
          case 15: element.number = .half
          case 5, 10:
            guard kind.wire == .structure else { break }
            return element.number = try number(&thrift, isDecimal: kind.id == 5)
          default: break
          }
          try thrift.skip(kind)
        }
      default: try thrift.skip(field)
      }
    }
    return element
  }
}
