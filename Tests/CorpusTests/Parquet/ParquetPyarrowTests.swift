import Foundation
import TestSupport
import Testing

@testable import Corpus

@Suite struct ParquetPyarrowTests {
  /// 286 files, 3,577 columns: every encoding, codec, page version, nesting, null pattern and page size.
  @Test(.enabled(if: ProjectPaths.python != nil))
  func whatPyarrowWroteIsReadInItsOrder() throws {
    let folder = try TemporaryFolder()
    let cases = try ParquetCase.made(by: "by_pyarrow.py", "1", in: folder)
    try #require(cases.count > 3000)
    var files: [String: MemoryBytes] = [:]
    var failures = 0
    for (number, item) in cases.enumerated() where failures < 10 {
      let bytes = try files[item.file] ?? MemoryBytes(folder.url.appending(path: item.file))
      files[item.file] = bytes
      if let fault = item.fault(bytes, thorough: number % 3 == 0) {
        failures += 1
        Issue.record("\(item.file) \(item.fields): \(fault)")
      }
    }
  }

  /// Old layouts, odd but legal ones, damaged ones.
  @Test(.enabled(if: ProjectPaths.python != nil), arguments: ["by_hand.py", "by_shape.py"])
  func filesMadeByHandAreReadOrRefusedInWords(script: String) throws {
    let folder = try TemporaryFolder()
    for item in try ParquetCase.made(by: script, in: folder) {
      let fault = item.fault(try MemoryBytes(folder.url.appending(path: item.file)))
      #expect(fault == nil, "\(item.file) \(item.fields)")
    }
  }

  @Test(.enabled(if: ProjectPaths.hasOracle))
  func realCaptionsEqualPyarrow() throws {
    let file = ProjectPaths.sharedFile("data/captions/laion400m_1000.parquet")
    let script = """
      import json, sys, pyarrow.parquet as pq
      json.dump(pq.read_table(sys.argv[1]).column("TEXT").to_pylist(), sys.stdout)
      """
    let run = try Run.python(["-c", script, file.path])
    let expected = try JSONDecoder().decode([String?].self, from: run.output)
    let found = try ParquetCaptions(MemoryBytes(file))
    #expect(found.records == expected.count)
    #expect(found.captions.map(\.text) == expected.compactMap(\.self).filter { !$0.isEmpty })
  }
}
