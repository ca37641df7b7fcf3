import Corpus

extension ScanLine {
  /// The line as JSON, without its line end; docs/scan-format.md says what stands where.
  public var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("scan_format", .integer(Self.formatVersion)), .init("tool_version", .text(toolVersion)),
      .init("shard", .text(shard)), .init("path", JSONValue(path)), .init("reading_rule", .text(readingRule)),
    ]
    switch result {
    case .failed(let error):
      members.append(.init("error", .text(error)))
      members.append(.init("class_sets", .list(sets.map { .object(Self.members(of: $0)) })))
    case .counted(let content, let counts):
      members += [
        .init("size", .integer(content.size)),
        .init("modified", JSONValue(content.modified.map(Int.init))),
        .init("digest", .text(content.digest.hex)), .init("digest_kind", .text(content.digestKind)),
        .init("records", .integer(counts.records)),
        .init("excluded_records", .integer(counts.excludedRecords)),
        .init("skipped_records", .integer(counts.skippedRecords)),
        .init("text_bytes", .integer(counts.textBytes)),
      ]
      if counts.textlessRecords > 0 {
        members.append(.init("textless_records", .integer(counts.textlessRecords)))
      }
      if counts.humanOnlyRecords > 0 {
        members.append(.init("human_only_records", .integer(counts.humanOnlyRecords)))
      }
      if !counts.passedOver.isEmpty {
        members.append(.init("passed_over", PassedOver(counts.passedOver).json))
      }
      if counts.replacedSurrogates > 0 {
        members.append(.init("replaced_surrogates", .integer(counts.replacedSurrogates)))
      }
      members += [
        .init(
          "captions",
          .object(
            Role.allCases.filter { counts.captions[$0] > 0 }.map {
              .init($0.name, .integer(counts.captions[$0]))
            })),
        .init(
          "class_sets",
          .list(
            zip(sets, counts.sets).enumerated().map { index, part in
              .object(
                Self.members(of: part.0) + [
                  .init("classes", Self.byRole(part.1.classes)), .init("terms", Self.byRole(part.1.terms)),
                ] + (index < rowFiles.count ? [.init("rows", Self.value(rowFiles[index]))] : []))
            })),
      ]
    }
    return .object(members)
  }

  private static func value(_ file: StoredRowFile) -> JSONValue {
    [
      "folder": .text(file.folder), "file": .text(file.file), "rows": .integer(file.rows),
      "size": .integer(file.size), "digest": .text(file.digest.hex),
    ]
  }

  private static func members(of set: CountedSet) -> [JSONValue.Member] {
    [
      .init("name", .text(set.name)), .init("digest", .text(set.rules.classSetDigest.hex)),
      .init("matching", .text(set.rules.matching.rawValue)),
      .init("overlap", .text(set.rules.overlap.rawValue)),
      .init("unicode", .text(RuleSet.unicodeVersion)),
    ]
  }

  /// `{"caption": [[index, mentions, captions], …]}`, a role without counts left out.
  private static func byRole(_ counts: [ClassSetCounts.Count]) -> JSONValue {
    .object(
      Role.allCases.compactMap { role in
        let own = counts.filter { $0.role == role }.sorted { $0.index < $1.index }
        guard !own.isEmpty else { return nil }
        return .init(
          role.name,
          .list(
            own.map { .list([.integer($0.index), .integer($0.mentions), .integer($0.captions)]) }))
      })
  }
}
