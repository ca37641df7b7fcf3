import Corpus

/// How many captions that mention a class differ after folding: exact, over all shards of a selection, within a bound on memory.
///
/// Captions are compared by their 64-bit hashes. The rows are read twice: once to count the rows of each class, so that its
/// hashes lie one after another in memory, and once to put them there. Where they do not all fit, the hashes are taken in
/// several parts, each with those of one remainder.
struct DistinctCaptions {
  /// The hashes that are held at a time, in bytes.
  static let memory = 256 << 20

  /// The groups into which the rows are split, and the group of each file and role; nil: none.
  let groups: Int
  let group: (_ file: RowSource.File, _ role: Role) -> Int?
  let classCount: Int

  /// Counts the distinct captions of each class in each group.
  ///
  /// - Parameters:
  ///   - source: The files.
  ///   - memory: The most bytes of hashes that are held at a time.
  /// - Returns: For each group the count of each class.
  /// - Throws: `ShardError` where a file of rows cannot be read.
  /// - Complexity: O(*n* log *n*) in the rows, for each 2^25 of them twice O(*n*) more.
  func counts(in source: RowSource, memory: Int = DistinctCaptions.memory) throws -> [[Int]] {
    let parts = max((source.rows * MemoryLayout<UInt64>.stride + memory - 1) / max(memory, 1), 1)
    var counts = Array(repeating: Array(repeating: 0, count: classCount), count: groups)
    for part in 0..<parts {
      var starts = Array(repeating: 0, count: groups * classCount + 1)
      try forEachRow(of: source, part: UInt64(part), of: UInt64(parts)) { place, _ in starts[place + 1] += 1 }
      for place in 1..<starts.count { starts[place] += starts[place - 1] }
      var hashes = [UInt64](repeating: 0, count: starts[starts.count - 1])
      var next = starts
      try forEachRow(of: source, part: UInt64(part), of: UInt64(parts)) { place, hash in
        hashes[next[place]] = hash
        next[place] += 1
      }
      hashes.withUnsafeMutableBufferPointer { hashes in
        for place in 0..<groups * classCount where starts[place] < starts[place + 1] {
          var own = UnsafeMutableBufferPointer(rebasing: hashes[starts[place]..<starts[place + 1]])
          own.sort()
          var distinct = 1
          for index in own.indices.dropFirst() where own[index] != own[index - 1] { distinct += 1 }
          counts[place / classCount][place % classCount] += distinct
        }
      }
    }
    return counts
  }

  /// Calls `body` for each row whose hash belongs to a part, with the place of its group and class.
  private func forEachRow(
    of source: RowSource, part: UInt64, of parts: UInt64, _ body: (Int, UInt64) -> Void
  ) throws {
    for file in source.files {
      let ofRole = Role.allCases.map { group(file, $0) }
      guard ofRole.contains(where: { $0 != nil }) else { continue }
      try RowColumns.read(["role", "class_index", "caption_hash"], of: file.stored, rules: file.rules) {
        columns in
        for row in 0..<columns.rows {
          guard let group = ofRole[Int(columns.role(row).rawValue)] else { continue }
          let (index, hash) = (columns.integers[1][row], UInt64(bitPattern: Int64(columns.integers[2][row])))
          guard parts == 1 || hash % parts == part else { continue }
          guard index < classCount else { throw RowOfNoClass(file: file.stored.path, index: index) }
          body(group * classCount + index, hash)
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
