import TestSupport
import Testing

@testable import Corpus

/// Placeholders, which are compared as numbers, are those that a plain reading of their definition finds.
@Suite struct PlaceholdersTests {
  private static let words = ["<image>", "<video>", "<ref>", "</ref>"]

  private static func end(in text: String) -> Int? {
    for word in words where text.hasPrefix(word) { return word.utf8.count }
    for (open, close) in [("<img>", "</img>"), ("<box>", "</box>")] where text.hasPrefix(open) {
      let inside = text.dropFirst(5)
      guard let tag = inside.firstIndex(of: "<"), inside[tag...].hasPrefix(close) else { return nil }
      return text[..<tag].utf8.count + 6
    }
    guard text.hasPrefix("<|"), let bar = text.dropFirst(2).firstIndex(of: "|") else { return nil }
    let name = text[..<bar].dropFirst(2)
    let isName = !name.isEmpty && name.utf8.count < 64 && !name.contains { $0 <= " " || "<>".contains($0) }
    return isName && text[bar...].hasPrefix("|>") ? text[..<bar].utf8.count + 2 : nil
  }

  @Test func theyBeginAndEndAsDefined() {
    let pieces = [
      "<image>", "<image", "<img>", "</img>", "<imag>", "<video>", "<vid>", "<ref>", "</ref>", "<re", "f>",
      "<box>", "</box>", "<bo", "<|", "|>", "|", ">", "<", "a", "im_start", " ", "/", "x.jpg", "(1,2)", "\n",
    ]
    var random = SeededRandom(seed: 11)
    var found = 0
    for _ in 0..<40_000 {
      let text = (0..<Int(random.next() % 5) + 1).map { _ in pieces[Int(random.next() % 26)] }.joined()
      let bytes = Array(text.utf8)
      bytes.withUnsafeBytes { bytes in
        let end = Placeholders.end(in: bytes, at: 0)
        found += end == nil ? 0 : 1
        #expect(end == Self.end(in: text), "\(text.debugDescription)")
        let word = Self.words.first { text.hasSuffix($0) }
        let start = Placeholders.wordStart(in: bytes, endingAt: bytes.count)
        #expect(start == word.map { bytes.count - $0.utf8.count }, "\(text.debugDescription)")
      }
    }
    #expect(found > 5000)
  }
}
