import CLZ4

/// Decodes LZ4 frames, frame after frame, skippable ones passed over; what follows the last and is none is
/// passed over and told, as lz4 does. Empty frames in a long row are refused.
final class LZ4Stream: ByteStream {
  private let window: InputWindow
  private let trailing: TrailingRecord?
  // SOUND: made in `init`, freed in `deinit`, never given away. WHY: the decoder keeps its place between calls.
  private var context: OpaquePointer?
  private var inFrame = false
  private var frames = 0
  private var emptyFrames = EmptyRun(.lz4, part: "frame")
  private var ended = false

  init(_ source: any ByteStream, trailing: TrailingRecord? = nil) throws {
    self.trailing = trailing
    window = InputWindow(source)
    guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0 else {
      throw ShardFault(.system(operation: "not enough memory for the lz4 decoder", code: 12))
    }
  }

  deinit { LZ4F_freeDecompressionContext(context) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while !ended {
      if !inFrame {
        guard try start() else { break }
      }
      let hasInput = try window.ensure(1)
      let input = window.bytes
      var (taken, written) = (input.count, buffer.count)
      let hint = LZ4F_decompress(context, buffer.baseAddress, &written, input.baseAddress, &taken, nil)
      guard LZ4F_isError(hint) == 0 else {
        throw ShardFault(.corrupt(codec: "lz4", detail: String(cString: LZ4F_getErrorName(hint))))
      }
      window.consume(taken)
      inFrame = hint != 0
      emptyFrames.gave(written)
      if !inFrame { try emptyFrames.endPart() }
      if written > 0 { return written }
      if inFrame, !hasInput { throw ShardFault(.truncated(codec: "lz4")) }
    }
    return 0
  }

  /// Looks whether another frame follows.
  private func start() throws -> Bool {
    _ = try window.ensure(4)
    let bytes = window.bytes
    let isFrame = bytes.starts(with: [0x04, 0x22, 0x4D, 0x18])
    let isSkippable =
      bytes.count >= 4 && bytes[0] & 0xF0 == 0x50 && bytes[1..<4].elementsEqual([0x2A, 0x4D, 0x18])
    guard isFrame || isSkippable else {
      if frames == 0, !bytes.isEmpty { throw ShardFault(.corrupt(codec: "lz4", detail: "no lz4 header")) }
      try window.tellRest(as: .lz4, to: trailing)
      ended = true
      return false
    }
    inFrame = true
    frames += 1
    return true
  }
}
