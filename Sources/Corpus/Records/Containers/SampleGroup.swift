/// The members of an archive that are one sample's, as far as they lie together.
struct SampleGroup {
  /// One member.
  struct Member {
    let path: [UInt8]
    let kind: MemberKind
    /// Where its content is in the text held; nil where it was not read.
    var range: Range<Int>?
  }

  /// What its members share.
  let key: ShardSamples.Key
  /// What they share up to the first full stop, where the last one may still divide it.
  let shortKey: ShardSamples.Key?
  private(set) var members: [Member] = []
  /// What the names say.
  private(set) var facts = SampleFacts()
  /// What they say where the user named fields.
  private(set) var named = NamedFacts()
  private var division = KeyDivision()
  /// What the members are whose ending is a kind alone.
  private var plainMarks: SampleFacts.Marks = []

  init(key: ShardSamples.Key, shortKey: ShardSamples.Key?) {
    self.key = key
    self.shortKey = shortKey
    // As many as most samples have, in one allocation.
    members.reserveCapacity(4)
  }

  /// Whether the names show that the last full stop divides them.
  var divides: Bool { shortKey != nil && division.divides(beside: plainMarks) }

  /// Takes a member.
  mutating func add(_ member: Member, _ rule: ReadingRule) {
    if !members.isEmpty { facts.marks.insert(.severalFiles) }
    let middle = member.kind.middle
    let isPair = !middle.isEmpty && members.contains { $0.kind.middle.utf8.elementsEqual(middle.utf8) }
    members.append(member)
    facts.add(member.kind)
    if member.kind.middle.isEmpty {
      var plain = SampleFacts()
      plain.add(member.kind)
      plainMarks.formUnion(plain.marks)
    }
    if !rule.textFields.isEmpty { named.add(member.kind, rule) }
    if shortKey != nil { division.add(member.kind, isPair: isPair) } else { facts.marks.remove(.middles) }
  }

  /// Says where the content of the member added last is.
  mutating func setContent(_ range: Range<Int>) {
    guard let last = members.indices.last else { return }
    members[last].range = range
  }

  /// How many members have the name of one before them, which is the one that is read.
  var repeated: Int {
    guard members.count > 1, members.count <= Self.mostCompared else { return 0 }
    return members.indices.dropFirst().count { place in
      members[place].range != nil
        && members[..<place].contains { $0.range != nil && $0.path == members[place].path }
    }
  }

  /// Of more members it is not asked which are the same.
  private static let mostCompared = 100

  /// Whether a member holds fields of the sample: JSON other than its text.
  var hasFields: Bool {
    members.contains { member in
      guard case .json = member.kind.use else { return false }
      return member.kind.ending != "cls"
    }
  }

  /// The members with content.
  private var parts: some Collection<Member> { members.lazy.filter { $0.range != nil } }

  /// Whether any member has content.
  var hasContent: Bool { members.contains { $0.range != nil } }

  /// The one text that is read where the user named none.
  func preferred(in text: PaddedBuffer) -> [SampleBlock.Item] {
    guard facts.best != .noText, let best = parts.first(where: { $0.kind.rank == facts.best }),
      let range = best.range
    else { return [] }
    if case .text = best.kind.use {
      return [SampleBlock.Item(range: range, kind: .text(.caption), path: best.path)]
    }
    guard Self.looksLikeObject(text.bytes[range]) else { return [] }
    return [SampleBlock.Item(range: range, kind: .json, path: best.path)]
  }

  /// The texts that the user named: `txt` by its ending, `json.caption` or `caption` in the JSON; `known` is what is known of
  /// the whole sample.
  func named(by rule: ReadingRule, known: NamedFacts, in text: PaddedBuffer) -> [SampleBlock.Item] {
    var items: [SampleBlock.Item] = []
    var wantsJSON = false
    for (bit, field) in rule.textFields.enumerated() {
      if let part = parts.first(where: { $0.kind.isNamed(by: field) }), let range = part.range {
        items.append(
          SampleBlock.Item(range: range, kind: .text(field.role ?? .caption), path: part.path))
      } else if known.lacks(bit) {
        wantsJSON = true
      }
    }
    guard wantsJSON else { return items }
    let objects = parts.filter {
      guard case .json = $0.kind.use, let range = $0.range else { return false }
      return Self.looksLikeObject(text.bytes[range])
    }
    if let best = objects.min(by: { $0.kind.rank < $1.kind.rank }),
      best.kind.rank == known.bestJSON, let range = best.range
    {
      items.append(SampleBlock.Item(range: range, kind: .json, path: best.path))
    }
    return items
  }

  /// The member whose object says most of the sample, whether or not it has its text.
  func json(in text: PaddedBuffer) -> Member? {
    parts.filter {
      guard case .json = $0.kind.use, let range = $0.range else { return false }
      return Self.looksLikeObject(text.bytes[range])
    }.min { $0.kind.rank < $1.kind.rank }
  }

  /// Whether the one member is no sample but a shard in a file of its own: JSON is read as any JSON is, a text of several
  /// lines is a list of captions.
  func isShard(in text: PaddedBuffer) -> Bool {
    guard members.count == 1, let member = members.first, let range = member.range else { return false }
    switch member.kind.use {
    case .json: return member.kind.ending != "cls"
    case .text(let preference):
      guard preference != MemberKind.neverPreferred else { return false }
      let bytes = text.bytes[range]
      guard let line = bytes.firstIndex(of: 10) else { return false }
      return bytes[(line + 1)...].contains { $0 > 32 }
    default: return false
    }
  }

  /// The groups that the last full stop makes of this one, whose members are in `archive`, in the order in which they begin.
  func divided(in archive: ShardSamples.Key, _ rule: ReadingRule) -> [SampleGroup] {
    var groups: [SampleGroup] = []
    var places: [ShardSamples.Key: Int] = [:]
    for member in members {
      let kind = MemberKind(member.path, dividesAtLast: true) ?? member.kind
      let key = ShardSamples.key(kind.key, in: archive)
      let place = places[key] ?? groups.count
      if place == groups.count {
        places[key] = place
        groups.append(SampleGroup(key: key, shortKey: nil))
      }
      groups[place].add(Member(path: member.path, kind: kind, range: member.range), rule)
    }
    return groups
  }

  static func looksLikeObject(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
    let bytes = UnsafeRawBufferPointer(rebasing: bytes)
    let start = JSONSpace.skipMark(bytes, 0)
    return start < bytes.count && bytes[start] == UInt8(ascii: "{")
  }
}
