/// Where one shard's bytes come from.
public enum ShardName: Sendable, Hashable, CustomStringConvertible {
  /// A file.
  case file(path: String)
  /// Standard input, written `-`.
  case standardInput
  /// A command's output, written `pipe:COMMAND` as in WebDataset.
  case pipe(command: String)

  /// Reads a name as a user writes it.
  public init(_ text: String) {
    if text == "-" {
      self = .standardInput
    } else if text.hasPrefix("pipe:") {
      self = .pipe(command: String(text.dropFirst(5)))
    } else {
      self = .file(path: text)
    }
  }

  /// The name as a user writes it.
  public var description: String {
    switch self {
    case .file(let path): path
    case .standardInput: "-"
    case .pipe(let command): "pipe:" + command
    }
  }
}
