import CZstd

/// Decodes zstd, frame after frame, with a bound on the window and so on memory, and on empty frames in a row.
final class ZstdStream: ByteStream {
  /// The largest window that is accepted, as the logarithm of its bytes: 128 MiB, as the zstd program has it.
  static let maximumWindowLog: Int32 = 27

  private let source: any ByteStream
  // SOUND: made in `init`, freed in `deinit`, never given away. WHY: the decoder keeps its place between calls.
  private let context: OpaquePointer
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: ZSTD_DStreamInSize(), alignment: 64)
  private var pending = ZSTD_inBuffer()
  private var frameIsOpen = false
  private var flushing = false
  private var emptyFrames = EmptyRun(.zstd, part: "frame")

  init(_ source: any ByteStream) throws(ShardFault) {
    guard let context = ZSTD_createDStream() else {
      input.deallocate()
      throw ShardFault(.system(operation: "no memory for the zstd decoder", code: 12))
    }
    self.source = source
    self.context = context
    ZSTD_initDStream(context)
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.maximumWindowLog)
    pending.src = UnsafeRawPointer(input.baseAddress)
  }

  deinit {
    ZSTD_freeDStream(context)
    input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
    while output.pos == 0 {
      if pending.pos == pending.size && !flushing {
        pending.size = try source.read(into: input)
        pending.pos = 0
        if pending.size == 0 {
          guard !frameIsOpen else { throw ShardFault(.truncated(codec: "zstd")) }
          return 0
        }
      }
      let code = ZSTD_decompressStream(context, &output, &pending)
      guard ZSTD_isError(code) == 0 else {
        throw ShardFault(.corrupt(codec: "zstd", detail: String(cString: ZSTD_getErrorName(code))))
      }
      frameIsOpen = code != 0
      emptyFrames.gave(output.pos)
      if !frameIsOpen { try emptyFrames.endPart() }
      // A full output may hide more that is decoded already and needs no further input.
      flushing = frameIsOpen && output.pos == output.size
    }
    return output.pos
  }
}
