/// Tokens of one text or of many, as ranges of bytes in a buffer of their own.
///
/// A tokenizer that changes the text, as the treebank rules do, writes the changed text here too. Columns are plain
/// memory that is used again: nothing is allocated for a caption. A list belongs to one task.
final class TokenList {
  /// The bytes that the tokens are ranges of.
  let text = PaddedBuffer(capacity: 4096)
  private var startColumn: UnsafeMutablePointer<UInt32>
  private var endColumn: UnsafeMutablePointer<UInt32>
  private var capacity = 512
  private var held = 0

  /// Makes an empty list.
  init() {
    startColumn = .allocate(capacity: capacity)
    endColumn = .allocate(capacity: capacity)
  }

  deinit {
    startColumn.deallocate()
    endColumn.deallocate()
  }

  /// The number of tokens.
  var count: Int { held }
  /// Where each token starts in `text`. Valid until the next mutation.
  var starts: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: startColumn, count: held) }
  /// Where each token ends in `text`; an empty token ends where it starts. Valid until the next mutation.
  var ends: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: endColumn, count: held) }

  /// Drops all tokens and their text; the room stays.
  func removeAll() {
    held = 0
    text.removeAll()
  }

  /// Appends a token, a range of bytes of `text`.
  func append(_ start: Int, _ end: Int) {
    if held == capacity { grow() }
    startColumn[held] = UInt32(truncatingIfNeeded: start)
    endColumn[held] = UInt32(truncatingIfNeeded: end)
    held += 1
  }

  /// The bytes of a token.
  subscript(index: Int) -> UnsafeRawBufferPointer {
    precondition(index >= 0 && index < held)
    return UnsafeRawBufferPointer(rebasing: text.bytes[Int(startColumn[index])..<Int(endColumn[index])])
  }

  private func grow() {
    func larger(_ column: UnsafeMutablePointer<UInt32>) -> UnsafeMutablePointer<UInt32> {
      let grown = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 2)
      grown.update(from: column, count: held)
      column.deallocate()
      return grown
    }
    startColumn = larger(startColumn)
    endColumn = larger(endColumn)
    capacity *= 2
  }
}
