import CByteMask

/// Finds the mentions in batches of captions, and hands each to a sink.
///
/// Holds the scratch memory of one worker: nothing is allocated per caption. `README.md` beside this file tells how
/// the steps came about.
final class Matcher {
  let plan: MatchPlan
  let trie: PhraseTrie
  let kernels: UnsafePointer<bytemask_words_kernels>
  /// Places of the words of the segment in hand.
  var words = WordBounds()
  /// What has been accepted of each class, to keep its mentions apart.
  let overlaps: OverlapState
  /// The batch in hand with its captions that have bytes above 127 in the matcher's form.
  private var foldedBatch = FoldedBatch()
  private let folder: CaptionFolder
  /// The tokens of the caption in hand, for rules that do not go by words.
  private let tokens = TokenList()
  private let treebank = TreebankTokenizer()
  /// Whether so many words start a term that it pays to look up each word.
  private var density: CandidateDensity
  /// Memory of the walks that go side by side.
  var frontier = Frontier()
  /// The nodes with terminals along the walk in hand, each with the index of its last word.
  let hits: UnsafeMutablePointer<Hit>

  /// Makes a worker's matcher.
  ///
  /// - Parameters:
  ///   - plan: what is looked for.
  ///   - kernels: the wide instructions to use; the plain ones give the same mentions.
  init(_ plan: MatchPlan, kernels: WordKernels = .best) {
    self.plan = plan
    trie = plan.trie
    self.kernels = kernels.table
    density = CandidateDensity(isAlwaysHigh: kernels == .unfiltered)
    overlaps = OverlapState(plan)
    hits = .allocate(capacity: max(trie.longestTerm, 1))
    folder = CaptionFolder(gapScalars: plan.gapScalars)
  }

  deinit { hits.deallocate() }

  /// Finds the mentions in a batch.
  func match<Sink: MentionSink>(_ batch: CaptionBatch, into sink: inout Sink) {
    switch plan.matching {
    case .word, .bag: matchWords(batch, &sink)
    case .paper, .treebank, .metaclip: matchTokens(batch, &sink)
    }
  }

  // MARK: paper, treebank, metaclip

  /// Each caption's tokens are matched on their own; whatever stands between tokens is no matter.
  private func matchTokens<Sink: MentionSink>(_ batch: CaptionBatch, _ sink: inout Sink) {
    for index in batch.entries.indices {
      let entry = batch.entries[index]
      let caption = UnsafeRawBufferPointer(rebasing: batch.text[Int(entry.start)..<Int(entry.end)])
      tokens.removeAll()
      if plan.matching == .metaclip {
        MetaCLIPTokenizer.tokenize(caption, into: tokens)
      } else {
        treebank.tokenize(caption, into: tokens)
      }
      // The notebook joins a text's tokens without a separator at its ends, and so misses the first and the last.
      let missed = plan.matching == .paper ? 1 : 0
      let count = tokens.count - 2 * missed
      guard count > 0 else { continue }
      // The kernel of candidates looks one token ahead.
      tokens.append(tokens.text.count, tokens.text.count)
      guard let bounds = tokens.bounds.baseAddress,
        let base = tokens.text.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      else { continue }
      words.reserve(count)
      let candidates = withUnsafePointer(to: trie.filter.tables) {
        kernels.pointee.candidates(
          base, bounds + missed, count, trie.vocabulary.fold, $0,
          words.candidateList)
      }
      guard var cursor = CaptionCursor(UnsafeBufferPointer(rebasing: batch.entries[index...index])) else {
        continue
      }
      let run = Run(
        text: base, bounds: bounds + missed, numbers: words.numbers, infos: words.infos,
        count: count,
        form: .tokens,
        offset: 0)
      walk(run, candidates: candidates, &cursor, &sink)
      overlaps.advance(by: tokens.text.count + 1)
    }
  }

  // MARK: word

  /// A batch that is all ASCII is matched where it lies. Of any other the captions with bytes above 127 are folded, the
  /// stretches between them copied, and the whole is matched in the same way: cut at each such caption, the stretches
  /// were too short to pay for their start.
  private func matchWords<Sink: MentionSink>(_ batch: CaptionBatch, _ sink: inout Sink) {
    let place = Self.firstNonASCII(batch.text, from: 0)
    guard place < batch.text.count else {
      matchRun(batch.text, batch.entries, &sink)
      return
    }
    foldedBatch.fold(batch, firstNonASCII: place, folder)
    matchRun(foldedBatch.text, foldedBatch.entries, &sink)
  }

  /// Where the first byte above 127 is, from a place on; the end where there is none.
  ///
  /// SOUND: reads no byte at or past the end.
  static func firstNonASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return bytes.count }
    let tops: UInt64 = 0x8080_8080_8080_8080
    var at = start
    while at + 32 <= bytes.count {
      var seen: UInt64 = 0
      seen |= base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      seen |= base.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
      seen |= base.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self)
      seen |= base.loadUnaligned(fromByteOffset: at + 24, as: UInt64.self)
      if seen & tops != 0 { break }
      at += 32
    }
    while at + 8 <= bytes.count {
      let seen = base.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian & tops
      if seen != 0 { return at + seen.trailingZeroBitCount / 8 }
      at += 8
    }
    while at < bytes.count, bytes[at] < 0x80 { at += 1 }
    return at
  }

  /// Whether no byte is above 127.
  static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    firstNonASCII(bytes, from: 0) == bytes.count
  }

  /// The bytes whose words are found at a time; a caption may be longer.
  static let segmentBytes = 64 << 10

  /// Matches neighbouring captions segment by segment.
  private func matchRun<Sink: MentionSink>(
    _ text: UnsafeRawBufferPointer, _ entries: UnsafeBufferPointer<CaptionBatch.Entry>, _ sink: inout Sink
  ) {
    guard let first = entries.first, let last = entries.last, var cursor = CaptionCursor(entries),
      let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self)
    else { return }
    // The separator after the last caption is part of the run, so every word has an end.
    let end = Int(last.end) + 1
    var start = Int(first.start)
    while start < end {
      let segment = words.find(base, from: start, to: end, lookahead: trie.longestTerm - 1, kernels)
      let run = Run(
        text: base + start, bounds: words.bounds, numbers: words.numbers,
        infos: words.infos,
        count: words.count,
        form: .words, offset: start)
      if density.isHigh {
        words.number(base + start, trie)
        walkTogether(run, own: segment.own, cursor, &sink)
      } else {
        let candidates = words.candidates(base + start, own: segment.own, trie, kernels)
        density.saw(candidates, of: segment.own)
        walk(run, candidates: candidates, &cursor, &sink)
      }
      start = segment.end
    }
    overlaps.advance(by: end)
  }
}
