import Foundation
import GRDB

extension CountStore {
  /// Closes the database and removes its file, where opening it made the file and nothing was put in since.
  ///
  /// For a command that failed before it stored anything, so that no empty database stays where none was. Nothing may be
  /// asked of the store afterwards if it was removed.
  ///
  /// - Returns: Whether the file was removed.
  @discardableResult
  public func discardIfUnused() throws -> Bool {
    guard isNew else { return false }
    let isEmpty = try write { database in
      try ["class_set", "corpus", "model"].allSatisfy {
        try database.integer("SELECT 1 FROM \($0) LIMIT 1") == nil
      }
    }
    guard isEmpty else { return false }
    try close()
    for suffix in ["-wal", "-shm", "-journal", ""] { unlink(path + suffix) }
    return true
  }

  /// Removes class sets of which nothing was counted and on which no model was tested; leaves others as they are.
  func removeUnused(classSets names: [String]) throws {
    guard !names.isEmpty else { return }
    try write { database in
      for name in names {
        guard let set = try database.classSet(named: name) else { continue }
        let uses = ["rule_set", "model"]
        guard
          try uses.allSatisfy({
            try database.integer("SELECT 1 FROM \($0) WHERE class_set = ? LIMIT 1", [set.id]) == nil
          })
        else { continue }
        try database.run(
          "DELETE FROM term WHERE class IN (SELECT id FROM class WHERE class_set = ?)", [set.id])
        try database.run("DELETE FROM class WHERE class_set = ?", [set.id])
        try database.run("DELETE FROM class_set WHERE id = ?", [set.id])
        // The number may stand for another class set from now on.
        layouts.withLock { _ = $0.removeValue(forKey: set.id) }
      }
    }
  }
}
