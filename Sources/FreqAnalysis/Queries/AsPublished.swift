import Corpus

/// The join of the published notebook, with its quirks, on counts of the `paper` rule.
///
/// It exists so that published numbers can be approached and what the quirks do to them can be seen; every
/// assumption is in `assumptions`.
public struct AsPublished: Sendable {
  /// One class of the class set with what was counted and tested.
  public struct Input: Sendable, Hashable {
    /// The class's name.
    public var name: String
    /// The captions of pretraining corpora that mention it.
    public var pretrain: Int
    /// The captions of instruction corpora that mention it.
    public var instruct: Int
    /// The share of right answers; nil where the model was not tested on it.
    public var accuracy: Double?
    /// Right answers, where known.
    public var correct: Int?
    /// The number of answers, where it is known.
    public var total: Int?

    /// Makes a class.
    public init(
      name: String, pretrain: Int, instruct: Int, accuracy: Double?, correct: Int? = nil, total: Int? = nil
    ) {
      self.name = name
      self.pretrain = pretrain
      self.instruct = instruct
      self.accuracy = accuracy
      self.correct = correct
      self.total = total
    }
  }

  /// The stages whose counts are joined.
  public enum Stages: Sendable, Hashable {
    /// The pretraining corpora alone.
    case pretrain
    /// The instruction corpora alone, by their own dictionary.
    case instruct
    /// Both; classes that pretraining lacks get 0.
    case both
  }

  /// One bin of the notebook's figure.
  public struct Bin: Sendable, Hashable {
    /// The range of counts.
    public var bin: Bins.Bin
    /// The number of points.
    public var count: Int
    /// The sum of accuracies over the number of points plus 0.001; 0 for an empty bin.
    public var mean: Double
  }

  /// One point for each distinct label among the predictions.
  public var points: KnownPoints
  /// The labels whose key differs from what was stored, so that they have the count 0: `potter's wheel`.
  public var missedLabels: [String]
  /// The stages whose counts are joined.
  public var stages: Stages
  /// The labels that get 0 since only instruction corpora mention them.
  public var instructOnlyLabels: [String]
  /// The number of classes of which more than the name was counted: aliases, plurals.
  public var classesWithMoreTerms = 0
  /// Spearman's rho on raw counts.
  public var spearman: Estimate<Correlation>
  /// Pearson's r on raw counts.
  public var pearson: Estimate<Correlation>
  /// The notebook's bins, below 100,000, or those that were asked for.
  public var bins: [Bin]
  /// The number of points in no bin: those at or above 100,000 of the notebook's.
  public var beyondBins: Int
  /// Whether the bins are the notebook's.
  public var hasOwnBins: Bool

  /// What the join assumes, a sentence each, with n.
  var assumptions: [String] {
    let n = NumberText.grouped(points.points.count)
    let missed = missedLabels.isEmpty ? "" : " (\(ShownText.names(missedLabels, limit: 3)))"
    let only = instructOnlyLabels.isEmpty ? "" : " (\(ShownText.names(instructOnlyLabels, limit: 3)))"
    return [
      "n is \(n): a point is a distinct label among the predictions; classes of one name share one, their accuracy "
        + "pooled over their images, or averaged where the images are not known",
      "a count is looked up under the lower-cased label but was stored under its NLTK tokens joined by spaces; for "
        + "that, \(Self.labels(missedLabels.count)) 0\(missed)",
      "classes with the same tokens add their counts, so that duplicate classes count theirs twice",
      stages == .both
        ? "a label that no pretraining caption mentions gets 0, even where instruction data mention it; for that, "
          + "\(Self.labels(instructOnlyLabels.count)) 0\(only)"
        : "counts are of the \(stages == .pretrain ? "pretraining" : "instruction") data alone, looked up in a dictionary "
          + "of their own",
      "coefficients are of raw counts",
      "bins are half open, \(beyond) a bin's mean is its sum divided by its size plus 0.001, and an empty bin is drawn "
        + "at 0",
      "the caption (turn) is the unit; the notebook's own unit, its roles and its lower-casing are unpublished",
    ]
      + (classesWithMoreTerms == 0
        ? []
        : [
          "\(ShownText.count(classesWithMoreTerms, "class has", "classes have")) other terms besides the name, whose "
            + "captions are counted too; the notebook searched for names only"
        ])
  }

  private var beyond: String {
    let labels = ShownText.count(beyondBins, "label", "labels")
    if hasOwnBins { return "those from 100,000 on (\(labels)) are left out," }
    return beyondBins > 0 ? "\(labels) lie in none of those that were asked for," : "not the notebook's own,"
  }

  private static func labels(_ count: Int) -> String {
    ShownText.count(count, "label", "labels") + (count == 1 ? " gets" : " get")
  }

  /// Joins the classes of one model.
  ///
  /// - Parameters:
  ///   - classes: The class set in its order, with counts of the `paper` rule.
  ///   - model: The model's name.
  ///   - corpus: The corpora's names.
  ///   - stages: The stages whose counts are joined; of one stage the counts are those that `pretrain` holds.
  ///   - choice: Other bins than the notebook's.
  ///   - tokens: The tokens of a name under the `paper` rule, before its ends are dropped.
  ///   - lowercased: Python's `str.lower` of a whole text.
  public init(
    _ classes: [Input], model: String, corpus: String, stages: Stages = .both, bins choice: BinChoice? = nil,
    tokens: (String) -> [String], lowercased: (String) -> String
  ) {
    self.stages = stages
    var stored: [[UInt8]: (pretrain: Int, instruct: Int)] = [:]
    for entry in classes {
      let key = Array(tokens(entry.name).joined(separator: " ").utf8)
      let known = stored[key] ?? (0, 0)
      stored[key] = (known.pretrain + entry.pretrain, known.instruct + entry.instruct)
    }
    var order: [[UInt8]] = []
    var members: [[UInt8]: [Int]] = [:]
    for (index, entry) in classes.enumerated() where entry.accuracy != nil {
      let label = Array(entry.name.utf8)
      if members[label] == nil { order.append(label) }
      members[label, default: []].append(index)
    }
    var points: [KnownPoints.Point] = []
    var missed: [String] = []
    var instructOnly: [String] = []
    for label in order {
      let own = members[label] ?? []
      guard let first = own.first else { continue }
      let name = classes[first].name
      let key = Array(lowercased(name).utf8)
      let found = stored[key]
      if found == nil { missed.append(name) }
      if let found, found.pretrain == 0, found.instruct > 0 { instructOnly.append(name) }
      let count = found.map { $0.pretrain > 0 ? $0.pretrain + $0.instruct : 0 } ?? 0
      points.append(Self.point(own.map { classes[$0] }, index: first, name: name, count: count))
    }
    self.points = KnownPoints(model: model, corpus: corpus, points: points)
    missedLabels = missed
    instructOnlyLabels = instructOnly
    let counts = self.points.counts
    let accuracies = self.points.accuracies
    spearman = self.points.spearman
    pearson = Pearson.correlation(counts, accuracies)
    let edges = (choice?.bins(for: counts).value ?? .paper)
    hasOwnBins = choice == nil
    let (inside, outside) = edges.members(counts)
    let all = zip(edges.bins, inside).map { bin, members in
      let sum = members.reduce(0) { $0 + accuracies[$1] }
      return Bin(bin: bin, count: members.count, mean: sum / (Double(members.count) + 0.001))
    }
    bins = hasOwnBins ? all.filter { $0.bin.high != nil } : all
    beyondBins = outside.count + (hasOwnBins ? inside.last?.count ?? 0 : 0)
  }

  /// The point of classes that share a label: their accuracy over all their images, or the mean where the images
  /// are not known.
  private static func point(_ twins: [Input], index: Int, name: String, count: Int) -> KnownPoints.Point {
    let correct = twins.compactMap(\.correct)
    let total = twins.compactMap(\.total)
    let known = correct.count == twins.count && total.count == twins.count
    let rights = correct.reduce(0, +)
    let answers = total.reduce(0, +)
    let mean = twins.compactMap(\.accuracy).reduce(0, +) / Double(twins.count)
    return KnownPoints.Point(
      classIndex: index, className: name, count: Double(count),
      accuracy: known && answers > 0 ? Double(rights) / Double(answers) : mean,
      correct: known ? rights : nil, total: known ? answers : nil)
  }
}
