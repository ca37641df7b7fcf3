import CBZip2

/// Decodes bzip2, stream after stream; what follows the last and is none is passed over and told, as bzip2 does. Empty streams in a
/// long row are refused.
final class Bzip2Stream: ByteStream {
  private let window: InputWindow
  private let trailing: TrailingRecord?
  // SOUND: made in `init`, freed in `deinit`, never given away. WHY: the decoder keeps its place between calls.
  private let state = UnsafeMutablePointer<bz_stream>.allocate(capacity: 1)
  private var isOpen = false
  private var streams = 0
  private var emptyStreams = EmptyRun(.bzip2, part: "stream")
  private var ended = false

  init(_ source: any ByteStream, trailing: TrailingRecord? = nil) {
    self.trailing = trailing
    window = InputWindow(source)
    state.initialize(to: bz_stream())
  }

  deinit {
    if isOpen { BZ2_bzDecompressEnd(state) }
    state.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let room = UInt32(clamping: buffer.count)
    state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
    state.pointee.avail_out = room
    while !ended, state.pointee.avail_out == room {
      if !isOpen {
        guard try start() else { break }
      }
      guard try window.ensure(1) else { throw ShardFault(.truncated(codec: "bzip2")) }
      let input = window.bytes
      // The library takes a pointer to bytes that it does not change.
      state.pointee.next_in = UnsafeMutablePointer(
        mutating: input.baseAddress?.assumingMemoryBound(to: CChar.self))
      state.pointee.avail_in = UInt32(clamping: input.count)
      let code = BZ2_bzDecompress(state)
      window.consume(input.count - Int(state.pointee.avail_in))
      emptyStreams.gave(Int(room - state.pointee.avail_out))
      switch code {
      case BZ_OK: break
      case BZ_STREAM_END:
        BZ2_bzDecompressEnd(state)
        isOpen = false
        try emptyStreams.endPart()
      default:
        throw ShardFault(
          .corrupt(
            codec: "bzip2",
            detail: code == BZ_DATA_ERROR ? "checksum mismatch or invalid data" : "code \(code)"))
      }
    }
    return Int(room - state.pointee.avail_out)
  }

  /// Starts the next stream; false where there is none.
  private func start() throws -> Bool {
    _ = try window.ensure(4)
    guard window.bytes.starts(with: [0x42, 0x5A, 0x68]) else {
      if streams == 0 { throw ShardFault(.corrupt(codec: "bzip2", detail: "no bzip2 header")) }
      try window.tellRest(as: .bzip2, to: trailing)
      ended = true
      return false
    }
    let (out, room) = (state.pointee.next_out, state.pointee.avail_out)
    state.pointee = bz_stream()
    guard BZ2_bzDecompressInit(state, 0, 0) == BZ_OK else {
      throw ShardFault(.system(operation: "not enough memory for the bzip2 decoder", code: 12))
    }
    (state.pointee.next_out, state.pointee.avail_out) = (out, room)
    isOpen = true
    streams += 1
    return true
  }
}
