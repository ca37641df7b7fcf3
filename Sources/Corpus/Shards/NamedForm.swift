/// What a file's name says of its content, by its endings: `part-0.json.gz` says JSON, in gzip.
///
/// Content decides how a file is read. The name decides only what content that could be anything may be taken for: nothing at
/// all, and plain lines.
struct NamedForm: Sendable, Equatable {
  /// The ending of a layout, in lower case; nil where the name has none.
  let layout: String?
  /// The ending of a codec after it; nil where the name has none.
  let codec: String?
  /// Whether it is a part of text as Hadoop and Spark name them, which have no ending but a codec's: `part-00001.gz`.
  let isPart: Bool

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
    isPart = parts.isEmpty && Self.isPart(file)
    layout = parts.last.flatMap { FileExtension.layouts.contains($0) ? $0 : nil }
  }

  /// What the shard's name says; nothing where it is no file.
  init(_ shard: ShardName) {
    switch shard {
    case .file(let path): self.init(name: path)
    case .remote(let remote): self.init(name: remote.namedPath)
    case .standardInput, .pipe: self = .none
    }
  }

  /// Whether a name begins as `part-00001`, `part-m-00001` or `part-00001-…` do.
  private static func isPart(_ file: ArraySlice<UInt8>) -> Bool {
    guard file.starts(with: "part-".utf8) else { return false }
    var rest = file.dropFirst(5)
    if rest.starts(with: "m-".utf8) || rest.starts(with: "r-".utf8) { rest = rest.dropFirst(2) }
    return rest.prefix { (48...57).contains($0) }.count >= 5
  }

  /// The endings of text.
  private static let texts: Set<String> = ["json", "jsonl", "ndjson", "tsv", "csv", "txt", "text"]
  /// Those of layouts that always have some.
  private static let others = Set(FileExtension.layouts).subtracting(texts)
  /// Those of text that may be plain lines.
  private static let lines: Set<String> = ["txt", "text", "csv"]

  /// Whether a content of this name may be of no bytes, once its codec is taken off: Spark and others write such parts of
  /// text.
  var mayBeEmpty: Bool { isPart || layout.map(Self.texts.contains) ?? false }

  /// Whether it says JSON.
  var saysJSON: Bool { ["json", "jsonl", "ndjson"].contains(layout) }

  /// The ending that says that stored bytes there have to be; nil where there may be none, or nothing is said.
  var endingWithBytes: String? { codec ?? layout.flatMap { Self.others.contains($0) ? $0 : nil } }

  /// The ending that speaks against plain lines; nil where the content may be that. `wasDecoded` says that a codec was taken
  /// off the content, so that a codec's ending said the truth.
  func endingAgainstLines(wasDecoded: Bool) -> String? {
    if let layout, !Self.lines.contains(layout) { return layout }
    return wasDecoded ? nil : codec
  }
}
