import Foundation
import TestSupport
import Testing

@testable import Corpus

@Suite struct SigningTests {
  /// Python's hashlib and hmac, for messages and keys of every length around the ends of a block.
  @Test(.enabled(if: ProjectPaths.python != nil)) func digestsArePythons() throws {
    let script = """
      import hashlib, hmac
      for n in range(200):
          m = bytes(i * 7 + n & 255 for i in range(n))
          k = bytes(i * 5 + n & 255 for i in range(200 - n))
          print(hashlib.sha256(m).hexdigest(), hmac.new(k, m, "sha256").hexdigest())
      """
    let lines = try Run.python(["-c", script]).stdout.split(separator: "\n")
    try #require(lines.count == 200)
    for (n, line) in lines.enumerated() {
      let message = (0..<n).map { UInt8(truncatingIfNeeded: $0 * 7 + n) }
      let key = (0..<200 - n).map { UInt8(truncatingIfNeeded: $0 * 5 + n) }
      let ours = [SHA256.digest(message), SHA256.authentication(of: message, key: key)]
      #expect(ours.map(SHA256.hexadecimal).joined(separator: " ") == line)
    }
  }

  /// The examples of "Authenticating Requests: Using the Authorization Header" in the Amazon S3 API Reference.
  @Test(arguments: [
    (
      "/test.txt", [("range", "bytes=0-9")], "host;range;x-amz-content-sha256;x-amz-date",
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    ),
    (
      "/?lifecycle", [], "host;x-amz-content-sha256;x-amz-date",
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
    ),
    (
      "/?prefix=J&max-keys=2", [], "host;x-amz-content-sha256;x-amz-date",
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
    ),
  ])
  func signaturesAreThePublishedOnes(
    path: String, headers: [(String, String)], names: String, signature: String
  ) {
    let keys = RemoteAWSKeys(
      accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      region: "us-east-1")
    let lines = AWSSignature(keys: keys, time: 1_369_353_600)
      .headers(
        forGetOf: "https://examplebucket.s3.amazonaws.com" + path,
        signing: headers.map { (name: $0.0, value: $0.1) })
    #expect(
      lines.last?.value
        == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
        + "SignedHeaders=\(names), Signature=\(signature)")
    #expect(lines.first { $0.name == "x-amz-date" }?.value == "20130524T000000Z")
  }

  @Test(.enabled(if: ProjectPaths.python != nil)) func momentsArePythons() throws {
    let script = """
      import time
      for t in range(0, 5000000000, 86400 * 37 + 12345):
          print(t, time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(t)))
      """
    let lines = try Run.python(["-c", script]).stdout.split(separator: "\n")
    try #require(lines.count > 1_000)
    for line in lines {
      let pair = line.split(separator: " ")
      #expect(AWSSignature.stamp(try #require(Int(pair[0]))).moment == pair[1])
    }
  }

  @Test(arguments: ["a b", "é+%", "a/b", "", "~-._", "\u{0}\u{7F}&=?#"])
  func percentEncodingComesBack(text: String) {
    let encoded = PercentEncoding.encoded(text)
    #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") })
    #expect(PercentEncoding.decoded(encoded) == text)
  }
}
