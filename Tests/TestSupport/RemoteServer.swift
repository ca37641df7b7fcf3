import Foundation

/// A web server on loopback for one test; it ends with it.
public final class RemoteServer {
  private let own: LoopbackServer?
  private let nginx: Process?
  /// The port.
  public let port: Int
  private let scheme: String

  /// Whether nginx is there to be tested against. With `REQUIRE_SHARED=1` a missing one fails the tests that need it.
  public static let hasNginx: Bool = {
    let required = ProcessInfo.processInfo.environment["REQUIRE_SHARED"] == "1"
    return required || FileManager.default.isExecutableFile(atPath: "/usr/sbin/nginx")
  }()

  /// Starts the tests' own server (`Tests/Oracles/remote_server.py`), which breaks in the ways that a URL's first folder names.
  public init(_ folder: TemporaryFolder, options: [String] = []) throws {
    let script = ProjectPaths.root.appending(path: "Tests/Oracles/remote_server.py").path
    let server = try LoopbackServer(python: [script, folder.url.path] + options)
    (own, nginx, port) = (server, nil, server.ports[0])
    scheme = options.contains("--tls") ? "https" : "http"
  }

  /// Starts nginx on a folder.
  public init(nginx folder: TemporaryFolder) throws {
    let probe = try Run.python([
      "-c", "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])",
    ])
    port = Int(probe.stdout.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    scheme = "http"
    let root = folder.url.path
    try folder.write(
      "nginx.conf",
      """
      daemon off; master_process off; pid \(root)/nginx.pid; error_log \(root)/nginx.log;
      events {}
      http {
        access_log off; client_body_temp_path \(root)/nginx-tmp; proxy_temp_path \(root)/nginx-tmp;
        fastcgi_temp_path \(root)/nginx-tmp; uwsgi_temp_path \(root)/nginx-tmp; scgi_temp_path \(root)/nginx-tmp;
        server { listen 127.0.0.1:\(port); root \(root); }
      }
      """)
    let process = Process()
    (own, nginx) = (nil, process)
    process.executableURL = URL(fileURLWithPath: "/usr/sbin/nginx")
    process.arguments = ["-c", folder.path("nginx.conf"), "-p", root]
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<200 where (try? Data(contentsOf: URL(fileURLWithPath: root + "/nginx.pid")).isEmpty) ?? true
    {
      usleep(20_000)
    }
  }

  deinit {
    // A test's thread may have blocked the signals that a process takes its time for, and its children inherit that.
    if let nginx {
      kill(nginx.processIdentifier, SIGKILL)
      nginx.waitUntilExit()
    }
  }

  /// The URL of a path.
  public func url(_ path: String) -> String { "\(scheme)://127.0.0.1:\(port)/\(path)" }

  /// A request that the tests' own server had.
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

  /// What the tests' own server was asked since it started, or since `clear`; without TLS.
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
