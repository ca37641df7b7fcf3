import Corpus

/// What a reading command looks at: the options that all of them share.
///
/// A value that names things; `CountStore.resolve` finds them in a database and says what does not fit.
public struct Selection: Sendable, Hashable {
  /// The class set.
  public var classSet: ClassSetChoice
  /// The corpora by name, or by a pattern such as `laion*`; empty: all.
  public var corpora: [String]
  /// The stages; empty: all.
  public var stages: [String]
  /// The roles; nil: `supervised`, or all where results are split by role.
  public var roles: Set<Role>?
  /// The rule sets, each by its name (`word`, `word,longest`, `imported`) or the first digits of its digest;
  /// empty: the only one. Naming several pools them.
  public var rules: [String]
  /// The models by name, or by a pattern such as `clip-*`; empty: all.
  public var models: [String]
  /// The quantity that is counted.
  public var measure: Measure
  /// The most bytes of captions' hashes that are held at a time where distinct captions are counted.
  public var memory = DistinctCaptions.memory

  /// Makes a selection; what is left out selects everything, of the roles `supervised`.
  public init(
    classSet: ClassSetChoice = .only, corpora: [String] = [], stages: [String] = [], roles: Set<Role>? = nil,
    rules: [String] = [], models: [String] = [], measure: Measure = .captions
  ) {
    self.classSet = classSet
    self.corpora = corpora
    self.stages = stages
    self.roles = roles
    self.rules = rules
    self.models = models
    self.measure = measure
  }

  /// The quantity that is counted.
  public enum Measure: String, Sendable, Hashable, CaseIterable {
    /// Captions that have a mention are counted.
    case captions
    /// Mentions are counted.
    case mentions
    /// Captions that differ after folding are counted, of those with a mention; the shards need rows.
    case distinct
  }

  /// Finds the roles that names mean, `supervised` and `all` among them; nil where there are no names.
  public static func roles(named names: [String]) throws -> Set<Role>? {
    guard !names.isEmpty else { return nil }
    var roles: Set<Role> = []
    for name in names {
      switch name.lowercased() {
      case "supervised": roles.formUnion(Role.supervised)
      case "all": roles.formUnion(Role.allCases)
      default:
        guard let role = Role(name: name) else { throw StoreError.noRole(name: name) }
        roles.insert(role)
      }
    }
    return roles
  }

  /// What `roles(named:)` knows, synonyms left out: the roles, and `supervised` and `all`.
  public static let roleNames = Role.allCases.map(\.name) + ["supervised", "all"]
}

/// How results are split.
public enum Grouping: String, Sendable, Hashable, CaseIterable {
  /// Not at all: everything is added.
  case pooled
  /// Results are split by corpus.
  case corpus
  /// Results are split by the stage of the corpora.
  case stage
  /// Results are split by shard.
  case shard
  /// Results are split by the role of the captions.
  case role
  /// Results are split by term.
  case term
}

/// A rule set and the corpora that were counted by it.
public struct RuleSetUse: Sendable, Hashable, CustomStringConvertible {
  /// The rule set's name.
  public var name: String
  /// The first digits of its digest.
  public var shortID: String
  /// The corpora's names.
  public var corpora: [String]

  /// `word (id 3f2a9c01) in cc3m and laion`.
  public var description: String {
    "\(name) (id \(shortID))" + (corpora.isEmpty ? "" : " in \(corpora.joined(separator: " and "))")
  }
}
