import Foundation
import TestSupport
import Testing

@testable import Corpus

/// The records that mention classes are the same, in the same order, on one thread and on several, and so is the fault that ends them.
@Suite struct MentioningRecordsTests {
  private static let words = ["a tench", "two tenches", "the crane", "nothing", "Tench and CRANE", "été"]

  /// A shard of some megabytes, so that it has many blocks; with a damaged record where one is asked for.
  private static func shard(_ layout: String, damaged: Int?, _ folder: TemporaryFolder) throws -> ShardName {
    var random = SplitMix(state: 11)
    var text = layout == "csv" ? "id,caption,url\n" : layout == "json" ? "[\n" : ""
    for number in 0..<24_000 {
      let caption =
        (0..<1 + Int(random.next() % 4)).map { _ in words[Int(random.next() % 6)] }
        .joined(separator: " ") + String(repeating: " filler", count: Int(random.next() % 20))
      if number == damaged {
        text += layout == "csv" ? "one cell\n" : "{\"id\": oops},\n"
        continue
      }
      switch layout {
      case "csv": text += "\(number),\(caption),u\(number)\n"
      case "json":
        let turns = #"[{"from": "human", "value": "what?"}, {"from": "gpt", "value": "\#(caption)"}]"#
        text += #"{"id": "\#(number)", "url": "u\#(number)", "conversations": \#(turns)}"# + ",\n"
      default: text += #"{"id": "\#(number)", "caption": "\#(caption)", "url": "u\#(number)"}"# + "\n"
      }
    }
    if layout == "json" { text = text.dropLast(2) + "\n]\n" }
    return .file(path: try folder.write("rows.\(layout)", text))
  }

  private static func read(
    _ shard: ShardName, threads: Int
  ) throws -> (records: [ShardRecords.Record], fault: String?) {
    let mentioned = ShardRecords.Mentioned(
      plan: MatchPlan(classSets: [ClassSet(terms: [["tench"], ["crane"]])]), classes: nil,
      roles: Set(Role.allCases))
    var records: [ShardRecords.Record] = []
    let reader = ShardRecords(
      shard, reading: ReadingOptions(), fields: [try #require(FieldPath("url"))], captions: true)
    do {
      try reader.read(mentioning: mentioned, threads: threads) { records.append($0) }
      return (records, nil)
    } catch let error as ShardError {
      return (records, "\(error)")
    }
  }

  @Test(arguments: ["jsonl", "csv", "json"], [nil, 3, 17_000])
  func threadsChangeNothing(layout: String, damaged: Int?) throws {
    let folder = try TemporaryFolder()
    let shard = try Self.shard(layout, damaged: damaged, folder)
    let plain = try Self.read(shard, threads: 1)
    #expect((plain.fault != nil) == (damaged != nil))
    #expect(plain.fault.map { $0.contains("record \((damaged ?? 0) + 1)") } ?? true, "\(plain.fault ?? "")")
    if damaged == nil {
      #expect(
        plain.records.count > 12_000 && plain.records.allSatisfy { $0.key != nil && $0.values.count == 1 })
    }
    for threads in [2, 3, 8] {
      let found = try Self.read(shard, threads: threads)
      #expect(found.records == plain.records && found.fault == plain.fault, "\(threads) threads")
    }
  }
}
