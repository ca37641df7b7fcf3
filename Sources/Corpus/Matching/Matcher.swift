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
  /// The steps along the trie taken last.
  let steps = RecentSteps()
  /// What has been accepted of each class, to keep its mentions apart.
  let overlaps: OverlapState
  /// The batch in hand, folded, where it has bytes above 127.
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

  /// A batch that is all ASCII is matched where it lies; any other is folded first.
  private func matchWords<Sink: MentionSink>(_ batch: CaptionBatch, _ sink: inout Sink) {
    guard foldedBatch.find(in: batch.text, kernels) else {
      matchRun(batch.text, batch.entries, &sink)
      return
    }
    foldedBatch.fold(batch, folder)
    let apart = foldedBatch.captionsApart
    if apart.count < batch.count { matchRun(foldedBatch.text, batch.entries, &sink) }
    if !apart.isEmpty { matchRun(foldedBatch.textApart, apart, &sink) }
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
      let segment = words.find(
        base, from: start, to: end, lookahead: trie.longestTerm - 1, without: trie.letterApart, kernels)
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
