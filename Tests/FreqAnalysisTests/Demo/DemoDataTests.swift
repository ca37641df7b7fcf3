import FreqAnalysis
import Foundation
import TestSupport
import Testing

@Suite struct DemoDataTests {
  @Test func sameBytesTwice() throws {
    var demo = DemoData()
    demo.pretrainCaptions = 400
    demo.conversations = 50
    let folder = try TemporaryFolder()
    let first = try demo.write(to: folder.path("a"))
    let second = try demo.write(to: folder.path("b"))
    let paths = { (files: DemoData.Files) in
      [files.classes, files.predictions] + files.pretrain + files.instruct
    }
    for (one, other) in zip(paths(first), paths(second)) {
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: one)) == Data(contentsOf: URL(fileURLWithPath: other)))
    }
  }

  @Test(.enabled(if: ProjectPaths.python != nil)) func hasTheShapeItPromises() throws {
    let folder = try TemporaryFolder()
    let files = try DemoData().write(to: folder.url.path)
    // Counts words in Python and looks at the rank of a class against its count and the model's accuracy.
    let script = """
      import sys, json, gzip, io, re, zstandard, collections
      from scipy.stats import spearmanr
      classes, predictions, instruct, *pretrain = sys.argv[1:]
      names = json.load(open(classes))
      texts = [json.loads(l)["caption"] for p in pretrain
               for l in io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(open(p, "rb")), "utf-8")]
      turns = [t for r in json.load(gzip.open(instruct)) for t in r["conversations"]]
      assert {t["from"] for t in turns} == {"human", "gpt"}
      texts += [t["value"] for t in turns if t["from"] == "gpt"]
      lower = "\\n".join(texts).lower()
      pattern = re.compile(r"\\b(" + "|".join(re.escape(n.lower()) for n in sorted(names, key=len, reverse=True)) + ")")
      found = collections.Counter(pattern.findall(lower))
      counts = [found[n.lower()] for n in names]
      right = dict.fromkeys(names, 0)
      for l in open(predictions):
          r = json.loads(l); right[r["label"]] += r["label"].lower() in r["pred"].lower()
      print(len(names), len(texts), sum(c == 0 for c in counts), max(counts) > 10000,
            0.7 < (rho := spearmanr(counts, [right[n] for n in names])[0]) < 0.98 or rho)
      """
    let run = try Run.python(
      ["-c", script, files.classes, files.predictions] + files.instruct + files.pretrain)
    #expect(run.stdout == "100 50000 5 True True\n", "\(run.stderr)")
  }
}
