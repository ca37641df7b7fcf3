/// Where the hub is and who asks it, as the hub's own client reads it from the environment.
///
/// Source: "Environment variables" in the documentation of huggingface_hub.
struct HubSettings: Sendable {
  /// The hub's URL without a slash at its end (`HF_ENDPOINT`).
  let endpoint: String
  /// The user's token (`HF_TOKEN`, else the token file); nil where there is none. It is never shown.
  let authorization: RemoteAuthorization
  /// The folder of downloaded repositories (`HF_HUB_CACHE`, else `hub` in `HF_HOME`).
  let cache: String
  /// Whether no request is to be made (`HF_HUB_OFFLINE`).
  let isOffline: Bool

  /// Reads the settings.
  ///
  /// - Throws: `RemoteFault.Reason.unusableSettings` where the token cannot be one.
  init(_ environment: Environment = .process) throws(RemoteFault) {
    var endpoint = environment["HF_ENDPOINT"] ?? "https://huggingface.co"
    while endpoint.hasSuffix("/") { endpoint.removeLast() }
    self.endpoint = endpoint
    let home =
      environment.path("HF_HOME")
      ?? (environment.path("XDG_CACHE_HOME") ?? environment.home + "/.cache") + "/huggingface"
    cache = environment.path("HF_HUB_CACHE") ?? environment.path("HUGGINGFACE_HUB_CACHE") ?? home + "/hub"
    isOffline = environment.isOn("HF_HUB_OFFLINE") || environment.isOn("TRANSFORMERS_OFFLINE")
    guard !environment.isOn("HF_HUB_DISABLE_IMPLICIT_TOKEN"),
      let token = Self.trimmed(environment["HF_TOKEN"] ?? environment["HUGGING_FACE_HUB_TOKEN"])
        ?? Self.trimmed(SmallFile.text(at: environment.path("HF_TOKEN_PATH") ?? home + "/token"))
    else {
      authorization = .none
      return
    }
    // It becomes a line of the request: another character in it could begin a line of its own.
    guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw RemoteFault(
        .unusableSettings(
          detail: "the token in HF_TOKEN or in the token file has characters that no token has"),
        service: .hub)
    }
    authorization = .bearer(token)
  }

  private static func trimmed(_ text: String?) -> String? {
    var token = (text ?? "").utf8.filter { $0 != 0x0A && $0 != 0x0D }[...]
    while let last = token.last, last == 0x20 || last == 0x09 { token.removeLast() }
    while let first = token.first, first == 0x20 || first == 0x09 { token.removeFirst() }
    return token.isEmpty ? nil : String(decoding: token, as: UTF8.self)
  }
}
