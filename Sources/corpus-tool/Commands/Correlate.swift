import ArgumentParser
import FreqAnalysis

struct Correlate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "correlate",
    abstract: "Correlate class frequency with accuracy, for each model.",
    usage: """
      corpus-tool correlate [--each-corpus | --each-stage | --as-published]
               [--full | --curve | --across] [<options>]
      """,
    discussion: """
      n is the number of classes with a count and an accuracy, zero how many of them are never mentioned. \
      Spearman's rho and Pearson's r of log10(count + 1) and of the raw count, each with its two-sided p-value; \
      slope and intercept of accuracy (a fraction) on log10(count + 1). Corpora are pooled unless --each-corpus is \
      given. --as-published joins counts of the rule paper with accuracies as the published notebook did, and \
      reports what that assumes; with --stage pretrain or --stage instruct, those counts alone.

      --full adds Kendall's tau, intervals, bootstrap and permutation tests, residuals, bins, differences between \
      models, and a sensitivity analysis: as tables, or as one JSON object. --control without --full prints each \
      coefficient with and without the controls.

      A model whose training is known (`accuracy add --trained-on`, `model set`) is correlated with its own corpora, \
      unless --corpus or --each-corpus is given; the column `corpora` says own, all or named.

      --curve prints the mean accuracy at 10, 100, 1,000 … mentions with intervals, whether the classes depart from a \
      straight line, and at how many mentions a mean accuracy is reached. --across fits one line to all models with \
      random slopes for models and random intercepts for classes, and puts several class sets together.

      EXAMPLE
        corpus-tool correlate --classes imagenet
        corpus-tool correlate --each-corpus --model llava --format csv
        corpus-tool correlate --model llava --control model=clip
        corpus-tool correlate --full --weight laion=2 --format json -o full.json
        corpus-tool correlate --images-per-class 50 --cluster order --equivalence
        corpus-tool correlate --curve --reach 30%
        corpus-tool correlate --across
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var measure: MeasureOptions
  @OptionGroup var models: ModelOptions
  @OptionGroup var exposure: ExposureOptions
  @OptionGroup var sample: SampleOptions
  @OptionGroup var statistics: StatisticsOptions
  @OptionGroup var refinement: RefinementOptions
  @OptionGroup var curve: CurveOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "One slope over all models, and over class sets where none is named.")
  var across = false

  @Flag(help: "Each corpus separately instead of pooled.")
  var eachCorpus = false

  @Flag(help: "Each stage separately, then all together.")
  var eachStage = false

  @Flag(
    help:
      "The published notebook's join, on counts of the rule paper: pretrain and instruct together, or one --stage."
  )
  var asPublished = false

  @Flag(help: "All statistics, with intervals and tests.")
  var full = false

  @Flag(
    help: "Count only mentions that are the class, as judged by `audit`: rho with the uncertainty of that."
  )
  var precision = false

  func validate() throws {
    if precision {
      guard !asPublished, !full, !eachStage, !exposure.isGiven, statistics.controls.isEmpty,
        sample.texts.isEmpty
      else {
        throw ValidationError(
          "--precision cannot be used with --as-published, --full, --each-stage, --control, --weight, --mixture or --sampled"
        )
      }
    }
    if eachCorpus, eachStage {
      throw ValidationError("--each-corpus and --each-stage cannot be used together")
    }
    if eachCorpus, exposure.isGiven {
      throw ValidationError("--weight and --mixture apply to pooled corpora, not to --each-corpus")
    }
    try checkTogether()
    if !full, !statistics.controls.isEmpty, refinement.equivalence != nil || refinement.cluster != nil {
      throw ValidationError("--control with --cluster or --equivalence needs --full")
    }
    if !full { try statistics.refuse(without: "--full", beside: !statistics.controls.isEmpty || precision) }
    if asPublished {
      guard !eachCorpus, !eachStage, !full, !exposure.isGiven, statistics.controls.isEmpty else {
        throw ValidationError(
          "--as-published cannot be used with --each-corpus, --each-stage, --full, --control, --weight or --mixture"
        )
      }
      guard !refinement.isGiven, sample.texts.isEmpty else {
        throw ValidationError(
          "--as-published cannot be used with --images-per-class, --equivalence, --cluster or --sampled")
      }
      try measure.checkAsPublished()
    }
  }

  /// Refuses what does not go with --curve and --across.
  private func checkTogether() throws {
    guard curve.curve || across else { return }
    if [curve.curve, across, full, asPublished].count(where: { $0 }) > 1 {
      throw ValidationError("--curve, --across, --full and --as-published cannot be used together")
    }
    if !statistics.controls.isEmpty {
      throw ValidationError("--control cannot be used with --curve or --across")
    }
    if refinement.equivalence != nil || refinement.cluster != nil || precision {
      throw ValidationError(
        "--cluster, --equivalence and --precision cannot be used with --curve or --across")
    }
    if across, eachCorpus || eachStage {
      throw ValidationError(
        "--across needs one sum of corpora for each model, not --each-corpus or --each-stage")
    }
  }

  func run() throws {
    let output = try output.target(
      store.path, reading: selection.files + exposure.files + statistics.files + refinement.files)
    let store = try store.open(.readOnly)
    let selection = try selection.selection(in: store, models: models, measure: measure)
    if asPublished { return try printAsPublished(selection, store, output) }
    // Over several class sets there is none to look for weights in, unless some are given.
    let exposure = across && !exposure.isGiven ? Exposure() : try exposure.exposure(for: selection, in: store)
    var query = PointQuery(
      selection: selection, split: eachCorpus ? .eachCorpus : eachStage ? .eachStage : .pooled,
      exposure: exposure)
    (query.sampled, query.imagesPerClass) = (sample.sampled, refinement.imagesPerClass)
    if across { return try printAcross(query, store, output) }
    let refinements = try refinement.refinements(for: selection, in: store)
    if full { return try printFull(query, refinements, store, output) }
    if curve.curve { return try printCurve(query, store, output) }
    let answer = try query.ask(store)
    Messages.notes(answer.notes)
    if precision {
      let (entries, findings) = try PrecisionCorrelation.all(
        answer, in: store, resampling: statistics.query(query).resampling)
      for sentence in AuditFindings.told(findings.notes, isUnjudged: findings.isUnjudged) {
        Messages.note(sentence)
      }
      try output.write(.precisionCorrelations(entries))
    } else if statistics.controls.isEmpty {
      let refined = RefinedCorrelation.all(answer.known, refinements)
      try output.write(.correlations(answer.correlations).refined(by: refined, refinements))
    } else {
      try printPartials(answer, statistics.query(query), store, output)
    }
    for sentence in RefinedCorrelation.notes(answer.known).told { Messages.note(sentence) }
    Messages.notes(answer.correlations.flatMap(\.undefined))
    Messages.notes(answer.correlations.flatMap(\.vanishing))
    if let sentence = FrequencyCorrelation.exactness(answer.correlations) { Messages.note(sentence) }
  }

  private func printPartials(
    _ answer: PointQuery.Answer, _ query: ReportQuery, _ store: CountStore, _ output: OutputTarget
  ) throws {
    let (covariates, notes) = try query.covariates(in: store)
    Messages.notes(notes)
    let partials = answer.known.map {
      (points: $0, partial: CorrelationReport.Partial($0, covariates, resampling: query.resampling))
    }
    try output.write(.partials(partials))
    for (points, partial) in partials {
      let name = "\(points.model), \(points.corpus)"
      if let sentence = partial.noise?.sentence(of: name, partial: partial.spearman) {
        Messages.note(sentence)
      }
    }
  }

  private func printFull(
    _ query: PointQuery, _ refinements: Refinements, _ store: CountStore, _ output: OutputTarget
  ) throws {
    var question = statistics.query(query)
    question.refinements = refinements
    let report = try WorkProgress.showing("resampling") {
      try FullReport(question, in: store, meter: $0)
    }
    Messages.notes(report.answer.notes)
    Messages.notes(report.notes)
    if let note = report.resamplingNote {
      Messages.note("\(note); --resamples \(question.resampling.resamples) takes them all")
    }
    let provenance = try Provenance(
      of: report.answer.resolved, in: store, toolVersion: ToolVersion.current, command: CommandLine.arguments)
    try output.write(report, provenance)
    for sentences in report.toldRemarksByKind {
      // Of a few models each is told; of many, the first and how many more.
      guard sentences.count < 8 else {
        Messages.notes(sentences)
        continue
      }
      for sentence in sentences { Messages.note(sentence) }
    }
  }

  private func printAsPublished(
    _ selection: Selection, _ store: CountStore, _ output: OutputTarget
  ) throws {
    let (joins, notes) = try AsPublished.all(of: selection, in: store)
    Messages.notes(notes)
    try output.write(.correlations(asPublished: joins))
    for line in AsPublished.sentences(joins) { Messages.line(line) }
    Messages.notes(joins.flatMap(\.undefined))
  }
}
