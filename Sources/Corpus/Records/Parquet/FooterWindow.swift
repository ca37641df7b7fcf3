/// A Parquet footer that is read a window at a time, so that a file of many row groups holds none of their descriptions.
///
/// The window grows only where one value is larger than it.
final class FooterWindow {
  private let file: any RandomAccessBytes
  private let end: Int
  private let digest: DigestStream?
  private var window = PaddedBuffer(capacity: 64)
  private var spare = PaddedBuffer(capacity: 64)
  /// Where in the window the next value starts.
  private var used = 0
  /// Where in the file the window ends.
  private var fileOffset: Int

  private let step: Int

  /// Makes a window before the first of a file's bytes from `start` to `end`, which are read at least `step` at a time
  /// and all go to the digest, once.
  init(
    _ file: any RandomAccessBytes, from start: Int, to end: Int, step: Int, digest: DigestStream? = nil
  ) {
    self.file = file
    self.end = end
    self.step = step
    self.digest = digest
    fileOffset = start
  }

  /// Where in the file the next value starts.
  var position: Int { fileOffset - window.count + used }

  /// Parses the next value; `body` is called again, with more bytes, where they ended inside it.
  func parse<Value>(_ body: (inout ThriftCompact) throws -> Value) throws -> Value {
    while true {
      var thrift = ThriftCompact(UnsafeRawBufferPointer(rebasing: window.bytes[used...]))
      do {
        let value = try body(&thrift)
        used += thrift.cursor.offset
        return value
      } catch {
        guard thrift.cursor.ranOut, fileOffset < end else { throw error }
        try readOn()
      }
    }
  }

  /// Reads what is left, for the digest.
  func finish() throws {
    while fileOffset < end {
      used = window.count
      try readOn()
    }
  }

  /// Reads as many bytes as the window holds of the value in hand, and at least a step.
  private func readOn() throws {
    let held = UnsafeRawBufferPointer(rebasing: window.bytes[used...])
    let room = min(max(step, held.count), end - fileOffset)
    spare.removeAll()
    spare.reserve(held.count + room)
    spare.append(held)
    let offset = fileOffset
    try spare.appendInPlace(room: room) {
      try file.read(at: offset, into: $0)
      return room
    }
    digest?.update(UnsafeRawBufferPointer(rebasing: spare.bytes[held.count...]))
    fileOffset += room
    swap(&window, &spare)
    used = 0
  }
}
