/// The messages of an Arrow stream, one after another: a head, its metadata, and a body of buffers.
///
/// A file holds the same stream after its own first bytes, and a footer after it that a reader from front to back does
/// not need.
///
/// Source: Apache Arrow, "Serialization and Interprocess Communication (IPC)".
final class ArrowMessages {
  /// What a message is, by the number in its metadata.
  enum Kind: Int {
    case schema = 1, dictionary, batch
  }

  private let stream: any ByteStream
  private let isFile: Bool
  private var bodyLeft = 0
  private var batches = 0
  private var isEnded = false
  private let scratch = PaddedBuffer(capacity: 64 << 10)
  /// The schema of a file that has it without its length; nil once it was given.
  private var bareSchema: FlatTable?

  /// The first bytes of a file.
  static let fileMagic = Array("ARROW1\0\0".utf8)
  /// Metadata of more bytes than this is refused.
  private static let maximumMetadata = 64 << 20
  /// A schema of more bytes whose end has to be looked for is not found.
  private static let maximumSchema = 16 << 20
  /// So many places in it may look like a message's beginning.
  private static let mostTries = 256

  /// Makes a reader of a stream, or of a file, from its first byte on.
  init(_ stream: PeekedStream) throws {
    self.stream = stream
    isFile = try stream.peek(Self.fileMagic.count).starts(with: Self.fileMagic)
    guard isFile else { return }
    stream.skip(Self.fileMagic.count)
    let marks = Self.mark.count
    if try stream.peek(marks).count >= marks, try !stream.peek(marks).starts(with: Self.mark) {
      bareSchema = try Self.bareSchema(stream)
    }
  }

  /// The bytes that a message begins with.
  private static let mark: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]

  /// Takes the schema that Polars writes behind a file's first bytes: without a head that would say how long it is, so it ends
  /// where the first message begins. Nil where there is none.
  private static func bareSchema(_ stream: PeekedStream) throws -> FlatTable? {
    var (place, window, tries) = (8, 64 << 10, 0)
    while true {
      let bytes = try stream.peek(window)
      while place + 8 <= bytes.count {
        defer { place += 4 }
        guard bytes[place..<place + 4].elementsEqual(mark) else { continue }
        tries += 1
        guard tries <= mostTries else { return nil }
        let size = bytes[place + 4..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard size % 8 == 0, size <= maximumMetadata,
          let message = try? FlatTable(root: Array(bytes[..<place])),
          let schema = try? message.table(2), let fields = try? ArrowField.fields(of: schema), !fields.isEmpty
        else { continue }
        stream.skip(place)
        return schema
      }
      guard !stream.endIsInSight, window < maximumSchema else { return nil }
      window = min(window * 4, maximumSchema)
    }
  }

  /// Whether a content is Arrow data: a file's first bytes, or the head of a message and the schema in it.
  static func recognises(_ head: UnsafeRawBufferPointer) -> Bool {
    if head.starts(with: fileMagic) { return true }
    guard head.count >= 16, head.starts(with: [0xFF, 0xFF, 0xFF, 0xFF]) else { return false }
    let size = Int(UInt32(littleEndian: head.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
    let root = Int(UInt32(littleEndian: head.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
    return size >= 16 && size <= maximumMetadata && size % 8 == 0 && root >= 4 && root < size
  }

  /// Goes to the next message; nil at the stream's end.
  func next() throws -> (kind: Kind, header: FlatTable)? {
    if isEnded { return nil }
    if let schema = bareSchema {
      bareSchema = nil
      return (.schema, schema)
    }
    let message = try read()
    isEnded = message == nil
    return message
  }

  private func read() throws -> (kind: Kind, header: FlatTable)? {
    try skip(bodyLeft)
    bodyLeft = 0
    guard let head = try bytes(4) else {
      // A stream may end without its mark; in a file the footer would follow.
      if isFile { throw Self.cut }
      return nil
    }
    guard head == Self.mark else {
      if isFile {
        try checkFooter(after: head)
        return nil
      }
      throw ShardFault.arrow(
        "a message does not begin with the bytes FF FF FF FF; data of Arrow 0.14 and older is not read")
    }
    guard let length = try bytes(4) else { throw Self.cut }
    let size = length.reversed().reduce(0) { $0 << 8 | Int($1) }
    if size == 0 {
      if isFile { try checkFooter(after: []) }
      return nil
    }
    guard size <= Self.maximumMetadata else { throw ShardFault.arrow("its metadata claims \(size) bytes") }
    guard let metadata = try bytes(size) else { throw Self.cut }
    let message = try FlatTable(root: metadata)
    let body = try message.number(3, as: Int64.self)
    let type = try message.number(1, as: UInt8.self)
    guard let kind = Kind(rawValue: type), let header = try message.table(2), body >= 0 else {
      throw ShardFault(.unsupported(what: "Arrow messages of type \(type)"))
    }
    guard kind != .schema || body == 0 else { throw ShardFault.arrow("its schema has a body") }
    bodyLeft = body
    if kind == .batch { batches += 1 }
    return (kind, header)
  }

  /// Sees to it that a file's footer, of which the first bytes were read, lists as many record batches as were met.
  private func checkFooter(after first: [UInt8]) throws {
    var rest = first
    while true {
      scratch.removeAll()
      if try scratch.appendInPlace(room: 64 << 10, { try stream.read(into: $0) }) == 0 { break }
      rest.append(contentsOf: scratch.bytes)
      guard rest.count <= Self.maximumMetadata else { throw ShardFault.arrow("its footer is too large") }
    }
    let magic = Self.fileMagic.prefix(6)
    guard rest.count >= 10, rest.suffix(6).elementsEqual(magic) else { throw Self.cut }
    let length = rest[(rest.count - 10)..<(rest.count - 6)].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= rest.count - 10 else { throw Self.cut }
    let footer = try FlatTable(root: Array(rest[(rest.count - 10 - length)..<(rest.count - 10)]))
    let listed = try footer.numbers(3, width: 3).count / 3
    guard listed == batches else {
      throw ShardFault.arrow("its footer lists \(listed) record batches, but it has \(batches)")
    }
  }

  /// Reads parts of the message's body, each `start` and `count` in it, in that order; the rest is passed over.
  ///
  /// - Returns: A buffer with the parts one after another, and where each is.
  func body(_ parts: [(start: Int, count: Int)], into buffer: PaddedBuffer) throws -> [Range<Int>] {
    let body = bodyLeft
    var found = Array(repeating: 0..<0, count: parts.count)
    var position = 0
    for index in parts.indices.sorted(by: { parts[$0].start < parts[$1].start }) where parts[index].count > 0
    {
      let part = parts[index]
      guard part.start >= position, part.count <= body, part.start <= body - part.count else {
        throw ShardFault.arrow("a buffer is not within the body of its message, or overlaps another")
      }
      try skip(part.start - position)
      let start = buffer.count
      while buffer.count - start < part.count {
        let wanted = min(part.count - (buffer.count - start), 1 << 20)
        guard try buffer.appendInPlace(room: wanted, { try stream.read(into: $0) }) > 0 else {
          throw Self.cut
        }
      }
      found[index] = start..<buffer.count
      position = part.start + part.count
      bodyLeft = body - position
    }
    return found
  }

  private static let cut = ShardFault.arrow("it ends inside a message; is the file truncated?")

  /// The next bytes; nil where the stream ends before them.
  private func bytes(_ count: Int) throws -> [UInt8]? {
    scratch.removeAll()
    while scratch.count < count {
      let wanted = min(count - scratch.count, 64 << 10)
      if try scratch.appendInPlace(room: wanted, { try stream.read(into: $0) }) == 0 {
        guard scratch.count == 0 else { throw Self.cut }
        return nil
      }
    }
    return Array(scratch.bytes)
  }

  private func skip(_ count: Int) throws {
    var left = count
    while left > 0 {
      scratch.removeAll()
      let got = try scratch.appendInPlace(room: min(left, 64 << 10)) { try stream.read(into: $0) }
      guard got > 0 else { throw Self.cut }
      left -= got
    }
  }
}
