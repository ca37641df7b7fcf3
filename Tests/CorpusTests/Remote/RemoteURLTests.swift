import Testing

@testable import Corpus

@Suite struct RemoteURLTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    /// As it is sent; nil: refused.
    var sent: String?
    /// As it is shown.
    var shown: String
    var testDescription: String { text }
  }

  private static let cases = [
    Case(
      text: "https://a.example/b/c.tar", sent: "https://a.example/b/c.tar", shown: "https://a.example/b/c.tar"
    ),
    Case(text: "HTTPS://A.Example:443/B", sent: "https://a.example/B", shown: "https://a.example/B"),
    Case(text: "http://a.example:8080", sent: "http://a.example:8080/", shown: "http://a.example:8080/"),
    Case(text: "http://[::1]:80/a b", sent: "http://[::1]/a%20b", shown: "http://[::1]/a%20b"),
    Case(text: "http://a/caf\u{E9}.tar", sent: "http://a/caf%C3%A9.tar", shown: "http://a/caf%C3%A9.tar"),
    Case(text: "http://a/x?f=1&sig=s&g=2", sent: "http://a/x?f=1&sig=s&g=2", shown: "http://a/x?f=1&g=2"),
    Case(
      text: "https://b.s3.example/k?X-Amz-Signature=s&X-Amz-Credential=c",
      sent: "https://b.s3.example/k?X-Amz-Signature=s&X-Amz-Credential=c", shown: "https://b.s3.example/k"),
    Case(text: "http://a/x?ACCESS_TOKEN=t", sent: "http://a/x?ACCESS_TOKEN=t", shown: "http://a/x"),
    Case(text: "http://user:secret@a/x?key=k", shown: "http://a/x"),
    Case(text: "http://a/../x", shown: "http://a/../x"),
    Case(text: "http://a\u{7}/x", shown: "http://a?/x"),
    Case(text: "http://a/%zz", shown: "http://a/%zz"),
    Case(text: "http://a/%00", shown: "http://a/%00"),
    Case(text: "http://a:b:80/x", shown: "http://a:b:80/x"),
    Case(text: "http://[::1/x", shown: "http://[::1/x"),
  ]

  @Test(arguments: cases) func isSentAndShown(_ c: Case) throws {
    #expect((try? RemoteURL(c.text))?.text == c.sent)
    guard case .remote(let shard) = ShardName(c.text) else {
      Issue.record("no remote name")
      return
    }
    #expect(shard.shownPath == c.shown)
    // What is shown is read as the same name, where it is one that can be asked for.
    guard c.sent != nil else { return }
    #expect(ShardName(shard.shownPath).description == c.shown)
  }

  private static let redirects: [(String, String?)] = [
    ("/c?d=1", "https://a.example:8443/c?d=1"), ("c", "https://a.example:8443/x/c"),
    ("?q", "https://a.example:8443/x/y?q"),
    ("//b.example/c", "https://b.example/c"), ("https://b.example/c d#e", "https://b.example/c%20d"),
    ("http://b.example/c", nil), ("file:///etc/passwd", nil), ("ftp://b/c", nil), ("https://u:p@b/c", nil),
    ("../c", nil), ("javascript:alert(1)", nil), ("https://", nil),
  ]

  @Test(arguments: redirects) func redirectsAreFollowedWithinTheWeb(_ location: String, _ target: String?)
    throws
  {
    let url = try RemoteURL("https://a.example:8443/x/y?z")
    let found = try? url.redirected(to: location).text
    #expect(found == target)
    if target == nil {
      do {
        _ = try url.redirected(to: location)
      } catch {
        #expect(!"\(error)".contains("u:p"))
        if case .refusedRedirect = error.reason {} else { Issue.record("\(error)") }
      }
    }
  }
}
