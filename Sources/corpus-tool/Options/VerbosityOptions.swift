import ArgumentParser

/// How much is told: `--quiet`, `--verbose`.
struct VerbosityOptions: ParsableArguments {
  @Flag(help: "Print only results and errors.")
  var quiet = false

  @Flag(
    help: ArgumentHelp(
      "Print every note: also those printed for this database before, with all names, and a line per shard."))
  var verbose = false

  func validate() throws {
    if quiet, verbose { throw ValidationError("--quiet and --verbose cannot be used together") }
  }

  /// How much a command tells whose words the parser has understood.
  static func amount(_ words: [String]) -> Messages.Amount {
    let given = words.prefix { $0 != "--" }
    return given.contains("--quiet") ? .errors : given.contains("--verbose") ? .all : .usual
  }
}
