import ArgumentParser
import FreqAnalysis

/// An analysis as a person sees it: what was read, progress, the coefficients, the files.
struct AnalysisRun {
  private let inputs: Analysis.Inputs

  init(_ inputs: Analysis.Inputs) { self.inputs = inputs }

  /// Runs it and prints the coefficients; ends with the status of failed shards or of an interrupt.
  func print(format: OutputOptions.Format?) async throws {
    let analysis = try Analysis(inputs)
    Messages.concern(inputs.database)
    Messages.notes(analysis.notes, of: ([inputs.classes] + inputs.accuracies).joined(separator: "\n"))
    var summaries: [IndexSummary] = []
    for part in analysis.parts {
      let summary = try await CountingRun(part.run).count(part.shards)
      Messages.line("\(summary.corpus):")
      for line in summary.lines { Messages.line("  \(line)") }
      for warning in summary.toldWarnings { Messages.warning(warning) }
      for sentence in summary.rowSentences { Messages.note(sentence) }
      if summary.isInterrupted { try ExitStatus.throwIfFailed(summary) }
      summaries.append(summary)
    }
    let findings = try analysis.finish(summaries, command: CommandLine.arguments)
    Messages.notes(findings.notes)
    try OutputTarget.standardOutput(format).write(.correlations(findings.correlations))
    Messages.notes(findings.correlations.flatMap(\.undefined))
    Messages.notes(findings.correlations.flatMap(\.vanishing))
    Messages.notes(findings.bins)
    Messages.line("written: " + findings.files.joined(separator: ", "))
    for summary in summaries { try ExitStatus.throwIfFailed(summary) }
  }
}
