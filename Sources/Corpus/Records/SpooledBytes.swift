#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of a stream that can be read only once, kept in a temporary file for a layout that needs them at any
/// place. The file has no name as soon as it is open, so that nothing is left whatever happens.
final class SpooledBytes: RandomAccessBytes {
  private let file: FileBytes

  var size: Int { file.size }

  /// Writes all of a stream to a file in the options' folder.
  ///
  /// - Parameters:
  ///   - stream: what is written, to its end.
  ///   - options: where to, and how much at most.
  /// - Throws: `ShardFault` where the folder cannot be written to, or the stream is larger than the bound.
  init(_ stream: any ByteStream, options: ReadingOptions) throws {
    let folder =
      options.spoolFolder ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((folder + "/corpus-tool-spool-XXXXXX").utf8CString)
    let descriptor = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
    guard descriptor >= 0 else {
      throw ShardFault(.system(operation: "no temporary file in \(folder)", code: errno))
    }
    unlink(template)
    do {
      try Self.copy(stream, to: descriptor, atMost: options.spoolLimit)
    } catch {
      close(descriptor)
      throw error
    }
    file = try FileBytes(descriptor: descriptor, owns: true)
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    try file.read(at: offset, into: buffer)
  }

  private static func copy(_ stream: any ByteStream, to descriptor: Int32, atMost limit: Int) throws {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { piece.deallocate() }
    var total = 0
    while true {
      let count = try stream.read(into: piece)
      if count == 0 { return }
      total += count
      guard total <= limit else {
        throw ShardFault(.copyTooLarge(limit: limit))
      }
      var done = 0
      while done < count {
        let written = write(descriptor, piece.baseAddress.map { $0 + done }, count - done)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else {
          throw ShardFault(.system(operation: "the temporary file cannot be written", code: errno))
        }
        done += written
      }
    }
  }
}
