/// A repository of the hub at one commit, seen as folders.
///
/// Its commit is resolved when it is made, and all names and listings are of that commit, so that a branch that moves in mid-run
/// changes nothing. Source: "Hub API Endpoints" in the hub's documentation (`/api/datasets/{repo}/revision/{rev}` and
/// `/api/datasets/{repo}/tree/{rev}/{path}`).
struct HubFolders: RemoteFolders {
  private let name: HubName
  private let settings: HubSettings
  private let fetching: any RemoteFetching
  private let cache: HubCache
  let commit: String
  private let bounds: ListingBounds

  /// Resolves the revision of a name: no request where it is a commit, else one.
  init(
    _ name: HubName, settings: HubSettings, fetching: any RemoteFetching,
    bounds: ListingBounds = ListingBounds()
  ) throws(RemoteFault) {
    self.name = name
    self.bounds = bounds
    self.settings = settings
    self.fetching = fetching
    cache = HubCache(name, in: settings.cache)
    let revision = name.revision ?? "main"
    if HubName.isCommit(revision) {
      commit = revision
    } else if settings.isOffline {
      guard let commit = cache.commit(of: revision) else {
        throw RemoteFault(
          .unusableSettings(
            detail:
              "HF_HUB_OFFLINE is set, and the hub's cache (\(settings.cache)) has no \(revision) of this repository"
          ), service: .hub)
      }
      self.commit = commit
    } else {
      let url =
        "\(settings.endpoint)/api/\(name.kind.rawValue)/\(name.repository)/revision/"
        + PercentEncoding.encoded(revision)
      let request = RemoteRequest(url: url, authorization: settings.authorization, service: .hub)
      let reply = try fetching.reply(to: request, bodyLimit: ListingBounds.pageBytes)
      if let fault = HubFault.of(reply) { throw fault }
      guard let commit = ListingJSON(reply.body)?["sha"]?.text, HubName.isCommit(commit) else {
        throw RemoteFault(
          .badAnswer(detail: "it names no commit for \(revision)"), service: .hub)
      }
      self.commit = commit
    }
  }

  func children(of folder: String, beginning: String) throws(RemoteFault) -> [RemoteEntry] {
    if settings.isOffline {
      let inside = folder.isEmpty ? 0 : folder.utf8.count + 1
      return cached(folder).filter { $0.path.utf8.dropFirst(inside).starts(with: beginning.utf8) }
    }
    return try listing(of: folder, isRecursive: false)
  }

  func files(below folder: String) throws(RemoteFault) -> [RemoteEntry] {
    guard settings.isOffline else {
      return try listing(of: folder, isRecursive: true).filter { !$0.isFolder }
    }
    var files: [RemoteEntry] = []
    // A link in the cache that leads in a circle ends at the depth that no repository has.
    var waiting = [(folder: folder, depth: 0)]
    while let (folder, depth) = waiting.popLast() {
      for entry in cached(folder) {
        if !entry.isFolder {
          files.append(entry)
        } else if depth < 64 {
          waiting.append((entry.path, depth + 1))
        }
      }
    }
    return files
  }

  func shard(at path: String) throws(RemoteFault) -> RemoteShard {
    let shard = shard(at: path, identity: RemoteIdentity(revision: commit))
    guard settings.isOffline, !shard.url.hasPrefix("file:") else { return shard }
    throw RemoteFault(
      .unusableSettings(
        detail: "HF_HUB_OFFLINE is set, and the hub's cache (\(settings.cache)) does not have the file"),
      service: .hub)
  }

  private func shard(at path: String, identity: RemoteIdentity) -> RemoteShard {
    let root = name.kind == .dataset ? "\(settings.endpoint)/datasets" : settings.endpoint
    if let file = cache.file(path, at: commit), identity.size ?? file.size == file.size {
      return RemoteShard(
        shownPath: name.shown(commit: commit, path: path),
        url: "file:" + PercentEncoding.encoded(file.path, keepsSlashes: true), service: .hub,
        identity: RemoteIdentity(tag: identity.tag, size: file.size, revision: commit))
    }
    return RemoteShard(
      shownPath: name.shown(commit: commit, path: path),
      url: "\(root)/\(name.repository)/resolve/\(commit)/"
        + PercentEncoding.encoded(path, keepsSlashes: true),
      authorization: settings.authorization, service: .hub, identity: identity)
  }

  private func cached(_ folder: String) -> [RemoteEntry] {
    cache.children(of: folder, at: commit).map { child in
      let path = folder.isEmpty ? child.name : "\(folder)/\(child.name)"
      return RemoteEntry(
        path: path, shard: child.isFolder ? nil : shard(at: path, identity: RemoteIdentity(revision: commit)))
    }.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private func listing(of folder: String, isRecursive: Bool) throws(RemoteFault) -> [RemoteEntry] {
    var url = "\(settings.endpoint)/api/\(name.kind.rawValue)/\(name.repository)/tree/\(commit)"
    if !folder.isEmpty { url += "/" + PercentEncoding.encoded(folder) }
    url += "?recursive=\(isRecursive)&expand=false"
    var entries: [RemoteEntry] = []
    var bounds = bounds
    var next: String? = url
    while let url = next {
      let request = RemoteRequest(url: url, authorization: settings.authorization, service: .hub)
      let reply = try fetching.reply(to: request, bodyLimit: ListingBounds.pageBytes)
      // A file has no tree below it; so the client's own listing of its folder tells of it.
      if reply.status == 404, reply.headers["x-error-code"] == "EntryNotFound" { return [] }
      if let fault = HubFault.of(reply) { throw fault }
      guard case .array(let page) = ListingJSON(reply.body) else { throw fault("a listing is a JSON array") }
      let before = entries.count
      for element in page { entries.append(try entry(element, in: folder)) }
      next = reply.headers["link"].flatMap { LinkHeader.target(of: "next", in: $0) }
      // The token goes to the hub alone, wherever a listing says that it goes on.
      if let next, !next.hasPrefix(settings.endpoint + "/") {
        throw fault("its next page is on another host")
      }
      if let detail = bounds.refusal(
        listed: page.count, names: entries[before...].lazy.map(\.path), next: next)
      {
        throw fault(detail)
      }
    }
    return entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private func entry(_ element: ListingJSON, in folder: String) throws(RemoteFault) -> RemoteEntry {
    guard let path = element["path"]?.text, let type = element["type"]?.text else {
      throw fault("an entry of a listing has a path and a type")
    }
    // What is outside the folder that was asked for is not believed, nor what could be no file's name.
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard folder.isEmpty || path.utf8.starts(with: "\(folder)/".utf8),
      parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
    else { throw fault("it lists a path that is not in the folder") }
    guard type == "file" else { return RemoteEntry(path: path, shard: nil) }
    let identity = RemoteIdentity(
      tag: element["lfs"]?["oid"]?.text ?? element["oid"]?.text,
      size: element["lfs"]?["size"]?.count ?? element["size"]?.count, revision: commit)
    return RemoteEntry(path: path, shard: shard(at: path, identity: identity))
  }

  private func fault(_ detail: String) -> RemoteFault {
    RemoteFault(.badAnswer(detail: detail), service: .hub)
  }
}
