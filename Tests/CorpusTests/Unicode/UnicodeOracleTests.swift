import Foundation
import TestSupport
import Testing

@testable import Corpus

/// The tables, the normaliser and both ways of folding, against unicodedata2 and the oracle's own functions.
@Suite(.enabled(if: ProjectPaths.hasOracle)) struct UnicodeOracleTests {
  static let gaps: Set<UInt32> = [
    0x201C, 0x201D, 0x2022, 0x301, 0xB7, 1, 0x7F, 0xFFFD, 0x1F600, 0x903,
  ]

  /// The texts and answers by file name, written by one run of Python.
  static let cases = Result { () throws -> [String: [UInt8]] in
    let folder = try TemporaryFolder()
    let script = ProjectPaths.root.appending(path: "Tests/Oracles/unicode_cases.py")
    let oracle = ProjectPaths.sharedFile("tools/oracle_count.py")
    let run = try Run.python([script.path, oracle.path, folder.url.path])
    try #require(run.status == 0, "\(run.stderr)")
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
      files[name] = Array(try Data(contentsOf: folder.url.appending(path: name)))
    }
    return files
  }

  private func read(_ name: String) throws -> [UInt8] {
    try #require(try Self.cases.get()[name])
  }

  /// The first line in which two files differ, as scalars in hexadecimal.
  private func difference(_ found: [UInt8], _ expected: [UInt8], separator: UInt8)
    -> String?
  {
    if found == expected { return nil }
    let pair = zip(found, expected).prefix { $0 == $1 }
    let line = pair.reduce(0) { $1.0 == separator ? $0 + 1 : $0 }
    return "at byte \(pair.count), about line \(line): "
      + "found \(found[max(0, pair.count - 20)...].prefix(50).map { String($0, radix: 16) }), "
      + "expected \(expected[max(0, pair.count - 20)...].prefix(50).map { String($0, radix: 16) })"
  }

  @Test(arguments: ["scalars", "sequences", "context"])
  func normalizes(_ name: String) throws {
    let text = try read("\(name).text")
    var scalars: [UInt32] = []
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { scalars.append(scalar.value) }
    var found: [UInt8] = []
    for scalar in Normalization.nfkc(scalars) {
      if scalar < 0x80 {
        found.append(UInt8(scalar))
      } else {
        UTF8.encode(try #require(Unicode.Scalar(scalar))).map { found.append(contentsOf: $0) }
      }
    }
    #expect(difference(found, try read("\(name).nfkc"), separator: 10) == nil)
  }

  @Test(arguments: ["scalars", "sequences", "context"])
  func folds(_ name: String) throws {
    let text = try read("\(name).text")
    let found = Folding.folded(String(decoding: text, as: UTF8.self))
    #expect(difference(Array(found.utf8), try read("\(name).fold"), separator: 10) == nil)
  }

  @Test(arguments: ["scalars", "sequences", "context"])
  func foldsCaptionsToTheMatchersForm(_ name: String) throws {
    let text = try read("\(name).text")
    let folder = CaptionFolder(gapScalars: Self.gaps)
    let buffer = PaddedBuffer(capacity: text.count * 2)
    text.withUnsafeBytes { folder.fold($0, into: buffer) }
    #expect(difference(Array(buffer.bytes), try read("\(name).form"), separator: 32) == nil)
  }

  /// Words and gaps of `Folding`, written in the matcher's form, are the oracle's.
  @Test(arguments: ["sequences", "context"])
  func splitsToWords(_ name: String) throws {
    let text = try read("\(name).text")
    var found: [UInt8] = []
    for (i, word) in Folding.words(of: String(decoding: text, as: UTF8.self)).enumerated() {
      if i > 0, word.gap.isEmpty { found.append(0x20) }
      for scalar in word.gap.unicodeScalars {
        if Folding.joins(scalar) {
          found.append(0x20)
        } else if (0x21...0x7E).contains(scalar.value), scalar != "`" {
          found.append(UInt8(scalar.value))
        } else if Self.gaps.contains(scalar.value) {
          for shift in stride(from: UInt32(20), through: 0, by: -4) {
            found.append(UInt8(0x10 | scalar.value >> shift & 15))
          }
        } else {
          found.append(0x0E)
        }
      }
      found.append(contentsOf: word.text.utf8)
    }
    let expected = try read("\(name).form")
    #expect(difference(found, Array(expected.prefix(found.count)), separator: 32) == nil)
    #expect(expected.count - found.count < 40)
  }
}
