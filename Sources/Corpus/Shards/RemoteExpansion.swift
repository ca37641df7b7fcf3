#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The shards that one remote name means, by the rules of a local path: a file, a folder, a glob, braces.
///
/// What is listed is remembered, so that a brace range of a thousand names asks a folder once.
final class RemoteExpansion {
  private let stores: RemoteStores
  private let fetching: any RemoteFetching
  private var listed: [Place: [RemoteEntry]] = [:]
  /// By the written folder of several names of a list, what the names in it have in common at their beginning.
  private var beginnings: [String: String] = [:]

  private struct Place: Hashable {
    var folder: String
    var beginning: String
  }

  init(_ stores: RemoteStores = .ofProcess, asking fetching: any RemoteFetching) {
    self.stores = stores
    self.fetching = fetching
  }

  /// Looks through the names of a list, so that those of one folder are found by one listing.
  func prepare(_ names: [String]) {
    var counts: [String: Int] = [:]
    for name in names where RemoteStores.isName(name) {
      let (folder, last) = Self.parts(of: name)
      let beginning = Self.plainBeginning(of: last)
      counts[folder, default: 0] += 1
      beginnings[folder] = beginnings[folder].map { Self.common($0, beginning) } ?? beginning
    }
    for (folder, count) in counts where count == 1 { beginnings[folder] = nil }
  }

  /// The shards of a name, and the files of walked folders that are none.
  func shards(of word: String) throws(ShardExpansion.Failure) -> (
    shards: [RemoteShard], leftOut: [ShardExpansion.LeftOut: Int]
  ) {
    let (folder, last) = Self.parts(of: word)
    // What ends in a slash is a folder, and no parent has to tell.
    if last.isEmpty, !word.utf8.contains(where: { [0x2A, 0x3F, 0x5B, 0x7B].contains($0) }) {
      let (folders, path) = try asking(word) { () throws(RemoteFault) in
        try stores.folders(of: word, asking: fetching)
      }
      return try walk(path, in: folders, word)
    }
    return try shards(
      of: word, beginning: beginnings[folder] ?? Self.plainBeginning(of: last), mayHaveBraces: true)
  }

  private typealias Found = (shards: [RemoteShard], leftOut: [ShardExpansion.LeftOut: Int])

  private func shards(of word: String, beginning: String, mayHaveBraces: Bool) throws(ShardExpansion.Failure)
    -> Found
  {
    // Braces in the bucket's or the repository's name are no part of any name.
    if mayHaveBraces, Self.root(of: word).utf8.contains(UInt8(ascii: "{")) {
      return try all(of: braces(of: word), beginning: beginning)
    }
    let (folders, path) = try asking(word) { () throws(RemoteFault) in
      try stores.folders(of: word, asking: fetching)
    }
    if path.isEmpty { return try walk("", in: folders, word) }
    if let entry = try find(path, in: folders, word, beginning: beginning) {
      if let shard = entry.shard { return ([shard], [:]) }
      return try walk(path, in: folders, word)
    }
    if mayHaveBraces {
      let names = try braces(of: word)
      if names.count > 1 || names.first != word { return try all(of: names, beginning: beginning) }
    }
    guard path.utf8.contains(where: { [0x2A, 0x3F, 0x5B].contains($0) }) else {
      // Opening it will say what is wrong, beside the shards that are good.
      return ([try asking(word) { () throws(RemoteFault) in try folders.shard(at: path) }], [:])
    }
    var found: Found = ([], [:])
    let matches = try matches(of: path, in: folders, word)
    guard !matches.isEmpty else { throw .noMatch(word) }
    for match in matches {
      if let shard = match.shard {
        found.shards.append(shard)
      } else {
        let below = try walk(match.path, in: folders, Self.root(of: word) + "/" + match.path)
        found.shards += below.shards
        found.leftOut.merge(below.leftOut, uniquingKeysWith: +)
      }
    }
    return found
  }

  private func all(of names: [String], beginning: String) throws(ShardExpansion.Failure) -> Found {
    var found: Found = ([], [:])
    for name in names {
      let one = try shards(of: name, beginning: beginning, mayHaveBraces: false)
      found.shards += one.shards
      found.leftOut.merge(one.leftOut, uniquingKeysWith: +)
    }
    return found
  }

  private func braces(of word: String) throws(ShardExpansion.Failure) -> [String] {
    try BraceExpansion.names(of: word, limit: ShardExpansion.maximumNames)
  }

  /// What lies at a path; nil where nothing does.
  private func find(
    _ path: String, in folders: any RemoteFolders, _ word: String, beginning: String
  ) throws(ShardExpansion.Failure) -> RemoteEntry? {
    let (folder, last) = Self.parts(of: path)
    let known = last.utf8.starts(with: beginning.utf8) ? beginning : last
    let entries = try children(of: folder, beginning: known, in: folders, word)
    // The entries are in order, and there may be as many names as entries.
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].path.utf8.lexicographicallyPrecedes(path.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    // A file before a folder of the same name, which an object store can have.
    let found = entries[low...].prefix { $0.path.utf8.elementsEqual(path.utf8) }
    return found.first { !$0.isFolder } ?? found.first
  }

  /// The files and folders that a pattern matches, by the bytes of their paths.
  private func matches(
    of pattern: String, in folders: any RemoteFolders, _ word: String
  ) throws(ShardExpansion.Failure) -> [RemoteEntry] {
    var reached = [RemoteEntry(path: "", shard: nil)]
    let parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for (index, part) in parts.enumerated() {
      let beginning = Self.plainBeginning(of: part)
      let isLast = index == parts.count - 1
      if !isLast, beginning == part {
        reached = reached.map { RemoteEntry(path: $0.path.isEmpty ? part : "\($0.path)/\(part)", shard: nil) }
        continue
      }
      var next: [RemoteEntry] = []
      for folder in reached {
        let start = folder.path.isEmpty ? 0 : folder.path.utf8.count + 1
        next += try children(of: folder.path, beginning: beginning, in: folders, word).filter { entry in
          (isLast || entry.isFolder)
            && Self.matches(String(decoding: entry.path.utf8.dropFirst(start), as: UTF8.self), part)
        }
      }
      reached = next
    }
    return reached.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// The shards below a folder, in the order in which a walk of local folders comes to them.
  private func walk(_ folder: String, in folders: any RemoteFolders, _ word: String) throws(ShardExpansion
    .Failure) -> Found
  {
    let start = folder.isEmpty ? 0 : folder.utf8.count + 1
    let files = try asking(word) { () throws(RemoteFault) in try folders.files(below: folder) }
      .map {
        (
          parts: $0.path.utf8.dropFirst(start).split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false), shard: $0.shard
        )
      }
      .sorted { $0.parts.lexicographicallyPrecedes($1.parts) { $0.lexicographicallyPrecedes($1) } }
    var found: Found = ([], [:])
    var hidden: Set<String> = []
    for (parts, shard) in files {
      guard let shard, let last = parts.last else { continue }
      if let place = parts.dropLast().firstIndex(where: { $0.first == UInt8(ascii: ".") }) {
        // A hidden folder counts once, whatever it holds.
        let path = parts[...place].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
        if hidden.insert(path).inserted { found.leftOut[.hidden, default: 0] += 1 }
      } else if let reason = ShardExpansion.reasonToLeaveOut(String(decoding: last, as: UTF8.self)) {
        found.leftOut[reason, default: 0] += 1
      } else if last.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
        found.leftOut[.otherExtension, default: 0] += 1
      } else {
        found.shards.append(shard)
      }
    }
    guard !found.shards.isEmpty else { throw .noShards(folder: word, seen: files.count) }
    return found
  }

  private func children(
    of folder: String, beginning: String, in folders: any RemoteFolders, _ word: String
  ) throws(ShardExpansion.Failure) -> [RemoteEntry] {
    let place = Place(folder: Self.root(of: word) + "/" + folder, beginning: beginning)
    if let known = listed[place] { return known }
    let entries = try asking(word) { () throws(RemoteFault) in
      try folders.children(of: folder, beginning: beginning)
    }
    listed[place] = entries
    return entries
  }

  private func asking<T>(
    _ word: String, _ body: () throws(RemoteFault) -> T
  ) throws(ShardExpansion.Failure) -> T {
    do { return try body() } catch { throw .remote(word, error) }
  }

  // MARK: names

  /// The bucket, or the repository with its revision, as they are written.
  private static func root(of word: String) -> String {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    let isHub = word.lowercased().utf8.starts(with: "hf://".utf8)
    let count = isHub ? (parts.dropFirst(2).first == "datasets" ? 5 : 4) : 3
    // `refs/convert/…` and `refs/pr/…` are revisions with slashes.
    let isReference = parts.count > count && parts[min(count, parts.count) - 1].hasSuffix("@refs")
    return parts.prefix(isReference ? count + 2 : count).joined(separator: "/")
  }

  private static func parts(of path: String) -> (folder: String, last: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    return (String(path[..<slash]), String(path[path.utf8.index(after: slash)...]))
  }

  /// What a pattern begins with before the first character that means more than itself.
  private static func plainBeginning(of pattern: String) -> String {
    let special: [UInt8] = [0x2A, 0x3F, 0x5B, 0x5C, 0x7B]
    return String(decoding: pattern.utf8.prefix { !special.contains($0) }, as: UTF8.self)
  }

  private static func common(_ left: String, _ right: String) -> String {
    String(zip(left, right).prefix { $0 == $1 }.map(\.0))
  }

  /// Whether a name is one that a pattern means, by the same function that `glob` uses for local files.
  private static func matches(_ name: String, _ pattern: String) -> Bool {
    name.utf8.elementsEqual(pattern.utf8) || fnmatch(pattern, name, FNM_PERIOD) == 0
  }
}
