import Foundation

/// A partial correlation without what chance does to the accuracies among its inputs.
///
/// Holding a noisy control fixed holds only a part of it fixed, and what is left looks like an effect of the other input. Here
/// each correlation is divided by the roots of its inputs' reliabilities before the controls are taken out. The reliabilities
/// come from the inputs' own images: two halves of them are each the instrument of the other.
public struct CorrectedPartial: Hashable, Sendable {
  /// One input.
  public enum Input: Hashable, Sendable {
    /// Numbers without error.
    case exact([Double])
    /// Accuracies, with the images behind them.
    case measured(MeasuredAccuracies)

    /// The numbers.
    public var values: [Double] {
      switch self {
      case .exact(let values): values
      case .measured(let measured): measured.accuracies
      }
    }
  }

  /// Which coefficient it is: rho or r.
  public var kind: Coefficient
  /// The partial correlation, between -1 and 1.
  public var value: Double
  /// The reliability of the second input and of each control; 1 for one that is exact.
  public var reliabilities: [Double]
  /// The number of classes.
  public var count: Int

  /// Computes the corrected partial correlation.
  ///
  /// Undefined where the ordinary one is, and where the reliabilities are so small that the corrected correlations are none
  /// that any inputs could have. It assumes that the chance of one input is independent of the others', which two models
  /// that were tested on the same images may break: images that are hard for both make it seem too small.
  ///
  /// Source: Kahneman (1965), Control of spurious association and the reliability of the controlled variable, Psychol. Bull.
  /// 64; the matrix form: Fuller (1987), Measurement error models, section 2.2.
  ///
  /// - Complexity: O(splits × *n* log *n*) for each input that is measured.
  public static func of(
    _ kind: Coefficient, _ x: [Double], _ y: Input, controls: [Input], splits: Int = 40, seed: UInt64 = 1
  ) -> Estimate<CorrectedPartial> {
    Estimate { () throws(Undefined) -> CorrectedPartial in
      let inputs = [.exact(x), y] + controls
      try check(kind, inputs)
      var reliabilities: [Double] = []
      for input in inputs {
        switch input {
        case .exact: reliabilities.append(1)
        case .measured(let measured):
          let found =
            kind == .pearson ? measured.reliability : measured.rankReliability(splits: splits, seed: seed)
          reliabilities.append(try found.get())
        }
      }
      let columns = inputs.map { kind == .pearson ? $0.values : Ranks.averaged($0.values) }
      let value = try partial(columns, reliabilities)
      return CorrectedPartial(
        kind: kind, value: value, reliabilities: Array(reliabilities.dropFirst()), count: x.count)
    }
  }

  private static func check(_ kind: Coefficient, _ inputs: [Input]) throws(Undefined) {
    guard kind != .kendall else { throw .parameter("Kendall's tau with controls has no p-value") }
    let count = inputs[0].values.count
    guard count >= inputs.count + 1 else { throw .tooFew(have: count, need: inputs.count + 1) }
    for (place, input) in inputs.enumerated() {
      let which: Undefined.Variable = place == 0 ? .first : place == 1 ? .second : .control(place - 2)
      guard input.values.count == count else { throw .lengthsDiffer(count, input.values.count) }
      if let index = input.values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(which, index: index)
      }
      guard !Samples.isConstant(input.values) else { throw .constant(which) }
    }
  }

  /// The partial correlation of the first two columns, the others held fixed, from corrected correlations.
  ///
  /// - Parameters:
  ///   - columns: The columns, or their ranks.
  ///   - reliabilities: The reliability of each.
  ///   - clamps: Whether a value beyond -1 or 1, which no inputs could have, is that end: what a resample has that went too far.
  /// - Returns: A number from -1 to 1.
  /// - Throws: `Undefined`, where the controls leave nothing, and for a value beyond -1 or 1 unless it is clamped.
  static func partial(
    _ columns: [[Double]], _ reliabilities: [Double], clamps: Bool = false
  ) throws(Undefined) -> Double {
    let size = columns.count
    var matrix = [[Double]](repeating: [Double](repeating: 1, count: size), count: size)
    for row in 0..<size {
      for column in 0..<row {
        let r = try Pearson.ofFinite(columns[row], columns[column])
        let corrected = r / (reliabilities[row] * reliabilities[column]).squareRoot()
        matrix[row][column] = corrected
        matrix[column][row] = corrected
      }
    }
    // Gauss's elimination of each control leaves the covariances of the rest with it held fixed.
    for control in stride(from: 2, to: size, by: 1) {
      let pivot = matrix[control][control]
      guard pivot > 1e-10 else {
        throw reliabilities.allSatisfy { $0 == 1 } ? .redundant(control: control - 2) : .unreliable
      }
      for row in 0..<size where row != control {
        let factor = matrix[row][control] / pivot
        for column in 0..<size { matrix[row][column] -= factor * matrix[control][column] }
      }
    }
    if clamps, matrix[0][0] > 1e-10, matrix[1][1] <= 1e-10 { return matrix[0][1] < 0 ? -1 : 1 }
    guard matrix[0][0] > 1e-10, matrix[1][1] > 1e-10 else {
      if reliabilities.allSatisfy({ $0 == 1 }) {
        throw .explained(matrix[0][0] > 1e-10 ? .second : .first)
      }
      throw .unreliable
    }
    let value = matrix[0][1] / (matrix[0][0] * matrix[1][1]).squareRoot()
    guard abs(value) <= 1 || clamps else { throw .unreliable }
    return min(1, max(-1, value))
  }

  /// The reliability of one control below which its noise alone could make the partial correlation that is seen: r(x,z)
  /// r(y,z) / r(x,y).
  ///
  /// - Returns: A number between 0 and 1; nil where no noise in the control could make all of it.
  static func sufficientReliability(
    _ kind: Coefficient, _ x: [Double], _ y: [Double], control: [Double]
  ) -> Double? {
    guard let xy = kind.value(x, y).value, let xz = kind.value(x, control).value,
      let yz = kind.value(y, control).value, xy != 0
    else { return nil }
    let needed = xz * yz / xy
    return needed > 0 && needed < 1 ? needed : nil
  }
}

extension Resampling {
  /// The bootstrap's interval of a corrected partial correlation, with all reliabilities estimated anew in each resample.
  ///
  /// - Complexity: some four correlations for each measured input a resample.
  public func interval(
    of corrected: CorrectedPartial, _ x: [Double], _ y: CorrectedPartial.Input,
    controls: [CorrectedPartial.Input], confidence: Double = 0.95
  ) -> Estimate<BootstrapInterval> {
    let inputs = [.exact(x), y] + controls
    let kind = corrected.kind
    var columns: [[Double]] = []
    /// How many columns stand behind each input's numbers.
    var behind: [Int] = []
    for (place, input) in inputs.enumerated() {
      columns.append(input.values)
      guard case .measured(let measured) = input else {
        behind.append(0)
        continue
      }
      // Models tested on the same images are divided alike or not: it must not matter, so each has its own seed.
      let own =
        kind == .pearson
        ? [measured.noise]
        : measured.halves(Self.splitsOfResample, seed: seed &+ UInt64(place)).flatMap {
          [$0.first, $0.second]
        }
      columns += own
      behind.append(own.count)
    }
    if kind == .spearman { columns = columns.map(Ranks.places) }
    let layout = behind
    let found = coarseReplicates(columns) { columns in
      Estimate { () throws(Undefined) -> Double in
        var (values, reliabilities): ([[Double]], [Double]) = ([], [])
        var place = 0
        for count in layout {
          let own = columns[place]
          let rest = columns[(place + 1)..<(place + 1 + count)]
          place += 1 + count
          values.append(kind == .pearson ? own : Ranks.averagedPlaces(own))
          let reliability: Estimate<Double> =
            count == 0
            ? .success(1)
            : kind == .pearson
              ? MeasuredAccuracies.reliability(own, noise: rest[rest.startIndex])
              : NoisyRanks.reliability(rest)
          reliabilities.append(try reliability.get())
        }
        return try CorrectedPartial.partial(values, reliabilities, clamps: true)
      }
    }
    return found.flatMap { replicates in
      // A shift, not a factor: both may lie on either side of 0.
      let shift = corrected.value - replicates.value
      return interval(
        Replicates(
          value: corrected.value, drawn: replicates.drawn.map { min(1, max(-1, $0 + shift)) },
          left: replicates.left.map { $0 + shift }), confidence: confidence)
    }
  }
}
