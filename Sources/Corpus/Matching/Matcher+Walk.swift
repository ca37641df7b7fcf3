/// From the words of a run to mentions: follows the trie, and asks the overlap rule.
extension Matcher {
  /// How a run's bytes are to be understood.
  enum Form {
    /// ASCII or the matcher's form, caption by caption.
    case words
    /// Tokens; what stands between them is no matter.
    case tokens
  }

  /// Neighbouring words, ready for the trie.
  struct Run {
    var text: UnsafePointer<UInt8>
    var bounds: UnsafePointer<WordBound>
    /// The words' numbers, where all were looked up.
    var numbers: UnsafePointer<UInt32>
    /// What the trie has after each of them alone.
    var infos: UnsafePointer<PhraseTrie.NodeInfo>
    var count: Int
    var form: Form
    /// Where `text` lies in the text that the captions' places refer to.
    var offset: Int

    /// Whether only joining characters, or nothing, stand between a word and the next.
    @inline(__always)
    func joins(after word: Int) -> Bool {
      let (gap, next) = (Int(bounds[word].end), Int(bounds[word &+ 1].start))
      return next &- gap == 1 && text[gap] == 0x20 || form == .tokens || Gap.kind(text, gap, next) == .joining
    }
  }

  /// A node with terminals on the way from a word.
  struct Hit {
    var node: PhraseTrie.Node
    /// The index of its last word.
    var last: Int
    /// Whether only joining characters stand between its words.
    var joined: Bool
  }

  /// Takes each candidate word for the term that it may be, or follows the trie from it.
  func walk<Sink: MentionSink>(
    _ run: Run, candidates: Int, _ cursor: inout CaptionCursor, _ sink: inout Sink
  ) {
    let trie = trie
    // All are looked up before the first is followed, so that the processor waits for several at a time.
    look(up: candidates, in: run, trie)
    let (list, numbers, infos) = (words.candidateList, words.numbers, words.infos)
    for position in 0..<candidates {
      let candidate = Candidate(list[position])
      let info = infos[position]
      if candidate.goesOn {
        if numbers[position] == 0 { continue }
        follow(run, from: candidate.word, numbers[position], info, trie, &cursor, &sink)
      } else if info.isPlain {
        tell(info, candidate.word...candidate.word, in: run, &cursor, &sink)
      } else if info.hasTerminals {
        if run.form != .tokens { cursor.move(to: run.offset + Int(run.bounds[candidate.word].start)) }
        let hit = Hit(node: numbers[position], last: candidate.word, joined: true)
        accept(hit, of: candidate.word, in: run, cursor.caption, &sink)
      }
    }
  }

  /// Looks up the candidates, with what the trie has after each of them alone.
  ///
  /// A token may hold zero bytes, which the words looked up last do not tell from its end, so tokens are looked up among all
  /// words.
  private func look(up candidates: Int, in run: Run, _ trie: PhraseTrie) {
    guard run.form == .tokens else {
      words.numberCandidates(candidates, run.text, trie)
      return
    }
    let (list, numbers, infos) = (words.candidateList, words.numbers, words.infos)
    for position in 0..<candidates {
      numbers[position] = number(of: Candidate(list[position]).word, in: run, trie)
      infos[position] = trie.tables.nodes[Int(numbers[position])]
    }
  }

  /// Tells a mention of a plain term.
  @inline(__always)
  private func tell<Sink: MentionSink>(
    _ info: PhraseTrie.NodeInfo, _ span: ClosedRange<Int>, in run: Run, _ cursor: inout CaptionCursor,
    _ sink: inout Sink
  ) {
    let start = run.offset &+ Int(run.bounds[span.lowerBound].start)
    if run.form != .tokens { cursor.move(to: start) }
    sink.mention(
      slot: info.slot, term: info.term, isOnlyTerm: true, of: cursor.caption, from: start,
      to: run.offset &+ Int(run.bounds[span.upperBound].end))
  }

  @inline(__always)
  private func number(of index: Int, in run: Run, _ trie: PhraseTrie) -> UInt32 {
    let bound = run.bounds[index]
    return trie.vocabulary.number(of: run.text + Int(bound.start), length: Int(bound.end &- bound.start))
  }

  /// The node that a word leads to, and what the trie has there; 0 where none. A token may hold zero bytes, which the steps taken
  /// last do not tell from its end.
  @inline(__always)
  private func step(
    from node: PhraseTrie.Node, by index: Int, in run: Run, _ trie: PhraseTrie
  ) -> (child: PhraseTrie.Node, info: PhraseTrie.NodeInfo) {
    if run.form == .tokens {
      let child = trie.tables.child(of: node, word: number(of: index, in: run, trie))
      return (child, trie.tables.nodes[Int(child)])
    }
    let bound = run.bounds[index]
    return steps.step(
      from: node, by: run.text + Int(bound.start), length: Int(bound.end &- bound.start), trie)
  }

  /// Follows the trie from one word as far as it leads; `start` is what the trie has after that word alone.
  @inline(__always)
  private func follow<Sink: MentionSink>(
    _ run: Run, from first: Int, _ word: UInt32, _ start: PhraseTrie.NodeInfo, _ trie: PhraseTrie,
    _ cursor: inout CaptionCursor, _ sink: inout Sink
  ) {
    var node: PhraseTrie.Node = word
    var info = start
    var last = first
    var joined = true
    var found = 0
    while true {
      if info.isPlain {
        if joined { tell(info, first...last, in: run, &cursor, &sink) }
      } else if info.hasTerminals {
        // SOUND: a walk is no longer than the longest term, for which there is room.
        hits[found] = Hit(node: node, last: last, joined: joined)
        found += 1
      }
      guard info.hasChildren, last + 1 < run.count else { break }
      let step = step(from: node, by: last + 1, in: run, trie)
      if step.child == 0 { break }
      if !run.joins(after: last) {
        guard info.allowsExtras else { break }
        joined = false
      }
      (node, info) = step
      last += 1
    }
    guard found > 0 else { return }
    if run.form != .tokens { cursor.move(to: run.offset + Int(run.bounds[first].start)) }
    for index in (0..<found).reversed() { accept(hits[index], of: first, in: run, cursor.caption, &sink) }
  }

  /// Accepts the terms that end at a node, those that the overlap rule keeps; of one first word the longest come first.
  func accept<Sink: MentionSink>(
    _ hit: Hit, of first: Int, in run: Run, _ caption: UnsafePointer<CaptionBatch.Entry>, _ sink: inout Sink
  ) {
    let start = run.offset + Int(run.bounds[first].start)
    let end = run.offset + Int(run.bounds[hit.last].end)
    let info = trie.tables.nodes[Int(hit.node)]
    for index in info.terminals {
      let terminal = trie.terminals[index]
      if !hit.joined {
        // A term that allows the separator's byte in a gap must still end inside its caption.
        guard terminal.extras >= 0, end <= Int(caption.pointee.end),
          gapsAllow(run, first...hit.last, trie.extras[Int(terminal.extras)], caption.pointee)
        else { continue }
      }
      guard
        overlaps.accepts(terminal, index: index, caption: Int(caption.pointee.start), from: start, to: end)
      else { continue }
      sink.mention(
        slot: terminal.slot, term: terminal.term, isOnlyTerm: terminal.isOnlyTerm, of: caption, from: start,
        to: end)
    }
  }

  private func gapsAllow(
    _ run: Run, _ span: ClosedRange<Int>, _ allowed: [Set<UInt32>], _ caption: CaptionBatch.Entry
  ) -> Bool {
    (span.lowerBound..<span.upperBound).allSatisfy {
      Gap.allows(
        run.text, Int(run.bounds[$0].end), Int(run.bounds[$0 + 1].start), allowed[$0 - span.lowerBound],
        isFolded: caption.isFolded)
    }
  }
}
