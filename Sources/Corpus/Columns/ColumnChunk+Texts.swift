/// The texts of a column chunk, as pages are made of them.
extension ColumnChunk {
  /// The bytes of neighboring texts one after another; none where the texts are numbers of entries.
  func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> {
    guard holdsText, !range.isEmpty else { return [] }
    return text[(range.lowerBound == 0 ? 0 : ends[range.lowerBound - 1])..<ends[range.upperBound - 1]]
  }

  /// How many bytes each of some neighboring texts has; only where texts are held as such.
  func lengths(_ values: Range<Int>) -> [Int32] {
    var start = values.lowerBound == 0 ? 0 : ends[values.lowerBound - 1]
    return ends[values].map { end in
      defer { start = end }
      return Int32(truncatingIfNeeded: end - start)
    }
  }

  /// Lends neighboring texts without what each begins with as the one before it among them does: how many bytes that is of
  /// each, how many are left, and these, one text after another; only where texts are held as such.
  func withoutPrefixes<Result>(
    _ values: Range<Int>, _ body: (_ prefixes: [Int32], _ lengths: [Int32], _ texts: [UInt8]) -> Result
  ) -> Result {
    var (prefixes, lengths, rest): ([Int32], [Int32], [UInt8]) = ([], [], [])
    prefixes.reserveCapacity(values.count)
    lengths.reserveCapacity(values.count)
    withTexts { text in
      var last = UnsafeRawBufferPointer(start: nil, count: 0)
      for value in values {
        let own = text(value)
        let common = Self.commonPrefix(last, own)
        prefixes.append(Int32(truncatingIfNeeded: common))
        lengths.append(Int32(truncatingIfNeeded: own.count - common))
        rest.append(contentsOf: UnsafeRawBufferPointer(rebasing: own[common...]))
        last = own
      }
    }
    return body(prefixes, lengths, rest)
  }

  /// How many bytes two texts begin with alike, found eight at a time.
  private static func commonPrefix(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
    let most = min(one.count, other.count)
    var at = 0
    while at + 8 <= most {
      let difference =
        UInt64(littleEndian: one.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        ^ UInt64(littleEndian: other.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      if difference != 0 { return at + difference.trailingZeroBitCount / 8 }
      at += 8
    }
    while at < most, one[at] == other[at] { at += 1 }
    return at
  }

  /// Lends the bytes of each text by its place; only where texts are held as such.
  @inline(__always)
  func withTexts<Result>(_ body: ((Int) -> UnsafeRawBufferPointer) -> Result) -> Result {
    precondition(holdsText)
    return text.withUnsafeBytes { text in
      ends.withUnsafeBufferPointer { ends in
        body { UnsafeRawBufferPointer(rebasing: text[($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0]]) }
      }
    }
  }
}
