import Corpus
import Testing

@testable import FreqAnalysis

/// Every reason why a question to the database has no answer, what is told beside one, and the whole sentence that a person
/// reads.
@Suite struct QueryErrorSentencesTests {
  private static let errors: [(error: any CustomStringConvertible & Sendable, sentence: String)] = [
    (
      ExposureError.notAWeight("a=b"), "`a=b` is not of the form CORPUS=W with a non-negative number W"
    ),
    (ExposureError.twice("cc3m"), "the corpus `cc3m` has two weights"),
    (
      ExposureError.noCorpus("cc3m", among: ["a", "b"]),
      "a weight is given for the corpus `cc3m`, which is not among those selected: `a`, `b`"
    ),
    (ExposureError.mixture("line 2 is no mapping"), "the mixture cannot be read: line 2 is no mapping"),
    (
      ExposureError.partOfFile("a.json", strategy: "first:10%", used: 1000, of: 10_000, corpus: "a"),
      "the mixture uses `first:10%` of `a.json`, 1,000 of its 10,000 records, and the corpus `a` has counts of the whole "
        + "file alone; what those records mention cannot be estimated from it: write them to a file of their own, index "
        + "that as a corpus, and name it in the mixture with `all`"
    ),
    (
      ExampleQuery.Failure.noClass(words: ["tenc"], classSet: "fish", near: ["tench"]),
      "the class set `fish` has no class `tenc`; did you mean `tench`?"
    ),
    (
      ExampleQuery.Failure.noClass(words: ["zebra"], classSet: "fish", near: []),
      "the class set `fish` has no class `zebra`; corpus-tool classes show fish lists its classes"
    ),
    (
      ExampleQuery.Failure.noClassOrShard("tenc", classSet: "fish", near: ["tench", "bench"]),
      "there is no shard `tenc`, and the class set `fish` has no such class; did you mean `tench` or `bench`?"
    ),
    (
      ExampleQuery.Failure.noShards,
      "no shard is named, and the database knows no file of these corpora; name the shards"
    ),
    (
      AsPublishedError.otherRules("word"),
      "the published join needs counts by the rule `paper`, and those selected are by the rule `word`"
    ),
    (
      AsPublishedError.noPretrainCorpus,
      "the published join needs a corpus of the stage `pretrain`, since it looks only at classes counted there"
    ),
    (
      NoOwnCorpora(notes: [.corpusLeftOut("a"), .corpusLeftOut("b")]),
      "no model has counts of a corpus that it was trained on: the other options exclude the corpus `a`; the other options "
        + "exclude the corpus `b`"
    ),
    (
      NoModels(classSet: "fish"),
      "no model has accuracies on the class set `fish` yet; `accuracy add` imports some"
    ),
    (
      UnknownClass(name: "tenc", classSet: "fish", near: ["tench"]),
      "the class set `fish` has no class `tenc`; did you mean `tench`?"
    ),
    (UnknownClass(name: "x", classSet: "fish", near: []), "the class set `fish` has no class `x`"),
    (NoSuchLabel(name: "x", near: []), "no class of the picture is named `x`"),
    (
      NoSuchLabel(name: "tenc", near: ["tench"]),
      "no class of the picture is named `tenc`; did you mean `tench`?"
    ),
    (
      PictureConverter.Failure.notInstalled,
      "PNG and PDF need rsvg-convert, which is not installed (on Debian: apt-get install librsvg2-bin); .svg needs nothing"
    ),
    (PictureConverter.Failure.failed(status: 2), "rsvg-convert exited with status 2"),
    (
      VerifyProblem.integrity("row 3 missing from index"),
      "SQLite's integrity check: row 3 missing from index"
    ),
    (
      VerifyProblem.foreignKey(table: "shard", parent: "corpus", rows: 1),
      "1 row of shard reference missing rows of corpus"
    ),
    (
      VerifyProblem.foreignKey(table: "shard", parent: "corpus", rows: 2),
      "2 rows of shard reference missing rows of corpus"
    ),
    (
      VerifyProblem.total(corpus: "a", rules: "word", what: "captions", stored: 2, sum: 3),
      "corpus `a`, rule set word: the total of captions is 2, but its shards add up to 3"
    ),
    (VerifyProblem.sample("s1"), "sample s1: its rows differ from those that were drawn"),
    (VerifyProblem.row(shard: "a.tar", detail: "it has no records"), "shard a.tar: it has no records"),
    (
      VerifyProblem.rows(shard: "a.tar", file: "r.parquet", detail: "it is missing"),
      "rows of the shard a.tar, r.parquet: it is missing"
    ),
  ]

  @Test func errorsAreSentences() {
    for (error, sentence) in Self.errors { #expect(error.description == sentence) }
  }

  private static let notes: [(note: SelectionNote, sentence: String)] = [
    (
      .otherRoles([.init(role: .human, captions: 1200), .init(role: .system, captions: 1)]),
      "1,201 captions of other roles are excluded (human 1,200, system 1)"
    ),
    (
      .otherRoles([.init(role: .human, captions: 1)]), "1 caption of other roles is excluded (human 1)"
    ),
    (
      .pooledRules([
        RuleSetUse(name: "word", shortID: "12345678", corpora: ["a", "b"]),
        RuleSetUse(name: "paper", shortID: "87654321", corpora: []),
      ]),
      "counts of several rule sets are pooled, as requested: word (id 12345678) in a and b, paper (id 87654321)"
    ),
    (
      .mentionsEqualCaptions(rules: "paper"),
      "the rule set paper counts captions, not occurrences: mentions equal captions"
    ),
    (
      .unknownClasses(corpus: "a", count: 1),
      "the frequency of 1 class in the corpus `a` is unknown, not zero"
    ),
    (.corpusLeftOut("a"), "the other options exclude the corpus `a`"),
    (
      .importedLeftOut("a"),
      "the counts of the corpus `a` were imported and have no per-term or per-shard counts; the corpus is excluded"
    ),
    (
      .importedOfOtherRole("a"),
      "the counts of the corpus `a` were imported under the role caption, which is not selected; the corpus is excluded"
    ),
    (
      .unknownTraining(models: ["m", "n"], isAll: true),
      "what the models were trained on is unknown, so all corpora are pooled"
    ),
    (
      .unknownTraining(models: ["m"], isAll: false),
      "what `m` was trained on is unknown, so all corpora are pooled"
    ),
    (
      .trainingNotCounted(corpus: "a", models: ["m"]),
      "the corpus `a`, on which `m` was trained, is not counted"
    ),
    (
      .withoutOwnCorpora(models: ["m"]),
      "no corpus on which `m` was trained is counted and selected, so it is excluded"
    ),
    (
      .earlierShards(corpus: "a", count: 2),
      "the corpus `a` also contains 2 shards of earlier runs that were not named this time; the results include their "
        + "counts, and a new output folder excludes them"
    ),
    (
      .sampled([.init(corpus: "a", fraction: 0.1)]),
      "counts of samples are brought to the scale of the whole corpus: `a` (0.1); a class that a sample does not mention "
        + "gets what such classes have on average"
    ),
    (
      .weightOfPart(corpus: "a", weight: 0.5),
      "the counts of `a` are multiplied by 0.5, which is right if all of it was counted and so much of it used; if so much "
        + "of it was counted, slopes are too steep until it is stated as a sample"
    ),
    (
      .partOfShards(corpus: "a", counted: 5, total: 10),
      "by their names, 5 of the 10 shards of `a` were counted; if they are a random part of it, slopes are too steep until "
        + "it is stated as a sample of 0.5"
    ),
  ]

  @Test func notesAreSentences() {
    for (note, sentence) in Self.notes { #expect(note.description == sentence) }
  }
}
