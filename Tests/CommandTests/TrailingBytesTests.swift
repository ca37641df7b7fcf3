import Foundation
import TestSupport
import Testing

/// Bytes behind a compressed stream, in what Python's gzip, zstandard, lz4, bz2, lzma and tarfile wrote.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
final class TrailingBytesTests {
  private let folder: TemporaryFolder

  private static let script = """
    import bz2, gzip, io, lzma, os, sys, tarfile
    import lz4.frame, zstandard
    text = b"".join(b'{"caption": "a tench %d"}\\n' % i for i in range(5))
    codecs = {"gz": gzip.compress, "zst": zstandard.ZstdCompressor().compress, "lz4": lz4.frame.compress,
              "bz2": bz2.compress, "xz": lzma.compress}
    tails = {"clean": b"", "zeros": bytes(1000), "seven": b"garbage", "many": b"x" * 300000, "late": bytes(200000) + b"!"}
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for i in range(5):
            info = tarfile.TarInfo(f"{i}.txt")
            info.size = 9
            tar.addfile(info, io.BytesIO(b"a tench %d" % i))
    for codec, compress in codecs.items():
        for name, tail in tails.items():
            open(f"{name}.jsonl.{codec}", "wb").write(compress(text) + tail)
            open(f"{name}.{codec}.two.jsonl", "wb").write(compress(text) + compress(text) + tail)
            open(f"{name}.tar.{codec}", "wb").write(compress(archive.getvalue()) + tail)
        whole = compress(archive.getvalue())
        open(f"cut.tar.{codec}", "wb").write(whole[:-3])
    """

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench"]"#)
    let run = try Run(
      ProjectPaths.python ?? URL(fileURLWithPath: "/usr/bin/python3"), ["-c", Self.script], folder: folder.url
    )
    try #require(run.status == 0, "\(run.stderr)")
  }

  /// How many bytes are told behind data in a codec that passes over them.
  private static let told: [(name: String, bytes: Int?)] = [
    ("clean", nil), ("zeros", nil), ("seven", 7), ("many", 300_000), ("late", 200_001),
  ]

  @Test(arguments: [("gz", "gzip"), ("lz4", "lz4"), ("bz2", "bzip2")])
  func areToldWhereTheyArePassedOver(_ ending: String, _ codec: String) throws {
    for (number, (name, bytes)) in Self.told.enumerated() {
      for (file, captions) in [
        ("\(name).jsonl.\(ending)", 5), ("\(name).\(ending).two.jsonl", 10), ("\(name).tar.\(ending)", 5),
      ] {
        let sentence = bytes.map {
          "\(file): \($0) bytes follow the \(codec) data and are no part of it; they were not read"
        }
        let index = try Binary.run(
          [
            "index", "--verbose", "--db", "\(file).sqlite", "--classes", "names.json", "--corpus",
            "c\(number)", file,
          ],
          folder: folder.url)
        #expect(index.status == 0, "\(file): \(index.stderr)")
        #expect(index.stdout.contains("mentions  \(captions) caption"), "\(file): \(index.stdout)")
        #expect(
          index.stderr.contains(sentence.map { "note: \($0)\n" } ?? file)
            && index.stderr.contains("no part of it") == (bytes != nil), "\(file): \(index.stderr)")
        let scan = try Binary.run(
          ["scan", "--classes", "names.json"], input: Data("\(file)\n".utf8), folder: folder.url)
        #expect(scan.stdout.contains("\"caption\": \(captions)"), "\(file): \(scan.stdout)")
        #expect(
          scan.stderr == (sentence.map { "corpus-tool: note: \($0)\n" } ?? ""), "\(file): \(scan.stderr)")
        let inspect = try Binary.run(["inspect", file], folder: folder.url)
        #expect(inspect.stdout.contains("  trailing  ") == (bytes != nil), "\(file): \(inspect.stdout)")
      }
    }
  }

  @Test(arguments: ["zst", "xz"]) func areAnErrorWhereTheProgramRefusesThem(_ ending: String) throws {
    for (name, bytes) in Self.told where bytes != nil {
      for file in ["\(name).jsonl.\(ending)", "\(name).\(ending).two.jsonl", "\(name).tar.\(ending)"] {
        let run = try Binary.run(
          ["index", "--classes", "names.json", "--corpus", "c", file], folder: folder.url)
        #expect(run.status == 1, "\(file): \(run.stderr)")
        // liblzma says neither how many there are nor, where they are few, that they begin no stream.
        let told =
          ending == "zst"
          ? "\(file): the zstd data is corrupt (\(bytes ?? 0) bytes that are no further frame follow its last one)"
          : "the xz data "
        #expect(run.stderr.contains(told), "\(run.stderr)")
      }
    }
    let clean = try Binary.run(
      ["index", "--classes", "names.json", "--corpus", "c", "clean.jsonl.\(ending)"], folder: folder.url)
    #expect(clean.status == 0 && clean.stdout.contains("mentions  5 caption"))
  }

  /// An archive ends before the compressed data around it do, which end with their checksum.
  @Test(arguments: ["gz", "bz2", "zst", "xz", "lz4"]) func theEndBehindAnArchiveIsRead(_ ending: String)
    throws
  {
    let run = try Binary.run(
      ["index", "--classes", "names.json", "--corpus", "c", "cut.tar.\(ending)"], folder: folder.url)
    #expect(run.status == 1 && run.stderr.contains("ends early"), "\(run.stderr)")
  }
}
