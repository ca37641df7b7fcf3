/// Digests the bytes of another stream as they pass, so that a shard is read once.
final class DigestedStream: ByteStream {
  private let source: any ByteStream
  private let meter: ScanMeter?
  private let state = DigestStream()
  /// The bytes that have passed.
  private(set) var count = 0

  init(_ source: any ByteStream, meter: ScanMeter? = nil) {
    self.source = source
    self.meter = meter
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let read = try source.read(into: buffer)
    state.update(UnsafeRawBufferPointer(rebasing: buffer[..<read]))
    count += read
    meter?.add(storedBytes: read)
    return read
  }

  /// Reads what is left to its end; what follows a decoder's end belongs to the content too.
  func drain() throws {
    let rest = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
    defer { rest.deallocate() }
    while try read(into: rest) > 0 {}
  }

  /// The digest of all that has passed.
  var digest: Digest { state.digest }
}
