import Foundation
import TestSupport
import Testing

@testable import Corpus

@Suite struct UTF8ValidationTests {
  private func invalid(_ bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { UTF8Validation.firstInvalidByte(in: $0) }
  }

  static let sequences: [(String, [UInt8], Bool)] = [
    ("two bytes", [0xC3, 0xA9], true), ("three bytes", [0xE4, 0xB8, 0xAD], true),
    ("four bytes", [0xF0, 0x9F, 0x98, 0x80], true), ("last scalar", [0xF4, 0x8F, 0xBF, 0xBF], true),
    ("overlong two", [0xC1, 0xBF], false), ("overlong three", [0xE0, 0x9F, 0xBF], false),
    ("overlong four", [0xF0, 0x8F, 0xBF, 0xBF], false), ("surrogate", [0xED, 0xA0, 0x80], false),
    ("before the surrogates", [0xED, 0x9F, 0xBF], true), ("above the last", [0xF4, 0x90, 0x80, 0x80], false),
    ("lone continuation", [0x80], false), ("cut", [0xE4, 0xB8], false), ("byte 0xFF", [0xFF], false),
    ("lead then ASCII", [0xC3, 0x41], false), ("five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80], false),
  ]

  /// Each sequence after and before ASCII of 0 to 70 bytes.
  @Test(arguments: sequences) func finds(_ name: String, _ bytes: [UInt8], _ valid: Bool) {
    for pad in 0...70 {
      let ascii = [UInt8](repeating: 0x61, count: pad)
      #expect(invalid(ascii + bytes) == (valid ? nil : pad), "\(name) after \(pad)")
      #expect(invalid(ascii + bytes + ascii) == (valid ? nil : pad), "\(name) between \(pad)")
    }
  }

  @Test func emptyIsValid() { #expect(invalid([]) == nil) }

  /// Random bytes, half of them pieces of text, against Python's own decoder.
  @Test(.enabled(if: ProjectPaths.python != nil)) func agreesWithPython() throws {
    let script = """
      import random, sys
      rng = random.Random(8)
      pieces = [b"a", b"hello world, this is text ", "é".encode(), "中文".encode(), "😀".encode(), b"\\xed\\xa0\\x80", b"\\xc0\\x80"]
      for _ in range(20000):
          b = b"".join(rng.choice(pieces[:5]) for _ in range(rng.randint(0, 12)))
          if rng.random() < 0.7 and b:
              at = rng.randrange(len(b))
              b = b[:at] + rng.choice([bytes([rng.randrange(256)]), rng.choice(pieces)]) + b[at + rng.randint(0, 1):]
          try:
              b.decode("utf-8"); at = -1
          except UnicodeDecodeError as e:
              at = e.start
          print(b.hex() + "," + str(at))
      """
    let run = try Run.python(["-c", script])
    #expect(run.status == 0, "\(run.stderr)")
    var checked = 0
    for line in run.output.split(separator: 10) {
      let comma = line.firstIndex(of: 0x2C) ?? line.endIndex
      var bytes: [UInt8] = []
      var digits = line[..<comma].makeIterator()
      while let high = digits.next(), let low = digits.next() {
        bytes.append(Self.digit(high) << 4 | Self.digit(low))
      }
      let expected = Int(String(decoding: line[comma...].dropFirst(), as: UTF8.self))
      #expect(invalid(bytes) ?? -1 == expected)
      checked += 1
    }
    #expect(checked == 20000)
  }

  private static func digit(_ byte: UInt8) -> UInt8 { byte < 0x3A ? byte - 0x30 : byte - 0x57 }
}
