import Testing

@testable import Corpus

/// The tables against Swift's own properties of scalars, while the toolchain's Unicode is 17.
@Suite struct SwiftPropertiesTests {
  /// U+16EA0 and U+10D50 came with 17.0 and 16.0; U+88F came with 17.0 too.
  static let isSeventeen = [0x16EA0, 0x88F].allSatisfy {
    Unicode.Scalar(UInt32($0)).map { $0.properties.generalCategory != .unassigned } ?? false
  }

  private func kind(_ scalar: Unicode.Scalar) -> UInt32 {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      return UnicodeTables.Kind.letter
    case .nonspacingMark, .spacingMark, .enclosingMark: return UnicodeTables.Kind.mark
    case .dashPunctuation: return UnicodeTables.Kind.joiner
    default:
      if properties.isWhitespace || scalar == "_" || scalar == "'" { return UnicodeTables.Kind.joiner }
      return (0x21...0x7E).contains(scalar.value)
        ? UnicodeTables.Kind.punctuation : UnicodeTables.Kind.separator
    }
  }

  @Test(.enabled(if: isSeventeen)) func everyScalarAgrees() {
    var wrong: [UInt32] = []
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let entry = UnicodeTables.plain(value)
      let properties = scalar.properties
      var expected = value
      if properties.changesWhenLowercased, let lower = properties.lowercaseMapping.unicodeScalars.first {
        expected = lower.value
      }
      guard let lower = Unicode.Scalar(expected) else { continue }
      let found = entry.kind == UnicodeTables.Kind.spaceless ? UnicodeTables.Kind.letter : entry.kind
      // The zero width space is the one ignorable character that is not dropped but a space.
      let dropped = properties.isDefaultIgnorableCodePoint && value != 0x200B
      if entry.mapped(value) != expected || found != kind(lower)
        || entry.combiningClass != UInt32(properties.canonicalCombiningClass.rawValue)
        || dropped != (UnicodeTables.folding(value).kind == UnicodeTables.Kind.drop)
      {
        wrong.append(value)
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(20).map { String($0, radix: 16) })")
  }
}
