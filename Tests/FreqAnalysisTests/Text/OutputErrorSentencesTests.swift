import Corpus
import Testing

@testable import FreqAnalysis

/// Every reason why a file is not written, and the whole sentence that a person reads.
@Suite struct OutputErrorSentencesTests {
  private static let all: [(error: any Error, sentence: String)] = [
    (OutputFileError(path: "a.csv", code: 13), "cannot write a.csv: Permission denied"),
    (
      OutputFileError(path: "a.csv", .symbolicLink(target: "b.csv")),
      "cannot write a.csv: it is a symbolic link to b.csv; name the file itself"
    ),
    (
      OutputFileError(path: "a.sqlite", .databaseInUse),
      "cannot write a.sqlite: it belongs to the database in use"
    ),
    (OutputFileError(path: "a.csv", .input), "cannot write a.csv: this command reads it"),
    (OutputFileError(path: "a.csv", .database), "cannot write a.csv: it is a database"),
    (
      OutputFileError(path: "a.csv", .notOwn),
      "cannot write a.csv: the file there is no earlier result of this tool, or was changed since"
    ),
    (
      OutputFolderError(path: "a", code: 17), "cannot make the folder a: a file of that name exists"
    ),
    (OutputFolderError(path: "a", code: 13), "cannot make the folder a: Permission denied"),
    (
      TooManySeries(plot: .matrix, count: 99),
      "a panel can distinguish at most \(FigureStyle.seriesCount) series, and there are 99"
    ),
    (
      TooManySeries(plot: .scatter, count: 99),
      "`scatter` can distinguish at most \(FigureStyle.seriesCount) series, and there are 99"
    ),
    (
      TooManyPanels(count: 1000),
      "`matrix` draws at most \(MatrixFigure.mostPanels) panels, and there would be 1,000"
    ),
    (
      SeveralModels(plot: .scatter, models: ["m", "n", "m"]),
      "`scatter` shows one model, and these are several: m, n"
    ),
    (
      SeveralModels(plot: .scatter, models: ["m", "m"]),
      "`scatter` shows one model under one corpus, or under several pooled"
    ),
  ]

  @Test func errorsAreSentences() {
    for (error, sentence) in Self.all { #expect("\(error)" == sentence) }
  }
}
