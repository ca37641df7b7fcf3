import Corpus
import Foundation

/// A file as it lies on disk or on a server, without being read.
public struct FileState: Sendable, Hashable {
  /// The absolute path, or the URL.
  public var path: String
  /// The size in bytes.
  public var size: Int
  /// The modification time in nanoseconds since 1970, or the number of a remote file's version.
  public var modified: Int64?

  /// Makes a state.
  public init(path: String, size: Int, modified: Int64?) {
    self.path = path
    self.size = size
    self.modified = modified
  }
}

extension FileState {
  /// Whether a file is surely as it was: not so where its server gives neither an ETag nor a time.
  func isSurely(_ was: FileState) -> Bool { self == was && modified != nil }

  /// Looks at a file; nil where there is none. The server of a remote one is asked.
  ///
  /// - Throws: `ShardError` where the server could not be asked.
  static func asked(_ path: String) throws -> FileState? {
    let name = ShardName(storedPath: path)
    guard case .remote(let remote) = name else { return FileState(path: path) }
    if let known = FileState(of: name) { return known }
    do {
      return try FileState(remote, RemoteProbe.identity(of: remote, RemoteOptions(retries: 2)))
    } catch let fault as ShardFault {
      throw ShardError(shard: name, fault: fault)
    }
  }

  /// Looks at a file; nil where there is none, or where its server could not be asked.
  public init?(path: String) {
    if case .remote = ShardName(storedPath: path) {
      guard let state = try? Self.asked(path) else { return nil }
      self = state
      return
    }
    var status = stat()
    guard FilePath.withCString(path, { stat($0, &status) }) == 0 else { return nil }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    self.init(
      path: path, size: Int(status.st_size),
      modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Looks at a shard's file, under its absolute path; nil for a shard that is no file, and for a remote one of which no listing
  /// told.
  init?(of shard: ShardName) {
    if case .remote(let remote) = shard {
      self.init(remote, remote.identity)
      return
    }
    guard let path = Self.absolutePath(of: shard) else { return nil }
    self.init(path: path)
  }

  private init?(_ remote: RemoteShard, _ identity: RemoteIdentity?) {
    guard let identity, let size = identity.size else { return nil }
    self.init(path: remote.shownPath, size: size, modified: identity.version)
  }

  /// Looks at the files of some shards; servers are asked for the versions that no listing told, several at a time.
  static func all(of shards: [ShardName], asksServers: Bool) -> [FileState?] {
    var files = shards.map { FileState(of: $0) }
    guard asksServers else { return files }
    let unknown = shards.indices.filter { files[$0] == nil }.compactMap { index -> (Int, RemoteShard)? in
      if case .remote(let remote) = shards[index] { (index, remote) } else { nil }
    }
    let found = RemoteProbe.identities(of: unknown.map(\.1), RemoteOptions(retries: 2))
    for ((index, remote), identity) in zip(unknown, found) {
      files[index] = FileState(remote, (try? identity.get()) ?? nil)
    }
    return files
  }

  /// Whether there is a file of a stored path; of a remote one this is not asked.
  static func exists(_ path: String) -> Bool { RemoteShard.isName(path) || FilePath.exists(path) }

  /// A file's path from the root without links, as it is stored; one that does not exist is made absolute only.
  static func absolutePath(of shard: ShardName) -> String? {
    if case .remote(let remote) = shard { return remote.shownPath }
    guard case .file(let path) = shard else { return nil }
    guard !path.utf8.contains(0) else { return nil }
    if let resolved = FilePath.resolved(path) { return resolved }
    let bytes = FilePath.bytes(of: path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let folder = bytes.first == UInt8(ascii: "/") ? "" : FileManager.default.currentDirectoryPath + "/"
      return FilePath.text(of: Array(folder.utf8) + bytes)
    }
    return FilePath.text(of: URL(fileURLWithPath: text).standardized.path.utf8)
  }
}
