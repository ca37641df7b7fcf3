import Testing

@testable import FreqAnalysis

/// Every reason why a sample cannot be drawn or judged, and the whole sentence that a person reads.
@Suite struct AuditErrorSentencesTests {
  private static func sheet(_ reason: AuditSheetError.Reason, line: Int? = 2) -> AuditSheetError {
    AuditSheetError(file: "s.csv", line: line, reason: reason)
  }

  private static let all: [(error: any Error, sentence: String)] = [
    (
      sheet(.severalSamples("a", "b")),
      "s.csv, line 2: the sheet contains rows of the samples `a` and `b`; add each sheet on its own"
    ),
    (sheet(.noSuchNumber("x", count: 1000)), "s.csv, line 2: the number is `x`, not one from 1 to 1,000"),
    (
      sheet(.otherClass(number: 3, found: "crane", expected: "tench")),
      "s.csv, line 2: number 3 of the sample is of the class `tench`, not `crane`"
    ),
    (sheet(.repeatedNumber(3, firstLine: 1)), "s.csv, line 2: number 3 is already in line 1"),
    (sheet(.noAnswer("maybe")), "s.csv, line 2: the answer is `maybe`, not y or n"),
    (
      sheet(.noAnswers, line: nil),
      "s.csv: no row has an answer; fill in y or n in the column is_this_the_class"
    ),
    (
      AuditError.imported(corpus: "a"),
      "the counts of the corpus `a` were computed elsewhere, so there are no mentions to sample"
    ),
    (
      AuditError.noFile(shard: "pipe:cat", corpus: "a"),
      "the shard pipe:cat of the corpus `a` has no file that could be read again, so no random sample of the corpus can be "
        + "drawn"
    ),
    (
      AuditError.changed(shard: "a.tar", corpus: "a"),
      "the shard a.tar of the corpus `a` has changed since it was counted; index it again, then draw the sample"
    ),
    (
      AuditError.unknownReading(shard: "a.tar", rule: "v9"),
      "the shard a.tar was read by a reading rule that this version does not support (v9)"
    ),
    (AuditError.unreadable("a.tar is gone"), "no random sample can be drawn: a.tar is gone"),
    (
      AuditError.countsDiffer(className: "tench", what: "mentions", stored: 1000, found: 999),
      "999 mentions of `tench` were found where 1,000 were counted, so the sample would not represent what was counted; "
        + "index the corpus again"
    ),
    (
      AuditError.noMentions(classes: ["tench", "crane"]),
      "nothing mentions `tench`, `crane`, so there is nothing to judge"
    ),
    (
      AuditError.otherAnswer(position: 3, sheet: "a"),
      "number 3 of the sample a already has a different answer"
    ),
    (
      AuditError.sheetExists("s.csv"), "s.csv already exists and may contain answers; name another file"
    ),
    (
      AuditError.noSample("a"),
      "the database has no sample `a`; a sheet belongs to the database from which it was drawn, and a sample is removed "
        + "with any of its corpora"
    ),
  ]

  @Test func errorsAreSentences() {
    for (error, sentence) in Self.all { #expect("\(error)" == sentence) }
  }
}
