/// Captions one after another in one buffer, with a separator byte after each, and for each its end, role, weight
/// and record.
///
/// Readers append; whenever the batch is full it is handed to `consume` and emptied, so that it stays in the first
/// cache levels. Columns are plain memory: an append writes four numbers and allocates nothing.
///
/// A batch belongs to one task.
public final class CaptionBatch {
  /// The byte after each caption: no word, and not among the characters that may stand between a term's words.
  static let separator: UInt8 = 0
  /// A batch with this many captions is handed on.
  static let maximumCaptions = 2048
  /// A batch with this many bytes of text is handed on.
  static let fullBytes = 16 << 10

  /// One caption's place and meaning.
  struct Entry {
    /// Where the caption's bytes start in `text`.
    var start: Int32
    /// Where they end; the separator stands there.
    var end: Int32
    /// How many captions with this text and role it stands for.
    var weight: Int32
    /// The record within the block, from 0.
    var record: Int32
    /// The caption's place in the batch, from 0.
    var index: Int32
    /// What it is in its record.
    var role: Role
  }

  let text = PaddedBuffer(capacity: 64 << 10)
  private let storage: UnsafeMutablePointer<Entry>
  private(set) var count = 0
  private let consume: (CaptionBatch) throws -> Void

  /// Records begun since the batch was made or `startBlock` was called.
  private(set) var records = 0
  /// Records that the reading rule left out.
  var excludedRecords = 0
  /// Bad records that were skipped on request.
  var skippedRecords = 0

  /// Makes a batch that hands its captions to `consume` whenever it is full and when `flush` is called.
  init(consume: @escaping (CaptionBatch) throws -> Void) {
    self.consume = consume
    storage = .allocate(capacity: Self.maximumCaptions)
  }

  deinit { storage.deallocate() }

  /// The captions held.
  var entries: UnsafeBufferPointer<Entry> { UnsafeBufferPointer(start: storage, count: count) }

  /// Forgets the numbers of the block before.
  func startBlock() {
    precondition(count == 0, "the batch was not flushed")
    records = 0
    excludedRecords = 0
    skippedRecords = 0
  }

  /// Starts a record; the captions that follow are its.
  func beginRecord() { records += 1 }

  /// Starts several records; the captions that follow are the last one's.
  func beginRecords(_ number: Int) { records += number }

  /// Takes back the record just begun, with the captions that it has in the batch.
  ///
  /// Only a batch that was not handed on since `beginRecord` can do so exactly; readers that may have to take a
  /// record back look at it before they append.
  func dropRecord(keeping captions: Int, textBytes: Int) {
    records -= 1
    count = captions
    text.truncate(to: textBytes)
  }

  /// Appends one caption, valid UTF-8 of any length, that stands for `weight` equal ones.
  func append(_ caption: UnsafeRawBufferPointer, role: Role, weight: Int = 1) throws {
    try append(room: caption.count, role: role, weight: weight) { room in
      room.copyMemory(from: caption)
      return caption.count
    }
  }

  /// Appends one caption that `fill` writes in place, in at most `room` bytes.
  func append(
    room: Int, role: Role, weight: Int = 1, _ fill: (UnsafeMutableRawBufferPointer) throws -> Int
  ) throws {
    if count == Self.maximumCaptions || text.count >= Self.fullBytes { try flush() }
    let start = text.count
    try text.appendInPlace(room: room + 1) { bytes in
      let written = try fill(UnsafeMutableRawBufferPointer(rebasing: bytes[..<room]))
      bytes[written] = Self.separator
      return written + 1
    }
    storage[count] = Entry(
      start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: text.count - 1),
      weight: Int32(clamping: weight), record: Int32(truncatingIfNeeded: records - 1),
      index: Int32(truncatingIfNeeded: count), role: role)
    count += 1
  }

  /// Drops what is held.
  func discard() {
    count = 0
    text.removeAll()
  }

  /// Hands on what is held, if anything, and empties the batch.
  func flush() throws {
    guard count > 0 else { return }
    try consume(self)
    discard()
  }
}
