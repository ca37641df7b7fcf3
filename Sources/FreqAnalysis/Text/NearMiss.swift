/// Finds the names that somebody may have meant.
public enum NearMiss {
  /// The names that differ least from a name that was not found, best first.
  ///
  /// Compares without case by the number of single-character edits (insert, delete, replace, swap of neighbours;
  /// the optimal string alignment distance); a name is near when at most a third of the longer name differs, or
  /// when one begins with the other.
  ///
  /// - Complexity: O(*n* · *l*²) for *n* names of length *l*; names longer than 64 characters are passed over.
  public static func names(near name: String, among names: [String], limit: Int = 2) -> [String] {
    let wanted = Array(name.lowercased())
    guard !wanted.isEmpty, wanted.count <= 64 else { return [] }
    var found: [(distance: Int, name: String)] = []
    for candidate in names {
      let letters = Array(candidate.lowercased())
      guard !letters.isEmpty, letters.count <= 64 else { continue }
      let bound = max(1, max(letters.count, wanted.count) / 3)
      if abs(letters.count - wanted.count) <= bound {
        let distance = edits(wanted, letters)
        if distance <= bound {
          found.append((distance, candidate))
          continue
        }
      }
      if wanted.count >= 3, letters.starts(with: wanted) || wanted.starts(with: letters) && letters.count >= 3
      {
        found.append((bound + 1, candidate))
      }
    }
    found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    // Several classes may have one name, which is told once.
    var names: [String] = []
    for entry in found where names.count < limit && !names.contains(entry.name) { names.append(entry.name) }
    return names
  }

  private static func edits(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in 1...left.count {
      var row = [i]
      for j in 1...right.count {
        var best = min(last[j] + 1, row[j - 1] + 1)
        best = min(best, last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1))
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
          best = min(best, beforeLast[j - 2] + 1)
        }
        row.append(best)
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
