/// Texts whose lengths stand together before them, many at a time: number after number and text after text, each asked of an
/// object, keys took a tenth of what a sample costs.
///
/// Source: Apache Parquet, `Encodings.md`, "Delta-length byte array" and "Delta Strings".
extension ColumnValues {
  /// What takes some neighboring texts: their lengths, and the texts one after another.
  typealias TakeTexts = (_ lengths: [Int], _ texts: UnsafeRawBufferPointer) throws -> Void

  /// Appends the wanted ones of a page of DELTA_LENGTH_BYTE_ARRAY.
  mutating func appendTexts(
    lengthsFirst bytes: UnsafeRawBufferPointer, _ count: Int, at places: [Int]?
  ) throws {
    var source = try DeltaTexts(bytes)
    try appendTexts(count, at: places) { count, take in
      let next = try source.next(count)
      try take(next.lengths, next.texts)
    }
  }

  /// Appends the wanted ones of a page of DELTA_BYTE_ARRAY.
  mutating func appendTexts(
    prefixesFirst bytes: UnsafeRawBufferPointer, _ count: Int, at places: [Int]?
  ) throws {
    var source = try PrefixedTexts(bytes, mostBytes: Self.mostBytes, orThrow: fault(Self.tooLarge))
    try appendTexts(count, at: places) { try source.next($0, $1) }
  }

  /// Appends the wanted ones of so many texts.
  private mutating func appendTexts(
    _ count: Int, at places: [Int]?, _ next: (_ count: Int, _ take: TakeTexts) throws -> Void
  ) throws {
    let tooLarge = fault(Self.tooLarge)
    try values.changeTexts { text, ends in
      ends.reserveCapacity(ends.count + (places?.count ?? count))
      var wanted = places?[...]
      // So many at a time that what is held of them is small.
      for start in stride(from: 0, to: count, by: 1 << 15) {
        let part = start..<min(start + 1 << 15, count)
        try next(part.count) { lengths, texts in
          if let places = wanted {
            let own = places.prefix { $0 < part.upperBound }
            Self.append(own, from: start, lengths, texts, to: &text, &ends)
            wanted = places[own.endIndex...]
          } else {
            Self.append(endsOf: lengths, from: text.count, to: &ends)
            text.append(contentsOf: texts)
          }
          guard text.count <= Self.mostBytes * 2 else { throw tooLarge }
        }
      }
    }
  }

  /// Appends the texts at some places, of texts of which the first has the place `start`.
  private static func append(
    _ places: ArraySlice<Int>, from start: Int, _ lengths: [Int], _ texts: UnsafeRawBufferPointer,
    to text: inout [UInt8], _ ends: inout [Int]
  ) {
    var (next, from) = (start, 0)
    for place in places {
      while next < place {
        from += lengths[next - start]
        next += 1
      }
      text.append(contentsOf: UnsafeRawBufferPointer(rebasing: texts[from..<from + lengths[place - start]]))
      ends.append(text.count)
    }
  }

  private static func append(endsOf lengths: [Int], from start: Int, to ends: inout [Int]) {
    var end = start
    for length in lengths {
      end += length
      ends.append(end)
    }
  }
}

/// The texts of a page without what each begins with as the one before it does.
private struct PrefixedTexts {
  private var prefixes: DeltaIntegers
  private var rest: DeltaTexts
  /// The last text of the part before, the texts of the part in hand, and `excess` bytes.
  private var room: [UInt8] = []
  private var lastLength = 0
  /// How many bytes more they may have, since a few bytes can claim to repeat a long text a million times.
  private var left: Int
  private let tooLarge: ShardFault

  init(_ bytes: UnsafeRawBufferPointer, mostBytes: Int, orThrow tooLarge: ShardFault) throws {
    prefixes = try DeltaIntegers(bytes)
    rest = try DeltaTexts(UnsafeRawBufferPointer(rebasing: bytes[try prefixes.end()...]))
    (left, self.tooLarge) = (mostBytes, tooLarge)
  }

  /// How many bytes may be written behind a text.
  private static let excess = 8

  /// Takes the next texts.
  mutating func next(_ count: Int, _ take: ColumnValues.TakeTexts) throws {
    let prefixes = try self.prefixes.numbers(count)
    let (suffixes, texts) = try rest.next(count)
    let lengths = try self.lengths(prefixes, suffixes)
    let (start, size) = (lastLength, lengths.reduce(0, +))
    left -= size
    guard left >= 0 else { throw tooLarge }
    makeRoom(start + size + Self.excess)
    room.withUnsafeMutableBytes { Self.put(prefixes, suffixes, texts, to: $0, from: start) }
    try room.withUnsafeBytes {
      try take(lengths, UnsafeRawBufferPointer(rebasing: $0[start..<start + size]))
    }
    keepLast(lengths.last ?? start, end: start + size)
  }

  /// How long each text is, where none shares more with the one before than that has.
  private func lengths(_ prefixes: [Int], _ suffixes: [Int]) throws -> [Int] {
    var last = lastLength
    return try zip(prefixes, suffixes).map { prefix, suffix in
      guard 0...last ~= prefix else {
        throw ShardFault.parquet("a value shares more bytes with the one before than that has")
      }
      // All suffixes lie in a page, so that no sum of theirs is out of range.
      last = prefix + suffix
      return last
    }
  }

  private mutating func makeRoom(_ count: Int) {
    if count > room.count { room.append(contentsOf: repeatElement(0, count: count - room.count)) }
  }

  /// Moves the last text to the front.
  private mutating func keepLast(_ length: Int, end: Int) {
    room.withUnsafeMutableBytes { room in
      guard let base = room.baseAddress else { return }
      // The two may overlap.
      base.copyMemory(from: base + (end - length), byteCount: length)
    }
    lastLength = length
  }

  /// Puts each text's beginning, from the one before, and its end behind the one before.
  ///
  /// SOUND: `target` begins with the text before and has room for all texts, no prefix of which is longer than the text before,
  /// and for `excess` bytes more; so many are written, and read of `target`, where a text begins or ends. Of the page they are
  /// read where it has as many.
  /// WHY: the parts of a key are a few bytes each, and of each key of ten million rows both are copied; with the numbers taken
  /// together a sample takes 0.42 s instead of 0.55 (bench `sample`), of which this step was not measured apart.
  private static func put(
    _ prefixes: [Int], _ suffixes: [Int], _ texts: UnsafeRawBufferPointer,
    to target: UnsafeMutableRawBufferPointer, from start: Int
  ) {
    guard let base = target.baseAddress, let ends = texts.baseAddress else { return }
    var (last, next, from) = (base, base + start, ends)
    let whole = ends + max(texts.count - excess, 0)
    for (prefix, suffix) in zip(prefixes, suffixes) {
      if prefix <= excess {
        next.storeBytes(of: last.loadUnaligned(as: UInt64.self), as: UInt64.self)
      } else {
        next.copyMemory(from: last, byteCount: prefix)
      }
      last = next
      next += prefix
      if suffix <= excess, from < whole {
        next.storeBytes(of: from.loadUnaligned(as: UInt64.self), as: UInt64.self)
      } else {
        next.copyMemory(from: from, byteCount: suffix)
      }
      next += suffix
      from += suffix
    }
  }
}
