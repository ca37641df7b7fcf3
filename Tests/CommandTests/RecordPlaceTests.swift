import Foundation
import TestSupport
import Testing

/// Every command names the same record, whatever was left out or skipped before it, in every layout.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs Python"))
struct RecordPlaceTests {
  /// A shard, and whether its layout knows the status of a record.
  struct Shard: Sendable, CustomStringConvertible {
    var name: String
    var hasStatus = true
    var description: String { name }
    /// What follows a record's number in an error: of an archive, the member too.
    var afterNumber: String { name.hasSuffix(".tar") || name.hasSuffix(".zip") ? ", member 0140" : ": " }
  }

  static let shards = [
    Shard(name: "lines.jsonl"), Shard(name: "array.json"), Shard(name: "object.json"),
    Shard(name: "table.csv"),
    Shard(name: "table.tsv"), Shard(name: "samples.tar"), Shard(name: "alone.tar"), Shard(name: "alone.zip"),
    Shard(name: "groups.parquet"),
    Shard(name: "one_group.parquet"), Shard(name: "flat.parquet", hasStatus: false),
    Shard(name: "flat_groups.parquet", hasStatus: false), Shard(name: "plain.txt", hasStatus: false),
  ]

  /// Where `Tests/Fixtures/records/gaps.py` has what.
  fileprivate static let (tench, bad) = ([7, 14_321], [5, 14_007])
  private static let total = 15_000

  /// The shards, written once.
  private final class Written: Sendable {
    let folder: TemporaryFolder
    init() throws {
      folder = try TemporaryFolder()
      let script = ProjectPaths.root.appending(path: "Tests/Fixtures/records/gaps.py").path
      for (name, bad) in [("some", RecordPlaceTests.bad), ("late", [RecordPlaceTests.bad[1]])] {
        let run = try Run.python([script, folder.path(name)] + bad.map(String.init))
        try #require(run.status == 0, "\(run.stderr)")
      }
      try folder.write("names.json", "[\"tench\"]")
    }
  }
  private static let written = Result { try Written() }

  @Test(arguments: shards) func whereNothingIsSkipped(_ shard: Shard) throws {
    let folder = try Self.written.get().folder
    let file = "late/\(shard.name)"
    let database = ["--db", folder.path("first-\(shard.name).sqlite")]
    let commands = [
      ["index", "--classes", "names.json", "--corpus", "c", file] + database,
      ["inspect", file],
      ["examples", "--classes", "names.json", "tench", file],
    ]
    for command in commands {
      let run = try Binary.run(command, folder: folder.url)
      #expect(run.status == 1, "\(command)")
      let told = run.stderr + run.stdout
      #expect(told.contains("record \(Self.bad[1])\(shard.afterNumber)"), "\(command): \(told.suffix(300))")
    }
    let scan = try Binary.run(
      ["scan", "--classes", "names.json"], input: Data("\(file)\n".utf8), folder: folder.url)
    #expect(scan.stdout.contains("record \(Self.bad[1])\(shard.afterNumber)"), "\(scan.stdout.suffix(300))")
  }

  @Test(arguments: shards) func whereBadRecordsAreSkipped(_ shard: Shard) throws {
    let folder = try Self.written.get().folder
    let file = "some/\(shard.name)"
    let database = ["--db", folder.path("second-\(shard.name).sqlite")]
    let excluded = shard.hasStatus ? 3 : 0
    let records = Self.total - excluded - Self.bad.count

    let index = try Binary.run(
      ["index", "--classes", "names.json", "--corpus", "c", "--skip-bad-records", "--format", "json", file]
        + database,
      folder: folder.url)
    #expect(index.status == 0, "\(index.stderr)")
    let summary = try #require(try JSONSerialization.jsonObject(with: index.output) as? [String: Any])
    #expect(summary["records"] as? Int == records)
    #expect(summary["excluded_records"] as? Int == excluded)
    #expect(summary["skipped_records"] as? Int == Self.bad.count)

    let inspect = try Binary.run(
      ["inspect", "--skip-bad-records", "--format", "json", file], folder: folder.url)
    #expect(inspect.status == 0, "\(inspect.stderr)")
    let shown = try #require(
      (try JSONSerialization.jsonObject(with: inspect.output) as? [[String: Any]])?.first)
    #expect(shown["records"] as? Int == records)
    #expect(shown["excluded_records"] as? Int == excluded)
    #expect(shown["skipped_records"] as? Int == Self.bad.count)
    let samples = try #require(shown["samples"] as? [[String: Any]]).map { $0["record"] as? Int }
    #expect(samples == (shard.hasStatus ? [1, 2, 6] : [1, 2, 3]))

    // How the shard was counted is known; a shard that is named is read as it is said here.
    for words in [
      ["--corpus", "c"], ["--corpus", "c", "--skip-bad-records"], ["--skip-bad-records", file],
    ] {
      let examples = try Binary.run(
        ["examples", "tench", "--format", "csv"] + words + database, folder: folder.url)
      #expect(examples.status == 0, "\(examples.stderr)")
      #expect(Self.column("record", of: examples.stdout).compactMap(Int.init).sorted() == Self.tench)
    }

    let audit = try Binary.run(
      ["examples", "tench", "--corpus", "c", "--audit", folder.path("\(shard.name).audit.csv"), "-n", "5"]
        + database,
      folder: folder.url)
    #expect(audit.status == 0, "\(audit.stderr)")
    let sheet = try String(contentsOfFile: folder.path("\(shard.name).audit.csv"), encoding: .utf8)
    #expect(Self.column("record", of: sheet).compactMap(Int.init).sorted() == Self.tench)

    let verify = try Binary.run(["verify", "--rescan", "1"] + database, folder: folder.url)
    #expect(verify.status == 0, "\(verify.stdout) \(verify.stderr)")
  }

  private static func column(_ name: String, of csv: String) -> [String] {
    let rows = csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    guard let place = rows.first?.firstIndex(where: { $0 == name }) else { return [] }
    return rows.dropFirst().map { String($0[place]) }
  }
}
