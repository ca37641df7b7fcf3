import Foundation

/// A program that serves on loopback for as long as the value lives.
public final class LoopbackServer {
  /// The ports that it serves at.
  public let ports: [Int]
  private let scheme: String
  private let process = Process()
  /// Its standard input, whose end ends it.
  private let input = Pipe()

  /// Whether nginx is there to be tested against. With `REQUIRE_SHARED=1` a missing one fails the tests that need it.
  public static let hasNginx: Bool = {
    let required = ProcessInfo.processInfo.environment["REQUIRE_SHARED"] == "1"
    return required || FileManager.default.isExecutableFile(atPath: "/usr/sbin/nginx")
  }()

  /// Starts a program and waits until it has printed a line that names its ports.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - arguments: Its arguments.
  ///   - environment: Variables besides those of the tests.
  ///   - scheme: The scheme of its URLs.
  ///   - printsOnError: Whether it prints the line on standard error.
  ///   - ports: Reads the ports from a line; nil for a line that names none.
  /// - Throws: What starting it throws, or an error where it ends without having named ports.
  public init(
    _ program: URL, _ arguments: [String], environment: [String: String] = [:], scheme: String = "http",
    printsOnError: Bool = false, ports: (String) -> [Int]?
  ) throws {
    self.scheme = scheme
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

  /// Starts a script of the tests' Python (`Tests/Oracles`) that prints its ports as numbers in its first line.
  public convenience init(oracle script: String, _ arguments: [String] = []) throws {
    try self.init(
      ProjectPaths.python ?? URL(fileURLWithPath: "/usr/bin/python3"),
      [ProjectPaths.root.appending(path: "Tests/Oracles/\(script)").path] + arguments,
      scheme: arguments.contains("--tls") ? "https" : "http"
    ) { line in
      let words = line.split(separator: " ")
      let ports = words.compactMap { Int($0) }
      return ports.count == words.count ? ports : nil
    }
  }

  /// Starts the tests' own web server on a folder; it breaks in the ways that a URL's first folder names.
  public convenience init(_ folder: TemporaryFolder, options: [String] = []) throws {
    try self.init(oracle: "remote_server.py", [folder.url.path] + options)
  }

  /// Starts nginx on a folder: with a certificate over TLS and HTTP/2. The protocol of each request is logged to `protocols.log`.
  public convenience init(
    nginx folder: TemporaryFolder, certificate: (chain: String, key: String)? = nil
  ) throws {
    let root = folder.url.path
    let probe = try Run.python([
      "-c", "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])",
    ])
    let port = Int(probe.stdout.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    let listens =
      certificate.map { " ssl http2; ssl_certificate \($0.chain); ssl_certificate_key \($0.key)" } ?? ""
    try folder.write(
      "nginx.conf",
      """
      daemon off; master_process off; pid \(root)/nginx.pid; error_log stderr notice;
      events {}
      http {
        log_format protocol $server_protocol; access_log \(root)/protocols.log protocol;
        client_body_temp_path \(root)/nginx-tmp; proxy_temp_path \(root)/nginx-tmp;
        fastcgi_temp_path \(root)/nginx-tmp; uwsgi_temp_path \(root)/nginx-tmp; scgi_temp_path \(root)/nginx-tmp;
        server { listen 127.0.0.1:\(port)\(listens); root \(root); }
      }
      """)
    // It listens before it says what events it waits by.
    try self.init(
      URL(fileURLWithPath: "/usr/sbin/nginx"), ["-c", folder.path("nginx.conf"), "-p", root],
      scheme: certificate == nil ? "http" : "https", printsOnError: true
    ) { line in line.contains("event method") ? [port] : nil }
  }

  deinit {
    // A test's thread may have blocked the signals that ask, and what it starts inherits that.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The URL of a path at the first port.
  public func url(_ path: String) -> String { "\(scheme)://127.0.0.1:\(ports[0])/\(path)" }

  /// A request that the tests' own web server had.
  public struct Asked: Decodable, Sendable {
    /// What was asked for.
    public var path: String
    /// The `Range`.
    public var range: String?
    /// The `Authorization`.
    public var authorization: String?
    /// The host that was named.
    public var host: String?
    /// The bytes of the body that were sent.
    public var sent: Int
  }

  /// What the tests' own web server was asked since it started, or since `clear`; without TLS.
  public func asked() throws -> [Asked] {
    try JSONDecoder().decode([Asked].self, from: control("log"))
  }

  /// Forgets what was asked.
  public func clear() throws { _ = try control("clear") }

  private func control(_ word: String) throws -> Data {
    try Run.python([
      "-c", "import sys, urllib.request as r; print(r.urlopen(sys.argv[1]).read().decode())", url(word),
    ]).output
  }
}
