import Testing

@testable import Corpus

/// One text, its folding, and its words in the matcher's form.
struct FoldingCase: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String
  var folded: String
  var form: [UInt8]
  var testDescription: String { name }

  init(_ name: String, _ text: String, _ folded: String, _ form: String) {
    self.init(name, text, folded, Array(form.utf8))
  }

  init(_ name: String, _ text: String, _ folded: String, _ form: [UInt8]) {
    (self.name, self.text, self.folded, self.form) = (name, text, folded, form)
  }
}

@Suite struct FoldingTests {
  static let cases = [
    FoldingCase("empty", "", "", ""),
    FoldingCase("accent", "Café au lait", "caf\u{E9} au lait", "caf\u{E9} au lait"),
    FoldingCase("decomposed accent", "CAFE\u{301}", "caf\u{E9}", "caf\u{E9}"),
    FoldingCase("accent after a soft hyphen", "e\u{AD}\u{301}", "\u{E9}", "\u{E9}"),
    FoldingCase("ligature", "\u{FB01}ve \u{FB03}", "five ffi", "five ffi"),
    FoldingCase("fullwidth", "ＤＯＧ！", "dog!", "dog!"),
    FoldingCase("curly apostrophe", "dog’s `dog´s", "dog's 'dog's", "dog s  dog s"),
    FoldingCase("no final sigma", "ΣΑΣ", "σασ", "σασ"),
    FoldingCase("dotted capital I", "İx", "i\u{307}x", "i\u{307}x"),
    FoldingCase("trade mark is a space", "Lego™set", "lego set", "lego set"),
    FoldingCase("zero width space", "a\u{200B}é", "a é", "a é"),
    FoldingCase("Han touches", "大熊猫bear", "大熊猫bear", "大 熊 猫 bear"),
    FoldingCase("letters before Han", "bear大", "bear大", "bear 大"),
    FoldingCase("Thai vowel stays", "กำ", "ก\u{E4D}า", "ก\u{E4D} า"),
    FoldingCase("Hangul jamo", "\u{1112}\u{1161}\u{11AB}", "한", "한"),
    FoldingCase("dashes join", "x–y—z", "x–y—z", "x y z"),
    FoldingCase("other sign", "a•b", "a•b", Array("a\u{E}b".utf8)),
    FoldingCase("spelled sign", "a“b", "a“b", [0x61, 0x10, 0x10, 0x12, 0x10, 0x11, 0x1C, 0x62]),
    FoldingCase("mark without a word", "•\u{301}a", "•\u{301}a", Array("\u{E}\u{E}a".utf8)),
    FoldingCase("control", "a\u{1}é", "a\u{1}é", Array("a\u{E}é".utf8)),
    FoldingCase("marks in the wrong order", "a\u{301}\u{323}", "\u{1EA1}\u{301}", "\u{1EA1}\u{301}"),
    FoldingCase("ellipsis", "é…x", "é...x", "é...x"),
  ]

  @Test(arguments: cases) func folds(_ example: FoldingCase) {
    #expect(Array(Folding.folded(example.text).utf8) == Array(example.folded.utf8))
  }

  @Test(arguments: cases) func writesTheMatchersForm(_ example: FoldingCase) {
    #expect(CaptionFolder(gapScalars: [0x201C]).folded(example.text) == example.form)
  }

  @Test func wordsHaveTheirGaps() {
    let words = Folding.words(of: "«St.\u{A0}Bernard» 大熊!")
    #expect(words.map(\.text) == ["st", "bernard", "大", "熊"])
    #expect(words.map(\.gap) == ["«", ". ", "» ", ""])
  }

  @Test func joiners() {
    for scalar in "-_' \u{2013}\u{3000}".unicodeScalars { #expect(Folding.joins(scalar)) }
    for scalar in ".a,·\u{200D}".unicodeScalars { #expect(!Folding.joins(scalar)) }
  }

  /// ASCII runs of every length up to 70 around a letter with an accent, folded and in place.
  @Test func runsOfEveryLength() {
    let folder = CaptionFolder(gapScalars: [])
    let ascii = "The QUICK_brown-fox's 12 `jumps` @ [Z] over\tthe {lazy} ~dogs~ in 1999!"
    for length in 0...ascii.count {
      let run = String(ascii.prefix(length))
      let folded = String(run.lowercased().map { "\t-_'` ".contains($0) ? " " : $0 })
      #expect(folder.folded("É" + run + "é" + run) == Array(("é" + folded + "é" + folded).utf8))
    }
  }

  /// Every scalar that can be folded in place, between two letters: the words and what parts them are those of the form.
  @Test func foldsInPlaceAsApart() {
    let folder = CaptionFolder(gapScalars: [0x2022, 0x201C, 0x1F600])
    /// The words, and how many characters part them that do not join.
    func parts(_ form: [UInt8]) -> ([[UInt8]], Int) {
      (
        form.split { $0 < 0x80 && !MatcherForm.isWord($0) }.map(Array.init),
        form.count { $0 == CaptionFolder.separator }
      )
    }
    var folded = 0
    for scalar in (0x80...0x10_FFFF).compactMap(Unicode.Scalar.init(_:)) {
      let text = "a\(scalar)b"
      let buffer = PaddedBuffer(capacity: 64)
      var bytes = text
      bytes.withUTF8 { buffer.append(UnsafeRawBufferPointer($0)) }
      guard let base = buffer.mutableBytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
      guard folder.foldInPlace(base + 1) else { continue }
      folded += 1
      #expect(buffer.count == text.utf8.count)
      #expect(parts(Array(buffer.bytes)) == parts(folder.folded(text)), "\(scalar.value)")
    }
    // Letters of alphabets, signs, dashes, and all that is not assigned.
    #expect(folded > 900_000)
  }

  /// What some term has in a gap, what changes with its neighbours, and what becomes longer or shorter.
  @Test(arguments: ["\u{2022}", "\u{301}", "\u{AD}", "ﬁ", "大", "\u{1E9E}", "İ", "\u{212A}", "\u{FF21}", "A"])
  func refusesToFoldInPlace(_ text: String) {
    var bytes = Array(text.utf8) + [0, 0, 0]
    let before = bytes
    let isFolded = bytes.withUnsafeMutableBufferPointer { bytes in
      bytes.baseAddress.map { CaptionFolder(gapScalars: [0x2022]).foldInPlace($0) }
    }
    #expect(isFolded == false && bytes == before)
  }

  @Test func aControlCharacterInATermsGapForbidsItAll() {
    #expect(CaptionFolder(gapScalars: [0x7F, 0x2022]).foldsInPlace)
    #expect(!CaptionFolder(gapScalars: [0xE, 0x2022]).foldsInPlace)
  }

  /// A text of a hundred thousand marks on one letter takes linear time.
  @Test func manyMarks() {
    let marks = String(repeating: "\u{301}\u{323}", count: 50_000)
    let folded = CaptionFolder(gapScalars: []).folded("a" + marks)
    #expect(folded.count == 3 + 2 * 99_999)
  }

  /// Text that is not UTF-8 after all is never read past its end.
  @Test func cutSequences() {
    let folder = CaptionFolder(gapScalars: [])
    for bytes: [UInt8] in [
      [0xC3], [0xE4, 0xB8], [0xF0, 0x9F, 0x98], [0x61, 0xFF], [0xF7, 0xBF, 0xBF, 0xBF],
    ] {
      let buffer = PaddedBuffer(capacity: 64)
      bytes.withUnsafeBytes { folder.fold($0, into: buffer) }
      #expect(buffer.count > 0)
    }
  }
}
