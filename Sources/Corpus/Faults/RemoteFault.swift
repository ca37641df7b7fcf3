/// Why something on a server could not be read.
public struct RemoteFault: Error, Sendable, Equatable {
  /// The URL without its secrets; empty where a shard's name stands before the sentence.
  public var url: String
  /// The service that was asked.
  public var service: RemoteService
  /// What went wrong.
  public var reason: Reason

  /// Makes a fault.
  public init(_ reason: Reason, url: String = "", service: RemoteService = .plain) {
    self.reason = reason
    self.url = url
    self.service = service
  }

  /// What went wrong; `RemoteFaultText` words it.
  public enum Reason: Sendable, Equatable {
    /// libcurl is not on this machine, or lacks what is needed; the loader's words.
    case noLibrary(detail: String)
    /// The URL is none that may be asked for; the detail says what is wrong with it.
    case refusedURL(detail: String)
    /// The server could not be reached; libcurl's words.
    case unreachable(detail: String)
    /// The server's certificate is not one to trust; libcurl's words.
    case certificate(detail: String)
    /// No byte came for so many seconds.
    case stalled(seconds: Int)
    /// The connection broke, and went on breaking.
    case broken(detail: String)
    /// The server answered with this status; its own words where it had some.
    case status(Int, message: String)
    /// The bucket lies in another region than the one that was asked.
    case otherRegion(String)
    /// The data set is one for which access has to be requested.
    case gated
    /// More redirects than are followed.
    case tooManyRedirects(limit: Int)
    /// A redirect that is not followed: from `https` to another scheme, or to a scheme that is not the web's.
    case refusedRedirect(to: String)
    /// More bytes than were asked for.
    case bodyTooLarge(limit: Int)
    /// Fewer bytes than the answer said it had.
    case cutShort(expected: Int, received: Int)
    /// The answer is not the range that was asked for; both as a person reads them.
    case wrongRange(asked: String, answered: String)
    /// The file is another one than when its reading began; what shows it.
    case changed(what: String)
    /// The answer cannot be understood; the detail says how.
    case badAnswer(detail: String)
    /// What the environment or a file of settings says cannot be used; the detail says what, without any secret.
    case unusableSettings(detail: String)
    /// The name's form is none that is known; the detail says what is.
    case badName(detail: String)
    /// The run was interrupted.
    case interrupted
  }
}
