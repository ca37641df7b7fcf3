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
    return (options, Self(options, origin: origin))
  }

  /// Where rows go whose folder may be there or not.
  init(_ options: RowOptions, origin: String) {
    self.init(
      folder: FileState.absolutePath(of: .file(path: options.folder)) ?? options.folder,
      keep: options.keep.map(\.description), origin: origin)
  }

  /// What the names of a set's files end with.
  func suffix(of set: CountTarget.CountedSet, corpus: String, readingRule: String) -> String {
    Self.suffix(origin: origin, corpus: corpus, rules: set.rules.digest, readingRule: readingRule, keep: keep)
  }

  /// What the names of files end with: 16 hexadecimal digits of all that the rows depend on beside the content, and of whose they
  /// are.
  static func suffix(
    origin: String, corpus: String, rules: Digest, readingRule: String, keep: [String]
  ) -> String {
    let fields = ["rows", RowOptions.formatVersion, origin, corpus, rules.hex, readingRule] + keep
    return String(Digest(ofFields: fields).hex.prefix(16))
  }

  /// The fields that a file with such columns may have kept, as they were named: one list, or several where a column may have its
  /// name from a field or because another has the field's.
  static func keptFields(ofColumns columns: [String]) -> [[String]] {
    let own = Set(RowOptions.fileColumns.map(\.name))
    let renamed = "_field"
    var lists: [[String]] = [[]]
    for column in columns where !own.contains(column) {
      var names = [column]
      if column.hasSuffix(renamed), own.contains(String(column.dropLast(renamed.count))) {
        names.append(String(column.dropLast(renamed.count)))
      }
      lists = lists.flatMap { list in names.map { list + [$0] } }
      // Only so many names can be taken, unless somebody else made the file.
      if lists.count > 1 << own.count { return [] }
    }
    return lists
  }

  /// The name of the file of a shard's rows.
  static func name(_ digest: Digest, suffix: String) -> String { "\(digest.hex)-\(suffix).parquet" }

  /// Whether a name is one that `name` gives; no other file is ever removed.
  static func isName(_ name: String) -> Bool { RowFileMark.isName(name) }
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
