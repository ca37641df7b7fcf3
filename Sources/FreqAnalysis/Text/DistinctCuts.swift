/// Cuts names that stand below each other so that they still differ.
///
/// Names of models begin and end alike, so that the same ellipsis in the middle of each makes several of them one.
struct DistinctCuts {
  /// The room for a name, and for the ellipsis.
  var width: Double
  var ellipsis: Double
  /// The room that a character takes.
  var room: (Character) -> Double
  /// How a name is cut where nothing speaks against it.
  var usual: (String) -> String

  /// Names with more of them are cut as usual: each is compared with all others.
  private static let most = 500

  /// Cuts names: as usual where that is enough, else with the ellipsis at the place nearest to the middle at which no other
  /// name has the same beginning and end.
  ///
  /// - Complexity: O(*n*²) comparisons for each place of an ellipsis.
  func cut(_ names: [String]) -> [String] {
    let distinct = Array(Set(names))
    let plain = Dictionary(uniqueKeysWithValues: distinct.map { ($0, usual($0)) })
    guard distinct.count <= Self.most else { return names.map { plain[$0] ?? $0 } }
    var uses: [String: Int] = [:]
    for cut in plain.values { uses[cut, default: 0] += 1 }
    let letters = distinct.map(Array.init)
    var apart: [String: String] = [:]
    for (name, own) in zip(distinct, letters) {
      guard let cut = plain[name], uses[cut] != 1 else { continue }
      let others = letters.filter { $0 != own }
      let place = places(own).first { place in
        let (start, end) = (own.prefix(place.before), own.suffix(place.after))
        return !others.contains {
          $0.count >= place.before + place.after && $0.starts(with: start)
            && $0.suffix(place.after).elementsEqual(end)
        }
      }
      if let place { apart[name] = String(own.prefix(place.before) + ["…"] + own.suffix(place.after)) }
    }
    return names.map { apart[$0] ?? plain[$0] ?? $0 }
  }

  /// The ways to cut a name that leave as much as there is room for, those nearest to its middle first.
  private func places(_ name: [Character]) -> [(before: Int, after: Int)] {
    let widths = name.map(room)
    var places: [(before: Int, after: Int)] = []
    var used = ellipsis
    for before in name.indices {
      guard used <= width else { break }
      var (after, both) = (0, used)
      while before + after < name.count, both + widths[name.count - 1 - after] <= width {
        both += widths[name.count - 1 - after]
        after += 1
      }
      places.append((before, after))
      used += widths[before]
    }
    return places.sorted { (abs($0.before - $0.after), $1.before) < (abs($1.before - $1.after), $0.before) }
  }
}
