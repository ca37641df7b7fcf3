import ArgumentParser
import FreqAnalysis

/// What is asked of the curve of accuracy over the count: `--curve`, `--at`, `--reach`.
struct CurveOptions: ParsableArguments {
  @Flag(
    help:
      "The curve of mean accuracy over the count: a table, a test of linearity, and where accuracies are reached."
  )
  var curve = false

  @Option(
    name: .customLong("at"),
    help: ArgumentHelp(
      "With --curve: a count, instead of powers of ten; can be repeated.", valueName: "count"))
  var counts: [Double] = []

  @Option(
    name: .customLong("reach"),
    help: ArgumentHelp(
      "With --curve: a mean accuracy, such as 30% or 0.3, instead of every tenth; can be repeated.",
      valueName: "accuracy"))
  var accuracies: [ShareArgument] = []

  func validate() throws {
    if !curve, !counts.isEmpty || !accuracies.isEmpty {
      throw ValidationError("--at and --reach apply only to --curve")
    }
    guard counts.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw ValidationError("--at takes a count above zero")
    }
  }

  /// The curves of some points.
  func curves(_ series: [KnownPoints], measure: Selection.Measure) -> DoseCurves {
    DoseCurves(
      series, measure: measure, at: counts.isEmpty ? nil : counts,
      reaching: accuracies.isEmpty ? nil : accuracies.map(\.share))
  }
}

/// A share as a person types it: `30%` or `0.3`.
struct ShareArgument: ExpressibleByArgument {
  /// The share, from 0 to 1.
  let share: Double

  init?(argument: String) {
    let isPercent = argument.hasSuffix("%")
    let digits = isPercent ? argument.dropLast() : argument[...]
    guard let value = Double(digits), value >= 0, value <= (isPercent ? 100 : 1) else { return nil }
    share = isPercent ? value / 100 : value
  }
}
