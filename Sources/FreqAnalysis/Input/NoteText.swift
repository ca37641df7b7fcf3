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
    case .noHeader: "the table has no header; its columns were read as index, name, aliases"
    case .blankLines(let lines):
      "\(ShownText.count(lines, "blank line", "blank lines")) between names skipped; the classes after one have a lower index than their line number suggests"
    case .ignoredColumns: "\(ShownText.count(count, "column was", "columns were")) not used"
    case .orderedByIndex: "the classes are in the order of their indices, not of their rows"
    case .indexFromOne: "the file numbers its classes from 1; here the first class has index 0"
    case .duplicateNames:
      "\(ShownText.count(count, "name belongs", "names belong")) to more than one class; these stay separate classes"
    case .equalNames:
      "\(ShownText.count(count, "group of names has", "groups of names have")) the same words after folding, and will have the same mentions"
    case .outerPunctuation:
      "\(ShownText.count(count, "name begins or ends", "names begin or end")) with punctuation, which matching ignores"
    case .parenthesis:
      "\(ShownText.count(count, "name ends", "names end")) with a parenthetical, which captions rarely contain; --base-names also counts them without it"
    case .aliasesWithoutWords:
      "\(ShownText.count(count, "alias has", "aliases have")) neither a letter nor a number and will hardly ever match"
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
      case .base: ("name without its parenthetical", "names without their parentheticals")
      case .plural: ("plural", "plurals")
      case .wordnet: ("WordNet lemma", "WordNet lemmas")
      }
    return "\(ShownText.count(count, what.0, what.1)) added"
  }

  private var tableSentence: String {
    switch note.kind {
    case .tableForm(let form, let classes): "\(ShownText.count(classes, "class", "classes")), read as \(form)"
    case .modelsForm(let models, let added):
      "per-class accuracies of \(ShownText.count(models, "model", "models")), read as a JSON object from model to accuracies by class"
        + (added < models ? "; \(ShownText.number(added)) of them used" : "")
    case .unit(let unit, let decided): unitSentence(unit, decided: decided)
    case .unknownValues:
      "\(ShownText.count(count, "class has", "classes have")) no value in the file and \(count == 1 ? "is" : "are") unknown, not zero"
    case .absentAsZero(let classes):
      "\(ShownText.count(classes, "class", "classes")) without a count in the file \(classes == 1 ? "is" : "are") taken as zero, as requested"
    case .correctUnknown:
      "for \(ShownText.count(count, "class", "classes")) the file does not say how many images were classified correctly; only the accuracy is kept"
    case .noImages: "\(ShownText.count(count, "class has", "classes have")) no images and no accuracy"
    case .replacedModels:
      "the accuracies of \(ShownText.count(count, "model", "models")) differ from the earlier ones, which they replace"
    case .predictions(let all, let correct, let rule):
      "\(ShownText.count(all, "prediction", "predictions")) of known classes, \(ShownText.number(correct)) correct by the rule \(rule)"
    case .labelSource(let source): "labels were taken from \(ShownText.escaped(source))"
    case .identifiersAsLabels(let predictions):
      "\(ShownText.count(predictions, "label is an identifier", "labels are identifiers")); the predictions were judged by the class's name"
    case .unlabelled(let predictions):
      "\(ShownText.count(predictions, "prediction has", "predictions have")) no label and \(predictions == 1 ? "was" : "were") not counted"
    case .strangeLabels(let predictions):
      "\(ShownText.count(predictions, "prediction has a label", "predictions have labels")) outside the class set and \(predictions == 1 ? "was" : "were") not counted"
    case .labelsUnused: "every prediction has its own label; the labels file was not used"
    default: predictionSentence ?? joinSentence
    }
  }

  private func unitSentence(_ unit: AccuracyUnit, decided: Bool) -> String {
    switch (unit, decided) {
    case (.percent, true):
      "accuracies are read as percent, since some are above 1; --unit fraction overrides this"
    case (.fraction, true):
      "accuracies are read as fractions, since none is above 1; --unit percent overrides this"
    case (.percent, false): "accuracies are read as percent, as requested"
    case (.fraction, false): "accuracies are read as fractions, as requested"
    }
  }

  private var joinSentence: String {
    switch note.kind {
    case .ofModels: "the notes that follow are about \(ShownText.count(count, "model", "models"))"
    case .joined(let names, let byName, let byID, let byAlias, let bySpelling, let byPosition):
      "\(ShownText.number(byName + byID + byAlias + bySpelling + byPosition)) of \(ShownText.count(names, "name", "names")) matched a class: \(ShownText.number(byName)) by name, \(ShownText.number(byID)) by identifier, \(ShownText.number(byAlias)) by alias"
        + (bySpelling > 0 ? ", \(ShownText.number(bySpelling)) by spelling" : "")
        + (byPosition > 0 ? ", \(ShownText.number(byPosition)) by position" : "")
    case .spelled:
      "\(ShownText.count(count, "name was", "names were")) matched by spelling: hyphens, apostrophes and spaces between words differ"
    case .addedUp:
      "\(ShownText.count(count, "name is", "names are")) another spelling of a name in the file; the counts of one class were added up"
    case .twins:
      "\(ShownText.count(count, "name matches", "names match")) several classes of that name, each of which gets the value"
    case .namesWithoutClass:
      "\(ShownText.count(count, "name in the file matches", "names in the file match")) no class"
    case .classesWithoutName:
      "\(ShownText.count(count, "class is", "classes are")) not in the file"
    default: ""
    }
  }
}
