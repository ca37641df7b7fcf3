import Corpus

/// Draws a fair sample of some classes' mentions from all shards of the selected corpora, to be judged by a person.
///
/// The shards are read as they were when they were counted; a shard that is gone or has changed, and a sum that is not
/// what was counted, end it, since the sample would not be of what the counts are of.
public struct AuditSample: Sendable {
  /// What it is drawn from: corpora counted by one rule set.
  public let selection: ResolvedSelection
  /// The class set.
  public let classSet: ClassSet
  /// The classes whose mentions are drawn.
  public let classes: [Int]
  private let sources: [Source]
  private let plan: MatchPlan

  /// Shards that were read alike.
  private struct Source {
    var reading: ReadingOptions
    var shards: [ShardName] = []
    var digests: [ShardName: (digest: Digest, corpus: String)] = [:]
  }

  /// Finds the shards.
  ///
  /// - Parameters:
  ///   - names: The classes, by name, identifier or alias.
  ///   - selection: The corpora, roles and rules.
  ///   - reading: The bounds within which shards are read.
  ///   - store: The database.
  /// - Throws: `StoreError`, `UnknownClass`, `AuditError`.
  public init(
    of names: [String], selection: Selection, reading: ReadingOptions, in store: CountStore
  ) throws {
    var selection = selection
    selection.measure = .captions
    let resolved = try store.resolve(selection)
    self.selection = resolved
    classSet = try store.load(resolved.classSet)
    guard case .classes(let indices) = try FrequencyQuery.classes(named: names, in: classSet) else {
      throw StoreError.outOfRange(what: "the classes of a sample")
    }
    classes = indices
    guard let rules = resolved.pools.first?.rules,
      let matching = rules.matching, resolved.pools.allSatisfy({ $0.rules == rules })
    else {
      if let pool = resolved.pools.first(where: { $0.rules.matching == nil }) {
        throw AuditError.imported(corpus: pool.corpus.name)
      }
      throw StoreError.severalRuleSets(resolved.ruleSets)
    }
    plan = try MatchPlan(
      classSets: [ExampleQuery.restricted(classSet, to: Set(indices), overlap: rules.overlap)],
      matching: matching, overlap: rules.overlap)
    sources = try Self.sources(resolved, reading, store)
  }

  private static func sources(
    _ selection: ResolvedSelection, _ reading: ReadingOptions, _ store: CountStore
  ) throws -> [Source] {
    var sources: [[String]: Source] = [:]
    for pool in selection.pools {
      for shard in try store.shards(of: pool) {
        let corpus = pool.corpus.name
        guard let file = shard.files.first(where: { FileState.exists($0.path) }) else {
          throw AuditError.noFile(shard: shard.label, corpus: corpus)
        }
        guard let rule = ReadingRule(description: shard.readingRule) else {
          throw AuditError.unknownReading(shard: shard.label, rule: shard.readingRule)
        }
        let skips = shard.counts.skippedRecords > 0
        var options = reading
        options.rule = rule
        options.skipsBadRecords = skips
        let key = [shard.readingRule, "\(skips)"]
        let name = ShardName(storedPath: file.path)
        var source = sources.removeValue(forKey: key) ?? Source(reading: options)
        source.shards.append(name)
        source.digests[name] = (shard.digest, corpus)
        sources[key] = source
      }
    }
    return sources.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  /// Draws the sample, stores it, and gives the sheet to fill in.
  ///
  /// - Parameters:
  ///   - size: How many mentions of each class.
  ///   - seed: Decides which.
  ///   - threads: How many shards are read at a time.
  ///   - store: The database.
  /// - Returns: The sample as stored, its sheet, and how many mentions each class has in all.
  /// - Throws: `AuditError`, `StoreError`.
  public func draw(
    size: Int, seed: UInt64, threads: Int, in store: CountStore
  ) async throws -> (audit: StoredAudit, sheet: AuditSheet, counts: [Int]) {
    let wanted = Set(classes)
    func sample(_ reading: ReadingOptions) -> MentionSample {
      MentionSample(
        plan: plan, reading: reading, roles: selection.roles, size: size, isPerClass: true,
        identifiesShards: true, classes: wanted, seed: seed)
    }
    var parts: [MentionSample.Drawn] = []
    var digests: [ShardName: Digest] = [:]
    for source in sources {
      let drawn = await sample(source.reading).draw(
        from: source.shards, digests: source.digests.mapValues(\.digest), threads: threads)
      if let failure = drawn.failures.first { throw AuditError.unreadable("\(failure)") }
      for identity in drawn.identities {
        guard let known = source.digests[identity.name] else { continue }
        guard known.digest == identity.digest else {
          throw AuditError.changed(shard: identity.name.description, corpus: known.corpus)
        }
        digests[identity.name] = identity.digest
      }
      parts.append(drawn)
    }
    let drawn = sample(ReadingOptions()).merged(parts)
    try check(drawn, store)
    guard !drawn.examples.isEmpty else {
      throw AuditError.noMentions(classes: classes.map { classSet.classes[$0].name })
    }
    let mentions = drawn.examples.map { example in
      AuditMention(
        classIndex: example.classIndex,
        place: Digest(ofFields: [
          digests[example.shard]?.hex ?? "", String(example.record), example.role.name,
          example.before + example.mention + example.after, String(example.before.utf8.count),
        ]))
    }
    let audit = try store.addAudit(mentions, seed: seed, of: selection)
    let sheet = AuditSheet(
      drawn.examples, of: audit, classSet: plan.classSets[0],
      known: try store.mentions(of: audit).map(\.isClass))
    return (audit, sheet, drawn.counts)
  }

  /// What was drawn from is what was counted.
  private func check(_ drawn: MentionSample.Drawn, _ store: CountStore) throws {
    var pooled = selection
    pooled.grouping = .pooled
    let stored = try store.frequencies(pooled).groups.first?.values ?? []
    let countsMentions = plan.matching.countsMentions
    for index in classes {
      let frequency = index < stored.count ? stored[index] : .zero
      let count = (countsMentions ? frequency.mentions : frequency.captions) ?? 0
      guard drawn.counts[index] == count else {
        throw AuditError.countsDiffer(
          className: classSet.classes[index].name, what: countsMentions ? "mentions" : "captions",
          stored: count, found: drawn.counts[index])
      }
    }
  }
}
