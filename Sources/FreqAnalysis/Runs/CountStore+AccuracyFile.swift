extension CountStore {
  /// Stores the models of an accuracy file: all, or none where one of them has other accuracies already and may not
  /// be replaced.
  ///
  /// `trainedOn` are the corpora that all these models were trained on; empty: what is known of that stays.
  public func addAccuracies(
    _ file: AccuracyFile, of classSet: StoredClassSet, source: String, trainedOn: [String] = [],
    replace: Bool = false
  ) throws -> [(model: String, done: ModelRegistration)] {
    if !replace {
      let known = try models(of: classSet)
      for model in file.models {
        guard let stored = known.first(where: { $0.name.utf8.elementsEqual(model.model.utf8) }) else {
          continue
        }
        guard try accuracies(of: stored, in: classSet) == model.values else {
          throw StoreError.modelExists(name: model.model)
        }
      }
    }
    for corpus in trainedOn { try StoredName.check(corpus, what: "a corpus") }
    let done = try file.models.map { model in
      let done = try addAccuracies(
        model.values, model: model.model, of: classSet, source: source, replace: replace)
      return (model: model.model, done: done)
    }
    if !trainedOn.isEmpty {
      try setTraining(
        file.models.map { ModelTraining(model: $0.model, corpora: trainedOn) }, of: classSet)
    }
    return done
  }
}
