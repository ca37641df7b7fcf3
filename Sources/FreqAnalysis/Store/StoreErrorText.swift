/// The one place where the store's errors become sentences.
struct StoreErrorText {
  let error: StoreError

  init(_ error: StoreError) { self.error = error }

  /// The error as one whole sentence without its full stop.
  var sentence: String {
    switch error {
    case .noDatabase, .noFolder, .isFolder, .notADatabase, .otherDatabase, .emptyDatabase, .newerSchema,
      .alteredSchema, .tooMuchWork,
      .notWritable, .notReadable, .diskFull, .locked, .damaged, .sqlite:
      fileSentence
    default: contentSentence
    }
  }

  private var fileSentence: String {
    switch error {
    case .noDatabase(let path):
      "\(path): no such database\(database(near: path)) `index` creates one"
    case .noFolder(let path): "\(path): the database's folder does not exist"
    case .isFolder(let path): "\(path): this is a folder, not a database"
    case .notADatabase(let path): "\(path): this file is not a database"
    case .otherDatabase(let path): "\(path): this database belongs to another program"
    case .emptyDatabase(let path): "\(path): the database is empty; `index` fills it"
    case .newerSchema(let path, let found, let known):
      "\(path): the database was written by a newer version of corpus-tool "
        + "(its schema version is \(found), this program supports \(known))"
    case .alteredSchema(let path, let detail):
      "\(path): the database was altered by something other than corpus-tool: it has \(detail)"
    case .tooMuchWork(let path):
      "\(path): reading the database takes more work than its size explains, so it is not trusted"
    case .notWritable(let path): "\(path): no permission to write the database or its folder"
    case .notReadable(let path): "\(path): no permission to read the database"
    case .diskFull(let path): "\(path): the disk is full; what was stored before is kept"
    case .locked(let path, let seconds):
      "\(path): another process has held the database for more than \(Int(seconds)) seconds"
    case .damaged(let path, let detail): "\(path): the database is corrupt (\(detail))"
    case .sqlite(let path, let detail): "\(path): \(detail)"
    default: contentSentence
    }
  }

  private var contentSentence: String {
    switch error {
    case .holdsNUL(let what): "\(what) contains the character NUL, which a database cannot store"
    case .emptyName(let what): "the name of \(what) is empty"
    case .classSetExists(let name):
      "a class set `\(name)` already exists with different content, and a class set never changes; "
        + "choose another name: classes add NAME FILE"
    case .classSetWithoutClasses(let name): "the class set `\(name)` has no classes"
    case .noClassSet(let name, let known): "no class set `\(name)`" + meant(name, among: known)
    case .noClassSetToRename(let word, let known):
      "no database to merge has a class set `\(Self.oldName(word))`"
        + meant(Self.oldName(word), among: known)
    case .fileOfNoClassSet(let path):
      "no class set was made from the content of \(path) without options; name the class set instead"
    case .noClassSets(let path):
      "\(path): the database has no class set; `classes add` or `index` creates one"
    case .severalClassSets(let names):
      "the database has several class sets (\(list(names))); name one"
    case .otherClassSet(let name):
      "the class set `\(name)` in the database has different classes or terms from those that were counted"
    case .stageConflict(let corpus, let stage, let given):
      "the corpus `\(corpus)` has the stage \(stage), not \(given); a corpus has one stage"
    case .noCorpus(let name, let known): "no corpus `\(name)`" + meant(name, among: known)
    case .corpusWithoutCounts(let corpus, let classSet):
      "the corpus `\(corpus)` has no counts of the class set `\(classSet)`"
    case .notTheSameText(let rules, let corpora, let same):
      "the shards counted under \(rules.joined(separator: " and ")) are not the same: "
        + list(corpora.map { "in `\($0.corpus)` \(only($0, rules))" })
        + "; count them under both with `index`, or choose "
        + (same.isEmpty ? "other corpora" : ShownText.names(same))
    case .noStage(let name, let known): "no corpus has the stage `\(name)`" + meant(name, among: known)
    case .noModel(let name, let known): "no model `\(name)`" + meant(name, among: known)
    case .severalModels(let name, let classSets):
      "the model `\(name)` was tested on several class sets (\(list(classSets))); name one"
    case .noMatch(let kind, let pattern, let known):
      "no \(kind.rawValue) matches `\(pattern)`" + meant(pattern, among: known)
    case .noRole(let name):
      "no role `\(name)`; the roles are \(Selection.roleNames.dropLast().joined(separator: ", ")) and all"
    case .noCounts(let classSet): "the class set `\(classSet)` has no counts yet; run `index` first"
    case .nothingSelected(let classSet):
      "no counts of the class set `\(classSet)` match this selection"
    case .onlyImported(let corpora):
      "the counts of \(ShownText.names(corpora)) were imported and have no per-term or per-shard counts"
    case .noRules(let name, let available):
      "there are no counts by the rule set `\(name)`; available: \(list(available.map(\.description)))"
    case .severalRuleSets(let names):
      "the counts come from several rule sets (\(list(names.map(\.description)))), "
        + "which are not added together unless you ask; "
        + "name one, or several to pool them"
    case .mentionsUnknown(let corpus):
      "the mentions of the corpus `\(corpus)` are unknown, only its captions were given"
    case .corpusExists(let name):
      "the corpus `\(name)` already has counts"
    case .corpusCounted(let name):
      "the corpus `\(name)` was counted from its shards, and imported counts cannot be added to it; "
        + "give them a corpus of their own"
    case .modelExists(let name):
      "the model `\(name)` already has different accuracies"
    case .outOfRange(let what): "\(what) is out of range"
    case .noShard(let name, let corpus): "the corpus `\(corpus)` has no shard \(name)"
    case .shardConflict(let name, let corpus):
      "the corpus `\(corpus)` already has a shard \(name) with different content"
    case .readingConflict(let name, let corpus):
      "the corpus `\(corpus)` already has the shard \(name), read by another reading rule"
    case .doesNotFit(let path, let reason): "\(path) cannot be merged: " + mismatch(reason)
    default: fileSentence
    }
  }

  /// What a word of `--rename` names, as far as its first `=`.
  private static func oldName(_ word: String) -> String { String(word.prefix { $0 != "=" }) }

  private func mismatch(_ reason: MergeMismatch) -> String {
    switch reason {
    case .sameDatabase: "it is the database itself"
    case .noFile: "there is no such file"
    case .otherTerms(let classSet): "its class set `\(classSet)` has different classes or terms"
    case .unknownClassSet(let classSet): "the receiving database has no class set `\(classSet)`"
    case .sameClassesUnderOtherName(let classSet, let here):
      "its class set `\(classSet)` has the same classes and terms as `\(here)` in the receiving database"
    case .unknownRules(let rules, let classSet):
      "the receiving database has no counts of `\(classSet)` by the rule set \(rules)"
    case .otherSample(let corpus, let here, let there):
      "the corpus `\(corpus)` is a sample of \(NumberText.short(there)) of the whole there and of \(NumberText.short(here)) here"
    case .otherStage(let corpus, let here, let there):
      "its corpus `\(corpus)` has the stage \(there), not \(here)"
    case .otherContent(let shard, let corpus):
      "its shard \(shard) of the corpus `\(corpus)` has different content"
    case .otherReading(let shard, let corpus):
      "its shard \(shard) of the corpus `\(corpus)` was read by another reading rule"
    case .otherImport(let corpus): "its imported counts of the corpus `\(corpus)` differ"
    case .otherAnswer(let sample):
      "its answers to the sample \(sample) differ"
    case .otherModel(let model): "its accuracies of the model `\(model)` differ"
    case .otherTraining(let model):
      "it has the model `\(model)` trained on other corpora"
    }
  }

  /// What may have been meant, and what there is.
  private func only(_ corpus: StoreError.UnequalCorpus, _ rules: [String]) -> String {
    let counted = zip([corpus.onlyFirst, corpus.onlySecond], rules).filter { $0.0 > 0 }
    return counted.map { "\(NumberText.counted($0.0, "shard")) only under \($0.1)" }.joined(separator: ", ")
  }

  private func meant(_ name: String, among known: [String]) -> String {
    let near = NearMiss.names(meantBy: name, among: known)
    if near.isEmpty { return known.isEmpty ? "" : "; available: \(ShownText.names(known))" }
    let question = "; did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?"
    return known.count > near.count ? question + " Available: \(ShownText.names(known))" : question
  }

  /// Databases beside the path that may have been meant: files with the same ending.
  private func database(near path: String) -> String {
    let ending = path.split(separator: ".").last.map { "." + $0 } ?? ""
    let near = FileNearMiss.names(near: path).filter { $0.hasSuffix(ending) }
    return near.isEmpty ? ";" : InputErrorText.meant(near)
  }

  private func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }
}

extension StoreError: CustomStringConvertible {
  /// The error as a sentence.
  public var description: String { StoreErrorText(self).sentence }
}
