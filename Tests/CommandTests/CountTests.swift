import Foundation
import TestSupport
import Testing

/// `count`: a few phrases in shards, without a database.
@Suite final class CountTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "a.jsonl", #"{"caption": "a tench and a Tench"}"# + "\n" + #"{"caption": "a great white shark"}"# + "\n"
    )
    try folder.write(
      "b.jsonl",
      #"{"conversations": [{"from": "human", "value": "tench?"}, {"from": "gpt", "value": "a tench"}]}"#
        + "\n")
  }

  private func run(_ arguments: [String], input: String = "") throws -> Run {
    try Binary.run(["count"] + arguments, input: Data(input.utf8), folder: folder.url)
  }

  @Test func phrasesAreCounted() throws {
    let all = try run(["tench", "great white shark", "newt", "a.jsonl", "b.jsonl", "--format", "csv"])
    #expect(all.status == 0, "\(all.stderr)")
    #expect(all.stdout == "phrase,mentions,captions\ntench,3,2\ngreat white shark,1,1\nnewt,0,0\n")
    #expect(all.stderr.contains("3 captions in 2 shards by the rule word"))
    let human = try run(["tench", "*.jsonl", "--role", "human", "--format", "csv", "--by", "shard"])
    #expect(human.stdout == "phrase,shard,mentions,captions\ntench,a.jsonl,0,0\ntench,b.jsonl,1,1\n")
    let piped = try run(["tench", "-", "--format", "csv"], input: #"{"caption": "tench"}"# + "\n")
    #expect(piped.stdout == "phrase,mentions,captions\ntench,1,1\n")
    #expect(
      try run(["tench", "a.jsonl", "--matching", "paper", "--format", "csv"]).stdout.hasSuffix("tench,1,1\n"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["a.jsonl", "b.jsonl"])
  }

  @Test func examplesAreShown() throws {
    let done = try run(["tench", "a.jsonl", "b.jsonl", "--examples", "2"])
    #expect(
      done.status == 0 && done.stderr.split(separator: "\n").count { $0.contains("jsonl:") } == 2,
      "\(done.stderr)")
  }

  @Test func whatIsMissingIsSaid() throws {
    let noShard = try run(["tench", "shark"])
    #expect(noShard.status == 64 && noShard.stderr.contains("name at least one shard"))
    #expect(try run(["a.jsonl"]).stderr.contains("name at least one phrase to count"))
    try folder.write("bad.jsonl", #"{"caption": "tench"#)
    let bad = try run(["tench", "bad.jsonl", "a.jsonl", "--format", "csv"])
    #expect(
      bad.status == 1 && bad.stdout == "phrase,mentions,captions\ntench,2,1\n"
        && bad.stderr.contains("bad.jsonl"))
  }
}
