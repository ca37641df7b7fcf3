import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Archives as Python's tarfile and zipfile make them give their captions, from a file and from a pipe.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
struct ArchiveTests {
  @Test func everyArchiveGivesItsCaptionsOrAnErrorInWords() throws {
    let folder = try TemporaryFolder()
    let cases = try ParquetCase.made(by: "../archives/by_python.py", in: folder)
    try #require(cases.count > 60)
    for item in cases {
      let bytes = try MemoryBytes(folder.url.appending(path: item.file))
      var digests: [String] = []
      for fromPipe in [false, true] {
        let name = "\(item.file)\(fromPipe ? " from a pipe" : "")"
        do {
          let found = try ArchiveCaptions(
            bytes, options: ReadingOptions(fields: item.fields), fromPipe: fromPipe)
          #expect(item.error == nil, "\(name): no error")
          #expect(found.records == item.records, "\(name)")
          let first = zip(found.captions, item.expected).first { $0 != $1 }
          #expect(found.captions == item.expected, "\(name): \(String(describing: first))")
          digests.append(found.digest)
        } catch {
          let expected = item.error ?? "no error at all"
          #expect("\(error)".contains(expected), "\(name)")
        }
      }
      #expect(Set(digests).count <= 1, "\(item.file)")
    }
  }

  /// By the directory a file would be a byte longer than it is; a stream has no such second opinion.
  @Test(arguments: ["into_next", "into_directory"]) func noFileReachesIntoWhatFollowsIt(_ name: String) throws
  {
    let folder = try TemporaryFolder()
    _ = try ParquetCase.made(by: "../archives/by_python.py", in: folder)
    let bytes = try MemoryBytes(folder.url.appending(path: name + ".zip"))
    let fault = #expect(throws: ShardFault.self) {
      try ArchiveCaptions(bytes, options: ReadingOptions(), fromPipe: false)
    }
    #expect(
      fault?.description.contains("a file reaches into what follows it") == true,
      "\(String(describing: fault))")
    #expect(try ArchiveCaptions(bytes, options: ReadingOptions(), fromPipe: true).captions.count == 2)
  }

  /// Whose names are read before anything else, as where members of samples lie apart: the same records and texts.
  @Test func everyArchiveGivesTheSameWhenItIsReadTwice() throws {
    let folder = try TemporaryFolder()
    for item in try ParquetCase.made(by: "../archives/by_python.py", in: folder) {
      let bytes = try MemoryBytes(folder.url.appending(path: item.file))
      for fromPipe in [false, true] {
        do {
          let found = try ArchiveCaptions(
            bytes, options: ReadingOptions(fields: item.fields), fromPipe: fromPipe, readsTwice: true)
          #expect(item.error == nil && found.records == item.records, "\(item.file)")
          #expect(found.captions.map(\.text) == item.expected.map(\.text), "\(item.file)")
          let once = try ArchiveCaptions(
            bytes, options: ReadingOptions(fields: item.fields), fromPipe: fromPipe)
          #expect(found.digest == once.digest, "\(item.file)")
        } catch {
          #expect("\(error)".contains(item.error ?? "no error at all"), "\(item.file)")
        }
      }
    }
  }

  @Test func picturesAreNotReadWhereTheInputCanSeek() throws {
    let folder = try TemporaryFolder()
    let script = """
      import io, sys, tarfile
      with tarfile.open(sys.argv[1], "w") as t:
          for i in range(20):
              for name, content in ((f"{i}.jpg", b"x" * 300000), (f"{i}.txt", b"a tench")):
                  m = tarfile.TarInfo(name); m.size = len(content); t.addfile(m, io.BytesIO(content))
      """
    let run = try Run.python(["-c", script, folder.path("a.tar")])
    try #require(run.status == 0, "\(run.stderr)")
    let bytes = try MemoryBytes(folder.url.appending(path: "a.tar"))
    let found = try ArchiveCaptions(bytes, options: ReadingOptions(), fromPipe: false)
    #expect(found.captions.count == 20)
    #expect(bytes.bytesRead < bytes.size / 8)
  }

  /// Damaged archives end in an error or in captions.
  @Test(arguments: 0..<2)
  func damagedArchivesAreHarmless(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let cases = try ParquetCase.made(by: "../archives/by_python.py", in: folder)
    var random = ParquetMutationTests.Seeded(state: seed &+ DamagedShardsTests.seed << 8)
    for item in cases where !item.file.hasPrefix("large") {
      let whole = try MemoryBytes(folder.url.appending(path: item.file)).data
      for index in 0..<8 * DamagedShardsTests.scale {
        let bytes = MemoryBytes(ParquetMutationTests.mutated(whole, by: &random))
        do {
          _ = try ArchiveCaptions(
            bytes, options: ReadingOptions(skipsBadRecords: index % 3 == 0), fromPipe: index % 2 == 0,
            readsTwice: index % 4 > 1)
        } catch let fault as ShardFault {
          #expect(!fault.description.isEmpty)
        }
      }
    }
  }
}

/// All that an archive gave.
struct ArchiveCaptions {
  var records = 0
  var captions: [ParquetCaptions.Caption] = []
  var digest = ""

  init(_ bytes: MemoryBytes, options: ReadingOptions, fromPipe: Bool, readsTwice: Bool = false) throws {
    var opening = RecordOpening(options: options, blockBytes: 2000, pool: BufferPool(capacity: 16 << 10))
    if readsTwice {
      opening.samples = ShardSamples(.names)
      let names = try opening.open(PeekedStream(PiecedStream(bytes.data)), file: fromPipe ? nil : bytes)
      while try names.reader.nextBlock() != nil {}
      opening.samples.finishNames()
    }
    let stream = PeekedStream(PiecedStream(bytes.data, piece: fromPipe ? 3001 : Int.max))
    let opened = try opening.open(stream, file: fromPipe ? nil : bytes)
    while let block = try opened.reader.nextBlock() {
      let start = records
      var found: [ParquetCaptions.Caption] = []
      let batch = CaptionBatch { batch in
        for entry in batch.entries {
          let text = String(decoding: batch.text[Int(entry.start)..<Int(entry.end)], as: UTF8.self)
          found.append(
            ParquetCaptions.Caption(record: start + Int(entry.record), role: entry.role.name, text: text))
        }
      }
      do {
        try block.readCaptions(into: batch)
      } catch let fault as ShardFault {
        throw fault.after(records: start)
      }
      try batch.flush()
      records += batch.records
      captions += found
    }
    digest = opened.digest.map { $0().hex } ?? ""
  }
}
