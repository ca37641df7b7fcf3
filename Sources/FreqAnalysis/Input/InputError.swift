/// Why a class list, an accuracy file or a count file could not be used, and where in it.
public struct InputError: Error, Sendable, Equatable {
  /// The file as it was named.
  public var file: String
  /// The place in the file where reading failed.
  public var place: Place
  /// The reason why the file cannot be used.
  public var reason: Reason

  /// Makes an error of a file.
  public init(file: String, at place: Place = .file, _ reason: Reason) {
    self.file = file
    self.place = place
    self.reason = reason
  }

  /// Where in a file something went wrong.
  public enum Place: Sendable, Hashable {
    /// The file as a whole.
    case file
    /// A line, from 1.
    case line(Int)
    /// A character of a line, both from 1.
    case column(line: Int, column: Int)
  }

  /// What went wrong; `InputErrorText` words it.
  public enum Reason: Sendable, Equatable {
    // Any file
    /// The operating system refused: what was tried and its error number.
    case system(operation: String, code: Int32)
    /// There is no file of that name, but files whose names are near it.
    case noSuchFile(near: [String])
    /// The path is a folder.
    case isDirectory
    /// The file is larger than such a file may be.
    case tooLarge(limit: Int)
    /// One line is larger than a line may be.
    case lineTooLong(limit: Int)
    /// The file has no content.
    case empty
    /// The bytes are those of a compressed file.
    case compressed(format: String)
    /// The bytes are those of a workbook, a MATLAB file or something else that holds no plain text.
    case foreign(ForeignContent)
    /// The bytes are not valid UTF-8.
    case notUTF8
    /// The JSON is not valid.
    case json(JSONSyntaxFault.Reason)
    /// A quoted cell is not closed, or text follows its closing quote.
    case quoting(unclosed: Bool)
    /// A row has another number of cells than the header.
    case cellCount(found: Int, header: Int)
    /// The header lacks a column that is needed.
    case missingColumn(wanted: [String], seen: [String])
    /// A column is duplicated in the header.
    case repeatedColumn(String)
    /// The table has a header and nothing below it.
    case headerAlone
    /// A cell is empty that must hold something.
    case emptyCell(column: String)

    // Class lists
    /// The list has no names.
    case noNames
    /// Names that hold no letter and no number, and so can never be found.
    case namesWithoutWords([String])
    /// The JSON is neither a list of names nor an object from name to aliases.
    case notAClassList(found: String)
    /// An element of the list of names is no text.
    case nameNotText(position: Int, found: String)
    /// The aliases of a name are something else than texts.
    case aliasesNotTexts(name: String, found: String)
    /// A name is a key twice in the JSON object.
    case repeatedName(String)
    /// Tabs separate columns, but the first line names none.
    case tableWithoutHeader
    /// A line does not begin with an identifier such as `n01440764`.
    case notASynsetLine
    /// A class's index is no number.
    case indexNotNumber(String)
    /// The indices do not run from 0 (or 1) without a gap.
    case indexGap(expected: Int, found: Int)
    /// The text is YAML, Python or another language's.
    case sourceText(SourceText)
    /// The names are identifiers, all of them.
    case identifiersAlone([String])
    /// Several lists stand under keys, and nothing says which is meant.
    case severalLists([NamedList])
    /// A JSON object does not have the key that was asked for.
    case noSuchKey(String, seen: [String])
    /// A key was asked for in what is no JSON object.
    case noKeys(String, found: String)
    /// The value of a key that is a number or an identifier is no name.
    case valueNotName(key: String, found: String)
    /// An object of a list of classes has no name.
    case recordWithoutName(position: Int, field: String, found: String?)
    /// A column was asked for in what is no table.
    case notATable(nameColumn: String)
    /// The table does not have the column that was asked for.
    case noSuchColumn(String, seen: [String])
    /// No column of the table, or more than one, could hold the names; what the columns begin with.
    case columnsUnknown([String], isHeader: Bool)
    /// The known column of names repeats many, and other columns have more different texts.
    case repeatedNames(String, different: Int, rows: Int, others: [String], columns: [String])
    /// A class set was asked for by what is neither a class set's name nor a file, but near those of files.
    case noClassSetOrFile(near: [String])
    /// WordNet's files are not there.
    case noWordNet(folder: String)
    /// WordNet's files are of a version whose identifiers differ.
    case otherWordNet(version: String)

    // Tables of accuracies and of counts
    /// The content is of none of the forms that such a file may have.
    case unknownForm(wanted: String, found: String)
    /// The file has a header or an outer shell, but no row.
    case noRows
    /// A class is duplicated.
    case repeatedClass(String, firstLine: Int?)
    /// A row of a table has no name.
    case rowWithoutName(column: String)
    /// Two names of the file stand for the same class.
    case sameClass(first: String, second: String, name: String)
    /// A value is no number.
    case valueNotNumber(name: String, found: String)
    /// An accuracy is below zero or above the unit's largest.
    case accuracyOutOfRange(name: String, value: String, unit: String)
    /// Some models of one file are in percent, others seem to be in fractions.
    case mixedUnits(fractions: [String], percent: [String])
    /// A count is no whole number from zero up.
    case countNotWhole(name: String, column: String, found: String)
    /// There are more correct answers than answers.
    case moreCorrectThanTotal(name: String, correct: Int, total: Int)
    /// There are fewer mentions than captions.
    case fewerMentionsThanCaptions(name: String, mentions: Int, captions: Int)
    /// A model of the file has no `classwise`.
    case noClasswise(model: String)
    /// A model is duplicated in the file.
    case repeatedModel(String)
    /// The file does not have a model that was asked for.
    case noSuchModel(String, models: [String])
    /// Several names were given for a file of one model.
    case oneModel(given: Int)

    /// The header lacks a column; what it would hold, its accepted names, and the columns that are there.
    case noColumn(what: String, accepted: [String], seen: [String])
    /// The header lacks a column of a table of accuracies, and may be one of predictions with other names.
    case noTableColumn(what: String, accepted: [String], seen: [String])
    /// A position is that of no class.
    case positionOutside(Int, classes: Int, base: Int)
    /// A value is no object, as those of the other models are.
    case valueNotObject(name: String, found: String)
    /// The bytes are those of a spreadsheet program's workbook.
    case workbook

    // Predictions
    /// The record has none of the fields that hold a prediction.
    case noPrediction(seen: [String])
    /// Several fields may hold the prediction.
    case severalPredictions([String])
    /// The texts stand beside fields that a file of questions has.
    case questions(beside: [String])
    /// So many of the texts end in a question mark that they are questions.
    case questionMarks(Int, of: Int)
    /// So many of the texts ask something, or list options, that they are questions.
    case askingTexts(Int, of: Int)
    /// All texts are the same, so that they are the prompt.
    case sameTexts(Int)
    /// A record lacks the field that the records before it have, or that was named.
    case recordLacks(field: String, seen: [String])
    /// A field holds something else than a text.
    case fieldNotText(field: String, found: String)
    /// An answer is larger than an answer may be.
    case answerTooLong(limit: Int)
    /// A label is empty, and so is contained in every prediction.
    case emptyLabel
    /// No record has a label, and none can be had from its question's identifier.
    case noLabels(example: String?)
    /// Labels are positions, counted from 0 or from 1.
    case labelBaseNeeded(example: String)
    /// Numbers may be the identifiers of classes, of which one is none, or positions, which all may be.
    case numbersFitTwice(example: String)
    /// Labels are numbers of the records' own options, judged by another rule than that of letters.
    case optionNumbers(example: String)
    /// Labels are letters of options, judged by another rule than that of letters.
    case optionLetters(Int, of: Int, example: String)
    /// Most answers are whole numbers, while the labels are names.
    case numbersForNames(Int, of: Int)
    /// Most answers are identifiers, and the class set has none of them.
    case identifiersForNames(Int, of: Int, example: String)
    /// Most answers are numbers that are not whole, such as scores.
    case scores(Int, of: Int, example: String)
    /// By the rule of letters predictions are whole numbers, and their labels are none.
    case numbersForLetters(Int, of: Int)
    /// A question has two answers.
    case answeredTwice(question: String, firstLine: Int)
    /// The label of a multiple choice is neither a letter nor an option.
    case labelNotAnOption(String)
    /// The label is a letter, and nothing says which class it is.
    case letterWithoutClass(String)
    /// The labels file has no label for any of the predictions' questions.
    case labelsDoNotFit(example: String?)
    /// The labels file gives a question two labels.
    case twoLabels(question: String, first: String, second: String)
    /// The line of the labels file lacks a field.
    case labelLineLacks(field: String)

    // Joining
    /// Fewer than half of the smaller side matched.
    case fewJoin(joined: Int, of: Int, side: JoinSide, names: [String], classes: [String])
  }

  /// A list under a key of a JSON object, and how many names it has.
  public struct NamedList: Sendable, Hashable {
    /// The key, or the path of keys with dots between them.
    public var key: String
    /// How many names the list has.
    public var count: Int

    /// Makes a key with its size.
    public init(key: String, count: Int) {
      self.key = key
      self.count = count
    }
  }

  /// The side of a join that has fewer names.
  public enum JoinSide: Sendable, Hashable {
    /// The file's names.
    case file
    /// The class set's classes.
    case classSet
  }
}

extension InputError: CustomStringConvertible {
  /// The error as a sentence: file, place, reason.
  public var description: String { InputErrorText(self).line }
}
