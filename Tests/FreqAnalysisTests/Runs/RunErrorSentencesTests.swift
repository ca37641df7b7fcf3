import Corpus
import Testing

@testable import FreqAnalysis

/// Every reason why a long job cannot begin or go on, and the whole sentence that a person reads.
@Suite struct RunErrorSentencesTests {
  private static func line(_ fault: ScanLineFault) -> ScanFileError {
    ScanFileError(file: "a.jsonl", line: 2, reason: .fault(fault))
  }

  private static func file(_ reason: ScanFileError.Reason) -> ScanFileError {
    ScanFileError(file: "scans", line: nil, reason: reason)
  }

  private static let all: [(error: any Error, sentence: String)] = [
    (line(.notAScan), "a.jsonl, line 2: this line was not written by `corpus-tool scan`"),
    (
      line(.otherFormat(found: "9")),
      "a.jsonl, line 2: the line has version 9 of the scan format; this program supports version \(ScanLine.formatVersion)"
    ),
    (
      line(.otherUnicode(found: "9.0.0")),
      "a.jsonl, line 2: the counts were made with the Unicode tables of version 9.0.0; this program uses version "
        + RuleSet.unicodeVersion
    ),
    (line(.missing(key: "shard")), "a.jsonl, line 2: the line lacks `shard`"),
    (line(.strange(key: "shards")), "a.jsonl, line 2: `shards` is duplicated, or is not part of the format"),
    (
      line(.wrong(key: "records", wanted: "a whole number")),
      "a.jsonl, line 2: the value of `records` is not a whole number"
    ),
    (
      file(.otherClassSet(shard: "a.tar", name: "birds", given: ["dogs", "cats"])),
      "scans: the shard a.tar was counted for a class set `birds` with different classes or terms from `dogs`, `cats`"
    ),
    (
      file(.lacksClassSet(shard: "a.tar", name: "birds")),
      "scans: the shard a.tar was not counted for the class set `birds`"
    ),
    (file(.system(code: 13)), "scans: it cannot be read: Permission denied"),
    (file(.linkOut), "scans: it is a link out of the folder that was named"),
    (file(.emptyFolder), "scans: the folder has no file of scan lines"),
    (file(.lineTooLong(limit: 1000)), "scans: the line is longer than 1000 bytes"),
    (
      AnalysisError.sameModel("llava"),
      "two accuracy files give the model `llava`; a model is named after its file, without the extension, so rename one"
    ),
    (
      PhraseCount.Failure.noWords("?!"),
      "the phrase `?!` has no letter and no number, so it can never be found"
    ),
    (PhraseCount.Failure.noPhrase, "no phrase is named"),
    (
      PhraseCount.Failure.noShard("dog"),
      "no shard is named; `dog` was taken for a phrase, since no file has that name"
    ),
    (PhraseCount.Failure.noPhraseBefore("a.parquet"), "no phrase is named before the shard `a.parquet`"),
    (
      RemedyShard.Failure.answerWithoutClass("it is"),
      "the answer `it is` has no {class}, where the class's name goes"
    ),
    (RemedyShard.Failure.noQuestion, "there is no question to ask"),
    (
      RemedyShard.Failure.severalImages("<image> or <image>?"),
      "the question `<image> or <image>?` has <image> more than once, and each record has one image"
    ),
    (
      ClassImages.Failure(path: "/a/b.jpg", root: "/c"), "the image `/a/b.jpg` is not in the image root `/c`"
    ),
    (
      PlanFile.Failure(file: "p.csv", line: 2, name: "crane", classSet: "birds", matches: 0),
      "p.csv, line 2: the class set `birds` has no class `crane`"
    ),
    (
      PlanFile.Failure(file: "p.csv", line: 2, name: "crane", classSet: "birds", matches: 2),
      "p.csv, line 2: 2 classes are called `crane`, and no column `class_index` says which is meant"
    ),
  ]

  @Test func errorsAreSentences() {
    for (error, sentence) in Self.all { #expect("\(error)" == sentence) }
  }
}
