/// Tokens of one text or of many, as ranges of bytes in a buffer of their own.
///
/// A tokenizer that changes the text, as the treebank rules do, writes the changed text here too. The column is plain
/// memory that is used again: nothing is allocated for a caption. A list belongs to one task.
final class TokenList {
  /// The bytes that the tokens are ranges of.
  let text = PaddedBuffer(capacity: 4096)
  private var column: UnsafeMutablePointer<WordBound>
  private var capacity = 512
  private var held = 0

  /// Makes an empty list.
  init() {
    column = .allocate(capacity: capacity)
  }

  deinit {
    column.deallocate()
  }

  /// The number of tokens.
  var count: Int { held }
  /// Where each token lies in `text`; an empty token ends where it starts. Valid until the next mutation.
  var bounds: UnsafeBufferPointer<WordBound> { UnsafeBufferPointer(start: column, count: held) }

  /// Drops all tokens and their text; the room stays.
  func removeAll() {
    held = 0
    text.removeAll()
  }

  /// Appends a token, a range of bytes of `text`.
  func append(_ start: Int, _ end: Int) {
    if held == capacity { grow() }
    column[held] = WordBound(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))
    held += 1
  }

  /// The bytes of a token.
  subscript(index: Int) -> UnsafeRawBufferPointer {
    precondition(index >= 0 && index < held)
    return UnsafeRawBufferPointer(rebasing: text.bytes[Int(column[index].start)..<Int(column[index].end)])
  }

  private func grow() {
    let grown = UnsafeMutablePointer<WordBound>.allocate(capacity: capacity * 2)
    grown.update(from: column, count: held)
    column.deallocate()
    column = grown
    capacity *= 2
  }
}
