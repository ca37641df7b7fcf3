import Foundation
import TestSupport
import Testing

@testable import Corpus

/// xz, bzip2 and LZ4 frames as Python's libraries make them, whole and damaged.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
struct ArchiveCodecTests {
  struct Row: Decodable {
    let name: String
    let codec: String
    let plain: Data
    let coded: Data
    let fails: String?
  }

  @Test func everyArrangementIsDecodedOrRefused() throws {
    let run = try Run.python([ProjectPaths.root.appending(path: "Tests/Fixtures/archives/codecs.py").path])
    let rows = try JSONDecoder().decode([Row].self, from: run.output)
    try #require(rows.count > 40)
    for row in rows {
      let codec = row.coded.prefix(16).withUnsafeBytes { Codec(magic: $0) }
      #expect(codec.rawValue == row.codec, "\(row.name)")
      for piece in [977, Int.max] {
        do {
          let decoded = try drain(
            codec.decoded(PiecedStream(row.coded, piece: piece)), by: piece == 977 ? 3001 : 1 << 16)
          #expect(row.fails == nil && decoded == [UInt8](row.plain), "\(row.name)")
        } catch {
          #expect(row.fails.map { "\(error)".contains($0) } == true, "\(row.name): \(error)")
        }
      }
    }
  }
}
