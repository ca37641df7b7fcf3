import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// A small file system in memory, unmounted when the test lets go of it; making one needs root.
private final class SmallDisk {
  let folder: TemporaryFolder

  init(kilobytes: Int) throws {
    folder = try TemporaryFolder()
    let run = try Run(
      URL(fileURLWithPath: "/bin/mount"),
      ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.url.path])
    guard run.status == 0 else { throw StoreError.sqlite(path: folder.url.path, detail: run.stderr) }
  }

  deinit { _ = try? Run(URL(fileURLWithPath: "/bin/umount"), ["-l", folder.url.path]) }

  static var canBeMade: Bool { (try? SmallDisk(kilobytes: 16)) != nil }
}

@Suite(.enabled(if: SmallDisk.canBeMade)) struct FullDiskTests {
  @Test(arguments: [0, 4, 8, 36, 40, 44, 48, 64, 100])
  func aDatabaseThatDoesNotFitIsNotMade(_ free: Int) throws {
    let disk = try SmallDisk(kilobytes: 400)
    try disk.folder.write("filler", Data(count: (400 - free) * 1024))
    let path = disk.folder.path("a.sqlite")
    #expect(throws: StoreError.diskFull(path: path)) { try CountStore(path: path, mode: .create) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder.url.path) == ["filler"])
  }

  @Test func aShardThatDoesNotFitLeavesTheOthers() throws {
    let disk = try SmallDisk(kilobytes: 900)
    let big = ClassSet(name: "big", classes: (0..<1000).map { .init(name: "class \($0)") })
    let store = try StoreSample.store(in: disk.folder, [big])
    var counts = ShardCounts()
    counts.captions[.caption] = 5000
    var set = ClassSetCounts()
    set.classes = (0..<1000).map { .init(role: .caption, index: $0, mentions: 1000 + $0, captions: 900) }
    counts.sets = [set]
    var written = 0
    func write() throws {
      try store.write(
        counts, of: StoreSample.file("/\(written)", content: "\(written)"),
        to: StoreSample.target("c", sets: [big]))
      written += 1
    }
    try disk.folder.write("filler", Data(count: 200 * 1024))
    #expect(throws: StoreError.diskFull(path: store.path)) { while written < 1000 { try write() } }
    #expect(written > 2)
    let whole = written
    func isWhole(_ store: CountStore) throws {
      let report = try store.verify()
      #expect(report.problems.isEmpty)
      #expect(report.shards == written)
      #expect(report.rows == 1000 * written)
    }
    try isWhole(store)
    // Refused again while it is full; taken up where it stopped when there is room.
    #expect(throws: StoreError.diskFull(path: store.path)) { try write() }
    try FileManager.default.removeItem(atPath: disk.folder.path("filler"))
    try write()
    #expect(written == whole + 1)
    try isWhole(store)
    try store.close()
    try isWhole(CountStore(path: store.path, mode: .readOnly))
  }
}
