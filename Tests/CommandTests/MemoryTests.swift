import Foundation
import TestSupport
import Testing

/// Memory does not grow with a shard: the layouts that tempt most to hold one whole, a shard and one ten times larger.
@Suite struct MemoryTests {
  static let layouts = [
    "JSON array, one line", "COCO, images first", "pictures to captions", "Parquet, conversations",
    "Parquet, row groups of 100", "zip of samples",
  ]
  /// Twice what the benchmark asks of the build that users run.
  static let bound = 400 << 20

  @Test(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
  func staysBelowItsBound() throws {
    let folder = try TemporaryFolder()
    let names = try folder.write("names.json", #"["dog", "red crane", "shark"]"#)
    let run = try Run.python([
      ProjectPaths.root.appending(path: "Benchmarks/memory.py").path, Binary.url.path, names, "400000",
      folder.url.path, "--layouts", Self.layouts.joined(separator: "; "),
    ])
    try #require(run.status == 0, "\(run.stderr)")
    let found = try JSONDecoder().decode([String: [Int]].self, from: run.output)
    #expect(Set(found.keys) == Set(Self.layouts))
    for (layout, figures) in found {
      let (size, peak) = (figures[2], figures[3])
      #expect(size > figures[0] * 5, "\(layout)")
      #expect(
        peak > 1 << 20 && peak < Self.bound, "\(layout): \(peak >> 20) MiB for a shard of \(size >> 20) MiB")
    }
  }
}
