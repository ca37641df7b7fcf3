import Corpus

/// Something that a person should know about what was selected.
public enum SelectionNote: Sendable, Hashable, CustomStringConvertible {
  /// Captions of roles that were not selected, and how many.
  case otherRoles([OtherRole])
  /// Counts of several rule sets are added, since each was named.
  case pooledRules([RuleSetUse])
  /// The rule set counts captions, not occurrences, so that mentions equal captions.
  case mentionsEqualCaptions(rules: String)
  /// Classes of whose frequency in a corpus nothing is known.
  case unknownClasses(corpus: String, count: Int)
  /// A corpus that was named and that the other options leave out.
  case corpusLeftOut(String)
  /// A corpus whose counts were imported, which says nothing of terms or shards.
  case importedLeftOut(String)
  /// A corpus whose counts were imported, which have the role caption, and that role was not selected.
  case importedOfOtherRole(String)
  /// Models of which nobody said what they were trained on; all corpora are added up for them.
  case unknownTraining(models: [String], isAll: Bool)
  /// A corpus that models were trained on and that is not counted.
  case trainingNotCounted(corpus: String, models: [String])
  /// Models of which no training corpus is counted and selected; they are left out.
  case withoutOwnCorpora(models: [String])
  /// A corpus that holds shards of earlier runs that were not named this time.
  case earlierShards(corpus: String, count: Int)

  /// Corpora of which only a share was counted, so that counts are brought to the scale of the whole.
  case sampled([SampledCorpus])
  /// A corpus whose weight may be meant as the share of it that was counted, which nobody stated.
  case weightOfPart(corpus: String, weight: Double)
  /// A corpus of whose shards, by their names, only some were counted, without a statement that it is a sample.
  case partOfShards(corpus: String, counted: Int, total: Int)

  /// A corpus of which only a share was counted.
  public struct SampledCorpus: Sendable, Hashable {
    /// The corpus's name.
    public var corpus: String
    /// The share.
    public var fraction: Double
  }

  /// The kind of fact that the note is about: one word for all notes of a kind.
  public var kind: String {
    switch self {
    case .otherRoles: "roles"
    case .pooledRules: "pooled"
    case .mentionsEqualCaptions: "mentions"
    case .unknownClasses: "unknown"
    case .corpusLeftOut: "excluded"
    case .importedLeftOut, .importedOfOtherRole: "imported"
    case .unknownTraining, .trainingNotCounted, .withoutOwnCorpora: "training"
    case .earlierShards: "earlier"
    case .sampled: "sampled"
    case .weightOfPart, .partOfShards: "part"
    }
  }

  /// Whether the note holds for every question to the database, and not only for the one that was asked.
  public var isOfDatabase: Bool {
    switch self {
    case .otherRoles, .unknownClasses, .unknownTraining, .partOfShards: true
    default: false
    }
  }

  /// A role that was left out.
  public struct OtherRole: Sendable, Hashable {
    /// The role.
    public var role: Role
    /// Captions of the role, with a mention or without.
    public var captions: Int
  }

  /// The note as a sentence.
  public var description: String {
    switch self {
    case .otherRoles(let roles):
      let total = roles.reduce(0) { $0 + $1.captions }
      let parts = roles.map { "\($0.role.name) \(NumberText.grouped($0.captions))" }
        .joined(separator: ", ")
      let captions = ShownText.count(total, "caption", "captions")
      return
        "\(captions) of other roles \(total == 1 ? "is" : "are") excluded (\(parts))"
    case .pooledRules(let rules):
      let names = rules.map(\.description).joined(separator: ", ")
      return "counts of several rule sets are pooled, as requested: \(names)"
    case .mentionsEqualCaptions(let rules):
      return "the rule set \(rules) counts captions, not occurrences: mentions equal captions"
    case .unknownClasses(let corpus, let count):
      return
        "the frequency of \(ShownText.count(count, "class", "classes")) in the corpus `\(corpus)` is unknown, not zero"
    case .corpusLeftOut(let corpus): return "the other options exclude the corpus `\(corpus)`"
    case .importedOfOtherRole(let corpus):
      return
        "the counts of the corpus `\(corpus)` were imported under the role caption, which is not selected; the corpus is excluded"
    case .importedLeftOut(let corpus):
      return
        "the counts of the corpus `\(corpus)` were imported and have no per-term or per-shard counts; the corpus is excluded"
    case .sampled(let corpora):
      let names = corpora.map { "`\($0.corpus)` (\(NumberText.short($0.fraction)))" }.joined(separator: ", ")
      return
        "counts of samples are brought to the scale of the whole corpus: \(names); a class that a sample does not mention "
        + "gets what such classes have on average"
    case .weightOfPart(let corpus, let weight):
      return
        "the counts of `\(corpus)` are multiplied by \(NumberText.short(weight)), which is right if all of it was counted and "
        + "so much of it used; if so much of it was counted, slopes are too steep until it is stated as a sample"
    case .partOfShards(let corpus, let counted, let total):
      return
        "by their names, \(NumberText.grouped(counted)) of the \(NumberText.grouped(total)) shards of `\(corpus)` were "
        + "counted; if they are a random part of it, slopes are too steep until it is stated as a sample of "
        + NumberText.short(Double(counted) / Double(total))
    case .unknownTraining(let models, let isAll):
      let whose = isAll ? "the models" : ShownText.names(models)
      return
        "what \(whose) \(models.count == 1 && !isAll ? "was" : "were") trained on is unknown, so all corpora are pooled"
    case .trainingNotCounted(let corpus, let models):
      return
        "the corpus \(ShownText.name(corpus)), on which \(ShownText.names(models)) "
        + "\(models.count == 1 ? "was" : "were") trained, is not counted"
    case .withoutOwnCorpora(let models):
      return
        "no corpus on which \(ShownText.names(models)) \(models.count == 1 ? "was" : "were") trained is counted and "
        + "selected, so \(models.count == 1 ? "it is" : "they are") excluded"
    case .earlierShards(let corpus, let count):
      return
        "the corpus `\(corpus)` also contains \(ShownText.count(count, "shard", "shards")) of earlier runs that "
        + "\(count == 1 ? "was" : "were") not named this time; the results include \(count == 1 ? "its" : "their") counts, "
        + "and a new output folder excludes them"
    }
  }
}
