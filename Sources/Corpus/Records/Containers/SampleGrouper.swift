/// Groups the small files of an archive to records: those with the same path up to the full stop that divides it are one
/// sample, of which one text is read.
///
/// A lone `.json` or `.txt`, without any other file of its sample, is no sample but a shard in a file of its own. Members of a
/// sample mostly lie together; those that come later join it, as far as what was read of it stays right.
struct SampleGrouper {
  /// What a sample turned out to be.
  enum Ended {
    /// A record is ready, or nothing is to be counted.
    case sample
    /// Its one file is a shard: the sample's key, the name, and where its bytes are in the text held.
    case shard(key: ShardSamples.Key, name: [UInt8], range: Range<Int>)
  }

  private let rule: ReadingRule
  private let wantsFields: Bool
  /// Whether fields are wanted that only the JSON of a sample has.
  private let wantsJSON: Bool
  private let maximumBytes: Int
  private let samples: ShardSamples
  private var open: SampleGroup?
  private var closed: [SampleGroup] = []
  private var knownEndings = MemberKind.Endings()
  /// The records that are ready.
  private(set) var records: [SampleBlock.Record] = []
  /// Endings of the files seen, for an error.
  private(set) var endings: [String] = []
  /// The texts of the ready records and of the open sample.
  private(set) var text: PaddedBuffer

  init(options: ReadingOptions, samples: ShardSamples, buffer: PaddedBuffer) {
    rule = options.rule
    wantsFields = options.fields != nil
    wantsJSON = options.fields?.needsRecord == true
    maximumBytes = options.maximumRecordBytes
    self.samples = samples
    text = buffer
  }

  /// Whether no member is held whose text a record may still need.
  var holdsNothing: Bool { closed.isEmpty && open?.hasContent != true }

  /// A member's kind and its sample's key: the last full stop divides the name where that is known to be so.
  mutating func place(of path: [UInt8], in archive: ShardSamples.Key) -> Place? {
    guard let kind = MemberKind(path, endings: &knownEndings) else { return nil }
    let short = ShardSamples.key(kind.key, in: archive)
    guard samples.divided.contains(short), let other = MemberKind(path, dividesAtLast: true) else {
      return Place(kind: kind, key: short, shortKey: samples.phase == .first ? short : nil)
    }
    return Place(kind: other, key: ShardSamples.key(other.key, in: archive), shortKey: nil)
  }

  /// What a member is, and of which sample.
  struct Place {
    let kind: MemberKind
    let key: ShardSamples.Key
    /// The key up to the first full stop, where it may still be divided.
    let shortKey: ShardSamples.Key?
  }

  /// Whether a file belongs to the sample that is open.
  func continues(_ place: Place) -> Bool {
    guard samples.phase == .first, let open else { return false }
    return open.key == place.key && open.members.count < Self.mostMembers
  }

  /// No more members of a sample are held at a time; those that follow join it.
  private static let mostMembers = 10_000

  /// Takes a file into the open sample, or opens one; the content of texts follows by `content`.
  mutating func add(_ path: [UInt8], _ place: Place, in archive: ShardSamples.Key) throws {
    var group = open ?? SampleGroup(key: place.key, shortKey: place.shortKey)
    open = nil
    group.add(SampleGroup.Member(path: path, kind: place.kind), rule)
    if endings.count < 12, !endings.contains(place.kind.ending) { endings.append(place.kind.ending) }
    guard group.divides, let short = group.shortKey else {
      open = group
      return
    }
    // What was read before under the undivided key cannot be taken back.
    guard samples.facts[short] == nil else { throw apart(group) }
    samples.divided.insert(short)
    var groups = group.divided(in: archive, rule)
    if let last = groups.lastIndex(where: { $0.members.last?.path == path }) {
      open = groups.remove(at: last)
    }
    closed += groups
  }

  /// Takes the content of the file added last.
  mutating func content(from members: any ArchiveMembers) throws {
    var start = text.count
    while true {
      let count = try text.appendInPlace(room: 16 << 10) { try members.read(into: $0) }
      if count == 0 { break }
      guard text.count - start <= maximumBytes else { throw ShardFault(.recordTooLarge(limit: maximumBytes)) }
    }
    // A byte order mark is none of the text.
    if text.bytes[start...].starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
    open?.setContent(start..<text.count)
  }

  /// Closes the open sample.
  mutating func close() {
    if let open { closed.append(open) }
    open = nil
  }

  /// Ends the next sample that is closed; nil where none is.
  mutating func endNext() throws -> Ended? {
    guard !closed.isEmpty else { return nil }
    let group = closed.removeFirst()
    return samples.phase == .first ? try end(group) : try endKnown(group)
  }

  /// Whether one file alone is known of a sample.
  func isLone(_ key: ShardSamples.Key) -> Bool {
    samples.facts[key]?.marks.contains(.severalFiles) == false
  }

  /// Takes a file that was to be a shard for a sample's after all: its record has no text, as far as is known.
  mutating func takeBack(_ key: ShardSamples.Key) {
    samples.facts[key]?.marks.remove(.shard)
    samples.facts[key]?.marks.insert(.record)
    records.append(SampleBlock.Record(items: []))
  }

  /// Adds a record in place of an object that cannot be read, to be skipped like any other bad record.
  mutating func addBadRecord(_ path: [UInt8]) {
    let nothing = text.count..<text.count
    records.append(SampleBlock.Record(items: [SampleBlock.Item(range: nothing, kind: .json, path: path)]))
  }

  /// Takes the records that are ready away, with their texts.
  mutating func takeRecords(next buffer: PaddedBuffer) -> (records: [SampleBlock.Record], text: PaddedBuffer)
  {
    defer {
      records = []
      text = buffer
    }
    return (records, text)
  }

  /// Ends a sample in the first reading.
  private mutating func end(_ group: SampleGroup) throws -> Ended {
    var facts = group.facts
    samples.passOver(ShardSamples.repeated, count: group.repeated)
    guard var known = samples.facts[group.key] else {
      defer { samples.facts[group.key] = facts }
      if let shard = shard(group) {
        facts.marks.insert(.shard)
        return shard
      }
      if facts.isSample {
        records.append(record(group, items(group)))
        facts.marks.insert(.record)
      }
      return .sample
    }
    // Another member may show that what was read as a shard is a sample's, or that another full stop divides.
    guard known.marks.isDisjoint(with: [.shard, .middles]), !facts.marks.contains(.middles) else {
      throw apart(group)
    }
    if wantsJSON, known.best != .noText, group.hasFields { throw apart(group) }
    if facts.marks.contains(.parts) {
      let isNamed = !rule.textFields.isEmpty
      if isNamed ? !known.marks.contains(.parts) : known.best == .noText {
        records.append(record(group, items(group), joins: known.marks.contains(.record) ? .toNoText : .none))
        known.marks.insert(.record)
      } else if isNamed || facts.best < known.best {
        throw apart(group)
      } else if !isNamed, facts.best == known.best, facts.best != .noText {
        samples.passOver(ShardSamples.repeated)
      }
    } else if facts.isSample, !known.marks.contains(.record) {
      records.append(record(group, []))
      known.marks.insert(.record)
    }
    known.merge(facts)
    samples.facts[group.key] = known
    return .sample
  }

  /// Ends one member in the second reading.
  private mutating func endKnown(_ group: SampleGroup) throws -> Ended {
    var known = samples.facts[group.key] ?? group.facts
    if !known.marks.contains(.severalFiles), let shard = shard(group) { return shard }
    let isNamed = !rule.textFields.isEmpty
    var items: [SampleBlock.Item] = []
    if isNamed {
      items = group.named(by: rule, known: samples.namedFacts(of: group.key), in: text)
      // The same file twice is read once.
      if items.contains(where: { $0.kind == .json }) {
        if known.marks.contains(.read) { items = items.filter { $0.kind != .json } }
        known.marks.insert(.read)
      }
    } else if group.facts.best == known.best, known.best != .noText, known.marks.contains(.read) {
      samples.passOver(ShardSamples.repeated)
    } else if group.facts.best == known.best, known.best != .noText {
      items = group.preferred(in: text)
      known.marks.insert(.read)
    }
    if wantsJSON, known.best != .noText, group.hasFields, !items.contains(where: { $0.kind == .json }),
      !samples.holdsAllObjects
    {
      throw fieldsApart(group)
    }
    // The record begins with its text; where it has none of its own, with its first member.
    let isRecord = known.marks.contains(.record)
    let begins = !isRecord && (isNamed || known.best == .noText || known.marks.contains(.read))
    if begins && known.isSample || !items.isEmpty {
      let joins: SampleBlock.Record.Joins =
        !isRecord ? .none : known.marks.contains(.someText) ? .toText : .toNoText
      records.append(record(group, items, joins: joins))
      known.marks.insert(items.isEmpty ? .record : [.record, .someText])
    }
    samples.facts[group.key] = known
    return .sample
  }

  private mutating func record(
    _ group: SampleGroup, _ items: [SampleBlock.Item], joins: SampleBlock.Record.Joins = .none
  ) -> SampleBlock.Record {
    var record = SampleBlock.Record(items: items, joins: joins)
    if samples.look != nil {
      let key = group.members.first.map { String(decoding: $0.kind.key, as: UTF8.self) } ?? ""
      samples.look?.add(
        sample: joins == .none ? key : nil, texts: items.compactMap { MemberKind($0.path)?.shownEnding })
    }
    if wantsFields {
      record.key = group.members.first.map { Array(String(decoding: $0.kind.key, as: UTF8.self).utf8) }
      let own = group.json(in: text)
      record.json = own?.range
      if let object = samples.objects?.object(of: group.key, before: own?.kind.rank) {
        record.json = text.count..<text.count + object.count
        text.append(object)
      }
    }
    return record
  }

  private func shard(_ group: SampleGroup) -> Ended? {
    guard group.isShard(in: text), let member = group.members.first, let range = member.range else {
      return nil
    }
    return .shard(key: group.key, name: member.path, range: range)
  }

  private func items(_ group: SampleGroup) -> [SampleBlock.Item] {
    rule.textFields.isEmpty ? group.preferred(in: text) : group.named(by: rule, known: group.named, in: text)
  }

  private func fieldsApart(_ group: SampleGroup) -> ShardFault {
    let path = group.members.first(where: { if case .json = $0.kind.use { true } else { false } })?.path ?? []
    return ShardFault(.fieldsApart, at: .member(String(decoding: path, as: UTF8.self)))
  }

  private func apart(_ group: SampleGroup) -> ShardFault {
    let path = group.members.first?.path ?? []
    return ShardFault(.membersApart, at: .member(String(decoding: path, as: UTF8.self)))
  }
}
