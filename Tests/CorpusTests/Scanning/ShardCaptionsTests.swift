import TestSupport
import Testing

@testable import Corpus

@Suite struct ShardCaptionsTests {
  private func captions(_ shard: ShardName, _ reading: ReadingOptions = ReadingOptions()) async throws
    -> [ShardCaptions.Caption]
  {
    var found: [ShardCaptions.Caption] = []
    for try await caption in ShardCaptions(shard, reading: reading) { found.append(caption) }
    return found
  }

  @Test func captionsComeInTheirOrderWithTheirRecords() async throws {
    let folder = try TemporaryFolder()
    let lines = (1...9_000).map { number in
      number % 7 == 3 ? "{\"caption\": 5}" : "{\"caption\": \"a caption of some length, number \(number)\"}"
    }
    let shard = ShardName.file(path: try folder.write("rows.jsonl", lines.joined(separator: "\n")))
    let found = try await captions(shard)
    let expected = (1...9_000).filter { $0 % 7 != 3 }
    #expect(found.map(\.record) == expected)
    #expect(found.map(\.text) == expected.map { "a caption of some length, number \($0)" })
  }

  @Test func aBadShardThrowsWithItsNameAndPlace() async throws {
    let folder = try TemporaryFolder()
    let shard = ShardName.file(path: try folder.write("rows.jsonl", "{\"caption\": \"a\"}\n{\"caption\": \n"))
    await #expect {
      _ = try await captions(shard)
    } throws: { error in
      (error as? ShardError)?.shard == shard && (error as? ShardError)?.fault.place == .record(2)
    }
    await #expect(throws: ShardError.self) { _ = try await captions(.file(path: folder.path("none"))) }
  }
}

@Suite struct MentionsTests {
  /// Every mention stands where its bytes say, and there are as many as are counted.
  @Test(arguments: Matching.allCases)
  func mentionsAreThoseThatAreCounted(_ matching: Matching) throws {
    let terms = [["tench"], ["crane", "crane bird"], ["St. Bernard"], ["café"]]
    let plan = MatchPlan(classSets: [ClassSet(terms: terms)], matching: matching)
    for text in [
      "", "a tench", "the crane bird and a crane , Tench tench", "… CAFÉ ™ St Bernard, a St. Bernard café .",
      "a 虎 cafe\u{301} tench !",
    ] {
      let found = plan.mentions(in: text)
      let counter = CaptionCounter(plan)
      counter.count(text)
      var counted = [Int](repeating: 0, count: terms.count)
      for count in counter.counts().sets.first?.classes ?? [] { counted[count.index] = count.mentions }
      #expect(terms.indices.map { index in found.count { $0.classIndex == index } } == counted, "\(text)")
      for mention in found where matching == .word {
        let words = Folding.words(of: String(decoding: Array(text.utf8)[mention.bytes], as: UTF8.self)).map(
          \.text)
        let term = terms.flatMap { $0 }[mention.termIndex]
        #expect(words == Folding.words(of: term).map(\.text), "\(text)")
      }
    }
  }
}
