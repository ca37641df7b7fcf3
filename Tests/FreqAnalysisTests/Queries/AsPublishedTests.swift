import Testing

@testable import FreqAnalysis

@Suite struct AsPublishedTests {
  /// Tokens near enough for these names: the clitic and the full stop stand apart.
  static func tokens(_ name: String) -> [String] {
    name.lowercased().replacing("'s", with: " 's").split(separator: " ").map(String.init)
  }

  static func join(_ classes: [AsPublished.Input]) -> AsPublished {
    AsPublished(classes, model: "m", corpus: "c", tokens: tokens, lowercased: { $0.lowercased() })
  }

  @Test func quirksOfTheNotebook() throws {
    let join = Self.join([
      .init(name: "Tench", pretrain: 5, instruct: 2, accuracy: 0.5, correct: 5, total: 10),
      .init(name: "potter's wheel", pretrain: 90, instruct: 1, accuracy: 0.4),
      .init(name: "missile", pretrain: 7, instruct: 1, accuracy: 0.2, correct: 10, total: 50),
      .init(name: "missile", pretrain: 7, instruct: 1, accuracy: 0.6, correct: 60, total: 100),
      .init(name: "only instructed", pretrain: 0, instruct: 30, accuracy: 0.9),
      .init(name: "untested", pretrain: 1, instruct: 1, accuracy: nil),
      .init(name: "everywhere", pretrain: 99_999, instruct: 1, accuracy: 1),
    ])
    #expect(
      join.points.points.map(\.className) == [
        "Tench", "potter's wheel", "missile", "only instructed", "everywhere",
      ])
    // The twins' captions are counted once for each of them, and added.
    #expect(join.points.counts == [7, 0, 16, 0, 100_000])
    #expect(join.missedLabels == ["potter's wheel"])
    #expect(join.instructOnlyLabels == ["only instructed"])
    #expect(join.points.points[2].accuracy == 70.0 / 150 && join.points.points[2].total == 150)
    #expect(join.bins.count == 13 && join.beyondBins == 1)
    #expect(join.bins[0].count == 3 && join.bins[0].mean == (0.5 + 0.4 + 0.9) / 3.001)
    #expect(join.bins[1].mean == (70.0 / 150) / 1.001)
    #expect(join.bins[2].count == 0 && join.bins[2].mean == 0)
    #expect(join.assumptions.count == 7 && join.assumptions[0].hasPrefix("n is 5: "))
    #expect(
      join.assumptions[1].hasSuffix("for that, 1 label gets 0 (`potter's wheel`)"), "\(join.assumptions[1])")
  }

  @Test func coefficientsAreOfRawCounts() throws {
    let join = Self.join([
      .init(name: "a", pretrain: 1, instruct: 0, accuracy: 0.1),
      .init(name: "b", pretrain: 10, instruct: 0, accuracy: 0.3),
      .init(name: "c", pretrain: 1000, instruct: 5, accuracy: 0.2),
    ])
    #expect(try join.pearson.get().coefficient == Pearson.coefficient([1, 10, 1005], [0.1, 0.3, 0.2]).get())
    #expect(try join.spearman.get().coefficient == 0.5)
  }

  @Test func twinsWithoutImagesTakeTheMean() {
    let join = Self.join([
      .init(name: "crane", pretrain: 1, instruct: 0, accuracy: 0.25),
      .init(name: "crane", pretrain: 1, instruct: 0, accuracy: 0.75, correct: 3, total: 4),
    ])
    #expect(join.points.points.map(\.accuracy) == [0.5])
    #expect(join.points.points[0].total == nil)
    #expect(join.spearman.reason == .tooFew(have: 1, need: 2))
  }
}
