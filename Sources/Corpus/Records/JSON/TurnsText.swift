/// A conversation that is the text of a field: JSON in a Parquet column, a cell or a string.
///
/// Belongs to one task, and is used again for every text.
struct TurnsText {
  private var walker = JSONWalker(plan: .turns)
  private var text: [UInt8] = []

  /// Whether a text may be one: its first byte opens a list or an object.
  static func mayBe(_ text: UnsafeRawBufferPointer) -> Bool {
    let first = JSONSpace.skip(text, 0)
    return first < text.count && (text[first] == UInt8(ascii: "[") || text[first] == UInt8(ascii: "{"))
  }

  /// Whether a text opens as a list of objects does.
  static func opensTurns(_ text: UnsafeRawBufferPointer) -> Bool {
    let first = JSONSpace.skip(text, 0)
    guard first < text.count, text[first] == UInt8(ascii: "[") else { return false }
    let second = JSONSpace.skip(text, first + 1)
    return second < text.count && text[second] == UInt8(ascii: "{")
  }

  /// Reads a text, and hands on its turns, each unescaped and joined from its parts.
  ///
  /// - Returns: How many surrogates in it were without their other half.
  /// - Throws: `ShardFault` where it is no JSON.
  @discardableResult
  mutating func read(
    _ content: UnsafeRawBufferPointer, _ turn: (UnsafeRawBufferPointer, Role) throws -> Void
  ) throws -> Int {
    do throws(JSONFault) {
      let end = JSONSpace.skip(content, try walker.walk(content, from: JSONSpace.skip(content, 0)))
      if end < content.count { throw walker.fault("extra data follows the value", end) }
    } catch {
      throw ShardFault(
        ForeignContent.isPythonText(content) ? .invalidJSON(detail: Self.python) : Self.reason(error))
    }
    var surrogates = 0
    for run in JSONTexts.runs(walker.spans) {
      text.removeAll(keepingCapacity: true)
      surrogates += JSONTexts.unescape(walker.spans[run], of: content, into: &text)
      let role = walker.spans[run.lowerBound].role
      try text.withUnsafeBytes { try turn($0, role) }
    }
    return surrogates
  }

  /// Says what is wrong with a text; nil where nothing is.
  mutating func fault(in content: UnsafeRawBufferPointer) -> ShardFault.Reason? {
    do {
      try read(content) { _, _ in }
      return nil
    } catch let fault as ShardFault {
      return fault.reason
    } catch {
      return nil
    }
  }

  private static let python = "the conversation is a Python list, not JSON; write it with json.dumps"

  private static func reason(_ fault: JSONFault) -> ShardFault.Reason {
    switch fault {
    case .invalid(let detail):
      .invalidJSON(detail: "the conversation, which is a string of JSON: " + detail)
    case .unfinished: .invalidJSON(detail: "the conversation, which is a string of JSON, ends early")
    case .tooDeep: fault.reason
    }
  }
}
