import GRDB

/// How many shards a corpus has by the names of those that were counted, such as `train-00003-of-00128.parquet`.
struct NumberedShards: Sendable, Hashable {
  /// How many such shards were counted.
  var counted = 0
  /// How many there are by their names.
  var total = 0

  /// Whether so few are missing that it makes no difference.
  var isWhole: Bool { counted * 20 >= total * 19 }

  /// Counts the shards of sorted paths; nil where one names no number, and of more than a thousand series.
  ///
  /// - Complexity: O(*n*) time; memory for each series of shards.
  init?(_ next: () throws -> String?) rethrows {
    var series: [Substring: (counted: Int, last: Int)] = [:]
    while let path = try next() {
      guard let name = Name(path) else { return nil }
      let known = series[name.series]
      // The same number under two endings is one shard.
      guard known?.last != name.number else { continue }
      if known == nil { total += name.total }
      series[name.series] = ((known?.counted ?? 0) + 1, name.number)
      counted += 1
      guard series.count <= 1_000 else { return nil }
    }
    guard total > 0 else { return nil }
  }

  /// A path that tells its number and how many there are.
  private struct Name {
    var number: Int
    var total: Int
    /// What all shards of a series have in common: what stands before the number, and how many there are.
    var series: Substring

    init?(_ path: String) {
      let bytes = Array(path.utf8)
      let mark = Array("-of-".utf8)
      guard bytes.count > mark.count,
        let place = (1..<(bytes.count - mark.count)).last(where: { bytes[$0..<($0 + 4)].elementsEqual(mark) })
      else { return nil }
      func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
      let before = bytes[..<place].reversed().prefix { isDigit($0) }.reversed()
      let after = bytes[(place + 4)...].prefix { isDigit($0) }
      // Nine digits are enough for every number of files.
      guard (1...9).contains(before.count), (1...9).contains(after.count),
        let number = Int(String(decoding: before, as: UTF8.self)),
        let total = Int(String(decoding: after, as: UTF8.self)), total > 0, number <= total
      else { return nil }
      (self.number, self.total) = (number, total)
      let start = String(decoding: bytes[..<(place - before.count)], as: UTF8.self)
      series = Substring("\(start)\u{0}\(total)")
    }
  }
}

extension CountStore {
  /// The corpora of which only a part of the shards was counted, as far as the shards' names tell how many there are.
  ///
  /// - Parameter pools: Which counts are looked at.
  /// - Returns: The corpora's names, each once, in the order of the pools.
  /// - Throws: `StoreError` for what the file refuses.
  /// - Complexity: O(*n*) in the shards of these corpora.
  func partlyCounted(_ pools: [ResolvedSelection.Pool]) throws -> [(corpus: String, shards: NumberedShards)] {
    try read { database in
      var found: [(corpus: String, shards: NumberedShards)] = []
      for pool in pools where !found.contains(where: { $0.corpus.utf8.elementsEqual(pool.corpus.name.utf8) })
      {
        let paths = try String.fetchCursor(
          database.cachedStatement(
            sql: "SELECT path FROM shard_place WHERE corpus = ? AND rule_set = ? ORDER BY path"),
          arguments: [pool.corpus.id, pool.rules.id])
        let shards = try NumberedShards { try paths.next() }
        if let shards, !shards.isWhole { found.append((pool.corpus.name, shards)) }
      }
      return found
    }
  }
}
