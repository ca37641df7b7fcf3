import Testing

@testable import Corpus

/// What is said where words name no shards.
@Suite struct ExpansionSentencesTests {
  private static let extensions =
    ".arrow .csv .feather .json .jsonl .ndjson .parq .parquet .tar .text .tgz .tsv .txt .zip"

  private static let sentences: [(failure: ShardExpansion.Failure, sentence: String)] = [
    (.noMatch("laion/*.tar"), "no file matches laion/*.tar"),
    (.noShards(folder: "laion", seen: 0), "the folder laion is empty"),
    (
      .noShards(folder: "laion", seen: 1),
      "the folder laion has no shards: its only file does not have a supported extension (\(extensions))"
    ),
    (
      .noShards(folder: "laion", seen: 2),
      "the folder laion has no shards: none of its 2 files has a supported extension (\(extensions))"
    ),
    (
      .onlyRows(folder: "rows"),
      "the folder rows has files of rows, which were written while captions were counted, and no shards"
    ),
    (.onlyLinks(folder: "laion", links: 1), "the folder laion has no shards but 1 link out of it"),
    (.onlyLinks(folder: "laion", links: 2), "the folder laion has no shards but 2 links out of it"),
    (
      .ambiguous("@list"),
      "a file is named @list, which could also be a list of shards; ./@list reads the file"
    ),
    (
      .ambiguous("pipe:cat"),
      "a file is named pipe:cat, which could also be a command; ./pipe:cat reads the file"
    ),
    (.unreadable(path: "laion", code: 13), "laion: it cannot be read: Permission denied"),
    (
      .remote("hf://datasets/a/b", RemoteFault(.stalled(seconds: 60))),
      "hf://datasets/a/b: no byte came for 60 seconds"
    ),
    (.tooMany("{0..99999999}", limit: 1000), "{0..99999999} expands to more than 1000 names"),
  ]

  @Test func failuresAreSentences() {
    for (failure, sentence) in Self.sentences { #expect(failure.description == sentence) }
  }
}
