import ArgumentParser
import FreqAnalysis

/// How much is told: `--verbose`.
struct VerbosityOptions: ParsableArguments {
  @Flag(help: "List all names in a note, not only the first ten.")
  var verbose = false

  /// Tells notes on standard error, each with the names that it is about.
  func tell(_ notes: [Note]) {
    for note in notes {
      Messages.tell(note, listing: verbose ? nil : 10)
    }
  }
}
