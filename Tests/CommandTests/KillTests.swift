import Foundation
import TestSupport
import Testing

/// Sixty small shards, and what a database holds of them.
private struct SixtyShards {
  static let count = 60
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "names.json",
      #"{"tench": ["Tinca tinca", "doctor fish"], "shark": [], "hammerhead shark": ["hammerhead"], "crane": [], "newt": []}"#
    )
    let words = [
      "tench", "a", "Tinca tinca", "red", "shark", "hammerhead shark", "crane", "newt", "the", "doctor fish",
      "lake",
    ]
    var state: UInt64 = 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for shard in 0..<Self.count {
      var text = ""
      for _ in 0..<(150 + next(100)) {
        let caption = (0..<6).map { _ in words[next(words.count)] }.joined(separator: " ")
        text +=
          next(5) == 0
          ? #"{"conversations": [{"from": "human", "value": "\#(caption)"}, {"from": "gpt", "value": "a crane"}]}"#
          : #"{"conversations": [{"from": "system", "value": "x"}, {"from": "gpt", "value": "\#(caption)"}]}"#
        text += "\n"
      }
      try folder.write("shards/\(100 + shard).jsonl", text)
    }
  }

  func arguments(_ database: String, shards: [String] = ["shards"]) -> [String] {
    ["index", "--db", database, "--classes", "names.json", "--corpus", "c", "--threads", "2"] + shards
  }

  /// Everything that a database counts, by what it is of, without the numbers of rows.
  func dump(_ database: String) throws -> Data {
    let script = """
      import sqlite3, sys
      db = sqlite3.connect(sys.argv[1])
      shard = "hex(s.digest)"
      for query in [
          "SELECT name, hex(digest), options FROM class_set",
          "SELECT name, stage FROM corpus",
          "SELECT hex(s.digest), hex(r.digest), s.digest_kind, s.name, s.size, s.reading_rule, s.records,"
          " s.captions_caption, s.captions_human, s.captions_assistant, s.captions_system, s.captions_other,"
          " s.text_bytes, s.excluded_records, s.skipped_records, s.tool_version"
          " FROM shard s JOIN rule_set r ON r.id = s.rule_set",
          "SELECT p.path, hex(s.digest), p.size, p.modified FROM shard_place p JOIN shard s ON s.id = p.shard",
          "SELECT hex(s.digest), k.role, c.class_index, k.captions, k.repeats, k.terms FROM shard_class k"
          " JOIN shard s ON s.id = k.shard JOIN class c ON c.id = k.class",
          "SELECT f.name, f.error FROM failed_shard f",
          "SELECT shards, records, text_bytes, excluded_records, skipped_records FROM corpus_total",
          "SELECT role, captions FROM corpus_role",
          "SELECT t.role, c.class_index, t.mentions, t.captions FROM corpus_class t JOIN class c ON c.id = t.class",
          "SELECT t.role, c.class_index, t.position, t.mentions, t.captions FROM corpus_term t"
          " JOIN class c ON c.id = t.class"]:
        print(query)
        for row in sorted(map(repr, db.execute(query))):
          print(row)
      """
    let run = try Run.python(["-c", script, folder.path(database)])
    #expect(run.status == 0 && run.output.count > 10_000, "\(run.stderr)")
    return run.output
  }

  /// Starts a run; standard error goes to a file, since nobody reads a pipe.
  func start(_ arguments: [String], errors: String) throws -> Process {
    let process = Process()
    process.executableURL = Binary.url
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let file = try folder.write(errors, "")
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    try process.run()
    return process
  }

  func text(_ file: String) throws -> String {
    try String(contentsOf: folder.url.appending(path: file), encoding: .utf8)
  }
}

@Suite(
  .serialized,
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") || ProjectPaths.python != nil)
)
struct KillTests {
  /// Twenty here; `KILLS` asks for more.
  static let kills = ProcessInfo.processInfo.environment["KILLS"].flatMap(Int.init) ?? 20

  @Test func killedRunsEndWhereAnUndisturbedOneDoes() throws {
    let sixty = try SixtyShards()
    let began = ContinuousClock.now
    let whole = try Binary.run(sixty.arguments("whole.sqlite"), folder: sixty.folder.url)
    let length = began.duration(to: .now) / .microseconds(1)
    #expect(whole.status == 0, "\(whole.stderr)")
    let expected = try sixty.dump("whole.sqlite")

    var landed = 0
    var inside = 0
    var database = 0
    var starts = 0
    var random = SystemRandomNumberGenerator()
    while landed < Self.kills, starts < 20 * Self.kills {
      database += 1
      let name = "killed\(database).sqlite"
      while true {
        starts += 1
        let process = try sixty.start(sixty.arguments(name), errors: "errors")
        // From the whole run's length, whatever is left to do: a resumed run may have ended before.
        if landed < Self.kills {
          usleep(UInt32(Double.random(in: 0..<length, using: &random)))
          kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
        let errors = try sixty.text("errors")
        if let resumed = errors.range(of: "already counted and not read again: "),
          let done = Int(errors[resumed.upperBound...].prefix { $0.isNumber }), done < SixtyShards.count
        {
          inside += 1
        }
        if process.terminationReason == .exit {
          #expect(process.terminationStatus == 0, "\(errors)")
          break
        }
        landed += 1
      }
      #expect(try sixty.dump(name) == expected, "after kills in \(name)")
    }
    #expect(landed >= Self.kills, "only \(landed) kills landed in \(starts) runs")
    #expect(inside > 0, "no killed run left some shards counted and some not")
    let verify = try Binary.run(
      ["verify", "--db", "killed1.sqlite", "--rescan", "5"], folder: sixty.folder.url)
    #expect(verify.status == 0, "\(verify.stderr)")
    print(
      "kills landed: \(landed) in \(starts) runs over \(database) databases; runs resumed in the middle: \(inside)"
    )
  }

  /// A small file system of its own; false where this user may not mount one.
  private static let canMount =
    getuid() == 0
    && (try? Binary.shell("d=$(mktemp -d); mount -t tmpfs -o size=64k none $d && umount $d; rmdir $d"))?
      .status == 0

  /// The disk is full again and again; each time it grows a little and the same command goes on.
  @Test(.enabled(if: canMount)) func runsOnAFullDiskEndWhereAnUndisturbedOneDoes() throws {
    let sixty = try SixtyShards()
    let whole = try Binary.run(sixty.arguments("whole.sqlite"), folder: sixty.folder.url)
    #expect(whole.status == 0, "\(whole.stderr)")
    try sixty.folder.write("small/x", "")
    var room = 64
    #expect(
      try Binary.shell("mount -t tmpfs -o size=\(room)k none small", folder: sixty.folder.url).status == 0)
    defer { _ = try? Binary.shell("umount -l small", folder: sixty.folder.url) }
    var full = 0
    var inside = 0
    while true {
      let run = try Binary.run(sixty.arguments("small/c.sqlite"), folder: sixty.folder.url)
      if run.stderr.contains("already counted and not read again: ") { inside += 1 }
      if run.status == 0 { break }
      full += 1
      #expect(run.status == 1, "\(run.stderr)")
      #expect(
        run.stderr.hasSuffix(
          "corpus-tool: small/c.sqlite: the disk is full; what was stored before is kept\n"),
        "\(run.stderr)")
      room += 96
      try #require(room < 4096)
      #expect(
        try Binary.shell("mount -o remount,size=\(room)k small", folder: sixty.folder.url).status == 0)
    }
    #expect(full > 3 && inside > 1, "\(full) runs met a full disk, \(inside) were resumed")
    #expect(try sixty.dump("small/c.sqlite") == sixty.dump("whole.sqlite"))
    print("runs that met a full disk: \(full); resumed in the middle: \(inside)")
  }

  @Test func twoRunsAtOnceCountEachShardOnce() throws {
    let sixty = try SixtyShards()
    let whole = try Binary.run(sixty.arguments("whole.sqlite"), folder: sixty.folder.url)
    #expect(whole.status == 0, "\(whole.stderr)")
    let first = try sixty.start(
      sixty.arguments("both.sqlite", shards: ["shards/{100..144}.jsonl"]), errors: "first")
    let second = try sixty.start(
      sixty.arguments("both.sqlite", shards: ["shards/{115..159}.jsonl"]), errors: "second")
    for (process, file) in [(first, "first"), (second, "second")] {
      process.waitUntilExit()
      let errors = try sixty.text(file)
      #expect(process.terminationReason == .exit && process.terminationStatus == 0, "\(errors)")
      for line in errors.split(separator: "\n") where line.hasPrefix("corpus-tool: ") {
        #expect(line.hasPrefix("corpus-tool: note: "), "\(line)")
      }
    }
    #expect(try sixty.dump("both.sqlite") == sixty.dump("whole.sqlite"))
  }
}
