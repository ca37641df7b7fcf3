import CISAL

/// Decodes gzip with ISA-L, member after member.
///
/// What follows the last member and is no member is passed over and told, as gzip does. Checksums are verified. Empty members in a
/// long row are refused.
final class GzipStream: ByteStream {
  private let source: any ByteStream
  private let trailing: TrailingRecord?
  // SOUND: one allocation each, made in `init`, freed in `deinit`, never given away. WHY: ISA-L keeps pointers into
  // its input between calls.
  private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 64)
  private var inMember = false
  private var ended = false
  private var members = 0
  private var emptyMembers = EmptyRun(.gzip, part: "member")

  init(_ source: any ByteStream, trailing: TrailingRecord? = nil) {
    self.source = source
    self.trailing = trailing
    isal_inflate_init(state)
    state.pointee.avail_in = 0
  }

  deinit {
    state.deallocate()
    input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard !ended else { return 0 }
    state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_out = UInt32(clamping: buffer.count)
    let room = state.pointee.avail_out
    while state.pointee.avail_out == room {
      if !inMember {
        guard try startMember() else {
          ended = true
          return 0
        }
      }
      if state.pointee.avail_in == 0 { try refill() }
      let hadInput = state.pointee.avail_in > 0
      let code = isal_inflate(state)
      guard code == ISAL_DECOMP_OK || code == ISAL_END_INPUT else {
        throw ShardFault(.corrupt(codec: "gzip", detail: Self.detail(code)))
      }
      emptyMembers.gave(Int(room - state.pointee.avail_out))
      if state.pointee.block_state == ISAL_BLOCK_FINISH {
        inMember = false
        try emptyMembers.endPart()
      } else if !hadInput && state.pointee.avail_out == room {
        throw ShardFault(.truncated(codec: "gzip"))
      }
    }
    return Int(room - state.pointee.avail_out)
  }

  /// Looks whether another member follows, and starts it.
  private func startMember() throws -> Bool {
    while state.pointee.avail_in < 4 {
      let had = state.pointee.avail_in
      try refill()
      if state.pointee.avail_in == had { break }
    }
    guard state.pointee.avail_in >= 2, let next = state.pointee.next_in, next[0] == 0x1F, next[1] == 0x8B
    else {
      if members == 0 { throw ShardFault(.corrupt(codec: "gzip", detail: "no gzip header")) }
      let rest = UnsafeRawBufferPointer(start: state.pointee.next_in, count: Int(state.pointee.avail_in))
      try trailing?.add(.gzip, rest, then: source)
      return false
    }
    guard !Self.hasReservedFlags(UnsafeRawBufferPointer(start: next, count: Int(state.pointee.avail_in)))
    else {
      throw ShardFault(.corrupt(codec: "gzip", detail: "unknown flags in a header"))
    }
    let (rest, count) = (state.pointee.next_in, state.pointee.avail_in)
    let (out, room) = (state.pointee.next_out, state.pointee.avail_out)
    isal_inflate_reset(state)
    state.pointee.crc_flag = UInt32(ISAL_GZIP)
    (state.pointee.next_in, state.pointee.avail_in) = (rest, count)
    (state.pointee.next_out, state.pointee.avail_out) = (out, room)
    inMember = true
    members += 1
    return true
  }

  /// Whether bits are set in a member's head that the format keeps for later; the library passes over them.
  ///
  /// Source: RFC 1952, 2.3.1.2: a decoder must refuse them.
  static func hasReservedFlags(_ head: UnsafeRawBufferPointer) -> Bool {
    head.count > 3 && head[3] & 0xE0 != 0
  }

  /// Moves the unread input to the front and reads more behind it.
  private func refill() throws {
    let left = Int(state.pointee.avail_in)
    if left > 0, let next = state.pointee.next_in {
      input.baseAddress?.copyMemory(from: next, byteCount: left)
    }
    let read = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: input[left...]))
    state.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_in = UInt32(left + read)
  }

  private static func detail(_ code: Int32) -> String {
    switch code {
    case ISAL_INVALID_BLOCK: "invalid block"
    case ISAL_INVALID_SYMBOL: "invalid symbol"
    case ISAL_INVALID_LOOKBACK: "invalid distance"
    case ISAL_INVALID_WRAPPER: "invalid header"
    case ISAL_UNSUPPORTED_METHOD: "unknown method"
    case ISAL_INCORRECT_CHECKSUM: "wrong checksum"
    default: "code \(code)"
    }
  }
}
