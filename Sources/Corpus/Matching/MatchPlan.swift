/// What is looked for in one pass, made once and shared by all workers: several class sets under one matching.
///
/// The classes of all sets are numbered together as slots, and so are their terms, so that one trie and one tally
/// serve the pass.
public final class MatchPlan: Sendable {
  /// The class sets, in the order given.
  public let classSets: [ClassSet]
  /// How text becomes tokens.
  public let matching: Matching
  /// What happens where mentions of different classes overlap.
  public let overlap: Overlap

  /// For each set the slot of its first class, and after the last the number of all slots.
  let firstSlots: [Int]
  /// For each set the index of its first term among all terms, and after the last the number of all terms.
  let firstTerms: [Int]
  /// The terms as tokens.
  let trie: PhraseTrie
  /// How many tokens each term has; 0 for one that matches nothing.
  let wordsOfTerms: [Int]
  /// The characters that some term allows in a gap beside the joining ones.
  let gapScalars: Set<UInt32>

  /// Makes the plan of a pass.
  ///
  /// `longest` is defined for `word` alone; ask `isDefined(_:_:)` first. A term without any token matches nothing.
  ///
  /// - Complexity: O(*b*), *b* bytes of all terms together.
  public init(classSets: [ClassSet], matching: Matching = .word, overlap: Overlap = .all) {
    precondition(Self.isDefined(matching, overlap), "overlap `longest` applies only to `word`")
    self.classSets = classSets
    self.matching = matching
    self.overlap = overlap
    firstSlots = classSets.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.classes.count) }
    firstTerms = classSets.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.termCount) }
    let terms = Self.tokenize(classSets, matching, firstSlots)
    wordsOfTerms = terms.terms.indices.reduce(
      into: Array(repeating: 0, count: firstTerms[firstTerms.count - 1])
    ) {
      $0[Int(terms.terms[$1].index)] = terms.tokens(ofTerm: $1).count
    }
    gapScalars = terms.gaps.values.reduce(into: []) { for gap in $1 { $0.formUnion(gap) } }
    trie = PhraseTrie(
      // A bag's words are found one by one.
      matching == .bag ? terms.singleTokens : terms,
      fold: matching == .word || matching == .bag ? Self.asciiFold : 0,
      keepsApart: matching == .word, allowsPlain: matching != .bag && overlap == .all)
  }

  /// Whether an overlap is defined for a matching.
  public static func isDefined(_ matching: Matching, _ overlap: Overlap) -> Bool {
    overlap == .all || matching == .word
  }

  /// The rule set of each class set, in their order.
  public var ruleSets: [RuleSet] {
    classSets.map { RuleSet(classSet: $0, matching: matching, overlap: overlap) }
  }

  /// 0x20 in each byte: lowers ASCII letters and leaves digits.
  static let asciiFold: UInt64 = 0x2020_2020_2020_2020

  /// The number of classes of all sets.
  var slotCount: Int { firstSlots[firstSlots.count - 1] }
  /// The class set that a class belongs to.
  func set(ofSlot slot: Int) -> Int { (firstSlots.firstIndex { $0 > slot } ?? classSets.count) - 1 }
  /// The number of terms of all sets.
  var termCount: Int { firstTerms[firstTerms.count - 1] }

  private static func tokenize(
    _ classSets: [ClassSet], _ matching: Matching, _ firstSlots: [Int]
  ) -> TermList {
    let tokenizer = TermTokenizer(matching)
    var terms = TermList()
    var termIndex: UInt32 = 0
    for (set, classSet) in classSets.enumerated() {
      for (index, entry) in classSet.classes.enumerated() {
        for term in entry.terms {
          let gaps = tokenizer.append(term.text, to: &terms)
          terms.finishTerm(
            .init(
              set: UInt32(set), slot: UInt32(firstSlots[set] + index), index: termIndex,
              isOnlyTerm: entry.terms.count == 1),
            gaps: gaps)
          termIndex += 1
        }
      }
    }
    return terms
  }
}
