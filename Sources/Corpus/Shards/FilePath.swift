#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file's path as text. To the system a path is bytes; where they are not valid UTF-8, text stands for them.
///
/// A path is written as it is, except one that is not UTF-8 or that begins with `file:`: these are written `file:` and
/// then percent-encoded, as in a URI (RFC 8089, RFC 3986): `file:/data/caf%E9.jsonl`. So every path has one text, no two
/// have the same, and what other programs write as `file:///data/a%20b.tar` is understood.
public enum FilePath {
  private static let prefix = "file:"

  /// The text that stands for a path's bytes.
  public static func text(of bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self), !text.utf8.starts(with: prefix.utf8) {
      return text
    }
    return encodedText(of: bytes)
  }

  /// The text that stands for a path's bytes, percent-encoded behind `file:` whatever they are.
  static func encodedText(of bytes: some Collection<UInt8>) -> String {
    var text = prefix
    for byte in bytes {
      if isPlain(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return text
  }

  /// The bytes that a text stands for; a percent sign that no two hexadecimal digits follow stands for itself.
  public static func bytes(of text: String) -> [UInt8] {
    guard text.utf8.starts(with: prefix.utf8) else { return Array(text.utf8) }
    var rest = Array(text.utf8.dropFirst(prefix.utf8.count))[...]
    // An empty authority: `file:///data`.
    if rest.starts(with: "///".utf8) { rest = rest.dropFirst(2) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rest.count)
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2, digits.allSatisfy(isHexadecimal),
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  /// Whether there is a regular file at a path, which can be read more than once.
  static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return withCString(path) { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The text of a path without links from the root; nil where there is no such file, or the text holds NUL.
  public static func resolved(_ text: String) -> String? {
    let path = bytes(of: text)
    guard !path.contains(0), let resolved = withCString(text, { realpath($0, nil) }) else { return nil }
    defer { free(resolved) }
    return self.text(
      of: UnsafeBufferPointer(start: resolved, count: strlen(resolved)).map { UInt8(bitPattern: $0) })
  }

  /// The words of the command line after the program's name; a word that is no option and not valid UTF-8, which must be
  /// a path, as the text of its bytes.
  public static var commandLineWords: [String] {
    (1..<max(Int(CommandLine.argc), 1)).compactMap { index in
      guard let word = CommandLine.unsafeArgv[index] else { return nil }
      let bytes = UnsafeBufferPointer(start: word, count: strlen(word)).map { UInt8(bitPattern: $0) }
      if let text = String(validating: bytes, as: UTF8.self) { return text }
      return bytes.first == UInt8(ascii: "-") ? String(decoding: bytes, as: UTF8.self) : text(of: bytes)
    }
  }

  /// Whether there is a file of this path.
  public static func exists(_ text: String) -> Bool { withCString(text) { access($0, F_OK) } == 0 }

  /// Whether a folder holds an entry of this path, be it a link that leads nowhere: what a shell's `*` may have put there.
  public static func isEntry(_ text: String) -> Bool {
    var status = stat()
    return withCString(text) { lstat($0, &status) } == 0
  }

  /// Hands the bytes that a text stands for to a function of the system's, with the NUL that ends them.
  public static func withCString<Result>(_ text: String, _ body: (UnsafePointer<CChar>) throws -> Result)
    rethrows -> Result
  {
    // Only these need more than Swift's own conversion.
    guard text.utf8.starts(with: prefix.utf8) else { return try text.withCString(body) }
    return try (bytes(of: text).map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return try text.withCString(body) }
      return try body(base)
    }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  /// RFC 3986's unreserved characters, and the slash.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: "-._~/".utf8.contains(byte)
    }
  }
}
