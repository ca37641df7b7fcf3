import Synchronization

/// A bucket seen as folders: what lies between the slashes of its keys.
///
/// Source: "ListObjectsV2" in the Amazon S3 API Reference; Google's XML API answers the same requests.
final class BucketFolders: RemoteFolders {
  private let name: BucketName
  private let settings: BucketSettings
  private let fetching: any RemoteFetching
  /// The region in which the bucket turned out to lie.
  private let region: Mutex<String>
  private let bounds: ListingBounds

  init(
    _ name: BucketName, settings: BucketSettings, fetching: any RemoteFetching,
    bounds: ListingBounds = ListingBounds()
  ) {
    self.name = name
    self.bounds = bounds
    self.settings = settings
    self.fetching = fetching
    region = Mutex(settings.region)
  }

  func children(of folder: String, beginning: String) throws(RemoteFault) -> [RemoteEntry] {
    try listing(beginning: (folder.isEmpty ? "" : folder + "/") + beginning, isRecursive: false)
  }

  func files(below folder: String) throws(RemoteFault) -> [RemoteEntry] {
    try listing(beginning: folder.isEmpty ? "" : folder + "/", isRecursive: true)
  }

  func shard(at path: String) throws(RemoteFault) -> RemoteShard { shard(path, RemoteIdentity()) }

  private func shard(_ key: String, _ identity: RemoteIdentity) -> RemoteShard {
    let region = region.withLock { $0 }
    return RemoteShard(
      shownPath: name.shown(key), url: root(region) + PercentEncoding.encoded(key, keepsSlashes: true),
      authorization: settings.authorization(region: region), service: name.scheme.service, identity: identity)
  }

  /// The bucket's URL with a slash at its end.
  private func root(_ region: String) -> String {
    if let endpoint = settings.endpoint { return "\(endpoint)/\(name.bucket)/" }
    let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
    // A name with a full stop, or with letters that no host has, fits no certificate as a part of the host.
    let isOfHost = name.bucket.utf8.allSatisfy {
      $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "_") && !(0x41...0x5A).contains($0)
    }
    return isOfHost
      ? "https://\(name.bucket).s3.\(region).\(domain)/" : "https://s3.\(region).\(domain)/\(name.bucket)/"
  }

  private func listing(beginning prefix: String, isRecursive: Bool) throws(RemoteFault) -> [RemoteEntry] {
    var entries: [RemoteEntry] = []
    var token: String?
    var bounds = bounds
    repeat {
      let before = entries.count
      let page = try page(beginning: prefix, isRecursive: isRecursive, from: token)
      let (contents, folders) = (page.all("Contents"), page.all("CommonPrefixes"))
      for content in contents {
        guard let key = content["Key"]?.text, key.utf8.starts(with: prefix.utf8) else {
          throw fault("it lists a key that was not asked for")
        }
        // A folder's mark: an object of no bytes, so that a console shows the folder.
        if key.hasSuffix("/") { continue }
        let tag = content["ETag"].map { $0.text.filter { $0 != "\"" } }
        let identity = RemoteIdentity(tag: tag, size: content["Size"].flatMap { Int($0.text) })
        entries.append(RemoteEntry(path: key, shard: shard(key, identity)))
      }
      for common in folders {
        guard let folder = common["Prefix"]?.text, folder.hasSuffix("/") else { continue }
        entries.append(RemoteEntry(path: String(folder.dropLast()), shard: nil))
      }
      token = page["IsTruncated"]?.text == "true" ? page["NextContinuationToken"]?.text : nil
      if page["IsTruncated"]?.text == "true", token == nil {
        throw fault("it lists a part of the keys and does not say how it goes on")
      }
      if let detail = bounds.refusal(
        listed: contents.count + folders.count, names: entries[before...].lazy.map(\.path), next: token)
      {
        throw fault(detail)
      }
    } while token != nil
    return entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private func page(
    beginning prefix: String, isRecursive: Bool, from token: String?
  ) throws(RemoteFault) -> ListingXML {
    // Sorted as the signature sorts them.
    var parameters: [String] = []
    if let token { parameters.append("continuation-token=" + PercentEncoding.encoded(token)) }
    if !isRecursive { parameters.append("delimiter=%2F") }
    parameters += ["list-type=2", "prefix=" + PercentEncoding.encoded(prefix)]
    let query = parameters.joined(separator: "&")
    var reply = try ask(query)
    // A bucket in another region answers with its region's name.
    if reply.status != 200, let other = reply.headers["x-amz-bucket-region"],
      Self.isRegion(other), other != region.withLock({ $0 })
    {
      move(to: other)
      reply = try ask(query)
    }
    let document = ListingXML(reply.body)
    guard reply.status == 200 else {
      let words = document?.name == "Error" ? document?["Code"]?.text : nil
      throw RemoteFault(
        .status(reply.status, message: Self.shown(words ?? "")),
        service: name.scheme.service)
    }
    guard let document, document.name == "ListBucketResult" else { throw fault("it is no ListBucketResult") }
    return document
  }

  private func ask(_ query: String) throws(RemoteFault) -> RemoteReply {
    let region = region.withLock { $0 }
    let request = RemoteRequest(
      url: root(region) + "?" + query, authorization: settings.authorization(region: region),
      service: name.scheme.service)
    return try fetching.reply(to: request, bodyLimit: ListingBounds.pageBytes)
  }

  /// Asks and signs for another region from now on, which the store has named.
  func move(to other: String) { region.withLock { $0 = other } }

  /// Whether a text can be the name of a region.
  static func isRegion(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count < 32
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
      }
  }

  /// A server's word as far as it is one.
  private static func shown(_ text: String) -> String {
    String(
      text.unicodeScalars.filter { $0.isASCII && $0.value > 0x20 && $0.value != 0x7F }.prefix(60).map(
        Character.init))
  }

  private func fault(_ detail: String) -> RemoteFault {
    RemoteFault(.badAnswer(detail: detail), service: name.scheme.service)
  }
}
