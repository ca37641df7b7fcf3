/// Whether two models depend on frequency equally, on the classes on which both were tested.
public struct ModelComparison: Sendable {
  /// The first model.
  public var first: String
  /// The second model.
  public var second: String
  /// The corpora's names joined by `+`.
  public var corpus: String
  /// The number of classes with a count and both accuracies.
  public var n: Int
  /// Which coefficient is compared: rho, or r of log10(count + 1).
  public var kind: Coefficient
  /// The two correlations with their tests; undefined with the reason.
  public var correlations: Estimate<DependentCorrelations>
  /// The bootstrap of the difference, which assumes no distribution.
  public var bootstrap: Estimate<BootstrapInterval>
  /// The difference without the chance in the models' accuracies; nil where it was not asked for.
  public var corrected: Estimate<Corrected>?
  /// The bootstrap of the difference of the coefficients' sizes, |first| - |second|: which model correlates more
  /// strongly with frequency, up or down. It differs from `bootstrap` in the sign where both fall, and in all where one rises.
  public var strength: Estimate<BootstrapInterval>
  /// The p-values with those of all other pairs in mind.
  public var adjusted: Adjusted

  /// p-values adjusted by Holm's method for all pairs that are compared at once.
  public struct Adjusted: Sendable {
    /// Steiger's of the difference.
    public var p: Estimate<Double>
    /// Steiger's of the difference of the sizes.
    public var strengthP: Estimate<Double>
    /// The number of pairs.
    public var pairs: Int
  }

  /// The smallest difference that as many classes show in four of five draws, by a test at 5 % of this pair alone: 2.8
  /// standard errors of the bootstrap.
  ///
  /// Source: Cohen (1988), Statistical power analysis for the behavioral sciences, section 1.5, with a normal statistic.
  var smallestShown: Estimate<Double> {
    bootstrap.map { (Normal.upperQuantile(0.025) + Normal.upperQuantile(0.2)) * $0.standardError }
  }

  /// Compares two models' points under one sum of corpora.
  public init(
    _ one: KnownPoints, _ two: KnownPoints, kind: Coefficient = .spearman,
    resampling: Resampling = Resampling()
  ) {
    // Both on the classes of both, with the first one's counts.
    let counts = Dictionary(
      one.points.map { ($0.classIndex, $0.count) }, uniquingKeysWith: { first, _ in first })
    var other = two.filter { counts[$0.classIndex] != nil }
    for place in other.points.indices {
      other.points[place].count = counts[other.points[place].classIndex] ?? 0
    }
    self = Self.all([one, other], kind: kind, resampling: resampling)[0]
  }

  /// Compares models tested on the same classes.
  private init(
    _ one: KnownPoints, _ two: KnownPoints, _ kind: Coefficient,
    _ left: Estimate<Resampling.Replicates>, _ right: Estimate<Resampling.Replicates>,
    _ correlations: Estimate<DependentCorrelations>, _ resampling: Resampling
  ) {
    first = one.model
    second = two.model
    corpus = one.corpus
    n = one.points.count
    self.kind = kind
    self.correlations = correlations
    let bootstrap = left.flatMap { left in right.flatMap { resampling.interval(left.minus($0)) } }
    self.bootstrap = bootstrap
    strength = left.flatMap { left in
      right.flatMap { right in
        // Where both coefficients have one sign, the difference of their sizes is theirs or its negative.
        if left.value >= 0, right.value >= 0 { return bootstrap }
        if left.value < 0, right.value < 0 { return bootstrap.map(\.negated) }
        return resampling.interval(
          (left.value < 0 ? left.negated : left).minus(right.value < 0 ? right.negated : right))
      }
    }
    adjusted = Adjusted(
      p: correlations.map(\.steiger.p), strengthP: correlations.flatMap(\.sizes).map(\.steiger.p), pairs: 1)
  }

  /// Compares every model with every later one.
  ///
  /// - Complexity: the resamples of each model once for each set of classes on which two models were tested.
  public static func all(
    _ models: [KnownPoints], kind: Coefficient = .spearman, resampling: Resampling = Resampling()
  ) -> [ModelComparison] {
    adjusted(PairPlan(models, kind).comparisons(resampling))
  }

  /// Adjusts the p-values of pairs for their number.
  static func adjusted(_ comparisons: [ModelComparison]) -> [ModelComparison] {
    let p = MultipleTesting.holm(comparisons.map { $0.correlations.map(\.steiger.p) })
    let sizes = MultipleTesting.holm(
      comparisons.map { $0.correlations.flatMap(\.sizes).map(\.steiger.p) })
    var comparisons = comparisons
    for place in comparisons.indices {
      let isOneSign = comparisons[place].correlations.value.map { ($0.first < 0) == ($0.second < 0) } ?? true
      comparisons[place].adjusted = Adjusted(
        p: p[place], strengthP: isOneSign ? p[place] : sizes[place], pairs: comparisons.count)
    }
    return comparisons
  }

  /// What the accuracies are correlated with.
  static func shared(_ points: KnownPoints, _ kind: Coefficient) -> Estimate<[Double]> {
    kind == .pearson ? LogCounts.plusOne(points.counts) : .success(points.counts)
  }

  /// All pairs of some models, ordered by the classes on which both of a pair were tested.
  struct PairPlan {
    private let models: [KnownPoints]
    private let kind: Coefficient
    /// The classes of some pairs, and the pairs.
    private var groups: [(classes: [Int], pairs: [(left: Int, right: Int)])] = []
    private var places: [[Int]: Int] = [:]

    init(_ models: [KnownPoints], _ kind: Coefficient = .spearman) {
      self.models = models
      self.kind = kind
      let classes = models.map { $0.points.map(\.classIndex) }
      for left in models.indices {
        for right in models.indices.dropFirst(left + 1) {
          var both = classes[left]
          if classes[right] != both {
            let others = Set(classes[right])
            both.removeAll { !others.contains($0) }
          }
          let place = places[both] ?? groups.count
          if place == groups.count {
            places[both] = place
            groups.append((both, []))
          }
          groups[place].pairs.append((left, right))
        }
      }
    }

    /// The work of a resample of what is not known already, in nanoseconds of one core.
    func work(besides known: [Int: Estimate<Resampling.Replicates>] = [:]) -> Double {
      groups.reduce(0) { sum, group in
        let drawn = unknown(group, known)
        return drawn.isEmpty
          ? sum : sum + Double(group.classes.count) * (6 + 0.8 * Double(drawn.count))
      } + 80 * Double(groups.reduce(0) { $0 + $1.pairs.count })
    }

    /// The work of what is not resampled, in nanoseconds of one core.
    var fixedWork: Double {
      groups.reduce(0) { $0 + Double($1.pairs.count) * Self.work(ofPair: $1.classes.count) }
    }

    private static func work(ofPair count: Int) -> Double { 30 * Double(count) }

    /// Makes the comparisons, models in their order.
    ///
    /// - Parameters:
    ///   - resampling: How often points are drawn.
    ///   - known: The replicates of models over all of their classes, with as many resamples.
    ///   - meter: What is told how far it has come.
    /// - Returns: A comparison a pair, whose p-values are not adjusted yet.
    func comparisons(
      _ resampling: Resampling, known: [Int: Estimate<Resampling.Replicates>] = [:],
      meter: WorkMeter? = nil
    ) -> [ModelComparison] {
      var made: [(left: Int, right: Int, comparison: ModelComparison)] = []
      for group in groups {
        let involved = Set(group.pairs.flatMap { [$0.left, $0.right] }).sorted()
        let kept = Set(group.classes)
        var points: [Int: KnownPoints] = [:]
        for model in involved {
          points[model] =
            models[model].points.count == group.classes.count
            ? models[model] : models[model].filter { kept.contains($0.classIndex) }
        }
        var replicates = known.filter { isWhole(group.classes, $0.key) }
        var shared = SharedResamples(count: group.classes.count)
        var numbers: [Int: Estimate<Int>] = [:]
        for model in unknown(group, known) {
          guard let own = points[model] else { continue }
          numbers[model] = ModelComparison.shared(own, kind).flatMap {
            shared.add(kind, $0, own.accuracies)
          }
        }
        if !numbers.isEmpty {
          let drawn = shared.replicates(resampling, meter: meter)
          for (model, number) in numbers { replicates[model] = number.map { drawn[$0] } }
        }
        let (own, all) = (replicates, points)
        let between = PreparedColumns(points, kind)
        let comparisons = resampling.mapped(group.pairs.count) { place -> ModelComparison? in
          let (left, right) = group.pairs[place]
          guard let one = all[left], var two = all[right], let first = own[left], let second = own[right]
          else { return nil }
          // The counts are the first one's, whatever the second's are called.
          two.corpus = one.corpus
          meter?.add(80 * Double(resampling.resamples) + Self.work(ofPair: group.classes.count))
          return ModelComparison(
            one, two, kind, first, second, between.correlations(left, right), resampling)
        }
        for (pair, comparison) in zip(group.pairs, comparisons) {
          if let comparison { made.append((pair.left, pair.right, comparison)) }
        }
      }
      return made.sorted { ($0.left, $0.right) < ($1.left, $1.right) }.map(\.comparison)
    }

    private func isWhole(_ classes: [Int], _ model: Int) -> Bool {
      models[model].points.count == classes.count
    }

    private func unknown(
      _ group: (classes: [Int], pairs: [(left: Int, right: Int)]),
      _ known: [Int: Estimate<Resampling.Replicates>]
    ) -> [Int] {
      Set(group.pairs.flatMap { [$0.left, $0.right] }).sorted().filter {
        known[$0] == nil || !isWhole(group.classes, $0)
      }
    }
  }
}
