/// One question to a server: GET and nothing else.
struct RemoteRequest: Sendable {
  /// The URL: `https` or `http`.
  var url: String
  /// The bytes that are asked for; nil for all of them.
  var range: Range<Int>?
  /// How many bytes before the file's end are asked for, where its size is not known; nil: what `range` says.
  var lastBytes: Int?
  /// What is shown to the URL's own host.
  var authorization: RemoteAuthorization
  /// The service that is asked.
  var service: RemoteService

  /// Makes a request.
  init(
    url: String, range: Range<Int>? = nil, lastBytes: Int? = nil,
    authorization: RemoteAuthorization = .none, service: RemoteService = .plain
  ) {
    self.url = url
    self.range = range
    self.lastBytes = lastBytes
    self.authorization = authorization
    self.service = service
  }
}

/// The answer to a request, whole.
struct RemoteReply: Sendable {
  /// The HTTP status.
  var status: Int
  /// The header lines by their names in lower case; of several of one name the last.
  var headers: [String: String]
  /// The body.
  var body: [UInt8]
}

/// Asks servers for small things, such as listings.
protocol RemoteFetching: Sendable {
  /// Asks, follows redirects, waits and asks again where a server is busy, and gives the answer.
  ///
  /// A status other than 2xx is an answer too, except 408, 429 and 5xx once all retries have passed.
  ///
  /// - Parameters:
  ///   - request: The question.
  ///   - bodyLimit: The most bytes that a body may have.
  /// - Returns: The answer.
  /// - Throws: `RemoteFault` where there is none.
  func reply(to request: RemoteRequest, bodyLimit: Int) throws(RemoteFault) -> RemoteReply
}
