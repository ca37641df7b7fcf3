import Corpus

/// Why the database could not do what was asked; `StoreErrorText` words each.
public enum StoreError: Error, Sendable, Equatable {
  /// There is no such file, and the command does not make one.
  case noDatabase(path: String)
  /// The folder that the file would be in does not exist.
  case noFolder(path: String)
  /// The path is a folder.
  case isFolder(path: String)
  /// The file is no SQLite database.
  case notADatabase(path: String)
  /// The file is an SQLite database of something else.
  case otherDatabase(path: String)
  /// The file is a database that holds nothing yet.
  case emptyDatabase(path: String)
  /// The file was written by a later version of the program.
  case newerSchema(path: String, found: Int, known: Int)
  /// A table or view of the database is not the one that the program makes, or something runs with its statements.
  case alteredSchema(path: String, detail: String)
  /// Reading the database takes more work than its size explains.
  case tooMuchWork(path: String)
  /// The file, or the folder that it is in, may not be written.
  case notWritable(path: String)
  /// The file may not be read.
  case notReadable(path: String)
  /// The disk is full.
  case diskFull(path: String)
  /// Another process held the database for longer than the timeout.
  case locked(path: String, seconds: Double)
  /// The database's own structure is damaged; the detail is SQLite's.
  case damaged(path: String, detail: String)
  /// Anything else that SQLite refuses; the detail is its own.
  case sqlite(path: String, detail: String)

  /// A name, path or term holds the character NUL, which SQLite's texts cannot.
  case holdsNUL(what: String)
  /// A name is empty.
  case emptyName(what: String)
  /// A class set of this name has other content.
  case classSetExists(name: String)
  /// A class set without classes cannot be stored.
  case classSetWithoutClasses(name: String)
  /// Results are to be split by term or shard, and all counts that were selected were imported.
  case onlyImported(corpora: [String])
  /// There is no class set of this name; those that there are.
  case noClassSet(name: String, known: [String])
  /// No database that is merged has the class set that is to be renamed; those that they have.
  case noClassSetToRename(word: String, known: [String])
  /// The file is there, but no class set was made from its content without options.
  case fileOfNoClassSet(path: String)
  /// The database has no class set at all.
  case noClassSets(path: String)
  /// The database has several class sets and none was named.
  case severalClassSets([String])
  /// The class set that was counted is not the one that the database has under this name.
  case otherClassSet(name: String)
  /// The corpus exists with another stage.
  case stageConflict(corpus: String, stage: String, given: String)
  /// There is no corpus of this name; those that there are.
  case noCorpus(name: String, known: [String])
  /// The corpus has no counts of the class set.
  case corpusWithoutCounts(corpus: String, classSet: String)
  /// What was counted under two rules is not the same text; corpora of which it is.
  case notTheSameText(rules: [String], corpora: [UnequalCorpus], same: [String])
  /// No corpus has this stage; those that there are.
  case noStage(name: String, known: [String])
  /// There is no model of this name; those of the class set.
  case noModel(name: String, known: [String])
  /// Models of this name were tested on several class sets, and none of these was named.
  case severalModels(name: String, classSets: [String])
  /// No name matches a pattern such as `clip-*`; those that there are.
  case noMatch(of: Named, pattern: String, known: [String])
  /// There is no role of this name.
  case noRole(name: String)
  /// There are no counts of the class set.
  case noCounts(classSet: String)
  /// What was selected holds no counts.
  case nothingSelected(classSet: String)
  /// No counts have a rule set of this name; those that there are.
  case noRules(name: String, available: [RuleSetUse])
  /// Counts of several rule sets would be added.
  case severalRuleSets([RuleSetUse])
  /// The corpus's mentions are unknown.
  case mentionsUnknown(corpus: String)
  /// The corpus has counts already and nobody asked to replace them.
  case corpusExists(name: String)
  /// The corpus was counted from shards, beside which no imported counts are put.
  case corpusCounted(name: String)
  /// The model exists with other accuracies and nobody asked to replace them.
  case modelExists(name: String)
  /// A count, an index or an accuracy is out of its range.
  case outOfRange(what: String)
  /// No shard of the corpus has this name.
  case noShard(name: String, corpus: String)
  /// A shard's name is known with another content, and nobody asked to replace it.
  case shardConflict(name: String, corpus: String)
  /// A shard was read by another reading rule, and nobody asked to replace it.
  case readingConflict(name: String, corpus: String)
  /// A database cannot be merged; the reason says what does not fit.
  case doesNotFit(path: String, reason: MergeMismatch)

  /// A corpus with shards that were counted under one of two rules alone.
  public struct UnequalCorpus: Sendable, Hashable {
    /// The name of the corpus.
    public var corpus: String
    /// How many shards were counted so under the first rule alone.
    public var onlyFirst: Int
    /// How many under the second.
    public var onlySecond: Int
  }

  /// What a pattern is sought among.
  public enum Named: String, Sendable, Hashable {
    /// The corpora.
    case corpus
    /// The models of a class set.
    case model
  }
}

/// What keeps a database from being merged into another.
public enum MergeMismatch: Sendable, Equatable {
  /// The database is the one that it is to be merged into.
  case sameDatabase
  /// There is no such file.
  case noFile
  /// A class set of the same name has other classes or terms.
  case otherTerms(classSet: String)
  /// The receiving database has no such class set.
  case unknownClassSet(String)
  /// The receiving database has the class set's classes and terms under another name.
  case sameClassesUnderOtherName(String, here: String)
  /// The receiving database has no counts by such a rule set.
  case unknownRules(String, classSet: String)
  /// A corpus has another stage there.
  case otherStage(corpus: String, here: String, there: String)
  /// Different shares of the corpus were counted there and here.
  case otherSample(corpus: String, here: Double, there: Double)
  /// A shard's name stands for other content there.
  case otherContent(shard: String, corpus: String)
  /// A shard was read by another reading rule there.
  case otherReading(shard: String, corpus: String)
  /// Imported counts of a corpus differ.
  case otherImport(corpus: String)
  /// A model's accuracies differ.
  case otherModel(String)
  /// A model was trained on other corpora, as the other database has it.
  case otherTraining(model: String)
  /// A mention of a sample is judged otherwise.
  case otherAnswer(sample: String)
}
