import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct ViewTests {
  @Test func frequenciesAndAccuraciesForAShell() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    try store.write(
      StoreSample.firstCounts, of: StoreSample.file("/data/a", content: "a"), to: StoreSample.target("pre"))
    try store.write(
      StoreSample.roleCounts, of: StoreSample.file("/data/b", content: "b"),
      to: StoreSample.target("ins", stage: "instruct", overlap: .longest))
    let animals = try store.classSet(.only)
    try store.addFrequencies(
      [.init(index: 0, captions: 0), .init(index: 4, captions: 7, mentions: 9)], of: animals, corpus: "web")
    try store.addAccuracies(
      [.init(index: 4, accuracy: 0.75, correct: 3, total: 4), .init(index: 5, accuracy: 0.5)], model: "clip",
      of: animals, source: "clip.json")
    let rows = try OtherReader(path: store.path).rows([
      "SELECT * FROM class_frequency WHERE corpus = 'pre' ORDER BY class_index",
      "SELECT role, mentions, captions FROM class_frequency WHERE class = 'dog' AND corpus = 'ins' ORDER BY role",
      "SELECT class, stage, role, rule_set, mentions, captions FROM class_frequency WHERE corpus = 'web' ORDER BY 1",
      "SELECT class, model, corpus, captions, accuracy, correct, total FROM frequency_accuracy "
        + "WHERE role = 'caption' ORDER BY class_index, corpus",
      "SELECT class.name, position, mentions, captions FROM shard_term JOIN class ON class.id = class ORDER BY shard, class.id, 2",
      "SELECT DISTINCT rule_set FROM class_frequency ORDER BY 1",
      "SELECT class, position, mentions, captions FROM corpus_term ORDER BY class, position",
    ])
    #expect(
      rows[0] == [
        ["animals", 0, "tench", "pre", "pretrain", "caption", "word", 2, 1],
        ["animals", 1, "crane", "pre", "pretrain", "caption", "word", 4, 3],
        ["animals", 2, "crane", "pre", "pretrain", "caption", "word", 0, 0],
        ["animals", 3, "kite (bird of prey)", "pre", "pretrain", "caption", "word", 0, 0],
        ["animals", 4, "dog", "pre", "pretrain", "caption", "word", 3, 3],
        ["animals", 5, "never", "pre", "pretrain", "caption", "word", 0, 0],
      ])
    #expect(rows[1] == [["assistant", 4, 3], ["human", 2, 2], ["system", 1, 1]])
    #expect(
      rows[2] == [
        ["dog", "pretrain", "caption", "imported", 9, 7],
        ["tench", "pretrain", "caption", "imported", nil, 0],
      ])
    #expect(
      rows[3] == [
        ["dog", "clip", "pre", 3, 0.75, 3, 4], ["dog", "clip", "web", 7, 0.75, 3, 4],
        ["never", "clip", "pre", 0, 0.5, nil, nil],
      ])
    #expect(
      rows[4] == [
        ["tench", 0, 2, 1], ["crane", 0, 3, 2], ["crane", 2, 1, 1], ["dog", 0, 3, 3], ["dog", 0, 2, 2],
        ["dog", 0, 4, 3], ["dog", 0, 1, 1],
      ])
    #expect(rows[5] == [["imported"], ["word"], ["word,longest"]])
    #expect(rows[6] == [[2, 0, 3, 2], [2, 2, 1, 1]])
  }
}
