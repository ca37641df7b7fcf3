import CByteMask

/// Normalization form KC of Unicode 17.0.0, in place, on scalars (UAX #15; Hangul by the arithmetic of chapter 3.12).
///
/// Not the system's normaliser: its version and its order of marks differ from machine to machine.
enum Normalization {
  /// The most scalars that one scalar of `n` UTF-8 bytes decomposes to is `expansion * n`; the generator checks it.
  static let expansion = 6

  private static let syllables: UInt32 = 0xAC00
  private static let leading: UInt32 = 0x1100
  private static let vowels: UInt32 = 0x1161
  private static let trailing: UInt32 = 0x11A7

  /// Writes the full compatibility decomposition of a scalar and returns its length, at most 18.
  ///
  /// SOUND: the callers give `expansion` scalars for each UTF-8 byte that they decompose, and the generator of the
  /// tables checks that no scalar needs more.
  @inline(__always)
  static func decompose(_ scalar: UInt32, to target: UnsafeMutablePointer<UInt32>) -> Int {
    let syllable = scalar &- syllables
    if syllable < 11172 {
      target[0] = leading + syllable / 588
      target[1] = vowels + syllable % 588 / 28
      let last = syllable % 28
      if last == 0 { return 2 }
      target[2] = trailing + last
      return 3
    }
    guard let parts = unicode_decomposition(scalar) else {
      target[0] = scalar
      return 1
    }
    let count = Int(parts[0])
    for i in 0..<count { target[i] = parts[i + 1] }
    return count
  }

  /// Puts a fully decomposed text in canonical order and composes it; returns the new length.
  static func reorderAndCompose(_ text: UnsafeMutableBufferPointer<UInt32>) -> Int {
    reorder(text)
    return compose(text)
  }

  /// NFKC of whole scalars, for texts that are not in the hot path.
  static func nfkc(_ scalars: [UInt32]) -> [UInt32] {
    var text: [UInt32] = []
    text.reserveCapacity(scalars.count * 2)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 4 * expansion) { parts in
      guard let base = parts.baseAddress else { return }
      for scalar in scalars {
        text.append(contentsOf: parts[..<decompose(scalar, to: base)])
      }
    }
    let count = text.withUnsafeMutableBufferPointer { reorderAndCompose($0) }
    text.removeLast(text.count - count)
    return text
  }

  /// Sorts each run of marks by combining class, equal ones in their order.
  private static func reorder(_ text: UnsafeMutableBufferPointer<UInt32>) {
    var start = 0
    while start < text.count {
      var end = start
      var sorted = true
      var last: UInt32 = 0
      while end < text.count {
        let combining = UnicodeTables.plain(text[end]).combiningClass
        if combining == 0 { break }
        if combining < last { sorted = false }
        last = combining
        end += 1
      }
      if !sorted { sort(UnsafeMutableBufferPointer(rebasing: text[start..<end])) }
      start = end + 1
    }
  }

  /// A stable sort by combining class: by insertion where the run is short, by counting where a text tries to be slow.
  private static func sort(_ marks: UnsafeMutableBufferPointer<UInt32>) {
    if marks.count <= 32 {
      for i in 1..<marks.count {
        let mark = marks[i]
        let combining = UnicodeTables.plain(mark).combiningClass
        var j = i
        while j > 0, UnicodeTables.plain(marks[j - 1]).combiningClass > combining {
          marks[j] = marks[j - 1]
          j -= 1
        }
        marks[j] = mark
      }
      return
    }
    var places = [Int](repeating: 0, count: 257)
    for mark in marks { places[Int(UnicodeTables.plain(mark).combiningClass) + 1] += 1 }
    for i in 1..<257 { places[i] += places[i - 1] }
    for mark in Array(marks) {
      let combining = Int(UnicodeTables.plain(mark).combiningClass)
      marks[places[combining]] = mark
      places[combining] += 1
    }
  }

  /// Composes each starter with the marks and starters after it that nothing blocks.
  private static func compose(_ text: UnsafeMutableBufferPointer<UInt32>) -> Int {
    var written = 0
    var starter = -1
    var last: UInt32 = 0
    for scalar in text {
      let combining = UnicodeTables.plain(scalar).combiningClass
      if starter >= 0, written - 1 == starter || last < combining {
        let composed = composite(text[starter], scalar)
        if composed != 0 {
          text[starter] = composed
          continue
        }
      }
      if combining == 0 { starter = written }
      last = combining
      text[written] = scalar
      written += 1
    }
    return written
  }

  /// The primary composite of two scalars, or 0.
  private static func composite(_ first: UInt32, _ second: UInt32) -> UInt32 {
    if first &- leading < 19, second &- vowels < 21 {
      return syllables + ((first - leading) * 21 + (second - vowels)) * 28
    }
    let syllable = first &- syllables
    if syllable < 11172, syllable % 28 == 0, second &- (trailing + 1) < 27 {
      return first + second - trailing
    }
    return unicode_composition(first, second)
  }
}
