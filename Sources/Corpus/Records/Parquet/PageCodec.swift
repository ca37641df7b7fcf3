/// The compression of a column chunk's pages, by its number in the format.
enum PageCodec: Int, Sendable {
  case uncompressed = 0
  case snappy = 1
  case gzip = 2
  case brotli = 4
  case lz4Hadoop = 5
  case zstd = 6
  case lz4Raw = 7
  /// LZ4's own frame format, which Arrow uses; no number of Parquet's.
  case lz4Frame = -1

  /// Finds a codec by its number.
  ///
  /// - Throws: `ShardFault` that names a codec that is not read.
  init(number: Int, column: String) throws {
    guard let codec = PageCodec(rawValue: number), codec != .lz4Frame else {
      let name = number == 3 ? "LZO" : "number \(number)"
      throw ShardFault(.unsupported(what: "the compression codec \(name) of the Parquet column \(column)"))
    }
    self = codec
  }

  var name: String {
    switch self {
    case .uncompressed: "uncompressed"
    case .snappy: "snappy"
    case .gzip: "gzip"
    case .brotli: "brotli"
    case .lz4Hadoop, .lz4Raw, .lz4Frame: "lz4"
    case .zstd: "zstd"
    }
  }
}
