import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Every reason why a shard is refused, and the whole sentence that a person reads.
@Suite struct ShardErrorSentencesTests {
  static let all: [(ShardFault.Reason, String)] = [
    (.system(operation: "it cannot be opened", code: 2), "f: it cannot be opened: No such file or directory"),
    (.empty, "f: the file is empty"),
    (.noRecords, "f: the file has no records"),
    (
      .failedDownload(ending: "parquet"),
      "f: the file has no bytes, which a .parquet file cannot have; did its download fail?"
    ),
    (
      .foreign(.gitLFSPointer),
      "f: this is a Git LFS pointer, not the data; `git lfs pull` downloads the file that it stands for"
    ),
    (.foreign(.html), "f: this is an HTML page, not data; was the download refused or redirected?"),
    (.foreign(.xml), "f: this is an XML document, not data; was the download refused?"),
    (
      .foreign(.refusal("Access to model x is restricted.")),
      "f: this is a server's refusal, not data (Access to model x is restricted.); request access or log in, and download the file again"
    ),
    (.foreign(.errorObject), "f: this is a JSON error message, not data; download the file again"),
    (.foreign(.pythonDicts), "f: the records are Python dicts, not JSON; write each of them with json.dumps"),
    (
      .foreign(.rows),
      "f: this is a file of rows, which was written while captions were counted, and no shard"
    ),
    (
      .foreign(.plainLines(ending: "json")),
      "f: the name ends in .json, but the content is only plain lines"
    ),
    (.isDirectory, "f: this is a folder, not a file"),
    (
      .copyTooLarge(limit: 100),
      "f: the Parquet data is larger than 100 bytes, the limit of the temporary file that it is copied to"
    ),
    (.commandNotAllowed, "f: the name is a command, which may not be run unasked"),
    (.truncated(codec: "gzip"), "f: the gzip data ends early; is the file truncated?"),
    (.corrupt(codec: "zstd", detail: "bad magic"), "f: the zstd data is corrupt (bad magic)"),
    (
      .windowTooLarge(window: 268_435_456, limit: 134_217_728),
      "f: the zstd data needs a window of 268435456 bytes, and at most 134217728 are allowed"
    ),
    (
      .windowTooLarge(window: nil, limit: 134_217_728),
      "f: the zstd data needs a window of more than 134217728 bytes, and at most 134217728 are allowed"
    ),
    (
      .membersApart,
      "f: it lies apart from the other members of its sample, so the archive has to be read twice, which cannot be done with standard input or a command; save the archive to a file first"
    ),
    (
      .fieldsApart,
      "f: it lies apart from the text of its sample, and there is more such JSON in the archive than can be held to bring its fields to their text; put the files of a sample one after another, as tar does when it sorts by name, or ask for no fields"
    ),
    (.unknownLayout(seen: "binary data"), "f: unrecognized file layout (binary data)"),
    (.notUTF8, "f: the text is not valid UTF-8"),
    (.invalidJSON(detail: "a comma is missing"), "f: invalid JSON: a comma is missing"),
    (.unfinishedJSON, "f: the JSON ends before it is complete; is the file truncated?"),
    (
      .noTextField(seen: ["id", "url"]),
      "f: no caption field was found; fields seen: id, url"
    ),
    (.noTextField(seen: []), "f: no caption field was found; fields seen: none"),
    (.missingTextField(name: "text", seen: ["id"]), "f: no record has the text field text; fields seen: id"),
    (
      .severalColumns(key: "answer", limit: 1000),
      "f: this is JSON by columns whose records take several of them, such as `answer`; its rows are brought together if all columns have the same rows and the file has at most 1000 bytes"
    ),
    (
      .recordTooLarge(limit: 1_048_576),
      "f: the record is larger than 1048576 bytes"
    ),
    (
      .invalidRow(detail: "3 cells where the header has 4"),
      "f: invalid table row: 3 cells where the header has 4"
    ),
    (.nestingTooDeep(limit: 512), "f: values are nested deeper than 512 levels"),
    (.parquet(detail: "the footer is damaged"), "f: the Parquet file cannot be read: the footer is damaged"),
    (
      .arrow(detail: "a buffer lies outside of the file"),
      "f: the Arrow data cannot be read: a buffer lies outside of the file"
    ),
    (.unsupported(what: "a GNU sparse member"), "f: a GNU sparse member is not supported"),
    (.commandFailed(status: 2, message: "no such file"), "f: the command exited with status 2: no such file"),
    (.commandFailed(status: 2, message: ""), "f: the command exited with status 2"),
    (
      .ambiguousName(wayOut: "./pipe:x"),
      "f: a file has this name, which could also be a command; ./pipe:x reads the file"
    ),
    (
      .rows(RowFileError(folder: "rows", code: 28)),
      "f: rows cannot be written to rows: No space left on device"
    ),
    (.interrupted, "f: interrupted before the end"),
    (.remote(RemoteFault(.stalled(seconds: 30))), "f: no byte came for 30 seconds"),
  ]

  @Test(arguments: all.indices) func isTheWholeSentence(_ index: Int) {
    let (reason, sentence) = Self.all[index]
    #expect(ShardError(shard: .file(path: "f"), fault: ShardFault(reason)).description == sentence)
  }

  /// No case of the enumeration is left out.
  @Test func everyCaseIsHere() throws {
    let source = try String(
      contentsOf: ProjectPaths.root.appending(path: "Sources/Corpus/Faults/ShardFault.swift"), encoding: .utf8
    )
    let start = try #require(source.range(of: "enum Reason: "))
    let body = source[start.upperBound...].prefix { $0 != "}" }
    let named = Set(
      body.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("case ") }
        .map { String($0.dropFirst(5).prefix { $0.isLetter || $0.isNumber }) })
    let tried = Set(Self.all.map { Mirror(reflecting: $0.0).children.first?.label ?? "\($0.0)" })
    #expect(named.count > 20 && named == tried, "\(named.symmetricDifference(tried))")
  }
}
