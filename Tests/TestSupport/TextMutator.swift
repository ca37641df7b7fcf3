import Foundation

/// Changes text files as people, editors and programs do: other separators, quotes left out, lines twice, absurd numbers,
/// strange letters; the same change for the same seed on every machine. `Mutator` damages bytes.
public struct TextMutator {
  private var state: UInt64

  /// Makes a mutator.
  public init(seed: UInt64) { state = seed }

  private static let pieces = [
    "", " ", "\t", "\n", "\r\n", "\r", ",", ";", ":", "|", "\"", "'", "{", "}", "[", "]", "\\", "\\u0000",
    "\\ud800",
    "null", "true", "NaN", "-1", "0", "1e400", "99999999999999999999", "0.5", "1.0000001", "101", "-0",
    "1_000",
    "\u{FEFF}", "\u{0}", "\u{202E}", "e\u{301}", "\u{1F600}", "ﬁ", "n01440764", "/m/011k07", "(B)", "[/INST]",
    "tench", "crane", "Tinca tinca", "macro avg", "classwise", "label", "pred", "text", "names", "001.",
    "names:",
    "import os\n", "<html>", "%YAML 1.2\n", "version https://git-lfs.github.com/spec/v1\n",
    "=cmd|'/c calc'!A1",
  ]

  /// One to four changes of a text's bytes.
  public mutating func change(_ bytes: Data) -> Data {
    var text = Array(bytes)
    for _ in 0...below(4) {
      switch below(8) {
      case 0: text.insert(contentsOf: Array(piece().utf8), at: below(text.count + 1))
      case 1: text = replacingOne(text, of: token(text), with: Array(piece().utf8))
      case 2: text = replacingAll(text)
      case 3, 4: text = changingLines(text)
      case 5:
        let (start, count) = (below(text.count + 1), below(40))
        text.removeSubrange(start..<min(text.count, start + count))
      case 6: text += text.prefix(below(text.count + 1))
      default:
        // A word many times over.
        let word = Array((piece() + ["", ",", "\n", " "][below(4)]).utf8)
        text.insert(contentsOf: (0..<below(60)).flatMap { _ in word }, at: below(text.count + 1))
      }
    }
    return Data(text)
  }

  /// A text of nothing but pieces.
  public mutating func anything() -> Data {
    Data((0..<below(60)).map { _ in piece() }.joined().utf8)
  }

  private mutating func piece() -> String { Self.pieces[below(Self.pieces.count)] }

  /// A run of letters and digits somewhere in a text.
  private mutating func token(_ text: [UInt8]) -> Range<Int> {
    guard !text.isEmpty else { return 0..<0 }
    let isWord = { (byte: UInt8) in byte >= 0x80 || Character(Unicode.Scalar(byte)).isLetter || byte.isDigit }
    var start = below(text.count)
    while start < text.count, !isWord(text[start]) { start += 1 }
    var end = start
    while end < text.count, isWord(text[end]) { end += 1 }
    return start..<end
  }

  private func replacingOne(_ text: [UInt8], of range: Range<Int>, with piece: [UInt8]) -> [UInt8] {
    Array(text[..<range.lowerBound]) + piece + text[range.upperBound...]
  }

  private mutating func replacingAll(_ text: [UInt8]) -> [UInt8] {
    guard !text.isEmpty else { return text }
    let old = text[below(text.count)]
    let new = Array(piece().utf8)
    guard text.count(where: { $0 == old }) * max(new.count, 1) < 100_000 else { return text }
    return text.flatMap { $0 == old ? new : [$0] }
  }

  private mutating func changingLines(_ text: [UInt8]) -> [UInt8] {
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    let (one, other) = (below(lines.count), below(lines.count))
    switch below(4) {
    case 0: lines.insert(lines[one], at: other)
    case 1: lines.swapAt(one, other)
    case 2: lines.remove(at: one)
    default: lines[one] += lines[other]
    }
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  private mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(limit, 1))) }

  /// SplitMix64, as in `Mutator`.
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
