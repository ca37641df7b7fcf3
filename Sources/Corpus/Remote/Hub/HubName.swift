/// A place on the Hugging Face Hub as its own client writes it: `hf://datasets/OWNER/NAME[@REVISION][/PATH]`.
///
/// Without `datasets/` a model's repository is meant, as with the client. A revision is a branch, a tag or a commit, `main` where
/// none is given; a `/` in it is written `%2F`, except in `refs/convert/…` and `refs/pr/…`.
struct HubName: Sendable, Hashable {
  /// The kinds of repositories that can hold shards.
  enum Kind: String, Sendable {
    case dataset = "datasets"
    case model = "models"
  }

  /// The scheme with what follows it.
  static let prefix = "hf://"

  let kind: Kind
  let owner: String
  let name: String
  /// The revision as the user gave it, decoded; nil for the default one.
  let revision: String?
  /// The path in the repository; empty for its root.
  let path: String

  /// Reads a name.
  ///
  /// - Throws: `RemoteFault.Reason.badName`.
  init(_ text: String) throws(RemoteFault) {
    let fault = { RemoteFault(.badName(detail: $0), service: .hub) }
    var parts = text.dropFirst(Self.prefix.count).split(separator: "/", omittingEmptySubsequences: false)
    if parts.last?.isEmpty == true { parts.removeLast() }
    if let first = parts.first, let kind = Kind(rawValue: String(first)) {
      self.kind = kind
      parts.removeFirst()
    } else if let first = parts.first, ["spaces", "kernels", "buckets"].contains(first) {
      throw fault("shards are read from hf://datasets/OWNER/NAME, and \(first) hold none")
    } else {
      kind = .model
    }
    guard parts.count > 1 else { throw fault("hf://datasets/OWNER/NAME, and a path behind it, is read") }
    owner = String(parts[0])
    let last = parts[1].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    name = String(last[0])
    parts.removeFirst(2)
    if last.count == 2 {
      var written = String(last[1])
      // The two forms of revision that have slashes which are not encoded.
      if written == "refs", parts.count > 1, ["convert", "pr"].contains(parts[0]) {
        written = "refs/\(parts[0])/\(parts[1])"
        parts.removeFirst(2)
      }
      guard let revision = PercentEncoding.decoded(written), !revision.isEmpty, Self.isPlain(revision) else {
        throw fault("what follows @ is a branch, a tag or a commit, with every / in it written %2F")
      }
      self.revision = revision
    } else {
      revision = nil
    }
    guard Self.isIdentifier(owner), Self.isIdentifier(name) else {
      throw fault("OWNER and NAME are letters, digits, full stops, - and _")
    }
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && Self.isPlain($0) }) else {
      throw fault("a path has no empty part, no . and .., and no control characters")
    }
    path = parts.joined(separator: "/")
  }

  /// The repository alone: `OWNER/NAME`.
  var repository: String { "\(owner)/\(name)" }

  /// The name of a file of the same repository at a commit.
  func shown(commit: String, path: String) -> String {
    "\(Self.prefix)\(kind == .dataset ? "datasets/" : "")\(repository)@\(commit)/\(path)"
  }

  /// The name of the repository's folder in the client's cache.
  var cacheFolder: String { "\(kind.rawValue)--\(owner)--\(name)" }

  /// Whether a revision is a whole commit, which no request has to resolve.
  static func isCommit(_ revision: String) -> Bool {
    revision.utf8.count == 40
      && revision.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private static func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty && text != "." && text != ".." && text.utf8.count <= 96
      && text.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            || "-_.".unicodeScalars.contains(scalar))
      }
  }

  private static func isPlain(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}
