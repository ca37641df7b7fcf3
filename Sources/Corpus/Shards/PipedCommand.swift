#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The standard output of a command that the user named with `pipe:`, run by `/bin/sh -c`.
///
/// The command's standard error is drained at the same time, so that it never blocks; its last line becomes the
/// reason when the command fails.
final class PipedCommand: ByteStream {
  private var process: pid_t = 0
  private let output: Int32
  private var errors: Int32
  private var lastErrors: [UInt8] = []
  private var ended = false

  /// Starts the command.
  init(_ command: String) throws(ShardFault) {
    var outputPipe: [Int32] = [0, 0]
    var errorPipe: [Int32] = [0, 0]
    guard pipe(&outputPipe) == 0, pipe(&errorPipe) == 0 else {
      throw ShardFault(.system(operation: "the command cannot be started", code: errno))
    }
    output = outputPipe[0]
    errors = errorPipe[0]
    for descriptor in outputPipe + errorPipe { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    #if canImport(Glibc)
      var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
    #else
      var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?) = (nil, nil)
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    Self.letEnd(&attributes)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 1)
    posix_spawn_file_actions_adddup2(&actions, errorPipe[1], 2)
    let words: [String] = ["/bin/sh", "-c", command]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { word in strdup(word) }
    arguments.append(nil)
    defer { arguments.forEach { free($0) } }
    let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, environ)
    close(outputPipe[1])
    close(errorPipe[1])
    guard code == 0 else {
      close(output)
      close(errors)
      ended = true
      throw ShardFault(.system(operation: "the command cannot be started", code: code))
    }
  }

  #if canImport(Glibc)
    private typealias Attributes = posix_spawnattr_t
  #else
    private typealias Attributes = posix_spawnattr_t?
  #endif

  /// Lets signals through to the command, but for an interrupt, which is this program's to hear: threads of Dispatch block most,
  /// and a command would inherit that, so that it could not be ended.
  private static func letEnd(_ attributes: inout Attributes) {
    var (blocked, defaults) = (sigset_t(), sigset_t())
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGINT)
    sigemptyset(&defaults)
    for number in [SIGTERM, SIGPIPE] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
  }

  deinit {
    if !ended {
      close(output)
      if errors >= 0 { close(errors) }
      kill(process, SIGTERM)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while !ended {
      var polls = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
      if errors >= 0 { polls.append(pollfd(fd: errors, events: Int16(POLLIN), revents: 0)) }
      if poll(&polls, nfds_t(polls.count), -1) < 0 {
        if errno == EINTR { continue }
        throw ShardFault(.system(operation: "the command's output cannot be read", code: errno))
      }
      if polls.count > 1, polls[1].revents != 0 { drainErrors() }
      guard polls[0].revents != 0 else { continue }
      #if canImport(Glibc)
        let count = Glibc.read(output, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(output, buffer.baseAddress, buffer.count)
      #endif
      if count > 0 { return count }
      if count < 0 && errno == EINTR { continue }
      guard count == 0 else {
        throw ShardFault(.system(operation: "the command's output cannot be read", code: errno))
      }
      try finish()
    }
    return 0
  }

  private func drainErrors() {
    var bytes = [UInt8](repeating: 0, count: 4096)
    #if canImport(Glibc)
      let count = Glibc.read(errors, &bytes, bytes.count)
    #else
      let count = Darwin.read(errors, &bytes, bytes.count)
    #endif
    guard count > 0 else {
      if count < 0 && errno == EINTR { return }
      close(errors)
      errors = -1
      return
    }
    lastErrors = Array((lastErrors + bytes[..<count]).suffix(4096))
  }

  private func finish() throws(ShardFault) {
    while errors >= 0 { drainErrors() }
    close(output)
    ended = true
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    guard status != 0 else { return }
    let exit = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    let lines = lastErrors.split(whereSeparator: { $0 == 10 || $0 == 13 })
    throw ShardFault(
      .commandFailed(status: exit, message: lines.last.map { String(decoding: $0, as: UTF8.self) } ?? ""))
  }
}
