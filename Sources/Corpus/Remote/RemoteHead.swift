/// The head of an answer: its status and its header lines.
struct RemoteHead: Sendable {
  /// The HTTP status.
  var status = 0
  /// The header lines by their names in lower case; of several of one name the last.
  var headers: [String: String] = [:]
  /// Whether the line between head and body has come.
  var isComplete = false
  private var bytes = 0

  /// A head of more bytes than this is refused.
  private static let maximumBytes = 256 << 10

  /// Takes the next line; false where the head is too long.
  mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
    bytes += line.count
    guard bytes <= Self.maximumBytes else { return false }
    let text = String(decoding: line, as: UTF8.self)
    let trimmed = Self.trimmed(text)
    if text.hasPrefix("HTTP/") {
      // A head that says to go on (100, 103) may come before the one that counts.
      (headers, isComplete) = ([:], false)
      status = trimmed.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    } else if trimmed.isEmpty {
      isComplete = status >= 200
    } else if !isComplete, let colon = trimmed.firstIndex(of: ":") {
      headers[trimmed[..<colon].lowercased()] = Self.trimmed(trimmed[trimmed.index(after: colon)...])
    }
    return true
  }

  /// The length of the body as it is told; nil where it is not.
  var contentLength: Int? { headers["content-length"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }

  /// The range that the body is, and the file's size, as the answer says; nil where it says none.
  var contentRange: (range: Range<Int>, size: Int?)? {
    guard let text = headers["content-range"], text.lowercased().hasPrefix("bytes ") else { return nil }
    let parts = text.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let bounds = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard bounds.count == 2, let first = Int(Self.trimmed(bounds[0])),
      let last = Int(Self.trimmed(bounds[1])),
      first >= 0, last >= first, last < Int.max
    else { return nil }
    return (first..<last + 1, Int(Self.trimmed(parts[1])))
  }

  /// The ETag without quotes and weakness mark.
  var tag: String? {
    guard var text = headers["etag"], text.utf8.count < 1024 else { return nil }
    if text.hasPrefix("W/") { text.removeFirst(2) }
    if text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count >= 2 {
      text = String(text.dropFirst().dropLast())
    }
    return text.isEmpty ? nil : text
  }

  /// What a later request names so that it is answered in part only if the file is the same; nil where nothing serves.
  var condition: String? {
    if let tag = headers["etag"], tag.hasPrefix("\"") { return tag }
    return headers["etag"] == nil ? headers["last-modified"] : nil
  }

  /// How many seconds the server asks to wait; nil where it does not, or names a time of day that has passed.
  func retryAfter(now: HTTPDate) -> Double? {
    guard let text = headers["retry-after"] else { return nil }
    if let seconds = Double(text), seconds >= 0 { return seconds }
    return HTTPDate(text).map { Double($0.seconds - now.seconds) }.flatMap { $0 > 0 ? $0 : nil }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    let bytes = Array(text.utf8.drop(while: isSpace))
    let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? 0
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}

/// A time of day as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Source: RFC 9110, 5.6.7.
struct HTTPDate: Sendable, Equatable {
  /// Seconds since 1970.
  var seconds: Int

  init(seconds: Int) { self.seconds = seconds }

  init?(_ text: String) {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), (1...31).contains(day),
      let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]),
      (1970...9999).contains(year)
    else { return nil }
    let clock = words[4].split(separator: ":").map { Int($0) ?? -1 }
    guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    let isLeap = { (year: Int) in year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let before = year - 1
    let leapDays = before / 4 - before / 100 + before / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400)
    let days = (year - 1970) * 365 + leapDays + lengths[..<month].reduce(0, +) + day - 1
    seconds = days * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
  }
}
