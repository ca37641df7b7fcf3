/// A stream of bytes that are in memory already.
final class BytesStream: ByteStream {
  private let bytes: [UInt8]
  private var position = 0

  /// Makes a stream of a copy of bytes.
  init(_ bytes: some Collection<UInt8>) { self.bytes = Array(bytes) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(buffer.count, bytes.count - position)
    bytes.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<(position + count)]))
    }
    position += count
    return count
  }
}
