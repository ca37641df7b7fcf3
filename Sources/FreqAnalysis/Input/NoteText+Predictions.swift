extension NoteText {
  /// The sentences of predictions; nil for any other note.
  var predictionSentence: String? {
    let count = note.items.count
    switch note.kind {
    case .chosen(let what, let taken):
      return
        "\(ShownText.name(taken)) was taken as the \(what); \(ShownText.count(count, "other that would be understood", "others that would be understood"))"
    case .echoCut(let answers):
      return
        "\(ShownText.count(answers, "answer repeats its prompt and was", "answers repeat their prompts and were")) judged by what follows its last mark"
    case .firstOfSeveral(let answers):
      return
        "\(ShownText.count(answers, "prediction is a list", "predictions are lists")) of several; the first of each was judged"
    case .failedRequests(let requests):
      return
        "\(ShownText.count(requests, "request failed and has", "requests failed and have")) no answer; left out of all counts"
    case .withoutContent(let answers):
      return
        "\(ShownText.count(answers, "response has", "responses have")) no content, and \(answers == 1 ? "is" : "are") wrong"
    case .nullAnswers(let answers):
      return
        "\(ShownText.count(answers, "prediction is", "predictions are")) null, and \(answers == 1 ? "counts" : "count") as wrong; leave out the records of questions that the model was not asked"
    case .emptyAnswers(let answers):
      return
        "\(ShownText.count(answers, "prediction is", "predictions are")) empty, and \(answers == 1 ? "counts" : "count") as wrong; leave out the records of questions that the model was not asked"
    case .identifiersAsPredictions(let answers):
      return
        "\(ShownText.count(answers, "prediction is an identifier", "predictions are identifiers")); each was judged as the class that it stands for"
    case .repeatedQuestions(let records):
      return
        "\(ShownText.count(records, "record repeats", "records repeat")) the same question with the same answer; each question counts once"
    case .questionsNotCompared(let limit):
      return
        "only the first \(ShownText.number(limit)) questions were looked for among those after them; later ones may count twice"
    case .positions(let base):
      return
        "whole numbers were read as positions in the class list, the first class being \(base)"
    case .rulesDiffer(let rule, let contains, let words, let all):
      let other = rule == "words" ? "contains" : "words"
      let (own, others) = rule == "words" ? (words, contains) : (contains, words)
      return
        "by the rule \(other) \(Self.share(others, all)) would be correct, not \(Self.share(own, all)): "
        + (contains >= words
          ? "contains accepts a label inside a longer word, words does not"
          : "words accepts a space for a hyphen between a label's words, contains does not")
    case .manyClasses(let answers, let all):
      return
        "\(Self.share(answers, all)) predictions name three or more other classes; they may repeat the question"
    case .withoutLetter(let answers):
      return
        "\(ShownText.count(answers, "answer chooses", "answers choose")) none of the options and \(answers == 1 ? "is" : "are") wrong"
    case .averagesLeftOut:
      return "\(ShownText.count(count, "average", "averages")) of a classification report left out"
    default: return nil
    }
  }

  /// `2 of 4 (50 %)`.
  private static func share(_ part: Int, _ all: Int) -> String {
    let percent = NumberText.short(100 * Double(part) / Double(max(all, 1)), digits: 3)
    return "\(ShownText.number(part)) of \(ShownText.number(all)) (\(percent) %)"
  }
}
