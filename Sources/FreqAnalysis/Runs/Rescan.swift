import Corpus

/// What counting one shard again showed.
public struct RescanFinding: Sendable, Equatable, CustomStringConvertible {
  /// The shard's path, or what else it is called.
  public var shard: String
  /// The corpus's name.
  public var corpus: String
  /// What was found.
  public var outcome: Outcome

  /// What was found when a shard was counted again.
  public enum Outcome: Sendable, Equatable {
    /// The same counts.
    case same
    /// None of its files exists any more.
    case noFile
    /// The file has other content than the one that was counted.
    case changed
    /// The file could not be read; why, as a sentence.
    case unreadable(String)
    /// It was read by a rule that this program does not know.
    case unknownReading(String)
    /// A number differs from the one that is stored.
    case differs(what: String, stored: Int, counted: Int)
  }

  /// The finding as a sentence.
  public var description: String {
    let text =
      switch outcome {
      case .same: "the same counts as stored"
      case .noFile: "its file no longer exists, so it cannot be recounted"
      case .changed: "its file has changed since it was counted"
      case .unreadable(let reason): "it cannot be recounted: \(reason)"
      case .unknownReading(let rule):
        "it was read by a reading rule that this version does not support (\(rule))"
      case .differs(let what, let stored, let counted):
        "the stored \(what) are \(stored), a recount gives \(counted)"
      }
    return "shard \(shard) of the corpus `\(corpus)`: \(text)"
  }
}

extension CountStore {
  /// Counts some shards again from their files and compares with what is stored.
  ///
  /// - Parameters:
  ///   - count: How many shards are chosen, among those that have a file.
  ///   - seed: Chooses them; the same ones for the same seed and database.
  ///   - threads: The most threads that are used at a time.
  ///   - maximumRecordBytes: Maximum size of a record, in bytes.
  /// - Returns: One finding a shard, in the order in which they were chosen.
  /// - Throws: `StoreError`; `CancellationError` when the task was cancelled.
  public func rescan(
    _ count: Int, seed: UInt64, threads: Int, maximumRecordBytes: Int = ReadingOptions().maximumRecordBytes
  ) async throws -> [RescanFinding] {
    var plans: [[String]: MatchPlan] = [:]
    var findings: [RescanFinding] = []
    for shard in try shardsToRescan(count, seed: seed) {
      try Task.checkCancellation()
      let key = [shard.classSet, shard.rules]
      let plan: MatchPlan
      if let known = plans[key] {
        plan = known
      } else {
        plan = try matchPlan(of: shard)
        plans[key] = plan
      }
      let outcome = try await rescan(
        shard, plan: plan, threads: threads, maximumRecordBytes: maximumRecordBytes)
      findings.append(RescanFinding(shard: shard.label, corpus: shard.corpus, outcome: outcome))
    }
    return findings
  }

  private func matchPlan(of shard: StoredShard) throws -> MatchPlan {
    guard let rule = RuleSet.parts(ofName: shard.rules) else {
      throw StoreError.outOfRange(what: "a rule set in the database")
    }
    return try MatchPlan(
      classSets: [try load(classSet(.named(shard.classSet)))], matching: rule.matching, overlap: rule.overlap)
  }

  private func rescan(
    _ shard: StoredShard, plan: MatchPlan, threads: Int, maximumRecordBytes: Int
  ) async throws -> RescanFinding.Outcome {
    guard let rule = ReadingRule(description: shard.readingRule) else {
      return .unknownReading(shard.readingRule)
    }
    guard let file = shard.files.first(where: { fileExists($0.path) }) else { return .noFile }
    var reading = ReadingOptions(
      rule: rule, maximumRecordBytes: maximumRecordBytes, skipsBadRecords: shard.skippedRecords > 0)
    // Whatever window its frames have, it was allowed when the shard was counted.
    reading.maximumWindowBytes = ReadingOptions.highestMaximumWindowBytes
    let scan = ShardScan(plan: plan, reading: reading, threads: threads)
    var result: Result<ShardScan.Counted, ShardError>?
    try await scan.run([ShardName(storedPath: file.path)]) { result = $0.result }
    switch result {
    case nil: throw CancellationError()
    case .failure(let error) where error.fault.reason == .interrupted: throw CancellationError()
    case .failure(let error): return .unreadable("\(error.fault)")
    case .success(let counted):
      guard counted.identity.digest == shard.digest else { return .changed }
      return try compare(counted.counts, with: shard)
    }
  }

  private func compare(_ counts: ShardCounts, with shard: StoredShard) throws -> RescanFinding.Outcome {
    let numbers = [
      ("records", shard.records, counts.records), ("text bytes", shard.textBytes, counts.textBytes),
      ("excluded records", shard.excludedRecords, counts.excludedRecords),
      ("skipped records", shard.skippedRecords, counts.skippedRecords),
    ]
    for (what, stored, counted) in numbers where stored != counted {
      return .differs(what: what, stored: stored, counted: counted)
    }
    for role in Role.allCases where shard.captions[role] != counts.captions[role] {
      return .differs(
        what: "captions of the role \(role.name)", stored: shard.captions[role],
        counted: counts.captions[role])
    }
    let stored = try self.counts(of: shard)
    let counted = counts.sets.first ?? ClassSetCounts()
    return Self.difference("class", stored.classes, counted.classes)
      ?? Self.difference("term", stored.terms, counted.terms) ?? .same
  }

  /// The first number that differs, in the order of role and index.
  private static func difference(
    _ what: String, _ stored: [ClassSetCounts.Count], _ counted: [ClassSetCounts.Count]
  ) -> RescanFinding.Outcome? {
    struct Key: Hashable {
      var role: Role
      var index: Int
    }
    func byKey(_ counts: [ClassSetCounts.Count]) -> [Key: (mentions: Int, captions: Int)] {
      counts.reduce(into: [:]) { $0[Key(role: $1.role, index: $1.index)] = ($1.mentions, $1.captions) }
    }
    let (left, right) = (byKey(stored), byKey(counted))
    let keys = Set(left.keys).union(right.keys).sorted {
      ($0.role.rawValue, $0.index) < ($1.role.rawValue, $1.index)
    }
    for key in keys {
      let (have, want) = (left[key] ?? (0, 0), right[key] ?? (0, 0))
      let place = "of \(what) \(key.index), role \(key.role.name),"
      if have.mentions != want.mentions {
        return .differs(what: "mentions \(place)", stored: have.mentions, counted: want.mentions)
      }
      if have.captions != want.captions {
        return .differs(what: "captions \(place)", stored: have.captions, counted: want.captions)
      }
    }
    return nil
  }
}
