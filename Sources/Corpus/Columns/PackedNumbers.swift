/// The encodings of whole numbers that a Parquet page is written in.
///
/// Source: Apache Parquet, `Encodings.md`.
enum PackedNumbers {
  /// Appends numbers as "RLE/Bit-Packing Hybrid": eight or more equal ones in a row are a run, others are packed by eights.
  ///
  /// - Parameters:
  ///   - values: The numbers.
  ///   - width: The bits of a number, 1 to 32; no number has more.
  ///   - bytes: What they are appended to.
  static func appendHybrid(_ values: some RandomAccessCollection<UInt32>, width: Int, to bytes: inout [UInt8])
  {
    let end = values.endIndex
    var (literals, next) = (values.startIndex, values.startIndex)
    while next < end {
      let value = values[next]
      var after = values.index(after: next)
      while after < end, values[after] == value { after = values.index(after: after) }
      let run = values.distance(from: next, to: after)
      // Numbers are packed by eights, so that the run gives what the last eight lack.
      let lacking = (8 - values.distance(from: literals, to: next) % 8) % 8
      if run >= lacking + 8 {
        let start = values.index(next, offsetBy: lacking)
        appendPacked(values[literals..<start], width: width, to: &bytes)
        bytes.appendVarint(UInt64(run - lacking) << 1)
        for index in 0..<(width + 7) / 8 {
          bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * index)))
        }
        literals = after
      }
      next = after
    }
    appendPacked(values[literals..<end], width: width, to: &bytes)
  }

  private static func appendPacked(
    _ values: some RandomAccessCollection<UInt32>, width: Int, to bytes: inout [UInt8]
  ) {
    guard !values.isEmpty else { return }
    let groups = (values.count + 7) / 8
    bytes.appendVarint(UInt64(groups) << 1 | 1)
    appendBits(values.lazy.map(UInt64.init), width: width, padding: groups * 8 - values.count, to: &bytes)
  }

  /// Appends numbers bit after bit, lowest first, with so many zeros behind them; together they fill whole bytes.
  private static func appendBits(
    _ values: some Sequence<UInt64>, width: Int, padding: Int, to bytes: inout [UInt8]
  ) {
    var (held, bits): (UInt64, Int) = (0, 0)
    func append(_ value: UInt64) {
      held |= value << UInt64(bits)
      let room = 64 - bits
      bits += width
      if bits >= 64 {
        bytes.appendLittleEndian(held)
        bits -= 64
        held = room < 64 ? value >> UInt64(room) : 0
      }
    }
    for value in values { append(value) }
    for _ in 0..<padding { append(0) }
    while bits > 0 {
      bytes.append(UInt8(truncatingIfNeeded: held))
      held >>= 8
      bits -= 8
    }
  }

  /// How many numbers a block of DELTA_BINARY_PACKED has, and each of its four parts.
  private static let (block, part) = (128, 32)

  /// Appends numbers as DELTA_BINARY_PACKED: what each is more than the one before, in as few bits as a part of them needs.
  ///
  /// Differences wrap around in the numbers' own width, as the format has it.
  static func appendDeltas<Number: FixedWidthInteger & SignedInteger>(
    _ values: some RandomAccessCollection<Number>, to bytes: inout [UInt8]
  ) {
    bytes.appendVarint(UInt64(block))
    bytes.appendVarint(UInt64(block / part))
    bytes.appendVarint(UInt64(values.count))
    bytes.appendZigzag(Int64(values.first ?? 0))
    let numbers = Array(values)
    var deltas = [Number](repeating: 0, count: block)
    var widths = [UInt8](repeating: 0, count: block / part)
    for start in stride(from: 1, to: numbers.count, by: block) {
      let count = min(block, numbers.count - start)
      for index in 0..<count { deltas[index] = numbers[start + index] &- numbers[start + index - 1] }
      let smallest = deltas[..<count].min() ?? 0
      bytes.appendZigzag(Int64(smallest))
      for index in widths.indices {
        // All bits that any difference of the part needs.
        let own = deltas[min(index * part, count)..<min((index + 1) * part, count)]
        let bits = own.reduce(0) { $0 | Number.Magnitude(truncatingIfNeeded: $1 &- smallest) }
        widths[index] = UInt8(Number.bitWidth - bits.leadingZeroBitCount)
      }
      bytes.append(contentsOf: widths)
      for index in widths.indices where widths[index] > 0 {
        let own = deltas[index * part..<min((index + 1) * part, count)]
        appendBits(
          own.lazy.map { UInt64(Number.Magnitude(truncatingIfNeeded: $0 &- smallest)) },
          width: Int(widths[index]), padding: part - own.count, to: &bytes)
      }
    }
  }
}
