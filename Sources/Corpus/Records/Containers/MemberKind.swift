/// What a file in an archive is, by its name: a part of a WebDataset sample, or a shard of its own.
struct MemberKind {
  /// What is done with the file.
  enum Use: Equatable {
    /// A text of its sample, preferred in this order: 0 first.
    case text(preference: UInt8)
    /// JSON of its sample, preferred likewise.
    case json(preference: UInt8)
    /// A picture, film or sound: its sample is a record even without text.
    case media
    /// A shard of its own, whatever its codec and layout.
    case shard
    /// What stands beside the others and is known to hold no caption: a hash, a bounding box.
    case side
    /// The member is of none of these kinds.
    case other

    /// Whether its content is read.
    var isRead: Bool {
      switch self {
      case .text, .json, .shard: true
      case .media, .side, .other: false
      }
    }
  }

  /// The preference of a text that is read only where the user names it: a URL is no caption.
  static let neverPreferred: UInt8 = 255

  /// The path up to the full stop that divides it: what the files of one sample share.
  let key: ArraySlice<UInt8>
  /// What follows that full stop, and what it says.
  private let known: Ending

  /// What an ending says; thousands of members share one.
  struct Ending {
    /// The ending in lower case.
    let text: String
    let use: Use
    /// What of the ending may belong to the key: its parts before the last, where any of them is no known word.
    let middle: Substring
    /// Where the member stands among the texts of its sample.
    let rank: SampleRank

    fileprivate init(_ bytes: ArraySlice<UInt8>) {
      text = MemberKind.text(bytes)
      let parts = text.split(separator: ".")
      use = MemberKind.use(parts)
      middle = MemberKind.middle(parts, of: text)
      rank = SampleRank(text, use)
    }
  }

  /// The endings met first, so that they need not be looked at for each member.
  struct Endings {
    private var known: [(bytes: [UInt8], ending: Ending)] = []
    /// More endings than this are looked at each time.
    private static let most = 16

    fileprivate mutating func ending(_ bytes: ArraySlice<UInt8>) -> Ending {
      for entry in known where entry.bytes.elementsEqual(bytes) { return entry.ending }
      let ending = Ending(bytes)
      if known.count < Self.most { known.append((Array(bytes), ending)) }
      return ending
    }
  }

  /// What follows the full stop, in lower case.
  var ending: String { known.text }
  /// What is done with the file.
  var use: Use { known.use }
  /// What of the ending may belong to the key; empty: nothing.
  var middle: Substring { known.middle }
  /// Where it stands among the texts of its sample.
  var rank: SampleRank { known.rank }

  /// Looks at a path, with the endings that are known; nil where the file's own name starts with a full stop or has none.
  ///
  /// With `dividesAtLast` the last full stop before the kind divides the name, not the first.
  init?(_ path: [UInt8], dividesAtLast: Bool = false, endings: inout Endings) {
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let dot = UInt8(ascii: ".")
    guard var stop = path[start...].firstIndex(of: dot), stop > start, stop + 1 < path.count else {
      return nil
    }
    if dividesAtLast, let last = path.lastIndex(of: dot), last + 1 < path.count {
      stop = last
      if FileExtension.codecs.contains(Self.text(path[(last + 1)...])),
        let before = path[start..<last].lastIndex(of: dot), before > start
      {
        stop = before
      }
    }
    key = path[..<stop]
    known = endings.ending(path[(stop + 1)...])
  }

  /// Looks at one path.
  init?(_ path: [UInt8], dividesAtLast: Bool = false) {
    var endings = Endings()
    self.init(path, dividesAtLast: dividesAtLast, endings: &endings)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).lowercased()
  }

  private static func use(_ parts: [Substring]) -> Use {
    guard let last = parts.last.map(String.init) else { return .other }
    if FileExtension.codecs.contains(last) {
      guard parts.count > 1, let inner = parts.dropLast().last.map(String.init) else { return .shard }
      if media.contains(inner) { return .media }
      // A number before it is a part of the name, and says nothing of the kind.
      let isNumber = inner.utf8.allSatisfy { (48...57).contains($0) }
      return isNumber || FileExtension.layouts.contains(inner) ? .shard : .other
    }
    let isExact = parts.count == 1
    let words = parts.dropLast().flatMap { $0.split { $0 == "_" || $0 == "-" } }.map(String.init)
    switch last {
    case "txt", "text", "caption":
      if words.contains(where: places.contains) { return .text(preference: neverPreferred) }
      if isExact { return .text(preference: last == "txt" ? 0 : last == "caption" ? 1 : 2) }
      return .text(preference: last == "caption" ? 5 : words.contains { $0.hasPrefix("caption") } ? 3 : 4)
    case "json":
      // DataCompDR's synthetic captions are beside JSON that holds none.
      return .json(preference: isExact ? 7 : words.contains("syn") ? 6 : 8)
    case "cls": return .json(preference: 9)
    case _ where media.contains(last): return .media
    case _ where FileExtension.layouts.contains(last): return .shard
    case _ where sides.contains(last): return .side
    default: return .other
    }
  }

  /// The parts of an ending that may be the key's: none where all are words that name a kind, as in `seg.png`.
  private static func middle(_ parts: [Substring], of ending: String) -> Substring {
    var kind = parts.suffix(1)
    if let last = parts.last, FileExtension.codecs.contains(String(last)) { kind = parts.suffix(2) }
    let before = parts.dropLast(kind.count)
    guard let first = before.first, let last = before.last,
      !before.allSatisfy({ $0.split { $0 == "_" || $0 == "-" }.allSatisfy { kinds.contains(String($0)) } })
    else { return "" }
    return ending[first.startIndex..<last.endIndex]
  }

  /// What a person calls the kind: the last of the ending, with a codec's before it.
  var label: String {
    let parts = ending.split(separator: ".")
    let isCoded = parts.last.map { FileExtension.codecs.contains(String($0)) } ?? false
    return parts.suffix(isCoded ? 2 : 1).joined(separator: ".")
  }

  /// The ending as `inspect` shows it, without what belongs to the key: `.txt`, `.syn.json`.
  var shownEnding: String { "." + (middle.isEmpty ? ending : label) }

  private static let media: Set<String> = [
    "jpg", "jpeg", "jpe", "png", "webp", "gif", "bmp", "tif", "tiff", "avif", "heic", "ppm", "pgm", "img",
    "npy",
    "npz", "pt", "pth", "pyd", "mp4", "webm", "mkv", "avi", "mov", "wav", "mp3", "flac", "ogg", "m4a",
  ]
  private static let sides: Set<String> = [
    "url", "id", "key", "index", "idx", "md5", "sha256", "bbox", "pkl", "pickle", "h5", "safetensors",
  ]
  /// Words in a name that say that a text is the place of something.
  private static let places: Set<String> = ["url", "urls", "uri", "link", "links", "href"]
  /// Words that name a kind of file, and are no part of a key.
  private static let kinds: Set<String> = places.union([
    "syn", "paug", "aug", "param", "params", "caption", "captions", "text", "alt", "meta", "metadata", "info",
    "label",
    "labels", "cls", "bbox", "mask", "depth", "seg", "pose", "ocr", "image", "img", "video", "audio", "orig",
    "original", "tokens", "emb", "embedding", "embeddings", "json", "raw", "title", "description", "prompt",
    "question",
    "answer", "input", "output", "left", "right", "thumb", "clip", "stats",
  ])
}
