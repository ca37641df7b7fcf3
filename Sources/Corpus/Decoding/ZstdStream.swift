import CZstd

/// Decodes zstd, frame after frame, with a bound on the window and so on memory, and on empty frames in a row; what follows the last
/// frame and is none is an error, as zstd has it.
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
  private var frames = 0
  /// Where the open frame begins in this buffer, and how many of its bytes were in buffers before.
  private var frameStart = 0
  private var headBytes = 0
  private var emptyFrames = EmptyRun(.zstd, part: "frame")

  init(_ source: any ByteStream) throws(ShardFault) {
    guard let context = ZSTD_createDStream() else {
      input.deallocate()
      throw ShardFault(.system(operation: "not enough memory for the zstd decoder", code: 12))
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
        if frameIsOpen { headBytes += pending.size - frameStart } else { headBytes = 0 }
        frameStart = 0
        pending.size = try source.read(into: input)
        pending.pos = 0
        if pending.size == 0 {
          guard !frameIsOpen else { throw ShardFault(.truncated(codec: "zstd")) }
          return 0
        }
      }
      if !frameIsOpen { (frameStart, headBytes) = (pending.pos, 0) }
      let code = ZSTD_decompressStream(context, &output, &pending)
      guard ZSTD_isError(code) == 0 else {
        if frames > 0, ZSTD_getErrorCode(code) == ZSTD_error_prefix_unknown {
          let count = try headBytes + pending.size - frameStart + rest()
          throw ShardFault(
            .corrupt(codec: "zstd", detail: "\(count) bytes that are no further frame follow its last one"))
        }
        throw ShardFault(.corrupt(codec: "zstd", detail: String(cString: ZSTD_getErrorName(code))))
      }
      frameIsOpen = code != 0
      emptyFrames.gave(output.pos)
      if !frameIsOpen {
        frames += 1
        try emptyFrames.endPart()
      }
      // A full output may hide more that is decoded already and needs no further input.
      flushing = frameIsOpen && output.pos == output.size
    }
    return output.pos
  }

  /// Reads the source to its end, and says how many bytes that were.
  private func rest() throws -> Int {
    var count = 0
    while true {
      let read = try source.read(into: input)
      guard read > 0 else { return count }
      count += read
    }
  }
}
