import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// How notes are broken at words, gathered by kind, and how often progress is said.
@Suite struct ToldTextTests {
  /// Against Python's `textwrap`, which measures ASCII alone.
  @Test(.enabled(if: ProjectPaths.python != nil)) func breaksAsTextwrapDoes() throws {
    let script = """
      import json, random, textwrap
      random.seed(3)
      rows = []
      for _ in range(3000):
          words = ["x" * random.randrange(1, 14) for _ in range(random.randrange(1, 25))]
          width, indent, text = random.randrange(8, 60), random.randrange(5), " ".join(words)
          lines = textwrap.wrap(text, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
          rows.append([text, width, indent, lines])
      print(json.dumps(rows))
      """
    let run = try Run.python(["-c", script])
    let rows = try #require(JSONSerialization.jsonObject(with: run.output) as? [[Any]])
    for row in rows {
      let (text, lines) = (row[0] as? String ?? "", row[3] as? [String] ?? [])
      let (width, indent) = (row[1] as? Int ?? 0, row[2] as? Int ?? 0)
      #expect(DisplayText.wrapped(text, to: width, indent: indent) == lines)
    }
    #expect(rows.count == 3_000)
  }

  @Test func wideLettersTakeTwoColumns() {
    #expect(DisplayText.wrapped("犬犬 犬犬 犬犬", to: 9) == ["犬犬 犬犬", "犬犬"])
    #expect(DisplayText.wrapped("", to: 9) == [""])
    #expect(
      DisplayText.wrapped("/a/very/long/path is whole", to: 8, indent: 2) == [
        "/a/very/long/path", "  is", "  whole",
      ])
  }

  @Test func oneSentenceAKind() {
    let all = [("a", "one"), ("b", "two"), ("a", "three"), ("a", "four"), ("c", "five"), ("c", "six")]
    #expect(
      Gathered.sentences(all, all: false) { "; \($0) of them" } == [
        "one (and 2 more such notes; 2 of them)", "two",
        "five (and 1 more such note; 1 of them)",
      ])
    #expect(Gathered.sentences(all, all: true) == ["one", "two", "three", "four", "five", "six"])
    #expect(Gathered.sentences([], all: false) == [])
  }

  @Test func progressIsSaidForAHundredStepsOrTenSeconds() {
    var pace = ProgressPace()
    let moments: [(step: Int, time: Double, isDue: Bool)] = [
      (0, 0, false), (99, 9.9, false), (100, 9.95, true), (150, 19.9, false), (150, 19.96, true),
      (249, 20, false),
      (250, 20, true), (250, 20, false),
    ]
    for moment in moments {
      let isDue = pace.isDue(step: moment.step, time: moment.time)
      #expect(isDue == moment.isDue, "\(moment)")
    }
  }
}
