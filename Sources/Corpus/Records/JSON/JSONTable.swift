/// A table that one JSON object holds by columns, or with the names of its columns apart from its rows.
///
/// Columns are objects from row to cell, as pandas writes them (`{"question": {"0": "what?"}, "answer": {"0": "a dog"}}`), or
/// lists beside one another, as Hugging Face's `to_dict` gives them. With `orient="split"` pandas writes `columns`,
/// `index` and `data`. What is looked at is the whole object, which has to fit into the bound of a record.
struct JSONTable {
  /// What a look at the first bytes of an object found.
  enum Look {
    /// It is no such table.
    case none
    /// The object does not end within the bytes.
    case unfinished
    /// It is a table by columns.
    case table(JSONTable)
  }

  /// One column.
  struct Column {
    /// Where its name stands, without quotes.
    let name: Range<Int>
    /// Where its first cell, or the key before it, starts; of no meaning where the rows are lists.
    var start: Int
  }

  /// The columns, in their order.
  private(set) var columns: [Column] = []
  /// How many rows it has.
  private(set) var rows = 0
  /// Whether a key and a colon stand before each cell.
  private(set) var hasKeys = false
  /// Where the first row starts, where rows are lists; nil where columns hold the cells.
  private(set) var data: Int?
  /// Whether the cells of some column are lists or objects.
  private(set) var hasNestedCells = false
  /// Whether the rows are named by words, which only stand for rows because they are the same in each column.
  private(set) var hasWordKeys = false

  /// Names of columns are written once for each row; a file of few bytes may not become one of very many.
  private static let growth = 64
  /// The rows of tables up to so many bytes may be named by words.
  static let wordKeyBytes = 1 << 20
  /// More members than these are no columns.
  private static let maximumColumns = 1 << 16
  /// The names of the members of a table that pandas writes with `orient="split"` or `orient="tight"`.
  private static let splitNames = ["columns", "data", "index", "index_names", "column_names"]

  /// Looks at the object that starts at a place; `isComplete` says that the shard ends with the bytes.
  ///
  /// - Complexity: O(*n*), *n* bytes; as little as the first member where that is no column.
  static func look(
    _ bytes: UnsafeRawBufferPointer, from start: Int, isComplete: Bool, engine: ReadingKernels? = nil
  ) -> Look {
    var walker = JSONWalker(plan: JSONPlan(nil))
    walker.engine = engine
    do throws(JSONFault) {
      var members: [JSONTableMember] = []
      var index = JSONSpace.skip(bytes, start + 1)
      while try byte(bytes, index) == UInt8(ascii: "\"") {
        let name = index + 1..<(try walker.string(bytes, index + 1).end)
        index = JSONSpace.skip(bytes, name.upperBound + 1)
        guard try byte(bytes, index) == UInt8(ascii: ":") else { return .none }
        index = JSONSpace.skip(bytes, index + 1)
        guard
          let member = try JSONTableMember(
            bytes, name: name, at: index, kindOf: members.first, &walker)
        else { return .none }
        // Larger objects of objects are something else, and would be held in vain.
        guard !member.hasWordKeys || (isComplete && bytes.count <= wordKeyBytes) else { return .none }
        members.append(member)
        guard members.count <= maximumColumns else { return .none }
        index = JSONSpace.skip(bytes, member.end)
        guard try byte(bytes, index) == UInt8(ascii: ",") else { break }
        index = JSONSpace.skip(bytes, index + 1)
      }
      guard try byte(bytes, index) == UInt8(ascii: "}") else { return .none }
      guard JSONSpace.skip(bytes, index + 1) == bytes.count else { return .none }
      guard isComplete else { return .unfinished }
      let table = try JSONTable(members, bytes, &walker)
      return table.map { .table($0) } ?? .none
    } catch .unfinished {
      return .unfinished
    } catch {
      return .none
    }
  }

  private init?(
    _ members: [JSONTableMember], _ bytes: UnsafeRawBufferPointer, _ walker: inout JSONWalker
  ) throws(JSONFault) {
    guard let first = members.first else { return nil }
    func member(_ name: String) -> JSONTableMember? {
      members.first { bytes[$0.name].elementsEqual(name.utf8) }
    }
    let isSplit = members.allSatisfy { member in
      Self.splitNames.contains { bytes[member.name].elementsEqual($0.utf8) }
    }
    if isSplit, let names = member("columns"), let data = member("data"), !first.hasKeys {
      guard data.cells > 0, data.areLists, try readNames(names, bytes, &walker) else { return nil }
      self.data = data.start
      rows = data.cells
      guard try rowsAreWhole(bytes, &walker) else { return nil }
    } else {
      guard members.count > 1, members.allSatisfy({ $0.cells == first.cells }) else { return nil }
      columns = members.map { Column(name: $0.name, start: $0.start) }
      (rows, hasKeys) = (first.cells, first.hasKeys)
      hasNestedCells = members.contains { $0.areLists }
      hasWordKeys = members.contains { $0.hasWordKeys }
      func key(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[range])
      }
      guard
        !hasWordKeys
          || members.allSatisfy({ $0.keys.elementsEqual(first.keys) { key($0).elementsEqual(key($1)) } })
      else { return nil }
    }
    let names = columns.reduce(0) { $0 + $1.name.count + 4 }
    guard rows > 0, names <= (Self.growth * bytes.count + 1 << 20) / rows else { return nil }
  }

  /// Reads the names of the columns of a table whose rows are lists; false where they are no texts.
  private mutating func readNames(
    _ names: JSONTableMember, _ bytes: UnsafeRawBufferPointer, _ walker: inout JSONWalker
  ) throws(JSONFault) -> Bool {
    var index = names.start
    for _ in 0..<names.cells {
      guard try Self.byte(bytes, index) == UInt8(ascii: "\"") else { return false }
      let end = try walker.string(bytes, index + 1).end
      columns.append(Column(name: index + 1..<end, start: 0))
      index = JSONSpace.skip(bytes, JSONSpace.skip(bytes, end + 1) + 1)
    }
    return true
  }

  /// Whether each row has a cell for each column.
  private func rowsAreWhole(
    _ bytes: UnsafeRawBufferPointer, _ walker: inout JSONWalker
  ) throws(JSONFault) -> Bool {
    var index = data ?? 0
    for _ in 0..<rows {
      index = JSONSpace.skip(bytes, index + 1)
      var cells = 0
      while try Self.byte(bytes, index) != UInt8(ascii: "]") {
        index = JSONSpace.skip(bytes, try walker.walk(bytes, from: index))
        cells += 1
        if try Self.byte(bytes, index) == UInt8(ascii: ",") { index = JSONSpace.skip(bytes, index + 1) }
      }
      guard cells == columns.count else { return false }
      index = JSONSpace.skip(bytes, JSONSpace.skip(bytes, index + 1) + 1)
    }
    return true
  }

  private static func byte(_ bytes: UnsafeRawBufferPointer, _ index: Int) throws(JSONFault) -> UInt8 {
    guard index < bytes.count else { throw .unfinished }
    return bytes[index]
  }
}
