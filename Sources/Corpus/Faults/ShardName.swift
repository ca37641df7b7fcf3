/// Where one shard's bytes come from.
public enum ShardName: Sendable, Hashable, CustomStringConvertible {
  /// A file.
  case file(path: String)
  /// Standard input, written `-`.
  case standardInput
  /// A file that a server keeps, written as its URL.
  case remote(RemoteShard)
  /// A command's output, written `pipe:COMMAND` as in WebDataset.
  case pipe(command: String)

  /// Reads a name as a user writes it.
  public init(_ text: String) {
    if text == "-" {
      self = .standardInput
    } else if text.hasPrefix("pipe:") {
      self = .pipe(command: String(text.dropFirst(5)))
    } else if RemoteShard.isName(text) {
      self = .remote(RemoteShard(named: text))
    } else {
      self = .file(path: text)
    }
  }

  /// Reads a path as it is stored: from the root, or a URL.
  public init(storedPath path: String) {
    self = RemoteShard.isName(path) ? .remote(RemoteShard(named: path)) : .file(path: path)
  }

  /// The name as a user writes it: read again it means the same, so that a file named `-`, `pipe:…`, `@…` or as a URL stands
  /// behind `./`; of a URL nothing that is secret.
  public var description: String {
    switch self {
    case .file(let path): Self.readsAsMore(path) ? "./" + path : path
    case .standardInput: "-"
    case .pipe(let command): "pipe:" + command
    case .remote(let shard): shard.shownPath
    }
  }

  /// Whether its bytes can be had a second time: those of a file or of something remote.
  public var canBeReadTwice: Bool {
    switch self {
    case .file, .remote: true
    case .standardInput, .pipe: false
    }
  }

  /// Whether a path, read as a name, would be something else than a file.
  private static func readsAsMore(_ path: String) -> Bool {
    path == "-" || path.hasPrefix("pipe:") || path.hasPrefix("@") || RemoteShard.isName(path)
  }
}
