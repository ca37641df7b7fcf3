import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct NamePatternTests {
  private func means(_ word: String, _ names: String...) -> [String] {
    NamePattern.names(meantBy: word, among: names)
  }

  @Test func aNameThatIsTheWordWins() {
    #expect(means("clip-*", "clip-b", "clip-*", "clip-l") == ["clip-*"])
    #expect(means("clip-*", "clip-b", "eva", "clip-l") == ["clip-b", "clip-l"])
    #expect(means("clip", "clip-b") == [])
    #expect(means("[", "[") == ["["])
    #expect(means("*", "a", "b") == ["a", "b"])
    #expect(means("caf\u{E9}*", "cafe\u{301}", "caf\u{E9} noir") == ["caf\u{E9} noir"])
    #expect(NamePattern("no[pattern") == nil && NamePattern("plain") == nil)
  }

  @Test func aNearMissOfAPatternCountsLettersAndNotWhatTheStarTakes() {
    let names = ["clip-vit-b-32", "clip-vit-l-14", "eva-02-large", "siglip-so400m"]
    let near = { (word: String) in NamePattern(word).map { NearMiss.names(near: $0, among: names) } ?? [] }
    #expect(near("clp-*") == ["clip-vit-b-32", "clip-vit-l-14"])
    #expect(near("CLIP-*") == ["clip-vit-b-32", "clip-vit-l-14"])
    #expect(near("eva02-*") == ["eva-02-large"])
    #expect(near("dinov2-*") == [])
    #expect(near("x*") == [] && near("*") == [])
  }

  /// A pattern that a careless matcher would try for years.
  @Test func manyStarsTakeNoTime() throws {
    let pattern = try #require(NamePattern(String(repeating: "*a", count: 30) + "b"))
    #expect(!pattern.matches(String(repeating: "a", count: 2_000)))
  }

  /// Against Python's `fnmatch.fnmatchcase` on patterns and names of few letters, where they meet often.
  @Test(.enabled(if: ProjectPaths.python != nil)) func matchesAsPythonDoes() throws {
    let script = """
      import fnmatch, json, random
      random.seed(7)
      rows = []
      for _ in range(20000):
          pattern = "".join(random.choice("ab-*?[]!é虎") for _ in range(random.randrange(8)))
          name = "".join(random.choice("ab-[]!é虎") for _ in range(random.randrange(7)))
          rows.append([pattern, name, fnmatch.fnmatchcase(name, pattern)])
      print(json.dumps(rows))
      """
    let run = try Run.python(["-c", script])
    let rows = try #require(JSONSerialization.jsonObject(with: run.output) as? [[Any]])
    var matched = 0
    for row in rows {
      let (pattern, name) = (row[0] as? String ?? "", row[1] as? String ?? "")
      let theirs = row[2] as? Bool ?? false
      let ours = NamePattern(pattern)?.matches(name) ?? pattern.utf8.elementsEqual(name.utf8)
      if ours && theirs { matched += 1 }
      if ours != theirs { Issue.record("\(pattern) and \(name): \(ours), Python says \(theirs)") }
    }
    #expect(rows.count == 20_000 && matched > 300)
  }
}
