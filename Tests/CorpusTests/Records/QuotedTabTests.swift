import Foundation
import TestSupport
import Testing

@testable import Corpus

/// TSV as pandas writes it, against Python's `csv`.
@Suite struct QuotedTabTests {
  private static let script = """
    import csv, json, random, sys
    rng = random.Random(int(sys.argv[1]))
    words = ["a dog", 'a "big" cat', "two\\nlines", "a\\ttab", '"quoted"', "", "café", 'half "', "x\\n\\ny", "plain", '"']
    rows = [[rng.choice(words) for _ in range(3)] for _ in range(400)]
    # A blank row is none, and a lone quoted cell may look like two rows.
    rows = [["k" + str(i)] + row[1:] if rng.random() < 0.8 else [row[0] or "k"] + row[1:] for i, row in enumerate(rows)]
    column = rng.choice([1, 2])
    names = ["id", "note", "note"]
    names[column] = "caption"
    with open(sys.argv[2], "w", newline="") as f:
        writer = csv.writer(f, delimiter="\\t", lineterminator="\\n")
        writer.writerows([names] + rows)
    with open(sys.argv[2], newline="") as f: read = list(csv.reader(f, delimiter="\\t"))[1:]
    json.dump([row[column] for row in read], sys.stdout)
    """

  /// A quote at a cell's start or its end is data or not, as the row's width says; what is inside decides no mention.
  private func bare(_ text: String) -> String { text.filter { $0 != "\"" } }

  @Test(.enabled(if: ProjectPaths.python != nil), arguments: 0..<4)
  func agreesWithPython(seed: Int) throws {
    let folder = try TemporaryFolder()
    let run = try Run.python(["-c", Self.script, "\(seed)", folder.path("rows.tsv")])
    try #require(run.status == 0, "\(run.stderr)")
    let expected = try JSONDecoder().decode([String].self, from: run.output).map(bare).filter { !$0.isEmpty }
    let bytes = [UInt8](try Data(contentsOf: folder.url.appending(path: "rows.tsv")))
    for blockBytes in [64, 1000, 1 << 18] {
      for engine in ReadingKernels.allCases {
        let reading = ShardReading(bytes, blockBytes: blockBytes, engine: engine)
        #expect(reading.fault == nil, "\(blockBytes) \(engine)")
        #expect(reading.records == 400, "\(blockBytes) \(engine)")
        let found = reading.captions.map { bare(String($0.dropFirst("caption:".count))) }.filter {
          !$0.isEmpty
        }
        #expect(found == expected, "\(blockBytes) \(engine)")
      }
    }
  }
}
