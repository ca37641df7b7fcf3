import Corpus

/// What one run over shards read and counted, and what the corpus holds after it.
public struct IndexSummary: Sendable {
  /// The corpus.
  public var corpus: String
  /// The database's path.
  public var database: String
  /// Shards that were read and are counted now.
  public var counted = 0
  /// Shards that were read and whose content was counted already.
  public var known = 0
  /// Shards that were not read, since they are as they were when they were counted.
  public var unchanged = 0
  /// Shards that could not be read.
  public var failed = 0
  /// Records read in this run.
  public var records = 0
  /// Records that the reading rule left out.
  public var excludedRecords = 0
  /// Bad records that were skipped on request.
  public var skippedRecords = 0
  /// Shards among those counted that have no record.
  public var emptyShards = 0
  /// Records read in this run that gave no caption.
  public var textlessRecords = 0
  /// Records read in this run of which all captions are of the role human.
  public var humanOnlyRecords = 0
  /// Members of archives that were passed over in this run since they are of no known kind, by kind.
  public var passedOver: [String: Int] = [:]
  /// Halves of surrogate pairs in this run's JSON that stood alone and were read as U+FFFD.
  public var replacedSurrogates = 0
  /// Captions of each role read in this run.
  public var captions = RoleCounts()
  /// The number of bytes read, as stored.
  public var storedBytes = 0
  /// The bytes that came from servers.
  public var fetchedBytes = 0
  /// The requests that were made to servers.
  public var requests = 0
  /// The sizes of the remote files that were opened, as far as their servers told them.
  public var remoteBytes = 0
  /// UTF-8 bytes of the captions.
  public var textBytes = 0
  /// Rows of mentions that were written in this run.
  public var rows = 0
  /// The bytes of the files of rows that were written in this run.
  public var rowBytes = 0
  /// The files of former rows that stay since they were not made for this database.
  public var keptRows: [String] = []
  /// Which of the fields to be kept any record had.
  var keptFields = KeptFieldUse()
  /// How long the run took, in seconds.
  public var seconds = 0.0
  /// Whether the run was interrupted before its last shard.
  public var isInterrupted = false
  /// The first shard that was read.
  public var firstShard: ShardName?
  /// How names were looked for.
  public var matching = Matching.word
  /// What was counted of each class set.
  public var sets: [SetSummary] = []

  /// What was counted of one class set.
  public struct SetSummary: Sendable {
    /// The class set's name.
    public var classSet: String
    /// Mentions of each role in this run.
    public var mentions = RoleCounts()
    /// Whether the rule says how often; where not, mentions are captions with a mention.
    public var countsMentions = true
    /// How many classes the set has.
    public var classes: Int
    /// How many of them the corpus mentions in what a loss sees, this run's shards and all before.
    public var seen = 0
    /// Names that no caption will hold as they stand, such as `kite (bird of prey)`, and have no shorter term.
    public var parenthesised = 0
    /// The file that the class set came from.
    public var source: String?
    /// What a person is to be told where no or nearly no class is seen.
    var warning: String?
  }

  /// Makes a summary of nothing.
  init(corpus: String, database: String = "corpus.sqlite") {
    self.corpus = corpus
    self.database = database
  }

  /// Adds one shard that was counted.
  mutating func add(_ counts: ShardCounts) {
    records += counts.records
    excludedRecords += counts.excludedRecords
    skippedRecords += counts.skippedRecords
    if counts.hasNoRecords { emptyShards += 1 }
    textlessRecords += counts.textlessRecords
    humanOnlyRecords += counts.humanOnlyRecords
    passedOver.merge(counts.passedOver, uniquingKeysWith: +)
    replacedSurrogates += counts.replacedSurrogates
    captions.add(counts.captions)
    textBytes += counts.textBytes
    for index in sets.indices {
      for count in counts.sets[index].classes { sets[index].mentions[count.role] += count.mentions }
    }
  }

  /// Stored bytes a second, in millions.
  var megabytesPerSecond: Double { seconds > 0 ? Double(storedBytes) / seconds / 1e6 : 0 }

  /// The roles that had a caption, in their fixed order.
  public var roles: [Role] { Role.allCases.filter { captions[$0] > 0 } }

  /// What is most likely wrong with the names or the text: hardly a class of a set is seen in many captions.
  public var warnings: [(classSet: String, sentence: String)] {
    sets.compactMap { set in set.warning.map { (set.classSet, $0) } }
  }

  /// The class sets with names that captions rarely contain: which, how many names, and the file that they came from.
  public var parenthesised: [(classSet: String, names: Int, source: String?)] {
    counted == 0
      ? [] : sets.filter { $0.parenthesised > 0 }.map { ($0.classSet, $0.parenthesised, $0.source) }
  }

  /// The summary for a person: a few lines.
  public var lines: [String] {
    var lines = [
      "shards    \(NumberText.grouped(counted)) counted, \(NumberText.grouped(unchanged)) unchanged, "
        + (known > 0 ? "\(NumberText.grouped(known)) with known content, " : "")
        + "\(NumberText.grouped(failed)) failed",
      "records   \(NumberText.grouped(records))"
        + (excludedRecords > 0
          ? ", \(NumberText.grouped(excludedRecords)) more excluded (download failed)" : "")
        + (skippedRecords > 0 ? ", \(NumberText.counted(skippedRecords, "bad one")) skipped" : ""),
      "captions  " + byRole(captions),
    ]
    lines += notGiven
    for set in sets {
      let name = sets.count > 1 ? " of \(DisplayText.escaped(set.classSet))" : ""
      let whether =
        set.countsMentions ? "" : " (the rule counts captions, not occurrences)"
      lines.append("mentions  " + byRole(set.mentions) + name + whether)
    }
    for set in sets {
      let name = sets.count > 1 ? " of \(DisplayText.escaped(set.classSet))" : ""
      lines.append(
        "classes   \(NumberText.grouped(set.seen)) seen\(name), \(NumberText.grouped(set.classes - set.seen)) unseen "
          + "(in all captions and answers of \(DisplayText.escaped(corpus)))")
    }
    if rows > 0 {
      lines.append("rows      \(NumberText.grouped(rows)) in \(NumberText.bytes(rowBytes))")
    }
    if requests > 0 {
      lines.append(
        "fetched   \(NumberText.bytes(fetchedBytes)) with \(NumberText.counted(requests, "request"))"
          + (remoteBytes > 0
            ? ", \(share(fetchedBytes, of: remoteBytes)) of the files' \(NumberText.bytes(remoteBytes))" : "")
      )
    }
    lines.append(
      "speed     \(NumberText.bytes(storedBytes)) in \(NumberText.duration(seconds)), "
        + (megabytesPerSecond < 0.1 ? "less than 0.1" : NumberText.short(megabytesPerSecond, digits: 3))
        + " MB/s")
    return lines
  }

  private func share(_ part: Int, of all: Int) -> String {
    NumberText.short(100 * Double(part) / Double(all), digits: 2) + " %"
  }

  /// What gave no text, or not the text that a model learns from, a line each.
  private var notGiven: [String] {
    var lines: [String] = []
    if emptyShards > 0 {
      lines.append("empty     \(NumberText.counted(emptyShards, "shard")) without a record")
    }
    if textlessRecords > 0 {
      lines.append("no text   \(NumberText.counted(textlessRecords, "record")) gave no caption")
    }
    if humanOnlyRecords > 0 {
      lines.append(
        "no answer \(NumberText.counted(humanOnlyRecords, "record")) gave only what the person says (human)")
    }
    let members = passedOver.values.reduce(0, +)
    if members > 0 {
      let areOfNoType = passedOver.keys.allSatisfy {
        $0.hasPrefix(".") || ["hidden", "without an extension", "others"].contains($0)
      }
      lines.append(
        "ignored   \(NumberText.counted(members, "archive member"))\(areOfNoType ? " of unknown type" : ""): "
          + DisplayText.escaped(PassedOver(passedOver).text))
    }
    if replacedSurrogates > 0 {
      lines.append(
        "replaced  \(NumberText.counted(replacedSurrogates, "unpaired surrogate")) in \\u escapes by U+FFFD")
    }
    return lines
  }

  private func byRole(_ counts: RoleCounts) -> String {
    let parts = roles.map { "\(NumberText.grouped(counts[$0])) \($0.name)" }
    if parts.count == 1 { return parts[0] }
    return NumberText.grouped(counts.total) + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
  }

  /// The summary as JSON.
  public var json: JSONValue {
    [
      "corpus": .text(corpus),
      "shards": [
        "counted": .integer(counted), "known_content": .integer(known), "unchanged": .integer(unchanged),
        "failed": .integer(failed),
      ],
      "records": .integer(records), "excluded_records": .integer(excludedRecords),
      "skipped_records": .integer(skippedRecords), "captions": json(captions),
      "class_sets": .list(
        sets.map { set in
          [
            "class_set": .text(set.classSet), "mentions": json(set.mentions),
            "classes": .integer(set.classes),
            "seen": .integer(set.seen), "unseen": .integer(set.classes - set.seen),
          ]
        }),
      "stored_bytes": .integer(storedBytes), "text_bytes": .integer(textBytes), "seconds": .real(seconds),
      "megabytes_per_second": .real(megabytesPerSecond), "interrupted": .bool(isInterrupted),
      "empty_shards": .integer(emptyShards), "textless_records": .integer(textlessRecords),
      "human_only_records": .integer(humanOnlyRecords), "passed_over": PassedOver(passedOver).json,
      "replaced_surrogates": .integer(replacedSurrogates),
      "rows": .integer(rows), "row_bytes": .integer(rowBytes), "fetched_bytes": .integer(fetchedBytes),
      "requests": .integer(requests), "remote_bytes": .integer(remoteBytes),
    ]
  }

  private func json(_ counts: RoleCounts) -> JSONValue {
    .object(Role.allCases.map { JSONValue.Member($0.name, .integer(counts[$0])) })
  }

  /// The summary as a table: captions and mentions by class set and role.
  public var table: Table {
    var table = Table(columns: [
      .init("corpus", .text), .init("class_set", .text), .init("role", .text), .init("captions", .integer),
      .init("mentions", .integer),
    ])
    for set in sets {
      for role in Role.allCases {
        table.append([
          .text(corpus), .text(set.classSet), .text(role.name), .integer(captions[role]),
          .integer(set.mentions[role]),
        ])
      }
    }
    return table
  }
}
