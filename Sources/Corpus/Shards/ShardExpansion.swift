#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The shards that a command line's words mean.
///
/// A word is a path, a glob, a folder, `-`, `pipe:COMMAND`, a URL or another remote name, a brace range `{00000..00041}` or
/// list `{a,b}`, or `@FILE`, a list of such words, one a line; `FilePath` says how a path that is not UTF-8 is written. A path that exists is taken
/// as it is, whatever characters its name holds; where such a name could also be a command or a list it is refused, since
/// a shell's `*.txt` in a stranger's folder gives whatever names are there. What a glob matches or a folder holds is a
/// file, whatever its name.
public struct ShardExpansion: Sendable, Equatable {
  /// The shards, in the order of the words; the files of a folder or a glob by name.
  public private(set) var shards: [ShardName] = []
  /// How many files the walked folders had that were left out, by reason.
  public private(set) var leftOut: [LeftOut: Int] = [:]

  /// Why a file in a walked folder is no shard.
  public enum LeftOut: String, Sendable, Hashable, CaseIterable {
    /// `README*`
    case readme = "README*"
    /// `LICENSE*`
    case license = "LICENSE*"
    /// `NOTICE`
    case notice = "NOTICE"
    /// What describes a data set: `dataset_info.json`, `dataset_dict.json`, `state.json`, `sizes.json`, `requirements.txt`.
    case description = "data set descriptions"
    /// img2dataset's `*_stats.json`
    case statistics = "*_stats.json"
    /// What was written beside a result, and says how it was made: `tench.parquet.meta.json`.
    case provenance = "*.meta.json"
    /// The files of rows that counting wrote.
    case rows = "files of rows"
    /// A name that starts with a full stop.
    case hidden = "dotfiles"
    /// A name with none of the extensions that are read.
    case otherExtension = "files of other types"
    /// A symbolic link that leads out of the folder that was named.
    case outsideLink = "links that lead out of them"
  }

  /// Why words could not be expanded.
  public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// A glob that no file matches.
    case noMatch(String)
    /// A folder without any shard.
    case noShards(folder: String, seen: Int)
    /// A folder that has nothing but files of rows.
    case onlyRows(folder: String)
    /// A folder whose shards are all links that lead out of it.
    case onlyLinks(folder: String, links: Int)
    /// A word that is a file's name and could also be a command or a list.
    case ambiguous(String)
    /// A folder or a list that could not be read.
    case unreadable(path: String, code: Int32)
    /// What the name of something remote means could not be found out.
    case remote(String, RemoteFault)
    /// A brace range of more names than the bound.
    case tooMany(String, limit: Int)

    /// The failure as a sentence.
    public var description: String {
      switch self {
      case .noMatch(let pattern): "no file matches \(pattern)"
      case .noShards(let folder, let seen):
        seen == 0
          ? "the folder \(folder) is empty"
          : "the folder \(folder) has no shards: "
            + (seen == 1 ? "its only file does not have" : "none of its \(seen) files has")
            + " a supported extension ("
            + FileExtension.layouts.sorted().map { "." + $0 }.joined(separator: " ") + ")"
      case .onlyRows(let folder):
        "the folder \(folder) has files of rows, which were written while captions were counted, and no shards"
      case .onlyLinks(let folder, let links):
        "the folder \(folder) has no shards but \(links) \(links == 1 ? "link" : "links") out of it"
      case .ambiguous(let word):
        "a file is named \(word), which could also be a \(word.hasPrefix("@") ? "list of shards" : "command"); "
          + "./\(word) reads the file"
      case .unreadable(let path, let code): "\(path): it cannot be read: \(String(cString: strerror(code)))"
      case .remote(let word, let fault): "\(word): \(fault)"
      case .tooMany(let word, let limit): "\(word) expands to more than \(limit) names"
      }
    }
  }

  /// The most names that one word's braces may mean.
  static let maximumNames = 10_000_000

  private let followsLinks: Bool

  /// Expands the words of a command line.
  ///
  /// - Parameters:
  ///   - words: The words.
  ///   - followsLinks: Whether symbolic links in walked folders are followed out of the folder that was named.
  ///   - options: How patiently servers are asked what names of theirs mean.
  /// - Throws: `Failure`.
  public init(
    _ words: [String], followsLinks: Bool = false, remote options: RemoteOptions = RemoteOptions()
  ) throws(Failure) {
    self.followsLinks = followsLinks
    let remote = RemoteExpansion(asking: RemoteClient(options))
    remote.prepare(words)
    for word in words { try add(word, mayBeList: true, remote) }
  }

  private mutating func add(
    _ word: String, mayBeList: Bool, _ remote: RemoteExpansion
  ) throws(Failure) {
    let name = ShardName(word)
    if case .pipe = name, FilePath.isEntry(word) { throw .ambiguous(word) }
    if case .remote(let shard) = name { return try addRemote(word, shown: shard.shownPath, remote) }
    guard case .file(let path) = name else {
      shards.append(name)
      return
    }
    let isList = mayBeList && path.hasPrefix("@") && path.utf8.count > 1
    if isList, FilePath.isEntry(path) {
      guard !FilePath.isEntry(String(path.dropFirst())) else { throw .ambiguous(word) }
      if Self.isFolder(path) { try walk(path) } else { shards.append(name) }
    } else if isList {
      let lines = try Self.lines(of: String(path.dropFirst()))
      remote.prepare(lines)
      for line in lines { try add(line, mayBeList: false, remote) }
    } else if Self.isFolder(path) {
      try walk(path)
    } else if FilePath.exists(path) {
      shards.append(name)
    } else {
      let names = try BraceExpansion.names(of: path, limit: Self.maximumNames)
      if names.count > 1 || names.first != path {
        for name in names { try add(name, mayBeList: false, remote) }
      } else if path.utf8.contains(where: { [0x2A, 0x3F, 0x5B].contains($0) }) {
        try addMatches(of: path)
      } else {
        // Opening it will say what is wrong, beside the shards that are good.
        shards.append(name)
      }
    }
  }

  /// Adds what a remote name means: of the web the URLs of its braces, of a store what it lists.
  private mutating func addRemote(
    _ word: String, shown: String, _ remote: RemoteExpansion
  ) throws(Failure) {
    guard !RemoteStores.isName(word) else {
      let found = try remote.shards(of: word)
      shards += found.shards.map { .remote($0) }
      leftOut.merge(found.leftOut, uniquingKeysWith: +)
      return
    }
    let names = try BraceExpansion.names(of: word, limit: Self.maximumNames)
    for name in names {
      do throws(RemoteFault) {
        shards.append(.remote(RemoteShard(url: try RemoteURL(name))))
      } catch {
        throw .remote(names.count == 1 ? shown : ShardName(name).description, error)
      }
    }
  }

  private mutating func addMatches(of pattern: String) throws(Failure) {
    var found = glob_t()
    defer { globfree(&found) }
    let code = FilePath.withCString(pattern) { glob($0, 0, nil, &found) }
    guard code == 0 else { throw .noMatch(pattern) }
    for index in 0..<Int(found.gl_pathc) {
      guard let match = found.gl_pathv[index] else { continue }
      let path = FilePath.text(
        of: UnsafeBufferPointer(start: match, count: strlen(match)).map { UInt8(bitPattern: $0) })
      if Self.isFolder(path) { try walk(path) } else { shards.append(.file(path: path)) }
    }
  }

  private mutating func walk(_ folder: String) throws(Failure) {
    let before = shards.count
    let linksBefore = leftOut[.outsideLink] ?? 0
    let rowsBefore = leftOut[.rows] ?? 0
    var seen = 0
    var visited: Set<FileIdentity> = []
    try walk(folder, in: WalkedFolder(folder), &visited, &seen)
    guard shards.count == before else { return }
    let links = (leftOut[.outsideLink] ?? 0) - linksBefore
    if links == 0, (leftOut[.rows] ?? 0) > rowsBefore { throw .onlyRows(folder: folder) }
    throw links > 0 ? .onlyLinks(folder: folder, links: links) : .noShards(folder: folder, seen: seen)
  }

  private mutating func walk(
    _ folder: String, in named: WalkedFolder, _ visited: inout Set<FileIdentity>, _ seen: inout Int
  ) throws(Failure) {
    // A link may lead back to a folder that is being walked.
    if let identity = FileIdentity(folder), !visited.insert(identity).inserted { return }
    let root = FilePath.bytes(of: folder)
    for bytes in try Self.names(in: folder) {
      let path = FilePath.text(
        of: root.last == UInt8(ascii: "/") ? root + bytes : root + [UInt8(ascii: "/")] + bytes)
      let name = String(decoding: bytes, as: UTF8.self)
      if Self.isFolder(path) {
        if name.hasPrefix(".") {
          leftOut[.hidden, default: 0] += 1
        } else if !followsLinks, named.isLinkOut(path) {
          leftOut[.outsideLink, default: 0] += 1
        } else {
          try walk(path, in: named, &visited, &seen)
        }
        continue
      }
      seen += 1
      if let reason = Self.reasonToLeaveOut(name) {
        leftOut[reason, default: 0] += 1
      } else if !followsLinks, named.isLinkOut(path) {
        leftOut[.outsideLink, default: 0] += 1
      } else if RowFileMark.isRowFile(named: name, at: path) {
        leftOut[.rows, default: 0] += 1
      } else {
        shards.append(.file(path: path))
      }
    }
  }

  /// Files of the `datasets` and `webdataset` libraries, and of a project around the data, that no caption is in.
  private static let descriptions: Set<String> = [
    "dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json", "sizes.json",
    "requirements.txt",
  ]

  /// How the name ends of what says how the result beside it was made.
  private static let provenance = ".meta.json"

  /// Why a file of this name in a walked folder is no shard; nil where it is one.
  static func reasonToLeaveOut(_ name: String) -> LeftOut? {
    if name.hasPrefix(".") { return .hidden }
    if name.hasPrefix("README") { return .readme }
    if name.hasPrefix("LICENSE") { return .license }
    if name.hasSuffix("_stats.json") { return .statistics }
    if name.hasSuffix(provenance), reasonToLeaveOut(String(name.dropLast(provenance.count))) == nil {
      return .provenance
    }
    let lower = name.lowercased()
    if Self.descriptions.contains(lower) { return .description }
    let parts = lower.split(separator: ".").map(String.init)
    // In other letters only as the whole stem: `notices-of-sale.json` is a shard.
    switch parts.first {
    case "readme": return .readme
    case "license", "licence": return .license
    case "notice": return .notice
    default: break
    }
    guard let last = parts.last, parts.count > 1 else {
      return NamedForm(name: name).isPart ? nil : .otherExtension
    }
    return FileExtension.layouts.contains(last) || FileExtension.codecs.contains(last) ? nil : .otherExtension
  }

  /// Why a member of an archive is no part of its data, by the name of its file; nil where it may be one.
  static func reasonToLeaveOut(member path: [UInt8]) -> LeftOut? {
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    guard start < path.count, Self.mayBeLeftOut(path[start...]) else { return nil }
    let reason = reasonToLeaveOut(String(decoding: path[start...], as: UTF8.self))
    return reason == .hidden || reason == .otherExtension ? nil : reason
  }

  /// How the names begin that are left out, in lower case.
  private static let beginnings = [
    "readme", "licen", "notice", "dataset", "state.", "sizes.", "requirements.",
  ]
  .map { Array($0.utf8) }

  /// Whether a name begins or ends as one of those does that are left out; an archive may have millions of others.
  private static func mayBeLeftOut(_ name: ArraySlice<UInt8>) -> Bool {
    beginnings.contains { beginning in
      name.count >= beginning.count && zip(name, beginning).allSatisfy { $0 | 0x20 == $1 }
    } || name.last == UInt8(ascii: "n") && name.suffix(11).elementsEqual("_stats.json".utf8)
  }

  // MARK: the file system

  private struct FileIdentity: Hashable {
    var device: UInt64
    var inode: UInt64

    init?(_ path: String) {
      var status = stat()
      guard FilePath.withCString(path, { stat($0, &status) }) == 0 else { return nil }
      device = UInt64(truncatingIfNeeded: status.st_dev)
      inode = UInt64(status.st_ino)
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return FilePath.withCString(path) { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder, by their bytes.
  private static func names(in folder: String) throws(Failure) -> [[UInt8]] {
    guard let stream = FilePath.withCString(folder, { opendir($0) }) else {
      throw .unreadable(path: folder, code: errno)
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          UnsafeBufferPointer(start: name, count: strlen(name)).map { UInt8(bitPattern: $0) }
        }
      }
      if name != Array(".".utf8) && name != Array("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The lines of a list of shards, blank ones left out.
  private static func lines(of path: String) throws(Failure) -> [String] {
    let bytes: [UInt8]
    do {
      let file = try FileBytes(path: path)
      let stream = PeekedStream(file)
      bytes = Array(try stream.peek(max(file.size, 1 << 20)))
    } catch let fault as ShardFault {
      if case .system(_, let code) = fault.reason { throw .unreadable(path: path, code: code) }
      throw .unreadable(path: path, code: EISDIR)
    } catch {
      throw .unreadable(path: path, code: EIO)
    }
    return bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map {
      String(validating: $0, as: UTF8.self) ?? FilePath.text(of: $0)
    }
  }
}
