import Corpus

/// Draws captions by their classes' shares, one after another, and adds up what was expected of each class.
struct CaptionDrawing: CaptionTaker {
  /// What is known of a class.
  private struct Known {
    /// The probability with which it draws a caption.
    let share: Double
    /// The largest number with which a caption is drawn; none is where `draws` is false.
    let limit: UInt64
    let draws: Bool
    /// How many captions it had, and how many were expected among the drawn ones.
    var found = 0
    var expected = 0.0

    mutating func add(_ probability: Double) {
      found += 1
      expected += probability
    }
  }

  private var classes: [Known]
  /// The numbers of the captions of the file in hand.
  var draw: CaptionDraw
  /// The captions that were drawn of the file in hand.
  private(set) var kept = KeptCaptions()
  /// How many captions there were.
  private(set) var captions = 0
  /// How many captions of each class there were.
  var found: [Int] { classes.map(\.found) }
  /// How many captions of each class were expected among the drawn ones.
  var expected: [Double] { classes.map(\.expected) }

  /// Draws with these shares, and for each class up to a number; nil: none is drawn.
  init(shares: [Double], limits: [UInt64?]) {
    classes = zip(shares, limits).map { Known(share: $0, limit: $1 ?? 0, draws: $1 != nil) }
    draw = CaptionDraw(seed: 0, shardDigest: "")
  }

  /// Draws with these shares each by itself: a number's share of all numbers is what a class's share is held against.
  init(shares: [Double]) {
    self.init(shares: shares, limits: shares.map(CaptionDraw.limit))
  }

  mutating func startFile(_ draw: CaptionDraw) {
    self.draw = draw
    kept = KeptCaptions()
  }

  /// Keeps a caption that a class draws, with its probability 1 - ∏ (1 - p).
  mutating func take(_ caption: CaptionRow) {
    captions += 1
    var (missed, isKept) = (1.0, false)
    for index in caption.classes {
      let known = classes[index]
      missed *= 1 - known.share
      guard !isKept, known.draws else { continue }
      isKept =
        known.limit == .max
        || draw.number(record: caption.record, turn: caption.turn, classIndex: index) <= known.limit
    }
    for index in caption.classes { classes[index].add(1 - missed) }
    if isKept { kept.append(caption, probability: 1 - missed) }
  }
}

/// Collects the numbers of the captions of those classes of which some are wanted.
struct DrawNumbers: CaptionTaker {
  private let wanted: [Bool]
  var draw: CaptionDraw
  private(set) var numbers: [[UInt64]]

  init(_ wanted: [Bool]) {
    self.wanted = wanted
    draw = CaptionDraw(seed: 0, shardDigest: "")
    numbers = Array(repeating: [], count: wanted.count)
  }

  mutating func take(_ caption: CaptionRow) {
    for index in caption.classes where wanted[index] {
      numbers[index].append(draw.number(record: caption.record, turn: caption.turn, classIndex: index))
    }
  }
}
