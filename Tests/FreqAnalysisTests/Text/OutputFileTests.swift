import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct OutputFileTests {
  private let any = OutputMark.pieces(start: "", [])

  private func refusal(
    _ path: String, _ mark: OutputMark? = nil, _ policy: OutputPolicy = OutputPolicy()
  ) -> OutputFileError.Reason? {
    do throws(OutputFileError) {
      try OutputFile(path, policy).write("new", mark ?? any)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func replacesWholeFilesOnly() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("out.csv", "old")
    #expect(refusal(path) == nil)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(refusal(folder.path("no/such")) == .system(code: ENOENT))
    #expect(refusal(folder.url.path) == .system(code: EISDIR))
    #expect(refusal("/dev/full") == .system(code: ENOSPC))
    #expect(refusal("/dev/null") == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["out.csv"])
  }

  @Test(arguments: [false, true]) func nothingIsWrittenThroughALink(_ replaces: Bool) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("secret", "secret")
    for (link, target) in [("link", path), ("dangling", folder.path("none"))] {
      try FileManager.default.createSymbolicLink(atPath: folder.path(link), withDestinationPath: target)
      #expect(
        refusal(folder.path(link), nil, OutputPolicy(replaces: replaces)) == .symbolicLink(target: target))
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "secret")
    #expect(!FileManager.default.fileExists(atPath: folder.path("none")))
  }

  /// The name of the new file beside the target can be foreseen; a link that waits there is not followed either.
  @Test func theNewFileIsNoLinkEither() throws {
    let folder = try TemporaryFolder()
    let secret = try folder.write("secret", "secret")
    let target = folder.path("out.csv")
    try FileManager.default.createSymbolicLink(
      atPath: target + ".part-\(getpid())", withDestinationPath: secret)
    #expect(refusal(target) == nil)
    #expect(try String(contentsOfFile: secret, encoding: .utf8) == "secret")
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "new")
  }

  @Test func inputsAndDatabasesAreKept() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("names.txt", "tench\n")
    try FileManager.default.linkItem(atPath: path, toPath: folder.path("other name"))
    for replaces in [false, true] {
      let reads = OutputPolicy(inputs: ["no such file", path], replaces: replaces)
      #expect(refusal(folder.path("other name"), nil, reads) == .input)
      let uses = OutputPolicy(database: folder.path("db"), replaces: replaces)
      for suffix in ["", "-wal", "-shm", "-journal"] {
        let file = try folder.write("db" + suffix, "x")
        #expect(refusal(file, nil, uses) == .databaseInUse)
      }
    }
    let database = try folder.write("d", "SQLite format 3\0 and so on")
    #expect(refusal(database) == .database)
    #expect(refusal(database, nil, OutputPolicy(replaces: true)) == nil)
  }

  /// What stands in the file, by what mark the command knows its own, and whether it does.
  private static let marks: [(name: String, content: String, mark: OutputMark, fits: Bool)] = [
    ("empty", "", .never, true),
    ("the same columns", "a,b,c\n1,2,3\n", .csv(["a", "b", "c"]), true),
    ("a column more", "a,b,c,d\n", .csv(["a", "b", "c"]), true),
    ("a column less", "a,c\n", .csv(["a", "b", "c"]), true),
    ("quoted columns", "a,\"b,\"\"c\"\"\nd\",e\n", .csv(["a", "b,\"c\"\nd", "e"]), true),
    ("a byte order mark", "\u{FEFF}a,b\n", .csv(["a", "b"]), true),
    ("other columns", "x,y,z\n", .csv(["a", "b", "c"]), false),
    ("another order", "a,c,b\n", .csv(["a", "b", "c"]), false),
    ("another first column", "b,c\n", .csv(["a", "b", "c"]), false),
    ("one column of many", "class\ntench\n", .csv(["class", "corpus", "mentions"]), false),
    ("a header without an end", "a,b,c", .csv(["a", "b", "c"]), false),
    ("prose", "these are my notes\n", .csv(["a", "b", "c"]), false),
    ("rows", "[\n  {\"a\": 1, \"b\": {\"x\": [\"}\\\"\"]}, \"c\": null}\n]\n", .json(["a", "b", "c"]), true),
    ("an object", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", .json(["a", "b"]), true),
    ("no rows", "[]\n", .json(["a", "b"]), true),
    ("other keys", "{\"x\": 1, \"y\": 2}", .json(["a", "b"]), false),
    ("names", "[\"tench\", \"shark\"]", .json(["a", "b"]), false),
    ("counts", "{\"tench\": 1}", .json([]), false),
    ("a cut object", "{\"a\": 1, \"b\": [1, 2", .json(["a", "b", "c", "d", "e", "f"]), true),
    (
      "headings", "  #  class   the captions\n  0  tench  3\n", .headings(["#", "class", "the captions"]),
      true
    ),
    ("other headings", "name  value\n", .headings(["#", "class", "the captions"]), false),
    ("places", "a.jsonl:12   a  tench\nb.tar:3  x\n", .placedLines, true),
    ("no places", "a.jsonl:12   a  tench\nmy own line\n", .placedLines, false),
    ("pieces", "one two three", .pieces(start: "one", ["two", "three"]), true),
    ("pieces in another order", "one three two", .pieces(start: "one", ["two", "three"]), false),
    ("a picture by somebody else", "<?xml version=\"1.0\"?><svg/>", .picture, false),
  ]

  @Test func anEarlierResultIsKnownByItsForm() throws {
    let folder = try TemporaryFolder()
    for (name, content, mark, fits) in Self.marks {
      let path = try folder.write("file", content)
      #expect(refusal(path, mark) == (fits ? nil : .notOwn), "\(name)")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == (fits ? "new" : content), "\(name)")
      try FileManager.default.removeItem(atPath: path)
    }
    let path = try folder.write("file", "mine")
    #expect(refusal(path, .never, OutputPolicy(replaces: true)) == nil)
  }

  @Test func aHeadLargerThanWhatIsLookedAt() throws {
    let folder = try TemporaryFolder()
    let long = String(repeating: "x", count: 2 * OutputMark.headBytes)
    #expect(
      refusal(try folder.write("a", "{\"a\": \"\(long)\", \"b\": 1}"), .json(["a", "b", "c"])) == .notOwn)
    #expect(refusal(try folder.write("b", "{\"a\": 1, \"b\": \"\(long)\"}"), .json(["a", "b", "c"])) == nil)
    #expect(refusal(try folder.write("c", "a.txt:1  \(long)\nb.txt:2  x\n"), .placedLines) == nil)
  }

  @Test func refusalsAreWholeSentences() {
    let sentences: [(OutputFileError.Reason, String)] = [
      (.system(code: ENOSPC), "No space left on device"),
      (.symbolicLink(target: "b"), "it is a symbolic link to b; name the file itself"),
      (.databaseInUse, "it belongs to the database in use"), (.input, "this command reads it"),
      (.database, "it is a database"),
      (
        .notOwn,
        "the file there does not look like an earlier result of this command"
      ),
    ]
    for (reason, text) in sentences {
      #expect(OutputFileError(path: "a", reason).description == "cannot write a: " + text)
    }
  }
}
