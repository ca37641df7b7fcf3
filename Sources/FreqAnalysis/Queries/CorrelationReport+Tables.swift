extension CorrelationReport {
  /// A statistic of the report under its method's name: a line of the long table.
  struct Line {
    var statistic: String
    var value: Estimate<Double>
    var low: Double?
    var high: Double?
    var error: Double?
    var p: Double?
    /// The decimal logarithm of a p-value that has one beyond what p can hold.
    var log10P: Double?
    var n: Int
    var method: String
  }

  /// A coefficient with its own test and the interval of a formula.
  private func line(
    _ name: String, _ estimate: Estimate<Correlation>, interval method: String, n: Int? = nil
  ) -> Line {
    line(name, estimate, "\(estimate.value?.test.label ?? "t test"), \(method) interval", n: n)
  }

  private func line(_ name: String, _ estimate: Estimate<Correlation>, _ method: String, n: Int? = nil)
    -> Line
  {
    let interval = estimate.value?.interval().value
    return Line(
      statistic: name, value: estimate.map(\.coefficient), low: interval?.low, high: interval?.high,
      p: estimate.value?.p.value, log10P: estimate.value?.log10P, n: estimate.value?.count ?? n ?? self.n,
      method: method)
  }

  func line(_ name: String, _ estimate: Estimate<BootstrapInterval>, n: Int? = nil) -> Line {
    let resamples = estimate.value.map { ", \($0.resamples) resamples, seed \($0.seed)" } ?? ""
    return Line(
      statistic: name, value: estimate.map(\.value), low: estimate.value?.interval.low,
      high: estimate.value?.interval.high, error: estimate.value?.standardError, p: estimate.value?.p,
      n: n ?? self.n, method: "BCa bootstrap" + resamples)
  }

  var lines: [Line] {
    var lines = [
      line("spearman", spearman, interval: "Bonett-Wright"), line("spearman", spearmanBootstrap),
    ]
    let test = spearmanPermutation.value
    let kind = test.map {
      $0.exact ? "all \($0.permutations) permutations" : "\($0.permutations) permutations, seed \($0.seed)"
    }
    lines.append(
      Line(
        statistic: "spearman", value: spearmanPermutation.map(\.value), p: test?.p, n: n,
        method: "permutation test" + (kind.map { ", " + $0 } ?? "")))
    lines += [
      line("pearson_log10p1", pearsonLog, interval: "Fisher z"),
      line("pearson_log10p1", pearsonLogBootstrap),
      line("pearson_log10_nonzero", pearsonLogNonZero, interval: "Fisher z", n: n - points.zero),
      line("pearson_log10_nonzero", pearsonLogNonZeroBootstrap, n: n - points.zero),
      line("pearson_raw", pearsonRaw, interval: "Fisher z"),
      line("pearson_raw", pearsonRawBootstrap),
      line("kendall_b", kendall, interval: "Bonett-Wright"),
      line("kendall_b", kendallBootstrap),
    ]
    let slope = line.value?.slopeInterval().value
    let squares = "least squares on log10(count + 1)"
    lines += [
      Line(
        statistic: "slope", value: line.map(\.slope), low: slope?.low, high: slope?.high,
        error: line.value?.slopeError.value, p: line.value?.slopeP.value,
        log10P: line.value?.slopeLogP.value.map { $0 / 2.302_585_092_994_045_7 }, n: n, method: squares),
      Line(
        statistic: "intercept", value: line.map(\.intercept), error: line.value?.interceptError.value, n: n,
        method: squares),
      Line(statistic: "r_squared", value: line.flatMap(\.rSquared), n: n, method: squares),
      Line(
        statistic: "log_odds_slope", value: logistic.map(\.slope),
        low: logisticRobust.value?.slope.interval().value?.low,
        high: logisticRobust.value?.slope.interval().value?.high,
        error: logisticRobust.value?.slope.error, p: logisticRobust.value?.slope.p,
        log10P: logisticRobust.value.map { $0.slope.logP / 2.302_585_092_994_045_7 }, n: n,
        method: "binomial fit on log10(count + 1), sandwich errors (HC3)"),
    ]
    lines += refined?.lines(of: self) ?? []
    if let partial {
      let held = "holding " + partial.controls.joined(separator: ", ")
      lines.append(line("partial_spearman", partial.spearman, held, n: partial.n))
      lines.append(line("partial_pearson_log10p1", partial.pearsonLog, held, n: partial.n))
      if let noise = partial.noise, let corrected = noise.corrected {
        var row = line("partial_spearman_corrected", noise.interval)
        (row.value, row.n) = (corrected.map(\.value), noise.n)
        row.method = "\(held), without the chance in the images, \(row.method)"
        lines.append(row)
      }
    }
    lines += [
      Line(statistic: "gini", value: tail.flatMap(\.gini), n: n, method: "of the counts"),
      Line(statistic: "zero_share", value: tail.map(\.zeroShare), n: n, method: "classes never mentioned"),
    ]
    return lines
  }

  /// p-values that are smaller than any floating-point number and read 0, a sentence each.
  public var vanishing: [String] {
    lines.compactMap { line in
      guard line.p == 0, let power = line.log10P, power.isFinite else { return nil }
      return
        "\(model), \(corpus): p of \(line.statistic) is about 1e\(Int(power.rounded())), which is printed as 0"
    }
  }

  private static let ofImages: Set = [
    "log_odds_slope", "dispersion", "reliability", "rank_reliability", "spearman_corrected",
    "pearson_log10p1_corrected", "partial_spearman_corrected",
  ]

  /// Why statistics are undefined, a sentence each.
  public var undefined: [String] {
    lines.compactMap { line in
      // Where nobody counted right answers or images there is nothing to be told of each number that needs them.
      if case .parameter? = line.value.reason, Self.ofImages.contains(line.statistic) { return nil }
      return line.value.reason.map {
        "\(model), \(corpus): \(line.statistic) (\(line.method)) undefined, because "
          + $0.clause(first: "counts", second: "accuracies")
      }
    }
  }
}

extension Table {
  /// Reports as a long table: one row a model and statistic, with interval, p-value and method.
  ///
  /// `holm` and `bh` are the p-values adjusted over the models, statistic by statistic and method by method. What is
  /// undefined is missing.
  public static func reports(_ reports: [CorrelationReport]) -> Table {
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text), .init("statistic", .text), .init("value", .real),
      .init("low", .real), .init("high", .real), .init("standard_error", .real, isDetail: true),
      .init("p", .real), .init("log10_p", .real, isDetail: true), .init("p_holm", .real, isDetail: true),
      .init("p_bh", .real, isDetail: true), .init("n", .integer), .init("method", .text),
    ])
    let all = reports.map(\.lines)
    // Each model has the same lines in the same order, but those of controls.
    let adjusted = (0..<(all.map(\.count).max() ?? 0)).map { place in
      let p = all.map { lines -> Estimate<Double> in
        let p = place < lines.count ? lines[place].p : nil
        return p.map { .success($0) } ?? .failure(.tooFew(have: 0, need: 1))
      }
      return (holm: MultipleTesting.holm(p), bh: MultipleTesting.benjaminiHochberg(p))
    }
    for (index, report) in reports.enumerated() {
      for (place, line) in all[index].enumerated() {
        table.append([
          .text(report.model), .text(report.corpus), .text(line.statistic), .init(line.value.value),
          .init(line.low), .init(line.high), .init(line.error), .init(line.p),
          .init(line.log10P.flatMap { $0.isFinite ? $0 : nil }), .init(adjusted[place].holm[index].value),
          .init(adjusted[place].bh[index].value), .integer(line.n), .text(line.method),
        ])
      }
    }
    return table
  }

  /// The classes that are farthest from each model's line, the most surprising first.
  static func surprises(_ reports: [CorrelationReport], limit: Int = 10) -> Table {
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text, isDetail: true),
      .init("class_index", .ordinal, heading: "#"),
      .init("class", .text), .init("count", .real), .init("accuracy", .real), .init("predicted", .real),
      .init("surprise", .real), .init("surprise_p", .real, heading: "p of n"),
    ])
    for report in reports {
      for entry in report.surprises(limit) {
        table.append([
          .text(report.model), .text(report.corpus), .integer(entry.point.classIndex),
          .text(entry.point.className),
          .real(entry.point.count), .real(entry.point.accuracy), .real(entry.predicted),
          .real(entry.surprise), .real(entry.p),
        ])
      }
    }
    return table
  }

  /// Whether models depend on frequency differently, one row a pair.
  ///
  /// `difference` is of the coefficients with their signs, `strength` of their sizes; p-values that end in `_holm` are
  /// adjusted for all pairs of the table. `shown` is the smallest difference that the classes show four times in five.
  static func comparisons(_ comparisons: [ModelComparison]) -> Table {
    var table = Table(columns: [
      .init("first", .text), .init("second", .text), .init("corpus", .text, isDetail: true),
      .init("coefficient", .text), .init("n", .integer), .init("value_first", .real),
      .init("value_second", .real),
      .init("difference", .real), .init("low", .real), .init("high", .real), .init("p_steiger", .real),
      .init("p_meng", .real, isDetail: true), .init("p_bootstrap", .real, isDetail: true),
      .init("p_steiger_holm", .real, heading: "p adjusted"),
      .init("p_meng_holm", .real, isDetail: true), .init("p_bootstrap_holm", .real, isDetail: true),
      .init("strength", .real, isDetail: true), .init("strength_low", .real, isDetail: true),
      .init("strength_high", .real, isDetail: true), .init("strength_p_holm", .real, isDetail: true),
      .init("shown", .real, isDetail: true),
      .init("corrected_first", .real, isDetail: true), .init("corrected_second", .real, isDetail: true),
      .init("corrected_difference", .real, isDetail: true), .init("corrected_low", .real),
      .init("corrected_high", .real),
    ])
    let meng = MultipleTesting.holm(comparisons.map { $0.correlations.map(\.meng.p) })
    let bootstrap = MultipleTesting.holm(comparisons.map { $0.bootstrap.map(\.p) })
    for (place, row) in comparisons.enumerated() {
      let both = row.correlations.value
      let interval = row.bootstrap.value?.interval
      let corrected = row.corrected?.value
      let strength = row.strength.value
      table.append([
        .text(row.first), .text(row.second), .text(row.corpus), .text(row.kind.rawValue), .integer(row.n),
        .init(both?.first), .init(both?.second), .init(both?.difference), .init(interval?.low),
        .init(interval?.high),
        .init(both?.steiger.p), .init(both?.meng.p), .init(row.bootstrap.value?.p),
        .init(row.adjusted.p.value), .init(meng[place].value), .init(bootstrap[place].value),
        .init(strength?.value), .init(strength?.interval.low), .init(strength?.interval.high),
        .init(row.adjusted.strengthP.value), .init(row.smallestShown.value),
        .init(corrected?.first), .init(corrected?.second), .init(corrected?.difference),
        .init(corrected?.bootstrap.interval.low), .init(corrected?.bootstrap.interval.high),
      ])
    }
    return table
  }

  /// The coefficient under every choice, one row a model, corpus and choice.
  public static func sensitivity(_ sensitivity: Sensitivity) -> Table {
    let selected = sensitivity.rows.filter { $0.choice == .asSelected }
    let isSplit = Set(selected.map { Array($0.corpus.utf8) }).count > 1
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text, isDetail: !isSplit), .init("choice", .text),
      .init("n", .integer), .init("zero", .integer),
      .init("spearman", .real), .init("low", .real), .init("high", .real),
      .init("spearman_p", .real, heading: "p"),
      .init("pearson_log10p1", .real, heading: "pearson log"), .init("slope", .real),
    ])
    for row in sensitivity.rows {
      let interval = row.interval.value
      table.append([
        .text(row.model), .text(row.corpus), .text(row.choice.label), .integer(row.n), .integer(row.zero),
        .init(row.spearman.value?.coefficient), .init(interval?.low), .init(interval?.high),
        .init(row.spearman.value?.p.value), .init(row.pearsonLog.value?.coefficient), .init(row.slope.value),
      ])
    }
    return table
  }
}
