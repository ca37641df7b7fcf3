/// The one place where a remote file's faults become sentences.
struct RemoteFaultText {
  let fault: RemoteFault

  init(_ fault: RemoteFault) { self.fault = fault }

  /// `the server answered 403 (Forbidden); …`
  var sentence: String {
    switch fault.reason {
    case .noLibrary(let detail):
      "it lies on a server, and libcurl, which reads such files, is not on this machine (\(detail)); "
        + "`apt-get install libcurl4` brings it"
    case .refusedURL(let detail): "this URL is not asked for: \(detail)"
    case .unreachable(let detail): "the server cannot be reached (\(detail))"
    case .certificate(let detail):
      "the server's certificate is not trusted (\(detail)); where it is of your own authority, CURL_CA_BUNDLE names "
        + "the file of that authority's certificates"
    case .stalled(let seconds): "no byte came for \(seconds) seconds"
    case .broken(let detail): "the connection broke (\(detail))"
    case .status(let code, let message): status(code, message)
    case .otherRegion(let region):
      "the store says that the bucket lies in the region \(region), and does not answer there either"
    case .gated:
      "access to this data set has to be requested: accept its terms on its page, and set HF_TOKEN to a token of the "
        + "account that did"
    case .tooManyRedirects(let limit): "the server redirects more than \(limit) times"
    case .refusedRedirect(let target): "the server redirects to \(target), which is not followed"
    case .bodyTooLarge(let limit): "the answer has more than the \(limit) bytes that it may have"
    case .cutShort(let expected, let received):
      "the answer ended after \(received) of \(expected) bytes"
    case .wrongRange(let asked, let answered):
      "the server was asked for \(asked) and sent \(answered)"
    case .changed(let what): "the file changed while it was read (\(what)); read it again"
    case .badAnswer(let detail): "the server's answer is not understood: \(detail)"
    case .unusableSettings(let detail): detail
    case .badName(let detail): "this name is not understood: \(detail)"
    case .interrupted: "interrupted before the end"
    }
  }

  private func status(_ code: Int, _ message: String) -> String {
    let answer = "the server answered \(code)" + (message.isEmpty ? "" : " (\(message))")
    // Stores of objects answer 400 where a token has expired, or where nothing is signed.
    let isStore = fault.service == .s3 || fault.service == .gcs
    let refused = code == 401 || code == 403 || code == 400 && isStore
    guard refused || code == 404 else { return answer }
    switch fault.service {
    case .plain:
      return refused
        ? answer
          + "; with a plain URL no token is sent: hf:// sends HF_TOKEN, s3:// signs with AWS_ACCESS_KEY_ID"
        : answer
    case .hub:
      return answer + (refused ? "; " : "; if the data set is private, ")
        + "set HF_TOKEN to a token that may read it"
    // Who may list a bucket is told that a key is not there; who may not, that it is forbidden.
    case .s3:
      return code == 404
        ? answer
        : answer
          + "; AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, name the keys that may read it"
    case .gcs:
      return code == 404
        ? answer
        : answer
          + "; GS_ACCESS_KEY_ID and GS_SECRET_ACCESS_KEY hold the HMAC key of an account that may read it"
    }
  }
}

extension RemoteFault: CustomStringConvertible {
  /// The fault as a sentence, with the URL where it has one.
  public var description: String {
    let sentence = RemoteFaultText(self).sentence
    return url.isEmpty ? sentence : "\(url): \(sentence)"
  }
}
