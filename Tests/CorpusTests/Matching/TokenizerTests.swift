import Testing

@testable import Corpus

/// One text and its tokens.
struct TokenCase: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String
  var tokens: [String]
  var testDescription: String { name }
}

@Suite struct TokenizerTests {
  static let treebank = [
    TokenCase(name: "empty", text: "", tokens: []),
    TokenCase(name: "lowercase and final stop", text: "A Dog.", tokens: ["a", "dog", "."]),
    TokenCase(name: "a sentence's stop", text: "A dog. A cat", tokens: ["a", "dog", ".", "a", "cat"]),
    TokenCase(name: "possessive", text: "potter's wheel", tokens: ["potter", "'s", "wheel"]),
    TokenCase(name: "contraction", text: "I cannot, don't", tokens: ["i", "can", "not", ",", "do", "n't"]),
    TokenCase(name: "gonna", text: "gonna (wanna)", tokens: ["gon", "na", "(", "wan", "na", ")"]),
    TokenCase(name: "'tis", text: "'tis 'twas", tokens: ["'t", "is", "'t", "was"]),
    TokenCase(
      name: "quotes", text: "\"a\" ``b'' “c”", tokens: ["``", "a", "''", "``", "b", "''", "“", "c", "”"]),
    TokenCase(name: "numbers", text: "$1,000: 3,a", tokens: ["$", "1,000", ":", "3", ",", "a"]),
    TokenCase(name: "dots and dashes", text: "a..b--c", tokens: ["a", "..", "b", "--", "c"]),
    TokenCase(name: "final sigma", text: "ΟΔΟΣ Σ", tokens: ["οδος", "σ"]),
    TokenCase(name: "a quote after a stop opens", text: "a dog.\" x", tokens: ["a", "dog", ".", "``", "x"]),
    TokenCase(name: "wanna at the end", text: "I wanna", tokens: ["i", "wan", "na"]),
    TokenCase(name: "no-break space splits", text: "a\u{A0}b", tokens: ["a", "b"]),
  ]

  private func strings(_ tokens: TokenList) -> [String] {
    (0..<tokens.count).map { String(decoding: tokens[$0], as: UTF8.self) }
  }

  @Test(arguments: treebank) func treebankTokens(_ example: TokenCase) {
    let tokens = TokenList()
    let tokenizer = TreebankTokenizer()
    Array(example.text.utf8).withUnsafeBytes { tokenizer.tokenize($0, into: tokens) }
    #expect(strings(tokens) == example.tokens)
  }

  /// One list and one tokenizer take many captions one after another.
  @Test func tokensOfManyCaptions() {
    let tokens = TokenList()
    let tokenizer = TreebankTokenizer()
    for example in Self.treebank {
      Array(example.text.utf8).withUnsafeBytes { tokenizer.tokenize($0, into: tokens) }
    }
    #expect(strings(tokens) == Self.treebank.flatMap(\.tokens))
  }

  @Test func metaclipTokens() {
    let tokens = TokenList()
    Array("A dog,  a\tcat".utf8).withUnsafeBytes { MetaCLIPTokenizer.tokenize($0, into: tokens) }
    #expect(strings(tokens) == ["A", "dog", ",", "", "", "a", "cat"])
    tokens.removeAll()
    MetaCLIPTokenizer.tokenize(term: "St. Bernard  dog", into: tokens)
    #expect(strings(tokens) == ["St.", "Bernard", "", "dog"])
  }

  /// Texts that could make a pass slow or its room too small.
  @Test(arguments: ["\"", "'", "`", "(\"", "a.", ".)", "Σ", "''Σ", "a\u{301}", "; ", ",", "cannot ", "»"])
  func longRepetitions(_ piece: String) {
    let tokens = TokenList()
    let text = Array(String(repeating: piece, count: 20_000).utf8)
    text.withUnsafeBytes { TreebankTokenizer().tokenize($0, into: tokens) }
    #expect(tokens.count > 0)
  }
}
