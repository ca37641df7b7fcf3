/// What a table's cell looks like, where no header says what its column holds.
enum CellKind: String, Sendable, CaseIterable {
  case blank
  case url = "URL"
  case number
  /// A digest, a UUID or another identifier that is no word.
  case identifier
  case fileName = "file name"
  case text

  /// Looks at a cell.
  init(_ cell: UnsafeRawBufferPointer) {
    var trimmed = cell[...]
    while let first = trimmed.first, first <= 32 { trimmed = trimmed.dropFirst() }
    while let last = trimmed.last, last <= 32 { trimmed = trimmed.dropLast() }
    let bytes = UnsafeRawBufferPointer(rebasing: trimmed)
    if bytes.isEmpty {
      self = .blank
    } else if bytes.contains(where: { $0 <= 32 || $0 >= 0x80 }) {
      self = .text
    } else if Self.isURL(bytes) {
      self = .url
    } else if Self.isNumber(bytes) {
      self = .number
    } else if Self.isFileName(bytes) {
      self = .fileName
    } else if Self.isIdentifier(bytes) {
      self = .identifier
    } else {
      self = .text
    }
  }

  /// What a column holds: text, unless nine tenths of its cells that are not blank are something else; then what
  /// the first of these is.
  static func ofColumn(_ cells: [CellKind]) -> CellKind {
    let filled = cells.filter { $0 != .blank }
    guard let machine = filled.first(where: { $0 != .text }) else { return filled.isEmpty ? .blank : .text }
    return filled.filter { $0 != .text }.count * 10 >= filled.count * 9 ? machine : .text
  }

  private static func isURL(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if bytes.starts(with: "//".utf8) || bytes.starts(with: "www.".utf8) || bytes.starts(with: "data:".utf8) {
      return true
    }
    let scheme = bytes.prefix { isLetter($0) || isDigit($0) || $0 == 43 || $0 == 45 || $0 == 46 }
    return scheme.count > 1 && bytes.dropFirst(scheme.count).starts(with: "://".utf8)
  }

  private static func isNumber(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.contains(where: isDigit)
      && bytes.allSatisfy { isDigit($0) || [43, 44, 45, 46, 58, 47].contains($0) || $0 | 0x20 == 101 }
  }

  private static let extensions: Set<String> = [
    "jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff", "svg", "jfif", "avif", "heic", "mp4", "avi",
    "webm",
    "mov", "mkv", "mp3", "wav", "flac", "json", "txt", "npy", "npz", "tar",
  ]

  private static func isFileName(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // Flickr8k numbers an image's captions: `image.jpg#0`.
    var name = bytes[...]
    if let hash = name.lastIndex(of: UInt8(ascii: "#")), name[(hash + 1)...].allSatisfy(isDigit) {
      name = name[..<hash]
    }
    if let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex {
      let ending = String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
      if extensions.contains(ending) { return true }
    }
    return name.contains(UInt8(ascii: "/"))
      && (name.first == UInt8(ascii: "/") || name.contains(where: isDigit))
  }

  /// Sixteen or more characters of which none is a space and some are digits.
  private static func isIdentifier(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= 16 else { return false }
    let isHex = bytes.allSatisfy { isDigit($0) || (97...102).contains($0 | 0x20) || $0 == 45 }
    let isCode = bytes.allSatisfy { isLetter($0) || isDigit($0) || [43, 45, 47, 61, 95, 58].contains($0) }
    return isHex || (isCode && bytes.contains(where: isDigit))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
}
