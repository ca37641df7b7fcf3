/// How a text becomes tokens; `oracle_count.py` in the project's shared tools defines each.
public enum Matching: String, Sendable, Hashable, CaseIterable, Codable {
  /// Whole words of folded text; the default.
  case word
  /// The published notebook's rule, its miss of a text's first and last token included.
  case paper
  /// The notebook's tokens with the first and last found.
  case treebank
  /// MetaCLIP 1's case-sensitive substring matching between spaces.
  case metaclip
  /// All words of a name in the caption, in any order.
  case bag

  /// Whether the rule says how often a class is mentioned; the others say only whether, so that their
  /// mentions equal their captions.
  public var countsMentions: Bool { self == .word || self == .metaclip }
}

/// What happens where mentions of different classes overlap.
public enum Overlap: String, Sendable, Hashable, CaseIterable, Codable {
  /// Each class is counted on its own.
  case all
  /// The leftmost longest mention among all classes of a class set is the only one.
  case longest
}

/// How text is matched: a class set, a matching and an overlap, under one version of Unicode.
///
/// Counts of two rule sets are never added unasked; `digest` tells them apart.
public struct RuleSet: Sendable, Hashable {
  /// The digest of the class set's classes, terms and kinds.
  public var classSetDigest: Digest
  /// How text becomes tokens.
  public var matching: Matching
  /// What happens where mentions of different classes overlap.
  public var overlap: Overlap

  /// Makes the rule set of a class set.
  public init(classSet: ClassSet, matching: Matching = .word, overlap: Overlap = .all) {
    self.classSetDigest = classSet.digest
    self.matching = matching
    self.overlap = overlap
  }

  /// Makes the rule set of a class set that is known by its digest alone.
  public init(classSetDigest: Digest, matching: Matching, overlap: Overlap) {
    self.classSetDigest = classSetDigest
    self.matching = matching
    self.overlap = overlap
  }

  /// The version of the Unicode tables that fold and split text under the rules `word` and `bag`; part of every digest.
  public static let unicodeVersion = "17.0.0"

  /// The version of the Unicode tables that this rule goes by: `paper` and `treebank` follow the Python that the
  /// published notebook ran on, 3.11, and `metaclip` compares bytes.
  public var unicodeTables: String {
    switch matching {
    case .word, .bag: Self.unicodeVersion
    case .paper, .treebank: "14.0.0"
    case .metaclip: "none"
    }
  }

  /// What tells this rule set from every other.
  public var digest: Digest {
    Digest(ofFields: [
      "rule-set 1", classSetDigest.hex, matching.rawValue, overlap.rawValue, Self.unicodeVersion,
    ])
  }

  /// The rule in words, as `--rules` takes it: `word`, `word,longest`, `paper`.
  public var ruleName: String { Self.name(matching, overlap) }

  /// How a rule set with this matching and overlap is called.
  public static func name(_ matching: Matching, _ overlap: Overlap) -> String {
    overlap == .all ? matching.rawValue : "\(matching.rawValue),\(overlap.rawValue)"
  }

  /// What a rule's name says, as `name` writes it; nil for one that is unknown or not defined.
  public static func parts(ofName name: String) -> (matching: Matching, overlap: Overlap)? {
    for matching in Matching.allCases {
      for overlap in Overlap.allCases where Self.name(matching, overlap).utf8.elementsEqual(name.utf8) {
        return isDefined(matching, overlap) ? (matching, overlap) : nil
      }
    }
    return nil
  }

  /// Whether a matching may be combined with an overlap: `longest` is defined for `word` alone.
  public static func isDefined(_ matching: Matching, _ overlap: Overlap) -> Bool {
    overlap == .all || matching == .word
  }
}

/// A matching was asked for with an overlap that is not defined for it.
public struct UndefinedRule: Error, Sendable, Hashable, CustomStringConvertible {
  /// How text becomes tokens.
  public var matching: Matching
  /// What was to happen where mentions overlap.
  public var overlap: Overlap

  /// The error as a sentence.
  public var description: String {
    "the overlap `\(overlap.rawValue)` is not defined for the matching `\(matching.rawValue)`, only for `word`"
  }
}

extension ClassSet {
  /// The digest of what decides counts: names, identifiers, terms and their kinds, in order; the set's own
  /// name is not part of it.
  public var digest: Digest {
    var fields = ["class-set 1"]
    for entry in classes {
      fields.append("class")
      fields.append(entry.name)
      fields.append(entry.id ?? "")
      for term in entry.terms {
        fields.append(term.kind.rawValue)
        fields.append(term.text)
      }
    }
    return Digest(ofFields: fields)
  }
}
