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

  /// Compares two models' points under one sum of corpora.
  public init(
    _ one: KnownPoints, _ two: KnownPoints, kind: Coefficient = .spearman,
    resampling: Resampling = Resampling()
  ) {
    let (left, right) = Self.common(one, two)
    self.init(left, right, kind) {
      Self.replicates(left, kind, resampling).flatMap { own in
        Self.replicates(right, kind, resampling).flatMap { resampling.interval(own.minus($0)) }
      }
    }
  }

  /// Compares models tested on the same classes.
  private init(
    _ one: KnownPoints, _ two: KnownPoints, _ kind: Coefficient,
    bootstrap: () -> Estimate<BootstrapInterval>
  ) {
    first = one.model
    second = two.model
    corpus = one.corpus
    n = one.points.count
    self.kind = kind
    correlations = Self.shared(one, kind).flatMap {
      DependentCorrelations.of(kind, shared: $0, one.accuracies, two.accuracies)
    }
    self.bootstrap = bootstrap()
  }

  /// Compares every model with every later one.
  ///
  /// - Complexity: the resamples of each model once where all were tested on the same classes, else of each pair.
  public static func all(
    _ models: [KnownPoints], kind: Coefficient = .spearman, resampling: Resampling = Resampling()
  ) -> [ModelComparison] {
    let classes = models.map { $0.points.map(\.classIndex) }
    let areAlike = classes.allSatisfy { $0 == classes.first }
    let replicates = areAlike && models.count > 1 ? models.map { Self.replicates($0, kind, resampling) } : []
    return models.indices.flatMap { left in
      models.indices.dropFirst(left + 1).map { right in
        guard areAlike else {
          return ModelComparison(models[left], models[right], kind: kind, resampling: resampling)
        }
        return ModelComparison(models[left], models[right], kind) {
          replicates[left].flatMap { own in
            replicates[right].flatMap { resampling.interval(own.minus($0)) }
          }
        }
      }
    }
  }

  /// Both models' points on the classes of both, with the first one's counts.
  private static func common(_ one: KnownPoints, _ two: KnownPoints) -> (KnownPoints, KnownPoints) {
    let others = Dictionary(
      two.points.map { ($0.classIndex, $0.accuracy) }, uniquingKeysWith: { first, _ in first })
    let left = one.filter { others[$0.classIndex] != nil }
    var right = left
    right.model = two.model
    for index in right.points.indices {
      right.points[index].accuracy = others[right.points[index].classIndex] ?? 0
    }
    return (left, right)
  }

  /// What the accuracies are correlated with.
  private static func shared(_ points: KnownPoints, _ kind: Coefficient) -> Estimate<[Double]> {
    kind == .pearson ? LogCounts.plusOne(points.counts) : .success(points.counts)
  }

  private static func replicates(
    _ points: KnownPoints, _ kind: Coefficient, _ resampling: Resampling
  ) -> Estimate<Resampling.Replicates> {
    shared(points, kind).flatMap { resampling.replicates(of: kind, $0, points.accuracies) }
  }
}
