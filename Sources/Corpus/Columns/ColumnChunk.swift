import CXXHash

/// The values of one column in the row group that is being written.
///
/// Whole numbers, reals and truth values are held as 64 bits each, texts as their bytes one after another; beside them
/// a level for each value or missing value, where there may be one.
struct ColumnChunk {
  /// What belongs to the values that a page holds.
  struct Slice {
    var entries: Range<Int>
    var values: Range<Int>
  }

  let column: TableColumn
  /// The values that are not texts.
  private(set) var numbers: [UInt64] = []
  /// The texts, and where each ends.
  private(set) var text: [UInt8] = []
  private(set) var ends: [Int] = []
  /// For each entry (a value, a missing one, an empty list) how much of it is there; empty where all always are.
  private(set) var definitions: [UInt32] = []
  /// For each entry of a list 0 where it begins a row, else 1; empty where there are no lists.
  private(set) var repetitions: [UInt32] = []
  private(set) var rows = 0

  /// The texts of a column whose values are numbers of them.
  private let entries: [ArraySlice<UInt8>]?

  init(_ column: TableColumn) {
    self.column = column
    entries = column.entries.map { $0.map { ArraySlice($0.utf8) } }
  }

  private var holdsText: Bool { column.kind == .text && entries == nil }

  /// The values that are not missing.
  var valueCount: Int { holdsText ? ends.count : numbers.count }
  /// The values and what stands for missing ones.
  var entryCount: Int { column.maximumDefinition == 0 ? valueCount : definitions.count }
  /// The bytes held, about.
  var bytes: Int {
    text.count + 8 * (numbers.count + ends.count) + 4 * (definitions.count + repetitions.count)
  }

  /// Drops all values; the room stays.
  mutating func removeAll() {
    numbers.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    definitions.removeAll(keepingCapacity: true)
    repetitions.removeAll(keepingCapacity: true)
    rows = 0
  }

  /// Appends a row of one value that is no text.
  mutating func append(_ bits: UInt64) {
    precondition(
      column.kind != .text && !column.isList, "a value of another kind in the column \(column.name)")
    numbers.append(bits)
    endRow()
  }

  /// Appends a row of one text.
  mutating func append(_ bytes: some Sequence<UInt8>) {
    precondition(holdsText && !column.isList, "a value of another kind in the column \(column.name)")
    text.append(contentsOf: bytes)
    ends.append(text.count)
    endRow()
  }

  /// Appends a row of one text, by its number among the column's entries.
  mutating func append(entry: Int) {
    precondition(
      entries?.indices.contains(entry) == true, "no text of the column \(column.name) has this number")
    numbers.append(UInt64(entry))
    endRow()
  }

  private mutating func endRow() {
    if column.isOptional { definitions.append(1) }
    rows += 1
  }

  /// Appends a row without a value.
  mutating func appendMissing() {
    precondition(column.isOptional, "a missing value in the column \(column.name)")
    definitions.append(0)
    if column.isList { repetitions.append(0) }
    rows += 1
  }

  /// Appends a row that is a list, which may be empty.
  mutating func appendList(_ values: some Collection<TableCell>) {
    precondition(column.isList, "a list in the column \(column.name)")
    let full = column.maximumDefinition
    if values.isEmpty {
      definitions.append(full - 1)
      repetitions.append(0)
    }
    for (index, value) in values.enumerated() {
      switch value {
      case .text(let string):
        precondition(column.kind == .text)
        text.append(contentsOf: string.utf8)
        ends.append(text.count)
      default:
        guard let bits = value.bits(as: column.kind) else {
          preconditionFailure("a value of another kind in the column \(column.name)")
        }
        numbers.append(bits)
      }
      definitions.append(full)
      repetitions.append(index == 0 ? 0 : 1)
    }
    rows += 1
  }

  /// The bytes of a text.
  func bytes(_ index: Int) -> ArraySlice<UInt8> {
    if let entries { return entries[Int(numbers[index])] }
    return text[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// The entries in pages of at most so many entries and about so many bytes of text; a list is not cut.
  func slices(atMost limit: Int, bytes byteLimit: Int) -> [Slice] {
    var slices: [Slice] = []
    var slice = Slice(entries: 0..<0, values: 0..<0)
    var textStart = 0
    let full = column.maximumDefinition
    for entry in 0..<entryCount {
      let isFull =
        slice.entries.count >= limit || (ends.isEmpty ? false : textEnd(slice) - textStart >= byteLimit)
      if isFull, repetitions.isEmpty || repetitions[entry] == 0 {
        slices.append(slice)
        textStart = textEnd(slice)
        slice = Slice(entries: entry..<entry, values: slice.values.upperBound..<slice.values.upperBound)
      }
      let isThere = full == 0 || definitions[entry] == full
      slice.entries = slice.entries.lowerBound..<entry + 1
      slice.values = slice.values.lowerBound..<slice.values.upperBound + (isThere ? 1 : 0)
    }
    if !slice.entries.isEmpty || slices.isEmpty { slices.append(slice) }
    return slices
  }

  private func textEnd(_ slice: Slice) -> Int {
    ends.isEmpty || slice.values.upperBound == 0 ? 0 : ends[slice.values.upperBound - 1]
  }

  /// For each value the number of its first equal one among `firsts`; nil where there are too many different ones for a
  /// dictionary to be worth it.
  func dictionary() -> (indices: [UInt32], firsts: [Int])? {
    guard valueCount > 0, column.kind != .truth, !column.isAscending else { return nil }
    if let entries { return Self.dictionary(of: numbers, among: entries.count) }
    let most = min(Self.mostEntries, max(valueCount / 2, 1))
    var places = [Int32](repeating: -1, count: 1 << (Int.bitWidth - (2 * most).leadingZeroBitCount))
    var (firsts, indices): ([Int], [UInt32]) = ([], [])
    indices.reserveCapacity(valueCount)
    for value in 0..<valueCount {
      var place = Int(truncatingIfNeeded: hash(value)) & (places.count - 1)
      while places[place] >= 0, !isEqual(firsts[Int(places[place])], value) {
        place = (place + 1) & (places.count - 1)
      }
      if places[place] < 0 {
        guard firsts.count < most, value < 4096 || firsts.count <= value / 4 * 3 else { return nil }
        places[place] = Int32(firsts.count)
        firsts.append(value)
      }
      indices.append(UInt32(places[place]))
    }
    return (indices, firsts)
  }

  private static func dictionary(of numbers: [UInt64], among count: Int) -> (indices: [UInt32], firsts: [Int])
  {
    var places = [Int32](repeating: -1, count: count)
    var firsts: [Int] = []
    let indices = numbers.enumerated().map { value, number in
      if places[Int(number)] < 0 {
        places[Int(number)] = Int32(firsts.count)
        firsts.append(value)
      }
      return UInt32(places[Int(number)])
    }
    return (indices, firsts)
  }

  /// A dictionary has at most so many entries.
  private static let mostEntries = 1 << 16

  private func hash(_ value: Int) -> UInt64 {
    if holdsText {
      return bytes(value).withUnsafeBytes { XXH3_64bits($0.baseAddress, $0.count) }
    }
    let mixed = numbers[value] &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ mixed >> 32
  }

  private func isEqual(_ one: Int, _ other: Int) -> Bool {
    holdsText ? bytes(one) == bytes(other) : numbers[one] == numbers[other]
  }
}
