import Foundation
import TestSupport
import Testing

/// Servers that mean harm: each ends in an error, in time, and under a bound of the process's memory.
@Suite(
  .enabled(if: ProjectPaths.python != nil),
  .disabled(if: ProjectPaths.isSanitized, "memory is not bounded under the address sanitizer"))
struct HostileServerTests {
  private let folder: TemporaryFolder
  private let server: LoopbackServer

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["dog", "cat"]"#)
    server = try LoopbackServer(oracle: "hostile_server.py")
  }

  private var base: String { "http://127.0.0.1:\(server.ports[0])" }

  /// Runs a line in which the tool may have 1.6 GB of address space, its threads' stacks and its libraries among them, and a minute.
  private func run(_ line: String, _ environment: [String] = []) throws -> Run {
    try Binary.shell(
      "ulimit -v 1600000; \(environment.joined(separator: " ")) timeout -s KILL 60 \(line)",
      folder: folder.url)
  }

  private static let bodies = [
    ("line/a.jsonl", "record 1: the record is larger than 4000000 bytes"),
    ("space/a.jsonl", "the file has no records"),
    ("space/a.json", "the file has no records"),
    ("refusal/a.jsonl", "the server answered 403"),
    ("refusal/a.parquet", "the server answered 403"),
    ("parquet/a.parquet", "--spool-limit"),
    ("zip/a.zip", "zip"),
    ("headers/a.jsonl", "its head is too long"),
    ("headers/a.parquet", "its head is too long"),
    ("header/a.jsonl", "the connection broke"),
    ("early/a.jsonl", "its head is too long"),
    ("hops/1/a.jsonl", "the server redirects more than 10 times"),
    ("hops/1/a.parquet", "the server redirects more than 10 times"),
    ("claims/a.jsonl", "the connection broke"),
    ("vast/a.parquet", "footer"),
  ]

  /// One scan of all of them, so that each takes its time beside the others, and shares the memory.
  @Test func bodiesAndHeadsAreBounded() throws {
    try folder.write("list", Self.bodies.map { "\(base)/\($0.0)\n" }.joined())
    let scan = try run(
      "corpus-tool scan --classes names.json --threads 4 --retries 0 --timeout 20 --spool-limit 50000000 --max-record-bytes 4000000 < list"
    )
    #expect(scan.status == 0, "\(scan.stderr)")
    let lines = scan.stdout.split(separator: "\n")
    #expect(lines.count == Self.bodies.count, "\(scan.stderr)")
    for (path, words) in Self.bodies {
      let line = lines.first { $0.contains("\"shard\": \"\(base)/\(path)\"") } ?? ""
      #expect(line.contains("\"error\": \"") && line.contains(words), "\(path): \(line)")
    }
  }

  /// Of lines without an end no more is in memory than of a few.
  @Test func aStreamWithoutAnEndIsReadWithinBounds() throws {
    let run = try Run.python([
      "-c",
      """
      import resource, subprocess, sys
      done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, check=True, text=True)
      print(done.stdout.splitlines()[-1], resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, sep=",")
      """, Binary.url.path, "count", "dog", "\(base)/lines/a.jsonl?bytes=160000000", "--threads", "2",
      "--quiet",
      "--format", "csv",
    ])
    #expect(run.status == 0, "\(run.stderr)")
    let fields = run.stdout.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: ",").map(
      String.init)
    #expect(fields.count == 6 && Int(fields[1]) == 152 * ((1 << 20) / 21), "\(run.stdout)")
    #expect(Int(fields.last ?? "") ?? Int.max < 120_000, "KB: \(run.stdout)")
  }

  private static let listings = [
    ("HF_ENDPOINT", "pages", "hf://datasets/a/b", "more than 100 pages in a row list nothing"),
    ("HF_ENDPOINT", "deep", "hf://datasets/a/b", "more than the"),
    ("HF_ENDPOINT", "space", "hf://datasets/a/b", "more than the"),
    ("HF_ENDPOINT", "hops/1", "hf://datasets/a/b", "redirects more than 10 times"),
    ("AWS_ENDPOINT_URL", "empty", "s3://bucket/a", "more than 100 pages in a row list nothing"),
    ("AWS_ENDPOINT_URL", "space", "s3://bucket/a", "more than the"),
    ("AWS_ENDPOINT_URL", "headers", "s3://bucket/a", "its head is too long"),
  ]

  @Test(arguments: listings.indices) func listingsEnd(_ index: Int) throws {
    let (variable, way, name, words) = Self.listings[index]
    let run = try run(
      "corpus-tool expand \(name)",
      ["HF_HUB_OFFLINE= HF_TOKEN= AWS_PROFILE= HOME=\(folder.url.path) \(variable)=\(base)/\(way)"])
    #expect(run.status == 1 && run.stderr.contains(words), "\(way): \(run.status) \(run.stderr.suffix(500))")
  }
}
