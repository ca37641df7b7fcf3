import FreqAnalysis

/// The version of the program, which is stored with every shard.
enum ToolVersion {
  static let current = ProgramVersion(number: "0.2.0", commit: BuiltCommit.text)

  /// What `--version` prints: the version on a line of its own, then the commit and what was built in.
  static var text: String {
    (["corpus-tool \(current.number)", "commit     \(current.commit ?? "unknown")"]
      + ProgramFeatures.current.lines).joined(separator: "\n")
  }
}
