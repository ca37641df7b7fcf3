import CByteMask

/// Folds captions that hold bytes above 127 to the matcher's form, where a byte alone says what it is.
///
/// In that form
/// - a word is its folded UTF-8: `0`-`9`, `a`-`z` and bytes of 0x80 and more, no other;
/// - two words that touch, as in Han or Thai, have one space between them;
/// - each character between words that joins (white space, a dash, `_`, `'`) is one space;
/// - other printable ASCII is itself;
/// - any other character, and a grave accent that NFKC makes of one, is the byte 0x0E, or, where some term has it in a
///   gap, six bytes 0x10 to 0x1F, each 0x10 and four bits of the scalar, the most significant first.
///
/// Nothing is allocated for a caption, and only what stands around a scalar that NFKC may change together with its
/// neighbours goes through the normaliser.
struct CaptionFolder: Sendable {
  /// The byte for a character that no term has in a gap.
  static let separator: UInt8 = 0x0E
  /// What four bits of a spelled-out scalar are added to.
  static let nibble: UInt8 = 0x10

  /// Scalars that are spelled out, sorted, and a bit for each of their low six bits.
  let gaps: [UInt32]
  let filter: UInt64

  /// Makes a folder.
  ///
  /// - Parameter gapScalars: The scalars that stand in a gap of some term, in folded form. Those that join and those
  ///   of printable ASCII need not be there.
  init(gapScalars: Set<UInt32>) {
    gaps = gapScalars.sorted()
    filter = gaps.reduce(0) { $0 | 1 << UInt64($1 & 63) }
  }

  /// Appends a caption in the matcher's form.
  ///
  /// - Parameters:
  ///   - caption: Valid UTF-8 of any length.
  ///   - buffer: Where the form is appended, at most 12 bytes for each of the caption's.
  /// - Complexity: O(*n*).
  func fold(_ caption: UnsafeRawBufferPointer, into buffer: PaddedBuffer) {
    guard let source = caption.baseAddress, caption.count > 0 else { return }
    // SOUND: a scalar of n bytes becomes 12 n bytes at most (the tables' generator checks it, and the normalised
    // ones are checked again below); ASCII is written 16 bytes at a time, for which there are 64 more.
    buffer.appendInPlace(room: caption.count * 12 + 64) { room in
      guard let target = room.baseAddress else { return 0 }
      return gaps.withUnsafeBufferPointer { gaps in
        let start = target.assumingMemoryBound(to: UInt8.self)
        var form = MatcherForm(
          out: start, limit: start + room.count, gaps: gaps, filter: filter)
        let bytes = source.assumingMemoryBound(to: UInt8.self)
        Self.fold(bytes, bytes + caption.count, &form)
        return form.out - start
      }
    }
  }

  /// A text in the matcher's form, on its own.
  func folded(_ text: String) -> [UInt8] {
    let buffer = PaddedBuffer(capacity: 64)
    var text = text
    text.withUTF8 { fold(UnsafeRawBufferPointer($0), into: buffer) }
    return Array(buffer.bytes)
  }

  /// A place where a segment starts: what was read, written and known there.
  private struct Boundary {
    var source: UnsafePointer<UInt8>
    var out: UnsafeMutablePointer<UInt8>
    var state: UInt8
  }

  @inline(__always)
  private static func fold(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ result: inout MatcherForm
  ) {
    var form = result
    var source = start
    var boundary = Boundary(source: source, out: form.out, state: form.state)
    var lastClass: UInt32 = 0
    while source < end {
      let byte = source.pointee
      // A run of ASCII; one byte alone, such as the space between two words in Cyrillic, is quicker by the table.
      if byte < 0x80, end - source < 2 || source[1] < 0x80 {
        let before = Boundary(source: source, out: form.out, state: form.state)
        if form.state == MatcherForm.alone, MatcherForm.isWord(byte) { form.space() }
        let run = ascii_fold(source, end - source, form.out)
        if run > 0 {
          source += run
          form.out += run
          form.state = MatcherForm.state(after: form.out[-1])
          boundary =
            run == 1
            ? before
            : Boundary(source: source - 1, out: form.out - 1, state: MatcherForm.state(after: form.out[-2]))
          lastClass = 0
          continue
        }
      }
      if byte & 0xF0 == 0xE0, let last = copySpaceless(&source, end, &form) {
        boundary = last
        lastClass = 0
        continue
      }
      let (scalar, length) = decode(source, end)
      let entry = UnicodeTables.folding(scalar)
      if entry.kind > UnicodeTables.Kind.drop {
        if entry.combiningClass == 0 {
          boundary = Boundary(source: source, out: form.out, state: form.state)
          lastClass = 0
          form.append(entry.mapped(scalar), entry.kind)
          source += length
          continue
        }
        if entry.combiningClass >= lastClass {
          lastClass = entry.combiningClass
          form.append(scalar, UnicodeTables.Kind.mark)
          source += length
          continue
        }
      } else if entry.kind == UnicodeTables.Kind.drop {
        source += length
        continue
      }
      // Something that changes with its neighbours: fold again from where its segment starts to where it ends.
      if entry.kind != UnicodeTables.Kind.normalize || !entry.startsSegment {
        form.out = boundary.out
        form.state = boundary.state
      } else {
        boundary.source = source
      }
      source += length
      while source < end {
        if source.pointee < 0x80 { break }
        let (next, length) = decode(source, end)
        if UnicodeTables.startsSegment(next) { break }
        source += length
      }
      var slow = form
      normalize(boundary.source, source, &slow)
      form = slow
    }
    result = form
  }

  /// Copies a run of three-byte scalars of a spaceless script that stay as they are, a space between them; in Han and Kana
  /// that is nearly everything: 0.89 GB a second, one by one 0.56 (bench, all-Han captions).
  ///
  /// - Returns: where the last of them starts; nil where there is none.
  @inline(__always)
  private static func copySpaceless(
    _ source: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ form: inout MatcherForm
  ) -> Boundary? {
    var last: Boundary?
    while end - source >= 3, source[0] & 0xF0 == 0xE0 {
      let scalar =
        UInt32(source[0] & 0xF) << 12 | UInt32(source[1] & 0x3F) << 6 | UInt32(source[2] & 0x3F)
      guard UnicodeTables.folding(scalar).bits == UnicodeTables.plainSpaceless else { break }
      last = Boundary(source: source, out: form.out, state: form.state)
      if form.state != MatcherForm.gap { form.space() }
      form.state = MatcherForm.alone
      form.copyThree(source)
      source += 3
    }
    return last
  }

  /// Folds one segment, bytes of valid UTF-8, through the normaliser.
  @inline(never)
  private static func normalize(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ form: inout MatcherForm
  ) {
    let room = (end - start) * Normalization.expansion
    // On the stack up to 256 scalars; a longer segment is a base with dozens of marks.
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: room) { text in
      guard let base = text.baseAddress else { return }
      var count = 0
      var source = start
      while source < end {
        let (scalar, length) = decode(source, end)
        source += length
        if let first = UnicodeTables.first(scalar) {
          count += Normalization.decompose(first, to: base + count)
        }
      }
      let composed = Normalization.reorderAndCompose(UnsafeMutableBufferPointer(start: base, count: count))
      for i in 0..<composed {
        let entry = UnicodeTables.plain(text[i])
        precondition(form.limit - form.out >= 8)
        form.append(entry.mapped(text[i]), entry.kind)
        if text[i] == UnicodeTables.dottedCapitalI {
          form.append(UnicodeTables.dotAbove, UnicodeTables.Kind.mark)
        }
      }
    }
  }

  /// One scalar of valid UTF-8 and its length.
  ///
  /// SOUND: never reads at or past `end`, nor gives more than U+10FFFF, even where the text is not UTF-8 after all.
  @inline(__always)
  static func decode(
    _ source: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> (scalar: UInt32, length: Int) {
    let lead = UInt32(source[0])
    if lead < 0x80 { return (lead, 1) }
    if lead < 0xE0 {
      guard end - source >= 2 else { return (0xFFFD, 1) }
      return ((lead & 0x1F) << 6 | UInt32(source[1] & 0x3F), 2)
    }
    if lead < 0xF0 {
      guard end - source >= 3 else { return (0xFFFD, 1) }
      return ((lead & 0xF) << 12 | UInt32(source[1] & 0x3F) << 6 | UInt32(source[2] & 0x3F), 3)
    }
    guard end - source >= 4 else { return (0xFFFD, 1) }
    let scalar =
      (lead & 7) << 18 | UInt32(source[1] & 0x3F) << 12 | UInt32(source[2] & 0x3F) << 6
      | UInt32(source[3] & 0x3F)
    return (min(scalar, 0x10_FFFF), 4)
  }
}
