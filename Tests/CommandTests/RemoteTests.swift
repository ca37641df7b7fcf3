import Foundation
import TestSupport
import Testing

/// Shards that a server keeps, read by the built program.
@Suite struct RemoteTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["dog", "cat", "hot dog", "newt"]"#)
    let rows = (0..<10_000).map { #"{"caption": "a dog and a cat, number \#($0)"}"# }.joined(separator: "\n")
    try folder.write("rows.jsonl", rows + "\n")
    try folder.write("small.jsonl", #"{"caption": "a newt"}"# + "\n")
    try folder.write("empty.data", "")
  }

  private func run(_ arguments: String..., environment: [String: String] = [:], input: String = "") throws
    -> Run
  {
    try Binary.run(arguments, input: Data(input.utf8), environment: environment, folder: folder.url)
  }

  /// Scan lines by the shard's file name, without what says where it lies.
  private func lines(
    _ names: [String], base: String, _ environment: [String: String] = [:]
  ) throws -> [String: String] {
    let scan = try run(
      "scan", "--classes", "names.json", environment: environment,
      input: names.map { base + $0 }.joined(separator: "\n") + "\n")
    #expect(scan.status == 0, "\(scan.stderr)")
    var found: [String: String] = [:]
    for line in scan.stdout.split(separator: "\n") {
      var object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let shard = try #require(object.removeValue(forKey: "shard") as? String)
      object.removeValue(forKey: "path")
      object.removeValue(forKey: "modified")
      let rest = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
      found[String(shard.split(separator: "/").last ?? "")] = String(decoding: rest, as: UTF8.self)
    }
    return found
  }

  private func checkLayouts(
    _ environment: [String: String] = [:], _ base: (TemporaryFolder) throws -> (LoopbackServer, String)
  ) throws {
    let captions = (0..<60).map { "a \(["dog", "hot dog", "cat", "newt"][$0 % 4]) and \($0) caf\u{E9}s" }
    try folder.write("captions.txt", captions.joined(separator: "\n") + "\n")
    let tool = ProjectPaths.sharedFile("tools/make_shards.py").path
    let made = try Run.python([tool, folder.path("captions.txt"), folder.path("shards")])
    #expect(made.status == 0, "\(made.stderr)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("shards")).sorted()
    let local = try lines(names, base: folder.path("shards") + "/")
    let (server, prefix) = try base(folder)
    let remote = try lines(names, base: server.url(prefix), environment)
    #expect(local.count == names.count && names.count > 30)
    for name in names { #expect(remote[name] == local[name], "\(name)") }
  }

  /// Counts and digests are those of the files on disk, whatever the layout.
  @Test(.enabled(if: ProjectPaths.hasOracle)) func everyLayoutIsTheFile() throws {
    try checkLayouts { (try LoopbackServer($0), "ok/shards/") }
  }

  @Test(.enabled(if: ProjectPaths.hasOracle)) func everyLayoutIsTheFileWithoutRanges() throws {
    try checkLayouts { (try LoopbackServer($0), "plain/shards/") }
  }

  @Test(.enabled(if: ProjectPaths.hasOracle && LoopbackServer.hasNginx))
  func everyLayoutIsTheFileBehindNginx()
    throws
  {
    try checkLayouts { (try LoopbackServer(nginx: $0), "shards/") }
  }

  /// Over TLS with HTTP/2, where requests of several parts of a file share a connection.
  @Test(.enabled(if: ProjectPaths.hasOracle && LoopbackServer.hasNginx))
  func everyLayoutIsTheFileOverHTTP2() throws {
    try makeCertificate()
    try checkLayouts(["CURL_CA_BUNDLE": folder.path("ca.pem")]) {
      (try LoopbackServer(nginx: $0, certificate: ($0.path("server.pem"), $0.path("server.key"))), "shards/")
    }
    let log = try String(contentsOfFile: folder.path("protocols.log"), encoding: .utf8)
    let protocols = log.split(separator: "\n")
    #expect(protocols.count > 30 && Set(protocols) == ["HTTP/2.0"], "\(protocols.count)")
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    var way: String
    var file = "rows.jsonl"
    /// What standard error has; nil: the shard is counted.
    var sentence: String?
    var testDescription: String { "\(way)/\(file)" }
  }

  private static let faults = [
    Fault(way: "ok"), Fault(way: "plain"), Fault(way: "whole"), Fault(way: "untagged"), Fault(way: "break"),
    Fault(way: "busy"), Fault(way: "limited"), Fault(way: "stall"), Fault(way: "hop"), Fault(way: "away"),
    Fault(way: "ok", file: "wide.parquet"), Fault(way: "plain", file: "wide.parquet"),
    Fault(way: "whole", file: "wide.parquet"), Fault(way: "untagged", file: "wide.parquet"),
    Fault(way: "hop", file: "wide.parquet"), Fault(way: "nosuffix", file: "wide.parquet"),
    Fault(way: "brief", file: "wide.parquet"), Fault(way: "brief"), Fault(way: "slow"),
    // What is no part is not taken for one: the file is read as a stream.
    Fault(way: "part200", file: "wide.parquet"), Fault(way: "wrongrange", file: "wide.parquet"),
    Fault(way: "norangehead", file: "wide.parquet"), Fault(way: "long", file: "wide.parquet"),
    Fault(way: "short", sentence: "the answer ended after"),
    Fault(
      way: "changed", file: "wide.parquet",
      sentence: "the file changed while it was read (its ETag is another one)"),
    Fault(way: "breakchanged", sentence: "the file changed while it was read"),
    Fault(way: "torn", file: "wide.parquet", sentence: "the file changed while it was read (it has"),
    Fault(way: "grown", file: "wide.parquet", sentence: "the file changed while it was read (it has"),
    Fault(
      way: "cut", file: "wide.parquet", sentence: "the file changed while it was read (it is shorter now)"),
    Fault(way: "always503", sentence: "the server answered 503 (Service Unavailable)"),
    Fault(way: "401", sentence: "the server answered 401 (Unauthorized); with a plain URL no token is sent"),
    Fault(way: "403", file: "wide.parquet", sentence: "the server answered 403 (Forbidden)"),
    Fault(way: "404", sentence: "the server answered 404 (Not Found)"),
    Fault(way: "xml", sentence: "the server answered 403 (AccessDenied: Not for you)"),
    Fault(way: "gated", sentence: "access to this data set has to be requested"),
    Fault(way: "ok", file: "none.jsonl", sentence: "the server answered 404"),
    Fault(way: "ok", file: "empty.data", sentence: "the file is empty"),
    Fault(way: "loop", sentence: "the server redirects more than 10 times"),
    Fault(way: "file", sentence: "the server redirects to file:///etc/passwd, which is not followed"),
    Fault(way: "user", sentence: "the server redirects to http://127.0.0.1"),
  ]

  /// All of them in one run, so that each takes its time beside the others.
  @Test(.enabled(if: ProjectPaths.python != nil)) func faultsAreToldOrMended() throws {
    try wideFile(rows: 3000, pictureBytes: 500)
    let server = try LoopbackServer(folder)
    let good = Self.faults.filter { $0.sentence == nil }
    let bad = Self.faults.filter { $0.sentence != nil }
    for (faults, retries) in [(good, "6"), (bad, "1")] {
      let list = faults.map { server.url("\($0.way)/\($0.file)") + "\n" }.joined()
      let scan = try run(
        "scan", "--classes", "names.json", "--threads", "8", "--retries", retries, "--timeout", "1",
        input: list)
      #expect(scan.status == 0, "\(scan.stderr)")
      let found = scan.stdout.split(separator: "\n")
      #expect(found.count == faults.count)
      for fault in faults {
        let url = server.url("\(fault.way)/\(fault.file)")
        let line = try #require(
          found.first { $0.contains("\"shard\": \"\(url)\"") }, "\(fault.testDescription)")
        if let sentence = fault.sentence {
          #expect(
            line.contains("\"error\": \"") && line.contains(sentence), "\(fault.testDescription): \(line)")
          #expect(!line.contains("secret"), "\(line)")
        } else {
          let records = fault.file == "rows.jsonl" ? 10_000 : 3000
          #expect(line.contains("\"records\": \(records),"), "\(fault.testDescription): \(line)")
        }
      }
    }
  }

  /// What a redirect led to is asked until it is no longer good, and then the first URL again.
  @Test(.enabled(if: ProjectPaths.python != nil)) func aRedirectIsKeptAsLongAsItIsGood() throws {
    try wideFile(rows: 6000, pictureBytes: 6000)
    let server = try LoopbackServer(folder)
    let count = try run("count", "dog", server.url("brief/wide.parquet"), "--format", "csv")
    #expect(
      count.status == 0 && count.stdout.contains("dog,6000,6000,6000,"), "\(count.stdout)\(count.stderr)")
    let asked = try server.asked()
    let redirects = asked.filter { $0.path.hasPrefix("/brief/") }.count
    let answers = asked.filter { $0.sent > 0 }.count
    #expect(
      answers >= 6 && redirects > 1 && redirects < answers, "\(redirects) redirects, \(answers) answers")
  }

  /// Where a server gives neither an ETag nor a time, records are extracted only of the content that was counted.
  @Test func whatCannotBeToldIsReadAgain() throws {
    try folder.write("pets.jsonl", "{\"caption\": \"a dog\"}\n{\"caption\": \"a cat\"}\n")
    var server: LoopbackServer? = try LoopbackServer(folder)
    let index = try run(
      "index", "--classes", "names.json", "--corpus", "c", server?.url("untagged/pets.jsonl") ?? "")
    #expect(index.status == 0, "\(index.stderr)")
    let extract = ["extract", "dog", "--columns", "caption", "-o", "-"]
    let same = try Binary.run(extract, folder: folder.url)
    #expect(same.status == 0 && same.stdout.contains("a dog"), "\(same.stdout)\(same.stderr)")
    let stale = try run("shards", "--stale", "--format", "csv")
    #expect(stale.stdout.contains(",unknown"), "\(stale.stdout)")
    try folder.write("pets.jsonl", "{\"caption\": \"a cat\"}\n{\"caption\": \"a dog\"}\n")
    let other = try Binary.run(extract, folder: folder.url)
    #expect(
      other.status == 1 && !other.stdout.contains("a cat")
        && other.stderr.contains("has changed since it was counted"), "\(other.stdout)\(other.stderr)")
    server = nil
    let silent = try Binary.run(extract, folder: folder.url)
    #expect(
      silent.status == 1 && silent.stderr.contains("the server cannot be reached"), "\(silent.stderr)")
    #expect(try run("shards", "--stale", "--format", "csv").stdout.contains(",not reached"))
  }

  /// A bucket that names another region is asked, and signed for, there; also where nothing was listed before.
  @Test(.enabled(if: ProjectPaths.python != nil)) func aBucketInAnotherRegionIsScanned() throws {
    try wideFile(rows: 600, pictureBytes: 2000)
    let server = try LoopbackServer(folder)
    let list = ["rows.jsonl", "wide.parquet", "small.jsonl"].map { "s3://region/\($0)\n" }.joined()
    let environment = [
      "AWS_ENDPOINT_URL": "http://127.0.0.1:\(server.ports[0])", "AWS_ENDPOINT_URL_S3": "",
      "AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "geheim", "AWS_SESSION_TOKEN": "",
      "AWS_REGION": "us-east-1", "HOME": folder.url.path,
    ]
    let scan = try run(
      "scan", "--classes", "names.json", "--threads", "1", environment: environment, input: list)
    #expect(scan.status == 0, "\(scan.stderr)")
    for records in [10_000, 600, 1] {
      #expect(scan.stdout.contains("\"records\": \(records),"), "\(scan.stdout)")
    }
    // It is found out once.
    let elsewhere = try server.asked().filter { $0.authorization?.contains("/us-east-1/s3/") == true }
    #expect(elsewhere.count == 1, "\(elsewhere)")
    // Nor is such a file missing for another process, which has not found it out yet.
    let index = try run(
      "index", "--classes", "names.json", "--corpus", "c", "s3://region/rows.jsonl", environment: environment)
    #expect(index.status == 0, "\(index.stderr)")
    let extract = try run(
      "extract", "--columns", "caption", "--limit", "3", "-o", "-", environment: environment)
    #expect(extract.status == 0 && extract.stdout.split(separator: "\n").count == 4, "\(extract.stderr)")
    #expect(
      try run("shards", "--stale", "--format", "csv", environment: environment).stdout.split(separator: "\n")
        .count == 1)
  }

  /// While shards are read, no process that can be seen has in its arguments what lets somebody in, and the program starts none.
  @Test(.enabled(if: ProjectPaths.python != nil)) func secretsAreInNoArguments() throws {
    let server = try LoopbackServer(folder)
    try folder.write("hub/lab/birds/a.jsonl", #"{"caption": "a dog"}"# + "\n")
    let hub = try LoopbackServer(oracle: "hub.py", [folder.path("hub")])
    let look =
      "pipe:sleep 0.3; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' > seen; "
      + "cat /proc/$PPID/task/*/children | wc -w > children; echo a newt"
    let shards = [
      look, server.url("slow/rows.jsonl"), "s3://untagged/small.jsonl", "hf://datasets/lab/birds/a.jsonl",
      server.url("slow/rows.jsonl?sig=v3rb0rgen"),
    ]
    let scan = try run(
      "scan", "--classes", "names.json", "--threads", "5", "--allow-pipe",
      environment: [
        "HF_TOKEN": "hf_v3rb0rgen", "HF_ENDPOINT": "http://127.0.0.1:\(hub.ports[0])",
        "HF_HOME": folder.path("hf"), "HF_HUB_OFFLINE": "",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:\(server.ports[0])", "AWS_ACCESS_KEY_ID": "AKIAV3RB0RGEN",
        "AWS_SECRET_ACCESS_KEY": "v3rb0rgen/+", "HOME": folder.url.path,
      ], input: shards.joined(separator: "\n") + "\n")
    #expect(scan.status == 0 && !scan.stdout.contains("\"error\": \""), "\(scan.stdout)\(scan.stderr)")
    #expect(try server.asked().contains { $0.authorization?.contains("AKIAV3RB0RGEN") == true })
    let seen = try String(
      decoding: Data(contentsOf: URL(fileURLWithPath: folder.path("seen"))), as: UTF8.self)
    #expect(seen.contains("scan --classes names.json"), "\(seen.suffix(1000))")
    #expect(!seen.lowercased().contains("v3rb0rgen") && !scan.stdout.lowercased().contains("v3rb0rgen"))
    let children = try String(contentsOfFile: folder.path("children"), encoding: .utf8)
    #expect(Int(children.trimmingCharacters(in: .whitespacesAndNewlines)) == 1, "the shell alone")
  }

  /// A Parquet file of pictures and a little text, several row groups.
  private func wideFile(rows: Int, pictureBytes: Int) throws {
    let made = try Run.python([
      "-c",
      """
      import os, sys, pyarrow as pa, pyarrow.parquet as pq
      rows, size = int(sys.argv[2]), int(sys.argv[3])
      table = pa.table({"image": [os.urandom(size) for _ in range(rows)], "caption": [f"a dog {i}" for i in range(rows)],
        "id": list(range(rows))})
      pq.write_table(table, sys.argv[1], row_group_size=rows // 6, compression="none")
      """, folder.path("wide.parquet"), "\(rows)", "\(pictureBytes)",
    ])
    #expect(made.status == 0, "\(made.stderr)")
  }

  /// Of a file of pictures the text is fetched, and what it is found by.
  @Test(.enabled(if: ProjectPaths.python != nil)) func picturesAreNotFetched() throws {
    try wideFile(rows: 3000, pictureBytes: 6000)
    let server = try LoopbackServer(folder)
    let index = try run("index", "--classes", "names.json", "--corpus", "c", server.url("ok/wide.parquet"))
    #expect(index.status == 0, "\(index.stderr)")
    let size =
      try FileManager.default.attributesOfItem(atPath: folder.path("wide.parquet"))[.size] as? Int ?? 0
    let asked = try server.asked()
    let sent = asked.reduce(0) { $0 + $1.sent }
    #expect(size > 18_000_000 && sent < 250_000, "\(sent) of \(size)")
    #expect(asked.count < 12 && asked.allSatisfy { $0.range != nil }, "\(asked.count)")
    #expect(
      index.stderr.contains("fetched   ") || index.stdout.contains("fetched   "),
      "\(index.stdout)\(index.stderr)")
  }

  /// What is counted is not read again, here or there, and what changed is.
  @Test(.enabled(if: ProjectPaths.python != nil)) func aSecondRunReadsWhatChanged() throws {
    let server = try LoopbackServer(folder)
    let url = server.url("ok/rows.jsonl")
    func index(_ shards: String...) throws -> Run {
      let run = try Binary.run(
        ["index", "--classes", "names.json", "--corpus", "c"] + shards, folder: folder.url)
      #expect(run.status == 0, "\(run.stderr)")
      return run
    }
    func dogs() throws -> [Substring] {
      try run("query", "--format", "csv").stdout.split(separator: "\n").filter { $0.hasPrefix("0,dog,") }
    }
    _ = try index("rows.jsonl")
    #expect(try dogs() == ["0,dog,10000,10000"])
    let known = try index(url, "small.jsonl")
    #expect(known.stderr.contains("\(url) has the same content as"), "\(known.stderr)")
    #expect(try dogs() == ["0,dog,10000,10000"])
    try server.clear()
    let again = try index(url)
    #expect(again.stderr.contains("already counted and not read again: 1 of 1 shards"), "\(again.stderr)")
    #expect(try server.asked().map(\.sent) == [1])
    let examples = try run("examples", "dog", "-n", "3", url)
    #expect(examples.status == 0 && examples.stdout.contains("dog"), "\(examples.stderr)")
    _ = try run("index", "--db", "there.sqlite", "--classes", "names.json", "--corpus", "c", url)
    let rescan = try run("verify", "--db", "there.sqlite", "--rescan", "5")
    #expect(rescan.stdout.contains("rescanned 1, same counts 1"), "\(rescan.stderr)\(rescan.stdout)")
    let drawn = try run("examples", "--db", "there.sqlite", "cat", "-n", "2")
    #expect(drawn.status == 0 && drawn.stdout.contains("rows.jsonl:"), "\(drawn.stderr)")
    try folder.write("rows.jsonl", #"{"caption": "one dog"}"# + "\n")
    let changed = try index(url)
    #expect(!changed.stderr.contains("not read again"), "\(changed.stderr)")
  }

  /// Records are extracted from where they were counted.
  @Test(.enabled(if: ProjectPaths.python != nil)) func recordsAreExtracted() throws {
    try wideFile(rows: 600, pictureBytes: 2000)
    let server = try LoopbackServer(folder)
    let index = try run(
      "index", "--classes", "names.json", "--corpus", "c", "--rows", "rows", server.url("ok/wide.parquet"))
    #expect(index.status == 0, "\(index.stderr)")
    let extract = try run(
      "extract", "dog", "--columns", "shard,record,id,caption", "--limit", "3", "-o", "-")
    #expect(extract.status == 0, "\(extract.stderr)")
    #expect(extract.stdout.contains(server.url("ok/wide.parquet")), "\(extract.stdout)")
  }

  /// What lets somebody in is sent, and neither shown nor kept.
  @Test(.enabled(if: ProjectPaths.python != nil)) func secretsAreNotKept() throws {
    let server = try LoopbackServer(folder)
    let secret = "s3cr3t"
    let shards = [
      server.url("ok/small.jsonl?part=1&X-Amz-Signature=\(secret)&X-Amz-Credential=\(secret)"),
      server.url("404/small.jsonl?sig=\(secret)&sv=2020"), "http://user:\(secret)@127.0.0.1:1/a.jsonl",
    ]
    let index = try Binary.run(
      ["index", "--verbose", "--classes", "names.json", "--corpus", "c"] + shards.prefix(2),
      folder: folder.url)
    let scan = try run("scan", "--classes", "names.json", input: shards.joined(separator: "\n") + "\n")
    let refused = try run("index", "--classes", "names.json", "--corpus", "c", shards[2])
    #expect(
      refused.status != 0 && refused.stderr.contains("it names a user or a password"), "\(refused.stderr)")
    #expect(try server.asked().contains { $0.path.contains("X-Amz-Signature=\(secret)") })
    let database = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: folder.path("corpus.sqlite"))), as: UTF8.self)
    #expect(database.contains("ok/small.jsonl?part=1"))
    for text in [index.stdout, index.stderr, scan.stdout, scan.stderr, refused.stderr, database] {
      #expect(!text.contains(secret))
    }
  }

  @Test(.enabled(if: ProjectPaths.python != nil)) func bracesAndListsAreURLs() throws {
    for part in 0..<3 { try folder.write("part-\(part).jsonl", #"{"caption": "a newt"}"# + "\n") }
    let server = try LoopbackServer(folder)
    let url = server.url("ok/part-{0..2}.jsonl")
    let expand = try run("expand", url)
    #expect(
      expand.stdout == (0..<3).map { server.url("ok/part-\($0).jsonl") + "\n" }.joined(), "\(expand.stderr)")
    try folder.write("list.txt", expand.stdout)
    for shard in ["@list.txt", url] {
      let count = try run("count", "newt", shard, "--format", "csv")
      #expect(count.status == 0 && count.stdout.contains("3"), "\(count.stdout)\(count.stderr)")
    }
    let inspect = try run("inspect", server.url("ok/small.jsonl"))
    #expect(inspect.status == 0 && inspect.stdout.contains("caption"), "\(inspect.stderr)")
  }

  /// Makes an authority, `ca.pem`, and the certificate of a server on loopback, `server.pem` and `server.key`.
  private func makeCertificate() throws {
    let made = try Run(
      URL(fileURLWithPath: "/bin/bash"),
      [
        "-ec",
        """
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=authority -days 2 \
          -keyout ca.key -out ca.pem
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=server -keyout server.key -out server.csr
        printf 'subjectAltName=IP:127.0.0.1' > server.ext
        openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.pem
        """,
      ], folder: folder.url)
    #expect(made.status == 0, "\(made.stderr)")
  }

  /// A certificate of the tests' own authority is trusted where the environment names the authority, and nowhere else.
  @Test(.enabled(if: ProjectPaths.python != nil)) func certificatesAreChecked() throws {
    try makeCertificate()
    let server = try LoopbackServer(
      folder, options: ["--tls", folder.path("server.pem"), folder.path("server.key")])
    let arguments = ["count", "dog", "--format", "csv", "--retries", "0"]
    for variable in ["CURL_CA_BUNDLE", "SSL_CERT_FILE"] {
      let trusted = try Binary.run(
        arguments + [server.url("ok/rows.jsonl")],
        environment: [
          "CURL_CA_BUNDLE": variable == "CURL_CA_BUNDLE" ? folder.path("ca.pem") : "",
          "SSL_CERT_FILE": folder.path("ca.pem"),
        ],
        folder: folder.url)
      #expect(trusted.status == 0 && trusted.stdout.contains("10000"), "\(trusted.stderr)")
    }
    let unknown = try Binary.run(arguments + [server.url("ok/rows.jsonl")], folder: folder.url)
    #expect(
      unknown.status == 1 && unknown.stderr.contains("the server's certificate is not trusted"),
      "\(unknown.stderr)")
    let down = try Binary.run(
      arguments + [server.url("down/rows.jsonl")], environment: ["CURL_CA_BUNDLE": folder.path("ca.pem")],
      folder: folder.url)
    #expect(
      down.status == 1
        && down.stderr.contains("the server redirects to http://127.0.0.1, which is not followed"),
      "\(down.stderr)")
  }

  private static let hostile = [
    ("http://127.0.0.1:1/a/../b.jsonl", "its path has a . or .. between slashes"),
    ("http://127.0.0.1:1/a/%2e%2E/b.jsonl", "its path has a . or .. between slashes"),
    ("http://127.0.0.1:1/a%0d%0aHost:x", "it encodes a control character"),
    ("http://127.0.0.1:1/a\u{1}b", "it has a control character"),
    ("http://127.0.0.1:1/50%.jsonl", "it has a percent sign that encodes nothing"),
    ("http://a:b@127.0.0.1:1/x.jsonl", "it names a user or a password"),
    ("http://127.0.0.1:1\\@evil/x.jsonl", "it has a backslash"),
    ("http://127.0.0.1:99999/x.jsonl", "its port is no number from 1 to 65535"),
    ("http://b\u{FC}cher.example/x.jsonl", "its host is none"),
    ("http:///x.jsonl", "its host is none"),
    ("http://127.0.0.1:1/x.jsonl#part", "it has a fragment"),
  ]

  @Test(arguments: hostile) func hostileURLsAreRefused(url: String, sentence: String) throws {
    let run = try run("count", "dog", url)
    #expect(run.status != 0 && run.stderr.contains(sentence), "\(run.stderr)")
    #expect(!run.stderr.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }
}
