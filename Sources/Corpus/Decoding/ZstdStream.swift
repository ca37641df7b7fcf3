import CZstd

/// Decodes zstd, frame after frame, with a bound on the window and so on memory, and on empty frames in a row; what follows the last
/// frame and is none is an error, as zstd has it.
final class ZstdStream: ByteStream {
  /// The largest window that is accepted unless another is given: 128 MiB, as the zstd program has it.
  static let maximumWindow = 128 << 20
  /// A frame's head has at most so many bytes.
  private static let headBytes = 18

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
  private var bytesBefore = 0
  private var emptyFrames = EmptyRun(.zstd, part: "frame")
  private let maximumWindow: Int
  /// The first bytes of the frame in hand, which say what window it needs.
  private var head: [UInt8] = []

  /// Makes a decoder that refuses frames with a window of more bytes than `maximumWindow`.
  init(_ source: any ByteStream, maximumWindow: Int = ZstdStream.maximumWindow) throws(ShardFault) {
    guard let context = ZSTD_createDStream() else {
      input.deallocate()
      throw ShardFault(.system(operation: "not enough memory for the zstd decoder", code: 12))
    }
    self.source = source
    self.context = context
    self.maximumWindow = maximumWindow
    ZSTD_initDStream(context)
    // The library takes a power of two; the exact bound is held against the frame's own head.
    let bits = Int32(Int.bitWidth - max(maximumWindow - 1, 1).leadingZeroBitCount)
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, max(bits, 10))
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
        if frameIsOpen { bytesBefore += pending.size - frameStart } else { bytesBefore = 0 }
        frameStart = 0
        pending.size = try source.read(into: input)
        pending.pos = 0
        if pending.size == 0 {
          guard !frameIsOpen else { throw ShardFault(.truncated(codec: "zstd")) }
          return 0
        }
      }
      if !frameIsOpen {
        (frameStart, bytesBefore) = (pending.pos, 0)
        head.removeAll(keepingCapacity: true)
      }
      if head.count < Self.headBytes {
        head += input[pending.pos..<pending.size].prefix(Self.headBytes - head.count)
        if let window = Self.window(head), window > maximumWindow {
          throw ShardFault(.windowTooLarge(window: window, limit: maximumWindow))
        }
      }
      let code = ZSTD_decompressStream(context, &output, &pending)
      guard ZSTD_isError(code) == 0 else {
        if ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge {
          throw ShardFault(.windowTooLarge(window: Self.window(head), limit: maximumWindow))
        }
        if frames > 0, ZSTD_getErrorCode(code) == ZSTD_error_prefix_unknown {
          let count = try bytesBefore + pending.size - frameStart + rest()
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

  /// The bytes of the window that a frame's head asks for; nil where the bytes are too few, or are no such head.
  ///
  /// A frame of one segment has its content's size as window, which costs memory only as far as it is given.
  ///
  /// Source: RFC 8878, 3.1.1.1.
  static func window(_ head: [UInt8]) -> Int? {
    guard head.count >= 6, head[..<4].elementsEqual([0x28, 0xB5, 0x2F, 0xFD]) else { return nil }
    let descriptor = head[4]
    guard descriptor & 0x20 == 0 else {
      let start = 5 + [0, 1, 2, 4][Int(descriptor & 3)]
      let width = [1, 2, 4, 8][Int(descriptor >> 6)]
      guard head.count >= start + width else { return nil }
      let size = head[start..<(start + width)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Int(clamping: width == 2 ? size + 256 : size)
    }
    let base = 1 << (10 + Int(head[5] >> 3))
    return base + base / 8 * Int(head[5] & 7)
  }
}
