import CSQLite
import Corpus

/// Which instructions and libraries the program uses here: what `--version` shows and what stands beside a result.
public struct ProgramFeatures: Sendable, Hashable {
  /// The instructions for each kind of work, by the work's name.
  public let kernels: [ScanFeatures.Feature]
  /// The C libraries with their versions, by name.
  public let libraries: [ScanFeatures.Feature]
  /// The version of Unicode by whose tables text is folded.
  public let unicode: String

  /// What runs now.
  public static let current: ProgramFeatures = {
    let features = ScanFeatures.current
    let sqlite = ScanFeatures.Feature(name: "SQLite", value: String(cString: sqlite3_libversion()))
    return ProgramFeatures(
      kernels: features.kernels,
      libraries: (features.libraries + [sqlite]).sorted { $0.name.lowercased() < $1.name.lowercased() },
      unicode: features.unicode)
  }()

  /// What `--version` prints of them, a line each.
  public var lines: [String] {
    [
      "kernels    \(kernels.map { "\($0.value) for \($0.name)" }.joined(separator: ", "))",
      "libraries  \(libraries.map { "\($0.name) \($0.value)" }.joined(separator: ", "))",
      "formats    database schema \(Schema.version), scan format \(ScanLine.formatVersion), Unicode \(unicode)",
    ]
  }

  /// The kernels, the libraries, and the version of Unicode as one object.
  public var json: JSONValue {
    func object(_ features: [ScanFeatures.Feature]) -> JSONValue {
      .object(features.map { JSONValue.Member($0.name, .text($0.value)) })
    }
    return ["kernels": object(kernels), "libraries": object(libraries), "unicode": .text(unicode)]
  }
}
