/// What a file's name says of its content, by its endings: `part-0.json.gz` says JSON, in gzip.
///
/// Content decides how a file is read. The name decides only what content that could be anything may be taken for: nothing at
/// all, and plain lines.
struct NamedForm: Sendable, Equatable {
  /// The ending of a layout, in lower case; nil where the name has none.
  let layout: String?
  /// The ending of a codec after it; nil where the name has none.
  let codec: String?

  /// A name that says nothing, as that of a pipe.
  static let none = NamedForm(name: "")

  /// Reads a path's or a name's endings.
  init(name: String) {
    let bytes = Array(name.utf8)
    let file = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes[($0 + 1)...] } ?? bytes[...]
    var parts = file.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).dropFirst()
      .map { String(decoding: $0, as: UTF8.self).lowercased() }
    let last = parts.last.flatMap { FileExtension.codecs.contains($0) ? $0 : nil }
    if last != nil { parts.removeLast() }
    codec = last
    layout = parts.last.flatMap { Self.texts.contains($0) || Self.others.contains($0) ? $0 : nil }
  }

  /// What the shard's name says; nothing where it is no file.
  init(_ shard: ShardName) {
    switch shard {
    case .file(let path): self.init(name: path)
    case .remote(let remote): self.init(name: remote.namedPath)
    case .standardInput, .pipe: self = .none
    }
  }

  /// The endings of text.
  private static let texts: Set<String> = ["json", "jsonl", "ndjson", "tsv", "csv", "txt", "text"]
  /// Those of layouts that always have some.
  private static let others: Set<String> = ["parquet", "parq", "tar", "tgz", "zip", "arrow", "feather"]
  /// Those of text that may be plain lines.
  private static let lines: Set<String> = ["txt", "text", "csv"]

  /// Whether a content of this name may be of no bytes, once its codec is taken off: Spark and others write such parts of
  /// text.
  var mayBeEmpty: Bool { layout.map(Self.texts.contains) ?? false }

  /// The ending that says that stored bytes there have to be; nil where there may be none, or nothing is said.
  var endingWithBytes: String? { codec ?? layout.flatMap { Self.others.contains($0) ? $0 : nil } }

  /// The ending that speaks against plain lines; nil where the content may be that. `wasDecoded` says that a codec was taken
  /// off the content, so that a codec's ending said the truth.
  func endingAgainstLines(wasDecoded: Bool) -> String? {
    if let layout, !Self.lines.contains(layout) { return layout }
    return wasDecoded ? nil : codec
  }
}
