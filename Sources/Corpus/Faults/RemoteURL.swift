/// A URL that may be asked for: `https` or `http`, a host, and a path that means the same to everybody who reads it.
///
/// What could mislead is refused: a user or a password, control characters, dot segments (also percent-encoded), percent
/// signs that encode nothing, a backslash, a fragment. Other characters that a URL does not have are percent-encoded.
///
/// Source: RFC 3986.
struct RemoteURL: Sendable, Hashable {
  /// `https` or `http`.
  let scheme: String
  /// The host in lower case; an IPv6 address in its brackets.
  let host: String
  /// The port; that of the scheme where none is named.
  let port: Int
  /// The path, from its slash on.
  let path: String
  /// What follows the question mark; nil where there is none.
  let query: String?

  /// The longest that is asked for.
  static let maximumBytes = 8192

  /// Reads a URL as a person or a server writes it.
  init(_ text: String) throws(RemoteFault) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.maximumBytes else {
      throw Self.refused("it has more than \(Self.maximumBytes) bytes")
    }
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw Self.refused("it has a control character")
    }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
      throw Self.refused("it has no scheme")
    }
    let scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
    guard scheme == "https" || scheme == "http" else {
      throw Self.refused("its scheme is neither https nor http")
    }
    let rest = bytes[(colon + 3)...]
    let end = rest.firstIndex { "/?#\\".utf8.contains($0) } ?? rest.endIndex
    (host, port) = try Self.authority(rest[..<end], scheme)
    self.scheme = scheme
    let tail = rest[end...]
    guard !tail.contains(UInt8(ascii: "#")) else {
      throw Self.refused("it has a fragment (#…); where the sign belongs to a name, write %23")
    }
    let mark = tail.firstIndex(of: UInt8(ascii: "?")) ?? tail.endIndex
    path = try Self.path(tail[..<mark])
    query = mark < tail.endIndex ? try Self.escaped(tail[(mark + 1)...]) : nil
  }

  /// The URL as it is sent.
  var text: String {
    let isUsual = port == (scheme == "https" ? 443 : 80)
    return scheme + "://" + host + (isUsual ? "" : ":\(port)") + path + (query.map { "?" + $0 } ?? "")
  }

  /// The URL without the parts of its query that let somebody in, as those of presigned URLs do.
  var shown: String {
    var shown = text
    guard let query else { return shown }
    shown = String(shown.dropLast(query.count + 1))
    let kept = query.split(separator: "&", omittingEmptySubsequences: false).filter { !Self.isSecret($0) }
    return kept.isEmpty ? shown : shown + "?" + kept.joined(separator: "&")
  }

  /// Whether two URLs are of one scheme, host and port: what a token belongs to.
  func isOfOrigin(_ other: RemoteURL) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port
  }

  /// The URL that a redirect from this one leads to.
  func redirected(to location: String) throws(RemoteFault) -> RemoteURL {
    let bytes = Array(location.utf8)
    let target: String
    if let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      colon < bytes.firstIndex(where: { "/?#".utf8.contains($0) }) ?? bytes.endIndex
    {
      target = location
    } else if location.hasPrefix("//") {
      target = scheme + ":" + location
    } else {
      let start = scheme + "://" + host + ":\(port)"
      let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
      target =
        location.hasPrefix("/")
        ? start + location : location.hasPrefix("?") ? start + path + location : start + folder + location
    }
    do throws(RemoteFault) {
      let url = try RemoteURL(String(target.prefix { $0 != "#" }))
      guard scheme == "http" || url.scheme == "https" else {
        throw RemoteFault(.refusedRedirect(to: "\(url.scheme)://\(url.host)"))
      }
      return url
    } catch {
      if case .refusedRedirect = error.reason { throw error }
      throw RemoteFault(.refusedRedirect(to: String(Self.shown(refused: target).prefix(120))))
    }
  }

  /// Whether a text begins as a URL of the web does.
  static func recognises(_ text: String) -> Bool {
    let head = text.prefix(8).lowercased()
    return head.hasPrefix("https://") || head.hasPrefix("http://")
  }

  /// What is shown of a text that is no URL to be asked for: nothing that may be a user, a password or a key.
  static func shown(refused text: String) -> String {
    let path = text.prefix { $0 != "?" && $0 != "#" }.unicodeScalars.map {
      ("!"..."~").contains($0) ? $0 : "?"
    }
    var shown = String(String.UnicodeScalarView(path))
    let start = shown.firstRange(of: "://").map(\.upperBound) ?? shown.startIndex
    if let at = shown.lastIndex(of: "@") {
      shown = String(shown[..<start] + shown[shown.index(after: at)...])
    }
    return shown
  }

  // MARK: parts

  private static func refused(_ detail: String) -> RemoteFault { RemoteFault(.refusedURL(detail: detail)) }

  private static func authority(
    _ bytes: ArraySlice<UInt8>, _ scheme: String
  ) throws(RemoteFault) -> (String, Int) {
    guard !bytes.contains(UInt8(ascii: "@")) else {
      throw refused("it names a user or a password, which would be kept with the counts")
    }
    var host = bytes
    var port = scheme == "https" ? 443 : 80
    let closing = bytes.lastIndex(of: UInt8(ascii: "]"))
    if let colon = bytes.lastIndex(of: UInt8(ascii: ":")), closing.map({ colon > $0 }) ?? true {
      host = bytes[..<colon]
      let digits = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
      guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
        (1...65535).contains(number)
      else { throw refused("its port is no number from 1 to 65535") }
      port = number
    }
    let name = String(decoding: host, as: UTF8.self).lowercased()
    let isAddress = host.first == UInt8(ascii: "[") && closing.map { $0 == host.endIndex - 1 } ?? false
    let inside = isAddress ? name.utf8.dropFirst().dropLast() : name.utf8[...]
    let allowed = isAddress ? "0123456789abcdef:." : "abcdefghijklmnopqrstuvwxyz0123456789-._"
    guard !inside.isEmpty, inside.allSatisfy({ allowed.utf8.contains($0) }),
      name.utf8.first != UInt8(ascii: ".")
    else {
      throw refused("its host is none (a name in other letters is written as xn--…)")
    }
    return (name, port)
  }

  private static func path(_ bytes: ArraySlice<UInt8>) throws(RemoteFault) -> String {
    guard !bytes.isEmpty else { return "/" }
    guard !bytes.contains(UInt8(ascii: "\\")) else {
      throw refused("it has a backslash; where it belongs to a name, write %5C")
    }
    let path = try escaped(bytes)
    for segment in path.split(separator: "/") {
      let plain = segment.lowercased().replacing("%2e", with: ".")
      guard plain != "." && plain != ".." else { throw refused("its path has a . or .. between slashes") }
    }
    return path
  }

  /// Percent-encodes what a URL does not have.
  private static func escaped(_ bytes: ArraySlice<UInt8>) throws(RemoteFault) -> String {
    var text = ""
    text.reserveCapacity(bytes.count)
    for (index, byte) in zip(bytes.indices, bytes) {
      if byte == UInt8(ascii: "%") {
        let digits = bytes[(index + 1)...].prefix(2)
        guard digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16),
          digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-")
        else {
          throw refused("it has a percent sign that encodes nothing; where it belongs to a name, write %25")
        }
        guard value >= 0x20 && value != 0x7F else { throw refused("it encodes a control character") }
      }
      if byte <= 0x20 || byte >= 0x7F || "\"<>^`{|}\\".utf8.contains(byte) {
        let digits = String(byte, radix: 16, uppercase: true)
        text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      } else {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return text
  }

  /// The parameters of presigned URLs of S3, Google's store, CloudFront and Azure, in lower case, and the names that others
  /// give to what lets somebody in.
  private static let secrets: Set<String> = [
    "awsaccesskeyid", "signature", "expires", "policy", "key-pair-id", "googleaccessid", "sig", "se", "sp",
    "sv",
    "sr", "st", "spr", "sip", "skoid", "sktid", "skt", "ske", "sks", "skv", "apikey", "api_key", "key", "jwt",
  ]
  private static let secretParts = ["token", "secret", "passw", "auth", "credential", "sign"]

  private static func isSecret(_ parameter: Substring) -> Bool {
    let name = parameter.prefix { $0 != "=" }.lowercased()
    return name.hasPrefix("x-amz-") || name.hasPrefix("x-goog-") || secrets.contains(name)
      || secretParts.contains { name.contains($0) }
  }
}
