import CISAL

/// Turns the stored pages of one column into levels and values.
///
/// Belongs to one task; what it gives is valid until the next page.
final class PageDecoder {
  /// A data page's parts.
  struct Page {
    let header: PageHeader
    /// Nil where the column is in no list.
    let repetition: RunLengths?
    /// Nil where nothing on the way to a value can be null.
    let definition: RunLengths?
    let values: UnsafeRawBufferPointer
  }

  private let column: ReadPlan.Column
  private let maximumBytes: Int
  private let decompressor: PageDecompressor
  private let scratch: PaddedBuffer
  /// The codec of the chunk in hand; each chunk may have another.
  var codec: PageCodec

  /// Makes a decoder of a column, the plan's `index`th, in scratch memory of which no other decoder uses that part.
  init(
    column: ReadPlan.Column, index: Int, codec: PageCodec, options: ReadingOptions, scratch: PageScratch
  ) {
    self.column = column
    self.codec = codec
    maximumBytes = Self.maximumPage(options)
    decompressor = scratch.decompressor
    self.scratch = scratch.page(index)
  }

  /// The most bytes that a page may have: a page may hold a few of the largest records.
  static func maximumPage(_ options: ReadingOptions) -> Int {
    max(256 << 20, min(options.maximumRecordBytes, Int(Int32.max) / 4) * 4)
  }

  /// Checks a page's checksum and sizes before its bytes are believed.
  private func check(_ header: PageHeader, _ stored: UnsafeRawBufferPointer) throws {
    if let checksum = header.checksum {
      let base = stored.baseAddress?.assumingMemoryBound(to: UInt8.self)
      let found = base.map { crc32_gzip_refl(0, $0, UInt64(stored.count)) } ?? 0
      guard found == checksum else { throw ShardFault.parquet("the checksum of a page is wrong") }
    }
    guard header.size <= maximumBytes else {
      throw ShardFault.parquet(
        "a page of \(header.size) bytes is larger than \(maximumBytes)", isOfLimit: true)
    }
  }

  private func decompressed(_ stored: UnsafeRawBufferPointer, size: Int) throws -> UnsafeRawBufferPointer {
    if codec == .uncompressed { return stored }
    scratch.removeAll()
    try decompressor.decompress(stored, by: codec, size: size, into: scratch)
    return scratch.bytes
  }

  /// Decodes a dictionary page, into memory of its own.
  func dictionary(_ header: PageHeader, _ stored: UnsafeRawBufferPointer) throws -> DictionaryPage {
    try check(header, stored)
    guard header.encoding == 0 || header.encoding == 2 else {
      throw ShardFault(
        .unsupported(what: "the encoding \(Self.name(header.encoding)) of a Parquet dictionary"))
    }
    let bytes = PaddedBuffer(capacity: codec == .uncompressed ? stored.count : header.size)
    try decompressor.decompress(
      stored, by: codec, size: codec == .uncompressed ? stored.count : header.size, into: bytes)
    return try DictionaryPage(bytes, claimed: header.valueCount, fixedLength: column.fixedLength)
  }

  /// Takes a data page apart.
  func page(_ header: PageHeader, _ stored: UnsafeRawBufferPointer) throws -> Page {
    try check(header, stored)
    return header.kind == .dataV2 ? try second(header, stored) : try first(header, stored)
  }

  private func first(_ header: PageHeader, _ stored: UnsafeRawBufferPointer) throws -> Page {
    var cursor = ByteCursor(try decompressed(stored, size: header.size))
    let repetition = try levels(
      &cursor, maximum: column.maximumRepetition, encoding: header.repetitionEncoding, header.valueCount)
    let definition = try levels(
      &cursor, maximum: column.maximumDefinition, encoding: header.definitionEncoding, header.valueCount)
    return Page(header: header, repetition: repetition, definition: definition, values: cursor.rest)
  }

  private func second(_ header: PageHeader, _ stored: UnsafeRawBufferPointer) throws -> Page {
    var cursor = ByteCursor(stored)
    let repetition = try cursor.take(header.repetitionBytes)
    let definition = try cursor.take(header.definitionBytes)
    guard header.size >= cursor.offset else { throw ShardFault.parquet("a page is smaller than its levels") }
    var values = cursor.rest
    if header.isCompressed { values = try decompressed(values, size: header.size - cursor.offset) }
    func runs(_ bytes: UnsafeRawBufferPointer, _ maximum: Int) -> RunLengths? {
      maximum == 0 ? nil : RunLengths(bytes, width: Self.width(maximum))
    }
    return Page(
      header: header, repetition: runs(repetition, column.maximumRepetition),
      definition: runs(definition, column.maximumDefinition), values: values)
  }

  private func levels(
    _ cursor: inout ByteCursor, maximum: Int, encoding: Int, _ count: Int
  ) throws -> RunLengths? {
    guard maximum > 0 else { return nil }
    let width = Self.width(maximum)
    switch encoding {
    case 3: return RunLengths(try cursor.take(cursor.length32()), width: width)
    case 4:
      let bytes = try cursor.take((count * width + 7) / 8)
      return RunLengths(highBitsFirst: bytes, width: width, count: count)
    default:
      throw ShardFault(.unsupported(what: "the encoding \(Self.name(encoding)) of Parquet levels"))
    }
  }

  private static func width(_ maximum: Int) -> Int { Int.bitWidth - maximum.leadingZeroBitCount }

  /// A page's values in memory that may be changed, until the next page; 64 more bytes are readable.
  func ownValues(of page: Page) -> UnsafeMutableRawBufferPointer {
    if let start = page.values.baseAddress, let own = scratch.bytes.baseAddress, start >= own,
      start + page.values.count == own + scratch.count
    {
      return UnsafeMutableRawBufferPointer(rebasing: scratch.mutableBytes[(start - own)...])
    }
    // Pages that were stored without compression lie in the block.
    scratch.removeAll()
    scratch.append(page.values)
    return scratch.mutableBytes
  }

  /// The values of a page, by whatever encoding.
  func values(of page: Page, dictionary: DictionaryPage?) throws -> any PageValues {
    switch (page.header.encoding, column.fixedLength) {
    case (0, nil): return PlainValues(page.values)
    case (0, let length?): return FixedValues(page.values, length: length)
    case (2, _), (8, _):
      guard let dictionary else { throw ShardFault.parquet("a page needs a dictionary, but there is none") }
      return try DictionaryValues(page.values, dictionary: dictionary, count: page.header.valueCount)
    case (6, nil): return try DeltaLengthValues(page.values)
    case (7, _): return try DeltaByteArrayValues(page.values, maximumBytes: maximumBytes)
    case (9, let length?): return try SplitValues(page.values, length: length)
    default:
      throw ShardFault(
        .unsupported(
          what: "the encoding \(Self.name(page.header.encoding)) of the Parquet column \(column.name)"))
    }
  }

  /// An encoding's name in the format.
  private static func name(_ encoding: Int) -> String {
    let names = [
      0: "PLAIN", 2: "PLAIN_DICTIONARY", 3: "RLE", 4: "BIT_PACKED", 5: "DELTA_BINARY_PACKED",
      6: "DELTA_LENGTH_BYTE_ARRAY", 7: "DELTA_BYTE_ARRAY", 8: "RLE_DICTIONARY", 9: "BYTE_STREAM_SPLIT",
    ]
    return names[encoding] ?? "number \(encoding)"
  }
}
