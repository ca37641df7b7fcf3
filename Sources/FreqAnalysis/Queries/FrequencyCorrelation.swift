/// How a model's accuracy on classes goes with how often a corpus mentions them.
///
/// Only classes of which both are known count; those that are never mentioned are among them.
public struct FrequencyCorrelation: Sendable {
  /// The model's name.
  public var model: String
  /// The pooled corpora's names joined by `+`.
  public var corpus: String
  /// By what the corpora were chosen.
  public var choice: CorpusChoice
  /// How many classes have a count and an accuracy.
  public var n: Int
  /// How many of them have the count zero.
  public var zero: Int
  /// Spearman's rho; that of the raw counts, since a logarithm keeps their order.
  public var spearman: Estimate<Correlation>
  /// Pearson's r of log10(count + 1) and accuracy.
  public var pearsonLog: Estimate<Correlation>
  /// Pearson's r of the raw count and accuracy.
  public var pearsonRaw: Estimate<Correlation>
  /// The line of accuracy on log10(count + 1).
  public var line: Estimate<LeastSquares>

  /// Computes the coefficients of one model and one sum of corpora.
  ///
  /// - Complexity: O(*n* log *n*) in the classes.
  public init(_ points: KnownPoints) {
    let counts = points.counts
    let accuracies = points.accuracies
    let logs = points.logCounts
    model = points.model
    corpus = points.corpus
    choice = points.choice
    n = points.points.count
    zero = points.zero
    spearman = points.spearman
    pearsonRaw = Pearson.correlation(counts, accuracies)
    pearsonLog = logs.flatMap { Pearson.correlation($0, accuracies) }
    line = logs.flatMap { LeastSquares.fit($0, accuracies) }
  }

  /// Why coefficients are undefined, as sentences, each reason once.
  public var undefined: [String] {
    let parts: [(String, Undefined?)] = [
      ("Spearman's rho", spearman.reason), ("Pearson's r of log10(count + 1)", pearsonLog.reason),
      ("Pearson's r of the count", pearsonRaw.reason), ("the slope", line.reason),
    ]
    var reasons: [(reason: Undefined, names: [String])] = []
    for case let (name, reason?) in parts {
      if let index = reasons.firstIndex(where: { $0.reason == reason }) {
        reasons[index].names.append(name)
      } else {
        reasons.append((reason, [name]))
      }
    }
    return reasons.map { reason, names in
      let clause = reason.clause(first: "counts", second: "accuracies")
      return "\(model), \(corpus): \(names.joined(separator: ", ")) undefined, because \(clause)"
    }
  }

  /// p-values that are smaller than any floating-point number and read 0, a sentence each.
  public var vanishing: [String] {
    let parts = [
      ("Spearman's rho", spearman), ("Pearson's r of log10(count + 1)", pearsonLog),
      ("Pearson's r of the count", pearsonRaw),
    ]
    return parts.compactMap { name, estimate in
      guard let correlation = estimate.value, correlation.p.value == 0, let power = correlation.log10P else {
        return nil
      }
      return "\(model), \(corpus): p of \(name) is about 1e\(Int(power.rounded())), which is printed as 0"
    }
  }
}

extension FrequencyCorrelation {
  /// Which of the p-values are exact and not approximate, where some are: a sentence.
  public static func exactness(_ correlations: [FrequencyCorrelation]) -> String? {
    let exact = correlations.filter { $0.spearman.value?.test.isExact ?? false }
    guard let most = exact.map(\.n).max() else { return nil }
    let which =
      exact.count == correlations.count
      ? "p is exact" : "p is exact for \(ShownText.names(exact.map(\.model), limit: 3))"
    let classes = exact.allSatisfy { $0.n == most } ? "\(most)" : "at most \(most)"
    return "\(which), over all pairings of \(classes) classes"
  }
}

extension Table {
  /// Correlations; one row a model and corpus. A coefficient that is undefined is a missing value.
  ///
  /// `corpora` says by what the corpora were chosen: `own` (the model was trained on them), `all` (nobody said on what) or
  /// `named`.
  public static func correlations(_ correlations: [FrequencyCorrelation]) -> Table {
    let isOwn = correlations.contains { $0.choice == .own }
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text), .init("n", .integer), .init("zero", .integer),
      .init("spearman", .real), .init("spearman_p", .real, heading: "p"),
      .init("pearson_log10p1", .real, heading: "r of log"),
      .init("pearson_log10p1_p", .real, heading: "p", isDetail: true),
      .init("pearson_raw", .real, heading: "r of raw", isDetail: true),
      .init("pearson_raw_p", .real, heading: "p", isDetail: true), .init("slope", .real, isDetail: true),
      .init("intercept", .real, isDetail: true), .init("corpora", .text, isDetail: !isOwn),
    ])
    for row in correlations {
      table.append(
        [.text(row.model), .text(row.corpus), .integer(row.n), .integer(row.zero)]
          + [row.spearman, row.pearsonLog, row.pearsonRaw].flatMap { estimate in
            [Value(estimate.value?.coefficient), Value(estimate.value?.p.value)]
          } + [Value(row.line.value?.slope), Value(row.line.value?.intercept), .text(row.choice.rawValue)])
    }
    return table
  }
}
