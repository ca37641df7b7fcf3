import Foundation
import TestSupport
import Testing

@testable import Corpus

/// What an archive gives does not depend on the order in which the members of its samples lie.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
struct MembersApartTests {
  private struct Case: Decodable {
    var file: String
    var order: String
    var records: Int
    var excluded: Int
    var captions: [String]
    var numbers: [String: String]
  }

  private static let sentence =
    "it lies apart from the other members of its sample, so the archive has to be read twice, which cannot be done with "
    + "standard input or a command; save the archive to a file first"

  private func cases(in folder: TemporaryFolder) throws -> [Case] {
    let script = ProjectPaths.root.appending(path: "Tests/Fixtures/archives/by_order.py").path
    let run = try Run.python([script, folder.url.path])
    try #require(run.status == 0, "\(run.stderr)")
    return try JSONDecoder().decode([Case].self, from: run.output)
  }

  private func texts(_ shard: ShardName, _ options: ReadingOptions) async throws -> [String] {
    var texts: [String] = []
    for try await caption in ShardCaptions(shard, reading: options) { texts.append(caption.text) }
    return texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func count(_ shard: ShardName, _ options: ReadingOptions = ReadingOptions()) async throws
    -> Result<ShardScan.Counted, ShardError>
  {
    let plan = try MatchPlan(classSets: [ClassSet(name: "s", classes: [])], matching: .word, overlap: .all)
    var results: [Result<ShardScan.Counted, ShardError>] = []
    try await ShardScan(plan: plan, reading: options, threads: 2).run([shard]) {
      results.append($0.result)
    }
    return try #require(results.first)
  }

  /// Members that lie apart far behind what is looked at change how the records before are numbered, for all who read a part.
  @Test func aPartIsNumberedAsTheWhole() async throws {
    let folder = try TemporaryFolder()
    let script = """
      import io, sys, tarfile
      with tarfile.open(sys.argv[1], "w") as tar:
          def add(name, text):
              member = tarfile.TarInfo(name)
              member.size = len(text)
              tar.addfile(member, io.BytesIO(text))
          for name, text in [("c.txt", b"of c\\n1\\n2\\n"), ("a.jpg", b"x"), ("a.txt", b"of a"), ("b.jpg", b"x"), ("b.txt", b"of b")]:
              add(name, text)
          for number in range(600):
              add(f"p{number:05}.jpg", b"x" * 10000)
              add(f"p{number:05}.txt", b"p%d " % number + b"word " * 2000)
          add("c.jpg", b"x")
      """
    let path = folder.path("apart.tar")
    let run = try Run.python(["-c", script, path])
    try #require(run.status == 0, "\(run.stderr)")
    let shard = ShardName.file(path: path)
    var numbers: [String: Int] = [:]
    for try await caption in ShardCaptions(shard) where caption.text.hasPrefix("of") {
      numbers[caption.text] = caption.record
    }
    #expect(numbers.count == 3)

    let inspection = try ShardInspection(shard)
    #expect(!inspection.isComplete && inspection.samples.count == 3)
    for sample in inspection.samples where sample.text.hasPrefix("of") {
      #expect(numbers[sample.text] == sample.record, "\(sample)")
    }
    try ShardRecords(shard, reading: ReadingOptions(), fields: []).read(numbers.values.sorted()) { record in
      #expect(record.captions.allSatisfy { numbers[$0.text] == record.number }, "\(record)")
    }
    let of = ClassSet(name: "s", classes: [.init(name: "of")])
    let plan = try MatchPlan(classSets: [of], matching: .word, overlap: .all)
    let sample = MentionSample(
      plan: plan, reading: ReadingOptions(), roles: Role.supervised, size: 9, classes: [0], seed: 0)
    let drawn = await sample.draw(from: [shard], digests: [:], threads: 1)
    #expect(Set(drawn.examples.map { "of" + $0.after }) == Set(numbers.keys))
    for example in drawn.examples { #expect(numbers["of" + example.after] == example.record, "\(example)") }
  }

  @Test func everyOrderGivesTheSame() async throws {
    let folder = try TemporaryFolder()
    let cases = try cases(in: folder)
    try #require(cases.count == 200)
    var (read, refused) = (0, 0)
    for item in cases {
      let file = ShardName.file(path: folder.path(item.file))
      let counted = try await count(file).get()
      #expect(counted.counts.records == item.records, "\(item.file)")
      #expect(counted.counts.excludedRecords == item.excluded, "\(item.file)")
      #expect(counted.counts.captions.total == item.captions.count, "\(item.file)")
      #expect(
        counted.counts.textBytes == item.captions.reduce(0) { $0 + $1.utf8.count }, "\(item.file)")
      let texts = try await texts(file, ReadingOptions())
      #expect(texts == item.captions, "\(item.file)")
      // A command's output is read once: it gives the same, or says why it cannot.
      switch try await count(.pipe(command: "cat '\(folder.path(item.file))'")) {
      case .success(let piped):
        read += 1
        #expect(piped.counts == counted.counts, "\(item.file) from a pipe")
        #expect(piped.identity.digest == counted.identity.digest, "\(item.file) from a pipe")
      case .failure(let error):
        refused += 1
        #expect(
          item.order != "sample" && "\(error)".hasSuffix(": " + Self.sentence), "\(item.file): \(error)")
      }
    }
    #expect(read > 50 && refused > 20)
  }

  /// A record has the fields of its sample's JSON wherever that lies; `--rows` and `extract` have them so.
  @Test func everyOrderGivesTheSameFields() throws {
    let folder = try TemporaryFolder()
    var apart = 0
    for item in try cases(in: folder) {
      let fields = try [#require(FieldPath("n")), #require(FieldPath("url"))]
      let records = ShardRecords(
        .file(path: folder.path(item.file)), reading: ReadingOptions(), fields: fields, whole: true)
      var captions: [String] = []
      try records.read(Array(1...item.records + item.excluded)) { record in
        guard let text = record.captions.first?.text.trimmingCharacters(in: .newlines) else { return }
        captions.append(text)
        let number = item.numbers[text] ?? item.numbers[text + "\n"]
        #expect(record.values.first == .some(number), "\(item.file): \(text)")
        #expect(
          record.values.last == .some(number.map { _ in "http://x/tench.jpg" }), "\(item.file): \(text)")
        if let number {
          let whole = String(decoding: record.whole ?? [], as: UTF8.self)
          #expect(whole.contains("\"\(number)\""), "\(item.file): \(text)")
          apart += item.order == "sample" ? 0 : 1
        }
      }
      #expect(
        captions.sorted() == item.captions.map { $0.trimmingCharacters(in: .newlines) }.sorted(),
        "\(item.file)")
    }
    #expect(apart > 5000)
  }

  /// Pictures first and then their texts, as `tar cf` of two folders in one gives them, need no second reading.
  @Test func textsBehindAllPicturesAreReadOnce() async throws {
    let folder = try TemporaryFolder()
    let run = try Run.python([
      "-c",
      """
      import io, sys, tarfile
      with tarfile.open(sys.argv[1], "w") as t:
          for ending in ("jpg", "txt", "json"):
              for i in range(200):
                  m = tarfile.TarInfo(f"{i}.{ending}"); m.size = 7; t.addfile(m, io.BytesIO(b"a tench"))
      """, folder.path("a.tar"),
    ])
    try #require(run.status == 0, "\(run.stderr)")
    let counted = try await count(.pipe(command: "cat '\(folder.path("a.tar"))'")).get()
    #expect(counted.counts.records == 200 && counted.counts.captions[.caption] == 200)
  }

  /// JSON without text before the other members of its sample: read from a file; from a pipe refused for the right reason, or
  /// read where no text follows.
  @Test func jsonWithoutTextComesFirst() async throws {
    let folder = try TemporaryFolder()
    let run = try Run.python([
      "-c",
      """
      import io, sys, tarfile
      meta = lambda n: [(f"{i}.json", b'{"uid": "x"}') for i in range(n)]
      jpg, txt = [(f"{i}.jpg", b"x") for i in range(20)], [(f"{i}.txt", b"a tench") for i in range(20)]
      for name, files in (("all", meta(20) + txt + jpg), ("some", meta(5) + jpg + txt[5:]), ("lone", [("x.json", b'{"uid": "x"}')] + jpg + txt)):
          with tarfile.open(f"{sys.argv[1]}/{name}.tar", "w") as t:
              for n, c in files:
                  m = tarfile.TarInfo(n); m.size = len(c); t.addfile(m, io.BytesIO(c))
      """, folder.url.path,
    ])
    try #require(run.status == 0, "\(run.stderr)")
    func file(_ name: String) -> ShardName { .file(path: folder.path(name)) }
    func pipe(_ name: String) -> ShardName { .pipe(command: "cat '\(folder.path(name))'") }
    let all = try await count(file("all.tar")).get().counts
    #expect(all.records == 20 && all.captions[.caption] == 20)
    guard case .failure(let error) = try await count(pipe("all.tar")) else {
      Issue.record("read from a pipe")
      return
    }
    #expect("\(error)".hasSuffix("member 0.txt: " + Self.sentence), "\(error)")
    for shard in [file("some.tar"), pipe("some.tar")] {
      let some = try await count(shard).get().counts
      #expect(some.records == 20 && some.captions[.caption] == 15 && some.textlessRecords == 5)
    }
    for shard in [file("lone.tar"), pipe("lone.tar")] {
      guard case .failure(let error) = try await count(shard) else {
        Issue.record("a lone file without text was read")
        return
      }
      #expect(
        "\(error)".hasSuffix(
          ", member x.json: no caption field was found; fields seen: uid"),
        "\(error)")
    }
  }

  /// Named fields are found in any order too.
  @Test(arguments: [["human:txt", "json.caption"], ["json.caption"], ["caption"]])
  func namedFields(_ fields: [String]) async throws {
    let folder = try TemporaryFolder()
    let run = try Run.python([
      "-c",
      """
      import io, json, random, sys, tarfile
      members = []
      for i in range(50):
          members += [(f"{i}.jpg", b"x"), (f"{i}.txt", b"text %d" % i), (f"{i}.json", json.dumps({"caption": f"json {i}"}).encode())]
      for order in range(6):
          if order: random.Random(order).shuffle(members)
          if order == 1: members.sort(key=lambda m: m[0].split(".")[1])
          with tarfile.open(f"{sys.argv[1]}/{order}.tar", "w") as t:
              for name, content in members:
                  m = tarfile.TarInfo(name); m.size = len(content); t.addfile(m, io.BytesIO(content))
      """, folder.url.path,
    ])
    try #require(run.status == 0, "\(run.stderr)")
    let options = ReadingOptions(fields: fields)
    var all: [[String]] = []
    for order in 0..<6 {
      let file = ShardName.file(path: folder.path("\(order).tar"))
      #expect(try await count(file, options).get().counts.records == 50, "order \(order)")
      all.append(try await texts(file, options))
    }
    #expect(all[0].count == 50 * fields.count && all[0].contains("json 7"))
    for order in 1..<6 { #expect(all[order] == all[0], "order \(order)") }
  }

  @Test(arguments: [
    (["0.jpg", "0.txt", "0.seg.png", "0.json"], false),
    (["0.url.txt", "0.syn.json", "0.paug.json", "0.json"], false),
    (["p.2020.0.jpg", "p.2020.0.txt", "p.2020.1.jpg"], true), (["p.2020.0.txt", "p.2020.1.txt"], true),
    (["p.a.jpg", "p.b.jpg"], false), (["p.a.jpg", "p.a.txt"], false),
    (["p.a.jpg", "p.a.txt", "p.b.jpg"], true),
    (["0.left.jpg", "0.right.jpg", "0.txt"], false), (["0.x.json.gz", "0.json"], false),
    (["1.jpg", "1.txt", "1.5.jpg", "1.5.txt"], true), (["1.txt", "1.5.txt"], true),
    (["1.txt", "1.en.txt"], false),
  ])
  func theLastFullStopDividesWhereTheFirstCannot(_ names: [String], _ divides: Bool) throws {
    for order in [names, names.reversed()] {
      var division = KeyDivision()
      var plain = SampleFacts()
      var middles: Set<Substring> = []
      for name in order {
        let kind = try #require(MemberKind(Array(name.utf8)))
        division.add(kind, isPair: !middles.insert(kind.middle).inserted)
        if kind.middle.isEmpty { plain.add(kind) }
      }
      #expect(division.divides(beside: plain.marks) == divides, "\(order)")
    }
  }

  @Test(arguments: [
    ("a/0.txt", "a/0", "txt", MemberKind.Use.text(preference: 0)),
    ("0.CAPTION", "0", "caption", .text(preference: 1)),
    ("0.pth.gz", "0", "pth.gz", .media), ("0.emb.gz", "0", "emb.gz", .other), ("0.gz", "0", "gz", .shard),
    ("part.0001.gz", "part", "0001.gz", .shard), ("0.text.xz", "0", "text.xz", .shard),
    ("0.rows.jsonl.zst", "0", "rows.jsonl.zst", .shard),
    ("0.url.txt", "0", "url.txt", .text(preference: 255)),
    ("0.image_url.txt", "0", "image_url.txt", .text(preference: 255)),
    ("0.syn.json", "0", "syn.json", .json(preference: 6)),
    ("curl.txt", "curl", "txt", .text(preference: 0)), ("0.bin", "0", "bin", .other),
    ("0.sha256", "0", "sha256", .side),
  ])
  func kinds(_ path: String, _ key: String, _ ending: String, _ use: MemberKind.Use) throws {
    let kind = try #require(MemberKind(Array(path.utf8)))
    #expect(kind.key.elementsEqual(key.utf8) && kind.ending == ending && kind.use == use)
  }
}
