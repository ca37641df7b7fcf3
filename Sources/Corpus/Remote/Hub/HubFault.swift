/// What the hub's refusals mean, by status and by the word in its `X-Error-Code` header.
enum HubFault {
  /// The fault that an answer is; nil for a success.
  static func of(_ reply: RemoteReply) -> RemoteFault? {
    guard !(200..<300).contains(reply.status) else { return nil }
    let code = reply.headers["x-error-code"] ?? ""
    if code == "GatedRepo" { return RemoteFault(.gated, service: .hub) }
    let message =
      switch code {
      case "RepoNotFound": "no such repository, or a private one"
      case "RevisionNotFound": "no such revision"
      case "EntryNotFound": "no such file"
      default: ""
      }
    return RemoteFault(.status(reply.status, message: message), service: .hub)
  }
}
