/// A stream whose next bytes can be looked at before they are read.
final class PeekedStream: ByteStream {
  private let stream: any ByteStream
  private var ahead = PaddedBuffer(capacity: 64)
  private var taken = 0
  private var sawEnd = false

  /// Makes a stream that gives another's bytes.
  init(_ stream: any ByteStream) { self.stream = stream }

  /// Whether everything that the stream still gives is in what `peek` returned last.
  var endIsInSight: Bool { sawEnd }

  /// The next bytes, at least `wanted` of them unless the stream ends before; valid until the next call.
  func peek(_ wanted: Int) throws -> UnsafeRawBufferPointer {
    while !sawEnd, ahead.count - taken < wanted {
      let room = max(wanted - (ahead.count - taken), 1)
      if try ahead.appendInPlace(room: room, { try stream.read(into: $0) }) == 0 { sawEnd = true }
    }
    return UnsafeRawBufferPointer(rebasing: ahead.bytes[taken...])
  }

  /// Passes over bytes that were peeked at.
  func skip(_ count: Int) {
    taken += count
    forgetIfTaken()
  }

  /// The buffer of the bytes that were peeked at, and where in it they start.
  var held: (buffer: PaddedBuffer, start: Int) { (ahead, taken) }

  /// Passes over all bytes that were peeked at, and leaves them to who has their buffer.
  func leaveHeld() {
    ahead = PaddedBuffer(capacity: 64)
    taken = 0
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let held = ahead.count - taken
    if held > 0 {
      let count = min(held, buffer.count)
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: ahead.bytes[taken..<(taken + count)]))
      skip(count)
      return count
    }
    if sawEnd { return 0 }
    let count = try stream.read(into: buffer)
    if count == 0 { sawEnd = true }
    return count
  }

  private func forgetIfTaken() {
    guard taken == ahead.count else { return }
    ahead.removeAll()
    taken = 0
  }
}
