import Synchronization

/// Owned bytes with 64 zero bytes readable past their end, so that wide loads need no tail case.
///
/// A class, because blocks of bytes are handed from the task that reads to the task that counts without a copy.
///
/// - Note: `@unchecked Sendable`: whoever changes a buffer is alone with it. The reader fills one and gives it up with the
///   block; what several tasks share, as the dictionary of a Parquet column, was filled before and is only read.
final class PaddedBuffer: @unchecked Sendable {
  /// The bytes that may be read past `count`.
  static let padding = 64

  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  // Private, so that the optimizer sees every access and leaves out the checks for exclusive access, a sixth of the
  // time of a short append; a stored property with a public getter keeps them.
  private var held = 0

  /// The number of bytes held.
  var count: Int { held }

  /// Makes an empty buffer with room for some bytes.
  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    base = Self.allocate(self.capacity)
    zeroPadding()
  }

  deinit { base.deallocate() }

  /// How many bytes it has room for.
  var room: Int { capacity }

  /// The bytes held. Valid until the next mutation; `padding` more bytes after them are readable zeros.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// The bytes held, to be changed in place, and what `bytes` says of them.
  var mutableBytes: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(start: base, count: count) }

  /// Makes room for `extra` bytes after those held.
  ///
  /// - Complexity: O(`count`) when the buffer has to grow, else O(1).
  func reserve(_ extra: Int) {
    guard count + extra > capacity else { return }
    let larger = max(count + extra, capacity * 2)
    let grown = Self.allocate(larger)
    grown.copyMemory(from: base, byteCount: count)
    base.deallocate()
    base = grown
    capacity = larger
    zeroPadding()
  }

  /// Appends bytes.
  func append(_ bytes: UnsafeRawBufferPointer) {
    reserve(bytes.count)
    if let source = bytes.baseAddress { (base + count).copyMemory(from: source, byteCount: bytes.count) }
    held += bytes.count
    zeroPadding()
  }

  /// Appends one byte.
  func append(_ byte: UInt8) {
    reserve(1)
    base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    held += 1
    zeroPadding()
  }

  /// Gives the room after the held bytes to `fill`, which returns how many bytes it wrote there.
  ///
  /// SOUND: `reserve` made `room` bytes writable and `fill` sees just those.
  @discardableResult
  func appendInPlace<Failure: Error>(
    room: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    reserve(room)
    let written = try fill(UnsafeMutableRawBufferPointer(start: base + count, count: room))
    precondition(written >= 0 && written <= room)
    held += written
    zeroPadding()
    return written
  }

  /// Drops all bytes after the first `newCount`.
  func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count)
    held = newCount
    zeroPadding()
  }

  /// Drops all bytes; the room stays.
  func removeAll() { truncate(to: 0) }

  private func zeroPadding() {
    (base + count).initializeMemory(as: UInt8.self, repeating: 0, count: Self.padding)
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer.allocate(byteCount: capacity + padding, alignment: 64)
  }
}

/// Buffers that are used again, so that no block pays for fresh pages.
final class BufferPool: Sendable {
  private let free = Mutex<[PaddedBuffer]>([])
  private let capacity: Int

  /// Makes a pool of buffers with room for `capacity` bytes each.
  init(capacity: Int) { self.capacity = capacity }

  /// An empty buffer.
  func take() -> PaddedBuffer {
    free.withLock { $0.popLast() } ?? PaddedBuffer(capacity: capacity)
  }

  /// Takes a buffer back; its bytes are gone. One that grew far, for a large record, is not kept; one that holds a
  /// Parquet page of the usual megabyte is.
  func give(_ buffer: PaddedBuffer) {
    guard buffer.room <= 8 * max(capacity, 64) else { return }
    buffer.removeAll()
    free.withLock { if $0.count < 64 { $0.append(buffer) } }
  }
}
