import ArgumentParser

/// Where the counts are: `--db`.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .customLong("db"),
    help: ArgumentHelp("The database of counts and accuracies.", valueName: "file"))
  var path = "corpus.sqlite"
}
