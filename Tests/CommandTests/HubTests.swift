import Foundation
import TestSupport
import Testing

/// `hf://` names, read from a stand-in for the hub on loopback, which the hub's own client reads as well.
@Suite(.enabled(if: ProjectPaths.python != nil, "Python is not set up")) struct HubTests {
  private static let token = "hf_geheim0123456789"
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let captions = (0..<120).map {
      ["a tench in a lake", "two cranes, one crane", "A Hammerhead Shark!"][$0 % 3]
    }
    let lines = captions.map { "{\"caption\": \"\($0)\"}\n" }.joined()
    try folder.write("names.json", Small.classes)
    for data in ["hub/lab/birds/data", "hub/lab/closed/data"] {
      try folder.write("\(data)/a.jsonl", lines)
      try folder.write("\(data)/b c&d.txt", captions.joined(separator: "\n") + "\n")
      try folder.write("\(data)/small.txt", "one tench\n")
      try folder.write("\(data)/sub/chat.json", Small.chat)
      try folder.write("\(data)/sub/README.md", "a tench\n")
      try folder.write("\(data)/sub/x.jpg", "a tench\n")
    }
  }

  /// Starts the stand-in; a listing has two entries a page.
  private func hub(_ options: String...) throws -> LoopbackServer {
    try LoopbackServer(
      oracle: "hub.py",
      [folder.path("hub"), "--page", "2", "--token", Self.token, "--log", folder.path("log")] + options)
  }

  private func run(
    _ arguments: [String], _ hub: LoopbackServer?, input: String = "",
    _ more: [String: String] = ["HF_TOKEN": token]
  ) throws -> Run {
    var environment = [
      "HOME": folder.path("home"), "HF_HOME": folder.path("hf"), "HF_TOKEN": "", "HF_HUB_OFFLINE": "",
    ]
    environment["HF_ENDPOINT"] = "http://127.0.0.1:\(hub?.ports.first ?? 1)"
    return try Binary.run(
      arguments, input: Data(input.utf8), environment: environment.merging(more) { $1 }, folder: folder.url)
  }

  private func index(_ database: String, _ shards: [String], _ hub: LoopbackServer?) throws -> Run {
    try run(["index", "--db", database, "--classes", "names.json", "--corpus", "c"] + shards, hub)
  }

  private func counts(_ database: String) throws -> String {
    try run(["query", "--db", database, "--format", "csv", "--by", "role"], nil).stdout
  }

  /// What the stand-in was asked since the last look.
  private func asked() throws -> [String] {
    let text = (try? String(contentsOfFile: folder.path("log"), encoding: .utf8)) ?? ""
    try folder.write("log", "")
    return text.split(separator: "\n").map(String.init)
  }

  @Test func countsAreThoseOfTheLocalFiles() throws {
    let hub = try hub()
    let local = try index("local.sqlite", ["hub/lab/birds"], nil)
    #expect(local.status == 0, "\(local.stderr)")
    for (database, words) in [
      ("folder.sqlite", ["hf://datasets/lab/birds"]),
      ("glob.sqlite", ["hf://datasets/lab/birds@main/data/*.*", "hf://datasets/lab/birds/data/sub/"]),
      (
        "braces.sqlite",
        ["hf://datasets/lab/birds@refs/convert/parquet/data/{a.jsonl,b c&d.txt,small.txt,sub/chat.json}"]
      ),
    ] {
      let remote = try index(database, words, hub)
      #expect(remote.status == 0, "\(remote.stderr)")
      #expect(try counts(database) == counts("local.sqlite"), "\(remote.stderr)")
    }
    let all = try asked()
    #expect(all.contains { $0.hasPrefix("other GET") && $0.hasSuffix("token=no") })
    #expect(!all.contains { $0.hasPrefix("other") && $0.hasSuffix("token=yes") })
    // A second run asks for the commit and the listing, and for no shard.
    let again = try index("folder.sqlite", ["hf://datasets/lab/birds"], hub)
    #expect(again.stdout.contains("4 unchanged"), "\(again.stdout)\(again.stderr)")
    #expect(try asked().allSatisfy { $0.contains("/api/") })
    // What was counted from the disk is known by its content, and the other way round.
    let mixed = try index("local.sqlite", ["hf://datasets/lab/birds"], hub)
    #expect(try mixed.status == 0 && counts("local.sqlite") == counts("folder.sqlite"), "\(mixed.stderr)")
    let back = try index("folder.sqlite", ["hub/lab/birds"], nil)
    #expect(try back.status == 0 && counts("folder.sqlite") == counts("glob.sqlite"), "\(back.stderr)")
  }

  @Test func aListIsScannedWithoutAListing() throws {
    let hub = try hub()
    let list = try run(["expand", "hf://datasets/lab/birds"], hub).stdout
    let lines = list.split(separator: "\n")
    #expect(lines.count == 4 && lines.allSatisfy { $0.hasPrefix("hf://datasets/lab/birds@") }, "\(list)")
    try folder.write("list", list)
    _ = try asked()
    let scan = try run(["scan", "--classes", "names.json"], hub, input: list)
    #expect(scan.status == 0, "\(scan.stderr)")
    let asked = try asked()
    #expect(!asked.isEmpty && !asked.contains { $0.contains("/api/") }, "\(asked)")
    try folder.write("scan.jsonl", scan.stdout)
    let merge = try run(
      [
        "merge", "--db", "m.sqlite", "--classes", "names.json", "--corpus", "c", "--expect", "list",
        "scan.jsonl",
      ], nil)
    #expect(merge.status == 0, "\(merge.stderr)")
    _ = try index("local.sqlite", ["hub/lab/birds"], nil)
    #expect(try counts("m.sqlite") == counts("local.sqlite"))
    let listed = try index("m.sqlite", ["@list"], hub)
    #expect(listed.stdout.contains("4 unchanged"), "\(listed.stdout)\(listed.stderr)")
    let examples = try run(["examples", "--db", "m.sqlite", "tench", "--format", "csv"], hub)
    #expect(
      examples.status == 0 && examples.stdout.contains("caption,a ,tench, in a lake"), "\(examples.stderr)")
  }

  @Test func refusalsSayWhatToDo() throws {
    let hub = try hub("--private", "lab/closed", "--gated", "lab/birds")
    for (word, token, words) in [
      ("hf://datasets/lab/closed", "", "set HF_TOKEN"),
      ("hf://datasets/lab/none", Self.token, "no such repository"),
      ("hf://datasets/lab/birds@v9", Self.token, "no such revision"),
      ("hf://datasets/lab", "", "hf://datasets/OWNER/NAME"),
      ("hf://datasets/lab/birds/none.txt", Self.token, "404"),
      ("hf://datasets/lab/birds/data", "", "has to be requested"),
      ("hf://datasets/lab/birds/data", "hf_anothers", "has to be requested"),
    ] {
      let run = try run(
        ["index", "--db", "r.sqlite", "--classes", "names.json", "--corpus", "c", word], hub,
        ["HF_TOKEN": token])
      #expect(run.status != 0 && run.stderr.contains(words), "\(word): \(run.stderr)")
      #expect(!run.stderr.contains(Self.token) && !run.stderr.contains("hf_anothers"))
    }
    let open = try index("closed.sqlite", ["hf://datasets/lab/closed", "hf://datasets/lab/birds"], hub)
    #expect(open.status == 0, "\(open.stderr)")
  }

  @Test func aListingThatGoesOnElsewhereIsRefused() throws {
    let hub = try hub("--astray")
    let run = try index("a.sqlite", ["hf://datasets/lab/birds"], hub)
    #expect(run.status != 0 && run.stderr.contains("its next page is on another host"), "\(run.stderr)")
    #expect(try !asked().contains { $0.hasPrefix("other") })
  }

  /// Nothing that is kept or told has the token in it, or what lets somebody in at the other host.
  @Test func secretsAreInNothingThatIsWritten() throws {
    let hub = try hub()
    var told: [Run] = []
    for arguments in [
      [
        "index", "--db", "s.sqlite", "--classes", "names.json", "--corpus", "c", "--rows", "rows",
        "--verbose", "hf://datasets/lab/birds",
      ],
      ["inspect", "hf://datasets/lab/birds/data/a.jsonl"],
      ["expand", "--format", "json", "hf://datasets/lab/birds"],
      [
        "index", "--db", "s.sqlite", "--classes", "names.json", "--corpus", "d",
        "hf://datasets/lab/birds/data/none.jsonl",
      ],
      ["shards", "--db", "s.sqlite", "--format", "json"], ["shards", "--db", "s.sqlite", "--failed"],
      ["count", "tench", "hf://datasets/lab/birds"], ["verify", "--db", "s.sqlite", "--rescan", "2"],
      ["extract", "--db", "s.sqlite", "tench", "-o", "extracted.jsonl"],
    ] { told.append(try run(arguments, hub)) }
    let list = try run(["expand", "hf://datasets/lab/birds"], hub).stdout
    told.append(try run(["scan", "--classes", "names.json", "--rows", "scanned"], hub, input: list))
    #expect(told.map(\.status).filter { $0 == 0 }.count >= 7, "\(told.map(\.stderr))")
    let secrets = [Data(Self.token.utf8), Data("signed-for-one".utf8)]
    for run in told {
      for secret in secrets {
        #expect(
          run.output.range(of: secret) == nil && run.errorOutput.range(of: secret) == nil, "\(run.stderr)")
      }
    }
    var files = 0
    for case let path as String in FileManager.default.enumerator(atPath: folder.url.path) ?? .init()
    where path != "log" {
      guard let data = FileManager.default.contents(atPath: folder.path(path)) else { continue }
      files += 1
      #expect(secrets.allSatisfy { data.range(of: $0) == nil }, "\(path)")
    }
    #expect(files > 10)
  }

  /// The client that people use finds the same files with the same bytes in the stand-in; so it is the stand-in that it tests.
  @Test(.enabled(if: ProjectPaths.hasHubClient, "huggingface_hub is not installed"))
  func theHubsOwnClientReadsTheSame() throws {
    let hub = try hub()
    let script = """
      import hashlib, huggingface_hub as h
      fs = h.HfFileSystem()
      for name in fs.find("hf://datasets/lab/birds"):
          with fs.open(name) as file: print(name.removeprefix("datasets/lab/birds/"), hashlib.sha256(file.read()).hexdigest())
      h.snapshot_download("lab/birds", repo_type="dataset", allow_patterns=["data/*"])
      """
    let client = try Run(
      ProjectPaths.python ?? URL(fileURLWithPath: "/usr/bin/python3"), ["-c", script],
      environment: [
        "HF_ENDPOINT": "http://127.0.0.1:\(hub.ports[0])", "HF_TOKEN": Self.token,
        "HF_HOME": folder.path("hf"),
        "HF_HUB_OFFLINE": "", "HF_HUB_DISABLE_TELEMETRY": "1",
      ])
    let local = try Run(
      URL(fileURLWithPath: "/bin/sh"),
      [
        "-c",
        "find data -type f | LC_ALL=C sort | while read -r f; do echo \"$f $(sha256sum < \"$f\" | cut -d' ' -f1)\"; done",
      ],
      folder: folder.url.appending(path: "hub/lab/birds"))
    #expect(client.stdout == local.stdout, "\(client.stderr)")
    // What it has downloaded is read from there, with and without a network.
    _ = try asked()
    _ = try index("local.sqlite", ["hub/lab/birds"], nil)
    let cached = try index("cached.sqlite", ["hf://datasets/lab/birds"], hub)
    #expect(try cached.status == 0 && counts("cached.sqlite") == counts("local.sqlite"), "\(cached.stderr)")
    #expect(try asked().allSatisfy { $0.contains("/api/") })
    let offline = try run(
      [
        "index", "--db", "offline.sqlite", "--classes", "names.json", "--corpus", "c",
        "hf://datasets/lab/birds/data",
      ], nil,
      ["HF_HUB_OFFLINE": "1"])
    #expect(
      try offline.status == 0 && counts("offline.sqlite") == counts("local.sqlite"), "\(offline.stderr)")
    #expect(try asked().isEmpty)
  }
}
