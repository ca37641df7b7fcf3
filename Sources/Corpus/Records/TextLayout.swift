/// How records lie in a shard that is text.
enum TextLayout: String, Sendable, CaseIterable {
  /// A JSON value a line.
  case jsonLines = "json-lines"
  /// JSON values one after another, which may go over several lines.
  case jsonValues = "json-values"
  /// One JSON list of records.
  case jsonArray = "json-array"
  /// One JSON object that has lists of records.
  case jsonObject = "json-object"
  /// A caption a line.
  case lines
  /// Cells separated by tabs.
  case tsv
  /// Cells separated by commas, semicolons or bars, as RFC 4180 says.
  case csv
}

/// The bytes at a shard's start that decide what it is.
private let headBytes = 1 << 20

/// Recognises the layout of a shard that is text by its first bytes, chooses what is text in it, and makes its
/// reader.
///
/// - Parameters:
///   - stream: the shard's bytes, decoded.
///   - options: the reading rule, and the bounds.
///   - form: what the shard's name says.
///   - wasDecoded: whether a codec was taken off the stored bytes.
///   - blockBytes: how many bytes a block has at least, unless the shard ends before.
///   - pool: where the blocks' buffers come from.
///   - engine: how JSON is read; all give the same.
///   - jsonHead: how many bytes of JSON decide what it is, while these suffice.
///   - again: gives the shard's bytes once more; nil: they cannot be had.
/// - Returns: The layout, what is text (nil for an object of lists, whose reader chooses list by list, while none
///   of the first bytes' lists has text), and the reader.
/// - Throws: `ShardFault`: `.empty`, `.noRecords`, `.foreign`, `.unknownLayout`, `.noTextField`, `.missingTextField`.
func openTextRecords(
  _ stream: any ByteStream, options: ReadingOptions, form: NamedForm = .none, wasDecoded: Bool = false,
  blockBytes: Int = 256 << 10, pool: BufferPool, engine: ReadingKernels = .best,
  head jsonHead: Int = headBytes,
  again: (() throws -> any ByteStream)? = nil
) throws -> (layout: TextLayout, choice: TextChoice?, reader: any RecordReader) {
  let peeked = PeekedStream(stream)
  var head = try peeked.peek(headBytes)
  guard head.count > 0 else { throw ShardFault(.empty) }
  if head.starts(with: [0xEF, 0xBB, 0xBF]) {
    peeked.skip(3)
    head = try peeked.peek(headBytes)
  }
  if let encoding = utf16(head) {
    throw ShardFault(
      .unknownLayout(
        seen: "it looks like UTF-16 text, and only UTF-8 is read; convert it: iconv -f \(encoding) -t UTF-8"))
  }
  if head.prefix(1024).contains(0) { throw ShardFault(.unknownLayout(seen: "binary data")) }
  guard head.contains(where: { $0 != 32 && !(9...13).contains($0) }) else { throw ShardFault(.noRecords) }

  let asLines = options.rule.readsLines
  if let content = ForeignContent.recognised(in: head, isWhole: peeked.endIsInSight, asLines: asLines) {
    throw ShardFault(.foreign(content))
  }
  if !asLines,
    let json = try JSONHead(
      peeked, options: options, head: jsonHead, engine: engine, mayBeStrings: form.saysJSON, again: again)
  {
    if json.isEmpty { return (.jsonObject, json.choice, NoRecords()) }
    let reading = JSONReading(json.choice, options: options, engine: engine)
    switch json.layout {
    case .jsonObject where json.rows != nil:
      let reader = BlockReader(
        json.rows ?? peeked, cutter: JSONCutter(.nothing, engine: engine), options: options,
        blockBytes: blockBytes, pool: pool
      ) { JSONBlock($0, .values, reading) }
      return (.jsonObject, json.choice, reader)
    case .jsonLines:
      let reader = BlockReader(
        peeked, cutter: LineCutter(), options: options, blockBytes: blockBytes, pool: pool
      ) { JSONBlock($0, .lines, reading) }
      return (.jsonLines, json.choice, reader)
    case .jsonArray:
      peeked.skip(json.start + 1)
      return (
        .jsonArray, json.choice,
        JSONContainerReader(
          peeked, choice: json.choice, options: options, blockBytes: blockBytes, pool: pool, engine: engine)
      )
    case .jsonObject where json.isMap:
      peeked.skip(json.start + 1)
      return (
        .jsonObject, json.choice,
        JSONContainerReader(
          peeked, choice: json.choice, options: options, blockBytes: blockBytes, pool: pool, engine: engine,
          hasKeys: true)
      )
    case .jsonObject:
      return (
        .jsonObject, json.choice,
        JSONContainerReader(
          peeked, choice: nil, options: options, blockBytes: blockBytes, pool: pool, engine: engine,
          columns: json.columns)
      )
    default:
      let reader = BlockReader(
        peeked, cutter: JSONCutter(.nothing, engine: engine), options: options, blockBytes: blockBytes,
        pool: pool
      ) { JSONBlock($0, .values, reading) }
      return (.jsonValues, json.choice, reader)
    }
  }

  let table = TableHead(
    try peeked.peek(headBytes), isComplete: peeked.endIsInSight, options: options, form: form)
  switch try asLines ? table.asLines() : table.find() {
  case .lines(let choice, let start):
    if !asLines, let ending = form.endingAgainstLines(wasDecoded: wasDecoded) {
      throw ShardFault(.foreign(.plainLines(ending: ending)))
    }
    peeked.skip(start)
    let role: Role = if case .fixed(let role)? = choice.texts.first?.role { role } else { .caption }
    let reader = BlockReader(
      peeked, cutter: LineCutter(), options: options, blockBytes: blockBytes, pool: pool
    ) { LinesBlock($0, options: options, role: role, engine: engine) }
    return (.lines, choice, reader)
  case .table(var reading, let choice, let start):
    peeked.skip(start)
    reading.engine = engine
    if reading.mayQuoteTabs {
      let reader = BlockReader(
        peeked, cutter: QuotedTabCutter(), options: options, blockBytes: blockBytes, pool: pool
      ) { [reading] in TableBlock($0, reading) }
      return (.tsv, choice, reader)
    }
    guard reading.delimiter == .tab else {
      let cutter = CSVCutter(reading.delimiter, skipsBlanks: reading.skipsBlanks)
      let reader = BlockReader(peeked, cutter: cutter, options: options, blockBytes: blockBytes, pool: pool) {
        [reading] in TableBlock($0, reading)
      }
      return (.csv, choice, reader)
    }
    let reader = BlockReader(
      peeked, cutter: LineCutter(), options: options, blockBytes: blockBytes, pool: pool
    ) { [reading] in TableBlock($0, reading) }
    return (.tsv, choice, reader)
  }
}

/// How iconv calls the encoding of text in UTF-16, which begins with a mark, or with ASCII that zero bytes stand beside; nil
/// for anything else.
private func utf16(_ head: UnsafeRawBufferPointer) -> String? {
  if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
  guard head.count >= 8 else { return nil }
  func isZero(_ places: [Int]) -> Bool { places.allSatisfy { head[$0] == 0 } }
  func isText(_ places: [Int]) -> Bool { places.allSatisfy { (0x09...0x7E).contains(head[$0]) } }
  let (even, odd) = ([0, 2, 4, 6], [1, 3, 5, 7])
  if isText(even), isZero(odd) { return "UTF-16LE" }
  return isZero(even) && isText(odd) ? "UTF-16BE" : nil
}
