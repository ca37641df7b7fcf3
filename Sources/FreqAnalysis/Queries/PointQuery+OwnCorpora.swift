/// Each model beside the counts of what it was trained on.
extension PointQuery {
  /// Models that share their corpora.
  struct OwnPart {
    /// The selection of these models and corpora.
    var selection: Selection
    /// By what the corpora were chosen.
    var choice: CorpusChoice
  }

  /// Parts a selection by what its models were trained on.
  ///
  /// Named corpora and stages stay a limit: a model's own corpora are those of its training within them.
  ///
  /// - Parameters:
  ///   - selection: What is looked at.
  ///   - store: The database.
  /// - Returns: The parts in the order of their first models, what a person should know, and the models' names in their
  ///   order; nil where nothing is known of any of the models.
  /// - Throws: `StoreError` for an unknown class set or model.
  func ownParts(
    of selection: Selection, in store: CountStore
  ) throws -> (parts: [OwnPart], notes: [SelectionNote], order: [String])? {
    let classSet = try store.classSet(selection.classSet)
    let all = try store.models(of: classSet)
    let models = try SelectionResolver.models(meantBy: selection.models, among: all)
    guard models.contains(where: { !$0.trainedOn.isEmpty }) else { return nil }
    let counted = try store.countedCorpora(of: classSet)
    let usable = counted.filter { corpus in
      (selection.corpora.isEmpty || selection.corpora.contains { Self.isSame($0, corpus.name) })
        && (selection.stages.isEmpty || selection.stages.contains { Self.isSame($0, corpus.stage) })
    }
    var notes: [SelectionNote] = []
    var missing: [(corpus: String, models: [String])] = []
    var parts: [OwnPart] = []
    var without: [String] = []
    for model in models {
      for corpus in model.trainedOn where !counted.contains(where: { Self.isSame($0.name, corpus) }) {
        if let place = missing.firstIndex(where: { Self.isSame($0.corpus, corpus) }) {
          missing[place].models.append(model.name)
        } else {
          missing.append((corpus, [model.name]))
        }
      }
      let own = usable.map(\.name).filter { name in model.trainedOn.contains { Self.isSame($0, name) } }
      if own.isEmpty, !model.trainedOn.isEmpty {
        without.append(model.name)
        continue
      }
      var part = OwnPart(selection: selection, choice: model.trainedOn.isEmpty ? whole(selection) : .own)
      if part.choice == .own { part.selection.corpora = own }
      if let place = parts.firstIndex(where: {
        $0.choice == part.choice && $0.selection.corpora == part.selection.corpora
      }) {
        parts[place].selection.models.append(model.name)
      } else {
        part.selection.models = [model.name]
        parts.append(part)
      }
    }
    notes += missing.map { .trainingNotCounted(corpus: $0.corpus, models: $0.models) }
    if !without.isEmpty { notes.append(.withoutOwnCorpora(models: without)) }
    return (parts, notes, models.map(\.name))
  }

  /// By what the corpora are chosen of models of unknown training.
  func whole(_ selection: Selection) -> CorpusChoice { selection.corpora.isEmpty ? .all : .named }

  /// Asks for each part on its own and puts the answers together, models in their order.
  ///
  /// Throws `NoOwnCorpora` where no model is left.
  func answer(
    _ split: (parts: [OwnPart], notes: [SelectionNote], order: [String]), _ store: CountStore
  ) throws -> Answer {
    var notes = split.notes
    var answers: [Answer] = []
    for part in split.parts {
      do {
        var answer = try answer(
          store.resolve(part.selection), store, choice: part.choice, allowsNoModel: false)
        answer.notes.removeAll { if case .corpusLeftOut = $0 { part.choice == .own } else { false } }
        answers.append(answer)
        if part.choice == .all, answer.resolved.pools.count > 1 {
          notes.append(.unknownTraining(models: part.selection.models, isAll: false))
        }
      } catch StoreError.nothingSelected(_) where part.choice == .own {
        notes.append(.withoutOwnCorpora(models: part.selection.models))
      }
    }
    guard var all = answers.first else { throw NoOwnCorpora(notes: notes) }
    var resolved = all.resolved
    for other in answers.dropFirst() {
      resolved.pools += other.resolved.pools.filter { !resolved.pools.contains($0) }
      resolved.models += other.resolved.models
      notes += other.notes
    }
    notes = all.notes + notes
    func place(_ model: String) -> Int { split.order.firstIndex { Self.isSame($0, model) } ?? 0 }
    resolved.pools.sort { ($0.corpus.id, $0.rules.id) < ($1.corpus.id, $1.rules.id) }
    resolved.models.sort { place($0.name) < place($1.name) }
    all.series = answers.flatMap(\.series).sorted { place($0.model) < place($1.model) }
    all.known = answers.flatMap(\.known).sorted { place($0.model) < place($1.model) }
    var seen: Set<SelectionNote> = []
    all.notes = notes.filter { seen.insert($0).inserted }
    resolved.notes = all.notes
    all.resolved = resolved
    return all
  }

  /// Names are the same when their bytes are.
  static func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
}

/// None of the models was trained on a corpus that is counted and selected.
struct NoOwnCorpora: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was found of each model.
  var notes: [SelectionNote]

  /// The error as a sentence.
  var description: String {
    "no model has counts of a corpus that it was trained on: "
      + notes.map(\.description).joined(separator: "; ")
  }
}
