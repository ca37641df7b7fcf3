extension TextMeasure {
  /// Names that stand below each other, each cut where it is wider than allowed, so that they still differ: of the places for
  /// the ellipsis the one nearest to the middle is taken that leaves no other name the same beginning and end.
  ///
  /// Of more than 500 names each is cut in its middle.
  ///
  /// - Complexity: O(*n*²) comparisons of beginnings and ends for each place of an ellipsis.
  func cutApart(_ names: [String], to width: Double, size: Double = 12) -> [String] {
    guard names.count <= 500 else { return names.map { cutMiddle($0, to: width, size: size) } }
    let all = names.map { Array($0) }
    return names.indices.map { place in
      guard estimate(names[place], size: size) > width else { return names[place] }
      let own = all[place]
      let others = all.filter { $0 != own }
      func isOwn(_ cut: Cut) -> Bool {
        let (start, end) = (own.prefix(cut.before), own.suffix(cut.after))
        return !others.contains {
          $0.count >= cut.before + cut.after && $0.starts(with: start)
            && $0.suffix(cut.after).elementsEqual(end)
        }
      }
      guard let cut = cuts(own, to: width, size: size).first(where: isOwn) else {
        return cutMiddle(names[place], to: width, size: size)
      }
      return String(own.prefix(cut.before) + ["…"] + own.suffix(cut.after))
    }
  }

  /// How many characters are kept before and after an ellipsis.
  private struct Cut {
    var before: Int
    var after: Int
  }

  /// The ways to cut a name that leave as much as there is room for, those nearest to its middle first.
  private func cuts(_ name: [Character], to width: Double, size: Double) -> [Cut] {
    let widths = name.map { estimate(String($0), size: size) }
    let room = width - estimate("…", size: size)
    var cuts: [Cut] = []
    var used = 0.0
    for before in 0..<name.count {
      guard used <= room else { break }
      var (after, both) = (0, used)
      while before + after < name.count, both + widths[name.count - 1 - after] <= room {
        both += widths[name.count - 1 - after]
        after += 1
      }
      cuts.append(Cut(before: before, after: after))
      used += widths[before]
    }
    return cuts.sorted { (abs($0.before - $0.after), $1.before) < (abs($1.before - $1.after), $0.before) }
  }
}
