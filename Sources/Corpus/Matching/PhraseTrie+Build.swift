/// A term as tokens, ready for the trie.
struct TokenizedTerm {
  /// The tokens' bytes, in order; never empty.
  var tokens: [[UInt8]]
  /// For each gap between two tokens the characters allowed in it beside the joining ones.
  var gaps: [Set<UInt32>] = []
  /// The class set's position among those of the pass.
  var set: Int
  /// The class's index among the classes of all sets of the pass.
  var slot: Int
  /// The term's index among the terms of all sets of the pass.
  var term: Int

  /// Each token as a term of its own.
  var singleWords: [TokenizedTerm] {
    tokens.map { TokenizedTerm(tokens: [$0], set: set, slot: slot, term: term) }
  }
}

extension PhraseTrie {
  /// Builds the trie of some terms.
  ///
  /// Terms of one node stay in the order given, so that the first listed is found first.
  ///
  /// - Complexity: O(*b*), *b* bytes of all terms together.
  convenience init(_ terms: [TokenizedTerm], fold: UInt64) {
    var builder = Builder(edgeLimit: terms.reduce(0) { $0 + $1.tokens.count }, fold: fold)
    for term in terms { builder.insert(term) }
    builder.sortTerminals()
    self.init(
      edges: builder.edges, nodes: builder.nodes, terminals: builder.terminals.map(\.terminal),
      arena: builder.arena, extras: builder.extras, fold: fold,
      longestTerm: terms.map(\.tokens.count).max() ?? 0, filter: FirstWordFilter(builder.starts))
  }

  /// Grows the tables term by term.
  private struct Builder {
    let edges: UnsafeMutableBufferPointer<Edge>
    private let mask: Int
    private let fold: UInt64
    private(set) var nodes = [NodeInfo()]
    private(set) var terminals: [(node: Node, terminal: Terminal)] = []
    private(set) var arena: [UInt8] = []
    private(set) var extras: [[Set<UInt32>]] = []
    private(set) var starts: Set<FirstWordFilter.Start> = []
    private var padded: [UInt8] = []

    init(edgeLimit: Int, fold: UInt64) {
      // At most half full, so that a search that finds nothing ends soon.
      var capacity = 64
      while capacity < edgeLimit * 2 { capacity *= 2 }
      edges = .allocate(capacity: capacity)
      edges.initialize(
        repeating: Edge(word8: 0, rest: 0, parent: 0, child: 0, wordStart: 0, wordLength: 0))
      mask = capacity - 1
      self.fold = fold
    }

    mutating func insert(_ term: TokenizedTerm) {
      let hasExtras = term.gaps.contains { !$0.isEmpty }
      var node: Node = 0
      var firstWords: [FirstWordFilter.Start.Word] = []
      for token in term.tokens {
        if hasExtras { nodes[Int(node)].allowsExtras = true }
        let (next, word) = step(from: node, by: token)
        node = next
        if firstWords.count < 2 { firstWords.append(word) }
      }
      if hasExtras { extras.append(term.gaps) }
      nodes[Int(node)].terminalCount += 1
      terminals.append(
        (
          node,
          Terminal(
            set: UInt32(term.set), slot: UInt32(term.slot), term: UInt32(term.term),
            extras: hasExtras ? Int32(extras.count - 1) : -1)
        ))
      starts.insert(.init(first: firstWords[0], second: firstWords.dropFirst().first))
    }

    /// The node after a token, made where there is none.
    private mutating func step(
      from parent: Node, by token: [UInt8]
    ) -> (node: Node, word: FirstWordFilter.Start.Word) {
      padded.removeAll(keepingCapacity: true)
      padded.append(contentsOf: token)
      padded.append(contentsOf: repeatElement(0, count: 8))
      let (word8, rest) = padded.withUnsafeBufferPointer {
        let start = $0.baseAddress.unsafelyUnwrapped
        return (
          PhraseTrie.first8(start, token.count, fold),
          token.count > 8 ? PhraseTrie.restHash(start, token.count, fold) : 0
        )
      }
      let word = FirstWordFilter.Start.Word(word8: word8, length: UInt32(token.count))
      var place = Int(truncatingIfNeeded: PhraseTrie.hash(word8, rest, parent) >> 32) & mask
      while edges[place].child != 0 {
        let edge = edges[place]
        if edge.word8 == word8 && edge.rest == rest && edge.parent == parent
          && Int(edge.wordLength) == token.count
          && arena[Int(edge.wordStart)..<Int(edge.wordStart) + token.count].elementsEqual(token)
        {
          return (edge.child, word)
        }
        place = (place + 1) & mask
      }
      let child = Node(nodes.count)
      nodes.append(NodeInfo())
      nodes[Int(parent)].hasChildren = true
      edges[place] = Edge(
        word8: word8, rest: rest, parent: parent, child: child, wordStart: UInt32(arena.count),
        wordLength: UInt32(token.count))
      arena.append(contentsOf: token)
      return (child, word)
    }

    /// Brings each node's terminals together, in the order in which their terms came.
    mutating func sortTerminals() {
      var next: UInt32 = 0
      for node in nodes.indices {
        nodes[node].firstTerminal = next
        next += nodes[node].terminalCount
      }
      var places = nodes.map(\.firstTerminal)
      var sorted = terminals
      for entry in terminals {
        sorted[Int(places[Int(entry.node)])] = entry
        places[Int(entry.node)] += 1
      }
      terminals = sorted
    }
  }
}
