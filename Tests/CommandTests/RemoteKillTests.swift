import Foundation
import TestSupport
import Testing

/// A run that is killed while it reads from a server, and goes on: nothing is counted twice or lost.
@Suite(.enabled(if: ProjectPaths.python != nil)) struct RemoteKillTests {
  /// Six here; `KILLS` asks for more.
  private static let kills = ProcessInfo.processInfo.environment["KILLS"].flatMap(Int.init) ?? 6

  @Test func killedRunsEndWhereAnUndisturbedOneDoes() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.json", #"["dog", "cat", "newt"]"#)
    let count = 16
    for shard in 0..<count {
      let rows = (0..<600).map {
        #"{"caption": "a dog\#($0 % 7 == shard % 7 ? " and a newt" : ""), \#(shard) \#($0)"}"#
      }
      try folder.write("shards/\(10 + shard).jsonl", rows.joined(separator: "\n") + "\n")
    }
    func index(_ database: String, _ shards: String) -> [String] {
      [
        "index", "--db", database, "--classes", "names.json", "--corpus", "c", "--threads", "2", "--rows",
        "\(database).rows", shards,
      ]
    }
    func counts(_ database: String) throws -> String {
      let query = try Binary.run(
        ["query", "--db", database, "--format", "csv", "--by", "role"], folder: folder.url)
      let rows = try Binary.run(
        ["rows", "export", "--db", database, "--format", "csv", "-o", "-"], folder: folder.url)
      let named = rows.stdout.replacing(/[^,\n]*\/(\d+\.jsonl)/) { $0.1 }
      return query.stdout + named.split(separator: "\n").sorted().joined(separator: "\n")
    }
    let local = try Binary.run(index("local.sqlite", "shards"), folder: folder.url)
    #expect(local.status == 0, "\(local.stderr)")
    let expected = try counts("local.sqlite")
    #expect(expected.utf8.count > 200_000)

    let server = try LoopbackServer(folder)
    let remote = server.url("slow/shards/{10..\(9 + count)}.jsonl")
    let began = ContinuousClock.now
    let whole = try Binary.run(index("whole.sqlite", remote), folder: folder.url)
    let length = began.duration(to: .now) / .microseconds(1)
    #expect(try whole.status == 0 && counts("whole.sqlite") == expected, "\(whole.stderr)")

    var (landed, inside, database) = (0, 0, 0)
    while landed < Self.kills, database < 3 * Self.kills {
      database += 1
      let name = "killed\(database).sqlite"
      while true {
        let process = Process()
        process.executableURL = Binary.url
        process.arguments = index(name, remote)
        process.currentDirectoryURL = folder.url
        let errors = URL(fileURLWithPath: try folder.write("errors", ""))
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        if landed < Self.kills {
          usleep(UInt32(Double.random(in: 0.1 * length..<0.9 * length)))
          kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
        let told = try String(contentsOf: errors, encoding: .utf8)
        if told.contains("already counted and not read again: ") { inside += 1 }
        if process.terminationReason == .exit {
          #expect(process.terminationStatus == 0, "\(told)")
          break
        }
        landed += 1
      }
      #expect(try counts(name) == expected, "after kills in \(name)")
    }
    #expect(landed >= Self.kills && inside > 0, "\(landed) kills landed, \(inside) runs went on")
  }
}
