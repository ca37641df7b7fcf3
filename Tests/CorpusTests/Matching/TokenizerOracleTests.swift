import Foundation
import TestSupport
import Testing

@testable import Corpus

/// The treebank and MetaCLIP tokens of every real caption and of 80,000 random texts, against NLTK and the oracle.
@Suite(.enabled(if: ProjectPaths.hasOracle)) struct TokenizerOracleTests {
  /// Texts and both kinds of tokens, written by one run of Python.
  static let cases = Result {
    () throws -> (texts: [[UInt8]], treebank: [ArraySlice<UInt8>], metaclip: [ArraySlice<UInt8>]) in
    let folder = try TemporaryFolder()
    let run = try Run.python([
      ProjectPaths.root.appending(path: "Tests/Oracles/token_cases.py").path,
      ProjectPaths.sharedFile("tools/oracle_count.py").path, ProjectPaths.sharedFile("data").path,
      folder.url.path,
    ])
    try #require(run.status == 0, "\(run.stderr)")
    func read(_ name: String) throws -> [UInt8] {
      Array(try Data(contentsOf: folder.url.appending(path: name)))
    }
    let bytes = try read("texts")
    var texts: [[UInt8]] = []
    var at = 0
    while at < bytes.count {
      let length = (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
      texts.append(Array(bytes[(at + 4)..<(at + 4 + length)]))
      at += 4 + length
    }
    func lines(_ name: String) throws -> [ArraySlice<UInt8>] {
      let lines = try read(name).split(separator: 10, omittingEmptySubsequences: false).dropLast()
      guard lines.count == texts.count else { throw CocoaError(.fileReadCorruptFile) }
      return Array(lines)
    }
    return (texts, try lines("treebank"), try lines("metaclip"))
  }

  /// The tokens joined by a byte, as the files have them.
  private func joined(_ tokens: TokenList, by separator: UInt8) -> [UInt8] {
    var line: [UInt8] = []
    for i in 0..<tokens.count {
      if i > 0 { line.append(separator) }
      line.append(contentsOf: tokens[i])
    }
    return line
  }

  @Test func treebankTokensAreNLTKs() throws {
    let cases = try Self.cases.get()
    let tokenizer = TreebankTokenizer()
    let tokens = TokenList()
    var wrong: [String] = []
    for (text, expected) in zip(cases.texts, cases.treebank) {
      tokens.removeAll()
      text.withUnsafeBytes { tokenizer.tokenize($0, into: tokens) }
      let found = joined(tokens, by: 0x1F)
      if !found.elementsEqual(expected) {
        wrong.append(
          [text, found, Array(expected)].map { String(decoding: $0, as: UTF8.self).debugDescription }
            .joined(separator: "\n  "))
      }
    }
    #expect(cases.texts.count > 120_000)
    #expect(
      wrong.isEmpty, "\(wrong.count) texts, found, expected: \(wrong.prefix(8).joined(separator: "\n"))")
  }

  @Test func metaclipTokensAreTheSpacedTexts() throws {
    let cases = try Self.cases.get()
    let tokens = TokenList()
    var wrong = 0
    for (text, expected) in zip(cases.texts, cases.metaclip) {
      tokens.removeAll()
      text.withUnsafeBytes { MetaCLIPTokenizer.tokenize($0, into: tokens) }
      if !joined(tokens, by: 0x20).elementsEqual(expected) { wrong += 1 }
    }
    #expect(wrong == 0)
  }
}
