import ArgumentParser
import FreqAnalysis
import Foundation

/// Where the counts are: `--db`.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .customLong("db"),
    help: ArgumentHelp("SQLite database of counts and accuracies.", valueName: "file"))
  var path = "corpus.sqlite"

  /// Opens the database where there is one; nil where there is nothing at the path.
  func openIfThere() throws -> CountStore? {
    FileManager.default.fileExists(atPath: path) ? try open(.create) : nil
  }

  /// Opens the database for what a command needs.
  func open(_ mode: CountStore.Mode) throws -> CountStore {
    Messages.concern(path)
    return try CountStore(path: path, mode: mode)
  }
}
