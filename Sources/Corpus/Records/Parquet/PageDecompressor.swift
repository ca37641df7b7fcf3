import CBrotli
import CByteMask
import CISAL
import CLZ4
import CZstd

/// Decompresses pages, each in one step; keeps what the libraries want to keep between pages.
///
/// Belongs to one task.
final class PageDecompressor {
  private var zstd: OpaquePointer?
  private var inflate: UnsafeMutablePointer<inflate_state>?

  deinit {
    if let zstd { ZSTD_freeDCtx(zstd) }
    inflate?.deallocate()
  }

  /// Appends the decompressed bytes to `target`; throws `ShardFault` where the data is damaged or gives another
  /// number of bytes than `size`.
  func decompress(
    _ stored: UnsafeRawBufferPointer, by codec: PageCodec, size: Int, into target: PaddedBuffer
  ) throws {
    // An all-null page may be stored as no bytes at all, where the codec would have an empty frame.
    if size == 0, stored.isEmpty { return }
    let written = target.appendInPlace(room: size) { room in
      self.decompress(stored, by: codec, into: room) ?? 0
    }
    guard written == size else {
      throw ShardFault.parquet("the \(codec.name) data of a page is corrupt")
    }
  }

  /// SOUND: each library is given both lengths and promises to stay within them.
  /// WHY: one step into the page's buffer; half of a caption column's time is spent here.
  ///
  /// - Returns: how many bytes were written; nil where the data is damaged.
  private func decompress(
    _ stored: UnsafeRawBufferPointer, by codec: PageCodec, into room: UnsafeMutableRawBufferPointer
  ) -> Int? {
    guard let source = stored.baseAddress, let target = room.baseAddress else { return nil }
    switch codec {
    case .uncompressed:
      guard stored.count == room.count else { return nil }
      room.copyMemory(from: stored)
      return stored.count
    case .snappy:
      let size = snappy_block_decompress(
        source.assumingMemoryBound(to: UInt8.self), stored.count, target.assumingMemoryBound(to: UInt8.self),
        room.count)
      return size == room.count ? size : nil
    case .zstd:
      if zstd == nil { zstd = ZSTD_createDCtx() }
      let size = ZSTD_decompressDCtx(zstd, target, room.count, source, stored.count)
      return ZSTD_isError(size) == 0 ? size : nil
    case .brotli:
      var size = room.count
      let result = BrotliDecoderDecompress(
        stored.count, source.assumingMemoryBound(to: UInt8.self), &size,
        target.assumingMemoryBound(to: UInt8.self))
      return result == BROTLI_DECODER_RESULT_SUCCESS ? size : nil
    case .gzip: return inflate(stored, into: room)
    case .lz4Raw: return Self.lz4Block(stored, into: room)
    case .lz4Frame: return Self.lz4Frame(stored, into: room)
    case .lz4Hadoop:
      return Self.lz4Hadoop(stored, into: room) ?? Self.lz4Frame(stored, into: room)
        ?? Self.lz4Block(stored, into: room)
    }
  }

  /// Inflates gzip members or zlib streams one after another, as old writers' pages may hold several.
  private func inflate(_ stored: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Int? {
    let state = inflate ?? .allocate(capacity: 1)
    inflate = state
    var (taken, written) = (0, 0)
    while taken < stored.count, taken == 0 || written < room.count {
      let isGzip = stored[taken] == 0x1f
      if isGzip, GzipStream.hasReservedFlags(UnsafeRawBufferPointer(rebasing: stored[taken...])) {
        return nil
      }
      isal_inflate_init(state)
      state.pointee.crc_flag = UInt32(isGzip ? ISAL_GZIP : ISAL_ZLIB)
      // The library takes a pointer to bytes that it does not change.
      state.pointee.next_in = UnsafeMutablePointer(
        mutating: stored.baseAddress?.advanced(by: taken).assumingMemoryBound(to: UInt8.self))
      state.pointee.avail_in = UInt32(clamping: stored.count - taken)
      state.pointee.next_out = room.baseAddress?.advanced(by: written).assumingMemoryBound(to: UInt8.self)
      state.pointee.avail_out = UInt32(clamping: room.count - written)
      guard isal_inflate(state) == ISAL_DECOMP_OK, state.pointee.block_state == ISAL_BLOCK_FINISH else {
        return nil
      }
      taken = stored.count - Int(state.pointee.avail_in)
      written = room.count - Int(state.pointee.avail_out)
    }
    return written
  }

  private static func lz4Block(
    _ stored: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) -> Int? {
    guard stored.count <= Int32.max, room.count <= Int32.max else { return nil }
    let size = LZ4_decompress_safe(
      stored.baseAddress?.assumingMemoryBound(to: CChar.self),
      room.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(stored.count), Int32(room.count))
    return size == room.count ? Int(size) : nil
  }

  /// Hadoop's framing: a block's decompressed size, then pieces with their stored size, both big-endian, until
  /// the block's size is reached.
  private static func lz4Hadoop(
    _ stored: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) -> Int? {
    func number(at place: Int) -> Int {
      Int(UInt32(bigEndian: stored.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
    }
    var (taken, written) = (0, 0)
    while taken < stored.count {
      guard stored.count - taken >= 8 else { return nil }
      let blockEnd = written + number(at: taken)
      guard blockEnd <= room.count else { return nil }
      taken += 4
      if blockEnd == written {
        // An empty block; the size of its one empty piece may follow.
        if number(at: taken) == 0 { taken += 4 }
        continue
      }
      while written < blockEnd {
        guard stored.count - taken >= 4 else { return nil }
        let size = number(at: taken)
        taken += 4
        guard size > 0, size <= stored.count - taken else { return nil }
        let got = LZ4_decompress_safe(
          stored.baseAddress?.advanced(by: taken).assumingMemoryBound(to: CChar.self),
          room.baseAddress?.advanced(by: written).assumingMemoryBound(to: CChar.self),
          Int32(clamping: size), Int32(clamping: blockEnd - written))
        guard got > 0 else { return nil }
        taken += size
        written += Int(got)
      }
    }
    return written == room.count ? written : nil
  }

  /// LZ4's own frame format, which some early writers stored under the same codec number.
  private static func lz4Frame(
    _ stored: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) -> Int? {
    guard stored.count >= 7, stored.loadUnaligned(as: UInt32.self).littleEndian == 0x184D_2204 else {
      return nil
    }
    var context: OpaquePointer?
    guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0 else {
      return nil
    }
    defer { LZ4F_freeDecompressionContext(context) }
    var (taken, written) = (0, 0)
    while taken < stored.count {
      var (input, output) = (stored.count - taken, room.count - written)
      let hint = LZ4F_decompress(
        context, room.baseAddress?.advanced(by: written), &output,
        stored.baseAddress?.advanced(by: taken), &input, nil)
      guard LZ4F_isError(hint) == 0, input > 0 || output > 0 else { return nil }
      taken += input
      written += output
      if hint == 0 { break }
    }
    return written
  }
}
