import Foundation
import TestSupport
import Testing

@testable import Corpus

/// The hash of a caption is that of its folded text, however much of it the kernel folds.
@Suite struct CaptionHashTests {
  private static let pieces = [
    "a", "Tench", " ", "`", "'", "\t", "\n", "\u{1}", "\u{7F}", "é", "e\u{301}", "E", "\u{301}", "\u{200B}",
    "\u{AD}",
    "İ", "ß", "ﬁ", "™", "…", "½", "漢", "ก", "ำ", "😀", "\u{1100}", "\u{1161}", "\u{11A8}", "한", "Å",
    "\u{212B}", "Ω",
    "’", "-", "_", "q\u{323}\u{307}", "\u{307}\u{323}", "Z", "~", "\u{0}", "\u{80}", "\u{FEFF}", "\u{1F}",
    "@[`{",
  ]

  private func hash(_ hashing: CaptionHash, _ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { hashing.hash(UnsafeRawBufferPointer($0)) }
  }

  /// The plain way: the whole text folded by the readable rules.
  private static func plain(_ text: String) -> UInt64 {
    var folded = Folding.folded(text)
    return folded.withUTF8 { CaptionHash.hash(folded: UnsafeRawBufferPointer($0)) }
  }

  @Test func equalsTheHashOfTheFoldedText() {
    var random = SplitMix(state: 5)
    let hashing = CaptionHash()
    for round in 0..<20_000 {
      let count = Int(random.next() % 12)
      var text = ""
      for _ in 0..<count {
        text += Self.pieces[Int(random.next() % UInt64(Self.pieces.count))]
        if random.next() % 4 == 0 { text += String(repeating: "Word ", count: Int(random.next() % 9)) }
      }
      #expect(hash(hashing, text) == Self.plain(text), "round \(round): \(text.unicodeScalars.map(\.value))")
    }
  }

  /// Each ASCII character, at each place of a short text and beside a mark.
  @Test func everyCharacterOfASCII() {
    let hashing = CaptionHash()
    for byte in UInt8(0)..<128 {
      let character = String(UnicodeScalar(byte))
      for before in [0, 1, 7, 15, 16, 17, 33] {
        for after in ["", "x", "\u{301}", "\u{200B}\u{301}"] {
          let text = String(repeating: "T", count: before) + character + after
          #expect(hash(hashing, text) == Self.plain(text), "\(byte) after \(before)")
        }
      }
    }
  }
}
