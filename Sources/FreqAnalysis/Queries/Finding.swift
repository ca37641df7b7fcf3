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
    if p > 0 { return ", p = \(NumberText.typeset(p, digits: 2))\(exact)" }
    guard let power = correlation.log10P else { return "" }
    return ", p < 1e\(Int(power.rounded(.up)))".replacing("-", with: "−")
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
    let corpora = Set(series.map { Array($0.corpus.utf8) }).count
    // Under one corpus each series is a model of its own, whatever its name.
    let models = corpora == 1 ? series.count : Set(series.map { Array($0.model.utf8) }).count
    let which = corpora == 1 ? corpus : "each of \(corpora) corpora"
    let direction =
      clear.allSatisfy { $0 == 1 } ? "better" : clear.allSatisfy { $0 == -1 } ? "worse" : nil
    // Where each model stands under a corpus of its own, no corpus is that of all.
    let isGrid = series.count == models * corpora
    guard let direction, isGrid || models == series.count else {
      if models == 1 {
        return "Frequency in \(corpora == 1 ? corpus : "\(corpora) corpora") and accuracy of \(first.model)"
      }
      return corpora == 1
        ? "Frequency in \(corpus) and accuracy of \(models) models" : "Frequency and accuracy"
    }
    let place = isGrid ? which : "its own corpora"
    let verb = isGrid ? "mentions" : "mention"
    if models == 1 { return "\(first.model) does \(direction) on classes that \(place) \(verb) more often" }
    guard isGrid else {
      return "Each of \(models) models does \(direction) on classes that \(place) \(verb) more often"
    }
    let all = models == 2 ? "Both models" : "All \(models) models"
    return "\(all) do \(direction) on classes that \(place) \(verb) more often"
  }
}
