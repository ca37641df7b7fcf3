extension ModelComparison {
  /// Whether a difference is shown: the bootstrap's interval leaves out zero, and so does Steiger's test at 5 %, adjusted
  /// for all pairs; and where the images of classes are known, the interval without their chance does too.
  var isShown: Bool { Self.isShown(bootstrap, adjusted.p) && isClearOfChance }

  /// Whether one model is shown to go with frequency more strongly than the other, up or down.
  var isStrengthShown: Bool { Self.isShown(strength, adjusted.strengthP) && isClearOfChance }

  private static func isShown(_ bootstrap: Estimate<BootstrapInterval>, _ p: Estimate<Double>) -> Bool {
    guard let interval = bootstrap.value?.interval, let p = p.value else { return false }
    return (interval.low > 0 || interval.high < 0) && p < 0.05
  }

  /// What of two models differs, as sentences: which coefficient is higher, and which is larger in size.
  public var sentence: String {
    switch correlations {
    case .failure(let reason):
      return "\(first) and \(second) cannot be compared: \(reason.clauseOfPoints)."
    case .success(let both):
      let clause = correctedClause.map { " " + $0.prefix(1).uppercased() + $0.dropFirst() + "." }
      return (isShown ? difference(both) : noDifference(both)) + (clause ?? "")
    }
  }

  private var symbol: String { kind == .spearman ? "ρ" : "r" }

  private func difference(_ both: DependentCorrelations) -> String {
    let isFirst = both.difference > 0
    let (higher, lower) = isFirst ? (first, second) : (second, first)
    let (high, low) = isFirst ? (both.first, both.second) : (both.second, both.first)
    let (one, two) = (Finding.fixed(high), Finding.fixed(low))
    return "\(symbol) is higher for \(higher) (\(one)) than for \(lower) (\(two)): "
      + "\(figures(bootstrap, isFirst ? 1 : -1, adjusted.p)). \(strengthSentence(both))"
  }

  /// Which coefficient is larger in size; where both have one sign, the difference says it already.
  private func strengthSentence(_ both: DependentCorrelations) -> String {
    let isFirst = abs(both.first) > abs(both.second)
    let (more, less) = isFirst ? (first, second) : (second, first)
    let isOneSign = both.first * both.second > 0
    if isStrengthShown {
      let direction = isOneSign ? (both.first < 0 ? ", falling with it" : "") : ""
      let test = isOneSign ? "" : " (|\(symbol)|: \(figures(strength, isFirst ? 1 : -1, adjusted.strengthP)))"
      return "\(more) correlates more strongly with frequency than \(less)\(direction)\(test)."
    }
    return "Which of the two correlates more strongly, up or down, is not shown"
      + " (|\(symbol)|: \(figures(strength, isFirst ? 1 : -1, adjusted.strengthP)))."
  }

  private func noDifference(_ both: DependentCorrelations) -> String {
    let shown = smallestShown.value.map {
      "; with \(NumberText.grouped(n)) classes a difference of about \(Finding.fixed($0)) or more would show "
        + "(80 % power)"
    }
    let (one, two) = (Finding.fixed(both.first), Finding.fixed(both.second))
    return "\(symbol) is \(one) for \(first) and \(two) for \(second), "
      + "and no difference is shown: \(figures(bootstrap, 1, adjusted.p))\(shown ?? "")."
  }

  /// `0.12 [0.05, 0.19], p = 0.003 by Steiger's test, adjusted for 210 pairs`.
  private func figures(
    _ bootstrap: Estimate<BootstrapInterval>, _ sign: Double, _ p: Estimate<Double>
  ) -> String {
    var words = "the difference is undefined"
    if let found = bootstrap.value {
      let ends = [found.interval.low * sign, found.interval.high * sign].sorted()
      words =
        "the difference is \(Finding.fixed(found.value * sign)) [\(Finding.fixed(ends[0])), \(Finding.fixed(ends[1]))]"
    }
    guard let p = p.value else { return words }
    let many = adjusted.pairs > 1 ? ", adjusted for \(NumberText.grouped(adjusted.pairs)) pairs" : ""
    return words + ", p = \(NumberText.short(p, digits: 2)) by Steiger’s test\(many)"
  }
}
