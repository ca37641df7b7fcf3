import Foundation
import TestSupport
import Testing

/// `Scripts/commit`, which names the commit that is built: in a working copy, in git's archive, and where there is no git.
@Suite struct CommitScriptTests {
  private let folder: TemporaryFolder
  private var project: String { folder.path("project") }

  init() throws {
    folder = try TemporaryFolder()
    let script = ProjectPaths.root.appending(path: "Scripts/commit")
    try folder.write("project/Scripts/commit", Data(contentsOf: script))
    try folder.write("project/Sources/a.swift", "a\n")
    try folder.write("project/.gitattributes", "Scripts/commit export-subst\n")
  }

  @discardableResult
  private func shell(_ line: String) throws -> String {
    let run = try Run(
      URL(fileURLWithPath: "/bin/sh"), ["-ec", line],
      environment: [
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@b",
        "GIT_CONFIG_GLOBAL": "/dev/null",
      ], folder: URL(fileURLWithPath: project))
    #expect(run.status == 0, "\(line): \(run.stderr)")
    return run.stdout.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The value that the script writes for a project.
  private func commit(of path: String) throws -> String {
    try shell("sh '\(path)/Scripts/commit' '\(path)' '\(folder.path("BuiltCommit.swift"))'")
    let text = try String(contentsOfFile: folder.path("BuiltCommit.swift"), encoding: .utf8)
    let value = try #require(text.range(of: "static let text: String? = "))
    return String(text[value.upperBound...].prefix { $0 != "\n" })
  }

  @Test func isGitsWhereThereIsGit() throws {
    try shell("git init -q . && git add -A && git commit -qm first")
    let first = try shell("git rev-parse HEAD")
    #expect(first.count == 40)
    #expect(try commit(of: project) == "\"\(first)\"")
    // A file that says the same is not written again, so that nothing is built again.
    let before = try FileManager.default.attributesOfItem(atPath: folder.path("BuiltCommit.swift"))
    #expect(try commit(of: project) == "\"\(first)\"")
    let after = try FileManager.default.attributesOfItem(atPath: folder.path("BuiltCommit.swift"))
    #expect(before[.modificationDate] as? Date == after[.modificationDate] as? Date)
    try folder.write("project/Sources/a.swift", "b\n")
    #expect(try commit(of: project) == "\"\(first), modified\"")
    // What is not built is no change.
    try shell("git checkout -q Sources && echo x > notes.txt && git add notes.txt")
    #expect(try commit(of: project) == "\"\(first)\"")
    try shell("git commit -qm second")
    #expect(try commit(of: project) != "\"\(first)\"")
  }

  @Test func isUnknownWithoutGit() throws {
    #expect(try commit(of: project) == "nil")
    // Somebody else's repository around it says nothing of it, and one without a commit has none to name.
    try shell("git -C .. init -q .")
    #expect(try commit(of: project) == "nil")
    try shell("git init -q .")
    #expect(try commit(of: project) == "nil")
  }

  @Test func isInAnArchiveOfACommit() throws {
    try shell("git init -q . && git add -A && git commit -qm first")
    try shell("git archive --prefix=other/ HEAD | tar -C .. -xf -")
    #expect(try commit(of: folder.path("other")) == "\"\(shell("git rev-parse HEAD"))\"")
  }
}
