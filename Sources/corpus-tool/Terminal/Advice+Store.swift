import FreqAnalysis

extension StoreError: Advised {
  /// What stands before the sentence: the option that was wrong, where the sentence does not say which.
  var subject: String {
    guard case .noClassSetToRename(let word, _) = self else { return "" }
    return "--rename \(ShellWord.quoted(word)): "
  }

  var advice: String {
    switch self {
    case .noDatabase: ", --db selects another"
    case .severalClassSets, .severalModels: " with --classes"
    case .notTheSameText: " with --corpus"
    case .severalRuleSets: " with --rules"
    case .mentionsUnknown: "; use --count captions"
    case .corpusExists: "; --replace replaces imported counts"
    case .modelExists: "; --replace replaces them"
    case .shardConflict, .readingConflict: "; --replace replaces it"
    case .doesNotFit(_, let reason): reason.advice
    default: ""
    }
  }
}

extension MergeMismatch {
  /// What follows the sentence of a database that cannot be merged.
  var advice: String {
    switch self {
    case .sameClassesUnderOtherName(let classSet, let here):
      "; --rename \(ShellWord.quoted("\(classSet)=\(here)")) merges them"
    case .otherContent, .otherReading: "; --replace takes the later one"
    case .otherAnswer, .otherTraining: "; --replace takes the later ones"
    default: ""
    }
  }
}

extension RowsMissing: Advised {
  var advice: String {
    guard shards != nil else { return "" }
    return
      "; to write them: corpus-tool index\(Messages.databaseOption) --corpus \(ShellWord.quoted(corpus)) --rows FOLDER, with the "
      + "class set and "
      + "shards as before"
  }
}

extension RowsGone: Advised {
  var advice: String {
    "; if it was moved, extract finds it with --rows FOLDER, and index --rows FOLDER writes rows again"
  }
}

extension ExtractError: Advised {
  var advice: String { if case .tooManyCaptions = self { ", or give it more --memory" } else { "" } }
}

extension SelectionNote: Advised {
  var advice: String {
    switch self {
    case .otherRoles: "; --role all includes them"
    case .unknownTraining:
      "; `model set NAME --trained-on CORPUS` states it, --corpus selects corpora"
    case .withoutOwnCorpora: "; --corpus selects other corpora"
    case .weightOfPart(let corpus, let weight):
      ": --sampled \(ShellWord.quoted("\(corpus)=\(NumberText.short(weight))")), and no weight"
    case .partOfShards(let corpus, let counted, let total):
      ": --sampled " + ShellWord.quoted("\(corpus)=\(NumberText.short(Double(counted) / Double(total)))")
    default: ""
    }
  }
}

extension AuditError: Advised {
  var advice: String {
    switch self {
    case .otherAnswer: "; --replace replaces it"
    case .sheetExists: ", or --replace overwrites it"
    default: ""
    }
  }
}

extension AsPublishedError: Advised {
  var advice: String {
    switch self {
    case .otherRules: "; index the corpora with --matching paper"
    case .noPretrainCorpus:
      "; index one with --stage pretrain --matching paper, or join the instruction data alone with --stage instruct"
    }
  }
}
