/// The keys of the object that a JSON text begins with, or of the first one in the list that it begins with.
///
/// Reads the head of a text that may be cut and may be anything; only to know a result of the tool's own again.
struct JSONKeys {
  /// The keys, in their order.
  private(set) var keys: [String] = []
  /// Whether the object ends in what was looked at.
  private(set) var isWhole = false
  /// Whether the text is a list without anything in it.
  private(set) var isEmptyList = false

  private var bytes: ArraySlice<UInt8>

  /// Reads the keys; nil where the text begins with no object and no list of objects.
  init?(_ head: [UInt8]) {
    bytes = head[...]
    skipSpace()
    if bytes.first == UInt8(ascii: "[") {
      bytes.removeFirst()
      skipSpace()
      if bytes.first == UInt8(ascii: "]") {
        (isEmptyList, isWhole) = (true, true)
        return
      }
    }
    guard bytes.popFirst() == UInt8(ascii: "{") else { return nil }
    readMembers()
  }

  private mutating func readMembers() {
    while true {
      skipSpace()
      if bytes.first == UInt8(ascii: "}") {
        isWhole = true
        return
      }
      guard let key = string() else { return }
      keys.append(key)
      skipSpace()
      guard bytes.popFirst() == UInt8(ascii: ":"), skipValue() else { return }
      if bytes.first == UInt8(ascii: ",") { bytes.removeFirst() }
    }
  }

  /// Passes over a value up to the comma or bracket behind it; false where the text ends before.
  private mutating func skipValue() -> Bool {
    var depth = 0
    while let byte = bytes.first {
      switch byte {
      case UInt8(ascii: "\""):
        guard string() != nil else { return false }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return true }
        depth -= 1
      case UInt8(ascii: ",") where depth == 0: return true
      default: break
      }
      bytes.removeFirst()
    }
    return false
  }

  /// A string's bytes between its quotes, escapes left as they are; nil where there is none, or it is cut.
  private mutating func string() -> String? {
    guard bytes.first == UInt8(ascii: "\"") else { return nil }
    bytes.removeFirst()
    var text: [UInt8] = []
    while let byte = bytes.popFirst() {
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      text.append(byte)
      if byte == UInt8(ascii: "\\"), let escaped = bytes.popFirst() { text.append(escaped) }
    }
    return nil
  }

  private mutating func skipSpace() { bytes = bytes.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) } }
}
