import Foundation
import TestSupport
import Testing

/// Archives, codecs and pages whose few bytes stand for endless work or memory, from a file and from a pipe: each ends soon, in
/// a sentence or read to its end, under a bound of the process's memory.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
struct SmallBombTests {
  private struct Bomb: Decodable {
    var file: String
    var error: String?
    var piped: String?
  }

  /// What is read of a scan line.
  private struct Line: Decodable {
    var shard: String
    var error: String?
  }

  /// More than any of them takes in a debug build on a busy machine; decoding what the first zip stands for takes an hour. The
  /// address sanitizer maps new memory for each of 100,000 streams of bzip2.
  private static let seconds = ProjectPaths.isSanitized ? 600 : 60

  @Test func eachEndsSoon() throws {
    let folder = try TemporaryFolder()
    let script = ProjectPaths.root.appending(path: "Tests/Fixtures/bombs/bombs.py").path
    let made = try Run.python([script, folder.url.path])
    try #require(made.status == 0, "\(made.stderr)")
    let bombs = try JSONDecoder().decode(
      [Bomb].self, from: Data(contentsOf: folder.url.appending(path: "cases.json")))
    #expect(bombs.count == 40)
    try folder.write("names.json", #"["tench"]"#)
    // The address sanitizer maps terabytes.
    let limit = ProjectPaths.isSanitized ? "unlimited" : "1600000"
    for bomb in bombs {
      for (name, error) in [(bomb.file, bomb.error), ("pipe:cat \(bomb.file)", bomb.piped)] {
        let run = try Binary.shell(
          """
          ulimit -v \(limit)
          echo '\(name)' | timeout \(Self.seconds) corpus-tool scan --classes names.json --threads 1 --allow-pipe
          """, folder: folder.url)
        #expect(run.status == 0, "\(name): status \(run.status), \(run.stderr)")
        guard let line = try? JSONDecoder().decode(Line.self, from: run.output) else {
          Issue.record("\(name): no scan line, \(run.stdout) \(run.stderr)")
          continue
        }
        #expect(line.shard == name)
        if let error {
          #expect(line.error?.contains(error) == true, "\(name): \(line.error ?? "no error")")
        } else {
          #expect(line.error == nil, "\(name)")
        }
      }
    }
  }
}
