/// The terms of one or more class sets as a trie over words: an edge leads from a node by one word to the next.
///
/// A word is its number in the vocabulary. The root's edges need no table, since the node after a first word has that
/// word's number; all other edges lie in one open-addressing table. The trie knows nothing of how a text becomes words,
/// and every matching shares it.
///
/// - Note: `@unchecked Sendable`: written by `PhraseTrie+Build.swift` before anyone else sees it, then only read.
final class PhraseTrie: @unchecked Sendable {
  /// The index of a node; 0 is none.
  typealias Node = UInt32

  /// One edge; 16 bytes, so that four lie in a cache line.
  struct Edge {
    /// The node that it leaves in the upper half, the word's number in the lower.
    var key: UInt64
    /// The node that it leads to; 0 marks a free place.
    var child: Node
  }

  /// What ends at a node, and whether a longer term may go on from it; 12 bytes.
  struct NodeInfo {
    /// The class of a node that is `isPlain`; of any other the first of its terminals.
    private var first: UInt32 = 0
    /// The term of a node that is `isPlain`.
    private(set) var term: UInt32 = 0
    /// How many terminals it has, above four bits for the properties below.
    private var bits: UInt32 = 0

    /// 1 where an edge leaves the node, else 0.
    var childBit: UInt32 { bits & 1 }
    /// 1 where the node is `isPlain`, else 0.
    var plainBit: UInt32 { bits &>> 2 & 1 }
    /// Whether an edge leaves the node.
    var hasChildren: Bool { childBit != 0 }
    /// Whether a term at or below this node allows more than joining characters in a gap.
    var allowsExtras: Bool { bits & 2 != 0 }
    /// Whether one term ends here, the only one of its class, whose mentions cannot overlap: each place counts, without
    /// a look at what came before. So are most nodes where classes have one term.
    var isPlain: Bool { plainBit != 0 }
    /// Whether terms end here that are not plain.
    var hasTerminals: Bool { bits & 8 != 0 }
    /// The class of the plain term.
    var slot: UInt32 { first }
    /// Where the terms lie that are not plain, among all terminals.
    var terminals: Range<Int> { Int(first)..<Int(first) + terminalCount }
    /// How many terms end here.
    var terminalCount: Int { Int(bits &>> 4) }

    mutating func setHasChildren() { bits |= 1 }
    mutating func setAllowsExtras() { bits |= 2 }
    mutating func addTerminal() { bits += 16 }

    /// Says that the node's term is plain; taken back by `finish` if it has another.
    mutating func setPlain(slot: UInt32, term: UInt32) {
      bits |= 4
      first = slot
      self.term = term
    }

    /// Says that all terms are in, and where the node's terminals start.
    mutating func finish(firstTerminal: UInt32) {
      if terminalCount != 1 { bits &= ~4 }
      if isPlain { return }
      first = firstTerminal
      if terminalCount > 0 { bits |= 8 }
    }
  }

  /// A term that ends at a node.
  struct Terminal {
    /// The class set's position among those of the pass.
    var set: UInt32
    /// The class's index among the classes of all sets of the pass.
    var slot: UInt32
    /// The term's index among the terms of all sets of the pass.
    var term: UInt32
    /// The position of the term's extra gap characters in `extras`; -1 where it has none.
    var extras: Int32
    /// Whether its class has no other term.
    var isOnlyTerm: Bool
  }

  /// What a step along the trie looks at. A loop holds these few words itself; through the object each of its stores might
  /// change them, as far as the compiler knows.
  struct Tables {
    let nodes: UnsafeMutablePointer<NodeInfo>
    let edges: UnsafeMutablePointer<Edge>
    /// A bit for each edge, at the end of its hash.
    fileprivate let edgeBits: UnsafeMutablePointer<UInt64>
    fileprivate let mask: Int
    fileprivate let shift: UInt64

    /// Finds the node that a word leads to; 0 where none.
    @inline(__always)
    func child(of parent: Node, word: UInt32) -> Node {
      let key = UInt64(parent) << 32 | UInt64(word)
      return child(key, from: place(of: key))
    }

    /// 1 where there may be an edge, else 0: in 128 KB, while the edges themselves are megabytes. 1 for each edge there
    /// is, and of all else for the share 1 - exp(-*n* / 2^20), *n* edges: a tenth with a hundred thousand.
    @inline(__always)
    func edgeBit(of key: UInt64) -> UInt64 {
      let bit = PhraseTrie.hash(key) & (1 << PhraseTrie.edgeBitLog - 1)
      return edgeBits[Int(truncatingIfNeeded: bit &>> 6)] &>> (bit & 63) & 1
    }

    /// Where the search for an edge starts.
    @inline(__always)
    func place(of key: UInt64) -> Int { Int(truncatingIfNeeded: PhraseTrie.hash(key) &>> shift) }

    /// Finds the node at an edge's end, with the search's start known; 0 where none.
    @inline(__always)
    func child(_ key: UInt64, from start: Int) -> Node {
      var place = start
      while true {
        let edge = edges[place]
        if edge.key == key || edge.child == 0 { return edge.child }
        place = (place &+ 1) & mask
      }
    }
  }

  let vocabulary: Vocabulary
  let tables: Tables
  let terminals: UnsafeMutableBufferPointer<Terminal>
  /// For each term that has some: for each of its gaps, the characters it allows beside the joining ones.
  let extras: [[Set<UInt32>]]
  /// The number of words of the longest term.
  let longestTerm: Int
  /// The letter `a` where no term has it as a word, else 0: a text's words need not include it.
  let letterApart: UInt8
  /// The filter in front of the trie.
  let filter: FirstWordFilter

  /// Takes the tables of a builder.
  init(_ builder: consuming Builder, longestTerm: Int) {
    vocabulary = builder.vocabulary
    let nodes = TableMemory.allocate(builder.nodes.count, repeating: NodeInfo())
    for index in builder.nodes.indices { nodes[index] = builder.nodes[index] }
    tables = Tables(
      nodes: nodes, edges: builder.edges, edgeBits: builder.edgeBits, mask: builder.capacity - 1,
      shift: builder.shift)
    terminals = .allocate(capacity: builder.terminals.count)
    _ = terminals.initialize(fromContentsOf: builder.terminals)
    extras = builder.extras
    self.longestTerm = longestTerm
    letterApart = vocabulary.has("a") ? 0 : UInt8(ascii: "a")
    filter = builder.filter
  }

  deinit {
    tables.edges.deallocate()
    tables.edgeBits.deallocate()
    tables.nodes.deallocate()
    terminals.deallocate()
  }

  /// The number of edge bits, as its logarithm.
  static let edgeBitLog: UInt64 = 20

  @inline(__always)
  static func hash(_ key: UInt64) -> UInt64 {
    // The upper half alone is multiplied to the upper bits only; folded in, it moves all of them.
    let mixed = (key ^ (key >> 29)) &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ (mixed >> 32)
  }
}
