import Corpus
import Foundation
import TestSupport

@testable import FreqAnalysis

/// A file of predictions or accuracies as `accuracy add` reads it, in one line: `crane 1/2, car 0/1`, or its refusal.
struct JudgedFile {
  /// The classes with their correct and total (`crane 1/2`) or accuracy (`crane 0.5`), or the sentence of the refusal.
  let shown: String
  /// What a person is told; empty of a refused file.
  let notes: [Note]

  init(
    _ text: String, named name: String = "p.jsonl", _ set: ClassSet,
    _ options: PredictionFile.Options = .init()
  ) throws {
    try self.init(Array(text.utf8), named: name, set, options)
  }

  init(_ bytes: [UInt8], named name: String, _ set: ClassSet, _ options: PredictionFile.Options = .init())
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: name)
    try Data(bytes).write(to: path)
    do {
      let file = try AccuracyFile(
        path: path.path, classSet: set, options: .init(predictions: options))
      shown = file.models[0].values.map { value in
        let name = set.classes[value.index].name
        guard let correct = value.correct, let total = value.total else { return "\(name) \(value.accuracy)" }
        return "\(name) \(correct)/\(total)"
      }.joined(separator: ", ")
      notes = file.notes
    } catch {
      shown = "\(error)".replacing(folder.url.path + "/", with: "")
      notes = []
    }
  }
}

extension ClassSet {
  /// A class set of names, each with an identifier where one is given.
  init(names: [String], ids: [String] = []) {
    self.init(
      name: "s",
      classes: names.enumerated().map { .init(name: $1, id: $0 < ids.count ? ids[$0] : nil) })
  }
}
