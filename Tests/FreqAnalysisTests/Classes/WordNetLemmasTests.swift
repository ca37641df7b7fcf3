import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// A WordNet of four synsets, whose offsets are those of its lines.
private struct SmallWordNet {
  let folder: TemporaryFolder

  init(version: String = "3.0") throws {
    folder = try TemporaryFolder()
    let head = "  1 a licence\n  2 WordNet \(version) Copyright 2006\n"
    var nouns = head
    var offsets: [String] = []
    for words in [
      "02 tench 0 Tinca_tinca 0", "01 crane 0", "01 Crane 1", "02 great_white_shark 0 man-eater 0",
    ] {
      let offset =
        String(repeating: "0", count: 8 - String(nouns.utf8.count).count) + String(nouns.utf8.count)
      offsets.append(offset)
      nouns += "\(offset) 05 n \(words) 001 @ 00000000 n 0000 | a gloss\n"
    }
    try folder.write("data.noun", nouns)
    for name in ["data.verb", "data.adj", "data.adv"] { try folder.write(name, head) }
    try folder.write(
      "index.noun",
      head + "crane n 2 1 @ 2 0 \(offsets[1]) \(offsets[2])\ngreat_white_shark n 1 1 @ 1 0 \(offsets[3])\n"
        + "man-eater n 1 1 @ 1 0 \(offsets[3])\ntench n 1 1 @ 1 0 \(offsets[0])\ntinca_tinca n 1 1 @ 1 0 \(offsets[0])\n"
    )
    ids = offsets.map { "n" + $0 }
  }

  let ids: [String]
}

@Suite struct WordNetLemmasTests {
  @Test func findsLemmasByIdentifierOrUnambiguousName() throws {
    let small = try SmallWordNet()
    let wordNet = try WordNetLemmas(folder: small.folder.url.path)
    #expect(wordNet.lemmas(id: small.ids[0], name: "x") == .lemmas(["tench", "Tinca tinca"]))
    #expect(
      wordNet.lemmas(id: nil, name: "Great white shark") == .lemmas(["great white shark", "man-eater"]))
    #expect(wordNet.lemmas(id: nil, name: "crane") == .ambiguous)
    #expect(wordNet.lemmas(id: small.ids[2], name: "crane") == .lemmas(["Crane"]))
    #expect(wordNet.lemmas(id: nil, name: "aaa") == .unknown)
    #expect(wordNet.lemmas(id: nil, name: "zzz") == .unknown)
    #expect(wordNet.lemmas(id: nil, name: "") == .unknown)
    #expect(wordNet.lemmas(id: nil, name: "tench\n") == .unknown)
    for id in ["n00000000", "n99999999", "n00000051", "x00000000", "n-0000001", "n1", "", "n0000000é"] {
      #expect(wordNet.lemmas(ofSynset: id) == nil, "\(id)")
    }
  }

  @Test func tellsWhatItAdded() throws {
    let small = try SmallWordNet()
    let options = TermOptions(wordNet: true, wordNetFolder: small.folder.url.path)
    let list = "index,id,name\n0,\(small.ids[0]),tench\n1,,crane\n2,,unicorn\n"
    let file = try ClassFile(Array(list.utf8), file: "f", name: "n", options: options)
    #expect(file.classSet.classes[0].terms == [.init("tench"), .init("Tinca tinca", kind: .wordnet)])
    #expect(file.notes.contains(Note(.addedTerms(.wordnet), ["tench: Tinca tinca"])))
    #expect(file.notes.contains(Note(.ambiguousSynset, ["crane"])))
    #expect(file.notes.contains(Note(.noSynset, ["unicorn"])))
  }

  @Test func refusesMissingAndOtherFiles() throws {
    let empty = try TemporaryFolder()
    #expect(
      throws: InputError(file: empty.path("data.noun"), .noWordNet(folder: empty.url.path))
    ) { try WordNetLemmas(folder: empty.url.path) }
    let other = try SmallWordNet(version: "3.1")
    #expect(
      throws: InputError(file: other.folder.path("index.noun"), .otherWordNet(version: "3.1"))
    ) { try WordNetLemmas(folder: other.folder.url.path) }
  }

  /// Against the real files read from end to end: every hundredth synset by its identifier, every hundredth lemma by
  /// its name.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: WordNetLemmas.debianFolder + "/index.noun")))
  func findsEveryLineOfTheRealFiles() throws {
    let wordNet = try WordNetLemmas()
    #expect(wordNet.lemmas(ofSynset: "n01440764") == ["tench", "Tinca tinca"])
    let index = try String(
      contentsOf: URL(fileURLWithPath: WordNetLemmas.debianFolder + "/index.noun"), encoding: .utf8)
    let entries = index.split(separator: "\n").filter { !$0.hasPrefix("  ") }
    for entry in entries.indices.filter({ $0 % 100 == 0 }).map({ entries[$0].split(separator: " ") }) {
      let ids = entry.suffix(Int(entry[2]) ?? 0).map { "n" + $0 }
      #expect(wordNet.nounSynsets(of: String(entry[0])) == ids)
      let lemmas = ids.compactMap { wordNet.lemmas(ofSynset: $0) }
      #expect(lemmas.count == ids.count)
      let lemma = entry[0].replacing("_", with: " ")
      #expect(lemmas.allSatisfy { $0.contains { $0.lowercased() == lemma } }, "\(lemma)")
    }
  }
}
