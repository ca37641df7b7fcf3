/// A part of a file as a stream that can pass over bytes without reading them.
final class FileStream: ByteStream {
  private let file: any RandomAccessBytes
  private var offset: Int
  private let end: Int

  /// Makes a stream of the bytes from `start` to `end`.
  init(_ file: any RandomAccessBytes, from start: Int = 0, to end: Int? = nil) {
    self.file = file
    offset = start
    self.end = min(end ?? file.size, file.size)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(buffer.count, end - offset)
    guard count > 0 else { return 0 }
    try file.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
    offset += count
    return count
  }

  /// Passes over bytes; false where the file ends before.
  func skip(_ count: Int) -> Bool {
    guard count <= end - offset else {
      offset = end
      return false
    }
    offset += count
    return true
  }
}
