extension ForeignContent {
  /// A refusal or an error is no longer than this.
  private static let longestMessage = 16 << 10

  /// Looks at the first bytes of a content that is text; nil where they may be data.
  ///
  /// - Parameters:
  ///   - bytes: The first bytes, without a byte order mark.
  ///   - isWhole: Whether they are all that there is.
  ///   - asLines: Whether the user says that the content is plain lines; then only what is no text at all is refused.
  /// - Returns: What it is where it is no data.
  static func recognised(in bytes: UnsafeRawBufferPointer, isWhole: Bool, asLines: Bool) -> ForeignContent? {
    let text = trimmed(bytes)
    guard let first = text.first else { return nil }
    if first == UInt8(ascii: "v"), text.starts(with: "version https://git-lfs.github.com/spec/".utf8) {
      return .gitLFSPointer
    }
    if asLines { return nil }
    switch first {
    case UInt8(ascii: "<"): return markup(text)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if isPython(text) { return .pythonDicts }
      return isWhole && isError(text) ? .errorObject : nil
    default: return isWhole ? refusal(text) : nil
    }
  }

  private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let start = JSONSpace.skip(bytes, 0)
    return UnsafeRawBufferPointer(rebasing: bytes[min(start, bytes.count)...])
  }

  /// A page or a document: captions may begin with `<PERSON>`, so only what opens one is looked for.
  private static func markup(_ text: UnsafeRawBufferPointer) -> ForeignContent? {
    /// Whether the text opens with a tag, in any case of its letters, that ends after `name`.
    func opens(_ name: StaticString) -> Bool {
      let count = name.utf8CodeUnitCount
      guard text.count > count else { return false }
      for index in 0..<count {
        let byte = text[index]
        let lower = (65...90).contains(byte) ? byte | 0x20 : byte
        if lower != name.utf8Start[index] { return false }
      }
      return text[count] <= 32 || text[count] == UInt8(ascii: ">")
    }
    if text.starts(with: "<!--".utf8) {
      guard let after = end(ofComment: text) else { return nil }
      let rest = trimmed(UnsafeRawBufferPointer(rebasing: text[after...]))
      return rest.first == UInt8(ascii: "<") ? markup(rest) : nil
    }
    if opens("<!doctype html") || opens("<html") { return .html }
    if opens("<?xml") || opens("<!doctype") || opens("<error") { return .xml }
    return nil
  }

  /// Where the comment ends that a text begins with.
  private static func end(ofComment text: UnsafeRawBufferPointer) -> Int? {
    let dash = UInt8(ascii: "-")
    var at = 4
    while at + 2 < text.count {
      if text[at] == dash, text[at + 1] == dash, text[at + 2] == UInt8(ascii: ">") { return at + 3 }
      at += 1
    }
    return nil
  }

  /// Whether a text is a dict, or a list of them, as Python prints it.
  static func isPythonText(_ content: UnsafeRawBufferPointer) -> Bool {
    let text = trimmed(content)
    guard let first = text.first else { return false }
    return (first == UInt8(ascii: "{") || first == UInt8(ascii: "[")) && isPython(text)
  }

  /// Whether the first record opens as a Python dict with a name in single quotes does: `{'url': `.
  static func isPython(_ text: UnsafeRawBufferPointer) -> Bool {
    var place = 0
    if text[0] == UInt8(ascii: "[") { place = JSONSpace.skip(text, 1) }
    guard place < text.count, text[place] == UInt8(ascii: "{") else { return false }
    place = JSONSpace.skip(text, place + 1)
    guard place < text.count, text[place] == UInt8(ascii: "'") else { return false }
    let name = text[(place + 1)...].prefix(256)
    guard let end = name.firstIndex(of: UInt8(ascii: "'")) else { return false }
    let next = JSONSpace.skip(text, end + 1)
    return next < text.count && text[next] == UInt8(ascii: ":")
  }

  /// Keys that an error has and a record has not.
  private static let errorKeys: Set<String> = ["error", "errors", "detail"]
  /// Keys that may stand beside them; an object with any other is a record.
  private static let otherKeys: Set<String> = [
    "message", "status", "code", "type", "title", "details", "reason", "success", "documentation_url",
    "statuscode", "status_code", "request_id", "requestid", "path", "timestamp", "instance", "trace_id",
    "url",
  ]

  /// Whether the content is one object that says nothing but what went wrong.
  private static func isError(_ text: UnsafeRawBufferPointer) -> Bool {
    guard text[0] == UInt8(ascii: "{"), text.count <= longestMessage else { return false }
    var walker = JSONWalker(plan: JSONPlan(nil))
    guard let end = try? walker.walk(text, from: 0), JSONSpace.skip(text, end) == text.count else {
      return false
    }
    let keys = topLevelKeys(text)
    return keys.count <= 8 && keys.allSatisfy { errorKeys.contains($0) || otherKeys.contains($0) }
      && (keys.contains(where: errorKeys.contains)
        || keys.contains("message")
          && !keys.isDisjoint(with: ["documentation_url", "status", "code", "success"]))
  }

  /// The keys of an object that is valid JSON, in lower case.
  private static func topLevelKeys(_ text: UnsafeRawBufferPointer) -> Set<String> {
    var keys: Set<String> = []
    var depth = 0
    var place = 0
    while place < text.count {
      switch text[place] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        let start = place + 1
        place = start
        while place < text.count, text[place] != UInt8(ascii: "\"") {
          place += text[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        let next = JSONSpace.skip(text, place + 1)
        if depth == 1, next < text.count, text[next] == UInt8(ascii: ":") {
          keys.insert(String(decoding: text[start..<min(place, text.count)], as: UTF8.self).lowercased())
        }
      default: break
      }
      place += 1
    }
    return keys
  }

  /// What servers answer in place of a file, as the whole content.
  private static let refusals: Set<String> = [
    "access denied", "accessdenied", "forbidden", "403 forbidden", "unauthorized", "401 unauthorized",
    "not found",
    "404 not found", "404: not found", "404 page not found", "entry not found", "repository not found",
    "revision not found", "invalid username or password.", "invalid credentials in authorization header",
    "too many requests", "internal server error", "bad gateway", "service unavailable", "gateway timeout",
  ]

  /// What a hub restricts access to.
  private static let subjects = ["dataset ", "model ", "space ", "this dataset", "this model", "repo"]

  /// The one sentence of a server that does not give the file.
  private static func refusal(_ text: UnsafeRawBufferPointer) -> ForeignContent? {
    guard text.count <= 1024 else { return nil }
    var end = text.count
    while end > 0, text[end - 1] <= 32 { end -= 1 }
    let line = String(decoding: text[..<end], as: UTF8.self)
    let lower = line.lowercased()
    let isGated =
      lower.hasPrefix("access to ") && subjects.contains(where: lower.dropFirst("access to ".count).hasPrefix)
      && (lower.contains("restricted") || lower.contains("disabled") || lower.contains("gated"))
      || lower.hasPrefix("cannot access gated repo")
    guard isGated || refusals.contains(lower) else { return nil }
    return .refusal(String(line.prefix { $0 != "\n" && $0 != "\r" }.prefix(100)))
  }
}
