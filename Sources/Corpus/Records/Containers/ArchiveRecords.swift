/// Reads the records of an archive: its WebDataset samples, and the shards that it holds.
final class ArchiveRecords: RecordReader {
  private let members: any ArchiveMembers
  private let opening: RecordOpening
  private let samples: ShardSamples
  private let depth: Int
  private var grouper: SampleGrouper
  private var json: JSONPlan?
  private var inner: Inner?
  private var waiting: (member: ArchiveMember, place: SampleGrouper.Place)?
  /// The archive's number, or that of the part of joined ones that is being read.
  private var archive: ShardSamples.Key
  private var part = 0
  private var nested = 0
  private var hasMembers = false
  private var ended = false
  private var foundText = false
  private var seen: [String] = []
  /// Files without text that may be members of a sample whose others come later, and why the first could not be read.
  private var textless: (fault: ShardFault, keys: Set<ShardSamples.Key>)?
  /// Why the first lone object that is skipped could not be read.
  private var bad: ShardFault?

  /// A shard in the archive that is being read.
  private struct Inner {
    let records: OpenRecords
    let name: String
    /// Whether its bytes are the archive's current file, and not a copy of one before.
    let isCurrent: Bool
  }

  /// A text or JSON file larger than this is no sample's, but a shard.
  private static let largestSample = 4 << 20
  /// A block has at most so many samples.
  private static let blockRecords = 8192
  /// Archives in archives deeper than this are refused.
  private static let maximumDepth = 4

  init(_ members: any ArchiveMembers, opening: RecordOpening, depth: Int) throws {
    guard depth < Self.maximumDepth else {
      throw ShardFault(.unsupported(what: "an archive nested more than \(Self.maximumDepth) deep"))
    }
    self.members = members
    self.opening = opening
    self.depth = depth
    samples = opening.samples
    archive = opening.archive
    grouper = SampleGrouper(options: opening.options, samples: opening.samples, buffer: opening.pool.take())
  }

  /// The digest of what was read; valid after the last block.
  var digest: Digest { members.digest }

  func nextBlock() throws -> (any RecordBlock)? {
    while true {
      if let inner {
        let next = try inTheirName(inner.name, isLone: !inner.isCurrent) {
          try inner.records.reader.nextBlock()
        }
        if let block = next { return MemberBlock(block, of: inner.name) }
        // A shard without text would have ended in a fault, and one without records has none to give.
        foundText = true
        if inner.records.hasOwnDigest, let digest = inner.records.digest {
          members.addToDigest(digest())
        } else if inner.isCurrent {
          // All of it belongs to the digest, whatever its reader left.
          try members.drain()
        }
        self.inner = nil
      }
      if let block = try advance() { return block }
      if ended, inner == nil, grouper.holdsNothing {
        if let block = try sampleBlock() { return block }
        if let textless, textless.keys.contains(where: grouper.isLone) { throw textless.fault }
        guard foundText || !hasMembers || samples.phase == .names else {
          throw bad
            ?? TextFields.fault(rule: opening.options.rule, seen: seen.isEmpty ? grouper.endings : seen)
        }
        return nil
      }
    }
  }

  /// Goes on by one file or one sample; gives a block where one has to come before what follows.
  private func advance() throws -> (any RecordBlock)? {
    // Samples that are closed come first: one of them may become a shard, which is read before anything else.
    if let ended = try grouper.endNext() { return try take(ended) }
    if let (member, place) = waiting {
      waiting = nil
      return try take(member, place)
    }
    let next = ended ? nil : try members.next()
    samples.passOver(ShardSamples.link, count: members.takeLinks())
    guard let member = next else {
      ended = true
      grouper.close()
      return nil
    }
    hasMembers = true
    if members.part != part {
      part = members.part
      grouper.close()
      archive = ShardSamples.archive(-part, in: opening.archive)
    }
    noteMember(member.name)
    guard let place = grouper.place(of: member.name, in: archive) else {
      samples.passOver(member.name.last == UInt8(ascii: ".") ? "." : Self.labelOfNone(member.name))
      return nil
    }
    if place.kind.use != .media, let reason = ShardExpansion.reasonToLeaveOut(member: member.name) {
      samples.passOver(reason.rawValue)
      return nil
    }
    if place.kind.use == .other { samples.passOver("." + place.kind.label) }
    if !grouper.continues(place) { grouper.close() }
    waiting = (member, place)
    return nil
  }

  private static func labelOfNone(_ path: [UInt8]) -> String {
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return start < path.count && path[start] == UInt8(ascii: ".") ? "hidden" : "without an extension"
  }

  private func take(_ member: ArchiveMember, _ place: SampleGrouper.Place) throws -> (any RecordBlock)? {
    var isShard = place.kind.use == .shard
    switch place.kind.use {
    case .text, .json: if let size = member.size, size > Self.largestSample { isShard = true }
    case .shard: break
    default:
      if samples.phase == .names {
        samples.note(member.name, place.kind, in: archive, rule: opening.options.rule)
      } else {
        try grouper.add(member.name, place, in: archive)
      }
      return nil
    }
    guard !member.isSparse else {
      throw ShardFault(.unsupported(what: "a sparse file in a tar archive"), at: .member(member.label))
    }
    if isShard {
      nested += 1
      try openShard(member.label, PeekedStream(members), slice: members.randomAccess, isCurrent: true)
    } else if samples.phase == .names {
      samples.note(member.name, place.kind, in: archive, rule: opening.options.rule)
      try inTheirName(member.label) { try samples.hold(members, member.name, place.kind, in: archive) }
    } else {
      try grouper.add(member.name, place, in: archive)
      try inTheirName(member.label) { try grouper.content(from: members) }
    }
    return nil
  }

  /// Takes a sample that ended; the records before a shard come before it.
  private func take(_ ended: SampleGrouper.Ended) throws -> (any RecordBlock)? {
    guard case .shard(let key, let name, let range) = ended else {
      let isFull =
        grouper.text.count >= opening.blockBytes || grouper.records.count >= Self.blockRecords
      return isFull && grouper.holdsNothing ? try sampleBlock() : nil
    }
    let content = BytesStream(grouper.text.bytes[range])
    let isObject = SampleGroup.looksLikeObject(grouper.text.bytes[range])
    let block = grouper.holdsNothing ? try sampleBlock() : nil
    do {
      try openShard(
        String(decoding: name, as: UTF8.self), PeekedStream(content), slice: nil, isCurrent: false)
    } catch let fault as ShardFault where samples.phase == .first && fault.reason.isOfText {
      // It is told at the end, unless another member shows that it is no shard. Where a second reading can follow, that
      // finds out.
      grouper.takeBack(key)
      if textless == nil { textless = (fault, []) }
      textless?.keys.insert(key)
    } catch let fault as ShardFault
      where opening.options.skipsBadRecords && isObject && fault.reason.isOfOneRecord
    {
      grouper.addBadRecord(name)
      if bad == nil { bad = fault }
    }
    return block
  }

  private func openShard(
    _ name: String, _ stream: PeekedStream, slice: (any RandomAccessBytes)?, isCurrent: Bool
  ) throws {
    var opening = opening
    opening.archive = ShardSamples.archive(nested, in: archive)
    let records = try inTheirName(name, isLone: !isCurrent) {
      try opening.open(
        stream, form: NamedForm(name: name), file: nil, slice: slice, depth: depth + 1,
        ownsDigest: { [members] in isCurrent && members.leaveOutOfDigest() })
    }
    inner = Inner(records: records, name: name, isCurrent: isCurrent)
    samples.look?.addShard(name, layout: records.layout)
  }

  private func noteMember(_ path: [UInt8]) {
    guard samples.phase != .names, samples.look != nil else { return }
    samples.look?.addMember(MemberKind(path)?.shownEnding ?? Self.labelOfNone(path))
  }

  /// The samples that are ready.
  private func sampleBlock() throws -> SampleBlock? {
    let (records, text) = grouper.takeRecords(next: opening.pool.take())
    guard !records.isEmpty else {
      opening.pool.give(text)
      return nil
    }
    var options = opening.options
    options.rule.textFields = options.rule.textFields.map(Self.withoutEnding)
    if json == nil { json = try choose(records, text, options) }
    if !foundText {
      foundText =
        json != nil
        || records.contains { $0.items.contains { if case .text = $0.kind { true } else { false } } }
    }
    return SampleBlock(
      records, text: text, json: json ?? JSONPlan(nil), options: opening.options)
  }

  /// Chooses the JSON fields that are text, from the first samples that have JSON.
  private func choose(
    _ records: [SampleBlock.Record], _ text: PaddedBuffer, _ options: ReadingOptions
  ) throws -> JSONPlan? {
    let lines = PaddedBuffer(capacity: 64 << 10)
    for record in records {
      for item in record.items {
        if case .json = item.kind {
          lines.append(UnsafeRawBufferPointer(rebasing: text.bytes[item.range]))
          lines.append(UInt8(ascii: "\n"))
        }
      }
      if lines.count > 1 << 20 { break }
    }
    guard lines.count > 0 else { return nil }
    do {
      let stream = PeekedStream(BytesStream(lines.bytes))
      guard let choice = try JSONHead(stream, options: options, head: 1 << 20)?.choice else { return nil }
      samples.look?.json = choice
      return JSONPlan(choice)
    } catch let fault as ShardFault {
      switch fault.reason {
      case .noTextField(let fields), .missingTextField(_, let fields):
        seen = fields.map { "json." + $0 }
        return nil
      default: return nil
      }
    }
  }

  /// A named field without the file's ending before it: `json.caption` is `caption` in the JSON.
  private static func withoutEnding(_ field: ReadingRule.TextField) -> ReadingRule.TextField {
    let path = field.path.description
    guard path.hasPrefix("json."), let inner = FieldPath(String(path.dropFirst(5))) else { return field }
    return ReadingRule.TextField(role: field.role, path: inner)
  }

  /// Names the file in a fault that has no place yet. One that is alone as far as was read may be no shard but a member of a
  /// sample, which a second reading shows.
  private func inTheirName<Result>(
    _ name: String, isLone: Bool = false, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let fault as ShardFault {
      if isLone, samples.canReadAgain { throw ShardFault(.membersApart, at: .member(name)) }
      throw fault.inMember(name)
    }
  }
}

extension ShardFault.Reason {
  /// Whether a content has nothing wrong but that no text is in it.
  fileprivate var isOfText: Bool {
    switch self {
    case .noTextField, .missingTextField: true
    default: false
    }
  }
}
