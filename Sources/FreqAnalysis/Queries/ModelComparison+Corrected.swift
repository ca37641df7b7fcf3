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
    var difference: Double { first - second }
    /// Whether the interval excludes 0.
    var isClear: Bool { bootstrap.interval.low > 0 || bootstrap.interval.high < 0 }
  }

  /// Corrects comparisons for the images behind each model's accuracies.
  ///
  /// - Parameters:
  ///   - comparisons: Comparisons of rho of some of the models.
  ///   - models: The points of the models under the same corpora.
  ///   - refined: What was found of each model, with its resamples; nil: to be computed.
  ///   - resampling: How often points are resampled; at most 999 times.
  /// - Returns: The comparisons with `corrected`, undefined where the images of a model are not known.
  /// - Complexity: none where all models were tested on the same classes, else some ten rank correlations a pair and resample.
  static func corrected(
    _ comparisons: [ModelComparison], _ models: [KnownPoints], _ refined: [RefinedCorrelation?],
    resampling: Resampling
  ) -> [ModelComparison] {
    let fewer = resampling.bounded(work: RefinedCorrelation.work(models) * Double(models.count), seconds: 10)
      .atMost(RefinedCorrelation.mostResamples)
    let tested = models.map(\.withImages)
    let classes = tested.map { $0.points.map(\.classIndex) }
    func place(_ name: String) -> Int? { models.firstIndex { $0.model.utf8.elementsEqual(name.utf8) } }
    return comparisons.map { comparison in
      var result = comparison
      guard comparison.kind == .spearman, let one = place(comparison.first),
        let two = place(comparison.second)
      else { return comparison }
      if classes[one] == classes[two], let left = refined[one]?.side, let right = refined[two]?.side {
        result.corrected = left.flatMap { left in right.flatMap { left.against($0, fewer) } }
      } else if models[one].lacksImages || models[two].lacksImages {
        result.corrected = .failure(.parameter("the number of images of each class is not known"))
      } else {
        let (left, right) = (Set(classes[one]), Set(classes[two]))
        let own = tested[one].filter { right.contains($0.classIndex) }
        result.corrected = Side.of(own, fewer).flatMap { own in
          Side.of(tested[two].filter { left.contains($0.classIndex) }, fewer).flatMap {
            own.against($0, fewer)
          }
        }
      }
      return result
    }
  }

  /// One model of a pair, resampled.
  struct Side: Sendable {
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
      var resampling = resampling
      resampling.resamples = replicates.drawn.count
      guard other.replicates.drawn.count == replicates.drawn.count else {
        return .failure(.lengthsDiffer(replicates.drawn.count, other.replicates.drawn.count))
      }
      return resampling.interval(replicates.minus(other.replicates)).map {
        Corrected(
          first: rho.value, second: other.rho.value, firstReliability: rho.reliability,
          secondReliability: other.rho.reliability, bootstrap: $0)
      }
    }
  }

  /// Whether chance in the images does not make a difference: where they are known, the corrected interval leaves out zero.
  var isClearOfChance: Bool { corrected?.value?.isClear ?? true }

  /// What the images do to the comparison, as a clause that follows the coefficients as they are; nil where it was not asked.
  var correctedClause: String? {
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
