/// Which of many shards hold the same captions as another, by their names alone.
///
/// One step over the list of names, before any shard is read, so that a cluster can spread what is kept. Of shards with one
/// stem in one folder the one whose layout comes first in `preference` is kept: a tar's parquet and json sidecars are the
/// tar's captions again. A stem `x_meta` is left out beside `x`, and a data set's `refs/convert/parquet` copy beside its own
/// files.
public struct ShardSiblings: Sendable, Equatable {
  /// One shard, and the one that is read in its place.
  public struct Choice: Sendable, Equatable {
    /// The shard as it was named.
    public var shard: ShardName
    /// The shard that is kept and holds the same captions; nil where this one is kept.
    public var sibling: ShardName?
  }

  /// All shards, in the order in which they were named.
  public let choices: [Choice]

  /// The shards that are kept.
  public var kept: [ShardName] { choices.filter { $0.sibling == nil }.map(\.shard) }

  /// The shards that are not, each with the one that is read in its place.
  public var duplicates: [(shard: ShardName, kept: ShardName)] {
    choices.compactMap { choice in choice.sibling.map { (choice.shard, $0) } }
  }

  /// Chooses among some shards; pipes and standard input are always kept.
  ///
  /// - Complexity: O(*n*) for *n* shards.
  public init(_ shards: [ShardName]) {
    let places = shards.map(Place.init)
    // By folder and stem the shard to keep; by data set the first shard that is no converted copy.
    var kept: [[UInt8]: Int] = [:]
    var originals: [[UInt8]: Int] = [:]
    let convertedRoots = Set(places.compactMap { $0?.convertedRoot })
    for (index, place) in places.enumerated() {
      guard let place else { continue }
      let before = kept[place.key].flatMap { places[$0]?.rank }
      if before.map({ place.rank < $0 }) ?? true { kept[place.key] = index }
      guard place.convertedRoot == nil else { continue }
      for root in convertedRoots where originals[root] == nil && place.key.starts(with: root) {
        originals[root] = index
      }
    }
    // By the folder's name the first of the files that img2dataset writes beside a Parquet file of that name.
    var unpacked: [[UInt8]: Int] = [:]
    for (index, place) in places.enumerated() {
      if let folder = place?.unpackedFolder, unpacked[folder] == nil { unpacked[folder] = index }
    }
    choices = zip(shards, places).enumerated().map { index, pair in
      let (shard, place) = pair
      let sibling =
        place.flatMap { $0.isParquet ? unpacked[$0.key] : nil } ?? place?.convertedRoot.flatMap {
          originals[$0]
        } ?? place?.describedKey.flatMap { kept[$0] }
        ?? place.flatMap { kept[$0.key] }
      // The same name twice is the same file, which is another matter.
      guard let sibling, sibling != index, shards[sibling] != shard else {
        return Choice(shard: shard, sibling: nil)
      }
      return Choice(shard: shard, sibling: shards[sibling])
    }
  }

  /// What a file's name says of its captions.
  private struct Place {
    /// The folder and the stem of the file name.
    var key: [UInt8]
    /// Folder and stem without a final `_meta`; nil where the stem has none.
    var describedKey: [UInt8]?
    /// The layout's place in the preference.
    var rank: Int
    /// Whether it is a Parquet file.
    var isParquet: Bool { FileExtension.layouts[rank] == "parquet" }
    /// The folder, where the file is one of the samples that img2dataset unpacks into it: `00000/000000012.txt`.
    var unpackedFolder: [UInt8]?
    /// The data set's folder, where the file is of its `refs/convert/parquet` copy.
    var convertedRoot: [UInt8]?

    /// Reads a name; nil for what is no file, or has no layout's extension.
    init?(_ shard: ShardName) {
      let path: String
      switch shard {
      case .file(let named): path = named
      case .remote(let remote): path = remote.namedPath
      case .standardInput, .pipe: return nil
      }
      let folderEnd =
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) } ?? path.startIndex
      var parts = path[folderEnd...].split(separator: ".", omittingEmptySubsequences: false)
      if parts.count > 2, FileExtension.codecs.contains(parts[parts.count - 1].lowercased()) {
        parts.removeLast()
      }
      guard parts.count > 1, let last = parts.popLast(),
        let rank = FileExtension.layouts.firstIndex(of: last.lowercased())
      else { return nil }
      self.rank = rank
      key = Array((path[..<folderEnd] + parts.joined(separator: ".")).utf8)
      let (folder, stem) = (
        Array(path[..<folderEnd].utf8.dropLast()), Array(parts.joined(separator: ".").utf8)
      )
      let name = folder[(folder.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
      let isSample = ["txt", "json"].contains(last) && !name.isEmpty && stem.count > name.count
      if isSample, stem.starts(with: name), stem.allSatisfy({ (48...57).contains($0) }) {
        unpackedFolder = folder
      }
      let meta = Array("_meta".utf8)
      describedKey = key.suffix(meta.count).elementsEqual(meta) ? Array(key.dropLast(meta.count)) : nil
      convertedRoot = path.firstRange(of: "refs/convert/parquet/").map { Array(path[..<$0.lowerBound].utf8) }
    }
  }
}
