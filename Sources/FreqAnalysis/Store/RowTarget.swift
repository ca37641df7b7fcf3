import Corpus

/// Where a run puts the rows of its shards, and how their files are called.
public struct RowTarget: Sendable, Hashable {
  /// The absolute path of the folder.
  public var folder: String
  /// The fields that are kept, as they were named.
  public var keep: [String]
  /// What makes the names of its files its own: the database's path, or a scan.
  var origin: String

  /// Makes a target.
  init(folder: String, keep: [String], origin: String) {
    self.folder = folder
    self.keep = keep
    self.origin = origin
  }

  /// Makes the folder where rows are wanted, and says where they go.
  ///
  /// - Throws: `OutputFolderError`.
  static func prepare(
    _ options: RowOptions?, origin: String
  ) throws(OutputFolderError) -> (options: RowOptions?, target: RowTarget?) {
    guard var options else { return (nil, nil) }
    try OutputFolder.make(options.folder)
    options.folder = FileState.absolutePath(of: .file(path: options.folder)) ?? options.folder
    options.origin = mark(of: origin)
    return (options, Self(options, origin: origin))
  }

  /// What stands in the files of an origin, which does not give its path away.
  static func mark(of origin: String) -> String { Digest(ofFields: ["rows of", origin]).hex }

  /// Where rows go whose folder may be there or not.
  init(_ options: RowOptions, origin: String) {
    self.init(
      folder: FileState.absolutePath(of: .file(path: options.folder)) ?? options.folder,
      keep: options.keep.map(\.description), origin: origin)
  }

  /// What the names of a set's files end with: 16 hexadecimal digits of all that the rows depend on beside the content.
  func suffix(of set: CountTarget.CountedSet, corpus: String, readingRule: String) -> String {
    String(
      Digest(
        ofFields: ["rows", RowOptions.formatVersion, origin, corpus, set.rules.digest.hex, readingRule] + keep
      ).hex.prefix(16))
  }

  /// The name of the file of a shard's rows.
  static func name(_ digest: Digest, suffix: String) -> String { "\(digest.hex)-\(suffix).parquet" }

  /// Whether a name is one that `name` gives; no other file is ever removed.
  static func isName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    let digits = bytes.prefix(49)
    return bytes.count == 57 && bytes.suffix(8).elementsEqual(".parquet".utf8)
      && digits.enumerated().allSatisfy { place, byte in
        place == 32
          ? byte == UInt8(ascii: "-") : (48...57).contains(byte) || (97...102).contains(byte)
      }
  }
}

extension CountTarget {
  /// What the names of a set's files of rows end with; nil where no rows are written.
  func rowSuffix(ofSet index: Int) -> String? {
    rows?.suffix(of: sets[index], corpus: corpus, readingRule: readingRule)
  }
}

/// The rows of a shard on their way into a database.
public enum RowPlacement: Sendable {
  /// A file that was made by this run: it gets its name before the transaction ends.
  case made(RowFile, name: String)
  /// A file that has its name already: another machine's.
  case there(StoredRowFile)

  /// What the database is to know of the file.
  var stored: StoredRowFile {
    switch self {
    case .made(let file, let name):
      StoredRowFile(folder: file.folder, file: name, rows: file.rows, size: file.size, digest: file.digest)
    case .there(let stored): stored
    }
  }
}
