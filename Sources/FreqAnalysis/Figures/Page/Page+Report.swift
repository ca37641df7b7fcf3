import Corpus

extension Page {
  /// The report: one sentence, the forest plot, the models, all classes, and what it was made from.
  ///
  /// - Parameters:
  ///   - report: Everything that is known of counts and accuracies.
  ///   - provenance: What it was made from.
  ///   - examples: Mentions that were sampled.
  ///   - names: Under which names models and corpora stand.
  public init(
    _ report: FullReport, _ provenance: Provenance, examples: [ClassExample] = [],
    names: ShownNames = ShownNames()
  ) {
    var names = names
    names.shorten(report.answer)
    let report = names.applied(to: report)
    let series = report.answer.known
    self.init(title: Finding.title(series))
    let counted = Picture.countName(report.answer.resolved.measure)
    let resampling = report.resampling
    lead = [Self.lead(report, corpus: names.shown(report.answer.resolved.corpusLabel))]
    // The page's heading says what the picture would.
    var untitled = FigureLayout()
    untitled.title = .none
    if series.count > 1 {
      pictures = [
        Drawn(
          "Each model’s coefficient with its interval", .forest(ForestFigure(report.reports)),
          layout: untitled)
      ]
      more = [
        Drawn("The coefficient under other choices", .sensitivity(SensitivityFigure(report.sensitivity)))
      ]
    }
    models = ModelTable(report, countName: counted)
    more.append(Drawn("Counts by rank", .tail(TailFigure(report.counts)), widths: [480]))
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

  /// The page's first sentence: of how many models and classes, and how the coefficients lie.
  private static func lead(_ report: FullReport, corpus: String) -> String {
    let resolved = report.answer.resolved
    let labels = Set(report.answer.known.map { Array($0.corpus.utf8) }).count
    let whose = labels > 1 ? "the captions that each model was trained on" : "the captions of \(corpus)"
    let what = "how often \(whose) mention a class of \(resolved.classSet.name)"
    let values = report.reports.compactMap { $0.spearman.value?.coefficient }.sorted()
    guard report.reports.count > 1, let least = values.first, let most = values.last else {
      return "Of \(what), and how accurate "
        + "\(report.reports.count == 1 ? report.reports[0].model : "\(report.reports.count) models") is on it."
    }
    let middle = values.count / 2
    let median = values.count.isMultiple(of: 2) ? (values[middle - 1] + values[middle]) / 2 : values[middle]
    let adjusted = MultipleTesting.holm(report.reports.map { $0.spearman.flatMap(\.p) })
    let clear = adjusted.count { ($0.value ?? 1) < 0.05 }
    let n = Set(report.reports.map(\.n)).sorted()
    let classes =
      n.count == 1
      ? NumberText.grouped(n[0]) : "\(NumberText.grouped(n[0])) to \(NumberText.grouped(n[n.count - 1]))"
    return
      "Over \(classes) classes, Spearman’s ρ of \(what) and the accuracy on it lies between \(Finding.fixed(least)) and "
      + "\(Finding.fixed(most)) for \(values.count) models (median \(Finding.fixed(median))), and differs from 0 for "
      + "\(clear == values.count ? "all of them" : "\(clear) of them") after Holm’s adjustment at 5 %."
  }

  /// One picture with the table of its classes, for `plot`.
  ///
  /// - Parameters:
  ///   - picture: The picture.
  ///   - answer: The points that it shows, where it shows classes.
  ///   - layout: What a person decided of the picture.
  public init(_ picture: Picture, of answer: PointQuery.Answer?, layout: FigureLayout = FigureLayout()) {
    if case .text(let text) = layout.title { self.init(title: text) } else { self.init(title: picture.title) }
    // The page's heading is the picture's title.
    var untitled = layout
    untitled.title = .none
    self.layout = layout
    pictures = [Drawn(picture.title, picture, layout: untitled)]
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
    case .forest(let figure): Finding.title(figure.series)
    case .matrix(let figure): Finding.title(figure.series)
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

  /// The sentences that stand beside a model's pictures; other coefficients stand in the table of statistics.
  var shortSentences: [String] {
    [rankSentence, slopeSentence, partialSentence ?? ""].filter { !$0.isEmpty }
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
        ", p \(bootstrap.isBeyond ? "≤" : "=") \(NumberText.typeset(bootstrap.p, digits: 2)) by it"
      }
      let test = rho.p.value == nil ? "" : Finding.pValue(rho) + (rho.test.isExact ? "" : " by the t test")
      return "Spearman’s ρ is \(words(rho, spearmanBootstrap))\(own ?? "")\(test) \(over)."
    }
  }

  private var slopeSentence: String {
    guard let line = line.value else { return "" }
    let interval = line.slopeInterval().value.map {
      " (\(NumberText.typeset($0.low * 100, digits: 2)) to \(NumberText.typeset($0.high * 100, digits: 2)))"
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
