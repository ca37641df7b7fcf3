import Foundation

/// What one run of a program gave: status, standard output and standard error of the same run.
public struct Run: Sendable {
  /// The exit status, or 128 + the signal's number.
  public var status: Int32
  /// Standard output as bytes.
  public var output: Data
  /// Standard error as bytes.
  public var errorOutput: Data

  /// Standard output as text.
  public var stdout: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text.
  public var stderr: String { String(decoding: errorOutput, as: UTF8.self) }

  /// What a person was told before belongs to the tests, and not to whoever runs them.
  private static let state = FileManager.default.temporaryDirectory
    .appending(path: "corpus-tool-test-state-\(ProcessInfo.processInfo.processIdentifier)").path

  /// Runs a program to its end.
  public init(
    _ program: URL, _ arguments: [String], input: Data = Data(), environment: [String: String] = [:],
    folder: URL? = nil
  ) throws {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment
      .merging(["XDG_STATE_HOME": Self.state]) { $1 }.merging(environment) { $1 }
    let files = try TemporaryFolder()
    for name in ["in", "out", "err"] { try files.write(name, name == "in" ? input : Data()) }
    process.standardInput = try FileHandle(forReadingFrom: files.url.appending(path: "in"))
    process.standardOutput = try FileHandle(forWritingTo: files.url.appending(path: "out"))
    process.standardError = try FileHandle(forWritingTo: files.url.appending(path: "err"))
    try process.run()
    process.waitUntilExit()
    status =
      process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
    output = try Data(contentsOf: files.url.appending(path: "out"))
    errorOutput = try Data(contentsOf: files.url.appending(path: "err"))
  }

  /// Runs the project's Python on a script's text or a script's file.
  public static func python(_ arguments: [String], input: Data = Data()) throws -> Run {
    try Run(ProjectPaths.python ?? URL(fileURLWithPath: "/usr/bin/python3"), arguments, input: input)
  }
}
