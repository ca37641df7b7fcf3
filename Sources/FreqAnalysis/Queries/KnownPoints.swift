/// The classes of which both a frequency and an accuracy are known: what statistics are computed on.
///
/// Frequencies are numbers, not whole ones, since a corpus may weigh more or less than once.
public struct KnownPoints: Sendable, Hashable {
  /// One class.
  public struct Point: Sendable, Hashable {
    /// The class's index in its class set.
    public var classIndex: Int
    /// The class's name.
    public var className: String
    /// How often it is mentioned; not negative. Of a sample of a corpus: on the scale of the whole.
    public var count: Double
    /// Whether the count is an estimate for a class that a sample of the corpus does not mention.
    public var isUnseenInSample = false
    /// The share of right answers, 0 to 1.
    public var accuracy: Double
    /// Right answers, where known.
    public var correct: Int?
    /// The number of answers, where it is known.
    public var total: Int?

    /// Whether nothing that was counted mentions it.
    var isUnseen: Bool { count == 0 || isUnseenInSample }

    /// Makes a point.
    public init(
      classIndex: Int, className: String, count: Double, accuracy: Double, correct: Int? = nil,
      total: Int? = nil
    ) {
      self.classIndex = classIndex
      self.className = className
      self.count = count
      self.accuracy = accuracy
      self.correct = correct
      self.total = total
    }
  }

  /// The model's name.
  public var model: String
  /// What the frequencies are of: corpora's names joined by `+`.
  public var corpus: String
  /// The points, in the order of the classes.
  public var points: [Point]
  /// By what the corpora were chosen.
  public var choice: CorpusChoice

  /// Makes points from what is known.
  public init(model: String, corpus: String, points: [Point], choice: CorpusChoice = .named) {
    self.model = model
    self.corpus = corpus
    self.points = points
    self.choice = choice
  }

  /// Takes the points of a series that have a count and an accuracy; the others are left out.
  public init(_ series: StoredPointSeries, measure: Selection.Measure = .captions) {
    model = series.model
    corpus = series.corpus
    choice = .named
    points = series.points.compactMap { point in
      guard let count = point.frequency.count(measure), let accuracy = point.accuracy else { return nil }
      return Point(
        classIndex: point.classIndex, className: point.className, count: Double(count), accuracy: accuracy,
        correct: point.correct, total: point.total)
    }
  }

  /// The counts.
  public var counts: [Double] { points.map(\.count) }
  /// The accuracies.
  public var accuracies: [Double] { points.map(\.accuracy) }
  /// Spearman's rho of counts and accuracies: the project's answer to whether the one goes with the other.
  ///
  /// - Complexity: O(*n* log *n*) at each call.
  public var spearman: Estimate<Correlation> { Spearman.correlation(counts, accuracies) }
  /// log10(count + 1) of the points.
  var logCounts: Estimate<[Double]> { LogCounts.plusOne(counts) }
  /// How many classes are never mentioned in what was counted.
  public var zero: Int { points.count { $0.isUnseen } }

  /// The points that a condition holds for.
  public func filter(_ isKept: (Point) -> Bool) -> KnownPoints {
    KnownPoints(model: model, corpus: corpus, points: points.filter(isKept), choice: choice)
  }

  /// The points without the most frequent hundredth of the classes, at least one of them.
  ///
  /// Classes of equal count at the edge stay, so that which ones go does not depend on their order; fewer than a
  /// hundredth may then go.
  func withoutMostFrequent() -> KnownPoints {
    let sorted = counts.sorted(by: >)
    guard !sorted.isEmpty else { return self }
    let leaving = max(1, (sorted.count + 99) / 100)
    let edge = leaving < sorted.count ? sorted[leaving] : 0
    return filter { $0.count <= edge }
  }
}
