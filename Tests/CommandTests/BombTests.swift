import Foundation
import TestSupport
import Testing

/// Small files that unfold into more than any machine holds: each ends in an error, under a bound of the process's memory.
@Suite(.disabled(if: ProjectPaths.isSanitized, "memory is not bounded under the address sanitizer"))
struct BombTests {
  /// A zstd frame of blocks that repeat one byte (RFC 8878, 3.1.1.2.2), after some bytes as they are.
  private static func zstd(
    _ start: String, repeating byte: Character, megabytes: Int, windowExponent: UInt8 = 10, end: String = ""
  ) -> Data {
    var frame = Data([0x28, 0xB5, 0x2F, 0xFD, 0x00, windowExponent << 3])
    func header(_ kind: Int, _ size: Int, isLast: Bool = false) {
      let word = (isLast ? 1 : 0) | kind << 1 | size << 3
      frame.append(contentsOf: [0, 8, 16].map { UInt8(truncatingIfNeeded: word >> $0) })
    }
    header(0, start.utf8.count)
    frame.append(contentsOf: start.utf8)
    for _ in 0..<megabytes * 8 {
      header(1, 128 << 10)
      frame.append(byte.asciiValue ?? 0)
    }
    header(0, end.utf8.count, isLast: true)
    frame.append(contentsOf: end.utf8)
    return frame
  }

  private static let good = "{\"caption\": \"a tench\"}\n"

  private static let bombs: [(name: String, data: Data, error: String)] = [
    (
      "a line of 10 GB", zstd(good + "{\"caption\": \"", repeating: "a", megabytes: 10_000, end: "\"}\n"),
      "record 2"
    ),
    ("a plain line of 10 GB", zstd("some words\n", repeating: "a", megabytes: 10_000), "record 2"),
    ("a row of 10 GB", zstd("caption\turl\na tench\tb\n", repeating: "\t", megabytes: 10_000), "record"),
    (
      "an array's text of 10 GB", zstd("[{\"caption\": \"", repeating: "a", megabytes: 10_000, end: "\"}]"),
      "record 1"
    ),
    ("10 GB of spaces", zstd(good, repeating: " ", megabytes: 10_000), "larger than 67108864 bytes"),
    ("10 GB of brackets", zstd(good + "{\"caption\": ", repeating: "[", megabytes: 10_000), "record 2"),
    ("an array in arrays", zstd("", repeating: "[", megabytes: 10_000), "nested deeper"),
    (
      "a window of 2 GB", zstd(good, repeating: "a", megabytes: 1, windowExponent: 21),
      "needs a window of 2147483648 bytes, and at most 134217728 are allowed; --max-window raises the limit"
    ),
    ("10 GB of NUL", zstd("", repeating: "\0", megabytes: 10_000), "binary data"),
  ]

  @Test(arguments: bombs.map(\.name)) func endsInAnError(_ name: String) throws {
    let folder = try TemporaryFolder()
    let bomb = try #require(Self.bombs.first { $0.name == name })
    for (path, content) in Small.files { try folder.write(path, content) }
    try folder.write("bomb", bomb.data)
    #expect(bomb.data.count < 400_000)
    let run = try Binary.shell(
      """
      ulimit -v 1600000
      corpus-tool index --classes names.json --corpus c --threads 1 bomb a.jsonl
      """, folder: folder.url)
    #expect(run.status == 1, "\(run.status): \(run.stderr)")
    let told = run.stderr.split(separator: "\n").filter { $0.hasPrefix("corpus-tool: bomb") }
    #expect(told.count == 1 && told[0].contains(bomb.error), "\(run.stderr)")
    #expect(run.stdout.hasPrefix("shards    1 counted, 0 unchanged, 1 failed\n"), "\(run.stdout)")
  }
}
