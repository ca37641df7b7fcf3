extension PhraseTrie {
  /// Builds the trie of some terms.
  ///
  /// Terms of one node stay in the order given, so that the first listed is found first.
  ///
  /// - Parameters:
  ///   - terms: the terms.
  ///   - fold: what is or-ed to a word's bytes before they are compared; see `Vocabulary`.
  ///   - keepsApart: whether mentions of one class must not overlap one another.
  ///   - allowsPlain: whether a term that is its class's only one may count wherever it is found.
  /// - Complexity: O(*b*), *b* bytes of all terms together.
  convenience init(_ terms: TermList, fold: UInt64, keepsApart: Bool, allowsPlain: Bool) {
    var numbers: [UInt32] = []
    let vocabulary = Vocabulary(terms, fold: fold, numbers: &numbers)
    var builder = Builder(vocabulary, edgeLimit: numbers.count - terms.terms.count)
    for term in terms.terms.indices {
      let words = numbers[terms.tokens(ofTerm: term)]
      builder.insert(terms.terms[term], words, terms.gaps[term])
      let isFree = !keepsApart || !Builder.canOverlapItself(words)
      if allowsPlain, isFree, terms.terms[term].isOnlyTerm, terms.gaps[term] == nil { builder.markPlain() }
    }
    builder.sortTerminals()
    self.init(builder, longestTerm: terms.longestTerm)
  }

  /// Grows the tables term by term.
  struct Builder {
    let vocabulary: Vocabulary
    let edges: UnsafeMutablePointer<Edge>
    let edgeBits: UnsafeMutablePointer<UInt64>
    let capacity: Int
    let shift: UInt64
    let filter: FirstWordFilter
    private(set) var nodes: [NodeInfo]
    private(set) var terminals: [Terminal] = []
    private(set) var extras: [[Set<UInt32>]] = []
    /// The node of each terminal.
    private var terminalNodes: [Node] = []

    init(_ vocabulary: Vocabulary, edgeLimit: Int) {
      self.vocabulary = vocabulary
      // At most half full, so that a search that finds nothing ends soon.
      var bits: UInt64 = 6
      while 1 << bits < edgeLimit * 2 { bits += 1 }
      capacity = 1 << bits
      shift = 64 - bits
      edges = TableMemory.allocate(capacity, repeating: Edge(key: 0, child: 0))
      edgeBits = .allocate(capacity: 1 << (PhraseTrie.edgeBitLog - 6))
      edgeBits.initialize(repeating: 0, count: 1 << (PhraseTrie.edgeBitLog - 6))
      nodes = Array(repeating: NodeInfo(), count: vocabulary.count + 1)
      filter = FirstWordFilter(vocabulary)
    }

    mutating func insert(_ term: TermList.Term, _ words: ArraySlice<UInt32>, _ gaps: [Set<UInt32>]?) {
      guard let first = words.first else { return }
      var node = first
      for word in words.dropFirst() {
        if gaps != nil { nodes[Int(node)].setAllowsExtras() }
        node = step(from: node, by: word)
      }
      if let gaps { extras.append(gaps) }
      nodes[Int(node)].addTerminal()
      terminalNodes.append(node)
      terminals.append(
        Terminal(
          set: term.set, slot: term.slot, term: term.index,
          extras: gaps == nil ? -1 : Int32(extras.count - 1),
          isOnlyTerm: term.isOnlyTerm))
      filter.add(first, words.dropFirst().first, vocabulary)
    }

    /// Says that the term inserted last counts wherever it is found, if it is alone at its node.
    mutating func markPlain() {
      guard let node = terminalNodes.last, let terminal = terminals.last else { return }
      nodes[Int(node)].setPlain(slot: terminal.slot, term: terminal.term)
    }

    /// The node after a word, made where there is none.
    private mutating func step(from parent: Node, by word: UInt32) -> Node {
      let key = UInt64(parent) << 32 | UInt64(word)
      var place = Int(truncatingIfNeeded: PhraseTrie.hash(key) &>> shift)
      while edges[place].child != 0 {
        if edges[place].key == key { return edges[place].child }
        place = (place + 1) & (capacity - 1)
      }
      let child = Node(nodes.count)
      nodes.append(NodeInfo())
      nodes[Int(parent)].setHasChildren()
      edges[place] = Edge(key: key, child: child)
      let bit = PhraseTrie.hash(key) & (1 << PhraseTrie.edgeBitLog - 1)
      edgeBits[Int(bit >> 6)] |= 1 << (bit & 63)
      return child
    }

    /// Brings each node's terminals together, in the order in which their terms came.
    mutating func sortTerminals() {
      var next: UInt32 = 0
      var places: [UInt32] = []
      places.reserveCapacity(nodes.count)
      for node in nodes.indices {
        places.append(next)
        nodes[node].finish(firstTerminal: next)
        next += UInt32(nodes[node].terminalCount)
      }
      var sorted = terminals
      for (index, node) in terminalNodes.enumerated() {
        sorted[Int(places[Int(node)])] = terminals[index]
        places[Int(node)] += 1
      }
      terminals = sorted
    }

    /// Whether a term starts as it ends, and so may be found again before it ends: `bye bye`.
    static func canOverlapItself(_ words: ArraySlice<UInt32>) -> Bool {
      (1..<max(words.count, 1)).contains { words.dropFirst($0).elementsEqual(words.dropLast($0)) }
    }
  }
}
