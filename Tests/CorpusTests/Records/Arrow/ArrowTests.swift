import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Arrow data, streams and files, as pyarrow writes it; damaged data.
@Suite struct ArrowTests {
  @Test(.enabled(if: ProjectPaths.python != nil))
  func whatPyarrowWroteIsReadInItsOrder() throws {
    let folder = try TemporaryFolder()
    let cases = try ParquetCase.made(by: "by_pyarrow.py", of: "arrow", in: folder)
    try #require(cases.count > 150)
    for item in cases {
      let bytes = try MemoryBytes(folder.url.appending(path: item.file)).data
      do {
        let options = ReadingOptions(fields: item.textFields)
        let found = try ParquetCaptions(arrow: bytes, options: options)
        if let error = item.error {
          Issue.record("\(item.file): no error, but it should say: \(error)")
          continue
        }
        #expect(found.records == item.records, "\(item.file)")
        #expect(found.excluded == item.excluded ?? 0, "\(item.file)")
        #expect(item.difference(of: found.captions) == nil, "\(item.file) \(item.fields)")
        #expect(try ParquetCaptions(arrow: bytes, options: options, chunk: 1000) == found, "\(item.file)")
      } catch {
        let isExpected = item.error.map { "\(error)".contains($0) } ?? false
        #expect(isExpected, "\(item.file): \(error)")
      }
    }
  }

  /// A stream of two batches with nulls and a list, and a dictionary.
  private static func stream(_ codec: String) throws -> [UInt8] {
    let script = """
      import sys, pyarrow as pa
      t = pa.table({"id": [1, 2, 3, 4], "caption": pa.array(["a dog", None, "", "an eel"]).dictionary_encode(),
          "texts": [["x", None], [], None, ["a longer text than a view"]]})
      o = pa.ipc.IpcWriteOptions(compression=None if sys.argv[1] == "none" else sys.argv[1])
      with pa.ipc.new_stream(sys.stdout.buffer, t.schema, options=o) as w: w.write_table(t, max_chunksize=2)
      """
    let run = try Run.python(["-c", script, codec])
    try #require(run.status == 0, "\(run.stderr)")
    return [UInt8](run.output)
  }

  @Test(.enabled(if: ProjectPaths.python != nil), arguments: ["none", "lz4", "zstd"])
  func damagedDataIsHarmless(codec: String) throws {
    let whole = try Self.stream(codec)
    let options = ReadingOptions(keepsOrder: true)
    let right = try ParquetCaptions(arrow: whole, options: options)
    #expect(right.captions.map(\.text) == ["a dog", "an eel"])
    var random = ParquetMutationTests.Seeded(state: 11)
    var (read, refused) = (0, 0)
    for _ in 0..<1500 {
      do {
        let found = try ParquetCaptions(
          arrow: ParquetMutationTests.mutated(whole, by: &random), options: options)
        #expect(found.captions.count <= 64)
        read += 1
      } catch is ShardFault {
        refused += 1
      }
    }
    #expect(read > 0 && refused > 0)
  }

  /// Polars writes a file's schema without its length.
  @Test(.enabled(if: ProjectPaths.python != nil))
  func whatPolarsWroteIsRead() throws {
    let folder = try TemporaryFolder()
    let script = """
      import sys, polars as pl
      for codec in ("uncompressed", "lz4", "zstd"):
          for extra in range(1, 9):
              frame = pl.DataFrame({"caption": ["a dog", None, "an eel of more than twelve letters"] * 40, "n" * extra: range(120),
                  "kind": pl.Series(["x", "y", "z"] * 40, dtype=pl.Categorical), "list": [["a"], [], None] * 40})
              frame.write_ipc(f"{sys.argv[1]}/{codec}{extra}.arrow", compression=codec, record_batch_size=50 if extra % 2 else None)
      frame.write_ipc(f"{sys.argv[1]}/old.arrow", compat_level=pl.CompatLevel.oldest())
      frame.clear().write_ipc(f"{sys.argv[1]}/none.arrow")
      """
    let run = try Run.python(["-c", script, folder.url.path])
    try #require(run.status == 0, "\(run.stderr)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names.count == 26)
    let texts = Array(repeating: ["a dog", "an eel of more than twelve letters"], count: 40).flatMap(\.self)
    for name in names {
      let bytes = try MemoryBytes(folder.url.appending(path: name)).data
      for chunk in [1 << 20, 100] {
        let found = try ParquetCaptions(arrow: bytes, options: ReadingOptions(keepsOrder: true), chunk: chunk)
        #expect(found.records == (name == "none.arrow" ? 0 : 120), "\(name)")
        #expect(found.captions.map(\.text) == (name == "none.arrow" ? [] : texts), "\(name)")
      }
    }
    // Many places that look like a message's beginning cost no more than a few looks.
    let marks =
      Array("ARROW1\0\0\u{4}\0\0\0".utf8)
      + Array(repeating: [UInt8]([255, 255, 255, 255, 0, 0, 0, 0]), count: 1 << 17).joined()
    #expect(throws: ShardFault.self) { try ParquetCaptions(arrow: marks) }
  }

  @Test(.enabled(if: ProjectPaths.python != nil))
  func dataThatIsCutShortSaysSo() throws {
    let whole = try Self.stream("none")
    var faults: Set<String> = []
    for length in stride(from: 8, to: whole.count - 8, by: 5) {
      do {
        // A stream may end after any message.
        _ = try ParquetCaptions(arrow: Array(whole[..<length]))
      } catch let fault as ShardFault {
        faults.insert(fault.description)
      }
    }
    #expect(
      faults == [
        "the Arrow data cannot be read: it ends inside a message; is the file truncated?",
        "the Arrow data cannot be read: it does not begin with a schema",
      ] || faults == ["the Arrow data cannot be read: it ends inside a message; is the file truncated?"])
  }

  @Test(.enabled(if: ProjectPaths.python != nil))
  func aFileWithoutABatchOfItsFooterIsRefused() throws {
    let script = """
      import sys, pyarrow as pa
      t = pa.table({"caption": ["a dog", "an eel", "a cat", "x"]})
      with pa.ipc.new_file(sys.stdout.buffer, t.schema) as w: w.write_table(t, max_chunksize=2)
      """
    let run = try Run.python(["-c", script])
    var bytes = [UInt8](run.output)
    #expect(try ParquetCaptions(arrow: bytes).captions.map(\.text) == ["a dog", "an eel", "a cat", "x"])
    // The head of the second batch's message becomes that of the stream's end.
    let heads = bytes.indices.dropLast(8).filter {
      $0 % 8 == 0 && bytes[$0..<$0 + 4].allSatisfy { $0 == 0xFF }
    }
    try #require(heads.count == 4)
    bytes.replaceSubrange(heads[2] + 4..<heads[2] + 8, with: [0, 0, 0, 0])
    #expect(
      throws: ShardFault(.arrow(detail: "its footer lists 2 record batches, but it has 1"))
    ) { try ParquetCaptions(arrow: bytes) }
  }

  @Test func contentIsRecognised() {
    func recognises(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { ArrowMessages.recognises($0) } }
    #expect(recognises(Array("ARROW1\0\0".utf8)))
    #expect(!recognises(Array("ARROW1 is a name".utf8)))
    #expect(!recognises([0xFF, 0xFF, 0xFF, 0xFF]))
    #expect(recognises([0xFF, 0xFF, 0xFF, 0xFF, 0x40, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0]))
    #expect(!recognises([0xFF, 0xFF, 0xFF, 0xFF, 0x41, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0]))
  }
}
