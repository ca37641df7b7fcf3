import Corpus
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct MixtureTests {
  /// A file in the form of LLaVA-NeXT's own scripts.
  static let yaml = """
    datasets:
      - json_path: /data/llava_v1_5_mix665k.json
        sampling_strategy: "all"
      - json_path: /data/ai2d{,_eval}.json   # two files
        sampling_strategy: first:1000
      - json_path: "/data/chart qa.json"
        sampling_strategy: end:10%
      - json_path: /data/mix.jsonl
        sampling_strategy: random:999
      - json_path: /data/llava_v1_5_mix665k.json
    """

  @Test func readsPathsAndStrategies() throws {
    let mixture = try Mixture(yaml: Self.yaml)
    #expect(
      mixture.entries.map(\.path) == [
        "/data/llava_v1_5_mix665k.json", "/data/ai2d.json", "/data/ai2d_eval.json", "/data/chart qa.json",
        "/data/mix.jsonl", "/data/llava_v1_5_mix665k.json",
      ])
    #expect(
      mixture.entries.map(\.amount) == [
        .all, .records(1_000), .records(1_000), .share(0.1), .records(999), .all,
      ])
  }

  /// The numbers are those of LLaVA-NeXT's loader: slices that end with the list, percentages rounded up.
  @Test func amountsAreTheLoaders() {
    #expect(Mixture.Amount.all.used(of: 7) == 7)
    #expect(Mixture.Amount.records(5).used(of: 7) == 5 && Mixture.Amount.records(9).used(of: 7) == 7)
    #expect(Mixture.Amount.share(0.1).used(of: 101) == 11 && Mixture.Amount.share(0.1).used(of: 100) == 10)
    #expect(Mixture.Amount.share(1).used(of: 3) == 3 && Mixture.Amount.share(0).used(of: 3) == 0)
    for text in ["", "some", "first", "first:", "first:-1", "first:x", "last:3", "first:101%", "end:%"] {
      #expect(Mixture.Amount(strategy: text) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    ("- a", "`datasets`"), ("datasets: 3", "`datasets`"), ("datasets: []", "empty"),
    ("datasets:\n  - sampling_strategy: all", "entry 1 (line 2)"),
    ("datasets:\n  - json_path: a\n    sampling_strategy: half", "`half`"), ("a: [", "not valid YAML"),
  ])
  func othersAreRefused(_ yaml: String, _ part: String) {
    #expect {
      _ = try Mixture(yaml: yaml)
    } throws: {
      "\($0)".hasPrefix("the mixture cannot be read: ") && "\($0)".contains(part)
    }
  }

  /// Two files of one corpus, one of another, and a corpus of which the mixture has none.
  @Test func weighsCorporaByTheRecordsThatAreUsed() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    func write(_ corpus: String, _ path: String, records: Int) throws {
      try store.write(
        StoreSample.counts(captions: [.caption: records], classes: [(.caption, 0, 4, 4)]),
        of: StoreSample.file(path, content: path), to: StoreSample.target(corpus))
    }
    try write("mix", "/elsewhere/a.json", records: 100)
    try write("mix", "/elsewhere/b.json", records: 300)
    try write("chart", "/elsewhere/c.json", records: 50)
    try write("other", "/elsewhere/d.json", records: 10)
    let mixture = try Mixture(
      yaml: """
        datasets:
          - {json_path: x/a.json, sampling_strategy: all}
          - {json_path: x/b.json, sampling_strategy: "random:10%"}
          - {json_path: x/c.json, sampling_strategy: all}
          - {json_path: x/c.json, sampling_strategy: "random:25"}
          - {json_path: x/never.json}
        """)
    let reading = try mixture.reading(of: store.resolve(Selection()).pools, in: store)
    #expect(
      reading.exposure.weights == [
        .init(corpus: "mix", weight: 130.0 / 400), .init(corpus: "chart", weight: 1.5),
      ])
    #expect(reading.notes.count == 2)
    #expect(reading.notes.contains { $0.contains("different parts") && $0.contains("`mix`") })
    #expect(reading.outside == ["other"])
    #expect(
      reading.notes.contains { $0.hasPrefix("1 of the mixture's files was not counted: `x/never.json`") })
    let known = Exposure([.init(corpus: "other", weight: 0)])
    #expect(
      try mixture.reading(of: store.resolve(Selection()).pools, in: store, known: known).notes.count == 2)
    #expect(known.times(reading.exposure).weights.count == 3)
    #expect(
      Exposure([.init(corpus: "mix", weight: 2)]).times(reading.exposure).weight(of: "mix") == 130.0 / 200)
    let strangers = try Mixture(yaml: "datasets: [{json_path: z.json}]")
    #expect(throws: ExposureError.self) {
      try strangers.reading(of: store.resolve(Selection()).pools, in: store)
    }
  }

  /// The first or last records of a file are not a fair part of it: only where they are all or none is anything known.
  @Test func partsAtOneEndAreRefused() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    try store.write(
      StoreSample.counts(captions: [.caption: 100], classes: [(.caption, 0, 4, 4)]),
      of: StoreSample.file("/elsewhere/a.json", content: "a"), to: StoreSample.target("mix"))
    let pools = try store.resolve(Selection()).pools
    func weight(_ strategy: String) throws -> Double {
      let mixture = try Mixture(yaml: "datasets: [{json_path: a.json, sampling_strategy: \"\(strategy)\"}]")
      return try mixture.reading(of: pools, in: store).exposure.weight(of: "mix")
    }
    #expect(try weight("first:100") == 1 && weight("end:100%") == 1 && weight("first:999") == 1)
    #expect(try weight("end:0%") == 0 && weight("random:10") == 0.1)
    for (strategy, used) in [("first:99", 99), ("end:1", 1), ("first:99.5%", 100), ("end:10%", 10)] {
      guard used < 100 else {
        #expect(try weight(strategy) == 1)
        continue
      }
      #expect(
        throws: ExposureError.partOfFile("a.json", strategy: strategy, used: used, of: 100, corpus: "mix")
      ) { try weight(strategy) }
    }
    let told = ExposureError.partOfFile("a.json", strategy: "first:99", used: 99, of: 100, corpus: "mix")
    #expect(told.description.contains("uses `first:99` of `a.json`, 99 of its 100 records"))
  }
}
