import Foundation
import TestSupport
import Testing

@testable import Corpus

/// What downloads leave in place of data, and plain lines under a name that says otherwise.
@Suite struct ForeignContentTests {
  /// A content under a name, and the whole sentence that refuses it; nil: it is read, and gives `captions`.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    var sentence: String?
    var captions: [String] = []
    var fields: [String] = []
    var readsLines = false

    var testDescription: String { "\(name): \(text.prefix(40))" }
  }

  private static let pointer =
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22e\nsize 12345\n"
  private static let lfs =
    "this is a Git LFS pointer, not the data; `git lfs pull` downloads the file that it stands for"
  private static let page = "this is an HTML page, not data; was the download refused or redirected?"
  private static let document = "this is an XML document, not data; was the download refused?"
  private static let dicts = "the records are Python dicts, not JSON; write each of them with json.dumps"
  private static let error = "this is a JSON error message, not data; download the file again"
  private static func refusal(_ line: String) -> String {
    "this is a server's refusal, not data (\(line)); request access or log in, and download the file again"
  }
  private static func lines(_ ending: String) -> String {
    "the name ends in .\(ending), but the content is only plain lines"
  }

  static let cases: [Case] = [
    Case(
      name: "a.csv", text: "id,conversations\n1,\"[{'from': 'human', 'value': 'q'}]\"\n",
      sentence:
        "record 1: invalid JSON: the conversation is a Python list, not JSON; write it with json.dumps"),
    Case(
      name: "a.jsonl", text: #"{"messages": "[{'role': 'user', 'content': 'q'}]"}"#,
      sentence:
        "record 1: invalid JSON: the conversation is a Python list, not JSON; write it with json.dumps"),
    // Lines of strings are JSON under its names.
    Case(
      name: "a.jsonl", text: "\"a \\\"big\\\" dog\"\n\"a\\ncat\"\n",
      captions: ["caption:a \"big\" dog", "caption:a\ncat"]),
    Case(name: "a.json", text: "\"a dog\"\n", captions: ["caption:a dog"]),
    Case(
      name: "a.ndjson", text: "\u{FEFF}\"a dog\"\r\n\"a cat\"", captions: ["caption:a dog", "caption:a cat"]),
    Case(name: "a.txt", text: "\"a dog\"\n", captions: ["caption:\"a dog\""]),
    Case(name: "a.jsonl", text: "\"a dog\" said the cat\n", sentence: lines("jsonl")),
    // An object of lists without an element is a file without a record.
    Case(name: "a.json", text: #"{"images": [], "annotations": [ ]}"#),
    Case(
      name: "a.json", text: #"{"images": [], "annotations": {"a": 1}}"#,
      sentence: "no caption field was found; fields seen: images, annotations.a"),
    Case(name: "a.parquet", text: pointer, sentence: lfs),
    Case(name: "a.txt", text: pointer, sentence: lfs),
    Case(name: "a.tar.gz", text: "\u{FEFF}" + pointer, sentence: lfs),
    Case(name: "-", text: pointer, sentence: lfs),
    Case(name: "a.txt", text: pointer, sentence: lfs, readsLines: true),
    Case(
      name: "a.txt", text: "version https is better than http\n",
      captions: ["caption:version https is better than http"]),
    Case(name: "a.jsonl", text: "<!DOCTYPE html>\n<html><body>a dog</body></html>", sentence: page),
    Case(name: "a.tsv", text: " <!-- a\ndog -->\n<!---->\n<HTML lang=en>\n<body>", sentence: page),
    Case(name: "a.txt", text: "\n  <HTML lang=\"en\">\na dog\n", sentence: page),
    Case(name: "a.parquet", text: "<!doctype HTML PUBLIC \"x\">", sentence: page),
    Case(
      name: "a.tar", text: "<?xml version=\"1.0\"?>\n<Error><Code>NoSuchKey</Code></Error>",
      sentence: document),
    Case(name: "a.json", text: "<Error><Code>AccessDenied</Code></Error>\n", sentence: document),
    Case(name: "a.txt", text: "<PERSON> and a dog\n", captions: ["caption:<PERSON> and a dog"]),
    Case(
      name: "a.txt", text: "<htmlish> dog\n<errors>\n",
      captions: ["caption:<htmlish> dog", "caption:<errors>"]),
    Case(
      name: "a.txt", text: "Access to dataset x/y is restricted. Please log in.",
      sentence: refusal("Access to dataset x/y is restricted. Please log in.")),
    Case(
      name: "a.csv", text: "Access to this dataset is restricted\n",
      sentence: refusal("Access to this dataset is restricted")),
    Case(
      name: "a.txt", text: "Access to the pool is restricted\n",
      captions: ["caption:Access to the pool is restricted"]),
    Case(name: "a.json", text: #"{"success": false, "message": "Not Found"}"#, sentence: error),
    Case(name: "a.txt", text: "Entry not found\n", sentence: refusal("Entry not found")),
    Case(name: "a.txt", text: "404: Not Found", sentence: refusal("404: Not Found")),
    Case(name: "a.txt", text: "Not found\na dog\n", captions: ["caption:Not found", "caption:a dog"]),
    Case(name: "a.json", text: #"{"error": "Access to dataset x/y is restricted"}"#, sentence: error),
    Case(
      name: "a.jsonl", text: "{\"message\": \"Not Found\",\n\"documentation_url\": \"http://x\"}\n",
      sentence: error),
    Case(
      name: "a.json", text: #"{"title": "Forbidden a dog", "status": 403, "detail": {"caption": "x"}}"#,
      sentence: error),
    Case(
      name: "a.json", text: #"{"caption": "a dog", "error_message": null, "status": "success"}"#,
      captions: ["caption:a dog"]),
    Case(name: "a.json", text: #"{"error": null, "text": "a dog"}"#, captions: ["caption:a dog"]),
    Case(name: "a.jsonl", text: "{'url': 'http://x', 'caption': 'a dog'}\n", sentence: dicts),
    Case(name: "a.json", text: "[\n  {'caption': \"it's a dog\"}]", sentence: dicts),
    Case(name: "a.txt", text: "{'it is' said a dog}\n", captions: ["caption:{'it is' said a dog}"]),
    Case(name: "a.parquet", text: "a dog\na cat\n", sentence: lines("parquet")),
    Case(name: "x/a.JSONL", text: "a dog\na cat\n", sentence: lines("jsonl")),
    Case(name: "a.json", text: "a dog", sentence: lines("json")),
    Case(name: "a.tsv", text: "a dog\n", sentence: lines("tsv")),
    Case(name: "a.zip", text: "a dog\n", sentence: lines("zip")),
    Case(name: "captions.txt.gz", text: "a dog\n", sentence: lines("gz")),
    Case(name: "captions.zst", text: "a dog\n", sentence: lines("zst")),
    Case(name: "a.parquet", text: "a dog\n", captions: ["caption:a dog"], readsLines: true),
    Case(
      name: "a.json", text: "{\"caption\": \"a dog\"}\n", captions: ["caption:{\"caption\": \"a dog\"}"],
      readsLines: true),
    // What is recognised is read whatever the name.
    Case(name: "a.parquet", text: #"{"caption": "a dog"}"#, captions: ["caption:a dog"]),
    Case(name: "a.json", text: "url\tcaption\nhttp://x\ta dog\n", captions: ["caption:a dog"]),
    Case(name: "a.tar", text: "url,caption\nhttp://x,a dog\n", captions: ["caption:a dog"]),
    Case(name: "a.gz", text: #"{"caption": "a dog"}"#, captions: ["caption:a dog"]),
    Case(name: "captions", text: "a dog\n", captions: ["caption:a dog"]),
    Case(name: "captions.2024", text: "a dog\n", captions: ["caption:a dog"]),
    Case(name: "json/captions", text: "a dog\n", captions: ["caption:a dog"]),
    // A CSV of one column.
    Case(
      name: "a.csv", text: "caption\na dog, wet\na cat\n", captions: ["caption:a dog, wet", "caption:a cat"]),
    Case(name: "a.csv", text: "Text\r\na dog\r\n", captions: ["caption:a dog"]),
    Case(name: "a.csv", text: "a dog\na cat\n", captions: ["caption:a dog", "caption:a cat"]),
    Case(
      name: "a.csv", text: "caption\n\"a dog, wet\"\na cat\n",
      captions: ["caption:a dog, wet", "caption:a cat"]),
    Case(
      name: "a.csv", text: "\"a dog, wet\"\n\"a \"\"cat\"\"\"\n",
      captions: ["caption:a dog, wet", "caption:a \"cat\""]),
    Case(name: "a.csv", text: "captions\n", captions: []),
    Case(name: "a.txt", text: "caption\na dog\n", captions: ["caption:caption", "caption:a dog"]),
    Case(
      name: "a.csv", text: "http://x/crane.jpg,a dog\nhttp://y,a cat\n",
      captions: ["caption:a dog", "caption:a cat"]),
    Case(
      name: "a.csv", text: "a dog,a cat\nan eel,a tench\n",
      sentence:
        "no caption field was found; fields seen: column 1 (text), column 2 (text)"
    ),
    Case(
      name: "a.csv", text: "a dog, wet\na cat, dry\n", captions: ["caption:a dog, wet", "caption:a cat, dry"]),
    // Blanks after commas, the separator's line, semicolons.
    Case(
      name: "a.csv", text: "image, caption\nx.jpg, a dog\ny.jpg, \"a cat, dry\"\n",
      captions: ["caption:a dog", "caption:a cat, dry"]),
    Case(name: "a.csv", text: "image, note\nx.jpg, a dog\n", captions: ["caption:a dog"], fields: ["note"]),
    Case(
      name: "a.txt", text: "a dog, a text\na cat, a title\n",
      captions: ["caption:a dog, a text", "caption:a cat, a title"]),
    Case(name: "a.csv", text: "sep=,\nimage,caption\nx.jpg,a dog\n", captions: ["caption:a dog"]),
    Case(name: "a.csv", text: "\"sep=;\"\r\nimage;caption\r\nx.jpg;a dog\r\n", captions: ["caption:a dog"]),
    Case(name: "a.csv", text: "sep=\t\nimage\tcaption\nx.jpg\ta dog\n", captions: ["caption:a dog"]),
    Case(name: "a.txt", text: "sep=,\nx.jpg,a dog\n", captions: ["caption:a dog"]),
    Case(
      name: "a.csv", text: "image;caption\nx.jpg;a dog, wet\ny.jpg;\"a cat; dry\nand fat\"\n",
      captions: ["caption:a dog, wet", "caption:a cat; dry\nand fat"]),
    Case(name: "-", text: "caption;url\na dog;http://x\n", captions: ["caption:a dog"]),
    Case(name: "a.csv", text: "id;note\n1;a dog\n", captions: ["caption:a dog"], fields: ["note"]),
    Case(
      name: "a.txt", text: "a dog; a cat\nan eel; a text\n",
      captions: ["caption:a dog; a cat", "caption:an eel; a text"]),
  ]

  @Test(arguments: cases) func isReadOrRefusedBySentence(_ item: Case) throws {
    for (blockBytes, piece) in [(256 << 10, Int.max), (5, 3)] {
      var options = ReadingOptions(fields: item.fields)
      options.rule.readsLines = item.readsLines
      let found = Opened(
        Array(item.text.utf8), name: item.name, options: options, blockBytes: blockBytes, piece: piece)
      #expect(found.fault?.description == item.sentence)
      #expect(found.captions == item.captions)
    }
  }

  /// The same content behind a codec that the name gives, or does not.
  @Test func contentInACodecIsNamedTheSame() throws {
    let pointer = try Compression.gzip(Array(Self.pointer.utf8))
    #expect(Opened(pointer, name: "a.parquet.gz").fault?.description == Self.lfs)
    let text = try Compression.zstd(Array("a dog\n".utf8))
    #expect(Opened(text, name: "a.txt.zst").captions == ["caption:a dog"])
    #expect(Opened(text, name: "a.zst").captions == ["caption:a dog"])
    #expect(Opened(text, name: "a.jsonl.zst").fault?.description == Self.lines("jsonl"))
  }

  @Test func nothingAtAll() throws {
    for name in [
      "part-0.json", "part-0.csv", "x/part-0.TXT", "a.jsonl", "a.ndjson", "a.tsv", "out/part-00001",
      "part-m-00001",
      "part-00001-5f3a-c000",
    ] {
      let found = Opened([], name: name)
      #expect(found.fault == nil && found.captions == [] && found.records == 0, "\(name)")
    }
    for (name, ending) in [
      ("a.parquet", "parquet"), ("a.tar", "tar"), ("a.zip", "zip"), ("a.json.gz", "gz"), ("a.txt.zst", "zst"),
      ("a.tgz", "tgz"),
    ] {
      #expect(
        Opened([], name: name).fault?.description
          == "the file has no bytes, which a .\(ending) file cannot have; did its download fail?")
    }
    for name in ["-", "captions", "part-one", "part-1", "part-00001.bin"] {
      #expect(Opened([], name: name).fault == ShardFault(.empty))
    }
    let nothing = try Compression.gzip([])
    #expect(Opened(nothing, name: "part-0.json.gz").fault == nil)
    #expect(Opened(nothing, name: "part-00001.gz").fault == nil)
    #expect(Opened(nothing, name: "a.parquet.gz").fault == ShardFault(.noRecords))
    #expect(Opened(nothing, name: "-").fault == ShardFault(.noRecords))
  }

  @Test func zerosAreAnArchiveOnlyUnderItsName() {
    for count in [1024, 10240] {
      for name in ["a.tar", "-"] {
        let found = Opened([UInt8](repeating: 0, count: count), name: name)
        #expect(found.fault == nil && found.layout == "tar" && found.records == 0)
      }
    }
    for (count, name) in [
      (1024, "a.parquet"), (1024, "a.txt"), (512, "a.tar"), (1000, "a.tar"), (1 << 20, "a.tar"),
    ] {
      #expect(
        Opened([UInt8](repeating: 0, count: count), name: name).fault?.description
          == "unrecognized file layout (binary data)", "\(count) \(name)")
    }
  }

  @Test func endingsSayWhatTheyCan() {
    #expect(NamedForm(name: "a/b.tar.gz") == NamedForm(name: "TAR.b.TAR.GZ"))
    #expect(NamedForm(name: "part-0.json").endingWithBytes == nil)
    #expect(NamedForm(name: "a.gz").endingWithBytes == "gz" && NamedForm(name: ".gz").codec == "gz")
    for name in ["", "json", "a/", "a.b/c", "a.json/c"] { #expect(NamedForm(name: name) == .none, "\(name)") }
    #expect(NamedForm(.pipe(command: "cat a.json")) == .none && NamedForm(.standardInput) == .none)
  }
}

/// What a content under a name gave, opened as a shard is.
struct Opened {
  var layout: String?
  var captions: [String] = []
  var records = 0
  var fault: ShardFault?

  init(
    _ bytes: [UInt8], name: String, options: ReadingOptions = ReadingOptions(), blockBytes: Int = 256 << 10,
    piece: Int = .max
  ) {
    var found: [String] = []
    let batch = CaptionBatch { batch in
      for entry in batch.entries {
        let text = batch.text[Int(entry.start)..<Int(entry.end)]
        found.append("\(entry.role.name):\(String(decoding: text, as: UTF8.self))")
      }
    }
    do {
      let opening = RecordOpening(
        options: options, blockBytes: blockBytes, pool: BufferPool(capacity: 64 << 10))
      let opened = try opening.open(
        PeekedStream(PiecedStream(bytes, piece: piece)), form: NamedForm(ShardName(name)), file: nil)
      layout = opened.layout
      while let block = try opened.reader.nextBlock() {
        batch.startBlock()
        try block.readCaptions(into: batch)
        try batch.flush()
        records += batch.records
      }
    } catch {
      fault = error as? ShardFault ?? ShardFault(.unsupported(what: "\(error)"))
    }
    captions = found
  }
}
