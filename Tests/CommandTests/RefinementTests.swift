import Foundation
import TestSupport
import Testing

/// `correlate` and `report` beyond the coefficients of the classes as they are: chance in accuracies, groups of classes, samples of
/// corpora, judged precision.
@Suite struct RefinementTests {
  static let wrong = [
    CommandCase(
      "one image", ["correlate", "--images-per-class", "1"], status: 64, stdout: "",
      stderr: ["--images-per-class must be at least 2"]),
    CommandCase(
      "a margin of 1", ["correlate", "--equivalence", "1"], status: 64, stdout: "",
      stderr: ["--equivalence takes a margin between 0 and 1"]),
    CommandCase(
      "a sample of nothing", ["correlate", "--sampled", "0"], status: 64, stdout: "",
      stderr: ["--sampled takes a fraction above 0 and at most 1"]),
    CommandCase(
      "a corpus sampled twice", ["correlate", "--sampled", "a=0.1", "--sampled", "a=0.2"], status: 64,
      stdout: "",
      stderr: ["once for each corpus"]),
    CommandCase(
      "a sample of twice the corpus",
      ["index", "--classes", "a", "--corpus", "c", "--sampled", "2", "a.txt"], status: 64,
      stdout: "", stderr: ["--sampled takes a fraction"]),
    CommandCase(
      "the published join of a sample", ["correlate", "--as-published", "--sampled", "0.1"], status: 64,
      stdout: "",
      stderr: ["--as-published cannot be used with --images-per-class"]),
    CommandCase(
      "precision of weighted counts", ["correlate", "--precision", "--weight", "a=2"], status: 64, stdout: "",
      stderr: ["--precision cannot be used with"]),
  ]

  @Test(arguments: wrong) func wrongUsage(_ test: CommandCase) throws { try test.check() }

  /// Eighty classes, a corpus, a model on 40 images a class, one on 8 with other chances, one of unknown images.
  static func database(in folder: TemporaryFolder) throws {
    var state: UInt64 = 11
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31)
    }
    let names = (0..<80).map { "class \($0)" }
    let counts = names.map { _ in random() < 0.2 ? 0 : Int(pow(10, 4 * random())) }
    var chances = counts.map { min(0.95, 0.1 + 0.15 * log10(Double($0) + 1) + 0.3 * random()) }
    func table(_ images: Int) -> String {
      zip(names, chances).reduce("class,correct,total\n") { text, entry in
        text + "\(entry.0),\((0..<images).count { _ in random() < entry.1 }),\(images)\n"
      }
    }
    try folder.write("names.txt", names.joined(separator: "\n"))
    try folder.write("counts.csv", zip(names, counts).reduce("class,count\n") { $0 + "\($1.0),\($1.1)\n" })
    try folder.write("many.csv", table(40))
    // Another model knows other things as well, and was tested on fewer images.
    chances = chances.map { 0.1 + 0.5 * $0 + 0.35 * random() }
    try folder.write("few.csv", table(8))
    try folder.write(
      "unknown.csv",
      zip(names, chances).reduce("class,accuracy\n") { $0 + "\($1.0),\(($1.1 * 20).rounded() / 20)\n" })
    try folder.write(
      "groups.csv", names.enumerated().reduce("class,group\n") { $0 + "\($1.element),g\($1.offset / 8)\n" })
    for line in [
      "classes add things names.txt", "frequency add --classes things --corpus c counts.csv",
      "accuracy add --classes things --model many many.csv",
      "accuracy add --classes things --model few few.csv",
      "accuracy add --classes things --model unknown unknown.csv",
    ] {
      let run = try Binary.shell("corpus-tool \(line)", folder: folder.url)
      try #require(run.status == 0, "\(line): \(run.stderr)")
    }
  }

  @Test func everyRefinementHasItsColumns() throws {
    let folder = try TemporaryFolder()
    try Self.database(in: folder)
    func run(_ line: String, status: Int32 = 0) throws -> Run {
      let run = try Binary.shell("corpus-tool \(line)", folder: folder.url)
      #expect(run.status == status, "\(line): \(run.stderr)")
      return run
    }
    func cells(_ run: Run) -> [[String: String]] {
      let rows = run.stdout.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      return rows.dropFirst().map { row in
        Dictionary(uniqueKeysWithValues: zip(rows[0], row).map { (String($0), String($1)) })
      }
    }
    let plain = try run("correlate --format csv")
    let models = cells(plain)
    #expect(models.map { $0["model"] } == ["many", "few", "unknown"])
    let reliability = models.map { Double($0["reliability"] ?? "") }
    #expect(try #require(reliability[0]) > #require(reliability[1]) && reliability[2] == nil)
    for row in models.prefix(2) {
      let corrected = try #require(Double(row["spearman_corrected"] ?? ""))
      let rho = try #require(Double(row["spearman"] ?? ""))
      let own = try #require(Double(row["reliability"] ?? ""))
      #expect(abs(corrected - rho / own.squareRoot()) < 1e-12)
    }
    #expect(models.allSatisfy { (Double($0["slope_error"] ?? "") ?? 0) > 0 })
    #expect(
      plain.stderr.contains("is not known for `unknown`") && plain.stderr.contains("--images-per-class"))
    #expect(!plain.stdout.contains("p_equivalence") && !plain.stdout.contains("n_effective"))

    let supplied = try run("correlate --images-per-class 20 --format csv")
    #expect(
      !supplied.stderr.contains("is not known") && cells(supplied).allSatisfy { $0["reliability"] != "" })
    for groups in ["order", "groups.csv"] {
      let grouped = cells(try run("correlate --cluster \(groups) --equivalence --format csv"))
      #expect(
        grouped.allSatisfy { row in
          let (n, p) = (Double(row["n_effective"] ?? "") ?? 0, Double(row["p_cluster"] ?? "") ?? 2)
          return n > 2 && n <= 80 && p > 0 && p <= 1 && (Double(row["p_equivalence"] ?? "") ?? 0) > 0.5
        })
    }
    #expect(try run("correlate --cluster none.csv", status: 1).stderr.contains("none.csv"))

    let held = try run("correlate --model many --control model=few --resamples 99 --format csv")
    let row = try #require(cells(held).first)
    let ends = try ["low", "high"].map { try #require(Double(row["partial_corrected_\($0)"] ?? "")) }
    #expect(ends[0] < ends[1] && held.stderr.contains("without the chance in the control’s images"))
    let without = try run("correlate --model many --control model=unknown --resamples 99")
    #expect(
      without.stderr.contains("is not corrected for the noise in it")
        && without.stderr.contains("reliability of"))

    let full = try run("correlate --full --resamples 99 --cluster groups.csv --equivalence 0.2 --format csv")
      .stdout
    for statistic in [
      "reliability", "rank_reliability", "spearman_corrected", "pearson_log10p1_corrected", "dispersion",
      "smallest_rho",
      "equivalence", "rank_slope", "n_effective",
    ] { #expect(full.contains("\nmany,c,\(statistic),"), "\(statistic)") }
    #expect(
      full.contains("HC3 errors") && full.contains("CR2 errors") && full.contains("all 80 circular shifts"))
    _ = try run("report --resamples 29 --cluster order --equivalence --images-per-class 20 -o r.html")
    let page = String(decoding: try Data(contentsOf: folder.url.appending(path: "r.html")), as: UTF8.self)
    #expect(page.contains("ρ corrected"))

    let sampled = try run("correlate --sampled 0.01 --format csv")
    #expect(sampled.stderr.contains("brought to the scale of the whole corpus: `c` (0.01)"))
    for (whole, part) in zip(models, cells(sampled)) {
      // The order is the same; the slope is on another scale.
      #expect(whole["spearman"] == part["spearman"] && whole["zero"] == part["zero"])
      #expect(whole["slope"] != part["slope"])
    }
    // Classes that a sample does not mention are never mentioned in every table.
    let zeros = try ["", "--sampled 0.01"].map { option in
      try run("correlate --model many --full --resamples 29 \(option) --format csv").stdout
        .split(separator: "\n").first { $0.contains(",zero_share,") }
    }
    #expect(zeros[0] != nil && zeros[0] == zeros[1], "\(zeros)")
    #expect(try run("correlate --sampled other=0.01 --format csv").stdout == plain.stdout)
    #expect(
      try run("correlate --precision", status: 0).stderr.contains("no mention of this selection was judged"))
  }

  @Test func aSampleIsStoredWithItsCorpus() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.txt", "cat\ndog\nowl\nelk")
    try folder.write("a.txt", "a cat\na dog\na cat and a dog\nan owl\n")
    try folder.write("accuracy.csv", "class,correct,total\ncat,9,10\ndog,7,10\nowl,5,10\nelk,1,10\n")
    func run(_ line: String, status: Int32 = 0) throws -> Run {
      let run = try Binary.shell("corpus-tool \(line)", folder: folder.url)
      #expect(run.status == status, "\(line): \(run.stderr)")
      return run
    }
    _ = try run("index --classes names.txt --corpus c --sampled 0.1 a.txt")
    _ = try run("accuracy add --classes names --model m accuracy.csv")
    let stated = try run("correlate --format csv")
    #expect(stated.stderr.contains("`c` (0.1)") && stated.stdout.contains("\nm,c,4,1,"))
    // A database that takes it over has it too, and one in which it is whole refuses it.
    _ = try run("merge --db new.sqlite corpus.sqlite")
    #expect(try run("correlate --db new.sqlite --format csv").stdout == stated.stdout)
    _ = try run("index --db whole.sqlite --classes names.txt --corpus c a.txt")
    #expect(
      try run("merge --db whole.sqlite corpus.sqlite", status: 1).stderr.contains(
        "is a sample of 0.1 of the whole there"))
    #expect(
      try run("index --classes names.txt --corpus c --sampled 1 a.txt").stderr.contains(
        "sample of 0.1 of the whole"))
    #expect(!(try run("correlate --format csv")).stderr.contains("scale of the whole"))
  }

  @Test func whatMayBeASampleIsTold() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.txt", "cat\ndog\nowl\nelk")
    let captions = ["a cat\na dog\n", "a cat and a dog\n", "an owl\n"]
    for (place, text) in captions.enumerated() { try folder.write("c/part-0000\(place)-of-00250.txt", text) }
    for (place, text) in captions.enumerated() { try folder.write("d/part-\(place)-of-3.txt", text) }
    try folder.write("accuracy.csv", "class,correct,total\ncat,9,10\ndog,7,10\nowl,5,10\nelk,1,10\n")
    func run(_ line: String) throws -> Run {
      let run = try Binary.shell("corpus-tool \(line)", folder: folder.url)
      #expect(run.status == 0, "\(line): \(run.stderr)")
      return run
    }
    _ = try run("index --classes names.txt --corpus c c")
    _ = try run("index --classes names --corpus d d")
    _ = try run("accuracy add --classes names --model m accuracy.csv")
    let part = "by their names, 3 of the 250 shards of `c` were counted"
    let told = try run("correlate --corpus c --verbose").stderr
    #expect(told.contains(part) && told.contains("a sample of 0.012: --sampled c=0.012\n"), "\(told)")
    #expect(!(try run("correlate --corpus d --verbose")).stderr.contains("shards of"))
    // What is stated is not asked for.
    for line in ["correlate --corpus c --sampled c=0.012 --verbose", "correlate --sampled 1 --verbose"] {
      #expect(!(try run(line)).stderr.contains("by their names"), "\(line)")
    }
    let weighted = try run("correlate --weight d=0.5 --corpus d --verbose").stderr
    #expect(
      weighted.contains("the counts of `d` are multiplied by 0.5")
        && weighted.contains(": --sampled d=0.5, and no weight\n"), "\(weighted)")
    #expect(!(try run("correlate --weight d=2 --corpus d --verbose")).stderr.contains("multiplied"))
  }

  @Test func judgedPrecisionWidensWhatIsKnown() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.txt", "cat\ndog\nowl\nelk\ncrane\njay")
    let words = ["cat", "dog", "owl", "elk", "crane", "jay"]
    var text = ""
    for (place, word) in words.enumerated() {
      for number in 0..<(60 - 9 * place) { text += "a \(word) \(number)\n" }
    }
    try folder.write("a.txt", text)
    try folder.write(
      "accuracy.csv", "class,correct,total\ncat,9,10\ndog,8,10\nowl,6,10\nelk,5,10\ncrane,1,10\njay,2,10\n")
    func run(_ line: String) throws -> Run {
      let run = try Binary.shell("corpus-tool \(line)", folder: folder.url)
      #expect(run.status == 0, "\(line): \(run.stderr)")
      return run
    }
    _ = try run("index --classes names.txt --corpus c a.txt")
    _ = try run("accuracy add --classes names --model m accuracy.csv")
    _ = try run("examples --audit s.csv -n 20 --seed 3 crane cat --corpus c")
    let sheet = try String(contentsOf: folder.url.appending(path: "s.csv"), encoding: .utf8)
    let filled = sheet.split(separator: "\n").enumerated().map { line, row in
      let number = row.prefix { $0 != "," }
      return line == 0
        ? String(row) : "\(number),\(row.contains("crane") ? "n" : "y")\(row.dropFirst(number.count + 1))"
    }
    try folder.write("f.csv", filled.joined(separator: "\n") + "\n")
    _ = try run("audit add f.csv")
    let found = try run("correlate --precision --resamples 500 --format csv").stdout.split(separator: "\n")
    #expect(
      found[0]
        == "model,corpus,n,judged_classes,judged_mentions,mean_precision,spearman,spearman_precise,low,high")
    let cells = found[1].split(separator: ",").map(String.init)
    #expect(cells.prefix(5) == ["m", "c", "6", "2", "40"] && cells.count == 10)
    let (low, high) = try (#require(Double(cells[8])), #require(Double(cells[9])))
    #expect(low < high)
    let query = try run("query cat crane jay --precision --format csv").stdout
    #expect(query.split(separator: "\n")[0].hasSuffix(",corrected_mentions,corrected_low,corrected_high"))
    // All 20 of the 60 were cats: at least the 20 are, and few of the others can be none.
    #expect(query.contains(",60,60,20,1.0,") && query.contains(",60.0,52.0,60.0\n"))
  }
}
