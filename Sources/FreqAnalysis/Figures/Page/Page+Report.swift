import Corpus

extension Page {
  /// The report: findings in words, all pictures, all classes, and what it was made from.
  ///
  /// - Parameters:
  ///   - report: Everything that is known of counts and accuracies.
  ///   - provenance: What it was made from.
  ///   - examples: Mentions that were sampled.
  public init(_ report: FullReport, _ provenance: Provenance, examples: [ClassExample] = []) {
    let series = report.answer.known
    self.init(title: FreqAnalysis.Finding.title(series))
    let measure = report.answer.resolved.measure
    let resampling = report.resampling
    lead = [
      "How often the captions of \(report.answer.resolved.corpusLabel) mention each class of "
        + "\(report.answer.resolved.classSet.name), and how accurate "
        + "\(series.count == 1 ? "the model is" : "\(series.count) models are") on it."
    ]
    findings = report.reports.indices.map { index in
      let name = FreqAnalysis.Finding.name(report.reports[index].points, among: series)
      return Finding(
        name: name, sentences: report.reports[index].sentences + [report.curves[index].sentence + "."])
    }
    if (1...15).contains(report.comparisons.count) {
      findings.append(
        Finding(name: "One model against another", sentences: report.comparisons.map(\.sentence)))
    }

    let counted = Picture.countName(measure)
    for points in series {
      let name = FreqAnalysis.Finding.name(points, among: series)
      pictures.append(
        Drawn("Frequency and accuracy of \(name)", .scatter(ScatterFigure([points], countName: counted))))
    }
    // More than a few in one picture hide one another.
    for start in stride(from: 0, to: report.curves.count, by: 6) {
      let some = Array(report.curves[start..<min(start + 6, report.curves.count)])
      pictures.append(
        Drawn("Mean accuracy in bins of the count", .binned(BinnedFigure(some, countName: counted))))
    }
    if series.count > 1 { pictures.append(Drawn("Models side by side", .compare(CompareFigure(series)))) }
    pictures.append(
      Drawn("The coefficient under other choices", .sensitivity(SensitivityFigure(report.sensitivity))))
    pictures.append(Drawn("Counts by rank", .tail(TailFigure(report.counts))))
    for points in series {
      pictures.append(
        Drawn(
          "The most frequent classes and \(FreqAnalysis.Finding.name(points, among: series))",
          .bar(BarFigure(points, countName: counted))))
    }

    classes = ClassTable(report.answer, reports: report.reports, examples: examples)
    tables = report.sections
    facts = provenance.facts
    facts += [
      ("resampling", "\(NumberText.grouped(resampling.resamples)) resamples, seed \(resampling.seed)"),
      ("intervals", "95 %"),
    ]
    let weights = report.query.points.exposure.weights
    if !weights.isEmpty {
      facts.append(
        ("weights", weights.map { "\($0.corpus) × \(NumberText.short($0.weight))" }.joined(separator: ", ")))
    }
    facts += (report.answer.notes.map(\.description) + report.remarks).map { ("note", $0) }
  }

  /// One picture with the table of its classes, for `plot`.
  ///
  /// - Parameters:
  ///   - picture: The picture.
  ///   - answer: The points that it shows, where it shows classes.
  public init(_ picture: Picture, of answer: PointQuery.Answer?) {
    self.init(title: picture.title)
    pictures = [Drawn(picture.title, picture)]
    classes = answer.map { ClassTable($0) }
  }
}

extension Picture {
  /// What the picture says first.
  var title: String {
    switch self {
    case .scatter(let figure): Finding.title(figure.series)
    case .binned(let figure): Finding.title(figure.curves.map(\.points))
    case .bar(let figure): figure.title
    case .tail(let figure): figure.title
    case .compare(let figure): Finding.title(figure.series)
    case .sensitivity(let figure): figure.title
    case .curve(let figure): Finding.title(figure.series)
    }
  }
}

extension CorrelationReport {
  /// What was found, in sentences for a person.
  public var sentences: [String] {
    let logs = pearsonLog.value.map {
      "r of log10(count + 1) and accuracy is \(words($0, pearsonLogBootstrap))"
    }
    let raw = pearsonRaw.value.map { "of the raw count \(words($0, pearsonRawBootstrap))" }
    let pearson = [logs, raw].compactMap { $0 }.joined(separator: "; ")
    return [
      rankSentence, pearson.isEmpty ? "" : "Pearson’s \(pearson).", slopeSentence, partialSentence ?? "",
    ].filter { !$0.isEmpty }
  }

  /// A coefficient with the bootstrap's interval, which holds with ties and zeros as well; that of a formula, and said to
  /// be, where there is no other.
  private func words(_ correlation: Correlation, _ bootstrap: Estimate<BootstrapInterval>? = nil) -> String {
    if let interval = bootstrap?.value?.interval {
      return Finding.fixed(correlation.coefficient)
        + " (95 % bootstrap interval \(Finding.fixed(interval.low)) to \(Finding.fixed(interval.high)))"
    }
    let interval = correlation.interval().value.map {
      " (95 % interval by a formula \(Finding.fixed($0.low)) to \(Finding.fixed($0.high)))"
    }
    return Finding.fixed(correlation.coefficient) + (interval ?? "")
  }

  private var rankSentence: String {
    let zero = points.zero > 0 ? ", \(NumberText.grouped(points.zero)) of them never mentioned" : ""
    let over = "over \(NumberText.grouped(n)) classes\(zero)"
    switch spearman {
    case .failure(let reason): return "Spearman’s ρ is undefined \(over): \(reason.clauseOfPoints)."
    case .success(let rho):
      // The interval's own p stands before that of another test, which may differ from it.
      let own = spearmanBootstrap.value.map { bootstrap in
        ", p \(bootstrap.isBeyond ? "≤" : "=") \(NumberText.short(bootstrap.p, digits: 2)) by it"
      }
      let test = rho.p.value == nil ? "" : Finding.pValue(rho) + (rho.test.isExact ? "" : " by the t test")
      return "Spearman’s ρ is \(words(rho, spearmanBootstrap))\(own ?? "")\(test) \(over)."
    }
  }

  private var slopeSentence: String {
    guard let line = line.value else { return "" }
    let interval = line.slopeInterval().value.map {
      " (\(NumberText.short($0.low * 100, digits: 2)) to \(NumberText.short($0.high * 100, digits: 2)))"
    }
    let share = line.rSquared.value.map {
      "; the line accounts for \(NumberText.short($0 * 100, digits: 2)) % of the variance"
    }
    let points = NumberText.short(abs(line.slope) * 100, digits: 2)
    let direction = line.slope < 0 ? "lower" : "higher"
    return
      "A tenfold count + 1 goes with an accuracy \(points) percentage points \(direction)\(interval ?? "")\(share ?? "")."
  }

  private var partialSentence: String? {
    partial.map { partial in
      let held = partial.controls.joined(separator: " and ")
      switch partial.spearman {
      case .failure(let reason): return "Controlling for \(held), ρ is undefined: \(reason.clauseOfPoints)."
      case .success(let rho):
        return "Controlling for \(held), ρ is \(words(rho))\(Finding.pValue(rho))."
      }
    }
  }
}

extension Provenance {
  /// What was counted, for a person.
  var facts: [(name: String, value: String)] {
    var facts = [
      ("class set", "\(selection.classSet.name) (\(selection.classSet.digest.hex.prefix(8)))"),
      ("counted", selection.measure.rawValue),
      ("roles", selection.roles.sorted { $0.rawValue < $1.rawValue }.map(\.name).joined(separator: ", ")),
    ]
    for corpus in corpora {
      let captions = Role.allCases.filter { corpus.captions[$0] > 0 }
        .map { "\(NumberText.grouped(corpus.captions[$0])) \($0.name)" }
      let counted =
        corpus.shards == 0
        ? "counts computed elsewhere"
        : "\(NumberText.counted(corpus.shards, "shard")), \(NumberText.counted(corpus.records, "record")), captions: "
          + captions.joined(separator: ", ")
      facts.append(
        (
          "corpus \(corpus.corpus)",
          "stage \(corpus.stage); \(counted); rules \(corpus.rules) (\(corpus.rulesDigest.hex.prefix(8)))"
        ))
    }
    facts += selection.models.map { ("model \($0.name)", "from \($0.source)") }
    return facts + [
      ("program", "corpus-tool \(toolVersion.number)" + (toolVersion.commit.map { ", commit \($0)" } ?? "")),
      ("command", command.map(ShellWord.quoted).joined(separator: " ")),
    ]
  }
}
