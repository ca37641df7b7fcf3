import CByteMask

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
    /// The record's place in the block, from 0; those left out and skipped count too.
    var record: Int32
    /// The caption's place in the batch, from 0.
    var index: Int32
    /// What it is in its record.
    var role: Role
    /// Whether the text is in the matcher's form, not as it was written.
    var isFolded = false
  }

  /// What an append touches. Behind a pointer, since a class's own variables are checked for exclusive access at each
  /// touch: with them, appending cost as much as matching (bench `match/imagenet`).
  struct State {
    var text: UnsafeMutableRawPointer
    var capacity: Int
    var textCount = 0
    var entries: UnsafeMutablePointer<Entry>
    var count = 0
    var position = 0
    /// Where in its block each caption's text stands, or -1 where that is not known; nil: nobody asked for it.
    var places: UnsafeMutablePointer<Int32>?
    /// The place of the texts that are appended next.
    var place: Int32 = -1
    var sums = CaptionSums()
    /// The record of the block's last caption.
    var lastRecord: Int32 = -1
  }

  /// For the extensions in this folder alone.
  let state: UnsafeMutablePointer<State>
  /// What takes a full batch.
  let consume: (CaptionBatch) throws -> Void

  /// Records passed since the batch was made or `startBlock` was called, those left out and skipped among them; the next
  /// record's place.
  var position: Int { state.pointee.position }
  /// The records among them that were begun.
  var records: Int { position - excludedRecords - skippedRecords - joinedRecords }
  /// The records among them that the reading rule left out.
  private(set) var excludedRecords = 0
  /// The bad records among them that were skipped on request.
  private(set) var skippedRecords = 0
  /// Those among them that go on a record begun before, and are none of their own.
  private var joinedRecords = 0
  /// Whether each caption of the block is a record's only one, whatever the places say: equal ones come once, with their
  /// number, and without a place.
  var captionsAreRecords = false
  /// Halves of surrogate pairs in the block's texts that stood alone and became U+FFFD.
  private(set) var replacedSurrogates = 0

  /// Makes a batch that hands its captions to `consume` whenever it is full and when `flush` is called; with `keepsPlaces` it
  /// knows of each caption where in the block its text stands, as far as the reader says so.
  init(keepsPlaces: Bool = false, consume: @escaping (CaptionBatch) throws -> Void) {
    self.consume = consume
    state = .allocate(capacity: 1)
    state.initialize(
      to: State(
        text: Self.allocate(64 << 10), capacity: 64 << 10, entries: .allocate(capacity: Self.maximumCaptions))
    )
    if keepsPlaces { state.pointee.places = .allocate(capacity: Self.maximumCaptions) }
  }

  deinit {
    state.pointee.text.deallocate()
    state.pointee.entries.deallocate()
    state.pointee.places?.deallocate()
    state.deallocate()
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity + PaddedBuffer.padding, alignment: 64)
    (memory + capacity).initializeMemory(as: UInt8.self, repeating: 0, count: PaddedBuffer.padding)
    return memory
  }

  /// The number of captions held.
  var count: Int { state.pointee.count }

  /// The captions held.
  var entries: UnsafeBufferPointer<Entry> {
    UnsafeBufferPointer(start: state.pointee.entries, count: state.pointee.count)
  }

  /// What the captions held have in all.
  var sums: CaptionSums { state.pointee.sums }

  /// Where in its block the text of a caption stands; -1 where that is not known.
  func place(of caption: Int) -> Int32 {
    precondition(caption >= 0 && caption < count)
    return state.pointee.places?[caption] ?? -1
  }

  /// Says where in the block the text stands of which the captions are that are appended next; -1: nowhere.
  func setPlace(_ place: Int) { state.pointee.place = Int32(clamping: place) }

  /// The text of the captions held, a separator after each; 64 more bytes are readable.
  var text: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: state.pointee.text, count: state.pointee.textCount)
  }

  /// Forgets the numbers of the block before.
  func startBlock() {
    precondition(count == 0, "the batch was not flushed")
    state.pointee.position = 0
    excludedRecords = 0
    skippedRecords = 0
    joinedRecords = 0
    captionsAreRecords = false
    replacedSurrogates = 0
    state.pointee.place = -1
    state.pointee.lastRecord = -1
  }

  /// Starts a record; the captions that follow are its.
  func beginRecord() { state.pointee.position += 1 }

  /// Starts several records; the captions that follow are the last one's.
  func beginRecords(_ number: Int) { state.pointee.position += number }

  /// Says that the record begun or passed over last goes on one begun before, whose members lie apart in an archive.
  func joinRecord() { joinedRecords += 1 }

  /// Passes over a record that the reading rule leaves out.
  func excludeRecord() {
    state.pointee.position += 1
    excludedRecords += 1
  }

  /// Passes over bad records that are to be skipped.
  func skipRecords(_ number: Int = 1) {
    state.pointee.position += number
    skippedRecords += number
  }

  /// Counts halves of surrogate pairs that became U+FFFD.
  func replaceSurrogates(_ number: Int) { replacedSurrogates += number }

  /// Says that of the records that were begun so many were left out or skipped after all.
  func setApart(excluded: Int, skipped: Int) {
    excludedRecords += excluded
    skippedRecords += skipped
  }

  /// Appends one caption, valid UTF-8 of any length, that stands for `weight` equal ones.
  func append(_ caption: UnsafeRawBufferPointer, role: Role, weight: Int = 1) throws {
    let start = try room(for: caption.count)
    if let source = caption.baseAddress { start.copyMemory(from: source, byteCount: caption.count) }
    commit(caption.count, role, weight)
  }

  /// Appends texts that a kernel found, from `texts[start]` on, until the end or one that is escaped, empty, long, or,
  /// where `stopsAtLess` is set, may hold a `<` or a `&`; returns where it stopped. The place of a text's record in the block
  /// is `recordsBefore + record`.
  ///
  /// SOUND: 64 bytes after each text are readable, since it lies in a padded buffer; a copy writes up to 63 bytes past
  /// the text's end, where the batch has padding and nothing else yet.
  /// WHY: short texts in a block of known records; with a call for each, appending took longer than finding them.
  func append(
    _ texts: UnsafeBufferPointer<bytemask_json_text>, from start: Int, of base: UnsafeRawPointer,
    recordsBefore: Int,
    stopsAtLess: Bool
  ) throws -> Int {
    var next = start
    while next < texts.count {
      if state.pointee.count == Self.maximumCaptions || state.pointee.textCount >= Self.fullBytes {
        try flush()
      }
      var current = state.pointee
      var (records, roles): (Int, UInt8) = (0, 0)
      // The texts of the loop are those that were appended meanwhile, each with a separator.
      func noteTexts() {
        let captions = current.count - state.pointee.count
        current.sums.add(
          captions: captions, bytes: current.textCount - state.pointee.textCount - captions, roles: roles,
          records: records)
        state.pointee = current
      }
      while next < texts.count, current.count < Self.maximumCaptions, current.textCount < Self.fullBytes {
        let text = texts[next]
        let length = Int(text.end) - Int(text.start)
        let source = base + Int(text.start)
        guard text.escaped == 0, length > 0, length <= 4096,
          let role = Role(rawValue: UInt8(truncatingIfNeeded: text.role)),
          !stopsAtLess || !Self.mayHaveMarkup(source, length)
        else {
          noteTexts()
          return next
        }
        let target = current.text + current.textCount
        var copied = 0
        repeat {
          let block = source.loadUnaligned(fromByteOffset: copied, as: SIMD64<UInt8>.self)
          target.storeBytes(of: block, toByteOffset: copied, as: SIMD64<UInt8>.self)
          copied += 64
        } while copied < length
        target.storeBytes(of: Self.separator, toByteOffset: length, as: UInt8.self)
        current.position = recordsBefore + Int(text.record) + 1
        let record = Int32(truncatingIfNeeded: current.position - 1)
        records += record == current.lastRecord ? 0 : 1
        roles |= CaptionSums.bit(role)
        current.lastRecord = record
        current.entries[current.count] = Entry(
          start: Int32(truncatingIfNeeded: current.textCount),
          end: Int32(truncatingIfNeeded: current.textCount + length), weight: 1, record: record,
          index: Int32(truncatingIfNeeded: current.count), role: role)
        current.places?[current.count] = Int32(truncatingIfNeeded: text.start)
        current.textCount += length + 1
        current.count += 1
        next += 1
      }
      noteTexts()
    }
    return next
  }

  /// Whether a text may hold a placeholder or an HTML entity; looks up to seven bytes past its end.
  private static func mayHaveMarkup(_ source: UnsafeRawPointer, _ length: Int) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var found: UInt64 = 0
    var index = 0
    repeat {
      // Of a word that holds the byte sought, the difference to it has a zero byte, which borrows from its top bit.
      let word = source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let less = word ^ (ones &* 0x3C)
      let ampersand = word ^ (ones &* 0x26)
      found |= ((less &- ones) & ~less) | ((ampersand &- ones) & ~ampersand)
      index += 8
    } while index < length
    return found & (ones &* 0x80) != 0
  }

  /// Makes room for a caption and its separator, after handing on a full batch.
  private func room(for bytes: Int) throws -> UnsafeMutableRawPointer {
    if state.pointee.count == Self.maximumCaptions || state.pointee.textCount >= Self.fullBytes {
      try flush()
    }
    if state.pointee.textCount + bytes + 1 > state.pointee.capacity { grow(by: bytes + 1) }
    return state.pointee.text + state.pointee.textCount
  }

  private func grow(by extra: Int) {
    let capacity = max(state.pointee.textCount + extra, state.pointee.capacity * 2)
    let larger = Self.allocate(capacity)
    larger.copyMemory(from: state.pointee.text, byteCount: state.pointee.textCount)
    state.pointee.text.deallocate()
    state.pointee.text = larger
    state.pointee.capacity = capacity
  }

  private func commit(_ bytes: Int, _ role: Role, _ weight: Int) {
    let start = state.pointee.textCount
    let end = start + bytes
    state.pointee.text.storeBytes(of: Self.separator, toByteOffset: end, as: UInt8.self)
    state.pointee.textCount = end + 1
    let index = state.pointee.count
    let weight = Int32(clamping: weight)
    let record = Int32(truncatingIfNeeded: state.pointee.position - 1)
    state.pointee.sums.add(
      captions: Int(weight), bytes: Int(weight) * bytes, roles: CaptionSums.bit(role),
      records: record == state.pointee.lastRecord ? 0 : 1)
    state.pointee.lastRecord = record
    state.pointee.entries[index] = Entry(
      start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end), weight: weight,
      record: record, index: Int32(truncatingIfNeeded: index), role: role)
    state.pointee.places?[index] = state.pointee.place
    state.pointee.count = index + 1
  }

  /// Drops the captions that are held.
  func discard() {
    state.pointee.count = 0
    state.pointee.textCount = 0
    state.pointee.sums = CaptionSums()
  }

  /// Hands on what is held, if anything, and empties the batch.
  func flush() throws {
    guard count > 0 else { return }
    try consume(self)
    discard()
  }
}
