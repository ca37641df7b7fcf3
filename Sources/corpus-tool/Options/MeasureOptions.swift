import ArgumentParser
import FreqAnalysis

/// What is counted: `--count`, and `--memory` for it.
struct MeasureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What is counted: captions (with a mention), mentions, or distinct (captions that differ after folding; needs "
        + "the rows of index --rows).", valueName: "measure"))
  var count: Selection.Measure = .captions

  @OptionGroup var memory: MemoryOptions

  /// Refuses what does not go with the notebook's join, which is of captions.
  func checkAsPublished() throws {
    if count != .captions {
      throw ValidationError(
        "--as-published needs --count captions: the rule paper counts captions, not occurrences")
    }
  }
}

/// What the hashes of distinct captions may take: `--memory`.
struct MemoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where distinct captions are counted or extracted: the memory for their hashes, such as 100M or 2G; with less, the rows are "
        + "counted in several readings.",
      valueName: "size"))
  var memory = MemorySize()
}

extension Selection.Measure: ExpressibleByArgument {}
