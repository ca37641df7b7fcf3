/// The question of `correlate` and `export`: counts beside accuracies, of which corpora together.
public struct PointQuery: Sendable {
  /// Which corpora are added up.
  public enum Split: Sendable, Hashable {
    /// The whole selection is pooled.
    case pooled
    /// None: each is on its own.
    case eachCorpus
    /// Those of a stage, pretraining and instruction first; then all of the selection once more.
    case eachStage
  }

  /// The counts and models that are looked at.
  public var selection: Selection
  /// Which corpora are added up.
  public var split: Split
  /// How often each corpus counts in a sum; a corpus without a weight counts once.
  public var exposure: Exposure
  /// The shares of corpora that were counted, beyond those that the database states.
  public var sampled = SampledCorpora()
  /// The images of each class, where a model's are not known.
  public var imagesPerClass: Int?
  /// Whether a model of known training is looked at beside the corpora of its training alone.
  public var usesOwnCorpora: Bool

  /// Makes a question.
  ///
  /// Each model gets its own corpora where none is named and none stands on its own, unless `usesOwnCorpora` says otherwise.
  public init(
    selection: Selection, split: Split = .pooled, exposure: Exposure = Exposure(), usesOwnCorpora: Bool? = nil
  ) {
    self.selection = selection
    self.split = split
    self.exposure = exposure
    self.usesOwnCorpora = usesOwnCorpora ?? (selection.corpora.isEmpty && split != .eachCorpus)
  }

  /// The points, and what a person should know about them.
  public struct Answer: Sendable {
    /// A series for each model and sum of corpora, models first; each corpus on its own where corpora have weights.
    public var series: [StoredPointSeries]
    /// The classes of each series of which all that is needed is known, corpora weighted.
    public var known: [KnownPoints]
    /// The selection as it was found, all corpora of it.
    public var resolved: ResolvedSelection
    /// What a person should know; each once.
    public var notes: [SelectionNote]

    /// The coefficients of each series.
    public var correlations: [FrequencyCorrelation] {
      known.map(FrequencyCorrelation.init)
    }
  }

  /// Asks a database.
  ///
  /// Throws `StoreError`, `ExposureError` where a weight is of a corpus that is not looked at, `NoOwnCorpora` where nothing is
  /// counted that a model was trained on, and `NoModels` where no model was tested on the class set, unless
  /// `allowsNoModel`: the series then belong to no model and have no accuracy.
  public func ask(_ store: CountStore, allowsNoModel: Bool = false) throws -> Answer {
    switch split {
    case .eachCorpus:
      let resolved = try store.resolve(selection, grouping: .corpus)
      try exposure.check(against: resolved.pools.map(\.corpus.name))
      return try answer(resolved, store, choice: .named, allowsNoModel: allowsNoModel)
    case .eachStage: return try askEachStage(store, allowsNoModel: allowsNoModel)
    case .pooled: return try askPooled(selection, store, allowsNoModel: allowsNoModel)
    }
  }

  /// Adds up each model's corpora: its own where they are known and wanted, else those of the selection.
  private func askPooled(_ selection: Selection, _ store: CountStore, allowsNoModel: Bool) throws -> Answer {
    if usesOwnCorpora, let parts = try ownParts(of: selection, in: store) {
      let answer = try answer(parts, store)
      try exposure.check(against: answer.resolved.pools.map(\.corpus.name))
      return answer
    }
    let resolved = try store.resolve(selection)
    try exposure.check(against: resolved.pools.map(\.corpus.name))
    let choice = whole(selection)
    var answer = try answer(resolved, store, choice: choice, allowsNoModel: allowsNoModel)
    let stages = resolved.pools.map(\.corpus.stage)
    if choice == .all, !resolved.models.isEmpty, Set(stages).count < stages.count {
      answer.notes.append(.unknownTraining(models: resolved.models.map(\.name), isAll: true))
    }
    return answer
  }

  private func askEachStage(_ store: CountStore, allowsNoModel: Bool) throws -> Answer {
    // Corpora that are not added up for any model may be counted by several rule sets.
    let all = try store.resolve(selection, grouping: usesOwnCorpora ? .corpus : .pooled)
    try exposure.check(against: all.pools.map(\.corpus.name))
    var stages: [String] = []
    for pool in all.pools where !stages.contains(where: { $0.utf8.elementsEqual(pool.corpus.stage.utf8) }) {
      stages.append(pool.corpus.stage)
    }
    let usual = ["pretrain", "instruct"]
    stages = usual.filter(stages.contains) + stages.filter { !usual.contains($0) }
    guard stages.count > 1 else { return try askPooled(selection, store, allowsNoModel: allowsNoModel) }
    var answers: [Answer] = []
    for stage in stages {
      var part = selection
      part.stages = [stage]
      // Corpora of other stages were named for the whole; here they are left out on purpose.
      part.corpora = all.pools.map(\.corpus).filter { $0.stage.utf8.elementsEqual(stage.utf8) }.map(\.name)
      var alone = self
      alone.exposure.weights.removeAll { weight in
        !part.corpora.contains { Self.isSame($0, weight.corpus) }
      }
      do {
        answers.append(try alone.askPooled(part, store, allowsNoModel: allowsNoModel))
      } catch is NoOwnCorpora {
        continue  // No model was trained on a corpus of this stage.
      }
    }
    var whole = try askPooled(selection, store, allowsNoModel: allowsNoModel)
    let together = answers + [whole]
    func arranged<Series>(_ series: [Series], model: (Series) -> String) -> [Series] {
      all.models.isEmpty
        ? series
        : all.models.flatMap { one in series.filter { model($0).utf8.elementsEqual(one.name.utf8) } }
    }
    whole.series = arranged(together.flatMap(\.series), model: \.model)
    whole.known = arranged(together.flatMap(\.known), model: \.model)
    return whole
  }

  /// Joins the counts of what was resolved with its models' accuracies.
  func answer(
    _ resolved: ResolvedSelection, _ store: CountStore, choice: CorpusChoice, allowsNoModel: Bool
  ) throws -> Answer {
    guard resolved.models.isEmpty else {
      let sampled = sampled.over(SampledCorpora(stored: try store.sampledFractions()))
      var names: [String] = []
      for pool in resolved.pools where !names.contains(where: { Self.isSame($0, pool.corpus.name) }) {
        names.append(pool.corpus.name)
      }
      let isSample = names.contains { sampled.fraction(of: $0) < 1 }
      let isWeighted = !exposure.weights.isEmpty && resolved.grouping == .pooled
      var single = resolved
      if isWeighted || isSample { single.grouping = .corpus }
      var (series, notes) = try store.points(single)
      if isSample {
        notes.append(
          .sampled(
            names.map { .init(corpus: $0, fraction: sampled.fraction(of: $0)) }.filter { $0.fraction < 1 }))
      }
      notes += try partNotes(resolved, sampled, store)
      func whole(_ series: [StoredPointSeries], _ label: String) -> KnownPoints {
        sampled.pooled(series, exposure: exposure, label: label, measure: resolved.measure)
      }
      var known =
        isWeighted || (isSample && resolved.grouping == .pooled)
        ? resolved.models.map { model in
          let own = series.filter { $0.model.utf8.elementsEqual(model.name.utf8) }
          return isSample
            ? whole(own, exposure.label(of: own.map(\.corpus)))
            : exposure.pooled(own, measure: resolved.measure)
        } : series.map { isSample ? whole([$0], $0.corpus) : KnownPoints($0, measure: resolved.measure) }
      if isSample && !isWeighted && resolved.grouping == .pooled {
        series = try store.points(resolved).series
      }
      for index in known.indices {
        known[index] = known[index].supposing(imagesPerClass: imagesPerClass)
        known[index].choice = choice
      }
      return Answer(series: series, known: known, resolved: resolved, notes: notes)
    }
    guard allowsNoModel else { throw NoModels(classSet: resolved.classSet.name) }
    let frequencies = try store.frequencies(resolved)
    let series = frequencies.groups.map { group in
      StoredPointSeries(
        model: "", corpus: group.label,
        points: zip(frequencies.classNames, group.values).enumerated().map { index, pair in
          StoredPoint(
            classIndex: index, className: pair.0, frequency: pair.1, accuracy: nil, correct: nil, total: nil)
        })
    }
    return Answer(series: series, known: [], resolved: resolved, notes: frequencies.notes)
  }

  /// What says that corpora may be samples of which nobody stated that they are: weights below 1, and shards that are missing.
  private func partNotes(
    _ resolved: ResolvedSelection, _ sampled: SampledCorpora, _ store: CountStore
  ) throws -> [SelectionNote] {
    let unstated = resolved.pools.filter { !sampled.states($0.corpus.name) }
    var notes: [SelectionNote] = []
    for pool in unstated {
      let weight = exposure.weight(of: pool.corpus.name)
      let note = SelectionNote.weightOfPart(corpus: pool.corpus.name, weight: weight)
      if weight > 0, weight < 1, !notes.contains(note) { notes.append(note) }
    }
    return try notes
      + store.partlyCounted(unstated).map {
        .partOfShards(corpus: $0.corpus, counted: $0.shards.counted, total: $0.shards.total)
      }
  }
}

/// No model was tested on the class set, so there is nothing to correlate with.
struct NoModels: Error, Sendable, Hashable, CustomStringConvertible {
  /// The class set.
  var classSet: String

  /// The error as a sentence.
  var description: String {
    "no model has accuracies on the class set `\(classSet)` yet; `accuracy add` imports some"
  }
}
