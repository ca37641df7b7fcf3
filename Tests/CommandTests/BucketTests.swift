import Foundation
import TestSupport
import Testing

/// `s3://` and `gs://` names, read from rclone's S3 server on loopback.
@Suite(.enabled(if: ProjectPaths.rclone != nil, "rclone is not installed")) struct BucketTests {
  private static let secret = "geheim+/=0123456789"
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", Small.classes)
    for number in 0..<12 {
      try folder.write(
        "store/bucket/laion/\(number < 10 ? "0000" : "000")\(number).jsonl",
        Small.lines + "{\"caption\": \"\(number)\"}\n")
    }
    try folder.write("store/bucket/laion/more/b c&d <é>.txt", "a tench\n")
    try folder.write("store/bucket/laion/more/chat.json", Small.chat)
    try folder.write("store/bucket/laion/README.md", "a tench\n")
  }

  private func server(keys: Bool = true) throws -> LoopbackServer {
    let rclone = ProjectPaths.rclone ?? URL(fileURLWithPath: "/usr/bin/rclone")
    return try LoopbackServer(
      rclone,
      ["serve", "s3", "--addr", "127.0.0.1:0", folder.path("store")]
        + (keys ? ["--auth-key", "AKIATEST,\(Self.secret)"] : []),
      environment: ["RCLONE_CONFIG": "/dev/null"], printsOnError: true
    ) { line in
      line.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) }.map { [$0] }
    }
  }

  private static let names = [
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL_S3", "GS_ACCESS_KEY_ID", "GS_SECRET_ACCESS_KEY", "STORAGE_EMULATOR_HOST",
  ]

  private func run(_ arguments: [String], _ server: LoopbackServer?, _ more: [String: String]) throws -> Run {
    var environment = Dictionary(uniqueKeysWithValues: Self.names.map { ($0, "") })
    environment["HOME"] = folder.path("home")
    environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:\(server?.ports.first ?? 1)"
    return try Binary.run(arguments, environment: environment.merging(more) { $1 }, folder: folder.url)
  }

  private static let keys = ["AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": secret]

  private func index(
    _ database: String, _ shards: [String], _ server: LoopbackServer?, _ more: [String: String] = keys
  ) throws -> Run {
    try run(["index", "--db", database, "--classes", "names.json", "--corpus", "c"] + shards, server, more)
  }

  private func counts(_ database: String) throws -> String {
    try run(["query", "--db", database, "--format", "csv", "--by", "role"], nil, [:]).stdout
  }

  @Test func countsAreThoseOfTheLocalFiles() throws {
    let server = try server()
    _ = try index("local.sqlite", ["store/bucket"], nil)
    let expected = try counts("local.sqlite")
    #expect(expected.contains("tench"))
    for (database, words) in [
      ("folder.sqlite", ["s3://bucket/laion"]), ("all.sqlite", ["s3://bucket"]),
      ("glob.sqlite", ["s3://bucket/laion/*.jsonl", "s3://bucket/*/more/*"]),
      ("braces.sqlite", ["s3://bucket/laion/{00000..00011}.jsonl", "s3://bucket/laion/more/"]),
      (
        "objects.sqlite",
        ["s3://bucket/laion/more/b c&d <é>.txt", "s3://bucket/laion/more/chat.json", "s3://bucket/laion/0*"]
      ),
    ] {
      let remote = try index(database, words, server)
      #expect(remote.status == 0, "\(remote.stderr)")
      #expect(try counts(database) == expected, "\(database): \(remote.stderr)")
    }
    let again = try index("folder.sqlite", ["s3://bucket/laion"], server)
    #expect(again.stdout.contains("14 unchanged"), "\(again.stdout)\(again.stderr)")
    // An object that changes has another ETag.
    try folder.write("store/bucket/laion/00003.jsonl", "{\"caption\": \"newt\"}\n")
    let changed = try index("folder.sqlite", ["s3://bucket/laion"], server)
    #expect(changed.stdout.contains("13 unchanged"), "\(changed.stdout)\(changed.stderr)")
    // Google's names, at a server in its place and with keys of their own.
    let google = try run(
      ["index", "--db", "gs.sqlite", "--classes", "names.json", "--corpus", "c", "gs://bucket/laion/more"],
      server,
      [
        "STORAGE_EMULATOR_HOST": "http://127.0.0.1:\(server.ports[0])", "GS_ACCESS_KEY_ID": "AKIATEST",
        "GS_SECRET_ACCESS_KEY": Self.secret,
      ])
    #expect(google.status == 0 && google.stdout.contains("2 counted"), "\(google.stdout)\(google.stderr)")
  }

  @Test func aProfileHasTheKeys() throws {
    let server = try server()
    try folder.write(
      "home/.aws/credentials", "[lab]\naws_access_key_id = AKIATEST\naws_secret_access_key = \(Self.secret)\n"
    )
    try folder.write(
      "home/.aws/config",
      "[profile lab]\nregion = eu-west-3\nendpoint_url = http://127.0.0.1:\(server.ports[0])\n")
    let run = try index(
      "p.sqlite", ["s3://bucket/laion/more"], nil, ["AWS_PROFILE": "lab", "AWS_ENDPOINT_URL": ""])
    #expect(run.status == 0 && run.stdout.contains("2 counted"), "\(run.stdout)\(run.stderr)")
  }

  @Test func withoutKeysNothingIsSigned() throws {
    let run = try index("n.sqlite", ["s3://bucket/laion/more"], try server(keys: false), [:])
    #expect(run.status == 0 && run.stdout.contains("2 counted"), "\(run.stdout)\(run.stderr)")
  }

  @Test func refusalsSayWhatToDo() throws {
    let server = try server()
    for (word, keys, words) in [
      (
        "s3://bucket/laion", ["AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "another"],
        "AWS_ACCESS_KEY_ID"
      ),
      (
        "s3://bucket/laion", ["AWS_ACCESS_KEY_ID": "AKIAOTHER", "AWS_SECRET_ACCESS_KEY": Self.secret],
        "AWS_PROFILE"
      ),
      ("s3://absent/laion", Self.keys, "404 (NoSuchBucket)"),
      ("s3://bucket/none/*.tar", Self.keys, "no file matches"),
      ("s3://bucket/laion", ["AWS_PROFILE": "absent"], "AWS_PROFILE is absent"),
      ("s3://bucket/none.tar", Self.keys, "404"),
      ("s3://", Self.keys, "s3://BUCKET/KEY"),
    ] {
      let run = try index("r.sqlite", [word], server, keys)
      #expect(run.status != 0 && run.stderr.contains(words), "\(word): \(run.stderr)")
      #expect(!run.stderr.contains(Self.secret) && !run.stderr.contains("another"))
    }
  }

  /// A page of a listing has a thousand keys.
  @Test func aLongListingIsReadToItsEnd() throws {
    for number in 0..<1_100 { try folder.write("store/large/\(10_000 + number).txt", "a tench\n") }
    let list = try run(["expand", "s3://large"], try server(), Self.keys).stdout.split(separator: "\n")
    #expect(
      list.count == 1_100 && list.first == "s3://large/10000.txt" && list.last == "s3://large/11099.txt")
  }

  @Test func secretsAreInNothingThatIsWritten() throws {
    let server = try server()
    let run = try run(
      [
        "index", "--db", "s.sqlite", "--classes", "names.json", "--corpus", "c", "--rows", "rows",
        "--verbose", "s3://bucket/laion",
        "s3://bucket/none.tar",
      ], server, Self.keys)
    let scan = try Binary.shell(
      "printf 's3://bucket/laion/00000.jsonl\\ns3://bucket/none.jsonl\\n' | env HOME=/none "
        + Self.keys.merging([
          "AWS_ENDPOINT_URL": "http://127.0.0.1:\(server.ports[0])", "AWS_SESSION_TOKEN": "",
        ]) { $1 }
        .map { "\($0)='\($1)'" }.joined(separator: " ")
        + " corpus-tool scan --classes names.json > scan.jsonl",
      folder: folder.url)
    #expect(run.stdout.contains("14 counted"), "\(run.stdout)\(run.stderr)")
    let lines = try String(contentsOfFile: folder.path("scan.jsonl"), encoding: .utf8)
    #expect(lines.contains("s3://bucket/laion/00000.jsonl") && lines.contains("error"), "\(scan.stderr)")
    let secrets = [Self.secret, "AKIATEST", "Signature="].map { Data($0.utf8) }
    for data in [run.output, run.errorOutput, scan.output, scan.errorOutput] {
      #expect(secrets.allSatisfy { data.range(of: $0) == nil })
    }
    for case let path as String in FileManager.default.enumerator(atPath: folder.url.path) ?? .init() {
      guard let data = FileManager.default.contents(atPath: folder.path(path)) else { continue }
      #expect(secrets.allSatisfy { data.range(of: $0) == nil }, "\(path)")
    }
  }
}
