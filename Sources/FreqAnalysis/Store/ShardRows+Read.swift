import GRDB

extension ShardRows {
  /// All rows of a shard, in the order of their key.
  static let query = "SELECT role, class, captions, repeats, terms FROM shard_class WHERE shard = ?"
}

extension ShardRows.Row {
  /// Reads a row of `ShardRows.query`; nil where its numbers cannot be of the class set.
  init?(_ row: Row, layout: ClassLayout) {
    guard let index = layout.knownIndex(ofClass: row[1]) else { return nil }
    self.init(role: row[0], index: index, captions: row[2], repeats: row[3], terms: row[4])
    guard role >= 0, role < 256, captions > 0, StoredCount.range.contains(captions),
      StoredCount.range.contains(repeats)
    else { return nil }
  }

  /// A term's counts inside a row.
  struct TermCount: Equatable {
    var position: Int
    var mentions: Int
    var captions: Int
  }

  /// The terms' counts; nil where the text is none that `ShardRows` writes.
  func termCounts(_ layout: ClassLayout) -> [TermCount]? {
    guard let terms else {
      return [TermCount(position: 0, mentions: captions + repeats, captions: captions)]
    }
    let numbers = terms.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      Int(Substring($0))
    }
    if terms.utf8.isEmpty { return [] }
    guard numbers.count % 3 == 0 else { return nil }
    var counts: [TermCount] = []
    for start in stride(from: 0, to: numbers.count, by: 3) {
      guard let position = numbers[start], let captions = numbers[start + 1],
        let repeats = numbers[start + 2],
        position > counts.last?.position ?? -1, position < layout.termCount(index), captions > 0,
        StoredCount.range.contains(captions), StoredCount.range.contains(repeats)
      else { return nil }
      counts.append(TermCount(position: position, mentions: captions + repeats, captions: captions))
    }
    return counts
  }
}
