import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Every reason why a shard is refused, and the whole sentence that a person reads.
@Suite struct ShardErrorSentencesTests {
  static let all: [(ShardFault.Reason, String)] = [
    (.system(operation: "it cannot be opened", code: 2), ""),
    (.empty, ""),
    (.noRecords, ""),
    (.failedDownload(ending: "parquet"), ""),
    (.foreign(.gitLFSPointer), ""),
    (.foreign(.html), ""),
    (.foreign(.xml), ""),
    (.foreign(.refusal("Access to model x is restricted.")), ""),
    (.foreign(.errorObject), ""),
    (.foreign(.pythonDicts), ""),
    (.foreign(.plainLines(ending: "json")), ""),
    (.isDirectory, ""),
    (.truncated(codec: "gzip"), ""),
    (.corrupt(codec: "zstd", detail: "bad magic"), ""),
    (.windowTooLarge(window: 268_435_456, limit: 134_217_728), ""),
    (.windowTooLarge(window: nil, limit: 134_217_728), ""),
    (.membersApart, ""),
    (.unknownLayout(seen: "binary data"), ""),
    (.notUTF8, ""),
    (.invalidJSON(detail: "a comma is missing"), ""),
    (.unfinishedJSON, ""),
    (.noTextField(seen: ["id", "url"]), ""),
    (.noTextField(seen: []), ""),
    (.missingTextField(name: "text", seen: ["id"]), ""),
    (.recordTooLarge(limit: 1_048_576), ""),
    (.invalidRow(detail: "3 cells where the header has 4"), ""),
    (.nestingTooDeep(limit: 512), ""),
    (.parquet(detail: "the footer is damaged"), ""),
    (.arrow(detail: "a buffer lies outside of the file"), ""),
    (.unsupported(what: "a GNU sparse member"), ""),
    (.commandFailed(status: 2, message: "no such file"), ""),
    (.commandFailed(status: 2, message: ""), ""),
    (.ambiguousName(wayOut: "./pipe:x"), ""),
    (.interrupted, ""),
  ]

  @Test(arguments: all.indices) func isTheWholeSentence(_ index: Int) {
    let (reason, sentence) = Self.all[index]
    #expect(ShardError(shard: .file(path: "f"), fault: ShardFault(reason)).description == sentence)
  }

  /// No case of the enumeration is left out.
  @Test func everyCaseIsHere() throws {
    let source = try String(
      contentsOf: ProjectPaths.root.appending(path: "Sources/Corpus/Faults/ShardError.swift"), encoding: .utf8
    )
    let start = try #require(source.range(of: "enum Reason: "))
    let body = source[start.upperBound...].prefix { $0 != "}" }
    let named = Set(
      body.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("case ") }
        .map { String($0.dropFirst(5).prefix { $0.isLetter || $0.isNumber }) })
    let tried = Set(Self.all.map { "\($0.0)".prefix { $0.isLetter || $0.isNumber } }.map(String.init))
    #expect(named.count > 20 && named == tried, "\(named.symmetricDifference(tried))")
  }
}
