/// Signs requests to S3 and to what speaks as it does.
///
/// Source: "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)" in the Amazon S3 API Reference.
/// libcurl signs, too, but older versions sign what S3 refuses: without the digest of the body, and without sorting the query.
struct AWSSignature {
  let keys: RemoteAWSKeys
  /// The seconds since 1970 at which the signature is made; a server takes it for some minutes.
  let time: Int

  /// The header lines that sign a GET of a URL, `Host` not among them.
  ///
  /// - Parameters:
  ///   - url: The URL, percent-encoded, without a fragment.
  ///   - headers: Further header lines to sign, such as `range`; they are to be sent as well.
  /// - Returns: The lines to add.
  func headers(forGetOf url: String, signing headers: [(name: String, value: String)] = []) -> [(
    name: String, value: String
  )] {
    let parts = Self.parts(of: url)
    let (day, moment) = Self.stamp(time)
    let emptyBody = SHA256.hexadecimal(SHA256.digest([]))
    var added: [(name: String, value: String)] = [
      ("x-amz-content-sha256", emptyBody), ("x-amz-date", moment),
    ]
    if let token = keys.sessionToken { added.append(("x-amz-security-token", token)) }
    let signed = ([("host", parts.host)] + headers + added).map { ($0.0.lowercased(), Self.trimmed($0.1)) }
      .sorted { $0.0 < $1.0 }
    let names = signed.map(\.0).joined(separator: ";")
    let canonical = [
      "GET", parts.path, Self.canonical(query: parts.query), signed.map { "\($0.0):\($0.1)\n" }.joined(),
      names,
      emptyBody,
    ].joined(separator: "\n")
    let scope = "\(day)/\(keys.region)/s3/aws4_request"
    let toSign =
      "AWS4-HMAC-SHA256\n\(moment)\n\(scope)\n"
      + SHA256.hexadecimal(SHA256.digest(Array(canonical.utf8)))
    let key = [day, keys.region, "s3", "aws4_request"].reduce(Array("AWS4\(keys.secretKey)".utf8)) {
      SHA256.authentication(of: Array($1.utf8), key: $0)
    }
    let signature = SHA256.hexadecimal(SHA256.authentication(of: Array(toSign.utf8), key: key))
    added.append(
      (
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=\(keys.accessKey)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
      ))
    return added
  }

  /// What of a URL is signed: the host as a client sends it, the path, and the query.
  private static func parts(of url: String) -> (host: String, path: String, query: String) {
    let text = Array(url.utf8)
    let isSecure = url.lowercased().hasPrefix("https:")
    let start =
      text.indices.dropFirst(2).first { text[$0 - 2...$0].elementsEqual("://".utf8) }.map { $0 + 1 } ?? 0
    let end =
      text[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? text.endIndex
    let mark = text[end...].firstIndex(of: UInt8(ascii: "?")) ?? text.endIndex
    var host = String(decoding: text[start..<end], as: UTF8.self)
    let usual = isSecure ? ":443" : ":80"
    if host.hasSuffix(usual) { host.removeLast(usual.count) }
    let path = String(decoding: text[end..<mark], as: UTF8.self)
    return (host, path.isEmpty ? "/" : path, String(decoding: text[mark...].dropFirst(), as: UTF8.self))
  }

  /// The parameters, each encoded in the one way and sorted by their bytes.
  private static func canonical(query: String) -> String {
    query.split(separator: "&").map { parameter -> (name: String, value: String) in
      let equals = parameter.firstIndex(of: "=") ?? parameter.endIndex
      return (encoded(parameter[..<equals]), encoded(parameter[equals...].dropFirst()))
    }.sorted {
      $0.name == $1.name
        ? $0.value.utf8.lexicographicallyPrecedes($1.value.utf8)
        : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  private static func encoded(_ piece: Substring) -> String {
    PercentEncoding.decoded(piece).map { PercentEncoding.encoded($0) } ?? String(piece)
  }

  private static func trimmed(_ value: String) -> String {
    value.split(separator: " ").joined(separator: " ")
  }

  /// The day and the moment in UTC: `20130524` and `20130524T000000Z`.
  static func stamp(_ time: Int) -> (day: String, moment: String) {
    // From days to a date of the Gregorian calendar: years begin in March, so that a leap day is the last of its year.
    let seconds = ((time % 86_400) + 86_400) % 86_400
    let days = (time - seconds) / 86_400 + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let day = padded(year, 4) + padded(month) + padded(dayOfYear - (153 * shifted + 2) / 5 + 1)
    return (day, "\(day)T\(padded(seconds / 3_600))\(padded(seconds / 60 % 60))\(padded(seconds % 60))Z")
  }

  private static func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
