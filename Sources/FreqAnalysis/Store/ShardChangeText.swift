import Corpus

extension ShardCounts {
  /// What is to be told about escapes of a shard that stand for no character; nil where it has none.
  public func surrogateNote(of shard: String) -> String? {
    guard replacedSurrogates > 0 else { return nil }
    let what = NumberText.counted(replacedSurrogates, "unpaired surrogate")
    return "\(shard) has \(what) among its \\u escapes; each is read as U+FFFD, which is no letter"
  }
}

extension ShardChange {
  /// What a person is to be told about a shard beyond "counted"; nil where there is nothing more to say, as of many shards
  /// without a record, which are all the same.
  public func sentence(of shard: String, hasNoRecords: Bool = false) -> String? {
    switch kind {
    case .added, .unchanged: nil
    case .sameContent where hasNoRecords: nil
    case .replacedContent: "\(shard) has changed since it was counted; its new counts replace the old ones"
    case .replacedReading(let was):
      "\(shard) was read by a different reading rule before (\(was)); its new counts replace the old ones"
    case .sameContent(let others):
      "\(shard) has the same content as \(Self.list(others)), and counts once"
    case .moved(let from):
      "\(shard) was already counted as \(Self.list(from)), which no longer exists; it counts once"
    case .alreadyCounted: "what came from \(shard) was already counted, and counts once"
    case .keptReading(let was):
      "what came from \(shard) was already counted by a different reading rule (\(was)); nothing was changed"
    }
  }

  /// The kind of what became of the shard, in a word.
  public var word: String {
    switch kind {
    case .added: "added"
    case .unchanged: "unchanged"
    case .replacedContent: "changed"
    case .replacedReading: "read anew"
    case .sameContent: "same content"
    case .moved: "moved"
    case .alreadyCounted: "counted"
    case .keptReading: "kept"
    }
  }

  private static func list(_ names: [String]) -> String {
    guard let first = names.first else { return "another shard" }
    return names.count == 1 ? first : "\(first) and \(names.count - 1) more"
  }
}
