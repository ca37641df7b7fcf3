import Corpus

/// Why a sample could not be drawn or judged.
public enum AuditError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The counts were computed elsewhere.
  case imported(corpus: String)
  /// A shard was not counted from a file, or its file is gone.
  case noFile(shard: String, corpus: String)
  /// A shard's file has other content than the one that was counted.
  case changed(shard: String, corpus: String)
  /// A shard was read by a rule that this program does not know.
  case unknownReading(shard: String, rule: String)
  /// A shard could not be read again; the reason is a sentence.
  case unreadable(String)
  /// What was found is not what was counted.
  case countsDiffer(className: String, what: String, stored: Int, found: Int)
  /// None of the classes is mentioned.
  case noMentions(classes: [String])
  /// A mention has another answer already.
  case otherAnswer(position: Int, sheet: String)
  /// The database has no such sample.
  case noSample(String)
  /// The file that the sheet would be written to is there.
  case sheetExists(String)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .imported(let corpus):
      "the counts of the corpus \(ShownText.name(corpus)) were computed elsewhere, so there are no mentions to sample"
    case .noFile(let shard, let corpus):
      "the shard \(ShownText.escaped(shard)) of the corpus \(ShownText.name(corpus)) has no file that could be read "
        + "again, so no random sample of the corpus can be drawn"
    case .changed(let shard, let corpus):
      "the shard \(ShownText.escaped(shard)) of the corpus \(ShownText.name(corpus)) has changed since it was counted; "
        + "index it again, then draw the sample"
    case .unknownReading(let shard, let rule):
      "the shard \(ShownText.escaped(shard)) was read by a reading rule that this version does not support (\(rule))"
    case .unreadable(let reason): "no random sample can be drawn: \(reason)"
    case .countsDiffer(let name, let what, let stored, let found):
      "\(ShownText.number(found)) \(what) of \(ShownText.name(name)) were found where \(ShownText.number(stored)) were "
        + "counted, so the sample would not represent what was counted; index the corpus again"
    case .noMentions(let classes):
      "nothing mentions \(ShownText.names(classes)), so there is nothing to judge"
    case .otherAnswer(let position, let sheet):
      "number \(position) of the sample \(sheet) already has a different answer"
    case .sheetExists(let path):
      "\(ShownText.escaped(path)) already exists and may contain answers; name another file"
    case .noSample(let name):
      "the database has no sample \(ShownText.name(name)); a sheet belongs to the database from which it was drawn, and a "
        + "sample is removed with any of its corpora"
    }
  }
}
