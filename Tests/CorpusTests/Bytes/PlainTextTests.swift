import Testing

@testable import Corpus

@Suite struct PlainTextTests {
  @Test func everyPlaceOfEveryByteIsSeen() {
    for length in 0..<70 {
      var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
      #expect(bytes.withUnsafeBytes { PlainText.holds($0) })
      for place in 0..<length {
        for byte in [UInt8(ascii: "<"), UInt8(ascii: "&"), 0x80, 0xff] {
          bytes[place] = byte
          #expect(!bytes.withUnsafeBytes { PlainText.holds($0) }, "byte \(byte) at \(place) of \(length)")
        }
        bytes[place] = UInt8(ascii: place % 2 == 0 ? "=" : "\u{7f}")
        #expect(bytes.withUnsafeBytes { PlainText.holds($0) })
      }
    }
  }
}
