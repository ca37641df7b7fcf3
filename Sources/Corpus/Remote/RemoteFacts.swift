/// What a server has said of one file so far; each further answer has to say the same.
struct RemoteFacts: Sendable {
  /// The size in bytes; nil where it is not known.
  private(set) var size: Int?
  /// The ETag, or the time of the last change where there is none.
  private(set) var tag: String?
  /// What a request for a part names, so that another file's part is not sent.
  private(set) var condition: String?

  init(_ identity: RemoteIdentity = RemoteIdentity()) { size = identity.size }

  /// Takes a success's head, that of the whole file or of a part of it.
  ///
  /// - Returns: The range that the body is.
  /// - Throws: `RemoteFault` where it is not what was asked for, or of another file.
  mutating func take(_ head: RemoteHead, asked: Range<Int>?) throws(RemoteFault) -> Range<Int> {
    let tag = head.tag ?? head.headers["last-modified"]
    if let known = self.tag, let tag, tag != known {
      throw RemoteFault(.changed(what: "its ETag is another one"))
    }
    if self.tag == nil { (self.tag, condition) = (tag, head.condition) }
    // Some answer 200 with a part, and say which.
    if head.status == 206 || asked != nil && head.contentRange != nil {
      guard let (range, size) = head.contentRange else {
        throw RemoteFault(.badAnswer(detail: "it is a part and does not say which (no Content-Range)"))
      }
      try check(size)
      guard let asked, range.lowerBound == asked.lowerBound, range.upperBound <= asked.upperBound,
        range.upperBound == asked.upperBound || range.upperBound == self.size || asked.upperBound == Int.max,
        head.contentLength ?? range.count == range.count
      else { throw Self.wrong(asked, range) }
      return range
    }
    // A server that sends all of the file; or one that sends a part and does not say so, which its length shows.
    let length = head.contentLength
    if let asked, let length, let size, length != size {
      throw length == min(asked.upperBound, size) - asked.lowerBound
        ? Self.wrong(asked, asked.lowerBound..<min(asked.upperBound, size), status: head.status)
        : RemoteFault(.changed(what: "it has \(length) bytes now, and had \(size)"))
    }
    try check(length)
    return 0..<(length ?? Int.max)
  }

  /// Takes the head of an answer that is the file's last bytes, as many as were asked for or all there are.
  ///
  /// - Returns: The range that the body is.
  /// - Throws: `RemoteFault` where it is not that, or of another file.
  mutating func takeEnd(_ head: RemoteHead, _ count: Int) throws(RemoteFault) -> Range<Int> {
    guard head.status == 206, let (range, size) = head.contentRange, let size, range.upperBound == size,
      range.count == min(count, size)
    else { throw RemoteFault(.badAnswer(detail: "it is not the last \(count) bytes")) }
    return try take(head, asked: range)
  }

  /// Takes the size of a file that came whole.
  mutating func end(at position: Int) throws(RemoteFault) {
    if let size, size != position { throw RemoteFault(.cutShort(expected: size, received: position)) }
    size = position
  }

  private mutating func check(_ size: Int?) throws(RemoteFault) {
    guard let size else { return }
    if let known = self.size, size != known {
      throw RemoteFault(.changed(what: "it has \(size) bytes now, and had \(known)"))
    }
    self.size = size
  }

  private static func wrong(_ asked: Range<Int>?, _ answered: Range<Int>, status: Int = 206) -> RemoteFault {
    func text(_ range: Range<Int>) -> String {
      "bytes \(range.lowerBound) to " + (range.upperBound == Int.max ? "the end" : "\(range.upperBound - 1)")
    }
    return RemoteFault(
      .wrongRange(
        asked: asked.map(text) ?? "the whole file",
        answered: text(answered)
          + (status == 206 ? "" : " with the status \(status), which stands for the whole file")))
  }
}
