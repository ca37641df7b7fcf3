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

  /// The name as a user writes it: read again it means the same, so that a file named `-`, `pipe:…` or `@…` stands
  /// behind `./`.
  public var description: String {
    switch self {
    case .file(let path): Self.readsAsMore(path) ? "./" + path : path
    case .standardInput: "-"
    case .pipe(let command): "pipe:" + command
    }
  }

  /// Whether a path, read as a name, would be something else than a file.
  private static func readsAsMore(_ path: String) -> Bool {
    path == "-" || path.hasPrefix("pipe:") || path.hasPrefix("@")
  }
}
