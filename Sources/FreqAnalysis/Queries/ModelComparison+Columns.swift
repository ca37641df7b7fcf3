extension ModelComparison {
  /// The columns of some models on the same classes, each ranked once for all pairs.
  struct PreparedColumns: Sendable {
    private let kind: Coefficient
    /// For each model what stands for its counts and for its accuracies: ranks for rho; undefined with the reason.
    private var columns: [Int: Estimate<(counts: [Double], accuracies: [Double])>] = [:]

    /// Ranks the counts and accuracies of each model, by its number.
    init(_ points: [Int: KnownPoints], _ kind: Coefficient) {
      self.kind = kind
      let models = points.sorted { $0.key < $1.key }
      let made = Resampling().mapped(models.count) { Self.columns(of: models[$0].value, kind) }
      for (model, own) in zip(models, made) { columns[model.key] = own }
    }

    private static func columns(of points: KnownPoints, _ kind: Coefficient) -> Estimate<
      (counts: [Double], accuracies: [Double])
    > {
      ModelComparison.shared(points, kind).flatMap { counts in
        Estimate { () throws(Undefined) -> (counts: [Double], accuracies: [Double]) in
          guard kind == .spearman else { return (counts, points.accuracies) }
          try Samples.checkOrdered(counts, points.accuracies, need: 2)
          return (Ranks.averaged(counts), Ranks.averaged(points.accuracies))
        }
      }
    }

    /// The correlations of the first model's counts with both models' accuracies.
    ///
    /// - Complexity: O(*n*): rho is r of ranks.
    func correlations(_ left: Int, _ right: Int) -> Estimate<DependentCorrelations> {
      guard let one = columns[left], let two = columns[right] else { return .failure(.degenerate) }
      return one.flatMap { one in
        two.flatMap {
          DependentCorrelations.of(.pearson, shared: one.counts, one.accuracies, $0.accuracies)
        }
      }
    }
  }
}
