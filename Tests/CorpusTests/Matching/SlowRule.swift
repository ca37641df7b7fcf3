@testable import Corpus

/// Every rule as plainly as it can be said, caption by caption; shares with the engine how a text becomes tokens, which is held
/// against Python elsewhere, and nothing else.
struct SlowRule: CustomStringConvertible {
  let matching: Matching
  let overlap: Overlap
  private let model: SlowModel
  /// For each class its terms as this rule compares them.
  private let terms: [[[UInt8]]]
  private let bags: [[Set<[UInt8]>]]

  /// All rules, with each overlap that is defined.
  static func all(_ classes: [[String]]) -> [SlowRule] {
    Matching.allCases.flatMap { matching in
      Overlap.allCases.filter { RuleSet.isDefined(matching, $0) }.map { SlowRule(matching, $0, classes) }
    }
  }

  init(_ matching: Matching, _ overlap: Overlap, _ classes: [[String]]) {
    self.matching = matching
    self.overlap = overlap
    model = SlowModel(classes: classes, overlap: overlap)
    switch matching {
    case .word: (terms, bags) = ([], [])
    case .bag: (terms, bags) = ([], classes.map { $0.map(Self.bag) })
    case .paper, .treebank:
      terms = classes.map { $0.map(Self.tokens).filter { !$0.isEmpty }.map { Self.joined($0, atEnds: true) } }
      bags = []
    case .metaclip:
      // Two equal terms of a class are one.
      terms = classes.map { Set($0.filter { !$0.isEmpty }).map { Array(" \($0) ".utf8) } }
      bags = []
    }
  }

  var description: String {
    overlap == .all ? matching.rawValue : "\(matching.rawValue), \(overlap.rawValue)"
  }

  /// The mentions of each class in a text; of each term too where the rule is `word`.
  func mentions(in text: String) -> SlowModel.Answer {
    var answer = SlowModel.Answer(classes: [], terms: [])
    switch matching {
    case .word: answer = model.mentions(in: text)
    case .bag:
      let words = Self.bag(text)
      answer.classes = bags.map { $0.contains { !$0.isEmpty && $0.isSubset(of: words) } ? 1 : 0 }
    case .paper, .treebank:
      let line = Self.joined(Self.tokens(text), atEnds: matching == .treebank)
      answer.classes = terms.map { $0.contains { Self.count($0, in: line) > 0 } ? 1 : 0 }
    case .metaclip:
      let line = Self.spaced(text)
      answer.classes = terms.map { $0.reduce(0) { $0 + Self.count($1, in: line) } }
    }
    return answer
  }

  private static func bag(_ text: String) -> Set<[UInt8]> {
    Set(Folding.words(of: text).map { Array($0.text.utf8) })
  }

  private static func tokens(_ text: String) -> [[UInt8]] {
    let list = TokenList()
    Array(text.utf8).withUnsafeBytes { TreebankTokenizer().tokenize($0, into: list) }
    return (0..<list.count).map { Array(list[$0]) }
  }

  private static func joined(_ tokens: [[UInt8]], atEnds: Bool) -> [UInt8] {
    let edge = Array((atEnds ? "##" : "").utf8)
    return edge + Array(tokens.joined(separator: Array("##".utf8))) + edge
  }

  private static func spaced(_ text: String) -> [UInt8] {
    var line = Array(" ".utf8)
    for byte in text.utf8 {
      if ",.;:?!`".utf8.contains(byte) {
        line += [32, byte, 32]
      } else {
        line.append("\t\n\r".utf8.contains(byte) ? 32 : byte)
      }
    }
    return line + [32]
  }

  /// At how many places some bytes are, overlapping ones too.
  private static func count(_ wanted: [UInt8], in line: [UInt8]) -> Int {
    guard let first = wanted.first, line.count >= wanted.count else { return 0 }
    return (0...line.count - wanted.count).count {
      line[$0] == first && line[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
  }
}
