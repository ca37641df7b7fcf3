import Foundation
import TestSupport
import Testing

/// What a run says about the text of records.
@Suite struct RecordReadingTests {
  private static let index = ["index", "--classes", "names.json", "--corpus", "c"]

  static let cases = [
    CommandCase(
      "halves of surrogate pairs are told", index + ["--verbose", "s.jsonl"],
      files: [
        "names.json": Small.classes,
        "s.jsonl": #"{"caption": "a tench \ud83d"}"# + "\n" + #"{"caption": "\udc00crane \ude00"}"# + "\n",
      ],
      stderr: [
        "s.jsonl: 2 records, 2 captions, 2 mentions\n",
        "corpus-tool: note: s.jsonl has 3 unpaired surrogates among its \\u escapes; each is read as U+FFFD, which is no letter\n",
      ]),
    CommandCase(
      "a conversation that is no JSON is refused with its record", index + ["t.csv"],
      files: [
        "names.json": Small.classes,
        "t.csv":
          "id,conversations\n1,\"[{\"\"from\"\": \"\"gpt\"\", \"\"value\"\": \"\"a tench\"\"}]\"\n2,[{from: 'gpt'}]\n",
      ], status: 1,
      stderr: [
        "corpus-tool: t.csv, record 2: invalid JSON: the conversation, which is a string of JSON: a key in quotes is missing (byte 3 of the record)\n"
      ]),
    CommandCase(
      "columns of questions and answers with different rows are refused", index + ["p.json"],
      files: [
        "names.json": Small.classes,
        "p.json": #"{"question": {"0": "what?"}, "answer": {"1": "a crane", "0": "a tench"}}"#,
      ], status: 1,
      stderr: [
        "corpus-tool: p.json: this is JSON by columns whose records take several of them, such as `answer`; its rows are brought together if all columns have the same rows and the file has at most 67108864 bytes; --max-record-bytes raises the limit, or write it with a record for each row\n"
      ]),
    CommandCase(
      "Arrow data that is cut short is refused", index + ["a.arrow"],
      files: ["names.json": Small.classes, "a.arrow": "ARROW1\0\0"], status: 1,
      stderr: [
        "corpus-tool: a.arrow: the Arrow data cannot be read: it ends inside a message; is the file truncated?\n"
      ]),
    CommandCase(
      "a conversation that Python wrote is named for what it is", index + ["t.csv"],
      files: ["names.json": Small.classes, "t.csv": "id,conversations\n1,[{'from': 'gpt'}]\n"], status: 1,
      stderr: [
        "corpus-tool: t.csv, record 1: invalid JSON: the conversation is a Python list, not JSON; write it with json.dumps\n"
      ]),
  ]

  @Test(arguments: cases) func tells(_ test: CommandCase) throws { try test.check() }

  @Test func aShardOfTheOldRuleIsCountedAgainAndNamed() throws {
    let folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    let arguments = Self.index + ["a.jsonl"]
    #expect(try Binary.run(arguments, folder: folder.url).status == 0)
    let change = try Run.python(
      [
        "-c",
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(\"UPDATE shard SET reading_rule = 'shapes 1'\"); c.commit()",
        folder.path("corpus.sqlite"),
      ])
    try #require(change.status == 0, "\(change.stderr)")
    let again = try Binary.run(arguments, folder: folder.url)
    #expect(again.status == 0)
    #expect(
      again.stderr.contains(
        "a.jsonl was read by a different reading rule before (shapes 1); its new counts replace the old ones\n"
      ))
  }
}
