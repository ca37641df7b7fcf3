/// Which of records, that come in the same order each time they are read, are the first with their caption's hash: exact, within a
/// bound on memory.
///
/// Where all hashes fit, they are held while the records are taken. Where they do not, the records are read several times before:
/// each time the hashes of one part of their range are held, and a bit for each record says whether it was the first of its hash.
struct FirstOfEach {
  private var hashes: Set<UInt64> = []
  /// How many hashes may be held.
  private let most: Int
  /// Of how many equal parts of the hashes' range which one is looked for.
  private let parts: UInt64
  private var part: UInt64 = 0
  private var hasStarted = false
  /// For each record whether it is the first of its hash.
  private var isFirst: [UInt64] = []
  /// The record that comes next.
  private var next = 0

  /// A set takes so many bytes for a hash, at half of which it doubles.
  private static let bytesOfHash = 16

  /// How often records have to be read before they are taken: 0 where the hashes of so many fit.
  static func readings(_ count: Int, memory: Int) -> Int {
    let most = max(memory / bytesOfHash, 1)
    // Parts differ in size as chance has it.
    return count <= most ? 0 : (count + count / 4) / most + 1
  }

  /// Makes room for the hashes of at most so many records in so many bytes.
  init(_ count: Int, memory: Int) {
    most = max(memory / Self.bytesOfHash, 1)
    parts = UInt64(Self.readings(count, memory: memory))
  }

  /// Starts the next reading: before the first record.
  mutating func startReading() {
    if hasStarted { part += 1 }
    hasStarted = true
    next = 0
    hashes.removeAll(keepingCapacity: true)
  }

  /// Meets the next record of a reading.
  ///
  /// - Throws: `ExtractError.tooManyCaptions` where the hashes of a part are more than may be held.
  mutating func meet(_ hash: UInt64) throws {
    defer { next += 1 }
    if next / 64 >= isFirst.count { isFirst.append(0) }
    guard hash.multipliedFullWidth(by: parts).high == part, try insert(hash) else { return }
    isFirst[next / 64] |= 1 << UInt64(next % 64)
  }

  /// Starts to take records, from the first.
  mutating func startTaking() {
    next = 0
    hashes = []
  }

  /// Whether the next record is the first of its hash.
  ///
  /// - Throws: `ExtractError.tooManyCaptions` where there are more records than were expected.
  mutating func take(_ hash: UInt64) throws -> Bool {
    guard parts > 0 else { return try insert(hash) }
    defer { next += 1 }
    return next / 64 < isFirst.count && isFirst[next / 64] >> UInt64(next % 64) & 1 == 1
  }

  private mutating func insert(_ hash: UInt64) throws -> Bool {
    guard hashes.insert(hash).inserted else { return false }
    guard hashes.count <= most else { throw ExtractError.tooManyCaptions(limit: most) }
    return true
  }
}
