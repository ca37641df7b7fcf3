/// The stored buffers of some columns of a record batch, and how to make cursors over them.
struct ArrowBuffers: Sendable {
  /// One column's way from the records to its values.
  struct Column: Sendable {
    let parts: [ArrowLayout.Part]
    let lengths: [Int]
    let dictionary: ArrowDictionary?
  }

  let rows: Int
  let codec: ArrowCodec
  /// The columns that were loaded, by their place in the schema.
  private(set) var columns: [Int: Column] = [:]
  private var ranges: [Int: Range<Int>] = [:]

  /// Reads the buffers of the wanted columns out of a message's body; a buffer that several share once.
  ///
  /// - Throws: `ShardFault`, also where they have more bytes than `maximumBytes`.
  init(
    _ head: ArrowBatchHead, wanted: some Sequence<Int>, dictionaries: [Int: ArrowDictionary],
    from messages: ArrowMessages, into buffer: PaddedBuffer, maximumBytes: Int
  ) throws {
    rows = head.rows
    codec = head.codec
    var needed: Set<Int> = []
    for index in wanted where index < head.layout.columns.count {
      let parts = head.layout.columns[index]
      for part in parts { needed.formUnion(part.buffers) }
      columns[index] = Column(
        parts: parts, lengths: parts.map { head.lengths[$0.node] },
        dictionary: parts.last?.field.encoding.flatMap { dictionaries[$0.dictionary] })
    }
    let order = needed.sorted()
    var total = 0
    for index in order {
      total += min(head.buffers[index].count, maximumBytes + 1)
      guard total <= maximumBytes else {
        throw ShardFault.arrow(
          "a record batch has more than \(maximumBytes) bytes of text", isOfLimit: true)
      }
    }
    let found = try messages.body(order.map { head.buffers[$0] }, into: buffer)
    for (index, range) in zip(order, found) { ranges[index] = range }
  }

  /// A cursor over one column that was loaded.
  func cursor(of index: Int, name: String, in buffer: PaddedBuffer, maximumBytes: Int) throws -> ArrowCursor {
    guard let column = columns[index] else { throw ShardFault.arrow("column \(name) was not read") }
    let decompressor = codec == .none ? nil : PageDecompressor()
    do {
      return try ArrowCursor(column, rows: rows, name: name) { part in
        let stored = UnsafeRawBufferPointer(rebasing: buffer.bytes[ranges[part] ?? 0..<0])
        guard let decompressor, stored.count > 0 else { return ArrowBytes(stored, owner: buffer) }
        return try Self.decompressed(
          stored, by: decompressor, codec: codec, maximumBytes: maximumBytes, owner: buffer)
      }
    } catch let fault as ShardFault {
      throw fault.inArrowColumn(name)
    }
  }

  /// The bytes of a buffer that begins with their number; -1 says that they are stored as they are.
  private static func decompressed(
    _ stored: UnsafeRawBufferPointer, by decompressor: PageDecompressor, codec: ArrowCodec, maximumBytes: Int,
    owner: PaddedBuffer
  ) throws -> ArrowBytes {
    guard stored.count >= 8 else { throw ShardFault.arrow("a compressed buffer has \(stored.count) bytes") }
    let size = Int(Int64(littleEndian: stored.loadUnaligned(as: Int64.self)))
    let content = UnsafeRawBufferPointer(rebasing: stored[8...])
    if size == -1 { return ArrowBytes(content, owner: owner) }
    guard size >= 0, size <= maximumBytes else {
      throw ShardFault.arrow(
        "a buffer of \(size) bytes is larger than \(maximumBytes)", isOfLimit: true)
    }
    let bytes = PaddedBuffer(capacity: size)
    do {
      try decompressor.decompress(content, by: codec == .zstd ? .zstd : .lz4Frame, size: size, into: bytes)
    } catch is ShardFault {
      throw ShardFault.arrow("the \(codec.name) data of a buffer is corrupt")
    }
    return ArrowBytes(bytes.bytes, owner: bytes)
  }
}

/// The bytes of one buffer, and what keeps them.
///
/// SOUND: the owner lives as long as this does, and nobody writes to it meanwhile.
/// WHY: values are read where they lie, and copied once, to the record.
struct ArrowBytes {
  let bytes: UnsafeRawBufferPointer
  private let owner: PaddedBuffer

  init(_ bytes: UnsafeRawBufferPointer, owner: PaddedBuffer) {
    self.bytes = bytes
    self.owner = owner
  }

  var count: Int { bytes.count }

  /// The number of `width` bytes at an index, which must be there.
  func number(_ index: Int, width: Int, isSigned: Bool = true) throws -> Int {
    guard index >= 0, index < bytes.count / width else {
      throw ShardFault.arrow("a buffer ends inside a value")
    }
    let place = index * width
    switch (width, isSigned) {
    case (1, true): return Int(bytes.loadUnaligned(fromByteOffset: place, as: Int8.self))
    case (1, false): return Int(bytes[place])
    case (2, true):
      return Int(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int16.self)))
    case (2, false):
      return Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self)))
    case (4, true):
      return Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)))
    case (4, false):
      return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
    default: return Int(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int64.self)))
    }
  }

  /// Some of the bytes.
  func slice(_ start: Int, _ end: Int) throws -> UnsafeRawBufferPointer {
    guard start >= 0, start <= end, end <= bytes.count else {
      throw ShardFault.arrow("a value is not within its buffer")
    }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }
}

extension ShardFault {
  /// The same fault with the column before its detail.
  func inArrowColumn(_ name: String) -> ShardFault {
    guard case .arrow(let detail, let isOfLimit) = reason else { return self }
    return ShardFault(.arrow(detail: "column \(name): \(detail)", isOfLimit: isOfLimit), at: place)
  }
}
