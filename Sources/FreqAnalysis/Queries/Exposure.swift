/// How often a model saw each corpus: epochs times the share that was used.
///
/// A pooled frequency is then what the model saw, not what lies on the disk.
public struct Exposure: Sendable, Hashable {
  /// One corpus's weight.
  public struct Weight: Sendable, Hashable {
    /// The corpus's name.
    public var corpus: String
    /// How often each of its captions counts; not negative.
    public var weight: Double

    /// Makes a weight.
    public init(corpus: String, weight: Double) {
      self.corpus = corpus
      self.weight = weight
    }
  }

  /// The weights; a corpus without one counts once.
  public var weights: [Weight]

  /// Makes an exposure.
  public init(_ weights: [Weight] = []) { self.weights = weights }

  /// Reads weights as `--weight CORPUS=W` gives them; the last `=` parts the two.
  ///
  /// Throws `ExposureError` for a text without a number that is finite and not negative, and for a corpus named twice.
  public init(parsing texts: [String]) throws {
    var weights: [Weight] = []
    for text in texts {
      guard let sign = text.lastIndex(of: "="), sign > text.startIndex else {
        throw ExposureError.notAWeight(text)
      }
      let name = String(text[..<sign])
      guard let weight = Double(text[text.index(after: sign)...]), weight.isFinite, weight >= 0 else {
        throw ExposureError.notAWeight(text)
      }
      guard !weights.contains(where: { $0.corpus.utf8.elementsEqual(name.utf8) }) else {
        throw ExposureError.twice(name)
      }
      weights.append(Weight(corpus: name, weight: weight))
    }
    self.weights = weights
  }

  /// The weight of a corpus.
  public func weight(of corpus: String) -> Double {
    weights.first { $0.corpus.utf8.elementsEqual(corpus.utf8) }?.weight ?? 1
  }

  /// The weights times others: epochs times a mixture's shares.
  public func times(_ other: Exposure) -> Exposure {
    let own = weights.map { Weight(corpus: $0.corpus, weight: $0.weight * other.weight(of: $0.corpus)) }
    let rest = other.weights.filter { weight in
      !weights.contains { $0.corpus.utf8.elementsEqual(weight.corpus.utf8) }
    }
    return Exposure(own + rest)
  }

  /// Throws where a weight is of a corpus that is not among those that are looked at.
  public func check(against corpora: [String]) throws {
    for weight in weights where !corpora.contains(where: { $0.utf8.elementsEqual(weight.corpus.utf8) }) {
      throw ExposureError.noCorpus(weight.corpus, among: corpora)
    }
  }

  /// What the weighted sum is called: `2*laion+0.5*mix`, a weight of 1 left out.
  public func label(of corpora: [String]) -> String {
    corpora.map { name in
      let weight = weight(of: name)
      return weight == 1 ? name : "\(NumberText.short(weight))*\(name)"
    }.joined(separator: "+")
  }

  /// Adds up one model's series of single corpora, each times its weight.
  ///
  /// A class whose count in a corpus of weight above zero is unknown, or whose accuracy is, is left out.
  ///
  /// - Parameters:
  ///   - series: The model's points, a series a corpus, all of one class set.
  ///   - measure: Which count.
  /// - Returns: The points of which all that is needed is known.
  public func pooled(_ series: [StoredPointSeries], measure: Selection.Measure = .captions) -> KnownPoints {
    let corpora = series.map(\.corpus)
    let counting = series.filter { weight(of: $0.corpus) > 0 }
    let points = (series.first?.points ?? []).enumerated().compactMap { place, point -> KnownPoints.Point? in
      guard let accuracy = point.accuracy else { return nil }
      var sum = 0.0
      for one in counting {
        guard let count = one.points[place].frequency.count(measure) else { return nil }
        sum += weight(of: one.corpus) * Double(count)
      }
      return KnownPoints.Point(
        classIndex: point.classIndex, className: point.className, count: sum, accuracy: accuracy,
        correct: point.correct, total: point.total)
    }
    return KnownPoints(model: series.first?.model ?? "", corpus: label(of: corpora), points: points)
  }
}

/// Why weights cannot be used.
public enum ExposureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Not of the form CORPUS=W.
  case notAWeight(String)
  /// A corpus with two weights.
  case twice(String)
  /// A weight of a corpus that is not looked at.
  case noCorpus(String, among: [String])
  /// A mixture file that has another shape than LLaVA-NeXT's; says where and what.
  case mixture(String)
  /// A mixture uses the first or last records of a file of which only the whole was counted.
  case partOfFile(String, strategy: String, used: Int, of: Int, corpus: String)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .notAWeight(let text): "`\(text)` is not of the form CORPUS=W with a non-negative number W"
    case .twice(let name): "the corpus `\(name)` has two weights"
    case .noCorpus(let name, let among):
      "a weight is given for the corpus `\(name)`, which is not among those selected: "
        + among.map { "`\($0)`" }.joined(separator: ", ")
    case .mixture(let what): "the mixture cannot be read: \(what)"
    case .partOfFile(let path, let strategy, let used, let all, let corpus):
      "the mixture uses `\(strategy)` of `\(path)`, \(NumberText.grouped(used)) of its "
        + "\(NumberText.grouped(all)) records, and the corpus `\(corpus)` has counts of the whole file alone; "
        + "what those records mention cannot be estimated from it: write them to a file of their own, index that as "
        + "a corpus, and name it in the mixture with `all`"
    }
  }
}
