import Corpus

/// How many captions that mention a class differ after folding: exact, over all shards of a selection, within a bound on memory.
///
/// Captions are compared by their 64-bit hashes. How many rows each class has is known from the counts, so that its hashes lie one
/// after another in memory. Where they do not all fit, the rows are read several times: each time some classes are counted, or,
/// of a class that does not fit alone, the hashes of one part of their range.
struct DistinctCaptions {
  /// The hashes that are held at a time, in bytes, where nothing else is asked for.
  static let memory = 256 << 20

  /// The group of each file and role; nil: none.
  let group: (_ file: RowSource.File, _ role: Role) -> Int?
  /// For each group the rows of each class.
  let rows: [[Int]]

  /// The classes of all groups that are counted in one reading, as places in all of them.
  private struct Pass {
    var places: Range<Int>
    /// Of how many equal parts of the hashes' range each is counted in a reading of its own.
    var parts: UInt64 = 1
  }

  /// Counts the distinct captions of each class in each group.
  ///
  /// - Parameters:
  ///   - source: The files.
  ///   - memory: The most bytes of hashes that are held at a time.
  /// - Returns: For each group the count of each class.
  /// - Throws: `ShardError` where a file of rows cannot be read, `RowOfNoClass`, `RowsOfOtherNumber`, `RowsOfOtherRules`.
  /// - Complexity: O(*n*) in the rows, for each time that the memory is filled.
  func counts(in source: RowSource, memory: Int) throws -> [[Int]] {
    let classCount = rows.first?.count ?? 0
    let sizes = rows.flatMap { $0 }
    var counts = Array(repeating: 0, count: sizes.count)
    var distinct = DistinctNumbers()
    let capacity = max(memory / MemoryLayout<UInt64>.stride, 1)
    for pass in Self.passes(sizes, capacity: capacity) {
      if pass.parts == 1 {
        try count(pass.places, in: source, sizes, classCount, &distinct, &counts)
        continue
      }
      for part in 0..<pass.parts {
        counts[pass.places.lowerBound] += try count(
          part, of: pass.parts, place: pass.places.lowerBound, in: source, sizes, classCount,
          capacity: capacity, &distinct)
      }
    }
    return rows.indices.map { Array(counts[$0 * classCount..<($0 + 1) * classCount]) }
  }

  /// Parts the classes so that the rows of those that are counted together have room.
  private static func passes(_ sizes: [Int], capacity: Int) -> [Pass] {
    var passes: [Pass] = []
    var (start, sum) = (0, 0)
    func end(at place: Int) {
      if sum > 0 { passes.append(Pass(places: start..<place)) }
      (start, sum) = (place, 0)
    }
    for (place, size) in sizes.enumerated() {
      if size > capacity {
        end(at: place)
        // Parts differ in size as chance has it, and each has its room in a growing list.
        let parts = UInt64((3 * size + capacity - 1) / capacity)
        passes.append(Pass(places: place..<place + 1, parts: parts))
        start = place + 1
        continue
      }
      if sum + size > capacity { end(at: place) }
      sum += size
    }
    end(at: sizes.count)
    return passes
  }

  /// Counts some classes whose hashes fit in memory together.
  private func count(
    _ places: Range<Int>, in source: RowSource, _ sizes: [Int], _ classCount: Int,
    _ distinct: inout DistinctNumbers, _ counts: inout [Int]
  ) throws {
    var next: [Int] = []
    var sum = 0
    for place in places {
      next.append(sum)
      sum += sizes[place]
    }
    let starts = next + [sum]
    var hashes = [UInt64](repeating: 0, count: sum)
    try read(places, of: source, classCount) { place, hash in
      guard next[place] < starts[place + 1] else { throw RowsOfOtherNumber() }
      hashes[next[place]] = hash
      next[place] += 1
    }
    guard next[...] == starts.dropFirst() else { throw RowsOfOtherNumber() }
    hashes.withUnsafeMutableBufferPointer { hashes in
      for place in next.indices {
        counts[places.lowerBound + place] = distinct.count(
          UnsafeMutableBufferPointer(rebasing: hashes[starts[place]..<next[place]]))
      }
    }
  }

  /// Counts the hashes of one class that lie in one part of their range.
  private func count(
    _ part: UInt64, of parts: UInt64, place: Int, in source: RowSource, _ sizes: [Int], _ classCount: Int,
    capacity: Int, _ distinct: inout DistinctNumbers
  ) throws -> Int {
    var found = 0
    var hashes: [UInt64] = []
    var limit = capacity
    try read(place..<place + 1, of: source, classCount) { _, hash in
      found += 1
      guard hash.multipliedFullWidth(by: parts).high == part else { return }
      if hashes.count == limit {
        // Some caption is repeated: one hash of each is enough. What is left counts against the bound only once.
        hashes.sort()
        hashes = hashes.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
        limit = max(capacity, 2 * hashes.count)
      }
      hashes.append(hash)
    }
    guard found == sizes[place] else { throw RowsOfOtherNumber() }
    return hashes.withUnsafeMutableBufferPointer { distinct.count($0) }
  }

  /// Hands on the hash of each row of some classes, with the class's place among them.
  @inline(__always)
  private func read(
    _ places: Range<Int>, of source: RowSource, _ classCount: Int,
    _ body: (_ place: Int, _ hash: UInt64) throws -> Void
  ) throws {
    for file in source.files {
      let ofRole = Role.allCases.map { group(file, $0).map { $0 * classCount - places.lowerBound } }
      guard ofRole.contains(where: { $0 != nil }) else { continue }
      try RowColumns.read(["role", "class_index", "caption_hash"], of: file.stored, rules: file.rules) {
        columns in
        let (indices, own) = (columns.integers[1], columns.integers[2])
        for row in 0..<columns.rows {
          guard let base = ofRole[Int(columns.role(row).rawValue)] else { continue }
          let index = Int(indices[row])
          guard index < classCount else { throw RowOfNoClass(file: file.stored.path, index: index) }
          let place = base + index
          guard place >= 0, place < places.count else { continue }
          try body(place, UInt64(bitPattern: own[row]))
        }
      }
    }
  }
}

/// A file of rows has a class that its class set does not have.
struct RowOfNoClass: Error, CustomStringConvertible {
  let file: String
  let index: Int

  var description: String { "\(file): a row is of class \(index), which the class set does not have" }
}

/// The files of rows have more rows of some class than were counted, or fewer.
struct RowsOfOtherNumber: Error, CustomStringConvertible {
  var description: String {
    "the files of rows have other rows than were counted; `verify` names the damaged file"
  }
}
