/// The correlation of two inputs with others held fixed.
public enum PartialCorrelation {
  /// Correlates what the controls leave of the two inputs.
  ///
  /// For Pearson's r both inputs are replaced by their residuals on the controls and a constant; for Spearman's rho the
  /// same is done to the ranks of all inputs. Two-sided p by the t distribution with n - 2 - k degrees of freedom for k
  /// controls, at least one. Undefined where a control is constant or follows from the controls before it, and where the
  /// controls determine an input. Kendall's partial tau has no p-value and is refused.
  ///
  /// Source: Fisher (1924), The distribution of the partial correlation coefficient, Metron 3; for ranks: Conover
  /// (1999), Practical nonparametric statistics, section 5.4. Computed by orthogonalising the centred controls
  /// twice (Giraud and others, 2005).
  ///
  /// - Complexity: O(*n* *k*^2 + *k* *n* log *n*).
  public static func correlation(
    _ kind: Coefficient, _ x: [Double], _ y: [Double], controls: [[Double]]
  ) -> Estimate<Correlation> {
    Estimate { () throws(Undefined) -> Correlation in
      try computed(kind, x, y, controls)
    }
  }

  private static func computed(
    _ kind: Coefficient, _ x: [Double], _ y: [Double], _ controls: [[Double]]
  ) throws(Undefined) -> Correlation {
    guard kind != .kendall else { throw .parameter("Kendall's tau with controls has no p-value") }
    let need = controls.count + 3
    try Samples.check(x, y, need: need)
    for (index, control) in controls.enumerated() {
      guard control.count == x.count else { throw .lengthsDiffer(x.count, control.count) }
      if let place = control.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(.control(index), index: place)
      }
    }
    func ranked(_ values: [Double]) -> [Double] {
      kind == .spearman ? Ranks.averaged(values) : values
    }
    var basis: [[Double]] = []
    for (index, control) in controls.enumerated() {
      guard !Samples.isConstant(control) else { throw .constant(.control(index)) }
      guard let direction = left(of: ranked(control), by: basis) else { throw .redundant(control: index) }
      basis.append(direction)
    }
    guard !Samples.isConstant(x) else { throw .constant(.first) }
    guard !Samples.isConstant(y) else { throw .constant(.second) }
    guard let ownX = left(of: ranked(x), by: basis) else { throw .explained(.first) }
    guard let ownY = left(of: ranked(y), by: basis) else { throw .explained(.second) }
    let r = min(1, max(-1, Samples.dot(ownX, ownY)))
    let logP = StudentT.logTwoSidedP(r: r, df: Double(x.count - 2 - controls.count))
    return Correlation(kind, r, count: x.count, controls: controls.count, logP: .success(logP))
  }

  /// The part of a column that is orthogonal to a basis and to the constant, as a unit vector; nil where none is left.
  private static func left(of column: [Double], by basis: [[Double]]) -> [Double]? {
    let centred = Samples.Centred(column)
    let size = centred.squares.squareRoot()
    guard size > 0 else { return nil }
    var rest = centred.deviations.map { $0 / size }
    for _ in 0..<2 {
      for direction in basis {
        let along = Samples.dot(rest, direction)
        for index in rest.indices { rest[index] -= along * direction[index] }
      }
    }
    let remaining = Samples.dot(rest, rest).squareRoot()
    // What rounding leaves of a column that is a combination of the others.
    guard remaining > 1e-10 else { return nil }
    return rest.map { $0 / remaining }
  }
}
