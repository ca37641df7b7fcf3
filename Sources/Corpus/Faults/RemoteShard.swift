/// Who keeps a remote file, which decides what a refusal of it is told as.
public enum RemoteService: Sendable, Hashable {
  /// A web server that is asked with nothing but the URL.
  case plain
  /// The Hugging Face Hub.
  case hub
  /// Amazon's S3, or a store that speaks as it does.
  case s3
  /// Google's store, through its S3-compatible side.
  case gcs
}

/// What says that a remote file is still the same: as far as the server or a listing tells it.
public struct RemoteIdentity: Sendable, Hashable {
  /// The ETag without weakness mark and quotes, or the object's id (of Git LFS or Git) in a listing.
  public var tag: String?
  /// The size in bytes.
  public var size: Int?
  /// The revision: the commit of a data set, or the version of an object.
  public var revision: String?

  /// Makes an identity.
  public init(tag: String? = nil, size: Int? = nil, revision: String? = nil) {
    self.tag = tag
    self.size = size
    self.revision = revision
  }
}

/// A shard that a server keeps: what it is called, and how it is fetched.
public struct RemoteShard: Sendable {
  /// The name as it is shown and kept: a URL without secrets, with the commit of a data set in it. Read as a shard's name it
  /// means the same shard, as far as no secret is needed.
  public var shownPath: String
  /// The URL that is fetched: `https` or `http`; `file:` where a copy of the same version lies on this machine; another
  /// scheme's is resolved before the shard is opened.
  public var url: String
  /// What is shown to the URL's own host, and to no other.
  public var authorization: RemoteAuthorization
  /// The service that keeps it.
  public var service: RemoteService
  /// What a listing told of it; empty where there was none.
  public var identity: RemoteIdentity

  /// The size in bytes as a listing told it; nil where none did.
  public var size: Int? { identity.size }

  /// Makes a shard.
  public init(
    shownPath: String, url: String, authorization: RemoteAuthorization = .none,
    service: RemoteService = .plain,
    identity: RemoteIdentity = RemoteIdentity()
  ) {
    self.shownPath = shownPath
    self.url = url
    self.authorization = authorization
    self.service = service
    self.identity = identity
  }
}

/// A shard is its name: what opens it may differ from hour to hour.
extension RemoteShard: Hashable, CustomStringConvertible {
  /// Whether two have one name, by its UTF-8.
  public static func == (left: RemoteShard, right: RemoteShard) -> Bool {
    left.shownPath.utf8.elementsEqual(right.shownPath.utf8)
  }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { for byte in shownPath.utf8 { hasher.combine(byte) } }

  /// The name.
  public var description: String { shownPath }
}

extension RemoteShard {
  /// What the names of remote shards begin with.
  static let schemes = ["https://", "http://", "hf://", "s3://", "gs://"]

  /// Whether a text, read as a shard's name, is a remote shard's.
  public static func isName(_ text: String) -> Bool {
    let head = text.prefix(8).lowercased()
    return schemes.contains { head.hasPrefix($0) }
  }

  /// Makes a shard of a URL of the web.
  init(url: RemoteURL) { self.init(shownPath: url.shown, url: url.text) }

  /// Makes a shard of a name as a user writes it; one that is refused when it is opened, too, with nothing secret shown.
  init(named text: String) {
    guard RemoteURL.recognises(text) else {
      self.init(shownPath: text, url: text)
      return
    }
    if let url = try? RemoteURL(text) {
      self.init(url: url)
    } else {
      self.init(shownPath: RemoteURL.shown(refused: text), url: text)
    }
  }

  /// The name's path, without the query of a URL: what says which layout it has.
  var namedPath: String {
    RemoteURL.recognises(shownPath) ? String(shownPath.prefix { $0 != "?" }) : shownPath
  }
}
