import Foundation
import TestSupport
import Testing

/// Samples of captions: how often each is drawn is what the formula says, on every machine the same.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
struct SampleTests {
  private let folder: TemporaryFolder
  /// Counts from 1 to 120, some captions with two or three classes.
  private static let classes = ["tench", "crane", "newt", "drake", "hen"]

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench", "crane", "newt", "drake", "hen", "dodo"]"#)
    var lines: [String] = []
    for number in 0..<240 {
      var words: [String] = []
      for (place, name) in Self.classes.enumerated() where number % (2 + place * place * 3) == 0 {
        words.append(name)
      }
      lines.append(
        "{\"caption\": \"\(number) \(words.joined(separator: " and "))\", \"url\": \"u\(number)\"}")
    }
    try folder.write("a.jsonl", lines[..<100].joined(separator: "\n") + "\n")
    try folder.write("b.jsonl", lines[100...].joined(separator: "\n") + "\n")
    try index("one.sqlite", ["a.jsonl", "b.jsonl"], threads: "1")
  }

  private func index(_ database: String, _ shards: [String], threads: String) throws {
    let run = try Binary.run(
      [
        "index", "--db", database, "--classes", "names.json", "--corpus", "c", "--rows", database + "-rows",
        "--keep",
        "url", "--threads", threads,
      ] + shards, folder: folder.url)
    try #require(run.status == 0, "\(run.stderr)")
  }

  /// The rows of a sample, by their record's URL.
  private func sample(_ options: String..., database: String = "one.sqlite") throws -> [String: [String:
    String]]
  {
    let run = try Binary.run(
      ["sample", "--db", database, "--replace", "-o", "s.csv"] + options, folder: folder.url)
    try #require(run.status == 0, "\(run.stderr)")
    let lines = try String(contentsOf: folder.url.appending(path: "s.csv"), encoding: .utf8)
      .split(separator: "\n").map { $0.components(separatedBy: ",") }
    var rows: [String: [String: String]] = [:]
    for cells in lines.dropFirst() {
      let row = Dictionary(uniqueKeysWithValues: zip(lines[0], cells))
      rows[row["url"] ?? ""] = row
    }
    #expect(rows.count == lines.count - 1)
    return rows
  }

  /// What each caption mentions, and how often each class is mentioned, by the captions as they were made.
  private static func mentioned() -> (classes: [String: [String]], counts: [String: Int]) {
    var (mentioned, counts): ([String: [String]], [String: Int]) = ([:], [:])
    for number in 0..<240 {
      let names = classes.enumerated().filter { number % (2 + $0.offset * $0.offset * 3) == 0 }.map(\.element)
      if !names.isEmpty { mentioned["u\(number)"] = names }
      for name in names { counts[name, default: 0] += 1 }
    }
    return (mentioned, counts)
  }

  /// A plan of more than there is, of classes that nothing mentions too, is told with its numbers.
  @Test func whatAPlanLacksIsTold() throws {
    try folder.write("plan.csv", "class,add\ndodo,4\nhen,100000\ntench,2\n")
    let run = try Binary.run(
      ["sample", "--db", "one.sqlite", "--rule", "plan", "--plan", "plan.csv", "-o", "s.csv"],
      folder: folder.url)
    #expect(run.status == 0, "\(run.stderr)")
    let hens = Self.mentioned().counts["hen"] ?? 0
    #expect(run.stderr.contains("too few captions: "), "\(run.stderr)")
    #expect(run.stderr.contains("  hen: \(hens) of 100,000\n"), "\(run.stderr)")
    #expect(run.stderr.contains("  dodo: 0 of 4\n") && !run.stderr.contains("  tench:"), "\(run.stderr)")
    #expect(run.stdout.contains("dodo"), "\(run.stdout)")
  }

  @Test func captionsAreDrawnAsOftenAsTheFormulaSays() throws {
    let (mentioned, counts) = Self.mentioned()
    let cap = 9.0
    func probability(_ url: String) -> Double {
      1 - (mentioned[url] ?? []).reduce(1) { $0 * (1 - min(1, cap / Double(counts[$1] ?? 1))) }
    }
    let seeds = 40
    var drawn: [String: Int] = [:]
    for seed in 0..<seeds {
      for (url, row) in try sample("--rule", "metaclip", "--cap", "9", "--seed", "\(seed)") {
        drawn[url, default: 0] += 1
        #expect(abs((row["probability"].flatMap(Double.init) ?? 0) - probability(url)) < 1e-12)
        #expect(row["classes"] == mentioned[url]?.joined(separator: "|"))
      }
    }
    // Each caption's frequency, and that of all of one probability together, within five standard errors.
    var groups: [Double: (drawn: Int, all: Int)] = [:]
    for url in mentioned.keys {
      let p = probability(url)
      groups[p, default: (0, 0)].drawn += drawn[url] ?? 0
      groups[p, default: (0, 0)].all += seeds
      let error = (Double(seeds) * p * (1 - p)).squareRoot()
      #expect(abs(Double(drawn[url] ?? 0) - Double(seeds) * p) <= 5 * error + 1e-9, "\(url)")
    }
    for (p, group) in groups {
      let error = (Double(group.all) * p * (1 - p)).squareRoot()
      #expect(abs(Double(group.drawn) - Double(group.all) * p) <= 5 * error + 1e-9, "\(p)")
    }
    #expect(groups.count > 4)
  }

  @Test func theSameCaptionsEverywhereAndALargerCapKeepsThem() throws {
    try index("other.sqlite", ["b.jsonl", "a.jsonl"], threads: "2")
    let few = try sample("--rule", "metaclip", "--cap", "4", "--seed", "7")
    let more = try sample("--rule", "metaclip", "--cap", "12", "--seed", "7")
    let there = try sample("--rule", "metaclip", "--cap", "4", "--seed", "7", database: "other.sqlite")
    #expect(Set(few.keys) == Set(there.keys) && Set(few.keys).isStrictSubset(of: Set(more.keys)))
    #expect(Set(try sample("--rule", "metaclip", "--cap", "4", "--seed", "8").keys) != Set(few.keys))
    // A tail of a tenth of all counts: the rarest classes whose counts make that share.
    let sorted = Self.mentioned().counts.values.sorted()
    var (sum, cap) = (0, 0)
    for count in sorted where sum * 10 < sorted.reduce(0, +) { (sum, cap) = (sum + count, count) }
    let byTail = try sample("--rule", "metaclip", "--tail", "0.1", "--seed", "7")
    #expect(Set(byTail.keys) == Set(try sample("--rule", "metaclip", "--cap", "\(cap)", "--seed", "7").keys))
  }

  @Test func eachClassGetsWhatItNeeds() throws {
    let (mentioned, counts) = Self.mentioned()
    func got(_ rows: [String: [String: String]]) -> [String: Int] {
      var got: [String: Int] = [:]
      for url in rows.keys { for name in mentioned[url] ?? [] { got[name, default: 0] += 1 } }
      return got
    }
    let cover = try sample("--rule", "per-class", "--cap", "10")
    for (name, count) in counts { #expect(got(cover)[name] ?? 0 >= min(10, count), "\(name)") }
    // No more than one caption for each need, and fewer where captions serve several classes.
    #expect(cover.count < counts.values.reduce(0) { $0 + min(10, $1) })
    // Chvátal's bound on the greedy cover: H(k) times the smallest one, for captions of at most k classes.
    let script = """
      import json, sys, numpy as np
      from scipy.optimize import LinearConstraint, Bounds, milp
      captions, needs = json.load(sys.stdin)
      a = np.array([[name in caption for caption in captions] for name in needs], float)
      found = milp(np.ones(len(captions)), constraints=LinearConstraint(a, list(needs.values()), np.inf),
                   bounds=Bounds(0, 1), integrality=np.ones(len(captions)))
      print(round(found.fun))
      """
    let input = try JSONSerialization.data(
      withJSONObject: [Array(mentioned.values), counts.mapValues { min(10, $0) }])
    let milp = try Run.python(["-c", script], input: input)
    let smallest = try #require(
      Int(milp.stdout.trimmingCharacters(in: .whitespacesAndNewlines)), "\(milp.stderr)")
    let most = mentioned.values.map(\.count).max() ?? 1
    let harmonic = (1...most).reduce(0.0) { $0 + 1 / Double($1) }
    #expect(
      cover.count >= smallest && Double(cover.count) <= harmonic * Double(smallest),
      "\(cover.count) \(smallest)")
    try folder.write("plan.csv", "class,add\ntench,3\nhen,2\ndodo,5\n")
    let plan = try sample("--rule", "plan", "--plan", "plan.csv", "--seed", "2")
    #expect(got(plan)["tench"] ?? 0 >= 3 && got(plan)["hen"] ?? 0 >= 2 && (3...5).contains(plan.count))
    try folder.write("plan.csv", "class,add\ntench,6\nhen,3\n")
    #expect(
      Set(plan.keys).isSubset(of: try sample("--rule", "plan", "--plan", "plan.csv", "--seed", "2").keys))
  }

  @Test func theTableShowsWhatEachClassHadAndGot() throws {
    let run = try Binary.run(
      ["sample", "--db", "one.sqlite", "--rule", "metaclip", "--cap", "9", "-o", "s.parquet"],
      folder: folder.url)
    #expect(run.status == 0 && run.stdout.hasPrefix("#  class"), "\(run.stdout)")
    #expect(
      run.stderr.contains("captions with a mention were drawn, with a cap of 9 captions a class, seed 0"))
    let check = try Run.python([
      "-c",
      "import sys, pyarrow.parquet as pq; t = pq.read_table(sys.argv[1]); print(t.num_rows, t.schema.names)",
      folder.path("s.parquet"),
    ])
    #expect(
      check.stdout.hasSuffix(
        "['corpus', 'shard', 'shard_digest', 'record', 'turn', 'role', 'key', 'caption_hash', 'classes', "
          + "'probability', 'url']\n"), "\(check.stdout)\(check.stderr)")
    for options in [
      ["--rule", "metaclip"], ["--rule", "plan", "--cap", "3"], ["--rule", "per-class", "--tail", "0.1"],
    ] {
      let wrong = try Binary.run(["sample", "-o", "x.csv"] + options, folder: folder.url)
      #expect(wrong.status == 64 && wrong.stderr.contains("needs"))
    }
  }
}
