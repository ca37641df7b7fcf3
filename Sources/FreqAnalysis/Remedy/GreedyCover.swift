import Corpus

/// Takes captions until each class has what it needs, as few as it can: the cap rises one by one, and a class that has fewer captions
/// than that gets one, which serves as many others that are short as can be. What was taken stays, whatever the cap.
struct GreedyCover: CaptionTaker {
  private var classes: [Int32] = []
  private var ends: [Int] = []
  private var numbers: [UInt64] = []
  private(set) var found: [Int]
  /// The numbers of the captions of the file in hand, which decide among captions that serve as many.
  var draw = CaptionDraw(seed: 0, shardDigest: "")

  /// So many captions of a class that is short are looked at for the one that serves the most.
  private static let lookahead = 64

  /// Makes a cover of so many classes, without captions yet.
  init(classCount: Int) { found = Array(repeating: 0, count: classCount) }

  mutating func take(_ caption: CaptionRow) {
    add(caption.classes, number: draw.number(record: caption.record, turn: caption.turn, classIndex: -1))
  }

  /// Adds a caption.
  mutating func add(_ caption: [Int], number: UInt64) {
    for index in caption {
      classes.append(Int32(truncatingIfNeeded: index))
      found[index] += 1
    }
    ends.append(classes.count)
    numbers.append(number)
  }

  private func range(_ caption: Int) -> Range<Int> { (caption == 0 ? 0 : ends[caption - 1])..<ends[caption] }

  /// For each class its captions, those of the most classes first, then by their numbers; and where each class's end.
  private func captionsByClass() -> (captions: [Int32], ends: [Int]) {
    let order = ends.indices.sorted { one, other in
      (range(other).count, numbers[one], one) < (range(one).count, numbers[other], other)
    }
    var next: [Int] = []
    var sum = 0
    for count in found {
      next.append(sum)
      sum += count
    }
    var captions = [Int32](repeating: 0, count: sum)
    for caption in order {
      for place in range(caption) {
        let index = Int(classes[place])
        captions[next[index]] = Int32(caption)
        next[index] += 1
      }
    }
    return (captions, next)
  }

  /// Whether each caption is taken where each class needs so many, or all that it has.
  ///
  /// - Complexity: O(*n* log *n* + *m*) for *n* captions with *m* mentions of classes, and for each class and taken caption more.
  func taken(_ cap: Int) -> [Bool] {
    let (captions, listEnds) = captionsByClass()
    var taken = Array(repeating: false, count: ends.count)
    var got = Array(repeating: 0, count: found.count)
    var next = found.indices.map { $0 == 0 ? 0 : listEnds[$0 - 1] }
    // The rarer classes have less of a choice.
    var short = found.indices.filter { found[$0] > 0 }.sorted { (found[$0], $0) < (found[$1], $1) }
    for level in 1...max(cap, 1) {
      short.removeAll { found[$0] < level }
      if short.isEmpty { break }
      for index in short where got[index] < level {
        var (best, most, seen) = (-1, 0, 0)
        while taken[Int(captions[next[index]])] { next[index] += 1 }
        var place = next[index]
        while place < listEnds[index], seen < Self.lookahead {
          let caption = Int(captions[place])
          place += 1
          if taken[caption] { continue }
          seen += 1
          let own = range(caption)
          var served = 0
          for place in own {
            let other = Int(classes[place])
            if got[other] < level, found[other] >= level { served += 1 }
          }
          if served > most { (best, most) = (caption, served) }
          if served == own.count { break }
        }
        taken[best] = true
        for place in range(best) { got[Int(classes[place])] += 1 }
      }
    }
    return taken
  }
}

/// Takes those captions that a cover took.
struct CoveredCaptions: CaptionTaker {
  private let taken: [Bool]
  private var next = 0
  private(set) var kept = KeptCaptions()

  init(_ taken: [Bool]) { self.taken = taken }

  mutating func startFile() { kept = KeptCaptions() }

  mutating func take(_ caption: CaptionRow) {
    if next < taken.count, taken[next] { kept.append(caption, probability: .nan) }
    next += 1
  }
}
