import Corpus

/// Draws captions by their classes' shares, one after another, and adds up what was expected of each class.
struct CaptionDrawing: CaptionTaker {
  /// For each class the probability with which it draws a caption.
  private let shares: [Double]
  /// For each class the largest number with which a caption is drawn; nil: none is.
  private let limits: [UInt64?]
  /// The numbers of the captions of the file in hand.
  var draw: CaptionDraw
  /// The captions that were drawn of the file in hand.
  private(set) var kept = KeptCaptions()
  /// How many captions there were, how many of each class, and how many of each were expected among the drawn ones.
  private(set) var captions = 0
  private(set) var found: [Int]
  private(set) var expected: [Double]

  /// Draws with these shares, and for each class up to a number.
  init(shares: [Double], limits: [UInt64?]) {
    self.shares = shares
    self.limits = limits
    draw = CaptionDraw(seed: 0, shardDigest: "")
    found = Array(repeating: 0, count: shares.count)
    expected = Array(repeating: 0, count: shares.count)
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
      found[index] += 1
      missed *= 1 - shares[index]
      guard !isKept, let limit = limits[index] else { continue }
      isKept =
        limit == .max
        || draw.number(record: caption.record, turn: caption.turn, classIndex: index) <= limit
    }
    for index in caption.classes { expected[index] += 1 - missed }
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
