import Corpus

/// Word sequences as a tree with links, so that all that lie inside another are found in one walk along its words.
///
/// Source: A. V. Aho, M. J. Corasick, Efficient string matching, Communications of the ACM 18 (1975), with words for
/// letters.
struct WordTree {
  private struct Edge: Hashable {
    var node: Int
    var word: [UInt8]
  }

  private struct Node {
    var parent: Int
    var word: [UInt8]
    var depth: Int
    /// The node of the longest proper suffix that is in the tree.
    var suffix = 0
    /// The nearest node along the suffixes at which a sequence ends; 0 where there is none.
    var nextEnd = 0
  }

  private var edges: [Edge: Int] = [:]
  private var nodes = [Node(parent: 0, word: [], depth: 0)]
  /// For each node the sequences that end there.
  private(set) var ends: [[Int]] = [[]]

  /// Adds a sequence under a number of the caller's; an empty one is nowhere.
  mutating func insert(_ words: [Folding.Word], use: Int) {
    guard !words.isEmpty else { return }
    var node = 0
    for word in words {
      let edge = Edge(node: node, word: Array(word.text.utf8))
      if let next = edges[edge] {
        node = next
      } else {
        nodes.append(Node(parent: node, word: edge.word, depth: nodes[node].depth + 1))
        node = ends.count
        edges[edge] = node
        ends.append([])
      }
    }
    ends[node].append(use)
  }

  /// Sets the links, once all sequences are in; takes time in proportion to the words.
  mutating func link() {
    for node in nodes.indices.dropFirst().sorted(by: { nodes[$0].depth < nodes[$1].depth }) {
      if nodes[node].parent != 0 {
        nodes[node].suffix = step(nodes[nodes[node].parent].suffix, nodes[node].word)
      }
      let suffix = nodes[node].suffix
      nodes[node].nextEnd = ends[suffix].isEmpty ? nodes[suffix].nextEnd : suffix
    }
  }

  /// Gives every sequence inside the words, with the range of words that it covers.
  func matches(inside words: [Folding.Word], found: (Int, Range<Int>) -> Void) {
    var node = 0
    for (position, word) in words.enumerated() {
      node = step(node, Array(word.text.utf8))
      var end = ends[node].isEmpty ? nodes[node].nextEnd : node
      while end != 0 {
        for use in ends[end] { found(use, position + 1 - nodes[end].depth..<position + 1) }
        end = nodes[end].nextEnd
      }
    }
  }

  private func step(_ start: Int, _ word: [UInt8]) -> Int {
    var node = start
    while true {
      if let next = edges[Edge(node: node, word: word)] { return next }
      guard node != 0 else { return 0 }
      node = nodes[node].suffix
    }
  }
}
