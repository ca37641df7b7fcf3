import Foundation
import TestSupport
import Testing

/// Runs that write rows, killed at any moment: each file in the folder is whole and named, and none is missing.
@Suite(.serialized, .enabled(if: ProjectPaths.python != nil)) struct RowKillTests {
  private static let shards = 24
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench", "shark", "crane"]"#)
    for shard in 0..<Self.shards {
      let captions = (0..<600).map { number in
        #"{"caption": "a \#(["tench", "shark", "crane", "newt"][(number + shard) % 4]) no. \#(number)", "id": "\#(shard)-\#(number)"}"#
      }
      try folder.write("shards/\(100 + shard).jsonl", captions.joined(separator: "\n") + "\n")
    }
  }

  private func arguments(_ database: String) -> [String] {
    [
      "index", "--db", "\(database).sqlite", "--classes", "names.json", "--corpus", "c", "--threads", "2",
      "--rows",
      database, "shards",
    ]
  }

  /// The contents of the files of rows, by the shard's digest.
  private func rows(_ database: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path(database)) {
      files[String(name.prefix(32))] = try Data(contentsOf: folder.url.appending(path: "\(database)/\(name)"))
      #expect(name.hasSuffix(".parquet") && name.count == 57, "\(name)")
    }
    return files
  }

  @Test func killedRunsLeaveWholeRows() throws {
    let began = ContinuousClock.now
    #expect(try Binary.run(arguments("whole"), folder: folder.url).status == 0)
    let length = began.duration(to: .now) / .microseconds(1)
    let expected = try rows("whole")
    #expect(expected.count == Self.shards)
    var (landed, starts, database, resumed) = (0, 0, 0, 0)
    while landed < 8 || resumed == 0, starts < 80 {
      database += 1
      let name = "killed\(database)"
      while true {
        starts += 1
        let process = Process()
        process.executableURL = Binary.url
        process.arguments = arguments(name)
        process.currentDirectoryURL = folder.url
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        if landed < 8 || resumed == 0, starts < 80 {
          usleep(UInt32(Double.random(in: 0..<length)))
          kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
        if process.terminationReason == .exit {
          #expect(process.terminationStatus == 0)
          break
        }
        landed += 1
        // What a killed run has stored has its rows.
        guard FileManager.default.fileExists(atPath: folder.path("\(name).sqlite")) else { continue }
        let verified = try Binary.run(["verify", "--db", "\(name).sqlite"], folder: folder.url)
        #expect(!verified.stderr.contains("rows of the shard"), "\(verified.stderr)")
        if verified.status == 0, verified.stdout.contains("rows      ") { resumed += 1 }
      }
      #expect(try rows(name) == expected, "after kills in \(name)")
      let verified = try Binary.run(["verify", "--db", "\(name).sqlite"], folder: folder.url)
      #expect(verified.status == 0, "\(verified.stderr)")
    }
    #expect(landed >= 8 && resumed > 0, "\(landed) kills landed, \(resumed) in the middle")
  }

  /// A small file system of its own; false where this user may not mount one.
  private static let canMount =
    getuid() == 0
    && (try? Binary.shell("d=$(mktemp -d); mount -t tmpfs -o size=64k none $d && umount $d; rmdir $d"))?
      .status == 0

  /// Where the rows' disk is full the run ends with one sentence; what was stored has its rows, and the run goes on later.
  @Test(.enabled(if: canMount)) func aFullDiskStopsTheRun() throws {
    #expect(try Binary.run(arguments("whole"), folder: folder.url).status == 0)
    try folder.write("small/x", "")
    #expect(try Binary.shell("mount -t tmpfs -o size=96k none small", folder: folder.url).status == 0)
    defer { _ = try? Binary.shell("umount -l small", folder: folder.url) }
    let full = try Binary.run(arguments("small"), folder: folder.url)
    #expect(
      full.status == 1 && full.stderr.contains("rows cannot be written to ")
        && full.stderr.hasSuffix(": No space left on device\n"), "\(full.stderr)")
    let verified = try Binary.run(["verify", "--db", "small.sqlite"], folder: folder.url)
    #expect(
      verified.status == 0 && verified.stdout.contains("rows      "), "\(verified.stdout)\(verified.stderr)")
    #expect(try Binary.shell("mount -o remount,size=8m small", folder: folder.url).status == 0)
    #expect(try Binary.run(arguments("small"), folder: folder.url).status == 0)
    #expect(try rows("small") == rows("whole"))
  }
}
