/// Turns of a conversation: which field beside a text names who speaks.
enum Conversations {
  /// The keys whose value names the speaker, in UTF-8.
  static let roleKeys: [[UInt8]] = ["from", "role", "speaker"].map { Array($0.utf8) }

  /// The role that a speaker's name means. A turn, which is an element of a list, of somebody unknown is `other`;
  /// a lone text beside a field that happens to be called `from` is a caption.
  static func role(of name: UnsafeRawBufferPointer, isTurn: Bool) -> Role {
    if name.elementsEqual("human".utf8) { return .human }
    if name.elementsEqual("gpt".utf8) || name.elementsEqual("assistant".utf8) { return .assistant }
    guard name.count <= 32, let role = Role(name: String(decoding: name, as: UTF8.self)) else {
      return isTurn ? .other : .caption
    }
    return role
  }
}
