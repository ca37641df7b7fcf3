import Corpus

/// Judges predictions and adds them up by class; what found no class is counted, and its first names are kept.
///
/// Labels that are whole numbers may be positions, counted from 0 or from 1. Which, is known at the file's end; until
/// then they are counted both ways.
struct PredictionTally {
  /// How many different labels are remembered beside one for each class.
  private static let labelLimit = 10_000

  private let classSet: ClassSet
  private let file: String
  private let options: PredictionFile.Options
  private let names: NameJoin
  private let judge: AnswerJudge
  /// Predictions whose class and label do not depend on how positions are counted.
  private var counts: JudgementCounts
  /// The others, with positions counted from 0 and from 1.
  private var positions: [JudgementCounts]
  /// Predictions whose label is the name of several classes, which the other labels may tell apart.
  private var twins: [[Int]: JudgementCounts] = [:]
  private var outside = [NameList(), NameList()]
  private var hasZero = false
  private var number: String?
  /// How many predictions have a class that is a position.
  private var positionLabels = 0
  private var base: Int?
  private var matches: [[UInt8]: NameJoin.Match] = [:]
  private var labels: [String] = []
  private var wanted: [[UInt8]: WantedAnswer] = [:]
  private var strange = NameList()
  private var unlabelled = NameList()
  private var byIdentifier = 0
  /// How many answers are identifiers of classes, and which are identifiers of none.
  private var identifiedAnswers = 0
  private var unknownIdentifiers = NameList()
  private var numbers = NumbersSeen()
  private var optionLabels = OptionLabels()
  private var withoutLetter = 0
  /// How many answers are whole numbers that choose no option, while their labels are letters or texts.
  private(set) var numbersForLetters = 0

  init(classSet: ClassSet, file: String, options: PredictionFile.Options) {
    self.classSet = classSet
    self.file = file
    self.options = options
    names = NameJoin(classSet)
    judge = AnswerJudge(rule: options.rule, classSet: classSet, withAliases: options.withAliases)
    counts = JudgementCounts(classes: classSet.classes.count)
    positions = [counts, counts]
  }

  mutating func addUnlabelled(_ question: String) { unlabelled.add(question) }

  /// Judges a prediction by its label and counts it for its class.
  mutating func add(_ record: PredictionRecord, label: String, answer: JudgedAnswer) throws {
    if options.rule == .letter { return try addLetter(record, label: label, answer: answer) }
    var answer = JudgedAnswer(answer.raw, identified: names.identified(by: answer.raw))
    let group = record.group ?? label
    optionLabels.add(record, label: label, answer: answer.raw, names: names, base: options.labelBase)
    let found = names.countsElsewhere(options.labelBase) && WholeNumber.isWritten(group) ? nil : match(group)
    numbers.add(group, isKnown: found != nil)
    if found != nil || names.position(group, given: options.labelBase) != nil {
      noteIdentifier(answer)
    }
    if let match = found {
      if match.way == .id, record.group == nil, answer.identified.isEmpty { byIdentifier += 1 }
      count(judge.judge(&answer, against: wantedAnswer(label)), of: match)
    } else if let number = names.position(group, given: options.labelBase) {
      note(number: number, group, isClass: true)
      for base in 0...1 {
        guard let index = classIndex(number - base) else {
          outside[base].add(group)
          continue
        }
        let wanted =
          record.group == nil
          ? WantedAnswer(number: number, forms: forms(of: [index]), classes: [index]) : wantedAnswer(label)
        positions[base].add(judge.judge(&answer, against: wanted), of: [index])
      }
    } else {
      strange.add(group)
    }
  }

  private mutating func noteIdentifier(_ answer: JudgedAnswer) {
    if !answer.identified.isEmpty {
      identifiedAnswers += 1
    } else if answer.raw.utf8.count <= 80, case let text = NameJoin.bare(answer.raw),
      ClassIdentifier.matches(text), names.match(text) == nil
    {
      unknownIdentifiers.add(text)
    }
  }

  private mutating func count(_ judgement: Judgement, of match: NameJoin.Match) {
    guard names.isTwin(match) else { return counts.add(judgement, of: match.classes) }
    twins[match.classes, default: JudgementCounts(classes: 0)].add(judgement, of: [])
  }

  /// Adds the predictions of twins to the classes that have no label of their own.
  private mutating func addTwins() {
    guard !twins.isEmpty else { return }
    let taken = names.classes(ofLines: labels)
    for (classes, judged) in twins { counts.add(judged, of: names.without(taken, classes)) }
    for (key, match) in matches where names.isTwin(match) {
      matches[key]?.classes = names.without(taken, match.classes)
    }
    twins = [:]
  }

  private func classIndex(_ position: Int) -> Int? {
    classSet.classes.indices.contains(position) ? position : nil
  }

  private mutating func note(number: Int, _ text: String, isClass: Bool) {
    if number == 0 { hasZero = true }
    if self.number == nil { self.number = text }
    if isClass { positionLabels += 1 }
  }

  // MARK: Letters

  private mutating func addLetter(_ record: PredictionRecord, label: String, answer: JudgedAnswer) throws {
    let place = InputError.Place.line(record.line)
    let letters = AnswerLetter(options: record.options.map { AnswerText($0) })
    let chosen = letters.chosen(in: answer.raw)
    if chosen == nil, answer.number == nil { withoutLetter += 1 }
    let number = WholeNumber.written(label)
    if chosen == nil, answer.number != nil, number == nil { numbersForLetters += 1 }
    let position = number == nil ? letters.position(ofLabel: label) : nil
    guard number != nil || position != nil else {
      throw InputError(file: file, at: place, .labelNotAnOption(label))
    }
    func isRight(base: Int) -> Judgement {
      guard let number else { return Judgement(isRight: chosen != nil && chosen == position) }
      if let given = answer.number { return Judgement(isRight: given == number) }
      return Judgement(isRight: chosen != nil && chosen == number - base)
    }
    if number == nil {
      guard let group = record.group ?? position.flatMap({ record.options.dropFirst($0).first }) else {
        throw InputError(file: file, at: place, .letterWithoutClass(label))
      }
      if record.group != nil { numbers.add(group, isKnown: match(group) != nil) }
      guard let match = located(group) else { return strange.add(group) }
      return counts.add(isRight(base: 0), of: match.classes)
    }
    if let number { note(number: number, label, isClass: false) }
    for base in 0...1 {
      let option = number.flatMap { $0 >= base ? record.options.dropFirst($0 - base).first : nil }
      guard let group = record.group ?? option else {
        guard !record.options.isEmpty else {
          throw InputError(file: file, at: place, .letterWithoutClass(label))
        }
        outside[base].add(label)
        continue
      }
      if record.group != nil { numbers.add(group, isKnown: match(group) != nil) }
      guard let match = located(group) else {
        outside[base].add(group)
        continue
      }
      positions[base].add(isRight(base: base), of: match.classes)
    }
  }

  // MARK: Labels

  /// What a label is held against: by the name where it is an identifier, which no prediction would hold, and by
  /// both where the label is another spelling of the name, or the line of synonyms that the name comes from.
  private mutating func wantedAnswer(_ label: String) -> WantedAnswer {
    let key = Array(label.utf8)
    if let known = wanted[key] { return known }
    let match = names.match(label)
    var texts = match?.way == .id ? [] : [label]
    if let match, match.way != .alias || options.withAliases || names.isLineOfSynonyms(label) {
      texts += forms(of: match.classes)
    }
    let answer = WantedAnswer(number: WholeNumber.written(label), forms: texts, classes: match?.classes ?? [])
    if wanted.count < Self.labelLimit + classSet.classes.count { wanted[key] = answer }
    return answer
  }

  /// The names of classes, and where that was asked for all their terms.
  private func forms(of classes: [Int]) -> [String] {
    classes.map { classSet.classes[$0] }.flatMap { entry in
      [entry.name] + (options.withAliases ? entry.terms.map(\.text) : [])
    }
  }

  private mutating func match(_ label: String) -> NameJoin.Match? {
    let key = Array(label.utf8)
    if let match = matches[key] { return match }
    guard let match = names.match(label) else { return nil }
    // A class may be written in many ways (`Tench`, `TENCH`); past the limit they are found anew each time.
    if matches.count < Self.labelLimit + 2 * classSet.classes.count {
      matches[key] = match
      labels.append(label)
    }
    return match
  }

  /// The classes of a group by name, or by position where the numbers of the file count from elsewhere than identifiers.
  private mutating func located(_ group: String) -> NameJoin.Match? {
    guard names.countsElsewhere(options.labelBase), let base = options.labelBase,
      let number = names.position(group, given: base)
    else { return match(group) }
    guard let index = classIndex(number - base) else { return nil }
    let found = NameJoin.Match(way: .position, classes: [index])
    if matches.updateValue(found, forKey: Array(group.utf8)) == nil { labels.append(group) }
    return found
  }

  // MARK: Results

  /// Refuses labels and predictions that are most likely something else than what they were read as.
  mutating func refuseMisread() throws {
    addTwins()
    try optionLabels.refuse(file: file)
    if names.hasNumberIdentifiers, options.labelBase == nil {
      try numbers.refuseDoubt(classes: classSet.classes.count, file: file)
    }
    let judged = counts.known + positionLabels
    if unknownIdentifiers.count * 2 > judged, let example = unknownIdentifiers.names.first {
      throw InputError(
        file: file, .identifiersForNames(unknownIdentifiers.count, of: judged, example: example))
    }
  }

  /// Decides how positions are counted, and says how the labels, each spelling once, found their classes.
  ///
  /// A file of labels is a table made for this class list: as in other tables positions are counted from 0 as long as
  /// each is that of a class. Throws `InputError` where positions may be counted from 0 or from 1, and where too few
  /// labels are classes.
  mutating func join(fromLabelFile: Bool) throws -> NameJoin.Result {
    addTwins()
    // Beside labels that are names, numbers are no positions.
    let isMixed = positionLabels > 0 && counts.known > 0
    if let number, !isMixed {
      guard let base = options.labelBase ?? (hasZero || fromLabelFile && outside[0].count == 0 ? 0 : nil)
      else {
        throw InputError(file: file, .labelBaseNeeded(example: number))
      }
      self.base = base
      counts.add(positions[base])
      strange.add(outside[base])
    } else if let number {
      strange.add(number, times: positionLabels)
    }
    var result = NameJoin.Result(matches: [])
    for label in labels {
      guard let match = matches[Array(label.utf8)] else { continue }
      result.add(match, name: label)
    }
    if let base, positionLabels > 0 {
      for index in classSet.classes.indices where counts.total(of: index) > 0 {
        result.add(NameJoin.Match(way: .position, classes: [index]), name: String(index + base))
      }
    }
    result.matches += Array(repeating: nil, count: strange.names.count)
    result.namesWithoutClass = strange.names
    result.classesWithoutName = classSet.classes.indices.filter { counts.total(of: $0) == 0 }
    try names.check(result, file: file)
    result.notes = names.notes(result)
    return result
  }

  /// Correct and total of each class that has predictions, ascending by class.
  var values: [ClassAccuracy] { counts.values }

  /// How many predictions are right, and what may be wrong with that number.
  var headNotes: [Note] {
    var notes = [Note(.predictions(counts.known, correct: counts.right, rule: options.rule.rawValue))]
    guard [.contains, .words].contains(options.rule) else { return notes }
    // More than half a point over the file.
    if abs(counts.contains - counts.hasWords) * 200 > counts.known {
      notes.append(
        Note(
          .rulesDiffer(
            rule: options.rule.rawValue, contains: counts.contains, words: counts.hasWords, of: counts.known))
      )
    }
    if counts.namesMany > 0, counts.namesMany * 10 >= counts.known {
      notes.append(Note(.manyClasses(counts.namesMany, of: counts.known)))
    }
    return notes
  }

  /// What is to be told about labels.
  var notes: [Note] {
    var notes: [Note] = []
    if byIdentifier > 0 { notes.append(Note(.identifiersAsLabels(byIdentifier))) }
    if identifiedAnswers > 0 { notes.append(Note(.identifiersAsPredictions(identifiedAnswers))) }
    if let base, positionLabels > 0 { notes.append(Note(.positions(base: base))) }
    if withoutLetter > 0 { notes.append(Note(.withoutLetter(withoutLetter))) }
    if unlabelled.count > 0 { notes.append(Note(.unlabelled(unlabelled.count), unlabelled.names)) }
    if strange.count > 0 { notes.append(Note(.strangeLabels(strange.count))) }
    return notes
  }
}
