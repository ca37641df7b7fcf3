/// What is known of all samples of a shard that is an archive, those of the archives in it among them.
///
/// A sample is known by 64 bits of the XXH3 of its key and takes 13 bytes, with the table's room some 20; before a second reading
/// some 150 where its names have a full stop more. Belongs to one task.
final class ShardSamples {
  /// What the shard is read for.
  enum Phase {
    /// The first reading: each sample is taken as its members come, and noted.
    case first
    /// Only names are read, to know all samples before the second reading.
    case names
    /// The second reading: every sample is known.
    case second
  }

  /// A hash of an archive's place in the shard, and of a key in it.
  typealias Key = UInt64

  private(set) var phase: Phase
  /// Whether a second reading can follow the first.
  var canReadAgain = false
  /// The samples that are known.
  var facts = SampleTable()
  /// The same where the user named the fields, in the second reading.
  private var named: [Key: NamedFacts] = [:]
  /// The keys up to the first full stop that the last one divides.
  var divided: Set<Key> = []
  /// In the phase of names: what the endings say of the keys up to the first full stop.
  private var divisions: [Key: KeyDivision] = [:]
  /// In the phase of names: the members of these keys that the last full stop may put elsewhere.
  private var unsettled: [Key: (facts: SampleFacts, named: NamedFacts)] = [:]
  /// Members that are of no known kind, by kind.
  private(set) var passedOver: [String: Int] = [:]

  /// The JSON of the samples, where fields of it are wanted and the archive is read twice.
  private(set) var objects: SampleObjects?
  /// Whether the JSON of each sample is at hand wherever its members lie.
  var holdsAllObjects: Bool { objects.map { !$0.isFull } ?? false }

  /// What is understood of the archive, where somebody wants to see it.
  var look: ArchiveLook?

  /// What members are called that have the name of one before them, which was read.
  static let repeated = "of the same name as another"
  /// What links are called whose names are those of text or shards; no link is followed.
  static let link = "links"

  /// More kinds than this are counted together.
  private static let mostKinds = 20

  init(_ phase: Phase = .first) { self.phase = phase }

  /// Starts the phase of names, in which JSON is held where these fields ask for it.
  init(namesFor fields: FieldRequest?) {
    phase = .names
    if fields?.needsRecord == true { objects = SampleObjects() }
  }

  /// The key of a path's beginning in an archive.
  static func key(_ bytes: ArraySlice<UInt8>, in archive: Key) -> Key {
    bytes.withUnsafeBytes { Digest(of: $0).high } ^ (archive &* 0x9E37_79B9_7F4A_7C15)
  }

  /// The number of an archive in another, or, below 0, of a part of joined ones.
  static func archive(_ number: Int, in outer: Key) -> Key {
    withUnsafeBytes(of: (outer, Int64(number))) { Digest(of: $0).high }
  }

  /// Notes the name of a member, in the phase of names.
  ///
  /// What divides a key is known only when all names are, so a name that may be elsewhere is noted twice.
  func note(_ path: [UInt8], _ kind: MemberKind, in archive: Key, rule: ReadingRule) {
    let short = Self.key(kind.key, in: archive)
    guard !kind.middle.isEmpty, let other = MemberKind(path, dividesAtLast: true) else {
      facts[short] = Self.adding(kind, to: facts[short])
      if !rule.textFields.isEmpty { named[short, default: NamedFacts()].add(kind, rule) }
      return
    }
    let long = Self.key(other.key, in: archive)
    divisions[short, default: KeyDivision()].add(kind, isPair: facts[long] != nil)
    var waiting = unsettled[short]?.named ?? NamedFacts()
    waiting.add(kind, rule)
    unsettled[short] = (Self.adding(kind, to: unsettled[short]?.facts), waiting)
    facts[long] = Self.adding(other, to: facts[long])
    if !rule.textFields.isEmpty { named[long, default: NamedFacts()].add(other, rule) }
  }

  /// Holds the content of a member, in the phase of names, where fields of it may be wanted.
  func hold(_ members: any ArchiveMembers, _ path: [UInt8], _ kind: MemberKind, in archive: Key) throws {
    guard let objects, case .json = kind.use else { return }
    let other = kind.middle.isEmpty ? nil : MemberKind(path, dividesAtLast: true)
    var owners = [
      SampleObjects.Owner(key: Self.key(kind.key, in: archive), rank: kind.rank, isUnsettled: other != nil)
    ]
    if let other {
      owners.append(.init(key: Self.key(other.key, in: archive), rank: other.rank, isUnsettled: false))
    }
    try objects.add(from: members, of: owners)
  }

  private static func adding(_ kind: MemberKind, to before: SampleFacts?) -> SampleFacts {
    var known = before ?? SampleFacts()
    if before != nil { known.marks.insert(.severalFiles) }
    known.add(kind)
    return known
  }

  /// What is known of a sample's named fields, in the second reading.
  func namedFacts(of key: Key) -> NamedFacts { named[key] ?? NamedFacts() }

  /// Ends the phase of names.
  func finishNames() {
    for (key, division) in divisions where division.divides(beside: facts[key]?.marks ?? []) {
      divided.insert(key)
    }
    for (key, waiting) in unsettled where !divided.contains(key) {
      var all = waiting.facts
      if let known = facts[key] { all.merge(known) }
      facts[key] = all
      named[key, default: NamedFacts()].merge(waiting.named)
    }
    (divisions, unsettled) = ([:], [:])
    objects?.settle(divided)
    phase = .second
    canReadAgain = false
  }

  /// Counts members that are of no known kind, or not read for another reason.
  func passOver(_ label: String, count: Int = 1) {
    guard phase != .names, count > 0 else { return }
    let kind = passedOver[label] != nil || passedOver.count < Self.mostKinds ? label : "others"
    passedOver[kind, default: 0] += count
  }
}
