import Corpus

extension Table {
  /// What the files of rows hold, by corpus and rule set.
  ///
  /// Shards that were counted without rows are counted beside those that have some.
  ///
  /// - Throws: `StoreError` where the sums are impossible.
  public static func rowFiles(_ shards: [(shard: StoredShard, file: StoredRowFile?)]) throws -> Table {
    struct Sum {
      var (shards, withRows, rows, bytes) = (0, 0, 0, 0)
      var folders: [String] = []
    }
    var (order, sums): ([[String]], [[String]: Sum]) = ([], [:])
    for (shard, file) in shards {
      let key = [shard.corpus, shard.classSet, shard.rules]
      if sums[key] == nil { order.append(key) }
      sums[key, default: Sum()].shards += 1
      guard let file else { continue }
      sums[key, default: Sum()].withRows += 1
      sums[key, default: Sum()].rows = try StoredCount.sum(sums[key]?.rows ?? 0, file.rows)
      sums[key, default: Sum()].bytes = try StoredCount.sum(sums[key]?.bytes ?? 0, file.size)
      if sums[key]?.folders.contains(file.folder) != true { sums[key]?.folders.append(file.folder) }
    }
    var table = Table(columns: [
      .init("corpus", .text), .init("class_set", .text, heading: "class set"),
      .init("rules", .text), .init("shards", .integer), .init("with_rows", .integer, heading: "with rows"),
      .init("rows", .integer), .init("bytes", .integer),
      .init("bytes_per_row", .real, heading: "bytes a row"), .init("folder", .text),
    ])
    for key in order {
      let sum = sums[key] ?? Sum()
      table.append(
        key.map { .text($0) } + [
          .integer(sum.shards), .integer(sum.withRows), .integer(sum.rows), .integer(sum.bytes),
          sum.rows > 0 ? .real(Double(sum.bytes) / Double(sum.rows)) : .missing,
          .text(sum.folders.joined(separator: ", ")),
        ])
    }
    return table
  }

  /// What the files of rows of a selection hold, by corpus and class: only what is not zero.
  ///
  /// - Throws: `StoreError`, `RowsMissing`, `ShardError`.
  public static func rowsByClass(_ selection: Selection, in store: CountStore) throws -> Table {
    let resolved = try store.resolve(selection)
    let source = try store.rowSource(resolved)
    let names = try store.load(resolved.classSet).classes.map(\.name)
    var table = Table(columns: [
      .init("corpus", .text), .init("class_index", .ordinal, heading: "#"), .init("class", .text),
      .init("rows", .integer), .init("mentions", .integer),
    ])
    for (place, pool) in resolved.pools.enumerated() {
      var sums = names.map { _ in RowSums.Sum() }
      for file in source.files where file.pool == place {
        let own = try RowSums(of: file.stored, rules: file.rules)
        for role in resolved.roles {
          for index in sums.indices {
            sums[index].captions = try StoredCount.sum(sums[index].captions, own[role, index].captions)
            sums[index].mentions = try StoredCount.sum(sums[index].mentions, own[role, index].mentions)
          }
        }
      }
      for (index, sum) in sums.enumerated() where sum.captions > 0 {
        table.append([
          .text(pool.corpus.name), .integer(index), .text(names[index]), .integer(sum.captions),
          .integer(sum.mentions),
        ])
      }
    }
    return table
  }
}
