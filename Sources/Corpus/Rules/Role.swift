/// What a caption is in its record.
public enum Role: UInt8, Sendable, Hashable, CaseIterable, Codable {
  /// A caption, or any text that is no turn of a conversation.
  case caption
  /// A turn of the person who asks: `human`, `user`.
  case human
  /// A turn of the model that answers: `gpt`, `assistant`.
  case assistant
  /// An instruction to the model that belongs to neither: `system`.
  case system
  /// A turn of anybody else, such as a tool.
  case other

  /// The role's name in files, flags and the database.
  public var name: String {
    switch self {
    case .caption: "caption"
    case .human: "human"
    case .assistant: "assistant"
    case .system: "system"
    case .other: "other"
    }
  }

  /// Finds the role that a name or one of its synonyms means (`user`, `gpt`, …); nil where it means none.
  public init?(name: String) {
    switch name.lowercased() {
    case "caption": self = .caption
    case "human", "user", "prompter": self = .human
    case "assistant", "gpt", "chatgpt", "model", "bot", "bing", "bard", "claude": self = .assistant
    case "system": self = .system
    case "other", "tool", "function", "observation": self = .other
    default: return nil
    }
  }

  /// What the training loss sees: captions and the assistant's turns.
  public static let supervised: Set<Role> = [.caption, .assistant]
}

/// A number for each role.
public struct RoleCounts: Sendable, Hashable {
  private var counts: [Int] = Array(repeating: 0, count: Role.allCases.count)

  /// Makes counts that are all zero.
  public init() {}

  /// The number for one role.
  public subscript(role: Role) -> Int {
    get { counts[Int(role.rawValue)] }
    set { counts[Int(role.rawValue)] = newValue }
  }

  /// The sum over all roles.
  public var total: Int { counts.reduce(0, +) }

  /// Adds another's numbers, role by role.
  public mutating func add(_ other: RoleCounts) {
    for index in counts.indices { counts[index] += other.counts[index] }
  }
}
