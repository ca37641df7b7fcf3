/// Takes some fields out of JSON values that were validated before.
struct JSONFields {
  private let request: FieldRequest
  private let keys: [[UInt8]]
  private let firstSteps: [[UInt8]?]

  init(_ request: FieldRequest) {
    self.request = request
    keys = FieldRequest.keyNames.map { Array($0.utf8) }
    firstSteps = request.keep.map { path in
      if case .key(let name)? = path.steps.first { Array(name.utf8) } else { nil }
    }
  }

  /// The values of the object at a place, the key first; all nil where it is none.
  func values(of bytes: UnsafeRawBufferPointer, at start: Int) -> [[UInt8]?] {
    var values = [[UInt8]?](repeating: nil, count: request.count)
    var keyRank = keys.count
    Self.members(of: bytes, at: start) { name, value in
      if let rank = keys.firstIndex(where: { name.elementsEqual($0) }), rank < keyRank,
        let key = Self.text(bytes, at: value, allowsNested: false)
      {
        (keyRank, values[0]) = (rank, key)
      }
      for (index, first) in firstSteps.enumerated() where first.map({ name.elementsEqual($0) }) ?? false {
        values[1 + index] = Self.place(bytes, value, request.keep[index].steps.dropFirst()).flatMap {
          Self.text(bytes, at: $0, allowsNested: true)
        }
      }
    }
    return values
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

  /// A value as text: a string's content, any other value as it stands there; nil for null, and for a list or an object where
  /// none is wanted.
  private static func text(_ bytes: UnsafeRawBufferPointer, at start: Int, allowsNested: Bool) -> [UInt8]? {
    guard let end = end(bytes, start), end > start else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "\""):
      var text: [UInt8] = []
      JSONUnescape.append(UnsafeRawBufferPointer(rebasing: bytes[start + 1..<end - 1]), to: &text)
      return text
    case UInt8(ascii: "n"): return nil
    case UInt8(ascii: "{"), UInt8(ascii: "["): return allowsNested ? Array(bytes[start..<end]) : nil
    default: return Array(bytes[start..<end])
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
  func fields(_ request: FieldRequest, of records: [Int32]) -> [[[UInt8]?]] {
    let reader = JSONFields(request)
    var values: [[[UInt8]?]] = []
    var wanted = records[...]
    var place = Int32(truncatingIfNeeded: cut.skippedBefore)
    forEachRecord { start in
      defer { place += 1 }
      if wanted.first == place {
        wanted.removeFirst()
        var own = reader.values(of: cut.bytes, at: start)
        if request.wantsWhole {
          own[request.count - 1] = JSONFields.end(cut.bytes, start).map { Array(cut.bytes[start..<$0]) }
        }
        values.append(own)
      }
      return !wanted.isEmpty
    }
    return values
  }

  /// Calls `body` with the place of each record, bad ones too, as long as it says that another is wanted.
  private func forEachRecord(_ body: (Int) -> Bool) {
    let bytes = cut.bytes
    if form == .lines {
      var start = 0
      while start < bytes.count {
        let end = LineScan.lineFeed(in: bytes, from: start) ?? bytes.count
        let content = JSONSpace.skipMark(UnsafeRawBufferPointer(rebasing: bytes[..<end]), start)
        if content < end, !body(content) { return }
        start = end + 1
      }
      return
    }
    let commas = form != .values
    var index = JSONSpace.skip(bytes, 0)
    while index < bytes.count {
      if !commas { index = JSONSpace.skipMark(bytes, index) }
      guard index < bytes.count else { return }
      var value = index
      if reading.hasKeys, let key = JSONFields.end(bytes, index) {
        let colon = JSONSpace.skip(bytes, key)
        if colon < bytes.count { value = JSONSpace.skip(bytes, colon + 1) }
      }
      guard body(value) else { return }
      if let end = JSONFields.end(bytes, value), isFollowedWell(bytes, end, commas: commas) {
        index = JSONSpace.skip(bytes, end)
        if commas, index < bytes.count { index = JSONSpace.skip(bytes, index + 1) }
      } else {
        // What is no value was skipped as the reader skips it.
        var cutter = JSONCutter(commas ? .commas : .nothing)
        index = JSONSpace.skip(bytes, cutter.firstBoundary(in: bytes, from: index) ?? bytes.count)
      }
    }
  }

  private func isFollowedWell(_ bytes: UnsafeRawBufferPointer, _ end: Int, commas: Bool) -> Bool {
    let next = JSONSpace.skip(bytes, end)
    return !commas || next == bytes.count || bytes[next] == UInt8(ascii: ",")
  }
}
