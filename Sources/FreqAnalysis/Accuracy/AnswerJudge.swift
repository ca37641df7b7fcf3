import Corpus

/// One answer, with its folded text, its words and the classes in it found when they are first asked for.
struct JudgedAnswer {
  /// The largest answer that is judged, in bytes.
  static let sizeLimit = 1 << 20

  /// The answer as it was given, less an echoed prompt.
  let raw: String
  private(set) lazy var text = AnswerText(raw)
  private(set) lazy var words = Folding.words(of: raw)
  /// The classes whose identifier the answer is; empty where it is anything else.
  let identified: [Int]
  /// The classes of the set that are mentioned; the judge fills it in.
  fileprivate var places: [ClassMentions.Place]?

  init(_ raw: String, identified: [Int] = []) {
    self.raw = raw
    self.identified = identified
  }

  /// The number, where the answer is nothing but a whole one.
  var number: Int? { WholeNumber.written(raw) }
}

/// What an answer is held against.
struct WantedAnswer {
  /// The label as a number, where it is one.
  var number: Int?
  /// The forms of the label, one of which is enough.
  var texts: [AnswerText] = []
  /// The words of each form.
  var words: [[Folding.Word]] = []
  /// The classes that the label stands for.
  var classes: [Int] = []

  /// Makes it of the forms that count, equal ones once.
  init(number: Int? = nil, forms: [String], classes: [Int]) {
    self.number = number
    self.classes = classes
    for form in forms {
      let text = AnswerText(form)
      guard !text.isEmpty, !texts.contains(text) else { continue }
      texts.append(text)
      words.append(Folding.words(of: form))
    }
  }
}

/// What was found of one answer.
struct Judgement: Equatable {
  /// Whether it is right by the rule that was asked for.
  var isRight = false
  /// Whether it contains the label.
  var contains = false
  /// Whether the label's words stand in it.
  var hasWords = false
  /// Whether it names three or more other classes.
  var namesMany = false
}

/// Judges answers by a rule.
struct AnswerJudge {
  /// How many other classes an answer names before it may be a list of choices.
  private static let many = 3

  let rule: PredictionFile.Rule
  private let mentions: ClassMentions

  init(rule: PredictionFile.Rule, classSet: ClassSet, withAliases: Bool) {
    self.rule = rule
    mentions = ClassMentions(classSet, allTerms: withAliases)
  }

  /// Judges an answer; not for the rule `letter`, which looks at letters alone.
  func judge(_ answer: inout JudgedAnswer, against wanted: WantedAnswer) -> Judgement {
    var judgement = Judgement()
    if let number = wanted.number, let given = answer.number {
      let isSame = number == given
      return Judgement(isRight: isSame, contains: isSame, hasWords: isSame)
    }
    // An identifier holds no name; it stands for its class.
    if !answer.identified.isEmpty, !wanted.classes.isEmpty {
      let isSame = answer.identified.contains(where: wanted.classes.contains)
      return Judgement(isRight: isSame, contains: isSame, hasWords: isSame)
    }
    judgement.contains = wanted.texts.contains { answer.text.contains($0) }
    judgement.hasWords = wanted.words.contains { AnswerWords.firstPlace(of: $0, in: answer.words) != nil }
    let places = places(in: &answer)
    let others = ClassMentions.longest(places).subtracting(wanted.classes)
    judgement.namesMany = others.count >= Self.many
    judgement.isRight =
      switch rule {
      case .contains: judgement.contains
      case .words: judgement.hasWords
      case .exact: isExact(&answer, wanted)
      case .first: isFirst(&answer, places, wanted)
      case .firstLine:
        Self.firstLine(of: answer.raw).map { line in wanted.texts.contains(where: line.contains) } ?? false
      case .letter: false
      }
    return judgement
  }

  private func places(in answer: inout JudgedAnswer) -> [ClassMentions.Place] {
    if let places = answer.places { return places }
    let found = mentions.places(in: answer.words)
    answer.places = found
    return found
  }

  private func isExact(_ answer: inout JudgedAnswer, _ wanted: WantedAnswer) -> Bool {
    if wanted.texts.contains(answer.text) { return true }
    let core = answer.text.core
    return wanted.texts.contains { $0.core == core }
  }

  /// Whether no class that the label does not stand for begins before the label, or with it and is longer.
  private func isFirst(
    _ answer: inout JudgedAnswer, _ places: [ClassMentions.Place], _ wanted: WantedAnswer
  ) -> Bool {
    let own = wanted.words.compactMap { AnswerWords.firstPlace(of: $0, in: answer.words) }
    let label = own.min { ($0.lowerBound, -$0.upperBound) < ($1.lowerBound, -$1.upperBound) }
    guard let first = places.first?.words else { return label != nil }
    let isNamed = places.prefix { $0.words == first }.contains { wanted.classes.contains($0.classIndex) }
    guard let label else { return isNamed }
    return isNamed || (label.lowerBound, -label.upperBound) < (first.lowerBound, -first.upperBound)
  }

  private static func firstLine(of text: String) -> AnswerText? {
    let lines = text.utf8.split { $0 == 0x0A || $0 == 0x0D }
    return lines.first { !$0.allSatisfy(InputFile.isSpace) }.map { AnswerText(String(Substring($0))) }
  }
}
