import Testing

@testable import Corpus

@Suite struct DigestTests {
  @Test func emptyContentHasThePublishedDigest() {
    #expect(
      Digest(of: UnsafeRawBufferPointer(start: nil, count: 0)).hex == "99aa06d3014798d86001c324468d497f")
  }

  @Test func hexRoundTrips() {
    let digest = Digest(high: 1, low: 0xfeed)
    #expect(Digest(hex: digest.hex) == digest)
    #expect(Digest(hex: "xyz") == nil)
  }
}
