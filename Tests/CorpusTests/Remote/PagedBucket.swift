import Synchronization

@testable import Corpus

/// A bucket that answers ListObjectsV2 from a list of keys, two entries a page.
final class PagedBucket: RemoteFetching {
  private let keys: [String]
  private let asked = Mutex<[String]>([])

  init(_ keys: [String]) { self.keys = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  /// The URLs that were asked for.
  var requests: [String] { asked.withLock { $0 } }

  func reply(to request: RemoteRequest, bodyLimit: Int) throws(RemoteFault) -> RemoteReply {
    asked.withLock { $0.append(request.url) }
    var parameters: [String: String] = [:]
    for parameter in request.url.split(separator: "?").last?.split(separator: "&") ?? [] {
      let pair = parameter.split(separator: "=", omittingEmptySubsequences: false)
      parameters[String(pair[0])] = PercentEncoding.decoded(pair[1])
    }
    let prefix = parameters["prefix"] ?? ""
    var entries: [(isFolder: Bool, name: String)] = []
    for key in keys where key.utf8.starts(with: prefix.utf8) {
      let rest = key.dropFirst(prefix.count)
      if parameters["delimiter"] == "/", let slash = rest.firstIndex(of: "/") {
        let folder = prefix + rest[...slash]
        if entries.last?.name != folder { entries.append((true, folder)) }
      } else {
        entries.append((false, key))
      }
    }
    let start = Int(parameters["continuation-token"] ?? "0") ?? 0
    let page = entries[min(start, entries.count)..<min(start + 2, entries.count)]
    let escaped = { (name: String) in name.replacing("&", with: "&amp;").replacing("<", with: "&lt;") }
    let body =
      "<ListBucketResult>"
      + page.map { entry in
        entry.isFolder
          ? "<CommonPrefixes><Prefix>\(escaped(entry.name))</Prefix></CommonPrefixes>"
          : "<Contents><Key>\(escaped(entry.name))</Key><Size>7</Size><ETag>&quot;e\(entry.name.utf8.count)&quot;</ETag></Contents>"
      }.joined()
      + (start + 2 < entries.count
        ? "<IsTruncated>true</IsTruncated><NextContinuationToken>\(start + 2)</NextContinuationToken>"
        : "<IsTruncated>false</IsTruncated>") + "</ListBucketResult>"
    return RemoteReply(status: 200, headers: [:], body: Array(body.utf8))
  }
}

/// Answers every request with the same, or by what its URL has in it.
struct FixedServer: RemoteFetching {
  /// What a URL has in it, and the status, the header lines and the body that answer it; the first that fits.
  var answers: [(part: String, status: Int, headers: [String: String], body: String)]

  func reply(to request: RemoteRequest, bodyLimit: Int) throws(RemoteFault) -> RemoteReply {
    guard let answer = answers.first(where: { request.url.contains($0.part) }) else {
      throw RemoteFault(.unreachable(detail: "nobody answers \(request.url)"))
    }
    return RemoteReply(
      status: answer.status, headers: answer.headers, body: Array(answer.body.utf8))
  }
}
