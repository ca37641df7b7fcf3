/// Takes some fields out of JSON values that were validated before.
struct JSONFields {
  private let request: FieldRequest
  private let keys: [[UInt8]]
  private let firstSteps: [[UInt8]?]

  /// Where the values of the record in hand start, the key's first; -1: missing.
  private var places: [Int]

  init(_ request: FieldRequest) {
    self.request = request
    places = Array(repeating: -1, count: request.count)
    keys = FieldRequest.keyNames.map { Array($0.utf8) }
    firstSteps = request.keep.map { path in
      if case .key(let name)? = path.steps.first { Array(name.utf8) } else { nil }
    }
  }

  /// Appends the values of the object at a place, the key first; all are missing where it is none.
  ///
  /// - Parameters:
  ///   - bytes: What the object lies in, validated before.
  ///   - start: Where it starts.
  ///   - key: The key, where it is known and not the object's to say.
  ///   - values: What is appended to.
  mutating func appendValues(
    of bytes: UnsafeRawBufferPointer, at start: Int, key: [UInt8]? = nil, to values: inout RecordFields
  ) {
    for index in places.indices { places[index] = -1 }
    var keyRank = key == nil ? keys.count : 0
    Self.members(of: bytes, at: start) { name, value in
      for rank in 0..<keyRank where Self.isEqual(name, keys[rank]) {
        if Self.isText(bytes, at: value, allowsNested: false) { (keyRank, places[0]) = (rank, value) }
        break
      }
      for (index, first) in firstSteps.enumerated() {
        guard let first, Self.isEqual(name, first) else { continue }
        let place = Self.place(bytes, value, request.keep[index].steps.dropFirst())
        places[1 + index] = place.flatMap { Self.isText(bytes, at: $0, allowsNested: true) ? $0 : nil } ?? -1
      }
    }
    for (field, place) in places.enumerated() {
      if field == 0, let key {
        values.append(key)
      } else if place < 0 {
        values.append(nil as [UInt8]?)
      } else {
        Self.appendText(bytes, at: place, to: &values)
      }
    }
  }

  private static func isEqual(_ name: Slice<UnsafeRawBufferPointer>, _ other: [UInt8]) -> Bool {
    name.count == other.count && name.elementsEqual(other)
  }

  /// Where the value lies to which some steps lead.
  private static func place(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ steps: ArraySlice<FieldPath.Step>
  ) -> Int? {
    guard let step = steps.first else { return start }
    var found: Int?
    switch step {
    case .key(let name):
      members(of: bytes, at: start) { key, value in if key.elementsEqual(name.utf8) { found = value } }
    case .element(let wanted):
      guard start < bytes.count, bytes[start] == UInt8(ascii: "[") else { return nil }
      var (at, number) = (JSONSpace.skip(bytes, start + 1), 0)
      while number < wanted, let end = self.end(bytes, at) {
        at = JSONSpace.skip(bytes, end)
        guard at < bytes.count, bytes[at] == UInt8(ascii: ",") else { return nil }
        at = JSONSpace.skip(bytes, at + 1)
        number += 1
      }
      if number == wanted, at < bytes.count, bytes[at] != UInt8(ascii: "]") { found = at }
    case .each: return nil
    }
    return found.flatMap { place(bytes, $0, steps.dropFirst()) }
  }

  /// Calls `body` for each member of the object at a place, with its key as it stands there and where its value starts.
  private static func members(
    of bytes: UnsafeRawBufferPointer, at start: Int,
    _ body: (Slice<UnsafeRawBufferPointer>, Int) -> Void
  ) {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return }
    var at = JSONSpace.skip(bytes, start + 1)
    while at < bytes.count, bytes[at] == UInt8(ascii: "\""), let close = stringEnd(bytes, at) {
      let colon = JSONSpace.skip(bytes, close)
      guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":") else { return }
      let value = JSONSpace.skip(bytes, colon + 1)
      body(bytes[at + 1..<close - 1], value)
      guard let end = end(bytes, value) else { return }
      at = JSONSpace.skip(bytes, end)
      guard at < bytes.count, bytes[at] == UInt8(ascii: ",") else { return }
      at = JSONSpace.skip(bytes, at + 1)
    }
  }

  /// Whether a value is given as text: a null is not, nor is a list or an object where none is wanted.
  private static func isText(_ bytes: UnsafeRawBufferPointer, at start: Int, allowsNested: Bool) -> Bool {
    guard let end = end(bytes, start), end > start else { return false }
    switch bytes[start] {
    case UInt8(ascii: "n"): return false
    case UInt8(ascii: "{"), UInt8(ascii: "["): return allowsNested
    default: return true
    }
  }

  /// Appends a value as text: a string's content, any other value as it stands there.
  private static func appendText(
    _ bytes: UnsafeRawBufferPointer, at start: Int, to values: inout RecordFields
  ) {
    guard let end = end(bytes, start) else { return values.append(nil as [UInt8]?) }
    guard bytes[start] == UInt8(ascii: "\"") else { return values.append(bytes[start..<end]) }
    values.append { text in
      JSONUnescape.append(UnsafeRawBufferPointer(rebasing: bytes[start + 1..<end - 1]), to: &text)
    }
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
  private static func stringEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    var at = start + 1
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
    var reader = JSONFields(request)
    var places = JSONRecordPlaces(self)
    for wanted in records {
      guard let place = places.place(of: wanted) else { return }
      reader.appendValues(of: cut.bytes, at: place, to: &values)
    }
  }
}
