import CByteMask

/// The steps along the trie that a worker took last: from a node by a word, to which node, or that none is there.
///
/// Without it a step waits for memory three times, one after another: for the word's number, for the edge, and for the node;
/// here it waits once. And a text repeats itself: where a term starts `black and gold`, each `black and white` is a step that leads
/// nowhere.
///
/// A word of more than eight bytes, or with one above 127, is not told by its first eight and is not kept here.
///
/// SOUND: the table has a place for each value of a hash's upper bits.
/// WHY: half of the time of the walks was spent on one candidate in four, that may have a second word; bench `match/imagenet`.
struct RecentSteps: ~Copyable {
  /// 32 bytes, so that none lies in two cache lines.
  private struct Entry {
    /// The word's bytes, folded, zero behind its end; no word has a zero byte, so they tell its length too, and mark a free place.
    var word8: UInt64 = 0
    var node: PhraseTrie.Node = 0
    /// Where the step leads; 0 is nowhere.
    var child: PhraseTrie.Node = 0
    var info = PhraseTrie.NodeInfo()
  }

  private static let log: UInt64 = 11
  private let entries: UnsafeMutablePointer<Entry>

  init() {
    entries = TableMemory.allocate(1 << Self.log, repeating: Entry())
  }

  deinit { entries.deallocate() }

  /// The node that a word leads to, and what the trie has there; 0 where none. One trie at all times.
  ///
  /// SOUND: the word, of at least one byte, lies in a padded buffer.
  @inline(__always)
  func step(
    from node: PhraseTrie.Node, by word: UnsafePointer<UInt8>, length: Int, _ trie: PhraseTrie
  ) -> (child: PhraseTrie.Node, info: PhraseTrie.NodeInfo) {
    let word8 = Vocabulary.first8(word, length, trie.vocabulary.fold)
    let hash = (word8 &+ UInt64(node) &* 0xD6E8_FEB8_6659_FD93) &* 0x9E37_79B9_7F4A_7C15
    let entry = entries + Int(truncatingIfNeeded: hash &>> (64 &- Self.log))
    if entry.pointee.word8 == word8, entry.pointee.node == node, length <= 8 {
      return (entry.pointee.child, entry.pointee.info)
    }
    return take(from: node, by: word, length, word8, entry, trie)
  }

  /// Takes a step along the trie itself, and keeps it.
  @inline(never)
  private func take(
    from node: PhraseTrie.Node, by word: UnsafePointer<UInt8>, _ length: Int, _ word8: UInt64,
    _ entry: UnsafeMutablePointer<Entry>, _ trie: PhraseTrie
  ) -> (child: PhraseTrie.Node, info: PhraseTrie.NodeInfo) {
    let number = trie.vocabulary.number(of: word, length: length)
    let child = number == 0 ? 0 : trie.tables.child(of: node, word: number)
    let info = trie.tables.nodes[Int(child)]
    if length <= 8 && word8 & 0x8080_8080_8080_8080 == 0 {
      entry.pointee = Entry(word8: word8, node: node, child: child, info: info)
    }
    return (child, info)
  }
}
