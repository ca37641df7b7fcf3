import Foundation
import TestSupport
import Testing

@testable import Corpus

/// The text layouts of the shared shard maker, over real captions, against the captions that went in.
@Suite(.enabled(if: ProjectPaths.hasOracle)) struct MadeShardTests {
  private static let names = [
    "rows.jsonl", "rows_crlf.jsonl", "rows.json", "coco_style.json", "llava_chat.json", "llava_chat.jsonl",
    "openai_messages.jsonl", "cc3m_style.tsv", "cc12m_style.tsv", "header.csv", "lines.txt",
  ]

  private static let script = """
    import sys, runpy, gzip, zstandard, os, glob
    captions, out, maker = sys.argv[1:4]
    sys.argv = [maker, captions, out]
    runpy.run_path(maker, run_name="__main__")
    for path in glob.glob(out + "/*.gz") + glob.glob(out + "/*.zst"):
        name, ending = os.path.splitext(path)
        if os.path.exists(name): continue
        data = open(path, "rb").read()
        plain = gzip.decompress(data) if ending == ".gz" else zstandard.ZstdDecompressor().stream_reader(data).read()
        open(name, "wb").write(plain)
    """

  @Test func givesTheCaptionsThatWentIn() throws {
    let folder = try TemporaryFolder()
    let tokens = try String(
      contentsOf: ProjectPaths.sharedFile("data/captions/flickr8k_a.token.txt"), encoding: .utf8)
    var captions = tokens.split(separator: "\n").enumerated().filter { $0.offset % 30 == 0 }.compactMap {
      $0.element.split(separator: "\t").last.map(String.init)
    }
    captions += [
      "a \"quoted\" dog, and a cat", "\"", "café au lait 犬 😀", "back\\slash \\n / <b>", "a, b, c",
      "\"\"two\"\"",
    ]
    let input = try folder.write("captions.txt", captions.joined(separator: "\n") + "\n")
    let run = try Run.python([
      "-c", Self.script, input, folder.path("out"), ProjectPaths.sharedFile("tools/make_shards.py").path,
    ])
    try #require(run.status == 0, "\(run.stderr)")
    let expected = captions.map { "caption:\($0)" }.sorted()
    for name in Self.names {
      let bytes = [UInt8](try Data(contentsOf: folder.url.appending(path: "out/\(name)")))
      for blockBytes in [1000, 1 << 18] {
        let reading = ShardReading(bytes, blockBytes: blockBytes)
        let found = reading.captions.filter { !$0.hasPrefix("human:") }
          .map { $0.replacingOccurrences(of: "assistant:", with: "caption:") }.sorted()
        #expect(found == expected && reading.fault == nil && reading.records == captions.count, "\(name)")
        if name.hasPrefix("llava") {
          #expect(reading.captions.contains("human:What type of object is in this photo?"))
        }
      }
    }
  }
}
