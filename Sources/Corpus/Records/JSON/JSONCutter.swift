import CByteMask

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
  let engine: ReadingKernels
  /// Where the bracket is that closes the list, once it was met.
  private(set) var closing: Int?
  private var state = bytemask_json_state()

  init(_ separation: Separation, engine: ReadingKernels = .best) {
    self.separation = separation
    self.engine = engine
  }

  mutating func restart() { self = JSONCutter(separation, engine: engine) }

  /// Looks at the bytes from `scanned` on, after which 64 bytes must be readable.
  mutating func lastBoundary(in bytes: UnsafeRawBufferPointer, from scanned: Int) -> Int? {
    guard engine != .careful else { return scan(bytes, from: scanned, stopsAtFirst: false) }
    guard let base = bytes.baseAddress else { return nil }
    var end = bytes.count
    // SOUND: the window's buffer is padded, so that the last 64 bytes can be loaded from any place in it.
    // WHY: cutting is the part of reading a list that only one task can do.
    let boundary = engine.kernels.pointee.cut(
      base.assumingMemoryBound(to: UInt8.self), scanned, bytes.count, separation == .nothing ? 1 : 0, &state,
      &end)
    if end < bytes.count { closing = end }
    return boundary > 0 ? boundary : nil
  }

  mutating func firstBoundary(in bytes: UnsafeRawBufferPointer, from scanned: Int) -> Int? {
    scan(bytes, from: scanned, stopsAtFirst: true)
  }

  private mutating func scan(_ bytes: UnsafeRawBufferPointer, from scanned: Int, stopsAtFirst: Bool) -> Int? {
    var boundary: Int?
    var index = scanned
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if state.after_backslash != 0 {
        state.after_backslash = 0
        continue
      }
      let inString = state.in_string != 0
      switch byte {
      case UInt8(ascii: "\""): state.in_string = ~state.in_string
      case UInt8(ascii: "\\"): state.after_backslash = 1
      case UInt8(ascii: "{"), UInt8(ascii: "["): if !inString { state.depth += 1 }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard !inString else { break }
        guard state.depth > 0 else {
          if separation == .nothing { break }
          closing = index - 1
          return boundary
        }
        state.depth -= 1
        if state.depth == 0, separation == .nothing { boundary = index }
      case UInt8(ascii: ","): if !inString, state.depth == 0, separation == .commas { boundary = index }
      default: break
      }
      if stopsAtFirst, boundary != nil { return boundary }
    }
    return boundary
  }
}
