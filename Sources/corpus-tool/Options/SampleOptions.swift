import ArgumentParser
import FreqAnalysis

/// Of which share of each corpus the counts are: `--sampled`.
struct SampleOptions: ParsableArguments {
  @Option(
    name: .customLong("sampled"),
    help: ArgumentHelp(
      "Only this share of the captions was counted, such as 0.01, or CORPUS=0.01 for one corpus (can be repeated): slopes and "
        + "curves are on the scale of the whole corpus.", valueName: "fraction"))
  var texts: [String] = []

  func validate() throws {
    if SampledCorpora(parsing: texts) == nil {
      throw ValidationError(
        "--sampled takes a fraction above 0 and at most 1, or CORPUS=FRACTION once for each corpus")
    }
  }

  /// The shares.
  var sampled: SampledCorpora { SampledCorpora(parsing: texts) ?? SampledCorpora() }
}
