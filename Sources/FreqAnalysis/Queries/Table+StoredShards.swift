import Corpus

extension Table {
  /// Counted shards, one row for each rule set; `files` is the number of files that have the content.
  public static func shards(_ shards: [StoredShard]) -> Table {
    var table = Table(columns: [
      .init("shard", .text), .init("corpus", .text), .init("class_set", .text, isDetail: true),
      .init("rule_set", .text), .init("records", .integer), .init("captions", .integer),
      .init("skipped_records", .integer, heading: "skipped", isDetail: true),
      .init("bytes", .integer, isDetail: true), .init("files", .integer, isDetail: true),
      .init("reading_rule", .text, isDetail: true), .init("digest", .text, isDetail: true),
      .init("textless_records", .integer, isDetail: true),
      .init("human_only_records", .integer, isDetail: true),
      .init("passed_over", .text, isDetail: true), .init("replaced_surrogates", .integer, isDetail: true),
    ])
    for shard in shards {
      table.append([
        .text(shard.label), .text(shard.corpus), .text(shard.classSet), .text(shard.rules),
        .integer(shard.counts.records), .integer(shard.counts.captions.total),
        .integer(shard.counts.skippedRecords),
        .integer(shard.size), .integer(shard.files.count), .text(shard.readingRule), .text(shard.digest.hex),
        .integer(shard.counts.textlessRecords), .integer(shard.counts.humanOnlyRecords),
        .text(PassedOver(shard.counts.passedOver).text), .integer(shard.counts.replacedSurrogates),
      ])
    }
    return table
  }

  /// Shards that could not be read, one row for each rule set under which they were to be counted.
  public static func failedShards(_ shards: [FailedShard]) -> Table {
    var table = Table(columns: [
      .init("shard", .text), .init("corpus", .text), .init("class_set", .text, isDetail: true),
      .init("rule_set", .text, isDetail: true), .init("error", .text),
    ])
    for shard in shards {
      table.append([
        .text(shard.name), .text(shard.corpus), .text(shard.classSet), .text(shard.rules), .text(shard.error),
      ])
    }
    return table
  }

  /// Files that are not as they were when they were counted; `reason` is `missing`, `changed`, `not reached` or `unknown`.
  public static func staleShards(_ shards: [StaleShard]) -> Table {
    var table = Table(columns: [
      .init("shard", .text), .init("corpus", .text), .init("class_set", .text, isDetail: true),
      .init("rule_set", .text), .init("reason", .text),
    ])
    for stale in shards {
      table.append([
        .text(stale.file.path), .text(stale.shard.corpus), .text(stale.shard.classSet),
        .text(stale.shard.rules), .text(stale.reason.rawValue),
      ])
    }
    return table
  }
}
