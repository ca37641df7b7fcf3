import Corpus
import TestSupport
import Testing

@testable import FreqAnalysis

/// A name that is the whole line of one class and the beginning of another's, as ImageNet's two `maillot` are.
@Suite struct WholeLineTests {
  private let set: ClassSet
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    set = try ClassFile(
      Array(
        #"["maillot", "maillot, tank suit", "cardigan, Welsh corgi", "cardigan", "crane", "crane"]"#.utf8),
      file: "f", name: "s", reading: ClassListOptions(splitsSynonyms: true)
    ).classSet
  }

  @Test func joinsItsOwnClassBesideTheOtherLine() throws {
    let result = try NameJoin(set).join(
      ["maillot, tank suit", "maillot", "Cardigan", "cardigan, Welsh corgi"], file: "f")
    #expect(result.matches.map { $0?.classes } == [[1], [0], [3], [2]])
    #expect(result.twins.isEmpty)
  }

  @Test func isATwinWithoutTheOtherLine() throws {
    let result = try NameJoin(set).join(["maillot", "cardigan", "crane"], file: "f")
    #expect(result.matches.map { $0?.classes } == [[0, 1], [2, 3], [4, 5]])
    #expect(result.twins == ["maillot", "cardigan", "crane"])
  }

  private func counts(_ pairs: [(String, String)]) throws -> [String] {
    let text = pairs.map { "{\"label\": \"\($0)\", \"pred\": \"\($1)\"}\n" }.joined()
    let file = try PredictionFile(path: folder.write("p.jsonl", text), classSet: set, options: .init())
    return file.values.map { "\($0.index): \($0.correct ?? -1) of \($0.total ?? -1)" }
  }

  @Test(arguments: [true, false]) func labelsOfPredictionsToo(_ isFirst: Bool) throws {
    let pairs = [
      ("maillot", "maillot"), ("maillot, tank suit", "x"), ("cardigan, Welsh corgi", "corgi"),
      ("cardigan", "x"),
    ]
    #expect(
      try counts(isFirst ? pairs : pairs.reversed())
        == ["0: 1 of 1", "1: 0 of 1", "2: 0 of 1", "3: 0 of 1"])
  }

  @Test func labelsThatAreTwinsArePooled() throws {
    #expect(
      try counts([("maillot", "maillot"), ("maillot", "x"), ("cardigan", "cardigan")])
        == ["0: 1 of 2", "1: 1 of 2", "2: 1 of 1", "3: 1 of 1"])
  }
}
