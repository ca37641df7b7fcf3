import CCurl

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Asks servers: one GET at a time, with redirects followed by hand, so that what lets somebody in is shown to the URL's own
/// host and no other, and with requests made again where a server is busy or a connection breaks.
struct RemoteClient: RemoteFetching {
  /// How patiently servers are asked.
  let options: RemoteOptions
  let traffic: RemoteTraffic?

  /// Makes a client; what comes is added to the traffic.
  init(_ options: RemoteOptions = RemoteOptions(), traffic: RemoteTraffic? = nil) {
    self.options = options
    self.traffic = traffic
  }

  /// An answer after redirects.
  struct Answer {
    var head: RemoteHead
    var url: RemoteURL
    /// The beginning of the body, where the status is not 2xx.
    var complaint: [UInt8] = []

    var isSuccess: Bool { (200..<300).contains(head.status) }
    var isBusy: Bool { head.status == 408 || head.status == 429 || head.status >= 500 }
  }

  /// What takes an answer that is a success: its head before its body.
  struct Taker {
    var head: (RemoteHead) throws(RemoteFault) -> Void
    /// Gives false where no more is wanted.
    var body: (UnsafeRawBufferPointer) -> Bool
  }

  /// Asks once, and follows redirects.
  ///
  /// - Parameters:
  ///   - request: The question.
  ///   - condition: A value of `If-Range`; nil: none.
  ///   - isStopped: Asked now and then; whether nobody waits for the answer any more.
  ///   - taker: Takes an answer that is a success.
  /// - Returns: The answer, whatever its status; of what was broken off by the taker, its head.
  /// - Throws: `RemoteFault` where none came, or what the taker throws.
  func ask(
    _ request: RemoteRequest, condition: String? = nil, isStopped: @escaping () -> Bool, _ taker: Taker
  ) throws(RemoteFault) -> Answer {
    let first = try RemoteURL(request.url)
    var url = first
    var redirects = 0
    while true {
      let answer = try exchange(request, at: url, from: first, condition, isStopped, taker)
      guard [301, 302, 303, 307, 308].contains(answer.head.status),
        let target = answer.head.headers["location"],
        // Where that leads nothing would be signed.
        request.service != .s3 || answer.region == nil
      else { return answer }
      redirects += 1
      guard redirects <= RemoteOptions.maximumRedirects else {
        throw RemoteFault(.tooManyRedirects(limit: RemoteOptions.maximumRedirects), service: request.service)
      }
      url = try url.redirected(to: target)
    }
  }

  /// One exchange with one server.
  private func exchange(
    _ request: RemoteRequest, at url: RemoteURL, from first: RemoteURL, _ condition: String?,
    _ isStopped: @escaping () -> Bool, _ taker: Taker
  ) throws(RemoteFault) -> Answer {
    var answer = Answer(head: RemoteHead(), url: url)
    var fault: RemoteFault?
    var wasTold = false
    var wantsNoMore = false
    var lastByte = ContinuousClock.now
    let stall = Duration.seconds(max(options.stallSeconds, 1))
    let question = try question(request, at: url, isOwn: url.isOfOrigin(first), condition)
    let (outcome, message) = try CurlHandle.with { handle throws(RemoteFault) in
      traffic?.addRequest()
      return handle.get(
        question,
        CurlHandle.Taker(
          line: { line in
            lastByte = .now
            guard answer.head.take(line) else {
              fault = RemoteFault(.badAnswer(detail: "its head is too long"))
              return false
            }
            guard answer.head.isComplete, answer.isSuccess, !wasTold else { return true }
            wasTold = true
            do throws(RemoteFault) {
              try taker.head(answer.head)
              return true
            } catch {
              fault = error
              return false
            }
          },
          body: { bytes in
            defer { lastByte = .now }
            traffic?.add(bytes: bytes.count)
            if wasTold {
              wantsNoMore = !taker.body(bytes)
              return !wantsNoMore
            }
            let room = Self.complaintBytes - answer.complaint.count
            answer.complaint.append(contentsOf: bytes.prefix(room))
            return answer.complaint.count < Self.complaintBytes
          },
          tick: {
            if isStopped() {
              fault = RemoteFault(.interrupted)
              return false
            }
            guard lastByte.duration(to: .now) > stall else { return true }
            fault = RemoteFault(.stalled(seconds: options.stallSeconds))
            return false
          }))
    }
    if var fault {
      fault.service = request.service
      throw fault
    }
    switch outcome {
    case ccurl_done: break
    case ccurl_stopped where wantsNoMore || !answer.complaint.isEmpty: break
    case ccurl_certificate: throw RemoteFault(.certificate(detail: message), service: request.service)
    case ccurl_unreachable, ccurl_timeout:
      throw RemoteFault(.unreachable(detail: message), service: request.service)
    case ccurl_refused: throw RemoteFault(.refusedURL(detail: message), service: request.service)
    default: throw RemoteFault(.broken(detail: message), service: request.service)
    }
    guard answer.head.status >= 200 else {
      throw RemoteFault(.badAnswer(detail: "it is not HTTP"), service: request.service)
    }
    return answer
  }

  /// How much of the body of a refusal is kept.
  private static let complaintBytes = 64 << 10

  private func question(
    _ request: RemoteRequest, at url: RemoteURL, isOwn: Bool, _ condition: String?
  ) throws(RemoteFault) -> CurlHandle.Question {
    var lines: [String] = []
    if let range = request.range {
      // Without an end where all that follows is wanted.
      lines.append(
        "Range: bytes=\(range.lowerBound)-" + (range.upperBound == Int.max ? "" : "\(range.upperBound - 1)"))
    }
    if let count = request.lastBytes { lines.append("Range: bytes=-\(count)") }
    if let condition { lines.append("If-Range: \(condition)") }
    if isOwn {
      switch request.authorization {
      case .none: break
      case .bearer(let token): lines.append("Authorization: Bearer \(token)")
      case .aws(let keys):
        let signature = AWSSignature(keys: keys, time: time(nil))
        lines += signature.headers(forGetOf: url.text).map { "\($0.name): \($0.value)" }
      }
    }
    lines.append("Accept-Encoding: identity")
    guard lines.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) else {
      throw RemoteFault(
        .refusedURL(detail: "what it is asked with has a control character"), service: request.service)
    }
    return CurlHandle.Question(
      url: url.text, headers: lines, connectSeconds: options.connectSeconds)
  }

  /// Asks for something small, as often as it takes.
  ///
  /// - Parameters:
  ///   - request: The question.
  ///   - bodyLimit: The most bytes that the body may have.
  /// - Returns: The answer; a status other than 2xx is one too, except 408, 429 and 5xx once all retries have passed.
  /// - Throws: `RemoteFault`.
  func reply(to request: RemoteRequest, bodyLimit: Int) throws(RemoteFault) -> RemoteReply {
    let isStopped = { Task.isCancelled }
    return try retrying(isStopped: isStopped) { () throws(RemoteFault) in
      var body: [UInt8] = []
      var isTooLarge = false
      let answer = try ask(
        request, isStopped: isStopped,
        Taker(
          head: { _ throws(RemoteFault) in },
          body: { bytes in
            isTooLarge = bytes.count > bodyLimit - body.count
            if !isTooLarge { body.append(contentsOf: bytes) }
            return !isTooLarge
          }))
      if isTooLarge { throw RemoteFault(.bodyTooLarge(limit: bodyLimit), service: request.service) }
      if answer.isBusy { return .busy(refusal(answer, request.service), answer.wait) }
      return .done(
        RemoteReply(
          status: answer.head.status, headers: answer.head.headers,
          body: answer.isSuccess ? body : answer.complaint))
    }
  }
}
