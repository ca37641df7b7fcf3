/// What a request shows a server to be let in. It is never part of a message: printed or reflected upon, it says only its kind.
public enum RemoteAuthorization: Sendable, Hashable {
  /// The request carries no authorization.
  case none
  /// A token, sent as `Authorization: Bearer`.
  case bearer(String)
  /// Keys that sign the request (AWS Signature 4).
  case aws(RemoteAWSKeys)
}

/// The keys that sign a request to an S3-compatible store.
public struct RemoteAWSKeys: Sendable, Hashable {
  /// The public half.
  public var accessKey: String
  /// The secret half, which is never sent.
  public var secretKey: String
  /// The token of temporary keys; nil for lasting ones.
  public var sessionToken: String?
  /// The region that the signature is for.
  public var region: String

  /// Makes the keys.
  public init(accessKey: String, secretKey: String, sessionToken: String? = nil, region: String) {
    self.accessKey = accessKey
    self.secretKey = secretKey
    self.sessionToken = sessionToken
    self.region = region
  }
}

extension RemoteAuthorization: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The kind alone.
  public var description: String {
    switch self {
    case .none: "no authorization"
    case .bearer: "a token"
    case .aws: "keys"
    }
  }

  /// The kind alone.
  public var debugDescription: String { description }

  /// Shows no member, so that no secret is printed.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension RemoteAWSKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// That these are keys.
  public var description: String { "keys" }

  /// That these are keys.
  public var debugDescription: String { description }

  /// Shows no member, so that no secret is printed.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
