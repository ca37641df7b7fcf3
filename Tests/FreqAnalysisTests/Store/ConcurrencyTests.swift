import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct ConcurrencyTests {
  /// Eight connections, as of eight processes, write overlapping shards at once, from the making of the file on.
  @Test func overlappingWritersCountOnce() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("corpus.sqlite")
    let changes = try await withThrowingTaskGroup(of: Int.self) { group in
      for writer in 0..<8 {
        group.addTask {
          let store = try CountStore(path: path, mode: .create, busyTimeout: 60, fileExists: { _ in true })
          try store.register(StoreSample.animals)
          var added = 0
          for step in 0..<12 {
            let shard = (step * (writer % 3 + 1) + writer) % 12
            let changes = try store.write(
              StoreSample.firstCounts, of: StoreSample.file("/shard \(shard)", content: "\(shard)"),
              to: StoreSample.target("c"))
            added += changes.filter(\.isCounted).count
          }
          try store.close()
          return added
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(changes == 12)
    let store = try CountStore(path: path, mode: .readOnly)
    #expect(try store.shards().count == 12)
    #expect(try store.frequencies(Selection()).groups[0].values[4].captions == 36)
    #expect(try store.verify().problems.isEmpty)
  }

  /// SQLite refuses one of two that change a new file's journal at once, without waiting.
  @Test func severalMakeOneDatabase() async throws {
    let folder = try TemporaryFolder()
    for round in 0..<40 {
      let path = folder.path("\(round).sqlite")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask { try CountStore(path: path, mode: .create, busyTimeout: 20).close() }
        }
        try await group.waitForAll()
      }
      #expect(try CountStore(path: path, mode: .readOnly).classSets().isEmpty)
    }
  }

  /// Another process, with another library, writes between this one's transactions; and is killed in one.
  @Test(.enabled(if: ProjectPaths.python != nil))
  func aKilledWriterLeavesNothingHalf() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    try store.write(
      StoreSample.firstCounts, of: StoreSample.file("/a", content: "a"), to: StoreSample.target("c"))
    let script = """
      import os, signal, sqlite3, sys
      c = sqlite3.connect(sys.argv[1], isolation_level=None)
      c.execute('BEGIN IMMEDIATE')
      c.execute('DELETE FROM shard_class'); c.execute('UPDATE corpus_class SET captions = 0')
      os.kill(os.getpid(), signal.SIGKILL)
      """
    #expect(try Run.python(["-c", script, store.path]).status == 137)
    #expect(try store.verify().problems.isEmpty)
    #expect(try store.verify().rows == 3)
    #expect(try store.frequencies(Selection()).groups[0].values[4].captions == 3)
  }
}
