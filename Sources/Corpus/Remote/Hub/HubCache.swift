#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the hub's client has downloaded of one repository: `snapshots/COMMIT/PATH`, and in `refs/` the commits of branches.
struct HubCache: Sendable {
  private let folder: String

  init(_ name: HubName, in cache: String) { folder = "\(cache)/\(name.cacheFolder)" }

  /// The commit that a branch or tag had when it was downloaded; nil where it was not.
  func commit(of revision: String) -> String? {
    guard !revision.split(separator: "/").contains("..") else { return nil }
    let text = SmallFile.text(at: "\(folder)/refs/\(revision)", limit: 1_000)
    let commit = text.map { String($0.filter { !$0.isWhitespace }) }
    return commit.flatMap { HubName.isCommit($0) ? $0 : nil }
  }

  /// The file of a commit; nil where it was not downloaded.
  func file(_ path: String, at commit: String) -> (path: String, size: Int)? {
    let file = "\(folder)/snapshots/\(commit)/\(path)"
    var status = stat()
    return stat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? (file, Int(status.st_size)) : nil
  }

  /// The files and folders of a commit in one of its folders, as far as they were downloaded.
  func children(of path: String, at commit: String) -> [(name: String, isFolder: Bool)] {
    let place = "\(folder)/snapshots/\(commit)/\(path)"
    guard let stream = opendir(place) else { return [] }
    defer { closedir(stream) }
    var children: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(stream) {
      let bytes = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          UnsafeBufferPointer(start: name, count: strlen(name)).map { UInt8(bitPattern: $0) }
        }
      }
      guard let name = String(validating: bytes, as: UTF8.self), name != ".", name != ".." else { continue }
      var status = stat()
      guard stat("\(place)/\(name)", &status) == 0 else { continue }
      children.append((name, status.st_mode & S_IFMT == S_IFDIR))
    }
    return children
  }
}
