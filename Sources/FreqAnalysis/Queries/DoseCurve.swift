import Foundation

/// How a model's mean accuracy goes with the count: a smooth curve, a monotone one and a straight line, classes that are
/// never mentioned apart.
///
/// It is an association of groups of classes, and says nothing of what more mentions would do.
public struct DoseCurve: Sendable {
  /// The classes.
  public var points: KnownPoints
  /// The smooth curve of accuracy over log10(count + 1), of the mentioned classes.
  public var smooth: Estimate<PenalizedSpline>
  /// The monotone curve of the mentioned classes over the same scale; it rises or falls as their line does.
  public var monotone: Estimate<IsotonicFit>
  /// The line of accuracy on log10(count + 1), of all classes.
  public var line: Estimate<LeastSquares>
  /// The same line of the mentioned classes alone.
  public var mentionedLine: Estimate<LeastSquares>
  /// The mean accuracy of the mentioned classes.
  public var mentioned: GroupMean
  /// The mean accuracy of the classes that are never mentioned.
  public var unmentioned: GroupMean
  /// How much larger the mean of the mentioned classes is.
  public var difference: Estimate<MeanDifference>
  /// The curve at powers of ten, or at the counts that were asked for.
  public var marks: [Level]
  /// Counts that were asked for and lie outside those of the mentioned classes: nothing is said of them.
  public var outside: [Double]
  /// Where the line's mean reaches accuracies.
  public var reached: [Reached]

  /// The curve at one count.
  public struct Level: Sendable, Hashable {
    /// The count; the curve's x is log10(count + 1).
    public var count: Double
    /// How many classes have a count within a factor of √10.
    public var classes: Int
    /// The smooth curve.
    public var value: PenalizedSpline.Value
    /// The monotone curve.
    public var monotone: Double?
  }

  /// Where the line reaches an accuracy.
  public struct Reached: Sendable, Hashable {
    /// The accuracy, 0 to 1.
    public var accuracy: Double
    /// The count, and its interval; `high` is nil where it lies beyond the largest count.
    public var count: Estimate<Place>

    /// A count with its interval.
    public struct Place: Sendable, Hashable {
      /// The count at which the line's mean reaches the accuracy.
      public var count: Double
      /// The lower end of the interval.
      public var low: Double
      /// The upper end of the interval; nil where it lies beyond the largest count.
      public var high: Double?
    }
  }

  /// Computes everything about one model's points.
  ///
  /// - Parameters:
  ///   - points: The classes.
  ///   - counts: The counts at which the curve is wanted; nil: the powers of ten between the smallest and the largest.
  ///   - accuracies: The accuracies that are to be reached; nil: the tenths between the line's ends.
  /// - Complexity: O(*n* log *n*) in the points, with a factor of some hundreds.
  public init(_ points: KnownPoints, at counts: [Double]? = nil, reaching accuracies: [Double]? = nil) {
    let seen = points.points.filter { !$0.isUnseen }
    let values = seen.map(\.accuracy)
    let logs = LogCounts.plusOne(seen.map(\.count))
    self.points = points
    smooth = logs.flatMap { PenalizedSpline.fit($0, values) }
    mentionedLine = logs.flatMap { LeastSquares.fit($0, values) }
    let rises = (mentionedLine.value?.slope ?? 0) >= 0
    monotone = logs.flatMap { IsotonicFit.fit($0, values, rises: rises) }
    line = LogCounts.plusOne(points.counts).flatMap { LeastSquares.fit($0, points.accuracies) }
    mentioned = GroupMean(values)
    let unseen = points.points.filter(\.isUnseen).map(\.accuracy)
    unmentioned = GroupMean(unseen)
    difference = MeanDifference.of(values, unseen)
    marks = []
    reached = []
    let (least, most) = (seen.map(\.count).min() ?? .infinity, seen.map(\.count).max() ?? -.infinity)
    outside = (counts ?? []).filter { $0 > 0 && ($0 < least || $0 > most) }
    marks = (counts ?? Self.powers(seen.map(\.count))).compactMap { mark(at: $0, among: seen.map(\.count)) }
    reached = (accuracies ?? tenths()).map(reach)
  }

  /// The powers of ten from the smallest to the largest count.
  private static func powers(_ counts: [Double]) -> [Double] {
    guard let low = counts.min(), let high = counts.max() else { return [] }
    return (-12...18).map { pow(10, Double($0)) }.filter { $0 >= max(low, 1e-12) && $0 <= high }
  }

  private func mark(at count: Double, among counts: [Double]) -> Level? {
    let u = log10(count + 1)
    guard count > 0, let value = smooth.value?.value(at: u) else { return nil }
    let near = counts.count { $0 >= count / 10.0.squareRoot() && $0 < count * 10.0.squareRoot() }
    return Level(count: count, classes: near, value: value, monotone: monotone.value?.value(at: u))
  }

  /// The tenths that the line passes between the count zero and the largest count.
  private func tenths() -> [Double] {
    guard let line = line.value, let largest = points.counts.max() else { return [] }
    let ends = [line.intercept, line.predicted(at: log10(largest + 1))].sorted()
    return (1...9).map { Double($0) / 10 }.filter { $0 > ends[0] && $0 < ends[1] }
  }

  /// Where the line reaches an accuracy; refused where it is beyond the counts that there are.
  private func reach(_ accuracy: Double) -> Reached {
    let largest = points.counts.max() ?? 0
    let place = Estimate { () throws(Undefined) -> Reached.Place in
      let logs = try LogCounts.plusOne(points.counts).get()
      let found = try InversePrediction.reaching(accuracy, logs, points.accuracies).get()
      let count = pow(10, found.x) - 1
      guard count >= 0 else {
        throw .parameter("the line passes this accuracy below zero mentions")
      }
      guard count <= largest else {
        throw .parameter(
          "the line would pass it at \(NumberText.short(count, digits: 2)), and the largest count is "
            + NumberText.short(largest, digits: 7))
      }
      let high = pow(10, found.interval.high) - 1
      return Reached.Place(
        count: count, low: max(0, pow(10, found.interval.low) - 1), high: high <= largest ? high : nil)
    }
    return Reached(accuracy: accuracy, count: place)
  }

  /// What the curve says, in sentences.
  ///
  /// - Parameter unit: What the counts are of, for example `captions`.
  /// - Returns: The sentences, without full stops.
  public func sentences(unit: String) -> [String] {
    var sentences: [String] = []
    if unmentioned.count > 0, let mean = mentioned.mean.value, let other = unmentioned.mean.value {
      var words =
        "mean accuracy is \(Self.percent(mean)) % over the \(NumberText.grouped(mentioned.count)) mentioned classes and "
        + "\(Self.percent(other)) % over the \(NumberText.grouped(unmentioned.count)) never mentioned"
      if let difference = difference.value {
        words +=
          " (difference \(Self.points(difference.difference)) points, \(Self.points(difference.interval.low)) to "
          + "\(Self.points(difference.interval.high)))"
      }
      sentences.append(words)
    }
    if let line = mentionedLine.value, let interval = line.slopeInterval().value {
      sentences.append(
        "among the mentioned classes, tenfold count + 1 goes with \(Self.points(line.slope)) percentage points "
          + "(\(Self.points(interval.low)) to \(Self.points(interval.high)))")
    }
    switch smooth.flatMap(\.linearity) {
    case .success(let test):
      let p = NumberText.short(test.p, digits: 2)
      sentences.append(
        test.p < 0.05
          ? "the mentioned classes depart from a straight line (p = \(p)), so the curve says more than a slope"
          : "no departure from a straight line is shown (p = \(p))")
    case .failure(let reason): sentences.append("no curve is drawn, because \(reason.clauseOfPoints)")
    }
    for count in outside {
      let counts = points.points.map(\.count).filter { $0 > 0 }
      sentences.append(
        "nothing is said of \(NumberText.short(count, digits: 7)) \(unit): the classes' counts run from "
          + "\(NumberText.short(counts.min() ?? 0, digits: 7)) to \(NumberText.short(counts.max() ?? 0, digits: 7))"
      )
    }
    for entry in reached {
      switch entry.count {
      case .success(let place):
        let high = place.high.map { NumberText.short($0, digits: 4) } ?? "beyond the largest count"
        sentences.append(
          "on the line over all classes, a mean accuracy of \(Self.percent(entry.accuracy)) % is reached at "
            + "\(NumberText.short(place.count, digits: 4)) \(unit) (\(NumberText.short(place.low, digits: 4)) to \(high))"
        )
      case .failure(let reason):
        sentences.append(
          "a mean accuracy of \(Self.percent(entry.accuracy)) % is not placed: \(reason.clauseOfPoints)")
      }
    }
    return sentences
  }

  private static func percent(_ share: Double) -> String { NumberText.short(share * 100, digits: 3) }
  private static func points(_ share: Double) -> String { NumberText.short(share * 100, digits: 2) }
}
