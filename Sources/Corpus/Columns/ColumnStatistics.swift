#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The smallest and the largest value of a column chunk, and how many are missing: what lets a reader pass it over.
///
/// Source: Apache Parquet, `parquet.thrift`, `Statistics` and `ColumnOrder`.
struct ColumnStatistics {
  /// The smallest value, as a page holds it in plain encoding, without a text's length; nil where there is no value, one
  /// that has no order, or a long text.
  private(set) var smallest: [UInt8]?
  /// The largest value.
  private(set) var largest: [UInt8]?
  /// The missing values, empty lists among them.
  private(set) var missing = 0

  /// Texts longer than this are not written.
  private static let longest = 64

  /// Makes the statistics of a chunk.
  ///
  /// - Parameters:
  ///   - chunk: The chunk.
  ///   - values: The places of values of which each other one is a copy; nil: all are looked at.
  init(_ chunk: ColumnChunk, values: [Int]? = nil) {
    missing = chunk.entryCount - chunk.valueCount
    guard chunk.valueCount > 0 else { return }
    if let values { look(at: chunk, values) } else { look(at: chunk, 0..<chunk.valueCount) }
  }

  private mutating func look(at chunk: ColumnChunk, _ values: some Collection<Int>) {
    guard let first = values.first else { return }
    let numbers = chunk.numbers
    switch chunk.column.kind {
    case .text:
      var (low, high) = (first, first)
      if chunk.holdsText {
        chunk.withTexts { text in
          for value in values.dropFirst() {
            if Self.precedes(text(high), text(value)) {
              high = value
            } else if Self.precedes(text(value), text(low)) {
              low = value
            }
          }
        }
      } else {
        func precedes(_ one: Int, _ other: Int) -> Bool {
          chunk.bytes(one).withUnsafeBytes { one in
            chunk.bytes(other).withUnsafeBytes { Self.precedes(one, $0) }
          }
        }
        for value in values.dropFirst() {
          if precedes(value, low) { low = value }
          if precedes(high, value) { high = value }
        }
      }
      let (least, most) = (chunk.bytes(low), chunk.bytes(high))
      guard least.count <= Self.longest, most.count <= Self.longest else { return }
      (smallest, largest) = (Array(least), Array(most))
    case .int32, .int64:
      let own = values.lazy.map { Int64(bitPattern: numbers[$0]) }
      let (low, high) = (own.min() ?? 0, own.max() ?? 0)
      set(UInt64(bitPattern: low), UInt64(bitPattern: high), bytes: chunk.column.kind == .int32 ? 4 : 8)
    case .uint64, .truth:
      let own = values.lazy.map { numbers[$0] }
      set(own.min() ?? 0, own.max() ?? 0, bytes: chunk.column.kind == .truth ? 1 : 8)
    case .real:
      let own = values.lazy.map { Double(bitPattern: numbers[$0]) }
      guard !own.contains(where: \.isNaN) else { return }
      let (low, high) = (own.min() ?? 0, own.max() ?? 0)
      // Of the two zeros the one that bounds the other.
      set((low == 0 ? -0.0 : low).bitPattern, (high == 0 ? 0.0 : high).bitPattern, bytes: 8)
    }
  }

  /// Whether a text comes before another, byte by byte.
  ///
  /// SOUND: both are read as far as the shorter one goes.
  /// WHY: every key is compared twice; an element at a time, that took as long as writing it.
  private static func precedes(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    guard let first = one.baseAddress, let second = other.baseAddress else { return one.count < other.count }
    let order = memcmp(first, second, min(one.count, other.count))
    return order < 0 || order == 0 && one.count < other.count
  }

  private mutating func set(_ low: UInt64, _ high: UInt64, bytes count: Int) {
    func bytes(_ number: UInt64) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }
    (smallest, largest) = (bytes(low), bytes(high))
  }

  /// Writes the statistics as the footer has them.
  func write(to thrift: inout ThriftWriter) {
    thrift.int64(3, missing)
    guard let smallest, let largest else { return }
    thrift.binary(5, largest)
    thrift.binary(6, smallest)
    thrift.truth(7, true)
    thrift.truth(8, true)
  }
}
