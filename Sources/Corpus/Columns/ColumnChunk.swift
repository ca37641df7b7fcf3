import CXXHash

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
  /// The values that are not texts, and behind them room that is filled once, not anew for each group.
  private var numberRoom: [UInt64] = []
  private var numberCount = 0
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
  /// The most rows that it will have.
  private let mostRows: Int

  init(_ column: TableColumn, mostRows: Int) {
    self.column = column
    self.mostRows = mostRows
    entries = column.entries.map { $0.map { ArraySlice($0.utf8) } }
  }

  /// Whether texts are held as such, and not by their numbers among the column's entries.
  var holdsText: Bool { column.kind == .text && entries == nil }

  /// The values that are not texts.
  var numbers: ArraySlice<UInt64> { numberRoom[..<numberCount] }
  /// The values that are not missing.
  var valueCount: Int { holdsText ? ends.count : numberCount }
  /// The values and what stands for missing ones.
  var entryCount: Int { column.maximumDefinition == 0 ? valueCount : definitions.count }
  /// The bytes held, about.
  var bytes: Int {
    text.count + 8 * (numberCount + ends.count) + 4 * (definitions.count + repetitions.count)
  }

  /// Drops all values; the room stays.
  mutating func removeAll() {
    numberCount = 0
    text.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    definitions.removeAll(keepingCapacity: true)
    repetitions.removeAll(keepingCapacity: true)
    rows = 0
  }

  /// From so many numbers on there is room for all that may come, since to grow by and by moves all to fresh memory each time.
  private static let few = 4096

  private static func makeRoom<Element>(in values: inout [Element], for count: Int, of most: Int) {
    let needed = values.count + count
    if needed > values.capacity, needed > few { values.reserveCapacity(max(most, needed)) }
  }

  /// Appends a row of one value that is no text.
  mutating func append(_ bits: UInt64) {
    precondition(
      column.kind != .text && !column.isList, "a value of another kind in the column \(column.name)")
    appendNumbers(1) { $0[0] = bits }
    endRow()
  }

  /// Appends a row of one text.
  mutating func append(_ bytes: some Sequence<UInt8>) {
    precondition(holdsText && !column.isList, "a value of another kind in the column \(column.name)")
    text.append(contentsOf: bytes)
    ends.append(text.count)
    endRow()
  }

  /// Appends rows of one value each that is no text, or is the number of one among the column's entries.
  mutating func append(numbers more: some Collection<UInt64>) { append(numbersOf: more) { $0 } }

  /// The same of elements of which each has a number.
  @inline(__always)
  mutating func append<Elements: Collection>(
    numbersOf elements: Elements, _ number: (Elements.Element) -> UInt64
  ) {
    precondition(!holdsText && !column.isList, "a value of another kind in the column \(column.name)")
    appendNumbers(elements.count) { numbers in
      var place = 0
      for element in elements {
        numbers[place] = number(element)
        place += 1
      }
    }
    if column.isOptional { definitions.append(contentsOf: repeatElement(1, count: elements.count)) }
    rows += elements.count
  }

  /// Appends rows of one text each, or of none.
  ///
  /// - Parameters:
  ///   - places: The texts' places, one a row.
  ///   - bytes: What the texts stand in.
  ///   - range: Where the text at a place stands; nil: the row has none.
  @inline(__always)
  mutating func append(
    texts places: ArraySlice<Int32>, in bytes: [UInt8], _ range: (Int32) -> Range<Int>?
  ) {
    precondition(holdsText && !column.isList, "a value of another kind in the column \(column.name)")
    Self.makeRoom(in: &ends, for: places.count, of: mostRows)
    bytes.withUnsafeBufferPointer { bytes in
      // Texts that follow one another, as those of most rows do, are taken together.
      var together = 0..<0
      for place in places {
        guard let range = range(place) else {
          appendMissing()
          continue
        }
        if range.lowerBound == together.upperBound {
          together = together.lowerBound..<range.upperBound
        } else {
          text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[together]))
          together = range
        }
        ends.append(text.count + together.count)
        endRow()
      }
      text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[together]))
    }
  }

  /// Appends numbers, all of which `fill` writes.
  @inline(__always)
  private mutating func appendNumbers(_ count: Int, _ fill: (UnsafeMutableBufferPointer<UInt64>) -> Void) {
    let end = numberCount + count
    if end > numberRoom.count {
      Self.makeRoom(in: &numberRoom, for: end - numberRoom.count, of: mostRows)
      numberRoom.append(contentsOf: repeatElement(0, count: end - numberRoom.count))
    }
    numberRoom.withUnsafeMutableBufferPointer { room in
      fill(UnsafeMutableBufferPointer(rebasing: room[numberCount..<end]))
    }
    numberCount = end
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
        appendNumbers(1) { $0[0] = bits }
      }
      definitions.append(full)
      repetitions.append(index == 0 ? 0 : 1)
    }
    rows += 1
  }

  /// The bytes of a text.
  func bytes(_ index: Int) -> ArraySlice<UInt8> {
    if let entries { return entries[Int(numberRoom[index])] }
    return text[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// The entries in pages of at most so many entries and about so many bytes of text; a list is not cut.
  func slices(atMost limit: Int, bytes byteLimit: Int) -> [Slice] {
    var slices: [Slice] = []
    if ends.isEmpty, entryCount == valueCount, !column.isList {
      for start in stride(from: 0, to: entryCount, by: limit) {
        let range = start..<min(start + limit, entryCount)
        slices.append(Slice(entries: range, values: range))
      }
      return slices.isEmpty ? [Slice(entries: 0..<0, values: 0..<0)] : slices
    }
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
    if let entries {
      var places = PlacesByNumber(lowest: 0, count: entries.count)
      return dictionary(isWorthIt: { _, _ in true }) { places.place(of: numberRoom[$0], $1) }
    }
    let most = min(Self.mostEntries, max(valueCount / 2, 1))
    func isWorthIt(_ firsts: Int, _ value: Int) -> Bool {
      firsts < most && (value < 4096 || firsts <= value / 4 * 3)
    }
    if !holdsText, let (lowest, count) = narrowRange() {
      var places = PlacesByNumber(lowest: lowest, count: count)
      return dictionary(isWorthIt: isWorthIt) { places.place(of: numberRoom[$0], $1) }
    }
    var places = PlacesByHash()
    // Neighbors are often equal; in some columns all values are.
    var last: UInt32 = 0
    return dictionary(isWorthIt: isWorthIt) { value, next in
      if value > 0, isEqual(value - 1, value) { return last }
      last = places.place(of: value, hash: hash(value), next, isEqual: { isEqual($0, value) }, hashOf: hash)
      return last
    }
  }

  /// Makes a dictionary.
  ///
  /// - Parameters:
  ///   - isWorthIt: Whether a value may become one more entry, by the number of entries and the value's place.
  ///   - place: The number of a value's entry, given the value's place and the number that a new entry would get.
  /// - Returns: What `dictionary()` gives.
  private func dictionary(
    isWorthIt: (Int, Int) -> Bool, _ place: (Int, UInt32) -> UInt32
  ) -> (indices: [UInt32], firsts: [Int])? {
    var firsts: [Int] = []
    let count = valueCount
    let indices = [UInt32](unsafeUninitializedCapacity: count) { indices, done in
      while done < count {
        let next = UInt32(truncatingIfNeeded: firsts.count)
        let own = place(done, next)
        if own == next {
          guard isWorthIt(firsts.count, done) else { return }
          firsts.append(done)
        }
        indices.initializeElement(at: done, to: own)
        done += 1
      }
    }
    return indices.count == count ? (indices, firsts) : nil
  }

  /// The lowest of the numbers and how many lie from there to the highest, where a table of so many is small.
  private func narrowRange() -> (lowest: UInt64, count: Int)? {
    var (low, high) = (Int64.max, Int64.min)
    for number in numbers {
      let number = Int64(bitPattern: number)
      low = min(low, number)
      high = max(high, number)
    }
    let distance = UInt64(bitPattern: high &- low)
    guard low <= high, distance < UInt64(min(Self.mostEntries, 4 * numbers.count)) else { return nil }
    return (UInt64(bitPattern: low), Int(distance) + 1)
  }

  /// A dictionary has at most so many entries.
  private static let mostEntries = 1 << 16

  private func hash(_ value: Int) -> UInt64 {
    if holdsText {
      return withTexts { text in
        let text = text(value)
        return XXH3_64bits(text.baseAddress, text.count)
      }
    }
    let mixed = numberRoom[value] &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ mixed >> 32
  }

  private func isEqual(_ one: Int, _ other: Int) -> Bool {
    guard holdsText else { return numberRoom[one] == numberRoom[other] }
    return withTexts { text in
      let (first, second) = (text(one), text(other))
      guard first.count == second.count else { return false }
      guard let one = first.baseAddress, let other = second.baseAddress else { return true }
      return memcmp(one, other, first.count) == 0
    }
  }
}
