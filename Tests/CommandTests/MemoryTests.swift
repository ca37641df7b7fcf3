import Foundation
import TestSupport
import Testing

/// Memory does not grow with a shard: the layouts that tempt most to hold one whole, a shard and one ten times larger.
@Suite(.disabled(if: ProjectPaths.isSanitized, "memory is not bounded under the address sanitizer"))
struct MemoryTests {
  /// The layouts, by how many bytes the peak may grow, which is less than the shard does, or its directory, and how high
  /// it may be: twice what the benchmark asks of the build that users run. A tenth of a Parquet file's peak is 3.5 MB.
  static let bounds: [String: (growth: Int, peak: Int)] = [
    "JSON array, one line": (10 << 20, 400 << 20), "COCO, images first": (10 << 20, 400 << 20),
    "SBU, lists of an object": (3 << 20, 120 << 20),
    "zip of samples": (8 << 20, 400 << 20), "Parquet, zstd, no dictionary": (7 << 20, 120 << 20),
    "Parquet, snappy, dictionary": (7 << 20, 120 << 20), "Parquet, row groups of 100": (7 << 20, 120 << 20),
    "Parquet, conversations": (7 << 20, 120 << 20),
  ]

  @Test(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
  func staysBelowItsBound() throws {
    let folder = try TemporaryFolder()
    let names = try folder.write("names.json", #"["dog", "red crane", "shark"]"#)
    let run = try Run.python([
      ProjectPaths.root.appending(path: "Benchmarks/memory.py").path, Binary.url.path, names, "1000000",
      folder.url.path, "--layouts", Self.bounds.keys.joined(separator: "; "),
    ])
    try #require(run.status == 0, "\(run.stderr)")
    let found = try JSONDecoder().decode([String: [Int]].self, from: run.output)
    #expect(Set(found.keys) == Set(Self.bounds.keys))
    for (layout, figures) in found {
      let bound = try #require(Self.bounds[layout])
      let (size, least, peak) = (figures[2], figures[1], figures[3])
      #expect(size > figures[0] * 5, "\(layout)")
      #expect(peak > 1 << 20 && peak < bound.peak, "\(layout): \(peak) bytes for a shard of \(size)")
      #expect(
        peak - least < bound.growth,
        "\(layout): \(least) bytes, then \(peak) for a shard of \(size)")
    }
  }
}
