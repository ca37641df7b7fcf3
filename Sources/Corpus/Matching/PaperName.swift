/// A class's name as the published notebook sees it: by its tokens when counting, by its lower-cased label when the
/// counts are looked up. The two differ where a token is set apart: `potter's wheel`, `potter 's wheel`.
public struct PaperName: Sendable, Hashable {
  /// The tokens of the `paper` rule.
  public let tokens: [String]
  /// Python's `str.lower` of the whole name.
  public let lowercased: String

  /// Reads a name.
  ///
  /// SOUND: the room is what `TreebankTokenizer` gives the same pass; the pass reads the name's own bytes.
  public init(_ name: String) {
    var terms = TermList()
    _ = TermTokenizer(.paper).append(name, to: &terms)
    tokens = terms.openTokens.map { String(decoding: terms.bytes[terms.bytes(ofToken: $0)], as: UTF8.self) }
    let text = PaddedBuffer(capacity: name.utf8.count * 2 + 64)
    var seen = TreebankPasses.Seen()
    var name = name
    name.withUTF8 { bytes in
      _ = text.appendInPlace(room: bytes.count * 2 + 64) {
        TreebankPasses().lowercase(UnsafeRawBufferPointer(bytes), to: $0, &seen)
      }
    }
    lowercased = String(decoding: text.bytes, as: UTF8.self)
  }
}
