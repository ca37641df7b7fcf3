import Foundation
import TestSupport
import Testing

/// One run of the tool: what it is given, and what its status, standard output and standard error have to be.
struct CommandCase: Sendable, CustomTestStringConvertible {
  /// What the case shows.
  var name: String
  /// The arguments.
  var arguments: [String]
  /// Standard input.
  var input = ""
  /// Files that exist before the run, by their path in its folder.
  var files: [String: String] = [:]
  /// The status that the run has to end with.
  var status: Int32 = 0
  /// Standard output, whole; nil: not looked at.
  var stdout: String?
  /// Parts of standard error, in order; empty: standard error has to be empty.
  var stderr: [String] = []
  /// Where the case stands, so that a failure points at it.
  var location: SourceLocation

  init(
    _ name: String, _ arguments: [String], input: String = "", files: [String: String] = [:],
    status: Int32 = 0,
    stdout: String? = nil, stderr: [String] = [], fileID: String = #fileID, filePath: String = #filePath,
    line: Int = #line, column: Int = #column
  ) {
    self.name = name
    self.arguments = arguments
    self.input = input
    self.files = files
    self.status = status
    self.stdout = stdout
    self.stderr = stderr
    location = SourceLocation(fileID: fileID, filePath: filePath, line: line, column: column)
  }

  var testDescription: String { name }

  /// Runs the tool once in a folder of its own and compares all three.
  func check() throws {
    let folder = try TemporaryFolder()
    for (path, content) in files { try folder.write(path, content) }
    let run = try Binary.run(arguments, input: Data(input.utf8), folder: folder.url)
    #expect(run.status == status, "\(run.stderr)", sourceLocation: location)
    if let stdout { #expect(run.stdout == stdout, sourceLocation: location) }
    var rest = run.stderr[...]
    for part in stderr {
      guard let found = rest.range(of: part) else {
        Issue.record("standard error lacks \"\(part)\":\n\(run.stderr)", sourceLocation: location)
        return
      }
      rest = rest[found.upperBound...]
    }
    if stderr.isEmpty { #expect(run.stderr == "", sourceLocation: location) }
    #expect(!run.stdout.contains("\u{1B}") && !run.stderr.contains("\u{1B}"), sourceLocation: location)
  }
}
