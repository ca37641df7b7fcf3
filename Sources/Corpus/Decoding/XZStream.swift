import CLZMA

/// Decodes .xz with liblzma, stream after stream, padding between them allowed; anything else after them is an
/// error, as xz has it.
final class XZStream: ByteStream {
  /// More memory than this is refused; `xz -9` needs 65 MiB.
  private static let maximumMemory: UInt64 = 256 << 20
  /// `LZMA_CONCATENATED`, a macro that Swift does not see.
  private static let concatenated: UInt32 = 0x08

  private let window: InputWindow
  // SOUND: made in `init`, freed in `deinit`, never given away. WHY: the decoder keeps its place between calls.
  private let state = UnsafeMutablePointer<lzma_stream>.allocate(capacity: 1)
  private var ended = false

  init(_ source: any ByteStream) throws {
    window = InputWindow(source)
    state.initialize(to: lzma_stream())
    guard lzma_stream_decoder(state, Self.maximumMemory, Self.concatenated) == LZMA_OK else {
      throw ShardFault(.system(operation: "not enough memory for the xz decoder", code: 12))
    }
  }

  deinit {
    lzma_end(state)
    state.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard !ended else { return 0 }
    state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_out = buffer.count
    while state.pointee.avail_out == buffer.count {
      let hasInput = try window.ensure(1)
      let input = window.bytes
      state.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
      state.pointee.avail_in = input.count
      let code = lzma_code(state, hasInput ? LZMA_RUN : LZMA_FINISH)
      window.consume(input.count - state.pointee.avail_in)
      switch code {
      case LZMA_OK: break
      case LZMA_STREAM_END:
        ended = true
        return buffer.count - state.pointee.avail_out
      case LZMA_BUF_ERROR: throw ShardFault(.truncated(codec: "xz"))
      case LZMA_MEMLIMIT_ERROR:
        throw ShardFault(
          .corrupt(codec: "xz", detail: "it needs more than \(Self.maximumMemory >> 20) MiB of memory"))
      case LZMA_FORMAT_ERROR: throw ShardFault(.corrupt(codec: "xz", detail: "trailing data that is not xz"))
      default: throw ShardFault(.corrupt(codec: "xz", detail: "code \(code.rawValue)"))
      }
    }
    return buffer.count - state.pointee.avail_out
  }
}
