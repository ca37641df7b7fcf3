import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Class lists, predictions and tables that were damaged, or are anything: read or refused, and told in sentences; never a
/// trap, a hang or a heap that grows.
///
/// `make fuzz` runs the same with more rounds (`FUZZ_ROUNDS`), from another seed (`FUZZ_SEED`), and with the address
/// sanitizer. `KEEP_DAMAGED` names a folder for files that fail.
@Suite struct DamagedInputsTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let rounds = Int(environment["FUZZ_ROUNDS"] ?? "") ?? 60
  private static let seed = UInt64(environment["FUZZ_SEED"] ?? "") ?? 1

  private static let set = ClassSet(
    name: "s",
    classes: [
      .init(name: "tench", id: "n01440764"), .init(name: "crane"), .init(name: "crane"),
      .init(name: "T-shirt"), .init(name: "great white shark", terms: [.init("shark", kind: .alias)]),
      .init(name: "goldfish", id: "n01443537"), .init(name: "3"),
    ])

  @Test(arguments: InputSeeds.Kind.allCases) func areReadOrRefusedInSentences(_ kind: InputSeeds.Kind) throws
  {
    let folder = try TemporaryFolder()
    let before = Self.residentBytes
    var (read, refused) = (0, 0)
    for (number, file) in try InputSeeds.files(kind).enumerated() {
      let seed = Self.seed &* 1_000_003 &+ UInt64(number)
      var (bytes, text) = (Mutator(seed: seed), TextMutator(seed: seed))
      for round in 0..<Self.rounds {
        let content =
          switch round % 4 {
          case _ where round == 0: file.content
          case 0: bytes.damage(file.content)
          case 1: text.anything()
          default: text.change(file.content)
          }
        let path = try folder.write(file.name, content)
        do {
          try Self.check(kind, path, round)
          read += 1
        } catch let error as InputError {
          refused += 1
          Self.expectSentence(error.description, beginning: path, of: file.name, content, seed, round)
        } catch let fault as FuzzFault {
          Self.keep(file.name, content)
          Issue.record("\(file.name), seed \(seed), round \(round): \(fault.what)")
        } catch {
          Self.keep(file.name, content)
          Issue.record("\(file.name), seed \(seed), round \(round): \(type(of: error)) \(error)")
        }
      }
    }
    // Both happen, or nothing was tried.
    #expect(read > 20 && refused > 20, "\(read) read, \(refused) refused")
    // A file of some kilobytes takes some megabytes at most, however often.
    if !ProjectPaths.isSanitized { #expect(Self.residentBytes - before < 256 << 20) }
  }

  /// What a file gave that is wrong.
  private struct FuzzFault: Error {
    var what: String
  }

  private static func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    if !condition { throw FuzzFault(what: what()) }
  }

  /// Reads a file as its kind and looks at what came of it.
  private static func check(_ kind: InputSeeds.Kind, _ path: String, _ round: Int) throws {
    switch kind {
    case .classes:
      let options = [
        ClassListOptions(), ClassListOptions(splitsSynonyms: true), ClassListOptions(key: "classes"),
        ClassListOptions(nameColumn: "2"), ClassListOptions(nameColumn: "name"),
      ]
      let terms = round % 3 == 0 ? TermOptions(baseNames: true, plurals: true, wordNet: false) : TermOptions()
      let file = try ClassFile(path: path, options: terms, reading: options[round % 7 < 5 ? 0 : round % 5])
      try require(!file.classSet.classes.isEmpty, "a set without classes")
      for entry in file.classSet.classes {
        try require(!entry.terms.isEmpty && !NameKey.words(entry.name).isEmpty, "the name `\(entry.name)`")
      }
      try check(file.notes)
    case .predictions, .tables:
      let rules = PredictionFile.Rule.allCases
      let predictions = PredictionFile.Options(
        rule: rules[round % rules.count], labelBase: [nil, 0, 1][round % 3], withAliases: round % 2 == 0)
      let file = try AccuracyFile(path: path, classSet: set, options: .init(predictions: predictions))
      for model in file.models {
        for value in model.values {
          try require((0...1).contains(value.accuracy), "the accuracy \(value.accuracy)")
          try require(set.classes.indices.contains(value.index), "the class \(value.index)")
          if let correct = value.correct {
            try require(
              (0...(value.total ?? .max)).contains(correct), "\(correct) right of \(value.total ?? -1)")
          }
        }
        try require(Set(model.values.map(\.index)).count == model.values.count, "a class twice")
      }
      try check(file.notes)
    case .frequency:
      let file = try FrequencyFile(
        path: path, classSet: set, absent: round % 2 == 0 ? .unknown : .zero,
        labelBase: [nil, 0, 1][round % 3])
      for entry in file.frequencies {
        try require(entry.captions >= 0 && entry.mentions ?? .max >= entry.captions, "\(entry)")
        try require(set.classes.indices.contains(entry.index), "the class \(entry.index)")
      }
      try check(file.notes)
    }
  }

  private static func check(_ notes: [Note]) throws {
    for note in notes {
      try require(isSentence(note.sentence), "the note \(note.kind): \(note.sentence)")
      for line in note.lines() {
        try require(DisplayText.escaped(line) == line && line.utf8.count < 4_096, "the line \(line)")
      }
    }
  }

  /// A sentence as all others are: it says something, on one line, and nothing that only a programmer reads.
  private static func isSentence(_ text: String) -> Bool {
    text.utf8.count > 10 && text.utf8.count < 4_096 && DisplayText.escaped(text) == text
      && !text.contains("Optional(") && !text.hasSuffix("the file cannot be used") && !text.hasSuffix(" ")
      && !text.hasSuffix(".")
  }

  private static func expectSentence(
    _ text: String, beginning path: String, of name: String, _ content: Data, _ seed: UInt64, _ round: Int
  ) {
    let isFine = text.hasPrefix(path) && isSentence(text)
    if !isFine { keep(name, content) }
    #expect(isFine, "\(name), seed \(seed), round \(round): \(text)")
  }

  private static func keep(_ name: String, _ content: Data) {
    guard let folder = environment["KEEP_DAMAGED"] else { return }
    try? content.write(to: URL(fileURLWithPath: "\(folder)/\(UUID().uuidString.prefix(4))-\(name)"))
  }

  /// The memory that the process holds, in bytes; 0 where the system does not say.
  private static var residentBytes: Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * 4_096
  }
}
