import Foundation

/// The built `corpus-tool`, run as a user runs it.
public enum Binary {
  /// The program: the one that `CORPUS_TOOL` names, else the one built beside the tests.
  public static let url: URL = {
    if let path = ProcessInfo.processInfo.environment["CORPUS_TOOL"] { return URL(fileURLWithPath: path) }
    let test = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let started = FileManager.default.fileExists(atPath: test.path) ? test : Bundle.main.bundleURL
    return started.deletingLastPathComponent().appending(path: "corpus-tool")
  }()

  /// Runs the tool to its end, at 80 columns and in a folder of the caller's.
  public static func run(
    _ arguments: [String], input: Data = Data(), environment: [String: String] = [:], folder: URL? = nil
  ) throws -> Run {
    try Run(
      url, arguments, input: input, environment: ["COLUMNS": "80"].merging(environment) { $1 }, folder: folder
    )
  }

  /// Runs a line of shell in which `corpus-tool` is the built program.
  public static func shell(_ line: String, folder: URL? = nil) throws -> Run {
    try Run(
      URL(fileURLWithPath: "/bin/bash"), ["-o", "pipefail", "-c", line],
      environment: [
        "PATH": url.deletingLastPathComponent().path + ":"
          + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"), "COLUMNS": "80",
      ], folder: folder)
  }
}
