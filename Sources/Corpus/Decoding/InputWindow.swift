/// The bytes before a decoder or an archive's reader: looked at in place, taken piece by piece.
final class InputWindow {
  private let source: any ByteStream
  // SOUND: made in `init`, freed in `deinit`; `bytes` is valid until the next call. WHY: C decoders take pointers.
  private let memory: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  /// How many bytes can be given back after they were taken.
  private static let kept = 8

  /// The bytes that were taken or passed over since the first.
  private(set) var position = 0

  /// Makes a window that holds at most `capacity` bytes at a time.
  init(_ source: any ByteStream, capacity: Int = 128 << 10) {
    self.source = source
    memory = .allocate(byteCount: max(capacity, 1 << 10) + Self.kept, alignment: 64)
  }

  deinit { memory.deallocate() }

  /// The bytes at hand.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[start..<end]) }

  /// Tells what is left as bytes behind data in a codec; nothing is left afterwards.
  func tellRest(as codec: Codec, to trailing: TrailingRecord?) throws {
    try trailing?.add(codec, bytes, then: source)
    consume(end - start)
  }

  /// Takes bytes that are at hand.
  func consume(_ count: Int) {
    precondition(count >= 0 && count <= end - start)
    start += count
    position += count
  }

  /// Gives back the bytes taken last, at most 8.
  func giveBack(_ count: Int) {
    precondition(count >= 0 && count <= start)
    start -= count
    position -= count
  }

  /// Reads on until at least `wanted` bytes are at hand, no more than the window holds; whether there are so many.
  func ensure(_ wanted: Int) throws -> Bool {
    if end - start >= wanted { return true }
    let kept = min(start, Self.kept)
    if start > kept {
      memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[(start - kept)..<end]))
      end -= start - kept
      start = kept
    }
    while end - start < min(wanted, memory.count - Self.kept) {
      let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[end...]))
      if count == 0 { return false }
      end += count
    }
    return end - start >= wanted
  }

  /// Gives the next bytes, at most `limit`; 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer, atMost limit: Int) throws -> Int {
    let wanted = min(buffer.count, limit)
    guard wanted > 0 else { return 0 }
    if start == end, wanted >= memory.count {
      // Nothing that was taken can be given back after bytes that never were here.
      (start, end) = (0, 0)
      let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
      position += count
      return count
    }
    guard try ensure(1) else { return 0 }
    let count = min(wanted, end - start)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    consume(count)
    return count
  }

  /// Passes over bytes, without reading them where the source can seek; whether there were so many.
  func skip(_ count: Int) throws -> Bool {
    let held = min(count, end - start)
    consume(held)
    var left = count - held
    if left > 0, let file = source as? FileStream {
      position += left
      return file.skip(left)
    }
    while left > 0 {
      guard try ensure(1) else { return false }
      let some = min(left, end - start)
      consume(some)
      left -= some
    }
    return true
  }
}

/// A part of a file, to be read at any place.
final class FileSlice: RandomAccessBytes {
  private let file: any RandomAccessBytes
  private let start: Int
  let size: Int

  /// Makes a part of `size` bytes, which must be within the file.
  init(_ file: any RandomAccessBytes, from start: Int, size: Int) {
    self.file = file
    self.start = start
    self.size = size
  }

  var isNear: Bool { file.isNear }

  func willRead(_ ranges: [Range<Int>], slack: Int) {
    file.willRead(ranges.map { $0.lowerBound + start..<$0.upperBound + start }, slack: slack)
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    guard offset >= 0, buffer.count <= size - offset else {
      throw ShardFault(.truncated(codec: "file"), at: .byte(offset))
    }
    try file.read(at: start + offset, into: buffer)
  }
}
