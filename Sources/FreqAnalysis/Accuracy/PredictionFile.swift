import Corpus

/// A model's predictions, judged: how many are right of how many, for each class.
///
/// The file is JSON Lines, a JSON list of objects, or CSV or TSV with a header. Which field holds the prediction and
/// which the label is named, or chosen among the known ones for the whole file. Where a record has no label, it is the
/// one that the labels file gives for its question; without such a file, the class name inside the question's
/// identifier.
public struct PredictionFile: Sendable {
  /// How predictions are read and judged.
  public struct Options: Sendable, Hashable {
    /// When a prediction is right.
    public var rule: Rule
    /// The file of labels for predictions that have none.
    public var labels: String?
    /// The field of the label; nil chooses among the known ones.
    public var labelField: RecordPath?
    /// The field of the prediction; nil chooses among the known ones.
    public var predictionField: RecordPath?
    /// The field of the class that a prediction counts for; nil: the label is the class.
    public var classField: RecordPath?
    /// The number of the first class where labels are positions, 0 or 1; nil: 0 where the labels have a 0.
    public var labelBase: Int?
    /// Whether any term of the label's class counts, not the label alone.
    public var withAliases: Bool

    /// Makes options.
    public init(
      rule: Rule = .contains, labels: String? = nil, labelField: RecordPath? = nil,
      predictionField: RecordPath? = nil, classField: RecordPath? = nil, labelBase: Int? = nil,
      withAliases: Bool = false
    ) {
      self.rule = rule
      self.labels = labels
      self.labelField = labelField
      self.predictionField = predictionField
      self.classField = classField
      self.labelBase = labelBase
      self.withAliases = withAliases
    }

    /// The fields that are named.
    var named: PredictionFields.Named {
      PredictionFields.Named(label: labelField, prediction: predictionField, group: classField)
    }
  }

  /// Correct and total of each class that has predictions, ascending by class.
  public let values: [ClassAccuracy]
  /// How the labels found their classes; twins each get all predictions of their name.
  public let join: NameJoin.Result
  /// What a person is to be told, what was read first.
  public let notes: [Note]

  /// Reads predictions as JSON Lines, one line after another, with some 60 bytes of memory a question.
  ///
  /// Throws `InputError`.
  public init(path: String, classSet: ClassSet, options: Options = Options()) throws {
    try self.init(PredictionSource(InputLines(path)), classSet: classSet, options: options)
  }

  init(_ source: PredictionSource, classSet: ClassSet, options: Options) throws {
    var source = source
    let path = source.file
    guard !source.sample.isEmpty else { throw InputError(file: path, .empty) }
    let labelFile = try options.labels.map { try LabelFile(path: $0) }
    let fields = try PredictionFields(
      source.sample, named: options.named, hasLabelFile: labelFile != nil, file: path)
    let echo = EchoedPrompt(
      try source.sample.filter { !fields.isFailure($0.value) }.map {
        try PredictionRecord($0, fields, file: path).prediction
      })
    var tally = PredictionTally(classSet: classSet, file: path, options: options)
    var finder = LabelFinder(classSet: classSet, labels: labelFile)
    var repeated = RepeatedQuestions()
    var told = Told(rule: options.rule)
    var questions = QuestionTexts(fields)
    while let next = try source.nextRecord() {
      if fields.isFailure(next.value) {
        told.failures.add(PredictionRecord.question(of: next.value) ?? "line \(next.line)")
        continue
      }
      let record = try PredictionRecord(next, fields, file: path)
      guard let label = try finder.label(of: record) else {
        if told.example == nil { told.example = record.question }
        tally.addUnlabelled(record.question ?? "line \(record.line)")
        continue
      }
      guard !AnswerText(label).isEmpty else {
        throw InputError(file: path, at: .line(record.line), .emptyLabel)
      }
      if let question = record.question,
        try repeated.isRepeated(
          question, label: label, answer: record.prediction, file: path, line: record.line)
      {
        continue
      }
      told.add(record, label: label)
      let cut = echo.answer(in: record.prediction)
      if cut != nil { told.cut += 1 }
      if fields.isOnlyText { questions.add(cut ?? record.prediction, label: label) }
      try tally.add(record, label: label, answer: JudgedAnswer(cut ?? record.prediction))
    }
    guard finder.found > 0 else {
      throw labelFile.map { InputError(file: $0.path, .labelsDoNotFit(example: told.example)) }
        ?? InputError(file: path, .noLabels(example: told.example))
    }
    if fields.isOnlyText { try questions.refuse(file: path) }
    if let score = told.score, (told.numbers + told.scores) * 2 > told.answers {
      throw InputError(file: path, .scores(told.numbers + told.scores, of: told.answers, example: score))
    }
    if options.rule != .letter, told.numbers * 2 > told.answers {
      throw InputError(file: path, .numbersForNames(told.numbers, of: told.answers))
    }
    if tally.numbersForLetters * 2 > told.answers {
      throw InputError(file: path, .numbersForLetters(tally.numbersForLetters, of: told.answers))
    }
    if let line = told.firstNull, told.withoutContent == told.answers, !fields.isOfAPI {
      throw InputError(
        file: path, at: .line(line), .fieldNotText(field: fields.prediction.description, found: "null"))
    }
    try tally.refuseMisread()
    join = try tally.join(fromLabelFile: finder.isLabelFile)
    values = tally.values
    notes =
      tally.headNotes + fields.notes + told.notes(echo, isOfAPI: fields.isOfAPI) + finder.notes
      + repeated.notes + tally.notes + join.notes
  }

  /// What is counted beside the judgements.
  private struct Told {
    let rule: Rule
    var example: String?
    var answers = 0
    /// Whole numbers where the label is none, and other numbers where the label is no such one.
    var numbers = 0
    var scores = 0
    var score: String?
    var lists = 0
    var cut = 0
    var failures = NameList()
    var withoutContent = 0
    var empty = 0
    var firstNull: Int?

    mutating func add(_ record: PredictionRecord, label: String) {
      answers += 1
      if WholeNumber.isNumber(record.prediction) { addNumber(record, label: label) }
      if record.isFirstOfSeveral { lists += 1 }
      if record.isWithoutContent {
        withoutContent += 1
        if firstNull == nil { firstNull = record.line }
      } else if record.prediction.utf8.allSatisfy(InputFile.isSpace) {
        empty += 1
      }
    }

    private mutating func addNumber(_ record: PredictionRecord, label: String) {
      // An option may be a number.
      let letters = AnswerLetter(options: record.options.map { AnswerText($0) })
      if rule == .letter, letters.chosen(in: record.prediction) != nil { return }
      let isWhole = WholeNumber.isWritten(label)
      if WholeNumber.isWritten(record.prediction) {
        if !isWhole { numbers += 1 }
      } else if isWhole || !WholeNumber.isNumber(label) {
        scores += 1
        if score == nil { score = record.prediction }
      }
    }

    func notes(_ echo: EchoedPrompt, isOfAPI: Bool) -> [Note] {
      (failures.count > 0 ? [Note(.failedRequests(failures.count), failures.names)] : [])
        + (withoutContent > 0
          ? [Note(isOfAPI ? .withoutContent(withoutContent) : .nullAnswers(withoutContent))] : [])
        + (empty > 0 ? [Note(.emptyAnswers(empty))] : [])
        + (cut > 0 ? [Note(.echoCut(cut), echo.marks)] : [])
        + (lists > 0 ? [Note(.firstOfSeveral(lists))] : [])
    }
  }
}
