import FreqAnalysis

extension OutputFileError: Advised {
  var advice: String {
    switch reason {
    case .database, .notOwn: "; --replace overwrites it"
    default: ""
    }
  }
}

extension TooManySeries: Advised {
  var advice: String {
    guard plot != .matrix else {
      return "; name some with --model, or leave out --facet, so that each has a panel"
    }
    return "; name some with --model, or use "
      + "\(plot == .scatter ? "`matrix`, which gives each a panel, or " : "")`forest`, which takes any number"
  }
}

extension TooManyPanels: Advised {
  var advice: String { "; name some models with --model or corpora with --corpus" }
}

extension SeveralModels: Advised {
  var advice: String {
    let isOne = models.allSatisfy { $0.utf8.elementsEqual((models.first ?? "").utf8) }
    return isOne ? "; name one with --corpus" : "; name one with --model"
  }
}

extension RefinedCorrelation.ImageNotes {
  /// The notes as sentences.
  var told: [String] { (unknown.map { [$0 + "; --images-per-class supplies it"] } ?? []) + partial }
}

extension FullReport {
  /// The remarks as sentences, those of one kind together.
  var toldRemarksByKind: [[String]] {
    let images = RefinedCorrelation.notes(answer.known)
    return remarksByKind.map { remarks in
      zip(images.sentences, images.told).reduce(remarks) { remarks, pair in
        remarks.map { $0.utf8.elementsEqual(pair.0.utf8) ? pair.1 : $0 }
      }
    }
  }
}

extension Mixture.Reading {
  /// The notes as sentences.
  var told: [String] {
    outside.map {
      "no file of the corpus `\($0)` is in the mixture; its weight is 1, and --weight \(ShellWord.quoted($0))=0 excludes it"
    } + notes
  }
}

extension AuditFindings {
  /// What a person should know of what was judged, as sentences.
  static func told(_ notes: [String], isUnjudged: Bool) -> [String] {
    isUnjudged
      ? [
        "no mention of this selection was judged; `examples --audit` draws a sample, `audit add` imports the answers"
      ] : notes
  }
}
