#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process's environment variables, or in a test some of its own.
struct Environment: Sendable {
  private let lookup: @Sendable (String) -> String?

  /// The variables of the process.
  static let process = Environment { name in getenv(name).map { String(cString: $0) } }

  init(_ lookup: @escaping @Sendable (String) -> String?) { self.lookup = lookup }

  /// A variable's value; nil where it is not set or empty.
  subscript(name: String) -> String? { lookup(name).flatMap { $0.isEmpty ? nil : $0 } }

  /// A path: the value with `~` and `$NAME` in it replaced, as the clients of the stores do it.
  func path(_ name: String) -> String? { self[name].map(expanded) }

  /// The user's home folder.
  var home: String { self["HOME"] ?? "/" }

  /// Whether a variable says yes, as the hub's client understands it.
  func isOn(_ name: String) -> Bool {
    self[name].map { ["1", "on", "yes", "true"].contains($0.lowercased()) } ?? false
  }

  private func expanded(_ path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      if index == 0, part == "~" { return home }
      guard part.hasPrefix("$") else { return String(part) }
      let name = part.dropFirst().filter { $0 != "{" && $0 != "}" }
      return self[String(name)] ?? String(part)
    }.joined(separator: "/")
  }
}
