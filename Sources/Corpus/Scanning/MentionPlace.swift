/// Finds where in a caption as it is written a mention lies, whatever the rule made of the text before it matched.
///
/// What can be shown differs by rule:
/// - `word`: the characters whose folded form is the mention's words.
/// - `paper`, `treebank`: the characters of its tokens. NLTK's tokens are the caption's own characters in lower case
///   with spaces put between, but for quotation marks, which it writes as two backticks or two apostrophes.
/// - `metaclip`: the characters themselves; the rule only puts spaces between.
/// - `bag`: no one place. From the first to the last of the name's words, each where it stands first, is what the rule
///   needed.
///
/// Pays for each mention that is shown, not for those that are counted; a long caption with many mentions is folded, or
/// made into tokens, once. Belongs to one task.
final class MentionPlace {
  /// A place that folding does not look across: the text before it and the text from it on fold to what the whole folds to.
  private struct Checkpoint {
    var written: Int
    var folded: Int
  }

  private let plan: MatchPlan
  private let folder: CaptionFolder
  private let folded = PaddedBuffer(capacity: 1024)
  /// The whole caption folded, where a bag's words are sought in it.
  private let whole = PaddedBuffer(capacity: 1024)
  private let treebank = TreebankTokenizer()
  private let tokens = TokenList()
  /// For each term of a bag its words.
  private let bags: [[[UInt8]]]
  /// At least so many bytes lie between two checkpoints.
  private let spacing: Int
  /// The number of the caption that `checkpoints`, or `tokens` and `walk`, belong to.
  private var current: Int?
  private var checkpoints: [Checkpoint] = []
  /// Places of the caption and of its tokens' text that stand for each other, as far as the last mention led.
  private var walk = (written: 0, tokens: 0)

  /// Makes a finder; tests set `spacing`.
  init(_ plan: MatchPlan, spacing: Int = 256) {
    self.plan = plan
    self.spacing = spacing
    folder = CaptionFolder(gapScalars: plan.gapScalars)
    bags =
      plan.matching == .bag
      ? plan.classSets.flatMap(\.classes).flatMap(\.terms).map { term in
        Folding.words(of: term.text).map { Array($0.text.utf8) }
      } : []
  }

  /// Where a mention lies in its caption's text that was matched, of the places that a matcher gives.
  ///
  /// Tokens are a text of their own for each caption; other texts are matched where they lie in the batch.
  func matched(from start: Int, to end: Int, in caption: CaptionBatch.Entry) -> Range<Int> {
    let offset = plan.matching == .word || plan.matching == .bag ? Int(caption.start) : 0
    return start - offset..<end - offset
  }

  /// The bytes of a caption that make a mention.
  ///
  /// - Parameters:
  ///   - matched: Where the mention lies in the text that was matched: folded, or the tokens' own.
  ///   - isFolded: Whether that was the caption's folded form.
  ///   - term: The term's index among those of the plan.
  ///   - text: The caption as it is written, valid UTF-8.
  ///   - number: The same for all mentions of a caption, and another for each caption.
  /// - Returns: A range on scalars' bounds; the whole caption where the tokens do not lead back to it.
  /// - Complexity: O(*b*) for *b* bytes at a caption's first mention, then O(log *b*) and the span's neighbourhood, as
  ///   long as ASCII letters stand next to each other now and then.
  func span(
    _ matched: Range<Int>, isFolded: Bool, term: Int, of text: UnsafeRawBufferPointer, number: Int
  ) -> Range<Int> {
    let isFirst = current != number
    current = number
    switch plan.matching {
    case .word where !isFolded: return matched
    case .word:
      if isFirst { findCheckpoints(in: text) }
      return unfolded(matched, of: text)
    case .bag:
      if isFirst {
        findCheckpoints(in: text)
        whole.removeAll()
        folder.fold(text, into: whole)
      }
      return unfolded(Self.firstPlaces(of: bags[term], in: whole.bytes), of: text)
    case .metaclip: return Self.unspaced(matched, of: text)
    case .paper, .treebank:
      if isFirst {
        tokens.removeAll()
        treebank.tokenize(text, into: tokens)
        walk = (0, 0)
      }
      return untokenized(matched, of: text) ?? 0..<text.count
    }
  }

  // MARK: word, bag

  /// Finds the caption's checkpoints: between two ASCII letters nothing composes, and no space comes or goes.
  private func findCheckpoints(in text: UnsafeRawBufferPointer) {
    checkpoints = [Checkpoint(written: 0, folded: 0)]
    func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    var (last, at) = (checkpoints[0], spacing)
    while at < text.count {
      guard isLetter(text[at - 1]), isLetter(text[at]) else {
        at += 1
        continue
      }
      folded.removeAll()
      folder.fold(UnsafeRawBufferPointer(rebasing: text[last.written..<at]), into: folded)
      last = Checkpoint(written: at, folded: last.folded + folded.count)
      checkpoints.append(last)
      at += spacing
    }
  }

  /// Where a span of the folded text lies in the caption.
  private func unfolded(_ span: Range<Int>, of text: UnsafeRawBufferPointer) -> Range<Int> {
    // The first checkpoint beyond the span, and the last that is not beyond its start.
    func firstCheckpoint(beyond length: Int) -> Int {
      var (low, high) = (0, checkpoints.count)
      while low < high {
        let middle = (low + high) / 2
        if checkpoints[middle].folded > length { high = middle } else { low = middle + 1 }
      }
      return low
    }
    let start = checkpoints[max(firstCheckpoint(beyond: span.lowerBound) - 1, 0)]
    let end = firstCheckpoint(beyond: span.upperBound)
    let part = UnsafeRawBufferPointer(
      rebasing: text[start.written..<(end < checkpoints.count ? checkpoints[end].written : text.count)])
    let found = unfolded(
      span.lowerBound - start.folded..<span.upperBound - start.folded, ofPart: part)
    return found.lowerBound + start.written..<found.upperBound + start.written
  }

  /// Where a span of a folded text lies in the text: folding may have made it shorter or longer.
  ///
  /// - Complexity: O(*b* log *b*) for *b* bytes.
  private func unfolded(_ span: Range<Int>, ofPart text: UnsafeRawBufferPointer) -> Range<Int> {
    let starts = text.indices.filter { text[$0] & 0xC0 != 0x80 } + [text.count]
    func foldPrefix(_ bytes: Int) -> Int {
      folded.removeAll()
      folder.fold(UnsafeRawBufferPointer(rebasing: text[..<bytes]), into: folded)
      return folded.count
    }
    /// Which is the first scalar boundary whose prefix folds to at least so many bytes.
    func boundary(_ length: Int) -> Int {
      var (low, high) = (0, starts.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if foldPrefix(starts[middle]) < length { low = middle + 1 } else { high = middle }
      }
      return low
    }
    // The first word's first scalar is the one whose prefix goes beyond the place before it.
    let first = max(boundary(span.lowerBound + 1) - 1, 0)
    // The last word's last scalar may compose with those before it and add no byte, so that the end is the last boundary
    // whose prefix is no longer; but one scalar may also hold more than the word. Invisible characters are left out.
    var last = max(boundary(span.upperBound), boundary(span.upperBound + 1) - 1, first)
    if last == starts.count - 2, foldPrefix(text.count) <= span.upperBound { last += 1 }
    while last > first + 1 {
      _ = foldPrefix(starts[last])
      let whole = Array(folded.bytes)
      _ = foldPrefix(starts[last - 1])
      guard whole.elementsEqual(folded.bytes) else { break }
      last -= 1
    }
    return starts[first]..<starts[last]
  }

  /// From the first to the last of some words of a folded text, each where it stands first.
  private static func firstPlaces(of words: [[UInt8]], in folded: UnsafeRawBufferPointer) -> Range<Int> {
    var missing = Set(words)
    var span: Range<Int>?
    var at = 0
    while at < folded.count, !missing.isEmpty {
      guard isWord(folded[at]) else {
        at += 1
        continue
      }
      let start = at
      while at < folded.count, isWord(folded[at]) { at += 1 }
      if missing.remove(Array(folded[start..<at])) != nil { span = (span?.lowerBound ?? start)..<at }
    }
    return span ?? 0..<folded.count
  }

  /// Whether a byte of the folded text belongs to a word.
  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte &- 0x41 < 26
  }

  // MARK: metaclip

  /// Where a span of the spaced text lies in the caption.
  private static func unspaced(_ span: Range<Int>, of text: UnsafeRawBufferPointer) -> Range<Int> {
    var (start, end, spaced) = (text.count, text.count, 0)
    for at in text.indices {
      if spaced >= span.upperBound {
        end = at
        break
      }
      let isSpaced = MetaCLIPTokenizer.isSpaced(text[at])
      if start == text.count, spaced + (isSpaced ? 1 : 0) >= span.lowerBound { start = at }
      spaced += isSpaced ? 3 : 1
    }
    return min(start, end)..<end
  }

  // MARK: paper, treebank

  /// Where a span of the tokens' text lies in the caption; nil where the tokens do not lead back to it.
  private func untokenized(_ span: Range<Int>, of text: UnsafeRawBufferPointer) -> Range<Int>? {
    let tokenText = TreebankPasses.Source(tokens.text.bytes)
    let source = TreebankPasses.Source(text)
    var (at, token) = span.lowerBound >= walk.tokens ? walk : (0, 0)
    var start: Int?
    while token < min(span.upperBound, tokenText.count) {
      if PythonText.isSpace(at: token, tokenText) {
        token += tokenText.scalar(token).length
        continue
      }
      while PythonText.isSpace(at: at, source) { at += source.scalar(at).length }
      guard at < text.count else { return nil }
      if token >= span.lowerBound, start == nil {
        start = at
        walk = (at, token)
      }
      guard let step = Self.step(source, at, tokenText, token) else { return nil }
      at += step.caption
      token += step.tokens
    }
    return start.map { $0..<at }
  }

  /// How many bytes of a caption, and of the tokens that it became, stand for one another at two places.
  private static func step(
    _ source: TreebankPasses.Source, _ at: Int, _ tokens: TreebankPasses.Source, _ token: Int
  ) -> (caption: Int, tokens: Int)? {
    func isToken(_ offset: Int, _ byte: UInt8) -> Bool {
      token + offset < tokens.count && tokens.bytes[token + offset] == byte
    }
    let (quote, apostrophe, backtick) = (UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"))
    if source.bytes[at] == quote {
      let isPair = [apostrophe, backtick].contains { isToken(0, $0) && isToken(1, $0) }
      return isPair ? (1, 2) : nil
    }
    // Two apostrophes that open become two backticks.
    if source.bytes[at] == apostrophe, isToken(0, backtick) { return (1, 1) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { room in
      guard let base = room.baseAddress else { return nil }
      var out = base
      let next = PythonText.lowercase(source, at, to: &out)
      let length = out - base
      let isSame = (0..<length).allSatisfy { isToken($0, base[$0]) }
      return isSame ? (next - at, length) : nil
    }
  }
}
