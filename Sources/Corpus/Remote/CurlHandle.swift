import CCurl
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One of libcurl's handles, which makes one request at a time and keeps its connections for the next.
final class CurlHandle: @unchecked Sendable {
  // SOUND: a handle is taken from the pool by one user and belongs to it until it is given back.
  // WHY: libcurl's handles may move from thread to thread, but not be used by two.
  private let handle: UnsafeMutableRawPointer
  /// Whether its last request failed: libcurl 7.88 asks nothing more with a handle whose host's name had no address.
  private var hasFailed = false

  private init(_ handle: UnsafeMutableRawPointer) { self.handle = handle }

  deinit { ccurl_close(handle) }

  /// The loader's words where libcurl is not to be had; nil where it is. It is looked for once.
  private static let missing: String? = ccurl_load().map { String(cString: $0) }
  private static let idle = Mutex<[CurlHandle]>([])
  /// More handles than these are closed when they are given back.
  private static let mostIdle = 64

  /// Lends a handle, one with connections where there is one.
  static func with<Result>(_ body: (CurlHandle) throws(RemoteFault) -> Result) throws(RemoteFault) -> Result {
    if let missing { throw RemoteFault(.noLibrary(detail: missing)) }
    guard let handle = idle.withLock({ $0.popLast() }) ?? ccurl_open().map(CurlHandle.init) else {
      throw RemoteFault(.noLibrary(detail: "it has no memory"))
    }
    defer { idle.withLock { if !handle.hasFailed, $0.count < mostIdle { $0.append(handle) } } }
    return try body(handle)
  }

  /// One GET as libcurl is asked for it.
  struct Question {
    var url: String
    var headers: [String]
    var connectSeconds: Int
  }

  /// What takes an answer as it comes, in the thread that asks. What a function throws ends the request.
  struct Taker {
    var line: (UnsafeRawBufferPointer) -> Bool
    var body: (UnsafeRawBufferPointer) -> Bool
    var tick: () -> Bool
  }

  /// Makes a request and waits for its end.
  func get(_ question: Question, _ taker: Taker) -> (outcome: ccurl_outcome, message: String) {
    let authorities = Self.environment("CURL_CA_BUNDLE") ?? Self.environment("SSL_CERT_FILE")
    let folder = Self.environment("SSL_CERT_DIR")
    var lines: [UnsafeMutablePointer<CChar>?] = []
    func text(_ text: String?) -> UnsafePointer<CChar>? {
      guard let text, let copy = strdup(text) else { return nil }
      lines.append(copy)
      return UnsafePointer(copy)
    }
    defer {
      // They may hold keys.
      for line in lines { if let line { memset(line, 0, strlen(line)) } }
      lines.forEach { free($0) }
    }
    let headers = question.headers.map { text($0) }
    var message = [CChar](repeating: 0, count: Int(ccurl_message_bytes))
    let outcome = withoutActuallyEscaping(taker.line) { line in
      withoutActuallyEscaping(taker.body) { body in
        withoutActuallyEscaping(taker.tick) { tick in
          headers.withUnsafeBufferPointer { headers in
            // SOUND: the box lives until libcurl has returned, and no callback is called after that.
            // WHY: libcurl hands its callers a pointer.
            let box = Box(Taker(line: line, body: body, tick: tick))
            var request = ccurl_request()
            request.url = text(question.url)
            request.headers = headers.baseAddress
            request.header_count = headers.count
            request.authorities = text(authorities)
            request.authority_folder = text(folder)
            request.agent = text("corpus-tool")
            request.connect_seconds = question.connectSeconds
            request.context = Unmanaged.passUnretained(box).toOpaque()
            request.head = { context, bytes, count in
              context.map { Box.of($0).taker.line(UnsafeRawBufferPointer(start: bytes, count: count)) }
                == true ? 0 : 1
            }
            request.body = { context, bytes, count in
              context.map { Box.of($0).taker.body(UnsafeRawBufferPointer(start: bytes, count: count)) }
                == true ? 0 : 1
            }
            request.tick = { context in context.map { Box.of($0).taker.tick() } == true ? 0 : 1 }
            return withExtendedLifetime(box) { ccurl_get(handle, &request, &message) }
          }
        }
      }
    }
    hasFailed = outcome != ccurl_done && outcome != ccurl_stopped
    let words = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return (outcome, String(decoding: words, as: UTF8.self))
  }

  private final class Box {
    let taker: Taker
    init(_ taker: Taker) { self.taker = taker }
    static func of(_ context: UnsafeMutableRawPointer) -> Box {
      Unmanaged<Box>.fromOpaque(context).takeUnretainedValue()
    }
  }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
