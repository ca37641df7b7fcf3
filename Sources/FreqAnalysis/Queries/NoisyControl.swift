/// What the chance in accuracies does to a partial correlation: the coefficient without it, or what would have to be known.
public struct NoisyControl: Sendable {
  /// The controls that are accuracies, by name.
  public var accuracies: [String]
  /// rho with the controls held fixed as they would be without the chance in them; nil where no control is an accuracy. The
  /// model's own accuracies are as they are, as in the ordinary coefficient.
  public var corrected: Estimate<CorrectedPartial>?
  /// The bootstrap's interval of it.
  public var interval: Estimate<BootstrapInterval>
  /// The reliability of the only control below which its noise alone could make the partial rho; nil where there are several,
  /// or where no noise could.
  public var sufficient: Double?
  /// The number of classes with images of every control.
  public var n: Int

  /// Computes it for the classes of which every covariate is known.
  ///
  /// - Complexity: some 40 rank correlations a measured input, and ten a resample.
  init(_ points: KnownPoints, _ covariates: [Covariate], resampling: Resampling) {
    let noisy = covariates.filter { $0.images != nil }
    accuracies = noisy.map(\.name)
    let known = points.filter { point in covariates.allSatisfy { $0.values[point.classIndex] != nil } }
    n = known.points.count
    sufficient = nil
    interval = .failure(.parameter("no control is an accuracy"))
    guard !noisy.isEmpty else { return }
    if covariates.count == 1 {
      sufficient = CorrectedPartial.sufficientReliability(
        .spearman, known.counts, known.accuracies,
        control: known.points.map { covariates[0].values[$0.classIndex] ?? 0 })
    }
    let tested = known.filter { point in
      noisy.allSatisfy { ($0.images?[point.classIndex] ?? 0) >= 2 }
    }
    guard !tested.points.isEmpty else {
      corrected = .failure(.parameter("the number of images of each class is not known"))
      return
    }
    n = tested.points.count
    let inputs: [Estimate<CorrectedPartial.Input>] = covariates.map { control in
      let values = tested.points.map { control.values[$0.classIndex] ?? 0 }
      guard let images = control.images else { return .success(.exact(values)) }
      return MeasuredAccuracies.of(values, totals: tested.points.map { images[$0.classIndex] ?? 0 })
        .map(CorrectedPartial.Input.measured)
    }
    let few = resampling.atMost(RefinedCorrelation.mostResamples)
    let found = Estimate { () throws(Undefined) -> (CorrectedPartial, Estimate<BootstrapInterval>) in
      let model = CorrectedPartial.Input.exact(tested.accuracies)
      var controls: [CorrectedPartial.Input] = []
      for input in inputs { controls.append(try input.get()) }
      let partial = try CorrectedPartial.of(
        .spearman, tested.counts, model, controls: controls, seed: few.seed
      ).get()
      return (partial, few.interval(of: partial, tested.counts, model, controls: controls))
    }
    corrected = found.map(\.0)
    interval = found.flatMap(\.1)
  }

  /// What a person should know about a partial rho that holds a model's accuracies fixed; nil where none is.
  ///
  /// - Parameters:
  ///   - model: Whose rho it is.
  ///   - partial: The partial rho of the accuracies as they are.
  /// - Returns: The sentence.
  public func sentence(of model: String, partial: Estimate<Correlation>) -> String? {
    guard let corrected else { return nil }
    let names = accuracies.joined(separator: " and ")
    switch corrected {
    case .success(let found):
      let ends = interval.value?.interval
      let range = ends.map { " (\(Finding.fixed($0.low)) to \(Finding.fixed($0.high)))" } ?? ""
      let holds = ends.map { $0.low > 0 || $0.high < 0 } ?? false
      let reliability = found.reliabilities.dropFirst().filter { $0 < 1 }.map { Finding.fixed($0) }
        .joined(separator: " and ")
      return
        "\(model): without the chance in the control’s images, ρ controlling for \(names) (reliability \(reliability)) is "
        + "\(Finding.fixed(found.value))\(range)"
        + (holds
          ? ""
          : ends == nil
            ? ", too uncertain for an interval"
            : ", so that noise in the control may be all that the ordinary coefficient shows")
    case .failure(let reason):
      let why =
        "\(model): ρ controlling for \(names) is not corrected for the noise in it, because \(reason.clauseOfPoints)"
      guard let sufficient, partial.value != nil else { return why }
      return why
        + "; a reliability of \(Finding.fixed(sufficient)) or less of \(names) would make it by noise alone"
    }
  }
}

extension CorrelationReport {
  /// What a person should know of the chance in the controls; nil where there is none.
  var noiseSentence: String? {
    partial.flatMap { $0.noise?.sentence(of: "\(model), \(corpus)", partial: $0.spearman) }
  }
}
