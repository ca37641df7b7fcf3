import Foundation
import TestSupport
import Testing

/// The commands that show what the tool understands and why it counts what it counts.
@Suite struct LookingTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("names.json", "[\"dog\", \"cat\", \"potter's wheel\"]")
    try folder.write(
      "rows.jsonl",
      "{\"id\": 1, \"caption\": \"a dog and a dog é\"}\n{\"id\": 2, \"caption\": \"dog\"}\n{\"id\": 3, \"caption\": \"the cat sat\"}\n"
    )
    return folder
  }

  @discardableResult
  private func run(_ arguments: [String], _ folder: TemporaryFolder) throws -> Run {
    try Binary.run(arguments, folder: folder.url)
  }

  @Test func inspectNamesCodecLayoutAndText() throws {
    let folder = try folder()
    let run = try run(["inspect", "rows.jsonl", "--classes", "names.json", "--format", "json"], folder)
    #expect(run.status == 0, "\(run.stderr)")
    let shards = try #require(try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])
    let shard = try #require(shards.first)
    #expect(shard["codec"] as? String == "none" && shard["layout"] as? String == "json-lines")
    #expect(shard["records"] as? Int == 3)
    let text = try #require((shard["text"] as? [[String: String]])?.first)
    #expect(text == ["field": "caption", "role": "caption"])
    let samples = try #require(shard["samples"] as? [[String: Any]])
    #expect(samples.map { $0["mentions"] as? String } == ["dog", "dog", "cat"])
  }

  @Test func inspectShowsExamplesOfAParquetFilesFields() throws {
    let file = ProjectPaths.root.appending(path: "Tests/Fixtures/parquet/ok/llava_next.parquet").path
    let run = try run(["inspect", file, "--format", "json"], folder())
    #expect(run.status == 0, "\(run.stderr)")
    let shard = try #require((try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])?.first)
    #expect(shard["page_codecs"] as? [String] == ["snappy"])
    let fields = try #require(shard["fields"] as? [[String: Any]])
    let examples = fields.map { "\($0["field"] ?? "")=\($0["example"] ?? "")" }
    #expect(examples.contains("data_source=d") && examples.contains("id=1"), "\(examples)")
  }

  /// Of an archive: its members, the samples that they make, which texts are read, and the shards among them.
  @Test(.enabled(if: ProjectPaths.python != nil, "needs Python"), arguments: ["tar", "zip"])
  func inspectShowsWhatAnArchiveHolds(_ ending: String) throws {
    let folder = try TemporaryFolder()
    let script = """
      import io, json, sys, tarfile, zipfile
      members = [("a/%03d.%s" % (i, e), t) for i in range(4) for e, t in
                 [("jpg", "x"), ("json", json.dumps({"caption": "a dog \\ud800" if i == 3 else "a dog"}))]]
      members += [("b/1.txt", "a cat"), ("b/1.cls", "3"), ("c.jsonl", '{"caption": "an eel"}\\n'), ("d.xyz", "")]
      if sys.argv[1].endswith("zip"):
          with zipfile.ZipFile(sys.argv[1], "w") as out:
              for name, text in members: out.writestr(name, text)
      else:
          with tarfile.open(sys.argv[1], "w") as out:
              for name, text in members:
                  info = tarfile.TarInfo(name)
                  info.size = len(text)
                  out.addfile(info, io.BytesIO(text.encode()))
      """
    let made = try Run.python(["-c", script, folder.path("x." + ending)])
    try #require(made.status == 0, "\(made.stderr)")
    let run = try run(["inspect", "x." + ending], folder)
    #expect(run.status == 0, "\(run.stderr)")
    for line in [
      "  members   4 .jpg, 4 .json, 1 .cls, 1 .jsonl, 1 .txt, 1 .xyz\n",
      "  samples   5, by the names up to the first full stop: a/000, a/001, a/002, …\n",
      "  text      4 .json, 1 .txt\n", "  in JSON   caption (caption)\n",
      "  shards    1: c.jsonl (json-lines)\n",
      "  replaced  1 unpaired surrogate by U+FFFD\n", "  records   6 in the whole shard\n",
    ] {
      #expect(run.stdout.contains(line), "\(line) \(run.stdout)")
    }
    let json = try self.run(["inspect", "x." + ending, "--format", "json"], folder)
    let shard = try #require((try JSONSerialization.jsonObject(with: json.output) as? [[String: Any]])?.first)
    let archive = try #require(shard["archive"] as? [String: Any])
    #expect(archive["samples"] as? Int == 5 && archive["keys"] as? [String] == ["a/000", "a/001", "a/002"])
    #expect(archive["texts"] as? [String: Int] == [".json": 4, ".txt": 1] && archive["shards"] as? Int == 1)
    #expect(shard["replaced_surrogates"] as? Int == 1)
  }

  /// A record of a shard in an archive, and of a sample: the member is named.
  @Test(.enabled(if: ProjectPaths.python != nil, "needs Python"))
  func aBadMemberIsNamed() throws {
    let folder = try folder()
    let script = """
      import io, sys, zipfile
      for name, members in {"lone.zip": [("a.json", '{"caption": "dog"}'), ("b.json", '{"caption": "dog"')],
                            "pair.zip": [("a.txt", b"dog"), ("a.jpg", ""), ("b.jpg", ""), ("b.txt", b"dog \\xff")],
                            "list.zip": [("d/x.jsonl", '{"caption": "dog"}\\n{"caption": 1}\\n{"caption"}\\n')]}.items():
          with zipfile.ZipFile(sys.argv[1] + "/" + name, "w") as out:
              for member, content in members: out.writestr(member, content)
      """
    let made = try Run.python(["-c", script, folder.url.path])
    try #require(made.status == 0, "\(made.stderr)")
    for (file, line) in [
      ("lone.zip", "record 2, member b.json: the JSON ends before it is complete; is the file truncated?\n"),
      ("pair.zip", "record 2, member b.txt: the text is not valid UTF-8\n"),
      ("list.zip", "record 3, member d/x.jsonl: invalid JSON: "),
    ] {
      let found = try run(["index", "--classes", "names.json", "--corpus", "c", file], folder)
      #expect(found.status == 1 && found.stderr.contains("corpus-tool: \(file), \(line)"), "\(found.stderr)")
      let seen = try run(["inspect", file], folder)
      #expect(seen.status == 1 && seen.stderr.contains("corpus-tool: \(file), \(line)"), "\(seen.stderr)")
    }
  }

  @Test func inspectGoesOnAfterABadShard() throws {
    let folder = try folder()
    let run = try run(["inspect", "missing.json", "rows.jsonl"], folder)
    #expect(run.status == 1)
    #expect(run.stdout.contains("json-lines") && run.stderr.contains("missing.json"))
  }

  @Test func aDryRunReadsAndWritesNothing() throws {
    let folder = try folder()
    for name in ["d/0.tar", "d/0.json", "d/1.jsonl", "d/1_meta.jsonl"] {
      try folder.write(name, "no shard at all")
    }
    let run = try run(
      ["index", "--dry-run", "--classes", "names.json", "--corpus", "c", "--format", "csv", "d"], folder)
    #expect(run.status == 0, "\(run.stderr)")
    #expect(
      run.stdout.split(whereSeparator: \.isNewline).map(String.init) == [
        "shard,action,of", "d/0.json,sibling,d/0.tar", "d/0.tar,read,", "d/1.jsonl,read,",
        "d/1_meta.jsonl,sibling,d/1.jsonl",
      ])
    #expect(!FileManager.default.fileExists(atPath: folder.path("corpus.sqlite")))
  }

  @Test func examplesAreAFairSampleThatRepeats() throws {
    let folder = try folder()
    let arguments = [
      "examples", "--classes", "names.json", "dog", "rows.jsonl", "--format", "csv", "-n", "2",
    ]
    let (one, two) = (try run(arguments, folder), try run(arguments, folder))
    #expect(one.status == 0 && one.stdout == two.stdout)
    #expect(one.stderr.contains("2 of 3 mentions"), "\(one.stderr)")
    let all = try run(Array(arguments.dropLast(2)), folder)
    let rows = all.stdout.split(whereSeparator: \.isNewline).map(String.init)
    #expect(rows.first == "class,term,shard,record,role,before,mention,after")
    #expect(
      Set(rows.dropFirst()) == [
        "dog,dog,rows.jsonl,1,caption,a ,dog, and a dog é",
        "dog,dog,rows.jsonl,1,caption,a dog and a ,dog, é",
        "dog,dog,rows.jsonl,2,caption,,dog,",
      ])
  }

  /// Each line has its shard and record, and the mentions stand below one another, whatever the characters before them.
  @Test func examplesAreAlignedOnTheMention() throws {
    let folder = try folder()
    let captions = [
      "a dog", "東京の犬と dog", "🐕 and a dog", "a long way before the very first dog that comes along here today",
    ]
    try folder.write("many.txt", captions.map { $0 + "\n" }.joined())
    let shown = try run(["examples", "--classes", "names.json", "dog", "many.txt"], folder)
    let lines = shown.stdout.split(whereSeparator: \.isNewline).map(String.init)
    let columns = lines.compactMap { line in
      line.range(of: "dog").map { mention in
        line[..<mention.lowerBound].reduce(0) { $0 + ("東京の犬と🐕".contains($1) ? 2 : 1) }
      }
    }
    #expect(lines.count == 4 && Set(columns).count == 1 && columns.count == 4, "\(lines)")
    #expect(Set(lines.map { $0.prefix(12) }) == Set((1...4).map { "many.txt:\($0)  " }), "\(lines)")
  }

  @Test func aTermIsThatOfItsClass() throws {
    let folder = try folder()
    let shown = try run(
      ["examples", "--classes", "names.json", "cat", "rows.jsonl", "--format", "csv"], folder)
    #expect(shown.stdout.hasSuffix("cat,cat,rows.jsonl,3,caption,the ,cat, sat\n"), "\(shown.stdout)")
    try run(["index", "--classes", "names.json", "--corpus", "c", "rows.jsonl"], folder)
    try run(["examples", "--audit", "s.csv", "cat"], folder)
    let sheet = try String(contentsOfFile: folder.path("s.csv"), encoding: .utf8)
    #expect(sheet.contains("\n1,,cat,the ,cat, sat,cat,caption,"), "\(sheet)")
  }

  @Test func compareShowsTheMissedFirstAndLastWords() throws {
    let folder = try folder()
    for rule in ["paper", "treebank"] {
      let run = try run(
        ["index", "--classes", "names.json", "--corpus", "c", "--matching", rule, "rows.jsonl"], folder)
      #expect(run.status == 0, "\(run.stderr)")
    }
    let compared = try run(["compare", "paper", "treebank", "--format", "csv"], folder)
    #expect(compared.status == 0, "\(compared.stderr)")
    #expect(
      compared.stdout.split(whereSeparator: \.isNewline).map(String.init) == [
        "class_index,class,first,second,difference", "0,dog,1,2,1",
      ])
  }

  /// Every count can be split by the kind of its terms.
  @Test func termsAreShownWithTheirKind() throws {
    let folder = try folder()
    try folder.write("animals.json", #"["dog", "wolf"]"#)
    try folder.write("pack.txt", "a dog and two dogs\nwolves\n")
    #expect(try run(["classes", "add", "animals", "animals.json", "--plurals"], folder).status == 0)
    try run(["index", "--classes", "animals", "--corpus", "p", "pack.txt"], folder)
    #expect(
      try run(["query", "--classes", "animals", "--by", "term", "--format", "csv"], folder).stdout
        .split(whereSeparator: \.isNewline).map(String.init) == [
          "class_index,class,term,kind,mentions,captions", "0,dog,dog,name,1,1", "0,dog,dogs,plural,1,1",
          "1,wolf,wolves,plural,1,1",
        ])
  }

  /// Where the corpora were counted by one rule, it is the one that examples are shown of.
  @Test func examplesFollowTheRuleOfTheCounts() throws {
    let folder = try folder()
    try run(
      ["index", "--classes", "names.json", "--corpus", "c", "--matching", "paper", "rows.jsonl"], folder)
    let shown = try run(["examples", "dog"], folder)
    #expect(shown.status == 0 && shown.stderr.contains("1 of 1 caption with a mention by the rule paper"))
    #expect(try run(["examples", "dog", "--matching", "word"], folder).stderr.contains("by the rule word"))
    #expect(try run(["examples", "dog", "--audit", "s.csv"], folder).status == 0)
  }

  /// Rules are compared on the same text, by captions.
  @Test func compareRefusesWhatIsNotTheSameText() throws {
    let folder = try folder()
    try folder.write("more.jsonl", "{\"caption\": \"a dog too\"}\n")
    for (rule, corpus, shards) in [
      ("paper", "c", ["rows.jsonl", "more.jsonl"]), ("treebank", "c", ["rows.jsonl"]),
      ("paper", "d", ["more.jsonl"]), ("treebank", "d", ["more.jsonl"]), ("treebank", "e", ["more.jsonl"]),
    ] {
      let index = try run(
        ["index", "--classes", "names.json", "--corpus", corpus, "--matching", rule] + shards, folder)
      #expect(index.status == 0, "\(index.stderr)")
    }
    let refused = try run(["compare", "paper", "treebank"], folder)
    #expect(refused.status == 1 && refused.stdout.isEmpty)
    #expect(
      refused.stderr.contains(
        "the shards counted under paper and treebank are not the same: in `c` 1 shard only under paper, "
          + "in `e` 1 shard only under treebank; count them under both with `index`, or choose `d` with --corpus"
      ),
      "\(refused.stderr)")
    #expect(try run(["compare", "paper", "treebank", "--corpus", "d"], folder).status == 0)
    let mentions = try run(["compare", "paper", "treebank", "--corpus", "d", "--count", "mentions"], folder)
    #expect(mentions.status == 64 && mentions.stderr.hasPrefix("corpus-tool: Unknown option '--count'\n"))
  }

  /// A rule that says whether says so wherever mentions are shown.
  @Test func mentionsThatAreCaptionsAreTold() throws {
    let folder = try folder()
    let index = try run(
      ["index", "--classes", "names.json", "--corpus", "c", "--matching", "bag", "rows.jsonl"], folder)
    #expect(
      index.stdout.contains(
        "mentions  3 caption (the rule counts captions, not occurrences)\n"),
      "\(index.stdout)")
    let note = "the rule set bag counts captions, not occurrences: mentions equal captions\n"
    for arguments in [["query"], ["query", "--count", "mentions"], ["query", "--by", "term"], ["export"]] {
      let told = try run(arguments, folder).stderr
      #expect(told.components(separatedBy: note).count == 2, "\(arguments): \(told)")
    }
  }

  /// The figures of the table in `docs/matching.md` of what the notebook's rule misses.
  @Test(.enabled(if: ProjectPaths.shared != nil)) func theDocumentedFindingHolds() throws {
    let folder = try TemporaryFolder()
    let data = ProjectPaths.sharedFile("data").path
    let (classes, model) = ("\(data)/classes/imagenet_classes.json", "backboneViT-B-32_pretrainedlaion400m")
    #expect(try run(["classes", "add", "imagenet", classes], folder).status == 0)
    let accuracies = "\(data)/accuracy/imagenet_class_results.json"
    #expect(
      try run(["accuracy", "add", "--classes", "imagenet", "--model", model, accuracies], folder).status == 0)
    let page = try String(contentsOf: ProjectPaths.root.appending(path: "docs/matching.md"), encoding: .utf8)
    for (corpus, file, totals, missed, rhos, row) in [
      (
        "flickr", "flickr8k_a.token.txt", "4,414 by paper, 4,616 by treebank", "paper has 202 fewer, 4.4 %",
        ["0.0037", "0.0032"], "| 4,414 | 4,616 | 202, 4.4 % | 0.0037 (0.91), 0.0032 (0.92) |"
      ),
      (
        "laion", "laion400m_1000.parquet", "111 by paper, 157 by treebank", "paper has 46 fewer, 29.3 %",
        ["-0.0056", "0.0236"], "| 111 | 157 | 46, 29.3 % | -0.0056 (0.86), 0.0236 (0.46) |"
      ),
    ] {
      for rule in ["paper", "treebank"] {
        let shard = "\(data)/captions/\(file)"
        let index = try run(
          ["index", "--classes", "imagenet", "--corpus", corpus, "--matching", rule, shard], folder)
        #expect(index.status == 0, "\(index.stderr)")
      }
      let told = try run(["compare", "paper", "treebank", "--corpus", corpus], folder).stderr
      #expect(told.contains(totals) && told.contains(missed), "\(told)")
      for (rule, rho) in zip(["paper", "treebank"], rhos) {
        #expect(told.contains("\(model) under \(rule): Spearman's rho \(rho), "), "\(told)")
        let all = try run(["correlate", "--corpus", corpus, "--rules", rule, "--format", "json"], folder)
        let found = try #require(try JSONSerialization.jsonObject(with: all.output) as? [[String: Any]]).first
        let p = try #require(found?["spearman_p"] as? Double)
        #expect(row.contains("\(rho) (\(String(format: "%.2f", p)))"), "\(p)")
      }
      #expect(page.contains(row))
    }
  }
}
