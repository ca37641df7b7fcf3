/// A stream whose first bytes can be looked at before they are read.
final class PeekedStream: ByteStream {
  private let source: any ByteStream
  private var front: [UInt8] = []
  private var used = 0

  init(_ source: any ByteStream) { self.source = source }

  /// The next bytes, `count` of them, or fewer where the stream ends before.
  func peek(_ count: Int) throws -> [UInt8] {
    front.removeFirst(used)
    used = 0
    while front.count < count {
      let missing = count - front.count
      let have = front.count
      var read = 0
      front.append(contentsOf: repeatElement(0, count: missing))
      defer { front.removeLast(missing - read) }
      read = try front.withUnsafeMutableBytes {
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[have...]))
      }
      if read == 0 { break }
    }
    return Array(front.prefix(count))
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard used < front.count else { return try source.read(into: buffer) }
    let count = min(buffer.count, front.count - used)
    front.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[used..<used + count]))
    }
    used += count
    return count
  }
}
