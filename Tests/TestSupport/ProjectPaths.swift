import Foundation

/// Where the tests find the project, the real data beside it, and Python.
public enum ProjectPaths {
  /// The folder that holds Package.swift.
  public static let root: URL = {
    var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    while folder.path != "/"
      && !FileManager.default.fileExists(atPath: folder.appending(path: "schema.sql").path)
    {
      folder.deleteLastPathComponent()
    }
    return folder
  }()

  /// The shared real data beside the project, or nil where there is none.
  ///
  /// With `REQUIRE_SHARED=1` in the environment a missing folder is not nil but a path that does not exist, so
  /// that the tests that need it fail instead of being skipped.
  public static let shared: URL? = {
    let folder =
      ProcessInfo.processInfo.environment["CORPUS_SHARED"].map { URL(fileURLWithPath: $0) }
      ?? root.deletingLastPathComponent().appending(path: "shared")
    let required = ProcessInfo.processInfo.environment["REQUIRE_SHARED"] == "1"
    return required || FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// The Python of the project's virtual environment, or nil where it was not set up.
  public static let python: URL? = {
    let path = root.appending(path: ".venv/bin/python")
    let required = ProcessInfo.processInfo.environment["REQUIRE_SHARED"] == "1"
    return required || FileManager.default.fileExists(atPath: path.path) ? path : nil
  }()

  /// Whether files can be read by DuckDB: its module and Python are there.
  ///
  /// With `REQUIRE_SHARED=1` a missing module fails the tests that need it.
  public static let hasDuckDB: Bool = {
    let required = ProcessInfo.processInfo.environment["REQUIRE_SHARED"] == "1"
    return required || (try? Run.python(["-c", "import duckdb"]))?.status == 0
  }()

  /// Whether the hub's own client can be asked: its module and Python are there.
  ///
  /// With `REQUIRE_SHARED=1` a missing module fails the tests that need it.
  public static let hasHubClient: Bool = {
    let required = ProcessInfo.processInfo.environment["REQUIRE_SHARED"] == "1"
    return required || (try? Run.python(["-c", "import huggingface_hub"]))?.status == 0
  }()

  /// rclone, which serves a folder as S3 does, or nil where it was not set up.
  ///
  /// With `REQUIRE_SHARED=1` a missing program fails the tests that need it.
  public static let rclone: URL? = {
    let path = root.appending(path: ".venv/bin/rclone")
    let required = ProcessInfo.processInfo.environment["REQUIRE_SHARED"] == "1"
    return required || FileManager.default.isExecutableFile(atPath: path.path) ? path : nil
  }()

  /// Whether the oracle can be asked: the shared tools and Python are there.
  public static var hasOracle: Bool { shared != nil && python != nil }

  /// Whether pages can be driven in a browser: Chromium and Python are there.
  ///
  /// With `REQUIRE_SHARED=1` a missing browser fails the tests that need it.
  public static let hasBrowser: Bool = {
    let required = ProcessInfo.processInfo.environment["REQUIRE_SHARED"] == "1"
    let isThere =
      FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")
      && (try? Run.python(["-c", "import playwright"]))?.status == 0
    return required || isThere
  }()

  /// Whether completions can be tried in shells: tmux, bash, zsh, fish and Python are there.
  ///
  /// With `REQUIRE_SHARED=1` what is missing fails the tests that need it.
  public static let hasShells: Bool = {
    let required = ProcessInfo.processInfo.environment["REQUIRE_SHARED"] == "1"
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    let isThere = ["tmux", "bash", "zsh", "fish"].allSatisfy { name in
      folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }
    return required || (isThere && python != nil)
  }()

  /// Whether the tests run under the address sanitizer (`make test-address`): it maps terabytes of addresses and keeps what
  /// was freed, so that bounds of memory say nothing there; the same tests in the release build hold them.
  public static let isSanitized = ProcessInfo.processInfo.environment["ASAN_OPTIONS"] != nil

  /// A file of the shared real data; call it only in tests enabled by `shared != nil`.
  public static func sharedFile(_ path: String) -> URL {
    (shared ?? root).appending(path: path)
  }
}
