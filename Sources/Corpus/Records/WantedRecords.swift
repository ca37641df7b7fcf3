/// The records of a shard that are wanted, by their numbers from 1, ascending.
///
/// They are asked for as the shard is read, so that no more of them are held than belong to the bytes in hand. Belongs to one task.
final class WantedRecords {
  private let next: () throws -> Int?
  private var waiting: [Int] = []
  private var isAtEnd = false

  /// Takes what gives the next number; nil after the last.
  init(_ next: @escaping () throws -> Int?) { self.next = next }

  /// Whether another record is wanted.
  func isEmpty() throws -> Bool {
    try fill { !waiting.isEmpty }
    return waiting.isEmpty
  }

  /// Whether any of these records is wanted.
  func hasAny(in numbers: ClosedRange<Int>) throws -> Bool {
    try fill { (waiting.last ?? 0) >= numbers.lowerBound }
    var (low, high) = (0, waiting.count)
    while low < high {
      let middle = (low + high) / 2
      if waiting[middle] < numbers.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < waiting.count && waiting[low] <= numbers.upperBound
  }

  /// Takes the records up to a number.
  func take(through number: Int) throws -> [Int] {
    try fill { (waiting.last ?? 0) > number }
    let own = Array(waiting.prefix { $0 <= number })
    waiting.removeFirst(own.count)
    return own
  }

  /// Takes the records that are at hand, the next one at least; none after the last.
  func takeFirst() throws -> [Int] {
    try fill { !waiting.isEmpty }
    defer { waiting.removeAll() }
    return waiting
  }

  private func fill(_ isEnough: () -> Bool) throws {
    while !isAtEnd, !isEnough() {
      if let number = try next() { waiting.append(number) } else { isAtEnd = true }
    }
  }
}

/// Records that nobody wants: their numbers are passed over, and nothing of them is read.
final class PassedRecords: RecordBlock {
  let buffer: PaddedBuffer
  private let count: Int

  init(_ count: Int, buffer: PaddedBuffer) {
    self.count = count
    self.buffer = buffer
  }

  func readCaptions(into batch: CaptionBatch) throws { batch.beginRecords(count) }
}
