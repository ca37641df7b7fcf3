import Foundation
import TestSupport
import Testing

@testable import Corpus

@Suite struct ParquetPyarrowTests {
  /// 432 files, 12,960 reads of columns: every encoding, codec, page version, page size, null pattern and nesting with every other.
  @Test(.enabled(if: ProjectPaths.python != nil), arguments: 0..<4)
  func whatPyarrowWroteIsReadInItsOrder(part: Int) throws {
    let folder = try TemporaryFolder()
    let cases = try ParquetCase.made(by: "by_pyarrow.py", "1", "\(part)", "4", in: folder)
    try #require(cases.count > 2500)
    var file = ""
    var bytes = MemoryBytes([])
    var failures = 0
    for (number, item) in cases.enumerated() where failures < 10 {
      if item.file != file {
        (file, bytes) = (item.file, try MemoryBytes(folder.url.appending(path: item.file)))
      }
      if let fault = item.fault(bytes, thorough: number % 4 == 0) {
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
