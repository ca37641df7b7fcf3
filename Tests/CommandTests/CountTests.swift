import Foundation
import TestSupport
import Testing

/// `count` says of phrases what `index` and `query` say of a class list with these names.
@Suite struct CountTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      "a.jsonl",
      "{\"caption\": \"a hot dog and a dog\"}\n{\"caption\": \"Dog, dog!\"}\n{\"caption\": \"the cat\"}\n")
    try folder.write(
      "chat.json",
      #"[{"id": 1, "conversations": [{"from": "human", "value": "<image>\nIs it a dog?"}, {"from": "gpt", "value": "A cat."}]}]"#
    )
    return folder
  }

  private func rows(_ run: Run) -> [[String]] {
    run.stdout.split(separator: "\n").dropFirst().map { $0.components(separatedBy: ",") }
  }

  @Test func phrasesAreCountedInCaptionsAndMentions() throws {
    let folder = try folder()
    let run = try Binary.run(
      ["count", "hot dog", "dog", "newt", "a.jsonl", "chat.json", "--format", "csv"], folder: folder.url)
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stdout.hasPrefix("phrase,captions,mentions,captions_read,share\n"))
    #expect(
      rows(run) == [
        ["hot dog", "1", "1", "4", "0.25"], ["dog", "2", "4", "4", "0.5"], ["newt", "0", "0", "4", "0.0"],
      ])
    #expect(run.stderr.contains("1 caption of other roles is excluded (human 1); --role all includes them"))
    let all = try Binary.run(
      ["count", "dog", "--role", "all", "a.jsonl", "chat.json", "--by", "shard", "--format", "csv"],
      folder: folder.url)
    #expect(
      rows(all).map { $0.dropLast() } == [
        ["a.jsonl", "dog", "2", "4", "3"], ["chat.json", "dog", "1", "1", "2"],
      ])
  }

  /// Every rule, over the documented hard layouts: as a class list with the same names gives.
  @Test(arguments: ["word", "paper", "treebank", "metaclip", "bag"])
  func countsAreThoseOfAnIndex(_ rule: String) throws {
    let folder = try folder()
    let names = ["hot dog", "dog", "cat", "a", "\u{2122}", "Lego™ set", "it's"].filter { $0 != "\u{2122}" }
    try folder.write("names.json", String(decoding: JSONEncoder().encode(names), as: UTF8.self))
    try folder.write("b.csv", "caption\n\"a Lego™ set, a dog\"\nit’s a hot-dog\nIT'S A CAT<image>\n")
    let shards = ["a.jsonl", "chat.json", "b.csv"]
    let index = try Binary.run(
      ["index", "--classes", "names.json", "--corpus", "c", "--matching", rule] + shards, folder: folder.url)
    #expect(index.status == 0, "\(index.stderr)")
    let query = try Binary.run(["query", "--format", "json"], folder: folder.url)
    let wanted = try #require(JSONSerialization.jsonObject(with: query.output) as? [[String: Any]])
    let count = try Binary.run(
      ["count", "--matching", rule, "--format", "json"] + names + shards, folder: folder.url)
    let found = try #require(JSONSerialization.jsonObject(with: count.output) as? [[String: Any]])
    #expect(found.count == names.count)
    for (one, other) in zip(found, wanted) {
      #expect(one["phrase"] as? String == other["class"] as? String)
      #expect(one["captions"] as? Int == other["captions"] as? Int, "\(rule) \(one)")
      #expect(one["mentions"] as? Int == other["mentions"] as? Int, "\(rule) \(one)")
    }
    #expect(found.contains { ($0["captions"] as? Int ?? 0) > 1 })
  }

  @Test func aShardIsToldFromAPhrase() throws {
    let folder = try folder()
    func refusal(_ words: String...) throws -> String {
      let run = try Binary.run(["count"] + words, folder: folder.url)
      #expect(run.status != 0 && run.stdout == "")
      return run.stderr
    }
    #expect(
      try refusal("dog", "cat")
        == "corpus-tool: no shard is named; `cat` was taken for a phrase, since no file has that name\n")
    #expect(
      try refusal("a.jsonl") == "corpus-tool: no phrase is named before the shard `a.jsonl`\n")
    // A slip in a file's name is no phrase.
    let slip = try Binary.run(["count", "dog", "aa.jsonl", "a.jsonl", "--format", "csv"], folder: folder.url)
    #expect(slip.status == 1 && slip.stderr.contains("aa.jsonl") && rows(slip).map { $0[0] } == ["dog"])
    #expect(
      try refusal("...", "a.jsonl")
        == "corpus-tool: the phrase `...` has no letter and no number, so it can never be found\n")
    let piped = try Binary.run(
      ["count", "dog", "-", "--format", "csv"], input: Data("a dog\nno\n".utf8), folder: folder.url)
    #expect(rows(piped) == [["dog", "1", "1", "2", "0.5"]])
    let named = try Binary.run(["count", "a.jsonl", "a.jsonl", "--format", "csv"], folder: folder.url)
    #expect(rows(named).map { $0[0] } == ["a.jsonl"])
  }

  @Test func aBadShardIsToldAndTheOthersAreCounted() throws {
    let folder = try folder()
    try folder.write("bad.jsonl", "{\"caption\": \"a dog\"}\n{\"caption\": \n")
    let run = try Binary.run(
      ["count", "dog", "a.jsonl", "bad.jsonl", "a.jsonl", "--format", "csv"], folder: folder.url)
    #expect(run.status == 1 && run.stderr.contains("bad.jsonl, record 2: "))
    #expect(rows(run) == [["dog", "2", "4", "3", "\(2.0 / 3)"]])
  }

  @Test func examplesFollowTheCounts() throws {
    let folder = try folder()
    let run = try Binary.run(["count", "hot dog", "a.jsonl", "--examples", "5"], folder: folder.url)
    #expect(
      run.status == 0 && run.stdout.contains("a.jsonl:1") && run.stdout.contains("and a dog"), "\(run.stdout)"
    )
    let piped = try Binary.run(
      ["count", "dog", "-", "--examples", "5"], input: Data("a dog\n".utf8), folder: folder.url)
    #expect(piped.status == 64 && piped.stderr.contains("--examples reads each shard twice"))
  }

  @Test func queryNamesTheWayToCountWhatIsNoClass() throws {
    let folder = try folder()
    try folder.write("names.json", "[\"dog\"]")
    _ = try Binary.run(["index", "--classes", "names.json", "--corpus", "c", "a.jsonl"], folder: folder.url)
    let run = try Binary.run(["query", "red panda's"], folder: folder.url)
    #expect(run.status == 1 && run.stdout == "")
    let path = folder.url.resolvingSymlinksInPath().appending(path: "a.jsonl").path
    #expect(
      run.stderr.contains(
        "to count it as a phrase: corpus-tool count 'red panda'\\''s' \(path); to make it a class, add it to the "
          + "list and: corpus-tool classes add names-2 names.json\n"), "\(run.stderr)")
  }
}
