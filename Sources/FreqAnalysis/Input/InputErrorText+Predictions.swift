extension InputErrorText {
  /// The sentences of predictions, of columns by which tables are joined, and of the join itself.
  var predictionReason: String? {
    switch error.reason {
    case .noPrediction(let seen):
      "the record has no field for the prediction (\(ShownText.names(PredictionFieldNames.predictions, limit: 20))); fields seen: \(ShownText.names(seen, limit: 20))"
    case .severalPredictions(let fields):
      "\(fields.map(ShownText.name).joined(separator: " and ")) may each be the prediction; name the right one"
    case .questions(let beside):
      "`text` stands beside \(ShownText.names(beside)), so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
    case .questionMarks(let marks, let all):
      "\(ShownText.number(marks)) of \(ShownText.count(all, "text ends", "texts end")) with a question mark, so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
    case .askingTexts(let asking, let all):
      "\(ShownText.number(asking)) of \(ShownText.count(all, "text asks a question or lists options", "texts ask a question or list options")), so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
    case .sameTexts(let all):
      "all \(ShownText.number(all)) texts are the same, so this seems to be a file of questions; give the file of answers, or name `text` as the answer"
    case .recordLacks(let field, let seen):
      "the record has no \(ShownText.name(field)); fields seen: \(ShownText.names(seen, limit: 20))"
    case .fieldNotText(let field, let found): "\(ShownText.name(field)) is \(found), not a string"
    case .answerTooLong(let limit): "the answer is longer than \(ShownText.number(limit)) bytes"
    case .emptyLabel: "the label is empty"
    case .noLabels(let example):
      "the predictions have no label (\(ShownText.names(PredictionFieldNames.labels))), and no class name is in the question's identifier"
        + (example.map { " (\(ShownText.name($0)))" } ?? "")
        + "; name the field of the labels, or give a file of labels"
    case .labelBaseNeeded(let example):
      "the labels are whole numbers, such as \(ShownText.name(example)), but no class has such a name and none is 0; give the number of the first class"
    case .numbersForNames(let numbers, let all):
      "\(ShownText.number(numbers)) of \(ShownText.count(all, "prediction is a whole number", "predictions are whole numbers")), but their labels are names; give both as names, or the labels as numbers too"
    case .numbersForLetters(let numbers, let all):
      "\(ShownText.number(numbers)) of \(ShownText.count(all, "prediction is a whole number", "predictions are whole numbers")), but their labels are letters or texts of options; give both as letters, or the labels as numbers too"
    case .answeredTwice(let question, let firstLine):
      "the question \(ShownText.name(question)) has another answer or label here than in line \(firstLine); keep one of the two"
    case .labelNotAnOption(let label):
      "the label \(ShownText.name(label)) is neither a letter nor one of the record's options"
    case .letterWithoutClass(let label):
      "the label \(ShownText.name(label)) is an option without its text, so the class is unknown; name its field"
    default: numberReason
    }
  }

  /// What is wrong with labels and predictions that are numbers, letters or identifiers.
  private var numberReason: String? {
    switch error.reason {
    case .numbersFitTwice(let example):
      "the classes have numbers as identifiers, and \(ShownText.name(example)) is none of them, but all numbers of the file would be positions in the class list; give the number of the first class"
    case .optionNumbers(let example):
      "the labels are whole numbers, such as \(ShownText.name(example)), and each record has options, of which they seem to be numbers, not of the classes; judge them by the rule letter"
    case .optionLetters(let letters, let all, let example):
      "\(ShownText.number(letters)) of \(ShownText.count(all, "label is a letter", "labels are letters")), such as \(ShownText.name(example)), which \(all == 1 ? "names an option" : "name options") and no class; judge them by the rule letter"
    case .identifiersForNames(let identifiers, let all, let example):
      "\(ShownText.number(identifiers)) of \(ShownText.count(all, "prediction is an identifier", "predictions are identifiers")), such as \(ShownText.name(example)), which no class has; give the predictions as names, or use a class list with these identifiers"
    case .scores(let numbers, let all, let example):
      "\(ShownText.number(numbers)) of \(ShownText.count(all, "prediction is a number", "predictions are numbers")), such as \(ShownText.name(example)), which \(all == 1 ? "names" : "name") no class; give the text of the answers"
    default: labelFileReason
    }
  }

  private var labelFileReason: String? {
    switch error.reason {
    case .labelsDoNotFit(let example):
      "the labels file has no label for any question of the predictions"
        + (example.map { ", such as \(ShownText.name($0))" } ?? "")
    case .twoLabels(let question, let first, let second):
      "the question \(ShownText.name(question)) has two labels, \(ShownText.name(first)) and \(ShownText.name(second))"
    case .labelLineLacks(let field): "the line has no \(ShownText.name(field))"
    case .noColumn(let what, let accepted, let seen), .noTableColumn(let what, let accepted, let seen):
      "there is no column for \(what) (accepted: \(ShownText.names(accepted, limit: 20))); columns seen: \(ShownText.names(seen, limit: 20))"
    case .positionOutside(let position, let classes, let base):
      "the names are positions in the class list, but the list has \(ShownText.count(classes, "class", "classes")) and none at \(position), counted from \(base); if the first class has the number \(1 - base), say so"
    case .valueNotObject(let name, let found):
      "the value of \(ShownText.name(name)) is \(found), not an object"
    case .workbook: "this is a workbook of a spreadsheet program; save it as CSV, or write JSON Lines"
    case .fewJoin(let joined, let of, let side, let names, let classes):
      "only \(ShownText.number(joined)) of \(side == .file ? "the file's \(ShownText.count(of, "name", "names"))" : "the class set's \(ShownText.count(of, "class", "classes"))") matched; is this the right class set? unmatched names: \(ShownText.names(names, limit: 3)); unmatched classes: \(ShownText.names(classes, limit: 3))"
    default: nil
    }
  }
}
