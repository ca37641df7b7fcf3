import Corpus

/// Why a line is none of a scan that this program can take in.
public enum ScanLineFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// It is no JSON.
  case json(JSONSyntaxFault.Reason)
  /// It is JSON, but no object with `scan_format`.
  case notAScan
  /// It is of another version of the form.
  case otherFormat(found: String)
  /// The counts were made under other Unicode tables, and so by other rules.
  case otherUnicode(found: String)
  /// A key is missing.
  case missing(key: String)
  /// A key is duplicated, or is none of the form's.
  case strange(key: String)
  /// A value is not what the key holds.
  case wrong(key: String, wanted: String)

  /// The fault as a sentence.
  public var description: String {
    switch self {
    case .json(let reason): "invalid JSON: \(reason.sentence)"
    case .notAScan: "this line was not written by `corpus-tool scan`"
    case .otherFormat(let found):
      "the line has version \(ShownText.escaped(found, limit: 40)) of the scan format; this program supports version "
        + "\(ScanLine.formatVersion)"
    case .otherUnicode(let found):
      "the counts were made with the Unicode tables of version \(ShownText.escaped(found, limit: 40)); "
        + "this program uses version \(RuleSet.unicodeVersion)"
    case .missing(let key): "the line lacks `\(key)`"
    case .strange(let key):
      "`\(ShownText.escaped(key, limit: 40))` is duplicated, or is not part of the format"
    case .wrong(let key, let wanted): "the value of `\(key)` is not \(wanted)"
    }
  }
}

extension ScanLine {
  /// Reads a line strictly: every key of the form once, no other, every number in its range.
  ///
  /// Whether an index lies inside its class set is checked by the database that takes the counts.
  ///
  /// - Parameter bytes: The line, with or without its line end.
  /// - Throws: `ScanLineFault`.
  public init(json bytes: [UInt8]) throws(ScanLineFault) {
    let value: OrderedJSON
    do { value = try OrderedJSON(bytes) } catch { throw .json(error.reason) }
    guard case .object = value, let format = value["scan_format"] else { throw .notAScan }
    guard format == .number(String(Self.formatVersion)) else {
      if case .number(let text) = format { throw .otherFormat(found: text) }
      throw .notAScan
    }
    var line = try ObjectReader(value, "the line")
    _ = try line.value("scan_format")
    let (toolVersion, shard) = (try line.text("tool_version"), try line.text("shard"))
    let path = try line.optionalText("path")
    guard path.map({ RemoteShard.isName($0) || FilePath.bytes(of: $0).first == UInt8(ascii: "/") }) ?? true
    else {
      throw .wrong(key: "path", wanted: "an absolute path")
    }
    let readingRule = try line.text("reading_rule")
    let result: Outcome
    var sets: [CountedSet] = []
    var rowFiles: [StoredRowFile] = []
    if line.has("error") {
      result = .failed(try line.text("error"))
      for element in try line.list("class_sets") {
        var reader = try ObjectReader(element, "class_sets")
        sets.append(try Self.countedSet(&reader))
        try reader.end()
      }
    } else {
      var counts = ShardCounts()
      let size = try line.count("size")
      let modified = try line.optionalInteger("modified")
      guard let digest = Digest(hex: try line.text("digest")) else {
        throw .wrong(key: "digest", wanted: "32 hexadecimal digits")
      }
      let content = Content(
        size: size, modified: modified, digest: digest, digestKind: try line.text("digest_kind"))
      counts.records = try line.count("records")
      counts.excludedRecords = try line.count("excluded_records")
      counts.skippedRecords = try line.count("skipped_records")
      counts.textBytes = try line.count("text_bytes")
      if line.has("textless_records") { counts.textlessRecords = try line.count("textless_records") }
      if line.has("human_only_records") { counts.humanOnlyRecords = try line.count("human_only_records") }
      if line.has("passed_over") {
        guard let passed = PassedOver(json: try line.value("passed_over")) else {
          throw .wrong(key: "passed_over", wanted: "an object of whole numbers")
        }
        counts.passedOver = passed.byKind
      }
      var captions = try ObjectReader(try line.value("captions"), "captions")
      for role in Role.allCases where captions.has(role.name) {
        counts.captions[role] = try captions.count(role.name)
      }
      try captions.end()
      for element in try line.list("class_sets") {
        var reader = try ObjectReader(element, "class_sets")
        sets.append(try Self.countedSet(&reader))
        var own = ClassSetCounts()
        own.classes = try Self.counts(&reader, "classes")
        own.terms = try Self.counts(&reader, "terms")
        counts.sets.append(own)
        if reader.has("rows") { rowFiles.append(try Self.rowFile(try reader.value("rows"))) }
        try reader.end()
      }
      result = .counted(content, counts)
    }
    try line.end()
    guard rowFiles.isEmpty || rowFiles.count == sets.count else { throw .missing(key: "rows") }
    self.init(
      toolVersion: toolVersion, shard: shard, path: path, readingRule: readingRule, sets: sets,
      result: result)
    self.rowFiles = rowFiles
  }

  private static func countedSet(_ reader: inout ObjectReader) throws(ScanLineFault) -> CountedSet {
    let name = try reader.text("name")
    guard let digest = Digest(hex: try reader.text("digest")) else {
      throw .wrong(key: "digest", wanted: "32 hexadecimal digits")
    }
    guard let matching = Matching(rawValue: try reader.text("matching")) else {
      throw .wrong(key: "matching", wanted: "a matching that this program supports")
    }
    guard let overlap = Overlap(rawValue: try reader.text("overlap")), RuleSet.isDefined(matching, overlap)
    else { throw .wrong(key: "overlap", wanted: "an overlap that the matching has") }
    let unicode = try reader.text("unicode")
    guard unicode == RuleSet.unicodeVersion else { throw .otherUnicode(found: unicode) }
    return CountedSet(
      name: name, rules: RuleSet(classSetDigest: digest, matching: matching, overlap: overlap))
  }

  private static func rowFile(_ value: OrderedJSON) throws(ScanLineFault) -> StoredRowFile {
    var reader = try ObjectReader(value, "rows")
    let (folder, file) = (try reader.text("folder"), try reader.text("file"))
    guard folder.utf8.first == UInt8(ascii: "/"), RowTarget.isName(file) else {
      throw .wrong(key: "rows", wanted: "a file of rows in a folder with an absolute path")
    }
    let (rows, size) = (try reader.count("rows"), try reader.count("size"))
    guard let digest = Digest(hex: try reader.text("digest")) else {
      throw .wrong(key: "digest", wanted: "32 hexadecimal digits")
    }
    try reader.end()
    return StoredRowFile(folder: folder, file: file, rows: rows, size: size, digest: digest)
  }

  private static func counts(
    _ reader: inout ObjectReader, _ key: String
  ) throws(ScanLineFault) -> [ClassSetCounts.Count] {
    var byRole = try ObjectReader(try reader.value(key), key)
    var counts: [ClassSetCounts.Count] = []
    for role in Role.allCases where byRole.has(role.name) {
      for row in try byRole.list(role.name) {
        guard case .array(let cells) = row, cells.count == 3, let index = ObjectReader.count(cells[0]),
          let mentions = ObjectReader.count(cells[1]), let captions = ObjectReader.count(cells[2])
        else { throw .wrong(key: key, wanted: "lists of index, mentions and captions") }
        counts.append(.init(role: role, index: index, mentions: mentions, captions: captions))
      }
    }
    try byRole.end()
    return counts
  }
}

/// Takes an object's members one by one; what is left over is no part of the form.
private struct ObjectReader {
  private var members: [OrderedJSON.Member]

  init(_ value: OrderedJSON, _ key: String) throws(ScanLineFault) {
    guard case .object(let members) = value else { throw .wrong(key: key, wanted: "an object") }
    self.members = members
  }

  func has(_ key: String) -> Bool { members.contains { $0.key.utf8.elementsEqual(key.utf8) } }

  mutating func value(_ key: String) throws(ScanLineFault) -> OrderedJSON {
    guard let place = members.firstIndex(where: { $0.key.utf8.elementsEqual(key.utf8) }) else {
      throw .missing(key: key)
    }
    return members.remove(at: place).value
  }

  mutating func text(_ key: String) throws(ScanLineFault) -> String {
    guard case .string(let text) = try value(key) else { throw .wrong(key: key, wanted: "a string") }
    return text
  }

  mutating func optionalText(_ key: String) throws(ScanLineFault) -> String? {
    switch try value(key) {
    case .null: return nil
    case .string(let text): return text
    default: throw .wrong(key: key, wanted: "a text or null")
    }
  }

  mutating func list(_ key: String) throws(ScanLineFault) -> [OrderedJSON] {
    guard case .array(let values) = try value(key) else { throw .wrong(key: key, wanted: "a list") }
    return values
  }

  mutating func count(_ key: String) throws(ScanLineFault) -> Int {
    guard let count = Self.count(try value(key)) else {
      throw .wrong(key: key, wanted: "a whole number from 0 to 10^15")
    }
    return count
  }

  mutating func optionalInteger(_ key: String) throws(ScanLineFault) -> Int64? {
    switch try value(key) {
    case .null: return nil
    case .number(let text):
      if let number = Int64(text) { return number }
      throw .wrong(key: key, wanted: "a whole number or null")
    default: throw .wrong(key: key, wanted: "a whole number or null")
    }
  }

  /// A whole number that sums of very many shards cannot overflow.
  static func count(_ value: OrderedJSON) -> Int? {
    guard case .number(let text) = value, let count = Int(text), (0...1_000_000_000_000_000).contains(count)
    else { return nil }
    return count
  }

  /// Refuses what is left over.
  func end() throws(ScanLineFault) {
    if let first = members.first { throw .strange(key: first.key) }
  }
}
