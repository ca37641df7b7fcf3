/// How patiently servers are asked.
public struct RemoteOptions: Sendable, Hashable {
  /// How often a request is made again after one that failed without bringing the file forward.
  public var retries: Int
  /// The most seconds for making a connection.
  public var connectSeconds: Int
  /// The most seconds without a byte.
  public var stallSeconds: Int

  /// Makes options.
  public init(retries: Int = 5, connectSeconds: Int = 20, stallSeconds: Int = 60) {
    self.retries = retries
    self.connectSeconds = connectSeconds
    self.stallSeconds = stallSeconds
  }

  /// The longest wait before a request is made again, in seconds, whatever a server asks for.
  static let longestWait = 300.0
  /// The most redirects that are followed.
  static let maximumRedirects = 10
}
