@testable import Corpus

/// What the slow model says of one shard of a corpus, in the form of the counts.
struct LayoutExpectation {
  /// Mentions and captions.
  struct Count: Equatable {
    var mentions = 0
    var captions = 0
  }

  /// For each role and class; and, where the rule is `word`, for each role and term.
  var classes: [Role: [Count]] = [:]
  var terms: [Role: [Count]] = [:]
  var captions = RoleCounts()
  var textBytes = 0
  var records = 0

  /// What is wrong with the counts of a scan; nil where nothing is.
  func fault(of counts: ShardCounts, rule: SlowRule) -> String? {
    if counts.records != records { return "\(counts.records) records of \(records)" }
    if counts.captions != captions { return "\(counts.captions) captions for \(captions)" }
    if counts.textBytes != textBytes { return "\(counts.textBytes) bytes of text for \(textBytes)" }
    if counts.excludedRecords + counts.skippedRecords > 0 { return "records were left out" }
    guard let set = counts.sets.first else { return "no class set" }
    if let fault = Self.fault(of: set.classes, "class", wanted: classes) { return fault }
    return rule.matching == .word ? Self.fault(of: set.terms, "term", wanted: terms) : nil
  }

  private static func fault(
    of found: [ClassSetCounts.Count], _ what: String, wanted: [Role: [Count]]
  ) -> String? {
    var rest = wanted.mapValues { $0.map(\.self) }
    for entry in found {
      let wanted = rest[entry.role]?[entry.index] ?? Count()
      let found = Count(mentions: entry.mentions, captions: entry.captions)
      if found != wanted { return "\(what) \(entry.index), \(entry.role): \(found) for \(wanted)" }
      rest[entry.role]?[entry.index] = Count()
    }
    for (role, counts) in rest {
      for (index, count) in counts.enumerated() where count != Count() {
        return "\(what) \(index), \(role): nothing for \(count)"
      }
    }
    return nil
  }
}

/// What each caption mentions by each rule, computed once for a text.
struct LayoutAnswers {
  let rules: [SlowRule]
  private var known: [[[UInt8]: SlowModel.Answer]]
  private let singles: [Bool]

  init(_ classes: [[String]]) {
    rules = SlowRule.all(classes)
    known = Array(repeating: [:], count: rules.count)
    singles = classes.flatMap { terms in terms.map { _ in terms.count == 1 } }
  }

  mutating func answer(rule: Int, _ text: String) -> SlowModel.Answer {
    let key = Array(text.utf8)
    if let answer = known[rule][key] { return answer }
    let answer = rules[rule].mentions(in: text)
    known[rule][key] = answer
    return answer
  }

  /// Forgets what was computed.
  mutating func forget() { known = Array(repeating: [:], count: rules.count) }

  /// What a scan of a shard has to find by a rule.
  mutating func expectation(
    of shard: LaidOutCorpus.Shard, in corpus: LaidOutCorpus, rule: Int, unescapesHTML: Bool
  ) -> LayoutExpectation {
    let texts = corpus.texts(unescapesHTML: unescapesHTML)
    var expected = LayoutExpectation()
    expected.records = shard.records
    for (index, role) in shard.held where !texts[index].isEmpty {
      expected.captions[role] += 1
      expected.textBytes += texts[index].utf8.count
      let answer = answer(rule: rule, texts[index])
      Self.add(answer.classes, to: &expected.classes[role, default: []])
      guard rules[rule].matching == .word else { continue }
      // A class with one term has its counts as a class alone.
      let terms = zip(answer.terms, singles).map { $1 ? 0 : $0 }
      Self.add(terms, to: &expected.terms[role, default: []])
    }
    return expected
  }

  private static func add(_ found: [Int], to counts: inout [LayoutExpectation.Count]) {
    if counts.isEmpty { counts = Array(repeating: LayoutExpectation.Count(), count: found.count) }
    for (index, mentions) in found.enumerated() where mentions > 0 {
      counts[index].mentions += mentions
      counts[index].captions += 1
    }
  }
}
