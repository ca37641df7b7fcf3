/// Finds where values end in JSON that is read in blocks: after the commas of a list, or after each value.
///
/// It follows strings and brackets only; whether the values are valid is the walker's to say.
struct JSONCutter: BlockCutter {
  /// What stands between the values.
  enum Separation: Sendable {
    /// Commas, and a closing bracket after the last: the elements of a list.
    case commas
    /// Nothing but white space: values one after another.
    case nothing
  }

  let separation: Separation
  /// Where the bracket is that closes the list, once it was met.
  private(set) var closing: Int?
  private var depth = 0
  private var inString = false
  private var afterBackslash = false

  init(_ separation: Separation) { self.separation = separation }

  mutating func restart() { self = JSONCutter(separation) }

  mutating func lastBoundary(in bytes: UnsafeRawBufferPointer, from scanned: Int) -> Int? {
    scan(bytes, from: scanned, stopsAtFirst: false)
  }

  /// The first place after a whole value, from a value's start.
  mutating func firstBoundary(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    restart()
    return scan(bytes, from: start, stopsAtFirst: true)
  }

  private mutating func scan(_ bytes: UnsafeRawBufferPointer, from scanned: Int, stopsAtFirst: Bool) -> Int? {
    var boundary: Int?
    var index = scanned
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if afterBackslash {
        afterBackslash = false
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): inString.toggle()
      case UInt8(ascii: "\\"): afterBackslash = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): if !inString { depth += 1 }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard !inString else { break }
        if depth == 0, separation == .commas {
          closing = index - 1
          return boundary
        }
        depth = max(depth - 1, 0)
        if depth == 0, separation == .nothing { boundary = index }
      case UInt8(ascii: ","): if !inString, depth == 0, separation == .commas { boundary = index }
      default: break
      }
      if stopsAtFirst, boundary != nil { return boundary }
    }
    return boundary
  }
}
