/// Groups the small files of an archive to records: those with the same path up to the first full stop are one
/// sample, of which one text is read.
///
/// A lone `.json` or `.txt`, without any other file of its sample, is no sample but a shard in a file of its own.
struct SampleGrouper {
  /// A file's content of one sample.
  struct Part {
    let use: MemberKind.Use
    let ending: String
    let range: Range<Int>
  }

  /// What a sample turned out to be.
  enum Ended {
    /// The member holds nothing that is counted.
    case nothing
    /// A record is ready.
    case record
    /// Its one file is a shard: the name, and where its bytes are in the text held.
    case shard(name: [UInt8], range: Range<Int>)
  }

  private let rule: ReadingRule
  private let maximumBytes: Int
  private var key: [UInt8] = []
  private var name: [UInt8] = []
  private var files = 0
  private var hasMedia = false
  private var parts: [Part] = []
  /// The records that are ready.
  private(set) var records: [SampleBlock.Record] = []
  /// Endings of the files seen, for an error.
  private(set) var endings: [String] = []
  /// The texts of the ready records and of the open sample.
  private(set) var text: PaddedBuffer

  init(options: ReadingOptions, buffer: PaddedBuffer) {
    rule = options.rule
    maximumBytes = options.maximumRecordBytes
    text = buffer
  }

  /// Whether a file belongs to the sample that is open.
  func continues(_ kind: MemberKind) -> Bool { files > 0 && kind.key.elementsEqual(key) }

  /// Takes a file into the open sample, or opens one; the content of texts follows by `content`.
  mutating func add(_ kind: MemberKind, name: [UInt8]) {
    if files == 0 {
      key = Array(kind.key)
      self.name = name
    }
    files += 1
    if kind.use == .media { hasMedia = true }
    if endings.count < 12, !endings.contains(kind.ending) { endings.append(kind.ending) }
  }

  /// Takes the content of the file added last.
  mutating func content(_ kind: MemberKind, from members: any ArchiveMembers) throws {
    let start = text.count
    while true {
      let count = try text.appendInPlace(room: 16 << 10) { try members.read(into: $0) }
      if count == 0 { break }
      guard text.count - start <= maximumBytes else { throw ShardFault(.recordTooLarge(limit: maximumBytes)) }
    }
    parts.append(Part(use: kind.use, ending: kind.ending, range: start..<text.count))
  }

  /// Ends the open sample.
  mutating func end() -> Ended {
    defer {
      files = 0
      hasMedia = false
      parts.removeAll(keepingCapacity: true)
    }
    guard files > 0 else { return .nothing }
    if files == 1, let part = parts.first, isShard(part) { return .shard(name: name, range: part.range) }
    let items = rule.textFields.isEmpty ? preferred() : named()
    guard !items.isEmpty || hasMedia || !parts.isEmpty else { return .nothing }
    records.append(SampleBlock.Record(items: items))
    return .record
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

  /// A lone JSON file is read as any JSON is; a lone text of several lines is a list of captions.
  private func isShard(_ part: Part) -> Bool {
    switch part.use {
    case .json: return part.ending != "cls"
    case .text:
      let bytes = text.bytes[part.range]
      guard let line = bytes.firstIndex(of: 10) else { return false }
      return bytes[(line + 1)...].contains { $0 > 32 }
    default: return false
    }
  }

  /// The one text that is read where the user named none.
  private func preferred() -> [SampleBlock.Item] {
    func preference(_ part: Part) -> Int {
      switch part.use {
      case .text(let preference), .json(let preference): preference
      default: Int.max
      }
    }
    guard let best = parts.min(by: { preference($0) < preference($1) }) else { return [] }
    if case .text = best.use { return [SampleBlock.Item(range: best.range, kind: .text(.caption))] }
    guard looksLikeObject(best) else { return [] }
    return [SampleBlock.Item(range: best.range, kind: .json)]
  }

  /// The texts that the user named: `txt` by its ending, `json.caption` or `caption` in the JSON.
  private func named() -> [SampleBlock.Item] {
    var items: [SampleBlock.Item] = []
    var wantsJSON = false
    for field in rule.textFields {
      if let part = parts.first(where: {
        $0.ending == field.path.description && $0.use != .json(preference: 4)
      }) {
        items.append(SampleBlock.Item(range: part.range, kind: .text(field.role ?? .caption)))
      } else {
        wantsJSON = true
      }
    }
    if wantsJSON {
      for part in parts {
        if case .json = part.use, looksLikeObject(part) {
          items.append(SampleBlock.Item(range: part.range, kind: .json))
          break
        }
      }
    }
    return items
  }

  private func looksLikeObject(_ part: Part) -> Bool {
    let bytes = UnsafeRawBufferPointer(rebasing: text.bytes[part.range])
    let start = JSONSpace.skipMark(bytes, 0)
    return start < bytes.count && bytes[start] == UInt8(ascii: "{")
  }
}
