import Corpus
import Testing

@testable import FreqAnalysis

/// What is said where records cannot be extracted, and which conditions are understood.
@Suite struct ExtractSentencesTests {
  private static let sentences: [(error: any Error, sentence: String)] = [
    (
      ExtractError.noField("a[]"), "`a[]` names no field of a record; a field is written a, a.b or a[0]"
    ),
    (
      ExtractError.noFile(corpus: "c"),
      "a shard of the corpus `c` came through standard input or a command, so its records cannot be read again; "
        + "`rows export` writes the fields that were kept"
    ),
    (
      ExtractError.changed(shard: "a.csv"),
      "a.csv is missing, or has changed since it was counted; index it again"
    ),
    (
      ExtractError.otherReading(shard: "a.csv", rule: "v9"),
      "a.csv was read by a rule that this version does not have (v9); index it again"
    ),
    (
      ExtractError.otherRules(corpus: "c", rules: "word"),
      "the corpus `c` was counted by a version of the rule word that this version does not have; index it again"
    ),
    (
      ExtractError.notJSON(shard: "a.csv", record: 3),
      "a.csv, record 3: only JSON records can be written whole, and this is none"
    ),
    (
      ExtractError.tooManyCaptions(limit: 1000),
      "there are more than 1,000 different captions; name fewer classes or corpora"
    ),
    (RowsGone(file: "r.parquet"), "the file of rows r.parquet is no longer there"),
    (RowsOfOtherRules(file: "r.parquet", found: nil), "r.parquet is no file of rows"),
    (
      RowsOfOtherRules(file: "r.parquet", found: "the class set `b` by the rule word (id 12345678)"),
      "r.parquet holds rows of other rules than the shard was counted by: of the class set `b` by the rule word (id 12345678)"
    ),
    (
      RowsNotAsCounted(className: "tench", rows: 1, counted: 2),
      "the rows have 1 caption of `tench`, and 2 are counted; `verify` names the damaged file"
    ),
  ]

  @Test func errorsAreSentences() {
    for (error, sentence) in Self.sentences { #expect("\(error)" == sentence) }
  }

  @Test func conditionsAreReadAndHold() throws {
    let cases: [(text: String, value: String?, holds: Bool?)] = [
      ("a>1", "2", true), ("a>1", "1", false), ("a>=1", "1.0", true), ("a<1", "-1e3", true),
      ("a <= 1", "1.5", false), ("a=0.3", "0.3", true), ("a=0.3", "0.30", true), ("a.b[2]>0", "1", true),
      ("a>1", nil, nil), ("a>1", "many", nil), ("a>1", "nan", nil), ("a>-1", "0", true), ("a>1", "", nil),
    ]
    for (text, value, holds) in cases {
      let condition = try #require(FieldCondition(text), "\(text)")
      #expect(condition.holds(for: value) == holds, "\(text) \(value ?? "-")")
      #expect(condition.description == text.filter { $0 != " " })
    }
    for text in ["", "a", "a>", ">1", "a[]>1", "a>b", "a>inf", "a>nan", "a>>1", "a<>1", "a>1 2"] {
      #expect(FieldCondition(text) == nil, "\(text)")
    }
  }
}
