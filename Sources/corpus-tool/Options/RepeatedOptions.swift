import ArgumentParser

/// Refuses an option that takes one value and is given twice; the parser would take the last and say nothing.
enum RepeatedOptions {
  /// Looks at the words that a command was made from.
  ///
  /// - Throws: `ValidationError` for the first such option.
  static func check(_ words: [String], of command: any ParsableCommand.Type) throws {
    let given = words.prefix { $0 != "--" }.compactMap(optionName)
    guard mayRepeat(given) else { return }
    let arguments = try CommandTree(command).command.arguments ?? []
    for argument in arguments where argument.takesValue && !argument.isRepeating {
      let names = argument.written
      let used = given.filter(names.contains)
      if used.count > 1 {
        let times = used.count == 2 ? "twice" : "\(used.count) times"
        throw ValidationError(
          "\(Set(used).sorted().joined(separator: ", ")) is given \(times), but takes one value")
      }
    }
  }

  /// The long names that are another long name's second one; whatever else has two is one letter long.
  private static let secondNames: Set = ["--class-set"]

  /// Whether two of the names could be one option's. To have the parser describe its options takes longer than many a query.
  private static func mayRepeat(_ given: [String]) -> Bool {
    guard given.count > 1 else { return false }
    return Set(given).count < given.count
      || given.contains { !$0.hasPrefix("--") || secondNames.contains($0) }
  }

  /// `--name` of `--name=value`, `-o` of `-o`; nil for what is no option.
  private static func optionName(_ word: String) -> String? {
    guard word.hasPrefix("-"), word.count > 1 else { return nil }
    return word.hasPrefix("--") ? String(word.prefix { $0 != "=" }) : String(word.prefix(2))
  }
}
