import CISAL

/// Decodes one raw deflate stream, as a zip archive's members are, and takes not one byte more than it has.
final class InflateStream: ByteStream {
  private let window: InputWindow
  // SOUND: made in `init`, freed in `deinit`, never given away. WHY: ISA-L keeps its place between calls.
  private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
  private var ended = false

  init(_ window: InputWindow) {
    self.window = window
    isal_inflate_init(state)
    state.pointee.crc_flag = UInt32(ISAL_DEFLATE)
  }

  deinit { state.deallocate() }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard !ended else { return 0 }
    let room = UInt32(clamping: buffer.count)
    state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_out = room
    while state.pointee.avail_out == room, !ended {
      let hadInput = try window.ensure(1)
      let input = window.bytes
      state.pointee.next_in = UnsafeMutablePointer(
        mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
      state.pointee.avail_in = UInt32(clamping: input.count)
      let code = isal_inflate(state)
      guard code == ISAL_DECOMP_OK || code == ISAL_END_INPUT else {
        throw ShardFault(.corrupt(codec: "deflate", detail: "code \(code)"))
      }
      window.consume(input.count - Int(state.pointee.avail_in))
      if state.pointee.block_state == ISAL_BLOCK_FINISH {
        ended = true
        // Whole bytes in the bit buffer were read ahead and belong to whoever comes next.
        window.giveBack(Int(max(state.pointee.read_in_length, 0)) / 8)
      }
      if !hadInput, !ended, state.pointee.avail_out == room { throw ShardFault(.truncated(codec: "deflate")) }
    }
    return Int(room - state.pointee.avail_out)
  }
}
