import Foundation
import TestSupport
import Testing

/// What `remedy` is given, and the files that it writes: forms by their endings, odd tables, huge numbers, twins.
@Suite struct RemedyInputTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench", "newt", "drake"]"#)
    try folder.write("captions.txt", "a tench\na tench\na newt\n")
    for name in ["tench", "newt", "drake"] {
      for number in 0..<3 { try folder.write("train/\(name)/\(number).jpg", "x") }
    }
    let index = try Binary.run(
      ["index", "--classes", "names.json", "--corpus", "c", "captions.txt"], folder: folder.url)
    try #require(index.status == 0, "\(index.stderr)")
  }

  private func run(_ arguments: [String]) throws -> Run { try Binary.run(arguments, folder: folder.url) }

  private func write(_ options: String..., images: String = "train", perClass: String = "1") throws -> Run {
    try run(["remedy", "write", "--per-class", perClass, "--images", images] + options)
  }

  private func text(_ file: String) throws -> String {
    try String(contentsOf: folder.url.appending(path: file), encoding: .utf8)
  }

  private func isThere(_ file: String) -> Bool { FileManager.default.fileExists(atPath: folder.path(file)) }

  // MARK: Forms

  @Test func theEndingOfTheFileDecidesTheForm() throws {
    for (file, start) in [("a.json", "[\n{\"id\""), ("a.jsonl", "{\"id\""), ("a", "[\n{\"id\"")] {
      #expect(try write("-o", file).status == 0)
      #expect(try text(file).hasPrefix(start), "\(file)")
    }
    #expect(try write("-o", "a.parquet").status == 0)
    #expect(try Data(contentsOf: folder.url.appending(path: "a.parquet")).starts(with: Data("PAR1".utf8)))
    #expect(try write("--format", "openai", "-o", "o.jsonl").status == 0)
    #expect(try text("o.jsonl").hasPrefix("{\"messages\""))
  }

  @Test(arguments: [
    ["-o", "x.csv"], ["-o", "x.txt"], ["--format", "llava", "-o", "x.csv"],
    ["--format", "parquet", "-o", "x.json"],
    ["--format", "openai", "-o", "x.json"], ["--format", "llava", "-o", "x.jsonl"],
    ["--format", "llava-jsonl", "-o", "x.parquet"],
  ])
  func anEndingOfAnotherFormIsRefused(options: [String]) throws {
    let refused = try run(["remedy", "write", "--per-class", "1", "--images", "train"] + options)
    #expect(refused.status == 64, "\(refused.stderr)")
    #expect(!isThere(options.last ?? ""))
  }

  @Test func aHyphenIsStandardOutput() throws {
    let stream = try write("-o", "-")
    #expect(stream.status == 0 && !isThere("-"), "\(stream.stderr)")
    #expect(try write("-o", "a.json").status == 0)
    #expect(stream.stdout == (try text("a.json")))
  }

  // MARK: What is given

  @Test func questionsThatCannotBeReadAreNamed() throws {
    let missing = try write("--questions", "nope.txt", "-o", "a.json")
    #expect(missing.stderr == "corpus-tool: nope.txt: it cannot be opened: No such file or directory\n")
    let directory = try write("--questions", "train", "-o", "a.json")
    #expect(directory.stderr == "corpus-tool: train: this is a folder, not a file\n")
    let images = try write("-o", "a.json", images: "nodir")
    #expect(images.stderr == "corpus-tool: nodir: it cannot be opened: No such file or directory\n")
  }

  /// Numbers from 1 would otherwise give each class its neighbor's images.
  @Test func numbersAreCountedFromTheFirstClass() throws {
    func answers(_ table: String, _ options: String...) throws -> (run: Run, pairs: [String]) {
      try folder.write("images.csv", "image,label\n" + table)
      let run = try run(
        ["remedy", "write", "--per-class", "1", "--images", "images.csv", "--replace", "-o", "n.jsonl"]
          + options)
      guard run.status == 0 else { return (run, []) }
      return (
        run,
        try text("n.jsonl").split(separator: "\n").compactMap { line in
          let image = line.firstMatch(of: /"image": "([^"]*)"/)?.1 ?? "?"
          let answer = line.firstMatch(of: /"from": "gpt", "value": "([^"]*)"/)?.1 ?? "?"
          return "\(image) \(answer)"
        }.sorted()
      )
    }
    let zero = try answers("a.jpg,0\nb.jpg,1\nc.jpg,2\n")
    #expect(zero.pairs == ["a.jpg tench", "b.jpg newt", "c.jpg drake"], "\(zero.run.stderr)")
    #expect(zero.run.stderr.contains("--label-base 1 overrides this"))
    let one = try answers("a.jpg,1\nb.jpg,2\nc.jpg,3\n")
    #expect(one.run.status != 0 && one.run.stderr.contains("--label-base 1"), "\(one.run.stderr)")
    let told = try answers("a.jpg,1\nb.jpg,2\nc.jpg,3\n", "--label-base", "1")
    #expect(told.pairs == zero.pairs, "\(told.run.stderr)")
    let mixed = try answers("a.jpg,tench\nb.jpg,1\nc.jpg,9\n")
    #expect(mixed.pairs == ["a.jpg tench", "b.jpg newt"] && mixed.run.stderr.contains("no class for `9`"))
    #expect(try answers("a.jpg,1\n", "--label-base", "2").run.status == 64)
    // Classes numbered from 1: a 0 among the labels says that they are positions, or wrong.
    try folder.write("numbered.csv", "id,name\n1,tench\n2,newt\n3,drake\n")
    let numbered = ["--classes", "numbered.csv"]
    try folder.write("images.csv", "image,label\na.jpg,0\nb.jpg,1\nc.jpg,2\n")
    let doubtful = try run(
      ["remedy", "write", "--per-class", "1", "--images", "images.csv", "-o", "d.jsonl"] + numbered)
    #expect(doubtful.status != 0 && doubtful.stderr.contains("--label-base 0"), "\(doubtful.stderr)")
    #expect(!isThere("d.jsonl"))
  }

  @Test func aQuestionHasOneImage() throws {
    try folder.write("q.txt", "Look at <image> and name it.\n")
    #expect(try write("--questions", "q.txt", "-o", "a.jsonl").status == 0)
    let lines = try text("a.jsonl").split(separator: "\n")
    #expect(lines.count == 3 && lines.allSatisfy { $0.ranges(of: "<image>").count == 1 }, "\(lines)")
    #expect(try write("--questions", "q.txt", "--format", "openai", "-o", "o.jsonl").status == 0)
    #expect(try !text("o.jsonl").contains("<image>"))
    try folder.write("two.txt", "<image> or <image>?\n")
    let refused = try write("--questions", "two.txt", "-o", "b.json")
    #expect(refused.status == 1 && refused.stderr.contains("<image> more than once"), "\(refused.stderr)")
  }

  @Test func tablesOfImagesMayBeJSONAndAreNoParquet() throws {
    try folder.write(
      "im.jsonl",
      "{\"image\": \"a.jpg\", \"label\": \"tench\"}\n{\"image\": \"b.jpg\", \"label\": \"newt\"}\n")
    try folder.write(
      "im.json", #"[{"image": "a.jpg", "label": "tench"}, {"image": "b.jpg", "label": "newt"}]"#)
    try folder.write("im.csv", "image,label\na.jpg,tench\nb.jpg,newt\n")
    var written: Set<String> = []
    for images in ["im.jsonl", "im.json", "im.csv"] {
      let done = try write("--replace", "-o", "a.json", images: images)
      #expect(done.status == 0, "\(done.stderr)")
      written.insert(try text("a.json"))
    }
    #expect(written.count == 1)
    #expect(try write("-o", "im.parquet").status == 0)
    let parquet = try write("-o", "b.json", images: "im.parquet")
    #expect(
      parquet.stderr
        == "corpus-tool: im.parquet: a table of images and labels as CSV, TSV or JSON Lines was expected; this is a Parquet file\n"
    )
  }

  /// What `remedy plan` writes, `remedy write` and `sample` read, in each form of a table of text.
  @Test func aPlanIsReadAsItIsWritten() throws {
    for ending in ["csv", "json"] {
      #expect(try run(["remedy", "plan", "--reach", "3", "-o", "p.\(ending)"]).status == 0)
      let done = try run([
        "remedy", "write", "--plan", "p.\(ending)", "--images", "train", "-o", "\(ending).jsonl",
      ])
      #expect(done.status == 0, "\(done.stderr)")
    }
    #expect(
      try text("csv.jsonl") == text("json.jsonl") && text("csv.jsonl").split(separator: "\n").count == 6)
  }

  @Test(arguments: ["2.5", "-1", "many", "1000000000000001", "9223372036854775807", "99999999999999999999"])
  func aPlanHasWholeNumbers(value: String) throws {
    try folder.write("p.csv", "class,add\ntench,\(value)\n")
    let refused = try run(["remedy", "write", "--plan", "p.csv", "--images", "train", "-o", "a.json"])
    #expect(
      refused.stderr
        == "corpus-tool: p.csv, line 2: add of `tench` is `\(value)`, not a whole number from 0 to 10^15\n")
  }

  @Test func hugeNumbersAreNoTrap() throws {
    let huge = "9223372036854775807"
    let plan = try run(["remedy", "plan", "--reach", huge])
    #expect(plan.status == 0 && plan.stderr.contains("more than 2^63 captions to add"), "\(plan.stderr)")
    let write = try write("-o", "a.json", perClass: huge)
    #expect(
      write.status == 0 && write.stderr.contains("tench: 3 of 9,223,372,036,854,775,807"), "\(write.stderr)")
    #expect(write.stderr.contains("too few images: more than 2^63 of those"), "\(write.stderr)")
    try folder.write("p.csv", "class,add\ntench,1000000000000000\nnewt,1000000000000000\ndrake,1\n")
    let planned = try run(["remedy", "write", "--plan", "p.csv", "--images", "train", "-o", "b.json"])
    #expect(
      planned.status == 0 && planned.stderr.contains("newt: 3 of 1,000,000,000,000,000"), "\(planned.stderr)")
    try folder.write("p.csv", "class,add\ntench,1000000000000000\ntench,1000000000000000\n")
    let twice = try run(["remedy", "write", "--plan", "p.csv", "--images", "train", "-o", "c.json"])
    #expect(
      twice.stderr.contains(
        "line 3: add of `tench` is 2,000,000,000,000,000 in all rows, not a whole number"),
      "\(twice.stderr)")
  }

  // MARK: What is told

  @Test func foldersOfTwinsAreNamed() throws {
    try folder.write("twins.json", #"["crane", "crane", "newt"]"#)
    for name in ["crane", "newt", "nobody"] { try folder.write("images/\(name)/0.jpg", "x") }
    let done = try run([
      "remedy", "write", "--db", "t.sqlite", "--classes", "twins.json", "--per-class", "1", "--images",
      "images",
      "-o", "a.json",
    ])
    #expect(done.status == 0, "\(done.stderr)")
    #expect(done.stderr.contains("no class for `nobody`\n"), "\(done.stderr)")
    #expect(
      done.stderr.contains("several classes are called `crane`, so these images are left out"),
      "\(done.stderr)")
  }

  @Test func aPlanThatIsAppendedTwiceIsTold() throws {
    #expect(try write("-o", "a.json").status == 0)
    let first = try write("--append-to", "captions.json", "-o", "b.json")
    #expect(first.status == 1)
    let twice = try write("--append-to", "a.json", "-o", "b.json")
    #expect(twice.status == 0, "\(twice.stderr)")
    #expect(
      twice.stderr.contains("3 earlier records have the id of a new one, such as remedy-0-0"),
      "\(twice.stderr)")
    #expect(twice.stderr.contains("6 records in the file"), "\(twice.stderr)")
    try folder.write("other.json", #"[{"id": "x", "conversations": []}]"#)
    let other = try write("--append-to", "other.json", "-o", "c.json")
    #expect(other.status == 0 && !other.stderr.contains("id of a new one"), "\(other.stderr)")
  }

  @Test func theMeasureIsNamedInPlans() throws {
    let index = try run([
      "index", "--classes", "names.json", "--corpus", "c", "--rows", "rows", "captions.txt",
    ])
    #expect(index.status == 0, "\(index.stderr)")
    let plan = try run(["remedy", "plan", "--count", "distinct", "--reach", "3", "--format", "csv"])
    #expect(
      plan.stderr.contains("of fewer than 3 distinct captions: 7 distinct captions to add"), "\(plan.stderr)")
    #expect(plan.stdout.contains("1 distinct caption of 3"), "\(plan.stdout)")
  }
}
