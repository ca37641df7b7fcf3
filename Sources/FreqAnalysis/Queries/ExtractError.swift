import Corpus

/// Why records cannot be extracted.
public enum ExtractError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The word is no field of a record.
  case noField(String)
  /// A shard of the corpus came through standard input or a command, and cannot be read again.
  case noFile(corpus: String)
  /// A shard's file is missing, or has changed since it was counted.
  case changed(shard: String)
  /// A shard was read by a rule of another version.
  case otherReading(shard: String, rule: String)
  /// A shard was counted by a rule set of another version.
  case otherRules(corpus: String, rules: String)
  /// A record of the shard is not JSON, and has no bytes of its own.
  case notJSON(shard: String, record: Int)
  /// There are more different captions than are held.
  case tooManyCaptions(limit: Int)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .noField(let name): "`\(name)` names no field of a record; a field is written a, a.b or a[0]"
    case .noFile(let corpus):
      "a shard of the corpus `\(corpus)` came through standard input or a command, so its records cannot be read again; "
        + "`rows export` writes the fields that were kept"
    case .changed(let shard):
      "\(shard) is missing, or has changed since it was counted; index it again"
    case .otherReading(let shard, let rule):
      "\(shard) was read by a rule that this version does not have (\(rule)); index it again"
    case .otherRules(let corpus, let rules):
      "the corpus `\(corpus)` was counted by a version of the rule \(rules) that this version does not have; index it again"
    case .notJSON(let shard, let record):
      "\(shard), record \(record): only JSON records can be written whole, and this is none"
    case .tooManyCaptions(let limit):
      "there are more than \(ShownText.number(limit)) different captions; name fewer classes or corpora"
    }
  }
}
