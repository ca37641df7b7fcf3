import Corpus
import FreqAnalysis

extension ShardFault: Advised {
  /// The fault as it is stored and told, without its shard.
  var told: String { description + advice }

  var advice: String {
    switch reason {
    case .windowTooLarge: "; --max-window raises the limit"
    case .noTextField: "; name one with --text-field"
    case .recordTooLarge, .parquet(_, isOfLimit: true), .arrow(_, isOfLimit: true):
      "; --max-record-bytes raises the limit"
    case .severalColumns: "; --max-record-bytes raises the limit, or write it with a record for each row"
    case .copyTooLarge: "; --spool-limit raises the limit"
    case .commandNotAllowed: "; --allow-pipe runs such commands"
    case .foreign(.plainLines): "; if each of them is a caption, --layout lines reads them"
    default: ""
    }
  }
}

extension ShardExpansion.Failure: Advised {
  var advice: String {
    guard case .onlyLinks(_, let links) = self else { return "" }
    return "; --follow reads " + (links == 1 ? "what it leads to" : "what they lead to")
  }
}

extension ShardExpansion.LeftOut {
  /// How many were left out, in words.
  func told(_ count: Int) -> String {
    let one =
      switch self {
      case .readme, .license, .notice, .statistics, .provenance: rawValue
      case .description: "data set description"
      case .rows: "file of rows"
      case .hidden: "dotfile"
      case .otherExtension: "file of another type"
      case .outsideLink: "link that leads out of them"
      }
    let advice = self == .outsideLink ? " (--follow reads \(count == 1 ? "it" : "these"))" : ""
    return NumberText.counted(count, one, plural: rawValue) + advice
  }
}

extension ScanFileError: Advised {
  var advice: String {
    switch reason {
    case .linkOut: "; --follow reads what it leads to"
    case .store(let error): error.advice
    default: ""
    }
  }
}

extension IndexSummary {
  /// What is most likely wrong with the names or the text, with the command that shows the text.
  var toldWarnings: [String] {
    warnings.map { classSet, sentence in
      "\(sentence) It is shown by: corpus-tool inspect --classes \(ShellWord.quoted(classSet))"
        + (matching == .word ? "" : " --matching \(matching.rawValue)") + databaseOption
        + " \(firstShard.map { ShellWord.quoted($0.description) } ?? "SHARD")"
    }
  }

  /// What a person may want to do about the class sets: commands to type.
  var hints: [String] {
    parenthesised.map { classSet, names, source in
      "\(names == 1 ? "1 name ends" : "\(NumberText.grouped(names)) names end") with a parenthetical, which captions rarely "
        + "contain; to count them without it as well: "
        + "corpus-tool classes add \(ShellWord.quoted(classSet + "-base")) \(ShellWord.quoted(source ?? "FILE")) --base-names"
        + databaseOption
    }
  }

  private var databaseOption: String {
    database == "corpus.sqlite" ? "" : " --db \(ShellWord.quoted(database))"
  }
}
