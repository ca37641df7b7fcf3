/// What a file in an archive is, by its name: a part of a WebDataset sample, or a shard of its own.
struct MemberKind {
  /// What is done with the file.
  enum Use: Equatable {
    /// A text of its sample, preferred in this order: 0 first.
    case text(preference: Int)
    /// JSON of its sample, preferred likewise.
    case json(preference: Int)
    /// A picture, film or sound: its sample is a record even without text.
    case media
    /// A shard of its own, whatever its codec and layout.
    case shard
    /// The member is of none of these kinds.
    case other
  }

  /// The path up to the first full stop of the file's own name: what the files of one sample share.
  let key: ArraySlice<UInt8>
  /// What follows that full stop, in lower case.
  let ending: String
  let use: Use

  /// Looks at a path; nil where the file's own name starts with a full stop or has none.
  init?(_ path: [UInt8]) {
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    guard let stop = path[start...].firstIndex(of: UInt8(ascii: ".")), stop > start, stop + 1 < path.count
    else {
      return nil
    }
    key = path[..<stop]
    ending = String(decoding: path[(stop + 1)...], as: UTF8.self).lowercased()
    let last = ending.split(separator: ".").last.map(String.init) ?? ending
    let isExact = last == ending
    switch last {
    case "txt", "text": use = .text(preference: isExact ? 0 : 2)
    case "caption": use = .text(preference: isExact ? 1 : 3)
    case "json": use = .json(preference: isExact ? 4 : 5)
    case "cls": use = .json(preference: 6)
    case _ where Self.media.contains(last): use = .media
    case _ where FileExtension.layouts.contains(last) || FileExtension.codecs.contains(last): use = .shard
    default: use = .other
    }
  }

  private static let media: Set<String> = [
    "jpg", "jpeg", "jpe", "png", "webp", "gif", "bmp", "tif", "tiff", "avif", "heic", "ppm", "pgm", "img",
    "npy",
    "npz", "pt", "pth", "pyd", "mp4", "webm", "mkv", "avi", "mov", "wav", "mp3", "flac", "ogg", "m4a",
  ]
}
