import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// How often captions are drawn, over a thousand seeds, beside the formula.
@Suite struct CaptionSampleTests {
  private static let classes = ["tench", "crane", "newt", "drake", "hen"]

  /// A store of 200 captions, the classes with counts from 4 to 100, some captions with several.
  private static func store(in folder: TemporaryFolder) async throws -> CountStore {
    try folder.write("names.json", #"["tench", "crane", "newt", "drake", "hen"]"#)
    let lines = (0..<200).map { number in "\(number) \(mentioned(number).joined(separator: " and "))\n" }
    try folder.write("a.txt", lines.joined())
    let store = try CountStore(path: folder.path("c.sqlite"), mode: .create)
    let classSet = try ChosenClassSet(nameOrFile: folder.path("names.json"), in: store)
    var options = IndexRun.Options(toolVersion: "test")
    options.rows = RowOptions(folder: folder.path("rows"))
    let run = try IndexRun(store: store, classSets: [classSet], options: options, corpus: "c")
    let summary = try await run.run(run.plan([.file(path: folder.path("a.txt"))]))
    try #require(summary.failed == 0)
    return store
  }

  private static func mentioned(_ number: Int) -> [String] {
    classes.enumerated().filter { number % (2 + $0.offset * $0.offset * 3) == 0 }.map(\.element)
  }

  @Test func aThousandSeedsDrawAsTheFormulaSays() async throws {
    let folder = try TemporaryFolder()
    let store = try await Self.store(in: folder)
    var counts: [String: Int] = [:]
    for number in 0..<200 { for name in Self.mentioned(number) { counts[name, default: 0] += 1 } }
    let cap = 7.0
    var probabilities: [Double] = []
    for number in 0..<200 where !Self.mentioned(number).isEmpty {
      probabilities.append(
        1 - Self.mentioned(number).reduce(1.0) { $0 * (1 - min(1, cap / Double(counts[$1] ?? 1))) })
    }
    let seeds = 1000
    var drawn: [Int: Int] = [:]
    var totals: [Int] = []
    for seed in 0..<seeds {
      let sample = try CaptionSample(
        Selection(classSet: .only), .metaclip(.count(Int(cap))), seed: UInt64(seed), in: store)
      for caption in sample.kept[0] { drawn[caption.row, default: 0] += 1 }
      totals.append(sample.count)
    }
    // The rows of a caption follow one another, the first is its own.
    var row = 0
    var place = 0
    for number in 0..<200 where !Self.mentioned(number).isEmpty {
      let (p, n) = (probabilities[place], Double(seeds))
      let error = (n * p * (1 - p)).squareRoot()
      #expect(abs(Double(drawn[row] ?? 0) - n * p) <= 5 * error + 1e-9, "caption \(number)")
      row += Self.mentioned(number).count
      place += 1
    }
    // Each total is a sum of independent draws.
    let mean = probabilities.reduce(0, +)
    let deviation = probabilities.reduce(0) { $0 + $1 * (1 - $1) }.squareRoot()
    #expect(totals.allSatisfy { abs(Double($0) - mean) <= 5 * deviation })
    let average = Double(totals.reduce(0, +)) / Double(seeds)
    #expect(abs(average - mean) <= 5 * deviation / Double(seeds).squareRoot())
    let squares = totals.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    #expect(abs((squares / Double(seeds)).squareRoot() / deviation - 1) < 0.15)
  }
}
