import CISAL
import CZstd

/// Compresses bytes that are at hand as a whole, the way shards are stored.
public enum Compression {
  /// The bytes as one zstd frame at level 3.
  ///
  /// - Throws: `ShardFault` when the library refuses.
  public static func zstd(_ bytes: [UInt8]) throws(ShardFault) -> [UInt8] {
    let bound = ZSTD_compressBound(bytes.count)
    // SOUND: the library is given the buffer's own size and says how much of it it wrote.
    // WHY: the C interface takes pointers.
    var written = 0
    let compressed = [UInt8](unsafeUninitializedCapacity: bound) { room, count in
      written = ZSTD_compress(room.baseAddress, room.count, bytes, bytes.count, 3)
      count = ZSTD_isError(written) == 0 ? written : 0
    }
    guard ZSTD_isError(written) == 0 else {
      throw ShardFault(.corrupt(codec: "zstd", detail: String(cString: ZSTD_getErrorName(written))))
    }
    return compressed
  }

  /// The bytes as one gzip member at ISA-L's level 1.
  ///
  /// - Throws: `ShardFault` when the library refuses.
  public static func gzip(_ bytes: [UInt8]) throws(ShardFault) -> [UInt8] {
    // A stored block costs five bytes for each 65,535; the member's head and tail 18.
    let bound = bytes.count + bytes.count / 65_535 * 5 + 512
    var working = [UInt8](repeating: 0, count: 512 << 10)
    var input = bytes
    var status = COMP_OK
    // SOUND: each pointer is given with its own buffer's size, and all outlive the one call.
    // WHY: the C interface takes pointers.
    let compressed = [UInt8](unsafeUninitializedCapacity: bound) { room, count in
      working.withUnsafeMutableBufferPointer { working in
        input.withUnsafeMutableBufferPointer { input in
          var stream = isal_zstream()
          isal_deflate_stateless_init(&stream)
          stream.gzip_flag = UInt16(IGZIP_GZIP)
          stream.level = 1
          stream.level_buf = working.baseAddress
          stream.level_buf_size = UInt32(working.count)
          stream.end_of_stream = 1
          stream.next_in = input.baseAddress
          stream.avail_in = UInt32(clamping: input.count)
          stream.next_out = room.baseAddress
          stream.avail_out = UInt32(clamping: room.count)
          status = isal_deflate_stateless(&stream)
          count = status == COMP_OK ? Int(stream.total_out) : 0
        }
      }
    }
    guard status == COMP_OK, bytes.count <= UInt32.max else {
      throw ShardFault(.corrupt(codec: "gzip", detail: "ISA-L's status \(status)"))
    }
    return compressed
  }
}
