import CByteMask

/// Shapes of records: the bytes that records of the same make have in common, and what may vary between them.
///
/// Most shards are written by one program, whose records differ only in their values, and in how many elements their
/// lists have. A record that equals a shape everywhere else, and whose values are valid, is valid JSON with its texts
/// at the same places, and the walker would say so. Values that name a role or a status are part of the shape. Shapes
/// that start alike share their start, so that a record is compared once and not with every shape. Each way from the
/// first piece to an end is a record that was walked.
struct JSONShapes {
  /// A value of the record that was walked, which may vary.
  struct Value {
    /// Where a text's content, or a value that is not wanted, starts.
    var start: Int
    var end: Int
    /// Whether it is a wanted text.
    var isText: Bool
    /// How many containers are open around it.
    var depth: Int
    /// Whether it is a member of the record that holds the values before it.
    var isWhole = false
    /// Of a member of a record of several shapes: the first shape, in the order of preference, that text in it could
    /// make, whatever value it has; 0 where it is not known.
    var firstShape = 0
  }

  private static let maximumBytes = 64 << 10
  private static let maximumPieces = 2048
  /// Pieces that may stand at one place.
  private static let maximumOthers = 8

  private var bytes = [UInt8](repeating: 0, count: PaddedBuffer.padding)
  private var pieces: [bytemask_json_piece] = []
  /// The place among the names of a record's key of the first that a record of these shapes may have: a member's name is the
  /// same in all records of a shape.
  private(set) var firstKeyName = FieldRequest.keyNames.count
  private static let keyNames = FieldRequest.keyNames.map { Array("\"\($0)\"".utf8) }

  /// Adds the shape of the record that a walker walked last, unless it is left out, joins texts, or is too large.
  ///
  /// - Returns: Whether the shape is there now.
  mutating func add(
    _ record: Range<Int>, of source: UnsafeRawBufferPointer, _ walker: borrowing JSONWalker
  ) -> Bool {
    guard bytes.count + record.count <= Self.maximumBytes,
      pieces.count + walker.values.count < Self.maximumPieces, walker.values.count < JSONWalker.maximumValues,
      !walker.isExcluded, !walker.spans.contains(where: { $0.continues || $0.isTurns || $0.mayBeTurns })
    else { return false }
    // A record that may also have another shape has this one only while it has text of this one.
    let mustBeFilled = walker.plan.isRecognised
    let values = mustBeFilled ? Self.settled(walker) : walker.values
    var cursor = record.lowerBound
    var text = 0
    var last: Int?
    for value in values {
      // Of a key that occurs twice the first text is not among the spans, and no longer wanted.
      let isFound = value.isText && text < walker.spans.count && walker.spans[text].start == value.start
      guard isFound == value.isText else { return false }
      let span = isFound ? walker.spans[text] : nil
      if isFound { text += 1 }
      // An empty one is a part of the shape.
      if mustBeFilled, isFound, value.start == value.end { continue }
      let kind = isFound ? (mustBeFilled ? BYTEMASK_JSON_FILLED : BYTEMASK_JSON_TEXT) : BYTEMASK_JSON_ANY
      last = add(
        UnsafeRawBufferPointer(rebasing: source[cursor..<value.start]), follows: UInt32(kind),
        role: span.map { UInt32($0.role.rawValue) } ?? UInt32(ReadingOptions.maximumNesting - value.depth),
        after: last)
      if last == nil { return false }
      cursor = value.end
    }
    guard text == walker.spans.count else { return false }
    let end = add(
      UnsafeRawBufferPointer(rebasing: source[cursor..<record.upperBound]),
      follows: UInt32(BYTEMASK_JSON_END),
      role: 0, after: last)
    return end != nil
  }

  /// The values that may vary in a record of several shapes.
  ///
  /// A member that is not read may vary unless text in it could make the record one of a preferred shape: then it is a
  /// part of the shape as it stands.
  private static func settled(_ walker: borrowing JSONWalker) -> [Value] {
    var settled: [Value] = []
    var read = 0
    for value in walker.values {
      guard value.isText || value.isWhole else {
        settled.append(value)
        continue
      }
      if value.isText, read < walker.spans.count, walker.spans[read].start == value.start {
        settled.append(value)
        read += 1
        continue
      }
      if value.isWhole, read > 0, walker.spans[read - 1].start > value.start { continue }
      guard let shape = walker.shape, value.firstShape > shape else { continue }
      while let last = settled.last, last.start > value.start { settled.removeLast() }
      let quote = value.isText ? 1 : 0
      settled.append(
        Value(start: value.start - quote, end: value.end + quote, isText: false, depth: value.depth))
    }
    return settled
  }

  /// Adds a piece after another, or finds it there; nil where too many others are there.
  private mutating func add(
    _ content: UnsafeRawBufferPointer, follows: UInt32, role: UInt32, after: Int?
  ) -> Int? {
    let new = pieces.count
    var place = after.map { Int(pieces[$0].next) } ?? 0
    if new == 0 || (after != nil && place == 0) {
      if let after { pieces[after].next = UInt32(new) }
    } else {
      for tries in 0... {
        guard tries < Self.maximumOthers else { return nil }
        let piece = pieces[place]
        let known = bytes[Int(piece.offset)..<Int(piece.offset + piece.length)]
        if piece.follows == follows, piece.role == role, known.elementsEqual(content) {
          return place
        }
        guard piece.other != 0 else { break }
        place = Int(piece.other)
      }
      pieces[place].other = UInt32(new)
    }
    noteKeyNames(in: content)
    let offset = bytes.count - PaddedBuffer.padding
    bytes.insert(contentsOf: content, at: offset)
    pieces.append(
      bytemask_json_piece(
        offset: UInt32(offset), length: UInt32(content.count), follows: follows, role: role,
        next: 0, other: 0,
        stops: UInt32(
          truncatingIfNeeded: content.count {
            $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x20
          })))
    return new
  }

  /// Notes which names of a record's key stand in a piece; a text that holds one in quotes does no harm.
  private mutating func noteKeyNames(in content: UnsafeRawBufferPointer) {
    var next = 0
    while firstKeyName > 0, let quote = LineScan.find(UInt8(ascii: "\""), in: content, from: next) {
      let rest = UnsafeRawBufferPointer(rebasing: content[quote...])
      firstKeyName = Self.keyNames[..<firstKeyName].firstIndex { rest.starts(with: $0) } ?? firstKeyName
      next = quote + 1
    }
  }

  /// Reads records of these shapes, as many as follow one another and whose texts fit into `texts`.
  ///
  /// - Returns: How many records, how many texts, and where the first record that is not read starts.
  func read(
    _ block: UnsafeRawBufferPointer, from start: Int, after: Int32, engine: ReadingKernels,
    into texts: inout [bytemask_json_text]
  ) -> (records: Int, texts: Int, next: Int) {
    guard !pieces.isEmpty, let base = block.baseAddress else { return (0, 0, start) }
    var found = 0
    var next = start
    let records = texts.withUnsafeMutableBufferPointer { texts in
      bytes.withUnsafeBufferPointer { bytes in
        pieces.withUnsafeBufferPointer { pieces in
          // SOUND: a block is in a padded buffer and the shapes have their own padding, so all loads are in memory;
          // the kernel stops at the zeros after the block.
          // WHY: this is nearly all the time that reading JSON takes.
          engine.kernels.pointee.records(
            base.assumingMemoryBound(to: UInt8.self), start, block.count, bytes.baseAddress,
            pieces.baseAddress,
            after, texts.baseAddress, texts.count, &found, &next)
        }
      }
    }
    return (records, found, next)
  }
}
