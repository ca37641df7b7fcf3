import Corpus

/// Something that a person is to be told about a file that was read: a sentence, and what it is about.
public struct Note: Sendable, Hashable {
  /// What a note says.
  public enum Kind: Sendable, Hashable {
    // Class lists
    /// The form of a class list, with its size.
    case classForm(String, classes: Int, terms: Int)
    /// Columns that were read by what they hold: the role of each, and the first row where it was a header.
    case columnsByContent(roles: [String], header: [String]?)
    /// Of several columns with accepted names the one that was read.
    case columnChosen(String, besides: [String])
    /// A column that was read in a role by what it holds.
    case columnByContent(String, role: String)
    /// Members of a list's objects that are not used.
    case ignoredFields
    /// The list stands under a key; the keys beside it, which were not read.
    case listUnderKey(String)
    /// The keys of an object were read as names, what stands behind them as aliases.
    case keysAsNames
    /// Numbers that became the classes' identifiers.
    case numbersAsIdentifiers(first: Int, last: Int, count: Int)
    /// Classes stand in the order of numbers that are their identifiers, which is not the file's.
    case orderedByNumber
    /// What a listing put before or after names went; the first names.
    case listingParts(numbers: Bool, folders: Bool)
    /// Identifiers were taken off the names; the first three names are the items.
    case identifiersTaken
    /// Identifiers beside numbers that are the classes' identifiers; an item an identifier.
    case identifiersUnused
    /// Lines of comment above the list; an item a line.
    case commentLines
    /// The first line, which could be a header, was read as this class.
    case firstLine(String)
    /// Every name begins with a number that stays.
    case numbersKept
    /// Names that stood in quotes.
    case quotesRemoved(Int)
    /// Names with commas inside, of so many.
    case namesWithCommas(of: Int)
    /// Aliases with commas inside, of so many; an item `class: alias`.
    case aliasesWithCommas(of: Int)
    /// Aliases that were split at commas.
    case aliasesSplit(Int)
    /// Cells of aliases that hold a list in brackets.
    case aliasLists(Int)
    /// Cells of aliases that were divided at semicolons.
    case aliasesDivided(Int)
    /// Names that were split into a name and its aliases.
    case synonymsSplit(Int)
    /// Blank lines between names.
    case blankLines(Int)
    /// Columns that are not used.
    case ignoredColumns
    /// Classes stand in the order of the index column, which is not the file's.
    case orderedByIndex
    /// The index column counts from 1.
    case indexFromOne
    /// Names that several classes have; an item a name.
    case duplicateNames
    /// Names that differ as written and not in their words; an item a group.
    case equalNames
    /// Names with punctuation at an end, which does not count.
    case outerPunctuation
    /// Names that end in a parenthesis and have no term without it.
    case parenthesis
    /// Aliases without a letter or a number; an item `class: alias`.
    case aliasesWithoutWords
    /// Terms that were asked for; an item `class: term`.
    case addedTerms(ClassSet.Term.Kind)
    /// Classes that WordNet does not know.
    case noSynset
    /// Classes without an identifier whose name has several noun synsets.
    case ambiguousSynset

    // Tables and predictions
    /// The form of an accuracy or count file, with its size.
    case tableForm(String, classes: Int)
    /// The form of a file of several models.
    case modelsForm(models: Int, added: Int)
    /// In which unit accuracies are read, and whether that was decided from the data.
    case unit(AccuracyUnit, decided: Bool)
    /// Classes whose value is null or empty, and so unknown.
    case unknownValues
    /// Classes that the file of counts lacks, taken as zero.
    case absentAsZero(Int)
    /// Classes whose accuracy times their number of images is no whole number.
    case correctUnknown
    /// Classes of which there is no image.
    case noImages
    /// Models whose accuracies differ from the earlier ones, which they replace; an item a model.
    case replacedModels
    /// Predictions read, and by which rule how many are right.
    case predictions(Int, correct: Int, rule: String)
    /// Where the labels come from.
    case labelSource(String)
    /// Predictions whose label is an identifier.
    case identifiersAsLabels(Int)
    /// Predictions that are an identifier, and stand for its class.
    case identifiersAsPredictions(Int)
    /// Predictions whose question has no label; an item a question.
    case unlabelled(Int)
    /// Predictions whose label is no class; an item a label.
    case strangeLabels(Int)
    /// A field or a column was chosen for what it holds; an item another one that would have been understood.
    case chosen(what: String, taken: String)
    /// Answers that repeat their prompt were cut; an item a mark after which the answer begins.
    case echoCut(Int)
    /// Predictions that are lists of several, of which the first was judged.
    case firstOfSeveral(Int)
    /// Requests to an API that failed, and are left out; an item a question.
    case failedRequests(Int)
    /// Messages of an API without content, which are wrong.
    case withoutContent(Int)
    /// Predictions that are null, which are wrong.
    case nullAnswers(Int)
    /// Predictions that are empty, which are wrong.
    case emptyAnswers(Int)
    /// Records that repeat a question with its answer.
    case repeatedQuestions(Int)
    /// The file has more questions than are remembered.
    case questionsNotCompared(limit: Int)
    /// Labels are positions, and the number of the first class.
    case positions(base: Int)
    /// The rules `contains` and `words` give different numbers of right predictions.
    case rulesDiffer(rule: String, contains: Int, words: Int, of: Int)
    /// Predictions that name three or more other classes.
    case manyClasses(Int, of: Int)
    /// Answers to a multiple choice that choose no option.
    case withoutLetter(Int)
    /// The averages of a classification report, which are no classes; an item a name.
    case averagesLeftOut
    /// The labels file was not needed.
    case labelsUnused

    // Joining
    /// The notes that follow are of these models.
    case ofModels
    /// How the names of a file found their classes.
    case joined(
      names: Int, byName: Int, byID: Int, byAlias: Int, bySpelling: Int = 0, byPosition: Int = 0)
    /// Names that differ from their class's in spelling; an item `name: class`.
    case spelled
    /// Names that fold to one class with another name of the file, and are added up; an item a name.
    case addedUp
    /// Names that stand for several classes; an item a name.
    case twins
    /// Names of the file that found no class.
    case namesWithoutClass
    /// Classes that no name of the file stands for.
    case classesWithoutName
    /// Classes without a group, each of which is a group of its own; an item a name.
    case classesWithoutGroup
  }

  /// What the note says.
  public var kind: Kind
  /// What it is about, as given, in order, all of it; names are to be escaped when shown.
  public var items: [String]

  /// Makes a note.
  public init(_ kind: Kind, _ items: [String] = []) {
    self.kind = kind
    self.items = items
  }

  /// Whether counts will most likely be wrong unless a person does something.
  public var isWarning: Bool {
    switch kind {
    case .namesWithCommas, .aliasesWithCommas: true
    default: false
    }
  }

  /// The note as a sentence, without its items.
  public var sentence: String { NoteText(self).sentence }

  /// The sentence, then the items, each on a line of its own with two spaces before it, control characters escaped,
  /// cut at 500 columns: what is no list of names may have lines of any length.
  ///
  /// With a limit that leaves items out, a last line says how many. `advice` is what follows the sentence.
  public func lines(listing limit: Int? = 10, advice: String = "") -> [String] {
    let shown = limit.map { items.prefix($0) } ?? items[...]
    var lines =
      [sentence + advice + (items.isEmpty ? "" : ":")]
      + shown.map { "  " + ShownText.escaped($0, limit: 500) }
    if shown.count < items.count {
      lines.append("  … and \(ShownText.number(items.count - shown.count)) more")
    }
    return lines
  }

  /// Whether the note is a list of nothing, and so says nothing.
  var isEmptyList: Bool {
    switch kind {
    case .noSynset, .ambiguousSynset, .duplicateNames, .equalNames, .outerPunctuation, .parenthesis,
      .aliasesWithoutWords, .unknownValues, .correctUnknown, .noImages, .replacedModels, .twins,
      .namesWithoutClass, .averagesLeftOut, .spelled, .addedUp, .classesWithoutName, .classesWithoutGroup,
      .ignoredColumns,
      .ignoredFields:
      items.isEmpty
    default: false
    }
  }
}
