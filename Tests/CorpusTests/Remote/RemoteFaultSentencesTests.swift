import Testing

@testable import Corpus

/// Every reason why a remote file cannot be had, and the whole sentence that a person reads.
@Suite struct RemoteFaultSentencesTests {
  private static let all: [(RemoteFault, String)] = [
    (
      RemoteFault(.noLibrary(detail: "no file")),
      "it lies on a server, and libcurl, which reads such files, is not on this machine (no file); "
        + "`apt-get install libcurl4` brings it"
    ),
    (RemoteFault(.refusedURL(detail: "it has no scheme")), "this URL is not asked for: it has no scheme"),
    (RemoteFault(.unreachable(detail: "d")), "the server cannot be reached (d)"),
    (
      RemoteFault(.certificate(detail: "d")),
      "the server's certificate is not trusted (d); where it is of your own authority, CURL_CA_BUNDLE names the file of "
        + "that authority's certificates"
    ),
    (RemoteFault(.stalled(seconds: 60)), "no byte came for 60 seconds"),
    (RemoteFault(.broken(detail: "d")), "the connection broke (d)"),
    (RemoteFault(.status(500, message: "")), "the server answered 500"),
    (
      RemoteFault(.status(403, message: "Forbidden")),
      "the server answered 403 (Forbidden); with a plain URL no token is sent: hf:// sends HF_TOKEN, s3:// signs with "
        + "AWS_ACCESS_KEY_ID"
    ),
    (RemoteFault(.status(404, message: "Not Found")), "the server answered 404 (Not Found)"),
    (
      RemoteFault(.status(401, message: "m"), service: .hub),
      "the server answered 401 (m); set HF_TOKEN to a token that may read it"
    ),
    (
      RemoteFault(.status(404, message: "m"), service: .hub),
      "the server answered 404 (m); if the data set is private, set HF_TOKEN to a token that may read it"
    ),
    (
      RemoteFault(.status(403, message: "AccessDenied"), service: .s3),
      "the server answered 403 (AccessDenied); AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, name the keys "
        + "that may read it"
    ),
    (
      RemoteFault(.status(400, message: "ExpiredToken"), service: .s3),
      "the server answered 400 (ExpiredToken); AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, name the keys "
        + "that may read it"
    ),
    (RemoteFault(.status(400, message: "Bad Request")), "the server answered 400 (Bad Request)"),
    (
      RemoteFault(.status(403, message: "m"), service: .gcs),
      "the server answered 403 (m); GS_ACCESS_KEY_ID and GS_SECRET_ACCESS_KEY hold the HMAC key of an account that may "
        + "read it"
    ),
    (
      RemoteFault(.gated, service: .hub),
      "access to this data set has to be requested: accept its terms on its page, and set HF_TOKEN to a token of the "
        + "account that did"
    ),
    (
      RemoteFault(.otherRegion("eu-north-9"), service: .s3),
      "the store says that the bucket lies in the region eu-north-9, and does not answer there either"
    ),
    (RemoteFault(.tooManyRedirects(limit: 10)), "the server redirects more than 10 times"),
    (
      RemoteFault(.refusedRedirect(to: "ftp://a")), "the server redirects to ftp://a, which is not followed"
    ),
    (RemoteFault(.bodyTooLarge(limit: 9)), "the answer has more than the 9 bytes that it may have"),
    (RemoteFault(.cutShort(expected: 9, received: 4)), "the answer ended after 4 of 9 bytes"),
    (
      RemoteFault(.wrongRange(asked: "bytes 0 to 9", answered: "bytes 1 to 10")),
      "the server was asked for bytes 0 to 9 and sent bytes 1 to 10"
    ),
    (
      RemoteFault(.changed(what: "it is shorter now")),
      "the file changed while it was read (it is shorter now); read it again"
    ),
    (
      RemoteFault(.badAnswer(detail: "it is not HTTP")),
      "the server's answer is not understood: it is not HTTP"
    ),
    (RemoteFault(.badName(detail: "it has no name")), "this name is not understood: it has no name"),
    (RemoteFault(.unusableSettings(detail: "only one of two is set")), "only one of two is set"),
    (
      RemoteFault(.status(404, message: "NoSuchKey"), service: .s3), "the server answered 404 (NoSuchKey)"
    ),
    (RemoteFault(.interrupted), "interrupted before the end"),
    (RemoteFault(.interrupted, url: "s3://b/"), "s3://b/: interrupted before the end"),
  ]

  @Test(arguments: all) func isASentence(_ fault: RemoteFault, _ sentence: String) {
    #expect("\(fault)" == sentence)
    if fault.url.isEmpty {
      #expect("\(ShardError(shard: .file(path: "f"), fault: ShardFault(.remote(fault))))" == "f: " + sentence)
    }
  }
}
