/// Reads the records of an archive: its WebDataset samples, and the shards that it holds.
final class ArchiveRecords: RecordReader {
  private let members: any ArchiveMembers
  private let opening: RecordOpening
  private let depth: Int
  private var grouper: SampleGrouper
  private var json: JSONPlan?
  private var inner: Inner?
  private var waiting: (member: ArchiveMember, kind: MemberKind)?
  private var ended = false
  private var foundText = false
  private var seen: [String] = []

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
    grouper = SampleGrouper(options: opening.options, buffer: opening.pool.take())
  }

  /// The digest of what was read; valid after the last block.
  var digest: Digest { members.digest }

  func nextBlock() throws -> (any RecordBlock)? {
    while true {
      if let inner {
        if let block = try inTheirName(inner.name, { try inner.records.reader.nextBlock() }) {
          foundText = true
          return block
        }
        if inner.records.hasOwnDigest, let digest = inner.records.digest {
          members.addToDigest(digest())
        } else if inner.isCurrent {
          // All of it belongs to the digest, whatever its reader left.
          try members.drain()
        }
        self.inner = nil
      }
      if let block = try advance() { return block }
      if ended, inner == nil {
        if let block = try sampleBlock() { return block }
        guard foundText || grouper.endings.isEmpty else {
          throw TextFields.fault(rule: opening.options.rule, seen: seen.isEmpty ? grouper.endings : seen)
        }
        return nil
      }
    }
  }

  /// Goes on by one file; gives a block where one has to come before it.
  private func advance() throws -> (any RecordBlock)? {
    if waiting == nil {
      guard let member = try members.next() else {
        if !ended {
          ended = true
          return try endSample()
        }
        return nil
      }
      guard let kind = MemberKind(member.name) else { return nil }
      waiting = (member, kind)
      if !grouper.continues(kind), let block = try endSample() { return block }
    }
    guard let (member, kind) = waiting else { return nil }
    // The lone file of the sample before may have become a shard that is to be read first.
    if inner != nil { return nil }
    waiting = nil
    try take(member, kind)
    return nil
  }

  private func take(_ member: ArchiveMember, _ kind: MemberKind) throws {
    var isShard = kind.use == .shard
    switch kind.use {
    case .text, .json: if let size = member.size, size > Self.largestSample { isShard = true }
    default: break
    }
    if isShard {
      try openShard(member.label, PeekedStream(members), slice: members.randomAccess, isCurrent: true)
      return
    }
    grouper.add(kind, name: member.name)
    switch kind.use {
    case .text, .json: try inTheirName(member.label) { try grouper.content(kind, from: members) }
    default: break
    }
  }

  /// Ends the sample that is open; the records before a shard come before it.
  private func endSample() throws -> (any RecordBlock)? {
    guard case .shard(let name, let range) = grouper.end() else {
      let isFull =
        grouper.text.count >= opening.blockBytes || grouper.records.count >= Self.blockRecords
      return isFull ? try sampleBlock() : nil
    }
    let content = BytesStream(grouper.text.bytes[range])
    let block = try sampleBlock()
    try openShard(String(decoding: name, as: UTF8.self), PeekedStream(content), slice: nil, isCurrent: false)
    return block
  }

  private func openShard(
    _ name: String, _ stream: PeekedStream, slice: (any RandomAccessBytes)?, isCurrent: Bool
  ) throws {
    let records = try inTheirName(name) {
      try opening.open(
        stream, file: nil, slice: slice, depth: depth + 1,
        ownsDigest: { [members] in isCurrent && members.leaveOutOfDigest() })
    }
    inner = Inner(records: records, name: name, isCurrent: isCurrent)
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

  /// Names the file in a fault that has no place yet.
  private func inTheirName<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch var fault as ShardFault {
      if fault.place == .shard { fault.place = .member(name) }
      throw fault
    }
  }
}
