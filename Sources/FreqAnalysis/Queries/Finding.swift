/// What a picture shows, in words.
enum Finding {
  /// A coefficient with its interval, p-value and number of points: `ρ = 0.48 [0.43, 0.52], p = 1.4e-58, n = 1,000`.
  ///
  /// The short form leaves out the name of the coefficient and the number of zeros.
  static func coefficient(_ points: KnownPoints, isShort: Bool = false) -> String {
    let n = "n = \(NumberText.grouped(points.points.count))"
    let zero = points.zero > 0 && !isShort ? " (\(NumberText.grouped(points.zero)) never mentioned)" : ""
    switch points.spearman {
    case .failure(let reason):
      return "ρ undefined: \(reason.clause(first: "counts", second: "accuracies")); \(n)\(zero)"
    case .success(let rho):
      let interval = rho.interval().value.map { " [\(fixed($0.low)), \(fixed($0.high))]" } ?? ""
      return
        "\(isShort ? "" : "Spearman’s ")ρ = \(fixed(rho.coefficient))\(interval)\(pValue(rho)), \(n)\(zero)"
    }
  }

  /// A series' name: what the series differ in of its model and its corpus; its model where they differ in neither.
  static func name(_ points: KnownPoints, among series: [KnownPoints]) -> String {
    if series.allSatisfy({ $0.corpus.utf8.elementsEqual(points.corpus.utf8) }) { return points.model }
    let isOneModel = series.allSatisfy { $0.model.utf8.elementsEqual(points.model.utf8) }
    return isOneModel ? points.corpus : "\(points.model), \(points.corpus)"
  }

  /// A p-value in words after a comma, one too small for a number by its power of ten, an exact one said to be; nothing
  /// where the order is perfect, which leaves no error to judge it by.
  static func pValue(_ correlation: Correlation) -> String {
    guard let p = correlation.p.value else { return "" }
    let exact = if case .pairings = correlation.test { " (exact)" } else { "" }
    if p > 0 { return ", p = \(NumberText.short(p, digits: 2))\(exact)" }
    guard let power = correlation.log10P else { return "" }
    return ", p < 1e\(Int(power.rounded(.up)))"
  }

  /// A number to two decimals.
  static func fixed(_ value: Double) -> String {
    let hundredths = Int((abs(value) * 100).rounded())
    let digits = hundredths % 100
    return (value < 0 && hundredths > 0 ? "−" : "") + "\(hundredths / 100).\(digits < 10 ? "0" : "")\(digits)"
  }

  /// A title that says what was found, or only what is shown where nothing was.
  ///
  /// Something was found where the interval of rho at 99 % does not hold zero and rho is at least 0.1.
  static func title(_ series: [KnownPoints]) -> String {
    guard let first = series.first else { return "Frequency and accuracy" }
    let rhos = series.map { $0.spearman.value }
    let clear = rhos.map { rho -> Int in
      guard let rho, abs(rho.coefficient) >= 0.1, let interval = rho.interval(confidence: 0.99).value else {
        return 0
      }
      return interval.low > 0 ? 1 : interval.high < 0 ? -1 : 0
    }
    let corpus = first.corpus
    if series.count == 1 {
      switch clear[0] {
      case 1: return "\(first.model) does better on classes that \(corpus) mentions more often"
      case -1: return "\(first.model) does worse on classes that \(corpus) mentions more often"
      default: return "Frequency in \(corpus) and accuracy of \(first.model)"
      }
    }
    let isOneCorpus = series.allSatisfy { $0.corpus.utf8.elementsEqual(corpus.utf8) }
    if !isOneCorpus, series.allSatisfy({ $0.model.utf8.elementsEqual(first.model.utf8) }) {
      let which = "classes that each of \(series.count) corpora mentions more often"
      if clear.allSatisfy({ $0 == 1 }) { return "\(first.model) does better on \(which)" }
      if clear.allSatisfy({ $0 == -1 }) { return "\(first.model) does worse on \(which)" }
      return "Frequency in \(series.count) corpora and accuracy of \(first.model)"
    }
    let place = isOneCorpus ? corpus : "the corpus"
    if clear.allSatisfy({ $0 == 1 }) {
      return "All \(series.count) models do better on classes that \(place) mentions more often"
    }
    if clear.allSatisfy({ $0 == -1 }) {
      return "All \(series.count) models do worse on classes that \(place) mentions more often"
    }
    return isOneCorpus
      ? "Frequency in \(corpus) and accuracy of \(series.count) models" : "Frequency and accuracy"
  }
}
