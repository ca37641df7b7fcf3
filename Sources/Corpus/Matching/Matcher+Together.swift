import CByteMask

/// The walks of a segment side by side: where terms are many, nearly every word starts one.
///
/// Tables of a hundred thousand terms do not fit the first caches, and a walk that waits for each step of its own takes
/// 250 ns a mention (500,000 n-grams, bench `match/ngrams`). So all walks take their first step, then all that are left
/// their second, and whatever a step needs is asked for while the others take theirs.
extension Matcher {
  /// Walks side by side, and what they find.
  ///
  /// SOUND: one place for each word of a segment and one to spare, since what is dropped is written first; a walk starts
  /// at one word; `reserve` comes before any use.
  struct Frontier: ~Copyable {
    /// A walk: the word it started from, and the node it is at; 8 bytes.
    struct Walk {
      private var bits: UInt32
      var node: PhraseTrie.Node

      /// Starts a walk; only joining characters stand between its words so far.
      @inline(__always)
      init(first: Int, node: PhraseTrie.Node) {
        bits = UInt32(truncatingIfNeeded: first)
        self.node = node
      }

      /// The index of its first word, less than 2^31.
      @inline(__always) var first: Int { Int(bits & 0x7FFF_FFFF) }
      /// 1 where only joining characters stand between its words, else 0.
      @inline(__always) var joinedBit: UInt32 { bits &>> 31 ^ 1 }
      /// Takes in that something else does.
      mutating func part() { bits |= 0x8000_0000 }
    }
    /// A plain mention that is still to be told.
    struct PlainMention {
      var first: UInt32
      var slot: UInt32
      var term: UInt32
    }
    /// A node with terms that are not plain, and the one that was found from the same word before; -1 is none.
    struct Chained {
      var hit: Hit
      var before: Int32
    }

    private(set) var walks: UnsafeMutablePointer<Walk>
    private(set) var mentions: UnsafeMutablePointer<PlainMention>
    /// For each word the last node with terms that are not plain.
    private(set) var chainEnds: UnsafeMutablePointer<Int32>
    /// All such nodes of a segment.
    var chained: [Chained] = []
    private var capacity = 0

    init() {
      walks = .allocate(capacity: 1)
      mentions = .allocate(capacity: 1)
      chainEnds = .allocate(capacity: 1)
    }

    deinit {
      walks.deallocate()
      mentions.deallocate()
      chainEnds.deallocate()
    }

    /// Makes room for the walks of so many words, and empties the chains.
    mutating func reserve(_ words: Int) {
      if words >= capacity {
        walks.deallocate()
        mentions.deallocate()
        chainEnds.deallocate()
        capacity = words * 2 + 1
        walks = .allocate(capacity: capacity)
        mentions = .allocate(capacity: capacity)
        chainEnds = .allocate(capacity: capacity)
      }
      chainEnds.update(repeating: -1, count: words)
      chained.removeAll(keepingCapacity: true)
    }

    /// Keeps a node with terms that are not plain.
    @inline(never)
    mutating func chain(_ hit: Hit, to first: Int) {
      chained.append(Chained(hit: hit, before: chainEnds[first]))
      chainEnds[first] = Int32(chained.count - 1)
    }
  }

  /// Follows the trie from each of the first `own` words, all of which were looked up.
  func walkTogether<Sink: MentionSink>(_ run: Run, own: Int, _ start: CaptionCursor, _ sink: inout Sink) {
    frontier.reserve(own)
    let tables = trie.tables
    let (walks, mentions) = (frontier.walks, frontier.mentions)
    var (live, told) = (0, 0)
    for first in 0..<own {
      let walk = Frontier.Walk(first: first, node: run.numbers[first])
      arrive(walk, run.infos[first], after: first, in: run, tables, walks, mentions, &live, &told)
    }
    tell(told, of: 1, in: run, start, &sink)

    var length = 2
    while live > 0 {
      let arrived = leave(live, after: length &- 1, in: run, tables)
      // At their nodes: what ends there, and where they go on to.
      (live, told) = (0, 0)
      for index in 0..<arrived {
        let walk = walks[index]
        let last = walk.first &+ length &- 1
        arrive(
          walk, tables.nodes[Int(walk.node)], after: last, in: run, tables, walks, mentions, &live, &told)
      }
      tell(told, of: length, in: run, start, &sink)
      length &+= 1
    }
    if !frontier.chained.isEmpty { acceptChains(run, own: own, start, &sink) }
  }

  /// Takes in that a walk has come to a node by the word `last`; keeps it if it may go on.
  @inline(__always)
  private func arrive(
    _ walk: Frontier.Walk, _ info: PhraseTrie.NodeInfo, after last: Int, in run: Run,
    _ tables: PhraseTrie.Tables,
    _ walks: UnsafeMutablePointer<Frontier.Walk>, _ mentions: UnsafeMutablePointer<Frontier.PlainMention>,
    _ live: inout Int, _ told: inout Int
  ) {
    // What depends on the text is added, not branched on: it cannot be foretold.
    mentions[told] = .init(first: UInt32(truncatingIfNeeded: walk.first), slot: info.slot, term: info.term)
    told &+= Int(truncatingIfNeeded: info.plainBit & walk.joinedBit)
    if info.hasTerminals {
      frontier.chain(Hit(node: walk.node, last: last, joined: walk.joinedBit != 0), to: walk.first)
    }
    walks[live] = walk
    let edgeBit = tables.edgeBit(of: nextEdge(of: walk, after: last, in: run))
    live &+= Int(truncatingIfNeeded: UInt64(info.childBit) & edgeBit)
  }

  /// The edge that a walk takes by the word after `last`; the word after the last of all has the number 0.
  @inline(__always)
  private func nextEdge(of walk: Frontier.Walk, after last: Int, in run: Run) -> UInt64 {
    UInt64(walk.node) << 32 | UInt64(run.numbers[last &+ 1])
  }

  /// Takes the walks over their edges, from the word that is `length` words behind their first; returns how many arrive.
  private func leave(_ count: Int, after length: Int, in run: Run, _ tables: PhraseTrie.Tables) -> Int {
    let walks = frontier.walks
    var leaving = 0
    for index in 0..<count {
      var walk = walks[index]
      let last = walk.first &+ length &- 1
      if !run.joins(after: last) {
        guard tables.nodes[Int(walk.node)].allowsExtras else { continue }
        walk.part()
      }
      walks[leaving] = walk
      leaving &+= 1
      bytemask_prefetch(tables.edges + tables.place(of: nextEdge(of: walk, after: last, in: run)))
    }
    var arrived = 0
    for index in 0..<leaving {
      var walk = walks[index]
      let key = nextEdge(of: walk, after: walk.first &+ length &- 1, in: run)
      walk.node = tables.child(key, from: tables.place(of: key))
      walks[arrived] = walk
      arrived &+= walk.node != 0 ? 1 : 0
      bytemask_prefetch(tables.nodes + Int(walk.node))
    }
    return arrived
  }

  /// Tells the plain mentions of `length` words, which are in text order.
  private func tell<Sink: MentionSink>(
    _ count: Int, of length: Int, in run: Run, _ start: CaptionCursor, _ sink: inout Sink
  ) {
    let ahead = 16
    let mentions = frontier.mentions
    for index in 0..<min(ahead, count) { sink.prepare(slot: mentions[index].slot) }
    var cursor = start
    for index in 0..<count {
      if index &+ ahead < count { sink.prepare(slot: mentions[index &+ ahead].slot) }
      let mention = mentions[index]
      let first = Int(mention.first)
      let place = run.offset &+ Int(run.bounds[first].start)
      cursor.move(to: place)
      sink.mention(
        slot: mention.slot, term: mention.term, isOnlyTerm: true, of: cursor.caption, from: place,
        to: run.offset &+ Int(run.bounds[first &+ length &- 1].end))
    }
  }

  /// Accepts the terms that are not plain: in text order, of each first word the longest first, as a chain has them.
  private func acceptChains<Sink: MentionSink>(
    _ run: Run, own: Int, _ start: CaptionCursor, _ sink: inout Sink
  ) {
    var cursor = start
    for first in 0..<own {
      var place = frontier.chainEnds[first]
      guard place >= 0 else { continue }
      cursor.move(to: run.offset + Int(run.bounds[first].start))
      while place >= 0 {
        let chained = frontier.chained[Int(place)]
        accept(chained.hit, of: first, in: run, cursor.caption, &sink)
        place = chained.before
      }
    }
  }
}
