/// The entries of a dictionary by their values, which are numbers from a small range: a table of it.
struct PlacesByNumber {
  private let lowest: UInt64
  /// For each number of the range its entry; `none` where it is in none.
  private var places: [UInt32]
  private static let none = UInt32.max

  /// Makes a table of `count` numbers from the lowest on.
  init(lowest: UInt64, count: Int) {
    self.lowest = lowest
    places = Array(repeating: Self.none, count: count)
  }

  /// The entry of a number, which becomes `next` where it is new.
  mutating func place(of number: UInt64, _ next: UInt32) -> UInt32 {
    let index = Int(truncatingIfNeeded: number &- lowest)
    if places[index] == Self.none { places[index] = next }
    return places[index]
  }
}

/// The entries of a dictionary by their values' hashes, any values: a table with open addressing, which grows with the entries.
struct PlacesByHash {
  /// An entry: its number, and where its first value is.
  private struct Entry {
    var number = UInt32.max
    var first: UInt32 = 0
  }
  private var entries = Array(repeating: Entry(), count: 1 << 10)
  private var count = 0

  /// The entry of a value, which becomes `next` where none has an equal first value.
  ///
  /// - Parameters:
  ///   - value: The value's place.
  ///   - hash: Its hash.
  ///   - next: The number that a new entry gets.
  ///   - isEqual: Whether the value at a place is equal to it.
  ///   - hashOf: The hash of the value at a place.
  /// - Returns: The number of its entry.
  @inline(__always)
  mutating func place(
    of value: Int, hash: UInt64, _ next: UInt32, isEqual: (Int) -> Bool, hashOf: (Int) -> UInt64
  ) -> UInt32 {
    let mask = entries.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while entries[place].number != UInt32.max, !isEqual(Int(entries[place].first)) {
      place = (place + 1) & mask
    }
    let known = entries[place].number
    guard known == UInt32.max else { return known }
    entries[place] = Entry(number: next, first: UInt32(truncatingIfNeeded: value))
    count += 1
    if count > entries.count / 2 { grow(hashOf) }
    return next
  }

  private mutating func grow(_ hashOf: (Int) -> UInt64) {
    let before = entries
    entries = Array(repeating: Entry(), count: 4 * before.count)
    let mask = entries.count - 1
    for entry in before where entry.number != UInt32.max {
      var place = Int(truncatingIfNeeded: hashOf(Int(entry.first))) & mask
      while entries[place].number != UInt32.max { place = (place + 1) & mask }
      entries[place] = entry
    }
  }
}
