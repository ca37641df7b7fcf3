/// Looks at the first records of a shard: which fields they have, and what these hold.
///
/// It reads what the walker validated, or the valid start of what goes on; anything else ends the look without
/// harm. A list directly in a list is a row: its first elements are fields of their own (`texts[][1]`).
struct JSONSurvey {
  /// Fields below this depth are not looked at, and no more than this many are noted.
  private static let maximumDepth = 8
  private static let maximumFields = 1024
  /// Elements of a list that are looked at.
  private static let maximumElements = 100
  /// Elements of a row that are fields of their own.
  private static let rowFields = 4

  /// How many records, and how many of their bytes, are looked at.
  private let maximumRecords: Int
  private let maximumBytes: Int
  /// The fields, in the order in which they were met.
  private(set) var fields: [SeenField] = []
  /// Whether a list was met whose elements are all strings without white space, each a token.
  private(set) var tokens = TokenLook()
  /// The records looked at.
  private(set) var records = 0
  /// Whether something that is no comma follows the last element: the list's end.
  private(set) var sawEnd = false
  /// Whether the bytes ended in the first value, of which only what there is was looked at.
  private(set) var isCutInFirst = false
  /// What was wrong with the first bytes that are no record.
  private(set) var fault: JSONFault?
  private var places: [[UInt8]: Int] = [:]

  /// What the strings directly in records that are lists look like.
  struct TokenLook {
    var strings = 0
    var withSpace = 0
    var others = 0
  }

  /// Makes a survey of the first records; a brief one for shards whose first records tell enough.
  init(isBrief: Bool = false) {
    maximumRecords = isBrief ? 200 : 1000
    maximumBytes = isBrief ? 64 << 10 : .max
  }

  /// Adds the fields of one value.
  ///
  /// - Returns: Where the value ends; nil where it does not end within the bytes.
  mutating func add(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    value(bytes, start, [], depth: 0)
  }

  /// Adds the fields of a list's elements, from after its opening bracket on: the first that are whole, and
  /// where not even the first is, what there is of it.
  mutating func addElements(_ bytes: UnsafeRawBufferPointer) { addValues(bytes, separatedByCommas: true) }

  /// Adds the fields of values one after another, the first that are whole.
  mutating func addValues(_ bytes: UnsafeRawBufferPointer) { addValues(bytes, separatedByCommas: false) }

  /// Adds the fields of values that stand one a line, the first of them; lines that are not valid are left to
  /// the reader.
  mutating func addLines(_ bytes: UnsafeRawBufferPointer, isComplete: Bool) {
    var walker = JSONWalker(plan: JSONPlan(nil))
    var start = 0
    while start < bytes.count, records < maximumRecords, start < maximumBytes {
      let feed = LineScan.lineFeed(in: bytes, from: start)
      if feed == nil, !isComplete, records > 0 { return }
      let line = UnsafeRawBufferPointer(rebasing: bytes[..<(feed ?? bytes.count)])
      let content = JSONSpace.skipMark(line, start)
      start = line.count + 1
      guard content < line.count else { continue }
      do throws(JSONFault) {
        _ = try walker.walk(line, from: content)
        _ = add(line, from: content)
        records += 1
      } catch {
        fault = fault ?? error
      }
    }
  }

  private mutating func addValues(_ bytes: UnsafeRawBufferPointer, separatedByCommas: Bool) {
    var walker = JSONWalker(plan: JSONPlan(nil))
    var index = JSONSpace.skip(bytes, 0)
    if separatedByCommas, index < bytes.count, bytes[index] == UInt8(ascii: "]") {
      sawEnd = true
      return
    }
    while index < bytes.count, records < maximumRecords, index < maximumBytes {
      if !separatedByCommas { index = JSONSpace.skipMark(bytes, index) }
      do throws(JSONFault) {
        let end = try walker.walk(bytes, from: index)
        guard add(bytes, from: index) != nil else { return }
        records += 1
        index = JSONSpace.skip(bytes, end)
        if separatedByCommas {
          guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else {
            sawEnd = index < bytes.count
            return
          }
          index = JSONSpace.skip(bytes, index + 1)
        }
      } catch {
        fault = error
        if records == 0, error == .unfinished {
          isCutInFirst = true
          _ = add(bytes, from: index)
          if !fields.isEmpty { records = 1 }
        }
        return
      }
    }
  }

  /// What is text where records are no objects: strings, or lists of tokens, each of which is one text.
  func recordAsText() -> TextChoice? {
    func kind(_ text: String) -> CellKind {
      var text = text
      return text.withUTF8 { CellKind(UnsafeRawBufferPointer($0)) }
    }
    if let strings = fields.first(where: { $0.steps.isEmpty }), strings.strings > 0 {
      guard kind(strings.example) == .text else { return nil }
      return TextChoice(
        shape: "strings", texts: [TextChoice.Text(steps: [], role: .fixed(.caption))], seen: fields)
    }
    guard tokens.strings > 0, tokens.others == 0 else { return nil }
    let cells = fields.filter { $0.steps.count == 1 && $0.strings > 0 }
    let machine = cells.filter { [.url, .fileName].contains(kind($0.example)) }
    if tokens.withSpace == 0, machine.isEmpty {
      return TextChoice(
        shape: "lists of tokens",
        texts: [TextChoice.Text(steps: [], role: .fixed(.caption), joinsList: true)],
        seen: fields)
    }
    let texts = cells.filter { kind($0.example) == .text }
    guard texts.count == 1, let column = texts.first, case .element? = column.steps.first else { return nil }
    return TextChoice(
      shape: "the only column of text",
      texts: [TextChoice.Text(steps: column.steps, role: .fixed(.caption))], seen: fields)
  }

  private mutating func value(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ steps: [FieldPath.Step], depth: Int
  ) -> Int? {
    let index = JSONSpace.skip(bytes, start)
    guard index < bytes.count else { return nil }
    switch bytes[index] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if depth >= Self.maximumDepth { return skip(bytes, index) }
      return bytes[index] == UInt8(ascii: "{")
        ? object(bytes, index, steps, depth: depth) : list(bytes, index, steps, depth: depth)
    case UInt8(ascii: "\""):
      guard let end = stringEnd(bytes, index + 1) else { return nil }
      note(string: bytes, index + 1, end, at: steps)
      return end + 1
    default:
      var end = index
      while end < bytes.count, !Self.endsScalar(bytes[end]) { end += 1 }
      if bytes[index] == UInt8(ascii: "n") {
        note(at: steps) { $0.blanks += 1 }
      } else {
        note(at: steps) { $0.others += 1 }
      }
      return end > index && end < bytes.count || depth == 0 ? end : nil
    }
  }

  private mutating func object(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ steps: [FieldPath.Step], depth: Int
  ) -> Int? {
    var index = JSONSpace.skip(bytes, start + 1)
    while index < bytes.count, bytes[index] != UInt8(ascii: "}") {
      guard bytes[index] == UInt8(ascii: "\""), let end = stringEnd(bytes, index + 1) else { return nil }
      let key = Self.text(bytes, index + 1, end)
      index = JSONSpace.skip(bytes, end + 1)
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return nil }
      guard let next = value(bytes, index + 1, steps + [.key(key)], depth: depth + 1) else { return nil }
      guard let after = separator(bytes, next) else { return nil }
      index = after
    }
    return index < bytes.count ? index + 1 : nil
  }

  private mutating func list(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ steps: [FieldPath.Step], depth: Int
  ) -> Int? {
    let isRow = depth == 0 || steps.last == .each
    var position = 0
    var index = JSONSpace.skip(bytes, start + 1)
    if index < bytes.count, bytes[index] == UInt8(ascii: "]") { note(at: steps) { $0.blanks += 1 } }
    while index < bytes.count, bytes[index] != UInt8(ascii: "]") {
      if depth == 0 { look(bytes, index) }
      let step = isRow && position < Self.rowFields ? FieldPath.Step.element(position) : .each
      // The first elements tell what all are.
      let next =
        position < Self.maximumElements
        ? value(bytes, index, steps + [step], depth: depth + 1) : pass(bytes, index)
      guard let next, let after = separator(bytes, next) else { return nil }
      position += 1
      index = after
    }
    return index < bytes.count ? index + 1 : nil
  }

  private mutating func look(_ bytes: UnsafeRawBufferPointer, _ start: Int) {
    guard bytes[start] == UInt8(ascii: "\""), let end = stringEnd(bytes, start + 1) else {
      tokens.others += 1
      return
    }
    tokens.strings += 1
    if bytes[(start + 1)..<end].contains(32) { tokens.withSpace += 1 }
  }

  /// Passes a comma; a closing bracket stays.
  private func separator(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    let index = JSONSpace.skip(bytes, start)
    guard index < bytes.count else { return nil }
    return bytes[index] == UInt8(ascii: ",") ? JSONSpace.skip(bytes, index + 1) : index
  }

  private mutating func note(
    string bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int, at steps: [FieldPath.Step]
  ) {
    guard end > start else { return note(at: steps) { $0.blanks += 1 } }
    note(at: steps) { field in
      field.strings += 1
      if field.example.isEmpty { field.example = String(Self.text(bytes, start, end).prefix(80)) }
    }
  }

  private mutating func note(at steps: [FieldPath.Step], _ change: (inout SeenField) -> Void) {
    let place = Array(FieldPath.name(of: steps).utf8)
    if let known = places[place] {
      change(&fields[known])
    } else if fields.count < Self.maximumFields {
      places[place] = fields.count
      fields.append(SeenField(steps: steps))
      change(&fields[fields.count - 1])
    }
  }

  private static func text(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> String {
    // An escape that is cut in two would be read past the cut, so the whole content is unescaped.
    var content: [UInt8] = []
    JSONUnescape.append(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), to: &content)
    return String(decoding: content, as: UTF8.self)
  }

  private func stringEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\"") { return index }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  /// Passes over a value.
  private func pass(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    switch bytes[start] {
    case UInt8(ascii: "{"), UInt8(ascii: "["): return skip(bytes, start)
    case UInt8(ascii: "\""): return stringEnd(bytes, start + 1).map { $0 + 1 }
    default:
      var end = start
      while end < bytes.count, !Self.endsScalar(bytes[end]) { end += 1 }
      return end > start ? end : nil
    }
  }

  private func skip(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    var depth = 0
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return index + 1 }
      case UInt8(ascii: "\""):
        guard let end = stringEnd(bytes, index + 1) else { return nil }
        index = end
      default: break
      }
      index += 1
    }
    return nil
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"),
      _ where JSONSpace.isOne(byte):
      true
    default: false
    }
  }
}
