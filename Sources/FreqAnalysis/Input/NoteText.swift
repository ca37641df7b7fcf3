import Corpus

/// The one place where notes become sentences.
struct NoteText {
  let note: Note

  init(_ note: Note) { self.note = note }

  var count: Int { note.items.count }

  var sentence: String { classSentence ?? tableSentence }

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
      "accuracies are read as percent, since some are above 1"
    case (.fraction, true):
      "accuracies are read as fractions, since none is above 1"
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
      "\(ShownText.count(count, "name was", "names were")) matched by spelling: hyphens, apostrophes and spaces between words, or a number before them, differ"
    case .addedUp:
      "\(ShownText.count(count, "name is", "names are")) another spelling of a name in the file; the counts of one class were added up"
    case .twins:
      "\(ShownText.count(count, "name matches", "names match")) several classes of that name, each of which gets the value"
    case .namesWithoutClass:
      "\(ShownText.count(count, "name in the file matches", "names in the file match")) no class"
    case .classesWithoutName:
      "\(ShownText.count(count, "class is", "classes are")) not in the file"
    case .classesWithoutGroup:
      "\(ShownText.count(count, "class has no group and is a group of its own", "classes have no group, and each is a group of its own"))"
    default: ""
    }
  }
}
