import Synchronization

/// The stores that names of the schemes `hf://`, `s3://` and `gs://` mean, each asked for its settings once a run.
///
/// A branch of the hub is resolved to its commit at the first name that has it, and stays that commit for the whole run.
final class RemoteStores: Sendable {
  /// The stores of the process: what is resolved once is resolved for all that it reads.
  static let ofProcess = RemoteStores(.process)

  private let environment: Environment
  private let opened = Mutex<[String: any RemoteFolders]>([:])

  init(_ environment: Environment) { self.environment = environment }

  /// Whether a name is of one of the schemes, in letters of any case.
  static func isName(_ text: String) -> Bool { scheme(of: text) != nil }

  /// The one file that a name means, without a listing; a branch of the hub costs one request a run.
  ///
  /// - Throws: `RemoteFault` where the name is none, or its commit or its keys cannot be had.
  func shard(named name: String, asking fetching: any RemoteFetching) throws(RemoteFault) -> RemoteShard {
    let (folders, path) = try folders(of: name, asking: fetching)
    guard !path.isEmpty else {
      throw RemoteFault(.badName(detail: "it means all files of a store, and one file is read here"))
    }
    return try folders.shard(at: path)
  }

  /// The same, of a bucket that turned out to lie in another region than was thought; its other files are asked for there too.
  ///
  /// - Throws: `RemoteFault`.
  func shard(
    named name: String, in region: String, asking fetching: any RemoteFetching
  ) throws(RemoteFault) -> RemoteShard {
    let (folders, path) = try folders(of: name, asking: fetching)
    (folders as? BucketFolders)?.move(to: region)
    return try folders.shard(at: path)
  }

  /// The bucket or the repository that a name lies in, and the path behind it.
  func folders(
    of name: String, asking fetching: any RemoteFetching
  ) throws(RemoteFault) -> (folders: any RemoteFolders, path: String) {
    guard let scheme = Self.scheme(of: name) else {
      throw RemoteFault(.badName(detail: "its scheme is none that is read"))
    }
    let name = scheme + name.dropFirst(scheme.count)
    guard let store = BucketName.Scheme(rawValue: scheme) else {
      let place = try HubName(name)
      let key = "\(place.kind.rawValue) \(place.repository) \(place.revision ?? "main")"
      let folders = try folders(key) { () throws(RemoteFault) in
        try HubFolders(place, settings: try HubSettings(environment), fetching: fetching)
      }
      return (folders, place.path)
    }
    let place = try BucketName(name, scheme: store)
    let folders = try folders(scheme + place.bucket) { () throws(RemoteFault) in
      BucketFolders(place, settings: try BucketSettings(store, environment), fetching: fetching)
    }
    return (folders, place.key)
  }

  private static func scheme(of name: String) -> String? {
    let head = name.prefix(5).lowercased()
    return [HubName.prefix, BucketName.Scheme.s3.rawValue, BucketName.Scheme.gs.rawValue].first { $0 == head }
  }

  private func folders(
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
