import Foundation
import TestSupport
import Testing

/// A server that now and then bends one thing of an answer: its status, a header line, its range, its body. A shard then has the
/// right counts or an error, and never others.
@Suite(.enabled(if: ProjectPaths.python != nil)) struct BentAnswerTests {
  /// So many seeds a file here; `BENDS` asks for more.
  private static let seeds = ProcessInfo.processInfo.environment["BENDS"].flatMap(Int.init) ?? 60

  @Test func countsAreRightOrThereIsAnError() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.json", #"["dog", "cat"]"#)
    // Each of them shows by itself that it was cut, as a plain line does not.
    let made = try Run.python([
      "-c",
      """
      import gzip, json, os, sys, tarfile, zipfile, pyarrow as pa, pyarrow.parquet as pq
      folder = sys.argv[1]
      captions = [f"a dog and {i} cats" if i % 3 else "a cat" for i in range(3000)]
      lines = "".join(json.dumps({"caption": text, "noise": os.urandom(30).hex()}) + "\\n" for text in captions).encode()
      with gzip.open(f"{folder}/rows.jsonl.gz", "wb") as file: file.write(lines)
      with zipfile.ZipFile(f"{folder}/rows.zip", "w") as file:
          for part in range(3):
              file.writestr(f"{part}.jpg", os.urandom(60_000))
              file.writestr(f"{part}.txt", f"a dog {part}")
      table = pa.table({"image": [os.urandom(100) for _ in captions], "caption": captions})
      pq.write_table(table, f"{folder}/rows.parquet", row_group_size=300, compression="none")
      """, folder.url.path,
    ])
    #expect(made.status == 0, "\(made.stderr)")
    let server = try LoopbackServer(folder)
    for name in ["rows.jsonl.gz", "rows.zip", "rows.parquet"] {
      let expected = try Binary.run(
        ["scan", "--classes", "names.json"], input: Data((folder.path(name) + "\n").utf8), folder: folder.url)
      let right = try #require(Self.counts(expected.stdout.split(separator: "\n").first ?? ""))
      let list = (0..<Self.seeds).map { server.url("bent/\(name)?part=\($0)\n") }.joined()
      let scan = try Binary.run(
        ["scan", "--classes", "names.json", "--threads", "24", "--retries", "1", "--timeout", "2"],
        input: Data(list.utf8), folder: folder.url)
      #expect(scan.status == 0, "\(scan.stderr)")
      let lines = scan.stdout.split(separator: "\n")
      #expect(lines.count == Self.seeds, "\(scan.stderr)")
      var (good, bad) = (0, 0)
      for line in lines {
        if line.contains("\"error\": \"") {
          bad += 1
        } else {
          good += 1
          #expect(Self.counts(line) == right, "\(name): \(line)")
        }
      }
      #expect(good > Self.seeds / 10 && bad > 0, "\(name): \(good) counted, \(bad) not")
    }
  }

  /// What a line says of the content, without where it lies and when it changed.
  private static func counts(_ line: some StringProtocol) -> NSDictionary? {
    guard var line = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
      return nil
    }
    for key in ["shard", "path", "modified"] { line.removeValue(forKey: key) }
    return line as NSDictionary
  }
}
