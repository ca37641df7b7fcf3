import FreqAnalysis
import Foundation

/// The names in a database that a person may want to type, for completions: read quickly, or not at all.
struct StoredNames {
  /// How many seconds a database may be held by somebody else; a person waits.
  private static let patience = 0.2

  private let store: CountStore

  /// Opens a database to read; nil where that does not work for whatever reason.
  ///
  /// What is no plain file is left alone: opening a pipe would wait for somebody to write to it.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let store = try? CountStore(path: path, mode: .readOnly, busyTimeout: Self.patience)
    else { return nil }
    self.store = store
  }

  /// The names of the class sets.
  var classSets: [String] { (try? store.classSets().map(\.name)) ?? [] }
  /// The names of the corpora.
  var corpora: [String] { (try? store.corpora().map(\.name)) ?? [] }
  /// The stages of the corpora, each once.
  var stages: [String] { Array(Set((try? store.corpora().map(\.stage)) ?? [])).sorted() }
  /// The names of the models, each once.
  var models: [String] {
    var names: [String] = []
    for set in (try? store.classSets()) ?? [] {
      for model in (try? store.models(of: set)) ?? [] where !names.contains(model.name) {
        names.append(model.name)
      }
    }
    return names
  }
}
