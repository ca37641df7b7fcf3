import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Files that were damaged are read or refused with a sentence; nothing else happens, and no number is absurd.
@Suite struct DamagedAccuracyTests {
  private static let set = ClassSet(
    name: "s", classes: [.init(name: "tench", id: "n1"), .init(name: "crane"), .init(name: "T-shirt")])

  private static let files: [(String, String)] = [
    ("a.jsonl", "{\"label\": \"tench\", \"pred\": \"a tench\"}\n{\"label\": \"crane\", \"pred\": [\"x\"]}\n"),
    (
      "a.jsonl",
      "{\"custom_id\": \"a-b-crane-0\", \"response\": {\"body\": {\"choices\": [{\"message\": {\"content\": \"x\"}}]}}}\n"
    ),
    ("a.jsonl", "{\"label\": \"B\", \"pred\": \"(B) [/INST]\", \"options\": [\"tench\", \"crane\"]}\n"),
    ("a.json", "[{\"label\": 0, \"pred\": 1}, {\"label\": 2, \"pred\": 2}]"),
    ("a.csv", "label,pred\ntench,\"a, \"\"tench\"\"\"\ncrane,x\n"),
    ("a.csv", "index;class;accuracy;n\n0;tench;0,5;2\n1;crane;1;4\n"),
    ("a.json", "{\"m\": {\"tench\": {\"recall\": 0.5, \"support\": 2}, \"macro avg\": {\"precision\": 1}}}"),
    ("a.json", "{\"m\": {\"classwise\": {\"tench\": 50, \"T shirt\": 2}}}"),
  ]

  @Test(arguments: files.indices) func areReadOrRefused(_ index: Int) throws {
    let (name, text) = Self.files[index]
    let folder = try TemporaryFolder()
    var mutator = Mutator(seed: UInt64(index))
    let rules = PredictionFile.Rule.allCases
    var read = 0
    for round in 0..<400 {
      let path = try folder.write(name, round == 0 ? Data(text.utf8) : mutator.damage(Data(text.utf8)))
      let rule = index == 2 ? PredictionFile.Rule.letter : rules[round % rules.count]
      do {
        let file = try AccuracyFile(
          path: path, classSet: Self.set, options: .init(predictions: .init(rule: rule)))
        read += 1
        for value in file.models.flatMap(\.values) {
          #expect((0...1).contains(value.accuracy))
          #expect((value.correct ?? 0) <= (value.total ?? .max))
          #expect(Self.set.classes.indices.contains(value.index))
        }
      } catch let error as InputError {
        #expect(!error.description.isEmpty && !error.description.hasSuffix("the file cannot be used"))
      }
      do {
        let counts = try FrequencyFile(path: path, classSet: Self.set)
        #expect(counts.frequencies.allSatisfy { $0.captions >= 0 })
      } catch let error as InputError {
        #expect(!error.description.hasSuffix("the file cannot be used"))
      }
    }
    #expect(read > 0)
  }
}
