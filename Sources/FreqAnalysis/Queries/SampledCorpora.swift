/// Which share of each corpus was counted: what brings counts of a sample to the scale of the whole.
public struct SampledCorpora: Sendable, Hashable {
  /// The share of one corpus.
  public struct Share: Sendable, Hashable {
    /// The corpus's name; nil: every corpus without a share of its own.
    public var corpus: String?
    /// The share, above 0 and at most 1.
    public var fraction: Double
  }

  /// The shares.
  public var shares: [Share]

  /// Makes shares from those that a database states.
  public init(stored: [String: Double] = [:]) {
    shares = stored.sorted { $0.key < $1.key }.map { Share(corpus: $0.key, fraction: $0.value) }
  }

  /// Reads shares as `--sampled FRACTION` or `--sampled CORPUS=FRACTION` gives them; nil where one is neither.
  public init?(parsing texts: [String]) {
    shares = []
    for text in texts {
      let sign = text.lastIndex(of: "=")
      let corpus = sign.map { String(text[..<$0]) }
      let number = sign.map { String(text[text.index(after: $0)...]) } ?? text
      guard let fraction = Double(number), fraction > 0, fraction <= 1, corpus != "",
        !shares.contains(where: { $0.corpus == corpus })
      else { return nil }
      shares.append(Share(corpus: corpus, fraction: fraction))
    }
  }

  /// The shares, those that were given before those that are stored.
  public func over(_ stored: SampledCorpora) -> SampledCorpora {
    var result = self
    // One for all corpora was meant for these too.
    if !shares.contains(where: { $0.corpus == nil }) {
      result.shares += stored.shares.filter { stored in
        !shares.contains { ($0.corpus ?? "").utf8.elementsEqual((stored.corpus ?? "").utf8) }
      }
    }
    return result
  }

  /// The share of a corpus; 1 where nothing is known.
  public func fraction(of corpus: String) -> Double {
    let own = shares.first { $0.corpus.map { $0.utf8.elementsEqual(corpus.utf8) } ?? false }
    return (own ?? shares.first { $0.corpus == nil })?.fraction ?? 1
  }

  /// Whether a share is stated for a corpus, be it all of it.
  public func states(_ corpus: String) -> Bool {
    shares.contains { $0.corpus?.utf8.elementsEqual(corpus.utf8) ?? true }
  }

  /// Adds up one model's series of single corpora, each times its weight, counts of samples on the scale of the whole.
  ///
  /// Where all corpora have one share and one weight their sum is one sample, and brought to the scale as such; else each corpus
  /// is brought to it by itself.
  ///
  /// - Parameters:
  ///   - series: The model's points, a series a corpus, all of one class set.
  ///   - exposure: The weights.
  ///   - label: What the sum is called.
  ///   - measure: Which count.
  /// - Returns: The points of which all that is needed is known.
  func pooled(
    _ series: [StoredPointSeries], exposure: Exposure, label: String, measure: Selection.Measure
  ) -> KnownPoints {
    let counting = series.filter { exposure.weight(of: $0.corpus) > 0 }
    let shares = Set(counting.map { fraction(of: $0.corpus) })
    let weights = Set(counting.map { exposure.weight(of: $0.corpus) })
    let columns = counting.map { one in one.points.map { $0.frequency.count(measure).map(Double.init) } }
    let size = series.first?.points.count ?? 0
    func sum(_ columns: [[Double?]]) -> [Double?] {
      (0..<size).map { place in
        columns.reduce(0) { sum, column in sum.flatMap { sum in column[place].map { sum + $0 } } }
      }
    }
    let raw = sum(columns)
    let counts: [Double?]
    if let share = shares.first, let weight = weights.first, shares.count == 1, weights.count == 1 {
      counts = Self.whole(raw, share).map { $0.map { $0 * weight } }
    } else {
      counts = sum(
        zip(counting, columns).map { one, column in
          let weight = exposure.weight(of: one.corpus)
          return Self.whole(column, fraction(of: one.corpus)).map { $0.map { $0 * weight } }
        })
    }
    let points = (series.first?.points ?? []).enumerated().compactMap { place, point -> KnownPoints.Point? in
      guard let accuracy = point.accuracy, let count = counts[place] else { return nil }
      var known = KnownPoints.Point(
        classIndex: point.classIndex, className: point.className, count: count, accuracy: accuracy,
        correct: point.correct, total: point.total)
      known.isUnseenInSample = raw[place] == 0 && count > 0
      return known
    }
    return KnownPoints(model: series.first?.model ?? "", corpus: label, points: points)
  }

  /// Counts on the scale of the whole; divided by the share where too few classes were found to know how they are spread.
  private static func whole(_ counts: [Double?], _ fraction: Double) -> [Double?] {
    guard fraction < 1 else { return counts }
    let known = counts.compactMap { $0 }
    guard let thinning = Thinning.fit(known, fraction: fraction).value else {
      return counts.map { $0.map { $0 / fraction } }
    }
    var rest = thinning.whole(known)[...]
    return counts.map { count in count.flatMap { _ in rest.popFirst() } }
  }
}
