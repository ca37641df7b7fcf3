import Synchronization

/// The stores that names of the schemes `hf://`, `s3://` and `gs://` mean, each asked for its settings once a run.
///
/// A branch of the hub is resolved to its commit at the first name that has it, and stays that commit for the whole run.
public final class RemoteStores: Sendable {
  private let fetching: any RemoteFetching
  private let environment: Environment
  private let opened = Mutex<[String: any RemoteFolders]>([:])

  /// Makes stores that are asked through a client.
  public convenience init(fetching: any RemoteFetching) {
    self.init(fetching: fetching, environment: .process)
  }

  init(fetching: any RemoteFetching, environment: Environment) {
    self.fetching = fetching
    self.environment = environment
  }

  /// Whether a name is of one of the schemes.
  public static func isName(_ text: String) -> Bool {
    ["hf://", "s3://", "gs://"].contains { text.utf8.starts(with: $0.utf8) }
  }

  /// The one file that a name means, without a listing; a branch of the hub costs one request a run.
  ///
  /// - Throws: `RemoteFault` where the name is none, or its commit or its keys cannot be had.
  public func shard(named name: String) throws(RemoteFault) -> RemoteShard {
    let (folders, path) = try folders(of: name)
    guard !path.isEmpty else {
      throw RemoteFault(
        .badName(detail: "it means all files of a store, and one file is read here"), url: name)
    }
    return try folders.shard(at: path)
  }

  /// The bucket or the repository that a name lies in, and the path behind it.
  func folders(of name: String) throws(RemoteFault) -> (folders: any RemoteFolders, path: String) {
    if name.utf8.starts(with: HubName.prefix.utf8) {
      let place = try HubName(name)
      let key = "\(place.kind.rawValue) \(place.repository) \(place.revision ?? "main")"
      let folders = try opened(key) { () throws(RemoteFault) in
        try HubFolders(place, settings: HubSettings(environment), fetching: fetching)
      }
      return (folders, place.path)
    }
    let scheme: BucketName.Scheme = name.utf8.starts(with: BucketName.Scheme.gs.rawValue.utf8) ? .gs : .s3
    let place = try BucketName(name, scheme: scheme)
    let folders = try opened(scheme.rawValue + place.bucket) { () throws(RemoteFault) in
      BucketFolders(place, settings: try BucketSettings(scheme, environment), fetching: fetching)
    }
    return (folders, place.key)
  }

  private func opened(
    _ key: String, _ make: () throws(RemoteFault) -> any RemoteFolders
  ) throws(RemoteFault) -> any RemoteFolders {
    // Whoever comes second waits: a commit is resolved once.
    try opened.withLock { opened throws(RemoteFault) in
      if let known = opened[key] { return known }
      let folders = try make()
      opened[key] = folders
      return folders
    }
  }
}
