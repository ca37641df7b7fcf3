import Corpus

/// What an inspection found, as lines for a person and as JSON.
public struct InspectionText: Sendable {
  private let inspection: ShardInspection
  private let mentioned: [String?]

  /// Takes an inspection, and the classes to look for in its first records' captions.
  public init(_ inspection: ShardInspection, classSets: [ClassSet] = [], matching: Matching = .word) {
    self.inspection = inspection
    let plan = classSets.isEmpty ? nil : MatchPlan(classSets: classSets, matching: matching)
    mentioned = inspection.samples.map { sample in
      guard let plan else { return nil }
      let counter = CaptionCounter(plan)
      counter.count(sample.text)
      let names = zip(counter.counts().sets, classSets).flatMap { counts, classSet in
        counts.classes.map { classSet.classes[$0.index].name }
      }
      return names.isEmpty ? "none" : names.joined(separator: ", ")
    }
  }

  /// The lines, none longer than it has to be.
  public var lines: [String] {
    var lines = [
      "\(inspection.shard)",
      "  codec     \(inspection.codec.rawValue)"
        + (inspection.innerCodecs.isEmpty ? "" : ", pages \(inspection.innerCodecs.joined(separator: ", "))"),
      "  layout    \(inspection.layout)",
    ]
    if let choice = inspection.choice {
      lines.append("  shape     \(choice.shape)")
      lines.append(
        "  text      " + choice.texts.map { "\($0.name) (\(Self.role($0.role)))" }.joined(separator: ", "))
      let others = choice.alternatives.filter { $0.texts != choice.texts }
      if !others.isEmpty {
        let names = others.map { $0.texts.filter { !$0.isCompanion }.map(\.name).joined(separator: ", ") }
        lines.append(
          "  or        the first that a record has of: " + Self.short(names.joined(separator: "; "), 200))
      }
      lines += choice.missing.map { "  missing   \($0): in none of the first records" }
      if choice.leavesOutFailures { lines.append("  excluded  records whose status is not success") }
      if !choice.seen.isEmpty { lines.append("  fields    of the first records:") }
      lines += choice.seen.map {
        "    \($0.name)\($0.example.isEmpty ? "" : "  \(Self.short($0.example, 50))")"
      }
    } else if let archive = inspection.archive {
      lines += Self.lines(of: archive)
    } else if inspection.layout != "empty" {
      lines.append("  text      chosen for each list when it is reached")
    }
    let part = inspection.isComplete ? "in the whole shard" : "in its first megabytes"
    lines.append("  records   \(NumberText.grouped(inspection.records)) \(part)")
    if inspection.excludedRecords > 0 {
      lines.append(
        "  excluded  \(NumberText.counted(inspection.excludedRecords, "record")) whose download failed")
    }
    if !inspection.passedOver.isEmpty {
      lines.append("  ignored   members of unknown type: \(PassedOver(inspection.passedOver).text)")
    }
    if inspection.replacedSurrogates > 0 {
      lines.append(
        "  replaced  \(NumberText.counted(inspection.replacedSurrogates, "unpaired surrogate")) by U+FFFD")
    }
    if inspection.skippedRecords > 0 {
      lines.append("  skipped   \(NumberText.counted(inspection.skippedRecords, "bad record"))")
    }
    if let trailing = inspection.trailing { lines.append("  trailing  \(trailing)") }
    let roles = Role.allCases.filter { inspection.captions[$0] > 0 }
    lines.append(
      "  captions  "
        + (roles.isEmpty
          ? "none"
          : roles.map { "\(NumberText.grouped(inspection.captions[$0])) \($0.name)" }.joined(separator: ", "))
    )
    if !inspection.samples.isEmpty { lines.append("  counted in the first records:") }
    for (sample, classes) in zip(inspection.samples, mentioned).prefix(Self.shownSamples) {
      lines.append("    \(sample.record) \(sample.role.name): \(Self.short(sample.text, 60))")
      if let classes { lines.append("      mentions \(classes)") }
    }
    let others = inspection.samples.count - Self.shownSamples
    if others > 0 { lines.append("    and \(NumberText.counted(others, "more caption")) of these records") }
    return lines
  }

  /// A record may have thousands of captions.
  private static let shownSamples = 30

  /// The same as JSON: `shard`, `codec`, `layout`, `shape`, `text`, `fields`, `records`, `captions`, `samples`.
  public var json: JSONValue {
    let choice = inspection.choice
    return [
      "shard": .text(inspection.shard.description), "codec": .text(inspection.codec.rawValue),
      "page_codecs": .list(inspection.innerCodecs.map { .text($0) }), "layout": .text(inspection.layout),
      "shape": JSONValue(choice?.shape),
      "text": .list(
        (choice?.texts ?? []).map { ["field": .text($0.name), "role": .text(Self.role($0.role))] }),
      "alternatives": .list(
        (choice?.alternatives ?? []).map {
          ["shape": .text($0.shape), "text": .list($0.texts.map { .text($0.name) })]
        }),
      "missing": .list((choice?.missing ?? []).map { .text($0) }),
      "fields": .list(
        (choice?.seen ?? []).map {
          [
            "field": .text($0.name), "strings": .integer($0.strings), "blanks": .integer($0.blanks),
            "others": .integer($0.others), "example": .text($0.example),
          ]
        }),
      "records": .integer(inspection.records), "excluded_records": .integer(inspection.excludedRecords),
      "skipped_records": .integer(inspection.skippedRecords),
      "passed_over": PassedOver(inspection.passedOver).json,
      "replaced_surrogates": .integer(inspection.replacedSurrogates),
      "archive": inspection.archive.map(Self.json) ?? .null, "complete": .bool(inspection.isComplete),
      "captions": .object(
        Role.allCases.map { JSONValue.Member($0.name, .integer(inspection.captions[$0])) }),
      "samples": .list(
        zip(inspection.samples, mentioned).map { sample, classes in
          [
            "record": .integer(sample.record), "role": .text(sample.role.name), "text": .text(sample.text),
            "mentions": JSONValue(classes),
          ]
        }),
    ]
  }

  /// The members of an archive, the samples that they make, which of their texts are read, and the shards among them.
  private static func lines(of archive: ArchiveLook) -> [String] {
    var lines = ["  members   " + kinds(archive.members)]
    if archive.samples > 0 {
      let full = archive.dividesAtLast ? "last" : "first"
      lines.append(
        "  samples   \(NumberText.grouped(archive.samples)), by the names up to the \(full) full stop: "
          + archive.keys.map { ShownText.escaped($0, limit: 40) }.joined(separator: ", ")
          + (archive.samples > archive.keys.count ? ", …" : ""))
      lines.append(
        "  text      " + (archive.texts.isEmpty ? "no member of the samples" : kinds(archive.texts)))
      if let json = archive.json {
        lines.append(
          "  in JSON   " + json.texts.map { "\($0.name) (\(role($0.role)))" }.joined(separator: ", "))
      }
    }
    if archive.shardCount > 0 {
      let shown = archive.shards.prefix(5).map { "\(ShownText.escaped($0.name, limit: 60)) (\($0.layout))" }
      lines.append(
        "  shards    \(NumberText.grouped(archive.shardCount)): " + shown.joined(separator: ", ")
          + (archive.shardCount > shown.count ? ", …" : ""))
    }
    return lines
  }

  private static func kinds(_ counts: [String: Int]) -> String {
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return sorted.map { "\(NumberText.grouped($0.value)) \(DisplayText.escaped($0.key))" }.joined(
      separator: ", ")
  }

  /// The same as JSON.
  private static func json(_ archive: ArchiveLook) -> JSONValue {
    func counts(_ counts: [String: Int]) -> JSONValue {
      .object(counts.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .integer($0.value)) })
    }
    return [
      "members": counts(archive.members), "samples": .integer(archive.samples),
      "keys": .list(archive.keys.map { .text($0) }),
      "divides_at": .text(archive.dividesAtLast ? "last full stop" : "first full stop"),
      "texts": counts(archive.texts),
      "json_text": .list(
        (archive.json?.texts ?? []).map { ["field": .text($0.name), "role": .text(role($0.role))] }),
      "shards": .integer(archive.shardCount),
      "first_shards": .list(
        archive.shards.map { ["member": .text($0.name), "layout": .text($0.layout)] }),
    ]
  }

  private static func role(_ source: TextChoice.RoleSource) -> String {
    switch source {
    case .fixed(let role): role.name
    case .sibling: "role of a field beside it"
    case .siblingList: "role of a list beside it"
    case .inText: "turns in JSON"
    case .option: "by its index"
    }
  }

  private static func short(_ text: String, _ limit: Int) -> String {
    text.count <= limit ? text : text.prefix(limit - 1) + "…"
  }
}
