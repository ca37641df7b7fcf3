#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What one attempt came to.
enum RemoteAttempt<Result> {
  /// An answer.
  case done(Result)
  /// The server is busy; the seconds that it asks to wait.
  case busy(RemoteFault, Double?)
}

extension RemoteClient.Answer {
  /// The seconds that the server asks to wait; nil where it does not.
  var wait: Double? { head.retryAfter(now: HTTPDate(seconds: time(nil))) }

  /// The region in which an S3 store says that the bucket lies, where it does not answer in another; nil where it does not say so.
  var region: String? {
    guard [301, 307, 400].contains(head.status), let region = head.headers["x-amz-bucket-region"],
      BucketFolders.isRegion(region)
    else { return nil }
    return region
  }
}

extension RemoteClient {
  /// So many bytes further, a server has earned all retries again.
  private static let progressBytes = 64 << 10

  /// Tries until there is an answer, waiting longer each time: for as long as the server asks, else half a second, one, two, …,
  /// each more or less, so that those who were refused together do not come back together.
  ///
  /// - Parameters:
  ///   - isStopped: Whether nobody waits any more.
  ///   - progress: How many bytes have come so far.
  ///   - attempt: What is tried.
  /// - Returns: What the attempt gave.
  /// - Throws: The last attempt's fault, once there were too many.
  func retrying<Result>(
    isStopped: @escaping () -> Bool, progress: () -> Int = { 0 },
    _ attempt: () throws(RemoteFault) -> RemoteAttempt<Result>
  ) throws(RemoteFault) -> Result {
    var failures = 0
    var reached = progress()
    while true {
      let fault: RemoteFault
      var wait: Double?
      do throws(RemoteFault) {
        switch try attempt() {
        case .done(let result): return result
        case .busy(let refusal, let seconds): (fault, wait) = (refusal, seconds)
        }
      } catch {
        guard error.mayPass else { throw error }
        fault = error
      }
      if progress() - reached >= Self.progressBytes {
        failures = 0
        reached = progress()
      }
      // A name that is mistyped should not take half a minute to be told.
      guard failures < (fault.isUnreachable && progress() == 0 ? min(options.retries, 2) : options.retries)
      else {
        throw fault
      }
      failures += 1
      let backoff = min(30, 0.5 * Double(1 << min(failures - 1, 10))) * Double.random(in: 0.5..<1.5)
      try pause(
        min(wait.map { $0 + Double.random(in: 0..<0.2) } ?? backoff, RemoteOptions.longestWait), isStopped)
    }
  }

  private func pause(_ seconds: Double, _ isStopped: @escaping () -> Bool) throws(RemoteFault) {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if isStopped() { throw RemoteFault(.interrupted) }
      usleep(50_000)
    }
  }

  /// What a status other than 2xx is reported as.
  func refusal(_ answer: Answer, _ service: RemoteService) -> RemoteFault {
    let headers = answer.head.headers
    if service == .s3, let region = answer.region {
      return RemoteFault(.otherRegion(region), service: service)
    }
    if headers["x-error-code"] == "GatedRepo" { return RemoteFault(.gated, service: service) }
    let body = String(decoding: answer.complaint.prefix(4096), as: UTF8.self)
    let code = Self.element("Code", of: body)
    let words =
      headers["x-error-message"]
      ?? code.map { code in Self.element("Message", of: body).map { "\(code): \($0)" } ?? code }
      ?? Self.phrases[answer.head.status] ?? ""
    return RemoteFault(.status(answer.head.status, message: Self.line(words)), service: service)
  }

  /// The text of an element of a store's refusal, which is XML.
  private static func element(_ name: String, of text: String) -> String? {
    guard text.contains("<Error>"), let start = text.firstRange(of: "<\(name)>"),
      let end = text[start.upperBound...].firstRange(of: "</\(name)>")
    else { return nil }
    return String(text[start.upperBound..<end.lowerBound])
  }

  /// A server's words as one line that a terminal may be shown.
  private static func line(_ text: String) -> String {
    let plain = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
    return String(plain.prefix(200))
  }

  private static let phrases = [
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 408: "Request Timeout",
    410: "Gone",
    416: "Range Not Satisfiable", 429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout",
  ]
}

extension RemoteFault {
  /// Whether the same request may succeed a little later.
  var mayPass: Bool {
    switch reason {
    case .unreachable, .stalled, .broken, .cutShort: true
    default: false
    }
  }

  var isUnreachable: Bool { if case .unreachable = reason { true } else { false } }
}
