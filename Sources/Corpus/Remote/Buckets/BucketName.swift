/// A place in an object store: `s3://BUCKET/KEY` or `gs://BUCKET/KEY`. The key stands there as it is, not percent-encoded.
struct BucketName: Sendable, Hashable {
  /// The scheme, which says whose store it is.
  enum Scheme: String, Sendable {
    case s3 = "s3://"
    case gs = "gs://"

    var service: RemoteService { self == .s3 ? .s3 : .gcs }
  }

  let scheme: Scheme
  let bucket: String
  /// The key or the beginning of keys; empty for the whole bucket.
  let key: String

  /// Reads a name.
  ///
  /// - Throws: `RemoteFault.Reason.badName`.
  init(_ text: String, scheme: Scheme) throws(RemoteFault) {
    self.scheme = scheme
    let rest = text.dropFirst(scheme.rawValue.count)
    let end = rest.firstIndex(of: "/") ?? rest.endIndex
    bucket = String(rest[..<end])
    var key = rest[end...].dropFirst()
    while key.hasSuffix("/") { key.removeLast() }
    self.key = String(key)
    guard (3...255).contains(bucket.utf8.count), !bucket.hasPrefix("."), !bucket.contains(".."),
      bucket.utf8.allSatisfy(Self.isOfBuckets)
    else {
      throw RemoteFault(
        .badName(
          detail:
            "\(scheme.rawValue)BUCKET/KEY is read, and a bucket's name is letters, digits, full stops, - and _"
        ), service: scheme.service)
    }
    guard self.key.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw RemoteFault(
        .badName(detail: "a key has no control characters"), service: scheme.service)
    }
  }

  /// The bucket and a key as a shard's name.
  func shown(_ key: String) -> String { "\(scheme.rawValue)\(bucket)/\(key)" }

  private static func isOfBuckets(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
