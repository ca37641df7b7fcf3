import CByteMask

/// Python's own view of characters, `str` and `re` of Python 3.11 (Unicode 14.0.0), on UTF-8.
enum PythonText {
  private static let space: UInt32 = 1 << 21
  private static let word: UInt32 = 1 << 22
  private static let decimal: UInt32 = 1 << 23
  private static let cased: UInt32 = 1 << 24
  private static let ignorable: UInt32 = 1 << 25
  private static let capitalSigma: UInt32 = 0x3A3

  /// Whether `\s` matches the scalar.
  @inline(__always) static func isSpace(_ scalar: UInt32) -> Bool { unicode_python(scalar) & space != 0 }

  /// Whether `\s` matches at a place; not at the end.
  @inline(__always) static func isSpace(at: Int, _ source: TreebankPasses.Source) -> Bool {
    at < source.count && unicode_python(source.scalar(at).scalar) & space != 0
  }

  /// Whether `\s` matches right before a place; not at the start.
  @inline(__always) static func isSpace(before at: Int, _ source: TreebankPasses.Source) -> Bool {
    at > 0 && unicode_python(source.scalar(source.before(at)).scalar) & space != 0
  }

  /// Whether `\w` matches at a place; not at the end.
  @inline(__always) static func isWord(at: Int, _ source: TreebankPasses.Source) -> Bool {
    at < source.count && unicode_python(source.scalar(at).scalar) & word != 0
  }

  /// Whether `\w` matches right before a place; not at the start.
  @inline(__always) static func isWord(before at: Int, _ source: TreebankPasses.Source) -> Bool {
    at > 0 && unicode_python(source.scalar(source.before(at)).scalar) & word != 0
  }

  /// Whether `\d` matches at a place; not at the end.
  @inline(__always) static func isDecimal(at: Int, _ source: TreebankPasses.Source) -> Bool {
    at < source.count && unicode_python(source.scalar(at).scalar) & decimal != 0
  }

  /// Writes the lowercase of the scalar at a place, as `str.lower` of the whole text gives it, and returns where the
  /// next one starts.
  static func lowercase(
    _ source: TreebankPasses.Source, _ at: Int, to out: inout UnsafeMutablePointer<UInt8>
  ) -> Int {
    let (scalar, length) = source.scalar(at)
    let entry = unicode_python(scalar)
    var lower = (scalar &+ entry) & 0x1F_FFFF
    if scalar == capitalSigma, isFinalSigma(source, at, at + length) { lower = 0x3C2 }
    if lower == scalar {
      source.copy(at..<at + length, to: &out)
      return at + length
    }
    MatcherForm.encode(lower, to: &out)
    if scalar == UnicodeTables.dottedCapitalI { MatcherForm.encode(UnicodeTables.dotAbove, to: &out) }
    return at + length
  }

  /// Whether a capital sigma ends a word: a cased character before it, none after it, case-ignorable ones not counted.
  private static func isFinalSigma(_ source: TreebankPasses.Source, _ start: Int, _ end: Int) -> Bool {
    var at = start
    while true {
      if at == 0 { return false }
      at = source.before(at)
      let entry = unicode_python(source.scalar(at).scalar)
      if entry & ignorable == 0 {
        if entry & cased == 0 { return false }
        break
      }
    }
    at = end
    while at < source.count {
      let (scalar, length) = source.scalar(at)
      let entry = unicode_python(scalar)
      if entry & ignorable == 0 { return entry & cased == 0 }
      at += length
    }
    return true
  }
}
