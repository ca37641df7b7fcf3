/// Takes some fields out of JSON values that were validated before.
struct JSONFields {
  private let request: FieldRequest
  private let keys: [ShortName]
  private let firstSteps: [[UInt8]?]
  /// The place among the names of a key of the first that a record may have.
  private let firstKeyName: Int

  /// Where the values of the record in hand stand, the key's first; empty: missing.
  private var places: [Range<Int>]

  /// A name of at most eight bytes as a number; no two have the same.
  private struct ShortName: Equatable {
    let count: Int
    private let bytes: UInt64

    /// The name at a place; longer ones are all alike.
    @inline(__always)
    init(_ text: UnsafeRawBufferPointer, _ place: Range<Int>) {
      count = place.count
      if place.count > 8 {
        bytes = 0
      } else if place.lowerBound + 8 <= text.count {
        // Eight bytes at once, without those that are not the name's.
        let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: place.lowerBound, as: UInt64.self))
        bytes = word & ~(~0 << UInt64(8 * place.count))
      } else {
        bytes = text[place].reversed().reduce(0) { $0 << 8 | UInt64($1) }
      }
    }
  }

  /// Makes a reader of records that have none of the names of a key before `firstKeyName`.
  init(_ request: FieldRequest, firstKeyName: Int = 0) {
    self.request = request
    self.firstKeyName = firstKeyName
    places = Array(repeating: 0..<0, count: 1 + request.keep.count)
    keys = FieldRequest.keyNames.map { name in
      precondition(name.utf8.count <= 8)
      return Array(name.utf8).withUnsafeBytes { ShortName($0, 0..<$0.count) }
    }
    firstSteps = request.keep.map { path in
      if case .key(let name)? = path.steps.first { Array(name.utf8) } else { nil }
    }
  }

  /// Appends the values of the object at a place, the key first and itself last where it is wanted; all others are missing
  /// where it is none.
  ///
  /// - Parameters:
  ///   - bytes: What the object lies in, validated before.
  ///   - start: Where it starts.
  ///   - key: The key, where it is known and not the object's to say.
  ///   - values: What is appended to.
  mutating func appendValues(
    of bytes: UnsafeRawBufferPointer, at start: Int, key: [UInt8]? = nil, to values: inout RecordFields
  ) {
    for index in places.indices { places[index] = 0..<0 }
    var found = Key(rank: key == nil ? keys.count : firstKeyName)
    // Where nothing but the key is wanted, nothing behind the best that there can be is looked at.
    let hasMore = !firstSteps.isEmpty
    Self.members(of: bytes, at: start) { name, value in
      look(bytes, name, value, for: &found)
      for (index, first) in firstSteps.enumerated() {
        guard let first, bytes[name].elementsEqual(first) else { continue }
        let place = Self.place(bytes, value, request.keep[index].steps.dropFirst())
        places[1 + index] =
          place.flatMap { Self.isText(bytes, $0, allowsNested: true) ? $0 : nil } ?? 0..<0
      }
      return hasMore || found.rank > firstKeyName
    }
    places[0] = found.place
    for (field, place) in places.enumerated() {
      if field == 0, let key {
        values.append(key)
      } else if place.isEmpty {
        values.append(nil as [UInt8]?)
      } else {
        Self.appendText(bytes, place, to: &values)
      }
    }
    if request.wantsWhole { values.append(Self.end(bytes, start).map { bytes[start..<$0] }) }
  }

  /// The best key that a record was found to have.
  private struct Key {
    var rank: Int
    var place = 0..<0
  }

  /// Takes a member for the key where its name is preferred to that of the one found before.
  @inline(__always)
  private func look(
    _ bytes: UnsafeRawBufferPointer, _ name: Range<Int>, _ value: Range<Int>, for key: inout Key
  ) {
    guard key.rank > firstKeyName else { return }
    let short = ShortName(bytes, name)
    guard let rank = keys[firstKeyName..<key.rank].firstIndex(of: short) else { return }
    if Self.isText(bytes, value, allowsNested: false) { key = Key(rank: rank, place: value) }
  }

  /// Where the value lies to which some steps lead from another.
  private static func place(
    _ bytes: UnsafeRawBufferPointer, _ value: Range<Int>, _ steps: ArraySlice<FieldPath.Step>
  ) -> Range<Int>? {
    guard let step = steps.first else { return value }
    var found: Range<Int>?
    switch step {
    case .key(let name):
      members(of: bytes, at: value.lowerBound) { key, value in
        if bytes[key].elementsEqual(name.utf8) { found = value }
        return true
      }
    case .element(let wanted):
      guard bytes[value.lowerBound] == UInt8(ascii: "[") else { return nil }
      var (at, number) = (JSONSpace.skip(bytes, value.lowerBound + 1), 0)
      while number < wanted, let end = self.end(bytes, at) {
        at = JSONSpace.skip(bytes, end)
        guard at < bytes.count, bytes[at] == UInt8(ascii: ",") else { return nil }
        at = JSONSpace.skip(bytes, at + 1)
        number += 1
      }
      if number == wanted, at < bytes.count, bytes[at] != UInt8(ascii: "]"), let end = self.end(bytes, at) {
        found = at..<end
      }
    case .each: return nil
    }
    return found.flatMap { place(bytes, $0, steps.dropFirst()) }
  }

  /// Calls `body` for each member of the object at a place, with the places of its key, without quotes, and of its value,
  /// as long as it wants more.
  @inline(__always)
  private static func members(
    of bytes: UnsafeRawBufferPointer, at start: Int,
    _ body: (Range<Int>, Range<Int>) -> Bool
  ) {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return }
    var at = JSONSpace.skip(bytes, start + 1)
    while at < bytes.count, bytes[at] == UInt8(ascii: "\""), let close = stringEnd(bytes, at) {
      let colon = JSONSpace.skip(bytes, close)
      guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":") else { return }
      let value = JSONSpace.skip(bytes, colon + 1)
      guard let end = end(bytes, value) else { return }
      guard body(at + 1..<close - 1, value..<end) else { return }
      at = JSONSpace.skip(bytes, end)
      guard at < bytes.count, bytes[at] == UInt8(ascii: ",") else { return }
      at = JSONSpace.skip(bytes, at + 1)
    }
  }

  /// Whether a value is given as text: a null is not, nor is a list or an object where none is wanted.
  private static func isText(
    _ bytes: UnsafeRawBufferPointer, _ value: Range<Int>, allowsNested: Bool
  ) -> Bool {
    switch bytes[value.lowerBound] {
    case UInt8(ascii: "n"): false
    case UInt8(ascii: "{"), UInt8(ascii: "["): allowsNested
    default: true
    }
  }

  /// Appends a value as text: a string's content, any other value as it stands there.
  private static func appendText(
    _ bytes: UnsafeRawBufferPointer, _ value: Range<Int>, to values: inout RecordFields
  ) {
    guard bytes[value.lowerBound] == UInt8(ascii: "\"") else { return values.append(bytes[value]) }
    let content = UnsafeRawBufferPointer(rebasing: bytes[value.lowerBound + 1..<value.upperBound - 1])
    values.append { JSONUnescape.append(content, to: &$0) }
  }

  /// Where the value at a place ends; nil where the bytes end before.
  static func end(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "\""): return stringEnd(bytes, start)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      var (at, depth) = (start, 0)
      while at < bytes.count {
        switch bytes[at] {
        case UInt8(ascii: "\""):
          guard let end = stringEnd(bytes, at) else { return nil }
          at = end
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          if depth == 0 { return at + 1 }
        default: break
        }
        at += 1
      }
      return nil
    default:
      var at = start
      while at < bytes.count, !JSONSpace.isOne(bytes[at]), bytes[at] != UInt8(ascii: ","),
        bytes[at] != UInt8(ascii: "}"), bytes[at] != UInt8(ascii: "]")
      { at += 1 }
      return at > start ? at : nil
    }
  }

  /// Where the string whose quote is at a place ends, behind its closing quote.
  @inline(__always)
  private static func stringEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    var at = start + 1
    let ones: UInt64 = 0x0101_0101_0101_0101
    let longest = min(bytes.count, start + 65)
    // Most are short: eight bytes at a time, up to a quote or a backslash. Of a word that holds the byte, the difference to it
    // has a zero byte, whose top bit is the lowest that is left.
    while at + 8 <= longest {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let (quote, slash) = (word ^ ones &* 0x22, word ^ ones &* 0x5C)
      let stops = ((quote &- ones) & ~quote | (slash &- ones) & ~slash) & (ones &* 0x80)
      if stops != 0 {
        at += stops.trailingZeroBitCount / 8
        if bytes[at] == UInt8(ascii: "\"") { return at + 1 }
        break
      }
      at += 8
    }
    return escapedStringEnd(bytes, start, from: at)
  }

  /// The same, by the quotes from a place on before which nothing ends the string.
  private static func escapedStringEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int, from: Int) -> Int? {
    var at = from
    while let quote = LineScan.find(UInt8(ascii: "\""), in: bytes, from: at) {
      var slashes = 0
      while quote - 1 - slashes > start, bytes[quote - 1 - slashes] == UInt8(ascii: "\\") { slashes += 1 }
      if slashes % 2 == 0 { return quote + 1 }
      at = quote + 1
    }
    return nil
  }
}

extension JSONBlock: FieldBlock {
  func appendFields(_ request: FieldRequest, of records: [WantedRecord], to values: inout RecordFields) {
    var reader = JSONFields(request, firstKeyName: firstKeyName)
    var places = JSONRecordPlaces(self)
    for wanted in records {
      guard let place = places.place(of: wanted) else { return }
      reader.appendValues(of: cut.bytes, at: place, to: &values)
    }
  }
}
