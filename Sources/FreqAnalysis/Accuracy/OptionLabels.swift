/// Whether labels choose one of their record's own options, by its number or letter, while a rule other than `letter`
/// reads them as classes.
struct OptionLabels {
  private var records = 0
  private var withOptions = 0
  /// Labels that are numbers of the record's options.
  private var numbers = 0
  /// The first of these that is another class's than its option.
  private var contradiction: String?
  /// Labels that are letters of options, and no class.
  private var letters = 0
  private var letter: String?
  /// Whether such a label means a class only by its option, or its answer says more than a letter.
  private var needsRule = false

  /// Takes a record with its label; `base` is the number of the first class where a person gave it.
  mutating func add(_ record: PredictionRecord, label: String, answer: String, names: NameJoin, base: Int?) {
    records += 1
    let count = record.options.count
    if (2...AnswerLetter.limit).contains(count) {
      withOptions += 1
      if let number = WholeNumber.written(label), number <= count, !isName(label, names) {
        numbers += 1
        let isTold = record.group == nil ? base != nil : WholeNumber.isWritten(answer)
        if contradiction == nil, !isTold, record.group != nil || !agrees(number, label, record, names) {
          contradiction = label
        }
      }
    }
    // A record without options has a class of its own, or the label is one that is not known.
    let limit = count > 0 ? count : record.group != nil ? 10 : 0
    // `(B)` is as long as a letter gets; most labels are looked at no further.
    guard limit > 0, label.utf8.count <= 8 else { return }
    let alone = AnswerLetter(options: [])
    if let option = alone.position(ofLabel: label), option < limit, names.match(label) == nil {
      letters += 1
      if letter == nil { letter = label }
      if record.group == nil || alone.position(ofLabel: answer) == nil { needsRule = true }
    }
  }

  private func isName(_ label: String, _ names: NameJoin) -> Bool {
    names.match(label).map { $0.way != .id } ?? false
  }

  /// Whether the option of a number, counted from 0 or from 1, is the class of that number.
  private func agrees(_ number: Int, _ label: String, _ record: PredictionRecord, _ names: NameJoin) -> Bool {
    (0...1).contains { base in
      guard number >= base, let text = record.options.dropFirst(number - base).first,
        let classes = names.match(text)?.classes
      else { return false }
      let read = names.identifier(label)?.classes ?? names.index(ofPosition: number, base: base).map { [$0] }
      return read.map { !Set($0).isDisjoint(with: classes) } ?? false
    }
  }

  /// Refuses labels that are, all of them, numbers of options, and such as are mostly letters of options.
  func refuse(file: String) throws {
    if let contradiction, numbers == withOptions {
      throw InputError(file: file, .optionNumbers(example: contradiction))
    }
    if needsRule, letters * 2 > records, let letter {
      throw InputError(file: file, .optionLetters(letters, of: records, example: letter))
    }
  }
}
