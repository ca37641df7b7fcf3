/// The bytes of a part of a file that were read and not yet taken: what is parsed is looked at first, and more is read where a
/// value reaches past them.
struct FileWindow {
  private let file: any RandomAccessBytes
  private let limit: Int
  private let digest: DigestStream?
  private let digestEnd: Int
  private var window: PaddedBuffer
  private var spare: PaddedBuffer
  /// Where in the window the bytes start that were not taken yet.
  private var used = 0
  /// Where in the file `rest` ends.
  private(set) var end: Int

  /// Makes an empty window with room for `capacity` bytes, before the first of a file's bytes from `start` to `limit`; those
  /// before `digestEnd` go to the digest, once.
  init(
    _ file: any RandomAccessBytes, from start: Int, limit: Int, digest: DigestStream?, digestEnd: Int,
    capacity: Int
  ) {
    self.file = file
    self.limit = limit
    self.digest = digest
    self.digestEnd = digestEnd
    window = PaddedBuffer(capacity: capacity)
    spare = PaddedBuffer(capacity: capacity)
    end = start
  }

  /// What was read and not yet taken; valid until more is read.
  var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: window.bytes[used...]) }

  /// Where in the file `rest` starts.
  var position: Int { end - rest.count }

  /// How many bytes were not read yet.
  var unread: Int { limit - end }

  /// Takes the first bytes of `rest`.
  mutating func take(_ count: Int) { used += count }

  /// Makes `wanted` bytes ready, or as many as there are, in a read of at least `step`; whether there are so many.
  mutating func fill(_ wanted: Int, step: Int = 0) throws -> Bool {
    let held = window.count - used
    if held >= wanted { return true }
    let room = min(max(wanted, step) - held, unread)
    guard room > 0 else { return false }
    spare.removeAll()
    spare.reserve(held + room)
    spare.append(rest)
    try read(room, into: spare)
    swap(&window, &spare)
    used = 0
    return held + room >= wanted
  }

  /// Appends the next unread bytes of the file to a buffer, past the window, which must be taken whole.
  mutating func read(_ room: Int, into buffer: PaddedBuffer) throws {
    let (held, offset) = (buffer.count, end)
    try buffer.appendInPlace(room: room) {
      try file.read(at: offset, into: $0)
      return room
    }
    digest?.update(
      UnsafeRawBufferPointer(rebasing: buffer.bytes[held...].prefix(max(0, digestEnd - offset))))
    end += room
  }
}
