import CByteMask

/// A record's shape: the bytes that a record of the same make has in common with it, and what may vary between them.
///
/// Most shards are written by one program, whose records differ only in their strings and numbers. A record that
/// equals the shape everywhere else, and whose strings and numbers are valid, is valid JSON with its texts at the
/// same places, and the walker would say so. Strings that name a role or a status are part of the shape.
struct JSONShape {
  /// A value of the record that was walked, which may vary.
  struct Value {
    /// Where a string's content, or a scalar, starts.
    var start: Int
    var end: Int
    var isString: Bool
  }

  private static let maximumBytes = 32 << 10
  private static let maximumValues = 256

  /// The roles of a record's texts, in order.
  let roles: [Role]
  private let bytes: [UInt8]
  private let pieces: [bytemask_json_piece]

  /// Makes the shape of the record that a walker walked last; nil where it is too large, is left out, or joins
  /// texts.
  init?(_ record: Range<Int>, of source: UnsafeRawBufferPointer, _ walker: borrowing JSONWalker) {
    guard record.count <= Self.maximumBytes, walker.values.count <= Self.maximumValues, !walker.isExcluded,
      !walker.spans.contains(where: \.continues)
    else { return nil }
    var bytes: [UInt8] = []
    var pieces: [bytemask_json_piece] = []
    var cursor = record.lowerBound
    var text = 0
    func add(to end: Int, _ follows: Int32) {
      pieces.append(
        bytemask_json_piece(
          offset: UInt32(bytes.count), length: UInt32(end - cursor), follows: UInt32(follows)))
      bytes.append(contentsOf: source[cursor..<end])
    }
    for value in walker.values {
      let isText = text < walker.spans.count && walker.spans[text].start == value.start
      if isText { text += 1 }
      add(
        to: value.start,
        Int32(!value.isString ? BYTEMASK_JSON_SCALAR : isText ? BYTEMASK_JSON_TEXT : BYTEMASK_JSON_STRING))
      cursor = value.end
    }
    guard text == walker.spans.count else { return nil }
    add(to: record.upperBound, Int32(BYTEMASK_JSON_END))
    bytes.append(contentsOf: repeatElement(0, count: PaddedBuffer.padding))
    self.bytes = bytes
    self.pieces = pieces
    roles = walker.spans.map(\.role)
  }

  /// Reads records of the shape, as many as follow one another and fit into `texts`.
  ///
  /// - Returns: How many, and where the first that is not read starts.
  func read(
    _ block: UnsafeRawBufferPointer, from start: Int, after: Int32, engine: JSONEngine,
    into texts: UnsafeMutableBufferPointer<bytemask_json_text>
  ) -> (records: Int, next: Int) {
    guard let base = block.baseAddress, let room = texts.baseAddress else { return (0, start) }
    return bytes.withUnsafeBufferPointer { shape in
      pieces.withUnsafeBufferPointer { pieces in
        var next = start
        // SOUND: a block is in a padded buffer and the shape has its own padding, so all loads are in memory; the
        // kernel stops at the zeros after the block.
        // WHY: this is nearly all the time that reading JSON takes.
        let records = engine.kernels.pointee.records(
          base.assumingMemoryBound(to: UInt8.self), start, block.count, shape.baseAddress, pieces.baseAddress,
          after, roles.count, room, texts.count, &next)
        return (records, next)
      }
    }
  }
}
