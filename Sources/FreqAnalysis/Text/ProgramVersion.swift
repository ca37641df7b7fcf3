/// The version of the program that uses this library: what is stored with every shard, and beside results.
public struct ProgramVersion: Sendable, Hashable, ExpressibleByStringLiteral {
  /// The version's number, such as `0.2.0`.
  public var number: String
  /// The commit of the sources in hexadecimal, with `, modified` behind it where they were changed since; nil: unknown.
  public var commit: String?

  /// Makes a version.
  public init(number: String, commit: String? = nil) {
    self.number = number
    self.commit = commit
  }

  /// Makes a version of an unknown commit.
  public init(stringLiteral value: String) { self.init(number: value) }
}
