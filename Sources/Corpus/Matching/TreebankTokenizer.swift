/// The tokens of NLTK 3.8.1's `word_tokenize` on a lowercased text, every full stop before white space set apart first.
///
/// NLTK's tokenizer is a row of substitutions, each over the whole text, most of which put spaces around something;
/// the tokens are what white space leaves. Here each substitution, or several that do not touch one another, is one
/// pass by hand over UTF-8 (`TreebankPasses`), taken only where the text holds a character that it looks for. Most
/// captions take two or three.
///
/// Characters are those of the Python that the published notebook ran on: Unicode 14.0.0's white space, letters,
/// digits and lowercase, the final sigma included.
///
/// Two scratch buffers are used again for each caption, so nothing is allocated. A tokenizer belongs to one task.
final class TreebankTokenizer {
  private var text = PaddedBuffer(capacity: 4096)
  private var scratch = PaddedBuffer(capacity: 4096)
  private let passes = TreebankPasses()

  /// Makes a tokenizer.
  init() {}

  /// Appends the tokens of a caption.
  ///
  /// - Parameters:
  ///   - caption: Valid UTF-8 of any length.
  ///   - tokens: Where they are appended, with the text that they are ranges of.
  /// - Complexity: O(*n*), about ten passes at most.
  func tokenize(_ caption: UnsafeRawBufferPointer, into tokens: TokenList) {
    text.removeAll()
    var seen = TreebankPasses.Seen()
    text.appendInPlace(room: caption.count * 2 + 64) { passes.lowercase(caption, to: $0, &seen) }

    if seen.contains(.period), let first = TreebankPasses.fullStop(TreebankPasses.Source(text.bytes), from: 0)
    {
      pass { TreebankPasses.separateFullStops($0, to: $1, first: first) }
    }
    if seen.contains(.openingQuote) { pass { TreebankPasses.startQuotes($0, to: $1) } }
    if seen.contains(.period) { separateFinalPeriod() }
    if seen.contains(.punctuation) { pass { TreebankPasses.padPunctuation($0, to: $1) } }
    if seen.contains(.apostrophe) { pass { TreebankPasses.separateApostrophes($0, to: $1) } }
    if seen.contains(.bracket) || seen.contains(.apostrophe) {
      pass { TreebankPasses.padBracketsAndQuotes($0, to: $1) }
    }
    if seen.contains(.apostrophe) {
      pass { TreebankPasses.separatePossessives($0, to: $1) }
      pass { TreebankPasses.separateClitics($0, to: $1) }
    }
    if seen.contains(.contraction) { pass { TreebankPasses.splitContractions($0, to: $1) } }
    if seen.contains(.apostrophe) {
      pass { TreebankPasses.splitTis($0, to: $1, "is") }
      pass { TreebankPasses.splitTis($0, to: $1, "was") }
    }

    let start = tokens.text.count
    tokens.text.append(text.bytes)
    TreebankPasses.split(tokens, from: start)
  }

  /// Runs one pass from one buffer to the other.
  ///
  /// SOUND: a pass writes four bytes at most for one, and two at the text's ends.
  @inline(__always)
  private func pass(_ body: (TreebankPasses.Source, UnsafeMutablePointer<UInt8>) -> Int) {
    let source = TreebankPasses.Source(text.bytes)
    scratch.removeAll()
    scratch.appendInPlace(room: source.count * 4 + 64) { room in
      guard let target = room.baseAddress else { return 0 }
      return body(source, target.assumingMemoryBound(to: UInt8.self))
    }
    swap(&text, &scratch)
  }

  /// Sets the text's last full stop apart where only closing quotes, brackets and white space follow it.
  private func separateFinalPeriod() {
    guard let place = TreebankPasses.finalPeriod(TreebankPasses.Source(text.bytes)) else { return }
    pass { source, target in
      var out = target
      source.copy(0..<place.period, to: &out)
      TreebankPasses.write(" . ", to: &out)
      source.copy(place.period + 1..<place.end, to: &out)
      TreebankPasses.write(" ", to: &out)
      return out - target
    }
  }
}
