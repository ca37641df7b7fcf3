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

  /// Compares two models' points under one sum of corpora.
  public init(
    _ one: KnownPoints, _ two: KnownPoints, kind: Coefficient = .spearman,
    resampling: Resampling = Resampling()
  ) {
    first = one.model
    second = two.model
    corpus = one.corpus
    self.kind = kind
    let others = Dictionary(
      two.points.map { ($0.classIndex, $0.accuracy) }, uniquingKeysWith: { first, _ in first })
    let both = one.points.compactMap { point in others[point.classIndex].map { (point, $0) } }
    n = both.count
    let counts = both.map(\.0.count)
    let shared: Estimate<[Double]> = kind == .pearson ? LogCounts.plusOne(counts) : .success(counts)
    let accuracies = both.map(\.0.accuracy)
    let otherAccuracies = both.map(\.1)
    correlations = shared.flatMap { DependentCorrelations.of(kind, shared: $0, accuracies, otherAccuracies) }
    bootstrap = shared.flatMap {
      DependentCorrelations.bootstrapDifference(
        kind, shared: $0, accuracies, otherAccuracies, resampling: resampling)
    }
  }

  /// Compares every model with every later one.
  public static func all(
    _ models: [KnownPoints], kind: Coefficient = .spearman, resampling: Resampling = Resampling()
  ) -> [ModelComparison] {
    models.indices.flatMap { left in
      models.indices.dropFirst(left + 1).map { right in
        ModelComparison(models[left], models[right], kind: kind, resampling: resampling)
      }
    }
  }
}
