import Foundation
import TestSupport
import Testing

/// What the commands say of shards on a server is what they say of the same files on disk, whatever the layout.
@Suite(.enabled(if: ProjectPaths.hasOracle)) struct RemoteCommandsTests {
  private let folder: TemporaryFolder
  private let server: LoopbackServer
  private let names: [String]

  init() throws {
    folder = try TemporaryFolder()
    let classes = ["dog", "hot dog", "cat", "newt"]
    try folder.write("names.json", #"["dog", "hot dog", "cat", "newt"]"#)
    try folder.write("model.json", #"{"dog": 0.9, "hot dog": 0.7, "cat": 0.5, "newt": 0.1}"#)
    let captions = (0..<60).map { "a \(classes[$0 % 4]) and \($0) caf\u{E9}s" }
    try folder.write("captions.txt", captions.joined(separator: "\n") + "\n")
    let tool = ProjectPaths.sharedFile("tools/make_shards.py").path
    let made = try Run.python([tool, folder.path("captions.txt"), folder.path("shards")])
    #expect(made.status == 0, "\(made.stderr)")
    names = try FileManager.default.contentsOfDirectory(atPath: folder.path("shards")).sorted()
    server = try LoopbackServer(folder)
  }

  /// What commands print about the shards in one place, with the place left out and the lines in order.
  private func told(_ base: String, _ database: String) throws -> [String: String] {
    let shards = names.map { base + $0 }
    let index = [
      "--db", "\(database).sqlite", "--classes", "names.json", "--corpus", "c", "--rows", "\(database).rows",
    ]
    let commands: [(String, [String])] = [
      ("inspect", ["--format", "json"] + shards), ("count", ["dog", "newt", "--format", "csv"] + shards),
      ("index", index + ["--keep-siblings"] + shards),
      ("query", ["--db", "\(database).sqlite", "--format", "csv", "--by", "role"]),
      ("verify", ["--db", "\(database).sqlite", "--rescan", "100"]),
      ("examples", ["--db", "\(database).sqlite", "newt", "-n", "10000", "--format", "csv"]),
      (
        "extract",
        ["--db", "\(database).sqlite", "newt", "-o", "-", "--columns", "shard,record,class,caption"]
      ),
      (
        "analyze",
        ["--classes", "names.json", "--accuracy", "model.json", "--instruct"] + shards + ["-o", database]
      ),
    ]
    var told: [String: String] = [:]
    for (command, arguments) in commands {
      let run = try Binary.run([command] + arguments, folder: folder.url)
      #expect(run.status == 0, "\(command) \(base): \(run.stderr)")
      // The summary says how fast it was, and what came from where.
      if command == "index" || command == "analyze" { continue }
      told[command] = run.stdout.replacing(base, with: "").split(separator: "\n").sorted().joined(
        separator: "\n")
      #expect(run.stdout.utf8.count > 50, "\(command): \(run.stdout)")
    }
    for table in ["points.csv", "binned.csv"] {
      told[table] = try String(contentsOfFile: folder.path("\(database)/\(table)"), encoding: .utf8)
    }
    return told
  }

  /// Some of the mentions as a seed draws them, with the place left out: of the counted shards, and of shards that are named.
  private func drawn(_ base: String, _ database: String) throws -> [String] {
    try [
      ["--db", "\(database).sqlite", "newt", "cat"],
      ["--classes", "names.json", "newt", "cat"] + names.map { base + $0 },
    ].map { words in
      let run = try Binary.run(
        ["examples", "-n", "9", "--seed", "4", "--format", "csv"] + words, folder: folder.url)
      #expect(run.status == 0, "\(base): \(run.stderr)")
      return run.stdout.replacing(base, with: "")
    }
  }

  @Test func theySayTheSameOfShardsOnAServer() throws {
    let local = try told(folder.path("shards") + "/", "local")
    let remote = try told(server.url("ok/shards/"), "remote")
    #expect(local.count == 8 && names.count > 30)
    for (command, text) in local {
      #expect(remote[command] == text, "\(command)")
    }
    let rescan = try #require(local["verify"]?.firstMatch(of: /rescanned (\d+), same counts (\d+)/))
    #expect(rescan.1 == rescan.2 && Int(rescan.1) ?? 0 > 30, "\(rescan.0)")
    // A seed draws by the content, wherever it lies.
    let drawn = try drawn(folder.path("shards") + "/", "local")
    #expect(drawn.allSatisfy { $0.split(separator: "\n").count == 10 }, "\(drawn)")
    #expect(try self.drawn(server.url("ok/shards/"), "remote") == drawn)
  }
}
