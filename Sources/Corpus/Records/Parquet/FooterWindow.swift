/// A Parquet footer that is read a window at a time, so that a file of many row groups holds none of their descriptions.
///
/// The window grows only where one value is larger than it.
final class FooterWindow {
  private var window: FileWindow
  private let step: Int

  /// Makes a window before the first of a file's bytes from `start` to `end`, which are read at least `step` at a time
  /// and all go to the digest, once.
  init(
    _ file: any RandomAccessBytes, from start: Int, to end: Int, step: Int, digest: DigestStream? = nil
  ) {
    window = FileWindow(file, from: start, limit: end, digest: digest, digestEnd: end, capacity: 64)
    self.step = step
  }

  /// Where in the file the next value starts.
  var position: Int { window.position }

  /// Parses the next value; `body` is called again, with more bytes, where they ended inside it.
  func parse<Value>(_ body: (inout ThriftCompact) throws -> Value) throws -> Value {
    while true {
      var thrift = ThriftCompact(window.rest)
      do {
        let value = try body(&thrift)
        window.take(thrift.cursor.offset)
        return value
      } catch {
        guard thrift.cursor.ranOut, window.unread > 0 else { throw error }
        try readOn()
      }
    }
  }

  /// Reads what is left, for the digest.
  func finish() throws {
    while window.unread > 0 {
      window.take(window.rest.count)
      try readOn()
    }
  }

  /// Reads as many bytes as the window holds of the value in hand, and at least a step.
  private func readOn() throws {
    let held = window.rest.count
    _ = try window.fill(held + max(step, held))
  }
}
