/// How accuracy correlates with frequency over all models together, and over class sets.
public struct AcrossModels: Sendable {
  /// The models of one class set.
  public struct ClassSetFit: Sendable {
    /// The class set's name.
    public var classSet: String
    /// Each model's points, one series a model.
    public var series: [KnownPoints]
    /// The mixed model of accuracies on log10(count + 1).
    public var accuracy: Estimate<MixedModel>
    /// The mixed model of right answers out of totals; nil where these are not known of every class.
    public var logOdds: Estimate<MixedModel>?
    /// The slope of each model's own line, in the order of the series.
    public var ownSlopes: [Estimate<Double>]

    /// Fits the models of a class set.
    ///
    /// - Complexity: as `MixedModel.fit`, and some ten times that where totals are known.
    public init(classSet: String, _ series: [KnownPoints]) {
      self.classSet = classSet
      self.series = series
      let logs = series.map { LogCounts.plusOne($0.counts) }
      ownSlopes = zip(series, logs).map { points, logs in
        logs.flatMap { LeastSquares.fit($0, points.accuracies) }.map(\.slope)
      }
      var (shares, answers): ([MixedModel.Point], [PseudoLikelihood.Answers]) = ([], [])
      for (model, points) in series.enumerated() {
        for (point, x) in zip(points.points, logs[model].value ?? []) {
          shares.append(.init(model: model, classIndex: point.classIndex, x: x, y: point.accuracy))
          if let correct = point.correct, let total = point.total {
            answers.append(
              .init(model: model, classIndex: point.classIndex, x: x, correct: correct, total: total))
          }
        }
      }
      accuracy = logs.compactMap(\.reason).first.map { .failure($0) } ?? MixedModel.fit(shares)
      // Without every total the two fits would be of different classes.
      logOdds = answers.count == shares.count && !answers.isEmpty ? PseudoLikelihood.fit(answers) : nil
    }
  }

  /// The class sets with models, in the order in which they were made.
  public var fits: [ClassSetFit]
  /// The slopes of the class sets put together; nil for a single one.
  public var accuracy: Estimate<MetaAnalysis>?
  /// The same of the log odds; nil unless every class set has them.
  public var logOdds: Estimate<MetaAnalysis>?
  /// What a person should know, a sentence each.
  public var notes: [String]

  /// Puts class sets together.
  public init(_ fits: [ClassSetFit], notes: [String] = []) {
    self.fits = fits
    self.notes = notes
    accuracy = Self.together(fits.map(\.accuracy))
    let odds = fits.compactMap(\.logOdds)
    logOdds = odds.count == fits.count ? Self.together(odds) : nil
  }

  private static func together(_ fits: [Estimate<MixedModel>]) -> Estimate<MetaAnalysis>? {
    let known = fits.compactMap(\.value)
    guard fits.count > 1 else { return nil }
    return MetaAnalysis.of(known.map(\.slope), errors: known.map(\.slopeError))
  }

  /// Asks a database: of the class set of the selection, or of every class set where none is named.
  ///
  /// A class set without counts or with fewer than two of the models is left out, which a note tells; where it is the only
  /// one, the error is thrown.
  ///
  /// Throws `StoreError`, `NoModels`, `ExposureError`, `NoOwnCorpora`.
  public init(of query: PointQuery, in store: CountStore) throws {
    var names = [String]()
    switch query.selection.classSet {
    case .named(let name): names = [name]
    case .only: names = try store.classSets().map(\.name)
    }
    var fits: [ClassSetFit] = []
    var notes: [String] = []
    for name in names {
      var own = query
      own.selection.classSet = .named(name)
      do {
        let answer = try own.ask(store)
        for note in answer.notes.map(\.description) where !notes.contains(note) { notes.append(note) }
        guard answer.known.count > 1 || names.count == 1 else {
          notes.append("the class set \(ShownText.name(name)) has only 1 of the models and is left out")
          continue
        }
        fits.append(ClassSetFit(classSet: name, answer.known))
      } catch  where names.count > 1 && Self.isEmpty(error) {
        notes.append("the class set \(ShownText.name(name)) is left out: \(error)")
      }
    }
    guard !fits.isEmpty else {
      // Each class set lacks counts or models; the one that a person would ask for first says which.
      _ = try query.ask(store)
      throw StoreError.noCounts(classSet: names.first ?? "")
    }
    self.init(fits, notes: notes)
  }

  /// Whether an error says that a class set has nothing to look at.
  private static func isEmpty(_ error: any Error) -> Bool {
    if error is NoModels || error is NoOwnCorpora { return true }
    switch error {
    case StoreError.noCounts(_), StoreError.nothingSelected(_), StoreError.noModel(_, _),
      StoreError.corpusWithoutCounts(_, _):
      return true
    default: return false
    }
  }

  /// What was found, a sentence each.
  public var sentences: [String] {
    var sentences = fits.map { fit -> String in
      switch fit.accuracy {
      case .failure(let reason):
        return
          "\(fit.classSet): no common slope, because \(reason.clause(first: "counts", second: "accuracies"))"
      case .success(let model):
        let interval = model.interval().value
        return
          "\(fit.classSet): over \(NumberText.counted(model.models, "model")) and "
          + "\(ShownText.count(model.classes, "class", "classes")), tenfold count + 1 goes with "
          + "\(points(model.slope)) percentage points of accuracy (95 % interval \(points(interval?.low)) to "
          + "\(points(interval?.high)), p = \(NumberText.short(model.p, digits: 2))); the models' slopes differ by a "
          + "standard deviation of \(points(model.slopeSpread))"
      }
    }
    if case .success(let all)? = accuracy {
      sentences.append(
        "all \(all.count) class sets: \(points(all.mean)) percentage points (\(points(all.interval.low)) to "
          + "\(points(all.interval.high)), p = \(NumberText.short(all.p, digits: 2))); in another such class set "
          + "\(points(all.prediction.low)) to \(points(all.prediction.high))")
    }
    return sentences
  }

  private func points(_ share: Double?) -> String {
    share.map { NumberText.short($0 * 100, digits: 3) } ?? "?"
  }

  /// The tables in the order in which a person reads them.
  public var sections: [FullReport.Section] {
    [
      FullReport.Section(
        key: "across", title: "Slope on log10(count + 1) over all models", sentences: sentences,
        table: .across(self)),
      FullReport.Section(
        key: "models", title: "Each model's slope",
        sentences: [
          "drawn: toward the common slope, as far as the model's own is uncertain."
        ], table: .slopes(self)),
    ]
  }

  /// Everything as JSON: the tables under their keys, and what they say.
  public var json: JSONValue {
    .object(
      sections.map { .init($0.key, JSONValue($0.table)) } + [
        .init("sentences", .list(sentences.map(JSONValue.text))),
        .init("notes", .list(notes.map(JSONValue.text))),
      ])
  }
}

extension Table {
  /// Common slopes, one row a class set and scale, and one for all class sets together.
  ///
  /// `slope` is of the accuracy, a fraction, or of its log odds, on log10(count + 1). `slope_sd` is the spread of the models' slopes, or of the
  /// class sets'; `new_low` and `new_high` hold the slope of another model, or class set.
  public static func across(_ across: AcrossModels) -> Table {
    var table = Table(columns: [
      .init("class_set", .text), .init("scale", .text), .init("models", .integer), .init("classes", .integer),
      .init("n", .integer, isDetail: true), .init("slope", .real),
      .init("standard_error", .real, heading: "error"),
      .init("df", .real, isDetail: true), .init("low", .real), .init("high", .real), .init("p", .real),
      .init("slope_sd", .real), .init("new_low", .real, isDetail: true),
      .init("new_high", .real, isDetail: true),
      .init("intercept", .real, isDetail: true), .init("model_sd", .real, isDetail: true),
      .init("class_sd", .real, isDetail: true), .init("residual_sd", .real, isDetail: true),
      .init("method", .text, isDetail: true),
    ])
    func row(_ name: String, _ scale: String, _ model: MixedModel?, _ method: String) -> [Value] {
      let interval = model?.interval().value
      let other = model?.prediction().value
      return [
        .text(name), .text(scale), .init(model?.models), .init(model?.classes), .init(model?.count),
        .init(model?.slope), .init(model?.slopeError), .init(model?.slopeDF), .init(interval?.low),
        .init(interval?.high), .init(model?.p), .init(model?.slopeSpread), .init(other?.low),
        .init(other?.high),
        .init(model?.intercept), .init(model?.interceptSpread), .init(model?.classSpread),
        .init(model?.residualSpread), .text(method),
      ]
    }
    for fit in across.fits {
      table.append(
        row(fit.classSet, "accuracy", fit.accuracy.value, "REML, Satterthwaite's degrees of freedom"))
      if let odds = fit.logOdds {
        table.append(
          row(
            fit.classSet, "log odds", odds.value, "penalized quasi-likelihood (restricted pseudo-likelihood)")
        )
      }
    }
    for (scale, all) in [("accuracy", across.accuracy), ("log odds", across.logOdds)] {
      guard let all else { continue }
      let value = all.value
      table.append([
        "all class sets", .text(scale), .missing, .missing, .init(value?.count), .init(value?.mean),
        .init(value?.standardError), .init(value.map { Double($0.count - 1) }), .init(value?.interval.low),
        .init(value?.interval.high), .init(value?.p), .init(value?.betweenVariance.squareRoot()),
        .init(value?.prediction.low), .init(value?.prediction.high), .missing, .missing, .missing, .missing,
        "random effects (REML), Hartung and Knapp's interval",
      ])
    }
    return table
  }

  /// The slopes of the models, one row a class set and model.
  public static func slopes(_ across: AcrossModels) -> Table {
    var table = Table(columns: [
      .init("class_set", .text), .init("model", .text), .init("corpus", .text),
      .init("corpora", .text, isDetail: true),
      .init("n", .integer), .init("own_slope", .real, heading: "own"),
      .init("drawn_slope", .real, heading: "drawn"),
    ])
    for fit in across.fits {
      let drawn = fit.accuracy.value?.modelSlopes
      for (place, points) in fit.series.enumerated() {
        table.append([
          .text(fit.classSet), .text(points.model), .text(points.corpus), .text(points.choice.rawValue),
          .integer(points.points.count), .init(fit.ownSlopes[place].value),
          .init(drawn.flatMap { place < $0.count ? $0[place] : nil }),
        ])
      }
    }
    return table
  }
}
