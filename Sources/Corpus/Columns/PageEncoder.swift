import CISAL
import CZstd

/// Turns the values of a column chunk into compressed pages, and says of them what the footer has to say.
///
/// Belongs to one task.
///
/// Source: Apache Parquet format 2.11, `parquet.thrift`, `Encodings.md`, `Compression.md`.
final class PageEncoder {
  /// What the footer has to say of a chunk's pages.
  struct Encoded {
    /// Where among the chunk's bytes the first data page begins: behind the dictionary, where there is one.
    var dataStart = 0
    var hasDictionary = false
    var encodings: [Int] = []
    var entries = 0
    /// The bytes before compression, with the pages' heads.
    var plainSize = 0
    var statistics: ColumnStatistics
  }

  /// A page has at most so many entries, and about so many bytes of text.
  private static let (pageEntries, pageBytes) = (1 << 15, 1 << 20)
  /// The numbers of encodings in the format.
  private enum Encoding {
    static let (plain, runs, deltas, lengths, prefixes, dictionary) = (0, 3, 5, 6, 7, 8)
  }

  private let context: OpaquePointer?
  private let level: Int32
  /// The page in hand, before and after compression, and all pages of the chunk; the memory is used again.
  private var body: [UInt8] = []
  private var stored: [UInt8] = []
  private var pages: [UInt8] = []

  /// Makes an encoder of a level of zstd.
  init(level: Int32) {
    context = ZSTD_createCCtx()
    self.level = level
  }

  deinit { ZSTD_freeCCtx(context) }

  /// Encodes a chunk: by a dictionary where equal values are many.
  ///
  /// - Parameters:
  ///   - chunk: The chunk.
  ///   - put: Takes the bytes of its pages, together.
  /// - Returns: What the footer has to say of them.
  /// - Throws: `ShardFault` where memory does not suffice for compression; what `put` throws.
  func encode(_ chunk: ColumnChunk, _ put: (UnsafeRawBufferPointer) throws -> Void) throws -> Encoded {
    let dictionary = chunk.dictionary()
    var encoded = Encoded(statistics: ColumnStatistics(chunk, values: dictionary?.firsts))
    encoded.entries = chunk.entryCount
    pages.removeAll(keepingCapacity: true)
    if let dictionary {
      body.removeAll(keepingCapacity: true)
      for value in dictionary.firsts { Self.appendPlain(chunk, value..<value + 1, to: &body) }
      try appendPage(
        entries: dictionary.firsts.count, encoding: Encoding.plain, of: chunk.column, isDictionary: true,
        &encoded)
      encoded.hasDictionary = true
      encoded.dataStart = pages.count
    }
    let encoding = dictionary != nil ? Encoding.dictionary : Self.encoding(of: chunk)
    let width = dictionary.map { max(Int.bitWidth - ($0.firsts.count - 1).leadingZeroBitCount, 1) } ?? 0
    for slice in chunk.slices(atMost: Self.pageEntries, bytes: Self.pageBytes) {
      body.removeAll(keepingCapacity: true)
      if chunk.column.isList { Self.appendLevels(chunk.repetitions[slice.entries], highest: 1, to: &body) }
      let highest = chunk.column.maximumDefinition
      if highest > 0 { Self.appendLevels(chunk.definitions[slice.entries], highest: highest, to: &body) }
      if let dictionary {
        body.append(UInt8(width))
        PackedNumbers.appendHybrid(dictionary.indices[slice.values], width: width, to: &body)
      } else if chunk.column.isAscending {
        let numbers = chunk.numbers[slice.values].lazy.map { Int64(bitPattern: $0) }
        if chunk.column.kind == .int32 {
          PackedNumbers.appendDeltas(numbers.map { Int32(truncatingIfNeeded: $0) }, to: &body)
        } else {
          PackedNumbers.appendDeltas(numbers, to: &body)
        }
      } else if encoding == Encoding.prefixes {
        chunk.withoutPrefixes(slice.values) { prefixes, lengths, texts in
          PackedNumbers.appendDeltas(prefixes, to: &body)
          PackedNumbers.appendDeltas(lengths, to: &body)
          body += texts
        }
      } else if encoding == Encoding.lengths {
        PackedNumbers.appendDeltas(chunk.lengths(slice.values), to: &body)
        body += chunk.bytes(slice.values)
      } else {
        Self.appendPlain(chunk, slice.values, to: &body)
      }
      try appendPage(
        entries: slice.entries.count, encoding: encoding, of: chunk.column, isDictionary: false, &encoded)
    }
    encoded.encodings = [encoding, Encoding.runs] + (dictionary == nil ? [] : [Encoding.plain])
    try pages.withUnsafeBytes(put)
    return encoded
  }

  /// The encoding of values without a dictionary.
  ///
  /// Of texts all lengths come first, since a length of four bytes before each key of nine is more to write and to compress;
  /// and where the first thousand begin so much alike that a quarter of them is in the one before, that is left out: of keys
  /// that are counted up four fifths.
  private static func encoding(of chunk: ColumnChunk) -> Int {
    guard chunk.holdsText else { return chunk.column.isAscending ? Encoding.deltas : Encoding.plain }
    let first = 0..<min(chunk.valueCount, 1024)
    return chunk.withoutPrefixes(first) { _, _, texts in
      texts.count < chunk.bytes(first).count / 4 * 3 ? Encoding.prefixes : Encoding.lengths
    }
  }

  private static func appendLevels(
    _ levels: ArraySlice<UInt32>, highest: UInt32, to body: inout [UInt8]
  ) {
    var runs: [UInt8] = []
    PackedNumbers.appendHybrid(levels, width: highest > 1 ? 2 : 1, to: &runs)
    body.appendLittleEndian(UInt32(runs.count))
    body += runs
  }

  private static func appendPlain(_ chunk: ColumnChunk, _ values: Range<Int>, to body: inout [UInt8]) {
    switch chunk.column.kind {
    case .text:
      for value in values {
        let bytes = chunk.bytes(value)
        body.appendLittleEndian(UInt32(truncatingIfNeeded: bytes.count))
        body += bytes
      }
    case .int32: body.appendLittleEndian(chunk.numbers[values].map { UInt32(truncatingIfNeeded: $0) })
    case .int64, .uint64, .real: body.appendLittleEndian(chunk.numbers[values])
    case .truth:
      for start in stride(from: values.lowerBound, to: values.upperBound, by: 8) {
        let bits = (start..<min(start + 8, values.upperBound)).reduce(UInt8(0)) { bits, value in
          bits | UInt8(chunk.numbers[value] & 1) << UInt8(value - start)
        }
        body.append(bits)
      }
    }
  }

  /// Appends the page in hand to the pages, its head first.
  private func appendPage(
    entries: Int, encoding: Int, of column: TableColumn, isDictionary: Bool, _ encoded: inout Encoded
  ) throws(ShardFault) {
    let size = column.isCompressed ? try compress() : copy()
    let checksum = stored.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { crc32_gzip_refl(0, $0, UInt64(size)) } ?? 0
    }
    var head = ThriftWriter()
    head.int32(1, isDictionary ? 2 : 0)
    head.int32(2, body.count)
    head.int32(3, size)
    head.int32(4, Int(Int32(bitPattern: checksum)))
    head.structure(isDictionary ? 7 : 5) { head in
      head.int32(1, entries)
      head.int32(2, encoding)
      if !isDictionary {
        head.int32(3, Encoding.runs)
        head.int32(4, Encoding.runs)
      }
    }
    head.end()
    pages += head.bytes
    pages += stored[..<size]
    encoded.plainSize += head.bytes.count + body.count
  }

  /// Copies `body` into `stored`; returns how many bytes it has.
  private func copy() -> Int {
    stored.removeAll(keepingCapacity: true)
    stored += body
    return body.count
  }

  /// Compresses `body` into `stored`; returns how many bytes it became.
  ///
  /// SOUND: the library is given both lengths, and room for the largest frame that so many bytes can become.
  private func compress() throws(ShardFault) -> Int {
    guard let context else { throw Self.noMemory }
    let room = ZSTD_compressBound(body.count)
    if stored.count < room {
      stored.append(contentsOf: repeatElement(0, count: room - stored.count))
    }
    let size = body.withUnsafeBytes { source in
      stored.withUnsafeMutableBytes { target in
        ZSTD_compressCCtx(context, target.baseAddress, target.count, source.baseAddress, source.count, level)
      }
    }
    guard ZSTD_isError(size) == 0 else { throw Self.noMemory }
    return size
  }

  private static let noMemory = ShardFault(
    .system(operation: "not enough memory for the zstd encoder", code: 12))
}
