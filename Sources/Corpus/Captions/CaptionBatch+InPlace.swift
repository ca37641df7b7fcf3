extension CaptionBatch {
  /// Hands on the next values of a Parquet page where they lie, each a four-byte length and its text, without a copy:
  /// the lengths become the separators between the captions.
  ///
  /// Values that `isFine` refuses go through `append` instead, in their order. Each value begins a record, or passes over
  /// one.
  ///
  /// SOUND: every value is checked to end within `page`, whose memory the caller may change, and 64 bytes after it are
  /// readable and the first of them writable, as in a padded buffer. The batch's own memory is back in its place when
  /// this returns or throws.
  /// WHY: copying captions took a sixth of the time of counting a snappy column.
  ///
  /// `start` is where the next value's length stands, and is moved behind the last value taken. At most `limit` values
  /// are taken, none of more than `longest` bytes. Gives how many: none where the next one is too long or ends beyond
  /// the page.
  func handOnPlainValues(
    of page: UnsafeMutableRawBufferPointer, from start: inout Int, atMost limit: Int, role: Role,
    longest: Int,
    isFine: (UnsafeRawBufferPointer) -> Bool, append: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    guard let base = page.baseAddress else { return 0 }
    try flush()
    let first = start
    let entries = state.pointee.entries
    let recordsBefore = state.pointee.position
    let most = min(longest, 1 << 30)
    var (at, count, taken) = (first, 0, 0)
    while taken < limit, count < Self.maximumCaptions, at - first < Self.fullBytes, page.count - at >= 4 {
      let length = Int(UInt32(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
      guard length <= most, length <= page.count - at - 4 else { break }
      base.storeBytes(of: 0, toByteOffset: at, as: UInt32.self)
      at += 4
      entries[count] = Entry(
        start: Int32(truncatingIfNeeded: at - first), end: Int32(truncatingIfNeeded: at - first + length),
        weight: 1, record: Int32(truncatingIfNeeded: recordsBefore + taken),
        index: Int32(truncatingIfNeeded: count), role: role)
      // An empty text is a record without a caption.
      count += length == 0 ? 0 : 1
      taken += 1
      at += length
    }
    start = at
    let text = UnsafeMutableRawBufferPointer(start: base + first, count: at - first)
    // The last caption needs its separator too: it borrows a byte of the next value's length.
    let borrowed = (base + at).load(as: UInt8.self)
    (base + at).storeBytes(of: Self.separator, as: UInt8.self)
    defer { (base + at).storeBytes(of: borrowed, as: UInt8.self) }
    state.pointee.position = recordsBefore + taken
    if PlainText.holds(UnsafeRawBufferPointer(text)) {
      // Four bytes of each value were its length.
      let sums = CaptionSums(records: count, bytes: text.count - 4 * taken, role: role)
      try handOn(entries, count, in: text, sums)
    } else {
      try handOnSeveral(entries, count, in: text, isFine: isFine, append: append)
    }
    return taken
  }

  /// Hands on those captions that are fine in runs, and appends the others. Each run is handed on with its own part of the text:
  /// what stands between two runs may hold anything.
  private func handOnSeveral(
    _ entries: UnsafeMutablePointer<Entry>, _ count: Int, in text: UnsafeMutableRawBufferPointer,
    isFine: (UnsafeRawBufferPointer) -> Bool, append: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let end = state.pointee.position
    var runStart = 0
    for index in 0..<count {
      let entry = entries[index]
      let value = UnsafeRawBufferPointer(rebasing: text[Int(entry.start)..<Int(entry.end)])
      if isFine(value) { continue }
      try handOnRun(entries + runStart, index - runStart, in: text)
      state.pointee.position = Int(entry.record)
      // It may write the first of the entries, which is this one or was handed on.
      try append(value)
      try flush()
      runStart = index + 1
    }
    state.pointee.position = end
    try handOnRun(entries + runStart, count - runStart, in: text)
  }

  /// Hands on neighbouring captions of a larger text as a batch of their own.
  private func handOnRun(
    _ entries: UnsafeMutablePointer<Entry>, _ count: Int, in text: UnsafeMutableRawBufferPointer
  ) throws {
    guard count > 0 else { return }
    let (start, end) = (Int(entries[0].start), Int(entries[count - 1].end))
    var bytes = 0
    for index in 0..<count {
      entries[index].start -= Int32(truncatingIfNeeded: start)
      entries[index].end -= Int32(truncatingIfNeeded: start)
      entries[index].index = Int32(truncatingIfNeeded: index)
      bytes += Int(entries[index].end - entries[index].start)
    }
    try handOn(
      entries, count, in: UnsafeMutableRawBufferPointer(rebasing: text[start..<end]),
      CaptionSums(records: count, bytes: bytes, role: entries[0].role))
  }

  /// Hands on captions that lie elsewhere, with a separator after each, and what they have in all. The text holds nothing else:
  /// its bytes above 127 are all in one of the captions.
  ///
  /// SOUND: `text` ends with the last caption, in a padded buffer, and its separator stands there; the batch's own memory is
  /// back in its place when this returns or throws.
  func handOn(
    _ entries: UnsafeMutablePointer<Entry>, _ count: Int, in text: UnsafeMutableRawBufferPointer,
    _ sums: CaptionSums
  ) throws {
    guard count > 0, let base = text.baseAddress else { return }
    precondition(entries[0].start >= 0 && Int(entries[count - 1].end) <= text.count)
    let own = state.pointee
    state.pointee.text = base
    // The byte after the last caption is its separator.
    state.pointee.textCount = text.count + 1
    state.pointee.entries = entries
    state.pointee.count = count
    state.pointee.places = nil
    state.pointee.sums = sums
    state.pointee.lastRecord = entries[count - 1].record
    defer {
      state.pointee.places = own.places
      state.pointee.text = own.text
      state.pointee.textCount = 0
      state.pointee.entries = own.entries
      state.pointee.count = 0
      state.pointee.sums = CaptionSums()
    }
    try consume(self)
  }
}
