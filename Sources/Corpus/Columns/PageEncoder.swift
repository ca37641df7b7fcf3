import CISAL
import CZstd

/// Turns the values of a column chunk into compressed pages, and says of them what the footer has to say.
///
/// Belongs to one task.
///
/// Source: Apache Parquet format 2.11, `parquet.thrift`, `Encodings.md`, `Compression.md`.
final class PageEncoder {
  /// A chunk's pages one after another, and its description.
  struct Encoded {
    var bytes: [UInt8] = []
    /// Where in `bytes` the first data page begins: behind the dictionary, where there is one.
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
  private enum Encoding { static let (plain, runs, deltas, dictionary) = (0, 3, 5, 8) }

  private let context: OpaquePointer?
  private let level: Int32

  /// Makes an encoder of a level of zstd.
  init(level: Int32) {
    context = ZSTD_createCCtx()
    self.level = level
  }

  deinit { ZSTD_freeCCtx(context) }

  /// Encodes a chunk: by a dictionary where equal values are many.
  ///
  /// - Throws: `ShardFault` where memory does not suffice for compression.
  func encode(_ chunk: ColumnChunk) throws(ShardFault) -> Encoded {
    let dictionary = chunk.dictionary()
    var encoded = Encoded(statistics: ColumnStatistics(chunk, values: dictionary?.firsts))
    encoded.entries = chunk.entryCount
    if let dictionary {
      var body: [UInt8] = []
      for value in dictionary.firsts { Self.appendPlain(chunk, value..<value + 1, to: &body) }
      try append(
        body, entries: dictionary.firsts.count, encoding: Encoding.plain, isDictionary: true, to: &encoded)
      encoded.hasDictionary = true
      encoded.dataStart = encoded.bytes.count
    }
    let encoding =
      dictionary != nil
      ? Encoding.dictionary : chunk.column.isAscending ? Encoding.deltas : Encoding.plain
    let width = dictionary.map { max(Int.bitWidth - ($0.firsts.count - 1).leadingZeroBitCount, 1) } ?? 0
    for slice in chunk.slices(atMost: Self.pageEntries, bytes: Self.pageBytes) {
      var body: [UInt8] = []
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
      } else {
        Self.appendPlain(chunk, slice.values, to: &body)
      }
      try append(body, entries: slice.entries.count, encoding: encoding, isDictionary: false, to: &encoded)
    }
    encoded.encodings = [encoding, Encoding.runs] + (dictionary == nil ? [] : [Encoding.plain])
    return encoded
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
      body.reserveCapacity(body.count + chunk.bytes(values).count + 4 * values.count)
      for value in values {
        let bytes = chunk.bytes(value)
        body.appendLittleEndian(UInt32(bytes.count))
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

  private func append(
    _ body: [UInt8], entries: Int, encoding: Int, isDictionary: Bool, to encoded: inout Encoded
  ) throws(ShardFault) {
    let stored = try compressed(body)
    let checksum = stored.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { crc32_gzip_refl(0, $0, UInt64(bytes.count)) } ?? 0
    }
    var head = ThriftWriter()
    head.int32(1, isDictionary ? 2 : 0)
    head.int32(2, body.count)
    head.int32(3, stored.count)
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
    encoded.bytes += head.bytes
    encoded.bytes += stored
    encoded.plainSize += head.bytes.count + body.count
  }

  /// SOUND: the library is given both lengths, and room for the largest frame that so many bytes can become.
  private func compressed(_ body: [UInt8]) throws(ShardFault) -> [UInt8] {
    let room = ZSTD_compressBound(body.count)
    var size = 0
    let stored = [UInt8](unsafeUninitializedCapacity: room) { target, written in
      size = body.withUnsafeBytes { source in
        ZSTD_compressCCtx(context, target.baseAddress, room, source.baseAddress, source.count, level)
      }
      written = context != nil && ZSTD_isError(size) == 0 ? size : 0
    }
    guard !stored.isEmpty else {
      throw ShardFault(.system(operation: "not enough memory for the zstd encoder", code: 12))
    }
    return stored
  }
}
