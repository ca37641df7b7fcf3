import Testing

@testable import Corpus

/// Heads as servers send them, and what they make of a file.
@Suite struct RemoteHeadTests {
  private static func head(_ lines: String...) -> RemoteHead {
    var head = RemoteHead()
    for line in lines + [""] { Array((line + "\r\n").utf8).withUnsafeBytes { _ = head.take($0) } }
    return head
  }

  @Test func aHeadBeforeTheHeadIsForgotten() {
    let head = Self.head("HTTP/1.1 103 Early Hints", "ETag: \"a\"", "", "HTTP/2 200", "etag: W/\"b\"", "X: 1")
    #expect(head.status == 200 && head.tag == "b" && head.condition == nil && head.isComplete)
  }

  @Test func tooLongAHeadIsRefused() {
    var head = RemoteHead()
    let line = Array(("X: " + String(repeating: "a", count: 100_000) + "\r\n").utf8)
    let taken = (0..<4).map { _ in line.withUnsafeBytes { head.take($0) } }
    #expect(taken == [true, true, false, false])
  }

  /// RFC 9110's own example, and dates beside leap days, by Python's calendar.timegm.
  private static let dates: [(String, Int?)] = [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 29 Feb 2024 00:00:00 GMT", 1_709_164_800),
    ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200), ("Mon, 01 Mar 2100 12:00:00 GMT", 4_107_585_600),
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("yesterday", nil), ("Sun, 06 Nov 1994 25:49:37 GMT", nil),
  ]

  @Test(arguments: dates) func datesAreHTTPs(_ text: String, _ seconds: Int?) {
    #expect(HTTPDate(text)?.seconds == seconds)
  }

  @Test func aServerSaysHowLongToWait() {
    let now = HTTPDate(seconds: 784_111_777)
    let wait = { (value: String) in
      Self.head("HTTP/1.1 429 Slow", "Retry-After: \(value)").retryAfter(now: now)
    }
    #expect(wait("7") == 7 && wait("Sun, 06 Nov 1994 08:50:07 GMT") == 30)
    #expect(wait("Sun, 06 Nov 1994 08:00:00 GMT") == nil && wait("-1") == nil && wait("soon") == nil)
  }

  @Test func aPartIsNotTakenForTheWhole() throws {
    var facts = RemoteFacts(RemoteIdentity(size: 1000))
    let part = try facts.take(
      Self.head("HTTP/1.1 206 Part", "ETag: \"a\"", "Content-Range: bytes 10-19/1000"), asked: 10..<20)
    #expect(part == 10..<20 && facts.condition == "\"a\"")
    let bad: [(RemoteHead, Range<Int>?)] = [
      (Self.head("HTTP/1.1 206 P", "Content-Range: bytes 11-20/1000"), 10..<20),
      (Self.head("HTTP/1.1 206 P", "Content-Range: bytes 10-15/1000"), 10..<20),
      (Self.head("HTTP/1.1 206 P", "Content-Range: bytes 10-19/1001"), 10..<20),
      (Self.head("HTTP/1.1 206 P", "Content-Range: bytes 10-19/1000", "ETag: \"b\""), 10..<20),
      (Self.head("HTTP/1.1 206 P", "Content-Range: bytes 10-19/1000", "Content-Length: 11"), 10..<20),
      (Self.head("HTTP/1.1 206 P", "Content-Range: bytes 10-19/1000"), nil),
      (Self.head("HTTP/1.1 206 P"), 10..<20),
      (Self.head("HTTP/1.1 200 OK", "Content-Length: 10"), 10..<20),
      (Self.head("HTTP/1.1 200 OK", "Content-Length: 999"), nil),
    ]
    for (index, (head, asked)) in bad.enumerated() {
      #expect(throws: RemoteFault.self, "\(index)") { try facts.take(head, asked: asked) }
    }
    #expect(try facts.take(Self.head("HTTP/1.1 200 OK", "Content-Length: 1000"), asked: 10..<20) == 0..<1000)
    // The last part may be shorter than what was asked for.
    #expect(
      try facts.take(Self.head("HTTP/1.1 206 P", "Content-Range: bytes 990-999/1000"), asked: 990..<2000)
        == 990..<1000)
  }
}
