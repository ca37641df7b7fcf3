extension ModelComparison {
  /// The difference of two models' rho without the chance in their accuracies: models that were tested on fewer images have a
  /// smaller rho by this alone.
  public struct Corrected: Sendable, Hashable {
    /// The first model's corrected rho.
    public var first: Double
    /// The second model's corrected rho.
    public var second: Double
    /// The reliability of the first model's accuracies, in ranks.
    public var firstReliability: Double
    /// The reliability of the second model's accuracies.
    public var secondReliability: Double
    /// The paired bootstrap of the difference.
    public var bootstrap: BootstrapInterval

    /// The difference, first minus second.
    public var difference: Double { first - second }
    /// Whether the interval excludes 0.
    public var isClear: Bool { bootstrap.interval.low > 0 || bootstrap.interval.high < 0 }
  }

  /// Corrects comparisons for the images behind each model's accuracies.
  ///
  /// - Parameters:
  ///   - comparisons: Comparisons of rho of some of the models.
  ///   - models: The points of the models under the same corpora.
  ///   - resampling: How often points are resampled; at most 999 times.
  /// - Returns: The comparisons with `corrected`, undefined where the images of a model are not known.
  /// - Complexity: some ten rank correlations a model and resample where all models were tested on the same classes, else a pair.
  static func corrected(
    _ comparisons: [ModelComparison], _ models: [KnownPoints], resampling: Resampling
  ) -> [ModelComparison] {
    var fewer = resampling
    fewer.resamples = min(fewer.resamples, RefinedCorrelation.mostResamples)
    let classes = models.map { $0.withImages.points.map(\.classIndex) }
    let areAlike = classes.allSatisfy { $0 == classes.first }
    var known: [String: Estimate<Side>] = [:]
    if areAlike { for model in models { known[model.model] = Side.of(model.withImages, fewer) } }
    return comparisons.map { comparison in
      var result = comparison
      guard comparison.kind == .spearman,
        let one = models.first(where: { $0.model.utf8.elementsEqual(comparison.first.utf8) }),
        let two = models.first(where: { $0.model.utf8.elementsEqual(comparison.second.utf8) })
      else { return comparison }
      if areAlike, let left = known[one.model], let right = known[two.model] {
        result.corrected = left.flatMap { left in right.flatMap { left.against($0, fewer) } }
      } else {
        let shared = Set(two.withImages.points.map(\.classIndex))
        let left = one.withImages.filter { shared.contains($0.classIndex) }
        let both = Set(left.points.map(\.classIndex))
        let right = two.withImages.filter { both.contains($0.classIndex) }
        result.corrected = Side.of(left, fewer).flatMap { own in
          Side.of(right, fewer).flatMap { own.against($0, fewer) }
        }
      }
      return result
    }
  }

  /// One model of a pair, resampled.
  private struct Side: Sendable {
    var rho: Disattenuation
    var replicates: Resampling.Replicates

    static func of(_ points: KnownPoints, _ resampling: Resampling) -> Estimate<Side> {
      points.measured.flatMap { measured in
        Disattenuation.of(.spearman, points.counts, measured, seed: resampling.seed).flatMap { rho in
          resampling.replicates(correcting: .spearman, points.counts, measured, to: rho.value).map {
            Side(rho: rho, replicates: $0)
          }
        }
      }
    }

    func against(_ other: Side, _ resampling: Resampling) -> Estimate<Corrected> {
      resampling.interval(replicates.minus(other.replicates)).map {
        Corrected(
          first: rho.value, second: other.rho.value, firstReliability: rho.reliability,
          secondReliability: other.rho.reliability, bootstrap: $0)
      }
    }
  }

  /// Whether a difference is claimed: by the corrected interval where the images are known, which a test of the
  /// coefficients as they are cannot replace.
  public var isClaimed: Bool {
    guard let both = correlations.value, both.steiger.p < 0.05 else { return false }
    return corrected?.value?.isClear ?? true
  }

  /// What the images do to the comparison, as a clause that follows the coefficients as they are; nil where it was not asked.
  public var correctedClause: String? {
    guard let corrected else { return nil }
    switch corrected {
    case .success(let found):
      let interval = found.bootstrap.interval
      return
        "without the chance in the images \(Finding.fixed(found.first)) and \(Finding.fixed(found.second)), "
        + "difference \(Finding.fixed(interval.low)) to \(Finding.fixed(interval.high))"
    case .failure(let reason):
      return "not corrected for the images of each class, because \(reason.clauseOfPoints)"
    }
  }
}
