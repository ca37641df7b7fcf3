import Foundation

/// A program that serves on loopback for as long as the value lives.
public final class LoopbackServer {
  /// The ports that it names in what it prints first.
  public let ports: [Int]
  private let process = Process()
  /// Its standard input, whose end ends it.
  private let input = Pipe()

  /// Starts a program and waits until it has printed a line that names its ports.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - arguments: Its arguments.
  ///   - environment: Variables besides those of the tests.
  ///   - printsOnError: Whether it prints the line on standard error.
  ///   - ports: Reads the ports from a line; nil for a line that names none.
  /// - Throws: What starting it throws, or an error where it ends without having named ports.
  public init(
    _ program: URL, _ arguments: [String], environment: [String: String] = [:], printsOnError: Bool = false,
    ports: (String) -> [Int]?
  ) throws {
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = printsOnError ? FileHandle.nullDevice : output
    process.standardError = printsOnError ? output : FileHandle.nullDevice
    try process.run()
    var text = ""
    while true {
      let bytes = output.fileHandleForReading.availableData
      guard !bytes.isEmpty else { throw CocoaError(.fileReadUnknown) }
      text += String(decoding: bytes, as: UTF8.self)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      if let found = lines.compactMap({ ports(String($0)) }).first {
        self.ports = found
        break
      }
    }
  }

  /// Starts a script of the project's Python that prints its ports as numbers in its first line.
  public convenience init(python arguments: [String]) throws {
    try self.init(ProjectPaths.python ?? URL(fileURLWithPath: "/usr/bin/python3"), arguments) { line in
      line.split(separator: " ").map { Int($0) }.reduce(into: [Int]?.some([])) { ports, port in
        if let port { ports?.append(port) } else { ports = nil }
      }
    }
  }

  deinit {
    // A test's thread may have blocked the signals that ask, and what it starts inherits that.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
