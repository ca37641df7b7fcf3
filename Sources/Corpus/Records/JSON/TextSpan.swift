/// A text found in a record: where its string's content lies, and what it is.
struct TextSpan {
  /// Where the content starts, after the quote.
  var start: Int
  /// Where it ends; the closing quote stands there.
  var end: Int
  /// What it is; final once the walk has ended.
  var role: Role
  /// Whether a sibling may still name the role.
  var awaitsRole: Bool
  /// Whether the content has escapes.
  var isEscaped: Bool
  /// Whether it goes on the text before, after a space.
  var continues = false
  /// Whether it may: it is a part of a message.
  var isPart = false
  /// Whether it is JSON that holds turns.
  var isTurns = false
  /// Whether another text in its place might be.
  var mayBeTurns = false
  /// Its place in the list that it is an element of, from 0.
  var element = 0
  /// The shapes that read it, a bit for each, and those that a record has where this text is.
  var readers: UInt64 = 0
  var makers: UInt64 = 0
}
