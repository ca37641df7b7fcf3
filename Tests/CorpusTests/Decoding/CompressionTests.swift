import Foundation
import TestSupport
import Testing

@testable import Corpus

@Suite struct CompressionTests {
  @Test(.enabled(if: ProjectPaths.python != nil)) func pythonReadsWhatIsCompressed() throws {
    let folder = try TemporaryFolder()
    var expected = ""
    var arguments = ["-c", "", folder.url.path]
    for (index, size) in [0, 1, 65_535, 200_000, 3_000_000].enumerated() {
      var state: UInt64 = 1
      let bytes = (0..<size).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> (index.isMultiple(of: 2) ? 40 : 60))
      }
      try folder.write("\(index)", Data(bytes))
      try folder.write("\(index).gz", Data(Compression.gzip(bytes)))
      try folder.write("\(index).zst", Data(Compression.zstd(bytes)))
      expected += "True True\n"
    }
    arguments[1] = """
      import sys, gzip, zstandard, os
      for i in range(5):
          p = os.path.join(sys.argv[1], str(i)); b = open(p, "rb").read()
          z = zstandard.ZstdDecompressor().decompress(open(p + ".zst", "rb").read(), max_output_size=max(len(b), 1))
          print(gzip.open(p + ".gz").read() == b, z == b)
      """
    let run = try Run.python(arguments)
    #expect(run.stdout == expected, "\(run.stderr)")
  }
}
