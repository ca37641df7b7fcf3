import Dispatch
import Foundation
import Synchronization

/// The lines of a stream, read no further than they are asked for: the list may still be written while it is read.
public final class ShardNameList: Sendable {
  private struct Content {
    var bytes: [UInt8] = []
    var start = 0
    var isAtEnd = false
  }

  /// The longest line; what comes after it belongs to the next.
  private static let lineLimit = 1 << 20

  private let descriptor: Int32
  private let content = Mutex(Content())
  private let queue = DispatchQueue(label: "corpus-tool.names")

  /// Reads from a descriptor that is open.
  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// The lines that are there already, not counting one that is not whole.
  var waiting: Int { content.withLock { $0.bytes[$0.start...].count { $0 == 0x0A } } }

  /// The next line that is not blank, without its end; nil at the stream's end or when the task is cancelled.
  ///
  /// The read itself cannot be interrupted; a cancelled task does not wait for it.
  func next() async -> [UInt8]? {
    let answer = FirstLine()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        answer.wait(continuation)
        queue.async { [self] in answer.give(line()) }
      }
    } onCancel: {
      answer.give(nil)
    }
  }

  private func line() -> [UInt8]? {
    while true {
      let found: [UInt8]?? = content.withLock { content in
        let rest = content.bytes[content.start...]
        if let end = rest.prefix(Self.lineLimit).firstIndex(of: 0x0A) {
          content.start = end + 1
          return .some(Array(rest[..<end]))
        }
        guard content.isAtEnd || rest.count >= Self.lineLimit else { return nil }
        content.start += min(rest.count, Self.lineLimit)
        return .some(rest.isEmpty ? nil : Array(rest.prefix(Self.lineLimit)))
      }
      switch found {
      case .some(.some(let line)) where line.isEmpty: continue
      case .some(let line): return line
      case nil: read()
      }
    }
  }

  private func read() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = buffer.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { return }
    content.withLock { content in
      content.bytes.removeFirst(content.start)
      content.start = 0
      if count > 0 { content.bytes += buffer[..<count] } else { content.isAtEnd = true }
    }
  }
}

/// One line for one continuation, whoever gives it first.
private final class FirstLine: Sendable {
  private struct Content {
    var continuation: CheckedContinuation<[UInt8]?, Never>?
    var isGiven = false
  }

  private let content = Mutex(Content())

  func wait(_ continuation: CheckedContinuation<[UInt8]?, Never>) {
    let isLate = content.withLock { content in
      guard !content.isGiven else { return true }
      content.continuation = continuation
      return false
    }
    if isLate { continuation.resume(returning: nil) }
  }

  func give(_ line: [UInt8]?) {
    let continuation = content.withLock { content in
      content.isGiven = true
      defer { content.continuation = nil }
      return content.continuation
    }
    continuation?.resume(returning: line)
  }
}
