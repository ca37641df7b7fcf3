import Corpus

/// The one place where notes become sentences.
struct NoteText {
  let note: Note

  init(_ note: Note) { self.note = note }

  private var count: Int { note.items.count }

  var sentence: String {
    switch note.kind {
    case .classForm(let form, let classes, let terms):
      "\(ShownText.count(classes, "class", "classes")) with \(ShownText.count(terms, "term", "terms")), read as \(form)"
    case .noHeader: "the table has no header; its columns were taken as index, name, aliases"
    case .blankLines(let lines):
      "\(ShownText.count(lines, "blank line", "blank lines")) between names left out; the classes after one have a lower index than their line suggests"
    case .ignoredColumns: "\(ShownText.count(count, "column was", "columns were")) not used"
    case .orderedByIndex: "the classes stand in the order of their indices, not of their rows"
    case .indexFromOne: "the file counts its classes from 1; here the first has index 0"
    case .duplicateNames:
      "\(ShownText.count(count, "name stands", "names stand")) for more than one class; they stay classes of their own"
    case .equalNames:
      "\(ShownText.count(count, "group of names has", "groups of names have")) the same words once folded, and will have the same mentions"
    case .outerPunctuation:
      "\(ShownText.count(count, "name begins or ends", "names begin or end")) with punctuation, which does not count in matching"
    case .parenthesis:
      "\(ShownText.count(count, "name ends", "names end")) in a parenthesis, which captions seldom have; --base-names counts them without it as well"
    case .aliasesWithoutWords:
      "\(ShownText.count(count, "alias has", "aliases have")) neither a letter nor a number and will hardly be found"
    case .addedTerms(let kind): addedTerms(kind)
    case .noSynset: "\(ShownText.count(count, "class is", "classes are")) not in WordNet and got no lemmas"
    case .ambiguousSynset:
      "\(ShownText.count(count, "class has", "classes have")) no identifier and a name with several meanings in WordNet, and got no lemmas"
    default: tableSentence
    }
  }

  private func addedTerms(_ kind: ClassSet.Term.Kind) -> String {
    let what =
      switch kind {
      case .name: ("name", "names")
      case .alias: ("alias", "aliases")
      case .base: ("name without its parenthesis", "names without their parenthesis")
      case .plural: ("plural", "plurals")
      case .wordnet: ("lemma of WordNet", "lemmas of WordNet")
      }
    return "\(ShownText.count(count, what.0, what.1)) added"
  }

  private var tableSentence: String {
    switch note.kind {
    case .tableForm(let form, let classes): "\(ShownText.count(classes, "class", "classes")), read as \(form)"
    case .modelsForm(let models, let added):
      "per-class accuracies of \(ShownText.count(models, "model", "models")), read as a JSON object from model to `classwise`"
        + (added < models ? "; \(ShownText.number(added)) of them taken" : "")
    case .unit(let unit, let decided): unitSentence(unit, decided: decided)
    case .unknownValues:
      "\(ShownText.count(count, "class has", "classes have")) no value in the file and \(count == 1 ? "is" : "are") unknown, not zero"
    case .absentAsZero(let classes):
      "\(ShownText.count(classes, "class", "classes")) without a count in the file \(classes == 1 ? "is" : "are") taken as zero, as asked"
    case .correctUnknown:
      "for \(ShownText.count(count, "class", "classes")) the accuracy does not say how many images were right; only the accuracy is kept"
    case .noImages: "\(ShownText.count(count, "class has", "classes have")) no images and no accuracy"
    case .replacedModels:
      "the accuracies of \(ShownText.count(count, "model", "models")) are other ones than before, which they replace"
    case .predictions(let all, let correct, let rule):
      "\(ShownText.count(all, "prediction", "predictions")) of known classes, \(ShownText.number(correct)) right by the rule \(rule)"
    case .labelSource(let source): "labels were taken from \(ShownText.escaped(source))"
    case .identifiersAsLabels(let predictions):
      "\(ShownText.count(predictions, "label is an identifier", "labels are identifiers")); the predictions were judged by the class's name"
    case .unlabelled(let predictions):
      "\(ShownText.count(predictions, "prediction has", "predictions have")) no label and \(predictions == 1 ? "was" : "were") not counted"
    case .strangeLabels(let predictions):
      "\(ShownText.count(predictions, "prediction has a label", "predictions have labels")) of no class and \(predictions == 1 ? "was" : "were") not counted"
    case .labelsUnused: "every prediction has its own label; the labels file was not used"
    default: joinSentence
    }
  }

  private func unitSentence(_ unit: AccuracyUnit, decided: Bool) -> String {
    switch (unit, decided) {
    case (.percent, true):
      "accuracies are read as per cent, since some are above 1; --unit fraction says otherwise"
    case (.fraction, true):
      "accuracies are read as fractions, since none is above 1; --unit percent says otherwise"
    case (.percent, false): "accuracies are read as per cent, as asked"
    case (.fraction, false): "accuracies are read as fractions, as asked"
    }
  }

  private var joinSentence: String {
    switch note.kind {
    case .ofModels: "what follows is of \(ShownText.count(count, "model", "models"))"
    case .joined(let names, let byName, let byID, let byAlias):
      "\(ShownText.number(byName + byID + byAlias)) of \(ShownText.count(names, "name", "names")) found a class: \(ShownText.number(byName)) by name, \(ShownText.number(byID)) by identifier, \(ShownText.number(byAlias)) by alias"
    case .twins:
      "\(ShownText.count(count, "name stands", "names stand")) for several classes of that name, each of which gets its value"
    case .namesWithoutClass:
      "\(ShownText.count(count, "name of the file has", "names of the file have")) no class"
    case .classesWithoutName:
      "\(ShownText.count(count, "class is", "classes are")) not in the file"
    default: ""
    }
  }
}
