/// The terms of one or more class sets as a trie over words: an edge leads from a node by one word to the next.
///
/// All edges lie in one open-addressing table; a word is compared in full, not only by hash. The trie knows nothing
/// of how a text becomes words, and every matching shares it.
///
/// - Note: `@unchecked Sendable`: written by `PhraseTrie+Build.swift` before anyone else sees it, then only read.
final class PhraseTrie: @unchecked Sendable {
  /// The index of a node; the root is 0, and no edge leads to it.
  typealias Node = UInt32

  /// One edge; 32 bytes, so that two lie in a cache line.
  struct Edge {
    /// The word's first eight bytes, each or-ed with the fold.
    var word8: UInt64
    /// A hash of the word's bytes after the eighth; 0 for a shorter word.
    var rest: UInt64
    /// The node that the edge leaves.
    var parent: Node
    /// The node that it leads to; 0 marks a free place.
    var child: Node
    /// Where the word's bytes start in `arena`.
    var wordStart: UInt32
    /// How many bytes the word has.
    var wordLength: UInt32
  }

  /// What ends at a node, and whether a longer term may go on from it.
  struct NodeInfo {
    /// The first of the node's terminals.
    var firstTerminal: UInt32 = 0
    /// How many terminals it has.
    var terminalCount: UInt32 = 0
    /// Whether an edge leaves the node.
    var hasChildren = false
    /// Whether a term at or below this node allows more than joining characters in a gap.
    var allowsExtras = false
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
  }

  let edges: UnsafeMutableBufferPointer<Edge>
  let mask: Int
  let nodes: UnsafeMutableBufferPointer<NodeInfo>
  let terminals: UnsafeMutableBufferPointer<Terminal>
  let arena: UnsafeMutableBufferPointer<UInt8>
  /// For each term that has some: for each of its gaps, the characters it allows beside the joining ones.
  let extras: [[Set<UInt32>]]
  /// Is or-ed to each eight bytes before they are compared: 0x20 in each byte for words of letters and digits alone,
  /// where it lowers ASCII letters; 0 where tokens hold anything.
  let fold: UInt64
  /// The number of words of the longest term.
  let longestTerm: Int
  /// The filter in front of the trie.
  let filter: FirstWordFilter

  init(
    edges: UnsafeMutableBufferPointer<Edge>, nodes: [NodeInfo], terminals: [Terminal], arena: [UInt8],
    extras: [[Set<UInt32>]], fold: UInt64, longestTerm: Int, filter: FirstWordFilter
  ) {
    self.edges = edges
    mask = edges.count - 1
    self.nodes = Self.copy(nodes)
    self.terminals = Self.copy(terminals)
    self.arena = Self.copy(arena)
    self.extras = extras
    self.fold = fold
    self.longestTerm = longestTerm
    self.filter = filter
  }

  deinit {
    edges.deallocate()
    nodes.deallocate()
    terminals.deallocate()
    arena.deallocate()
  }

  private static func copy<Element>(_ elements: [Element]) -> UnsafeMutableBufferPointer<Element> {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(elements.count, 1))
    _ = memory.initialize(from: elements)
    return memory
  }

  /// Finds the node that a word leads to; 0 where none.
  ///
  /// SOUND: `word` points to `length` bytes with at least 8 more readable after them (text in padded buffers).
  /// WHY: this is entered for every word that passes the filter; bench `match/imagenet`.
  @inline(__always)
  func child(of parent: Node, word: UnsafePointer<UInt8>, length: Int) -> Node {
    let word8 = Self.first8(word, length, fold)
    let rest = length > 8 ? Self.restHash(word, length, fold) : 0
    let table = edges.baseAddress.unsafelyUnwrapped
    var place = Int(truncatingIfNeeded: Self.hash(word8, rest, parent) >> 32) & mask
    while true {
      let edge = table + place
      let child = edge.pointee.child
      if child == 0 { return 0 }
      if edge.pointee.word8 == word8 && edge.pointee.rest == rest && edge.pointee.parent == parent
        && edge.pointee.wordLength == UInt32(truncatingIfNeeded: length)
        && (length <= 8 && fold != 0 && word8 & 0x8080_8080_8080_8080 == 0
          || equals(edge.pointee.wordStart, word, length))
      {
        return child
      }
      place = (place &+ 1) & mask
    }
  }

  /// Compares a word with an edge's, byte for byte; ASCII capitals of the text equal small letters where words fold.
  private func equals(_ start: UInt32, _ word: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let stored = arena.baseAddress.unsafelyUnwrapped + Int(start)
    if fold == 0 {
      for index in 0..<length where stored[index] != word[index] { return false }
    } else {
      for index in 0..<length {
        let byte = word[index]
        if stored[index] != (byte < 0x80 ? byte | 0x20 : byte) { return false }
      }
    }
    return true
  }

  /// The first eight bytes of a word, zero behind a shorter one's end.
  @inline(__always)
  static func first8(_ word: UnsafePointer<UInt8>, _ length: Int, _ fold: UInt64) -> UInt64 {
    let loaded = UnsafeRawPointer(word).loadUnaligned(as: UInt64.self).littleEndian | fold
    return length >= 8 ? loaded : loaded & (1 &<< UInt64(truncatingIfNeeded: length &* 8) &- 1)
  }

  static func restHash(_ word: UnsafePointer<UInt8>, _ length: Int, _ fold: UInt64) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    var at = 8
    while at < length {
      hash = (hash ^ first8(word + at, length - at, fold)) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
      at += 8
    }
    return hash
  }

  @inline(__always)
  static func hash(_ word8: UInt64, _ rest: UInt64, _ parent: Node) -> UInt64 {
    let mixed = (word8 ^ rest) &* 0x9E37_79B9_7F4A_7C15
    return (mixed ^ (mixed >> 29) ^ UInt64(parent) &* 0xD6E8_FEB8_6659_FD93) &* 0xC2B2_AE3D_27D4_EB4F
  }
}
