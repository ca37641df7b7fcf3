import FreqAnalysis

extension InputError: Advised {
  var advice: String {
    switch reason {
    case .mixedUnits: " (--unit names it, --model chooses models)"
    case .oneModel: " with --model"
    case .aliasesNotTexts where reason.mayHoldList: ", with --key of `classes add`"
    case .severalLists: " with --key of `classes add`"
    case .noKeys: " (--key)"
    case .notATable: " (--name-column)"
    case .columnsUnknown, .repeatedNames: "; --name-column of `classes add` chooses it"
    default: predictionAdvice
    }
  }

  private var predictionAdvice: String {
    switch reason {
    case .noPrediction: "; --pred-field names another"
    case .severalPredictions: " with --pred-field"
    case .questions, .questionMarks, .askingTexts, .sameTexts: " with --pred-field text"
    case .recordLacks: "; --pred-field, --label-field and --class-field name others"
    case .noLabels: " (--label-field, --labels)"
    case .labelBaseNeeded, .numbersFitTwice: " with --label-base 0 or --label-base 1"
    case .optionNumbers: " (--rule letter; --label-base says that they number the classes)"
    case .optionLetters: " (--rule letter)"
    case .scores: ", whose field --pred-field names"
    case .labelNotAnOption: "; --label-field names the field of the right option"
    case .noTableColumn: "; if these are predictions, --label-field and --pred-field name their columns"
    case .letterWithoutClass: " with --class-field"
    case .positionOutside(_, _, let base): " with --label-base \(1 - base)"
    default: ""
    }
  }
}

extension Note {
  /// What follows the sentence, from its punctuation on; empty where no option helps.
  var advice: String {
    switch kind {
    case .unit(let unit, decided: true):
      unit == .percent ? "; --unit fraction overrides this" : "; --unit percent overrides this"
    case .positions(let base): "; --label-base \(1 - base) overrides this"
    case .parenthesis: "; --base-names of `classes add` also counts them without it"
    case .keysAsNames: " with --key of `classes add`"
    case .firstLine: "; --name-column of `classes add` with the header does that"
    case .namesWithCommas:
      "; --split-synonyms of `classes add` takes the first part as the name and the others as aliases"
    case .aliasesWithCommas: "; --split-synonyms of `classes add` makes an alias of each part"
    default: ""
    }
  }
}
