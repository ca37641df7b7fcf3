/// A member of an object that may be a column.
struct JSONTableMember {
  /// Where its name stands, without quotes.
  let name: Range<Int>
  /// Where its first cell, or the key before it, starts.
  let start: Int
  /// Where it ends.
  let end: Int
  /// How many cells it has.
  let cells: Int
  /// Whether a key and a colon stand before each cell.
  let hasKeys: Bool
  /// Whether its first cell that is not null is a list.
  let areLists: Bool
  /// Where the keys stand that were looked at, without quotes; none of a large table.
  let keys: [Range<Int>]
  /// Whether one of these is no number, name of a file or identifier, as rows commonly have.
  let hasWordKeys: Bool

  /// Keys that are looked at.
  private static let seenKeys = 200

  /// Reads a member's value; nil where it is no column, or not one as the first is.
  init?(
    _ bytes: UnsafeRawBufferPointer, name: Range<Int>, at start: Int, kindOf first: JSONTableMember?,
    _ walker: inout JSONWalker
  ) throws(JSONFault) {
    func byte(_ index: Int) throws(JSONFault) -> UInt8 {
      guard index < bytes.count else { throw .unfinished }
      return bytes[index]
    }
    let opening = try byte(start)
    let hasKeys = opening == UInt8(ascii: "{")
    guard hasKeys || opening == UInt8(ascii: "["), (first?.hasKeys ?? hasKeys) == hasKeys else { return nil }
    let closing = UInt8(ascii: hasKeys ? "}" : "]")
    self.hasKeys = hasKeys
    self.name = name
    var index = JSONSpace.skip(bytes, start + 1)
    self.start = index
    var cells = 0
    var sawLists: Bool?
    var keys: [Range<Int>] = []
    var hasWordKeys = false
    while try byte(index) != closing {
      if hasKeys {
        guard try byte(index) == UInt8(ascii: "\"") else { return nil }
        let key = try walker.string(bytes, index + 1).end
        if cells < Self.seenKeys {
          switch CellKind(UnsafeRawBufferPointer(rebasing: bytes[index + 1..<key])) {
          case .number, .fileName, .url, .identifier: break
          default: hasWordKeys = true
          }
          if bytes.count <= JSONTable.wordKeyBytes { keys.append(index + 1..<key) }
        }
        index = JSONSpace.skip(bytes, key + 1)
        guard try byte(index) == UInt8(ascii: ":") else { return nil }
        index = JSONSpace.skip(bytes, index + 1)
      }
      let sign = try byte(index)
      // Objects in a list are records, and the list is what holds them.
      if sign == UInt8(ascii: "{"), !hasKeys { return nil }
      if sawLists == nil, sign != UInt8(ascii: "n") { sawLists = sign == UInt8(ascii: "[") }
      index = JSONSpace.skip(bytes, try walker.walk(bytes, from: index))
      cells += 1
      guard try byte(index) == UInt8(ascii: ",") else { break }
      index = JSONSpace.skip(bytes, index + 1)
    }
    guard try byte(index) == closing else { return nil }
    end = index + 1
    self.cells = cells
    areLists = sawLists ?? false
    self.keys = keys
    self.hasWordKeys = hasWordKeys
  }
}
