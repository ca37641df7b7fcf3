import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct OutputFileTests {
  private func refusal(
    _ path: String, _ policy: OutputPolicy = OutputPolicy()
  ) -> OutputFileError.Reason? {
    do throws(OutputFileError) {
      try OutputFile(path, policy).write("new")
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func replacesWholeFilesOnly() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("out.csv", "old")
    #expect(refusal(path) == .notOwn)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    #expect(refusal(path, OutputPolicy(replaces: true)) == nil)
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
        refusal(folder.path(link), OutputPolicy(replaces: replaces)) == .symbolicLink(target: target))
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
      #expect(refusal(folder.path("other name"), reads) == .input)
      let uses = OutputPolicy(database: folder.path("db"), replaces: replaces)
      for suffix in ["", "-wal", "-shm", "-journal"] {
        let file = try folder.write("db" + suffix, "x")
        #expect(refusal(file, uses) == .databaseInUse)
      }
    }
    let database = try folder.write("d", "SQLite format 3\0 and so on")
    #expect(refusal(database) == .database)
    #expect(refusal(database, OutputPolicy(replaces: true)) == nil)
  }

  /// What a person may do with a result, and whether it may be replaced then.
  @Test(.enabled(if: ExtendedAttributes.areKept)) func anEarlierResultIsReplacedWhileNobodyHasChangedIt()
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path("out.csv")
    func result() throws {
      try? FileManager.default.removeItem(atPath: path)
      try OutputFile(path).write("class,label\ntench,\n")
    }
    func content() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
    try result()
    #expect(refusal(path) == nil)
    #expect(try content() == "new")
    #expect(refusal(path) == nil)

    // The same bytes by somebody else.
    for changed in ["class,label\ntench,\n", "class,label\ntench,yes\n", "n"] {
      try FileManager.default.removeItem(atPath: path)
      try folder.write("out.csv", changed)
      #expect(refusal(path) == .notOwn)
      #expect(try content() == changed)
    }
    // Changed in place, where the attribute stays.
    try result()
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    try file.seek(toOffset: 12)
    try file.write(contentsOf: Data("other".utf8))
    try file.close()
    #expect(refusal(path) == .notOwn)
    #expect(try content().hasPrefix("class,label\nother"))
    // Moved, and under another name.
    try result()
    try FileManager.default.moveItem(atPath: path, toPath: folder.path("moved"))
    #expect(refusal(folder.path("moved")) == nil)
    // Emptied: nothing is lost.
    try result()
    try #require(FileHandle(forUpdatingAtPath: path)).truncate(atOffset: 0)
    #expect(refusal(path) == nil)
    try folder.write("mine", "mine")
    #expect(refusal(folder.path("mine"), OutputPolicy(replaces: true)) == nil)
  }

  /// A stamp that is none of the tool's, or damaged, is none.
  @Test(.enabled(if: ExtendedAttributes.areKept)) func noOtherStampFits() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("out.csv", "mine")
    for stamp in ["", "yes", String(repeating: "0", count: 32), String(repeating: "0", count: 64)] {
      #expect(ExtendedAttributes.set("user.corpus-tool.digest", stamp, onFileAt: path))
      #expect(refusal(path) == .notOwn, "\(stamp)")
    }
  }

  @Test func refusalsAreWholeSentences() {
    let sentences: [(OutputFileError.Reason, String)] = [
      (.system(code: ENOSPC), "No space left on device"),
      (.symbolicLink(target: "b"), "it is a symbolic link to b; name the file itself"),
      (.databaseInUse, "it belongs to the database in use"), (.input, "this command reads it"),
      (.database, "it is a database"),
      (
        .notOwn,
        "the file there is no earlier result of this tool, or was changed since"
      ),
    ]
    for (reason, text) in sentences {
      #expect(OutputFileError(path: "a", reason).description == "cannot write a: " + text)
    }
  }
}
