extension Table {
  /// How counts are spread over the classes, one row a corpus.
  static func tails(_ tails: [(corpus: String, tail: Estimate<Tail>)]) -> Table {
    var table = Table(columns: [
      .init("corpus", .text), .init("classes", .integer), .init("total", .real), .init("gini", .real),
      .init("zero_share", .real, heading: "never"), .init("one_share", .real, heading: "once"),
      .init("under_ten_share", .real, heading: "under ten"),
    ])
    for (corpus, tail) in tails {
      let tail = tail.value
      table.append([
        .text(corpus), .init(tail?.classes), .init(tail?.total), .init(tail?.gini.value),
        .init(tail?.zeroShare),
        .init(tail?.oneShare), .init(tail?.underTenShare),
      ])
    }
    return table
  }

  /// Counts by rank, one row a corpus and class.
  static func ranks(_ tails: [(corpus: String, tail: Estimate<Tail>)]) -> Table {
    var table = Table(columns: [.init("corpus", .text), .init("rank", .ordinal), .init("count", .integer)])
    for (corpus, tail) in tails {
      for point in tail.value?.ranked ?? [] {
        table.append([.text(corpus), .integer(point.rank), .init(Int(exactly: point.count))])
      }
    }
    return table
  }

  /// Each class's distance from each model's line, in the order of the classes.
  public static func residuals(_ reports: [CorrelationReport]) -> Table {
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text), .init("class_index", .ordinal), .init("class", .text),
      .init("count", .real), .init("accuracy", .real), .init("predicted", .real), .init("residual", .real),
      .init("surprise", .real),
    ])
    for report in reports {
      let line = report.line.value
      let sizes = line?.studentizedResiduals.value
      for (place, point) in report.points.points.enumerated() {
        let residual = line?.residuals[place]
        table.append([
          .text(report.model), .text(report.corpus), .integer(point.classIndex), .text(point.className),
          .real(point.count), .real(point.accuracy), .init(residual.map { point.accuracy - $0 }),
          .init(residual), .init(sizes?[place]),
        ])
      }
    }
    return table
  }

  /// Correlations with covariates held fixed beside those without; one row a model and corpus.
  ///
  /// `partial_corrected` is the partial rho without the chance in the accuracies, with the bootstrap's interval; missing where no
  /// control is a model's accuracy, or where the images of classes are not known.
  public static func partials(_ partials: [(points: KnownPoints, partial: CorrelationReport.Partial)])
    -> Table
  {
    var table = Table(columns: [
      .init("model", .text), .init("corpus", .text), .init("n", .integer), .init("spearman", .real),
      .init("partial_spearman", .real, heading: "partial"),
      .init("partial_spearman_p", .real, heading: "p"), .init("pearson_log10p1", .real, heading: "r of log"),
      .init("partial_pearson_log10p1", .real, heading: "partial"),
      .init("partial_pearson_log10p1_p", .real, heading: "p", isDetail: true),
      .init("partial_corrected", .real, heading: "corrected"),
      .init("partial_corrected_low", .real, heading: "low", isDetail: true),
      .init("partial_corrected_high", .real, heading: "high", isDetail: true),
      .init("control_reliability", .real, heading: "reliability", isDetail: true),
      .init("sufficient_reliability", .real, heading: "sufficient", isDetail: true),
      .init("controls", .text, isDetail: true),
    ])
    for (one, partial) in partials {
      let noise = partial.noise
      let interval = noise?.interval.value?.interval
      let corrected = noise?.corrected?.value
      table.append([
        .text(one.model), .text(one.corpus), .integer(partial.n), .init(partial.plainSpearman.value),
        .init(partial.spearman.value?.coefficient), .init(partial.spearman.value?.p.value),
        .init(partial.plainPearsonLog.value), .init(partial.pearsonLog.value?.coefficient),
        .init(partial.pearsonLog.value?.p.value), .init(corrected?.value), .init(interval?.low),
        .init(interval?.high),
        .init(corrected.flatMap { $0.reliabilities.count == 2 ? $0.reliabilities[1] : nil }),
        .init(noise?.sufficient), .text(partial.controls.joined(separator: ", ")),
      ])
    }
    return table
  }
}
