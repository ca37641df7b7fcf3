/// Reads a JSON list of records, or an object that has one or several lists of records, without holding them.
///
/// In an object every list whose elements have text is read (`annotations` of COCO, which stands after `images`;
/// `captions` of SBU beside `image_urls`); the others are validated and passed over. Which fields of a list are
/// text is chosen when the list is reached, from its first elements.
final class JSONContainerReader: RecordReader {
  private enum State {
    /// Before a member of the object; whether it is the first.
    case member(isFirst: Bool)
    /// In a list; whether an element must follow, because a comma stood before.
    case list(reading: JSONReading, needsElement: Bool)
    /// After a list that an object's bracket closed, or the other way round.
    case mismatched
    /// After the outermost value's end.
    case after
    case ended
  }

  private var window: BlockWindow
  private var cutter: JSONCutter
  private let engine: ReadingKernels
  private var state: State
  private let options: ReadingOptions
  private let blockBytes: Int
  private let pool: BufferPool
  private let isObject: Bool
  private var lists: JSONObjectLists
  private let surveys: Bool
  /// How many members of the object were begun that are lists or objects, and the name of the last, without quotes, as it
  /// stands.
  private(set) var members = 0
  private(set) var memberName: [UInt8] = []
  /// Whether all members that were met are lists or objects.
  private(set) var isOfLists = true

  /// Makes a reader of a list whose elements the stream gives next, or, where `choice` is nil, of an object that it
  /// gives next. `choice` says which fields of the list's elements are text; where they have keys, the list is an
  /// object's members. `columns` are the object's, where all are known.
  init(
    _ stream: PeekedStream, choice: TextChoice?, options: ReadingOptions, blockBytes: Int,
    pool: BufferPool, engine: ReadingKernels, hasKeys: Bool = false, columns: JSONColumns? = nil
  ) {
    self.engine = engine
    cutter = JSONCutter(.commas, engine: engine)
    window = BlockWindow(stream: stream, pool: pool, maximumRecordBytes: options.maximumRecordBytes)
    self.options = options
    self.blockBytes = max(blockBytes, 1)
    self.pool = pool
    isObject = choice == nil
    lists = JSONObjectLists(options: options, columns: columns)
    surveys = false
    state =
      choice.map {
        .list(
          reading: JSONReading($0, options: options, engine: engine, hasKeys: hasKeys), needsElement: false)
      } ?? .member(isFirst: true)
  }

  /// Makes a reader that gives all members of an object that are lists or objects, and chooses nothing.
  init(
    surveying stream: PeekedStream, options: ReadingOptions, blockBytes: Int, pool: BufferPool,
    engine: ReadingKernels
  ) {
    self.engine = engine
    cutter = JSONCutter(.commas, engine: engine)
    window = BlockWindow(stream: stream, pool: pool, maximumRecordBytes: options.maximumRecordBytes)
    self.options = options
    self.blockBytes = blockBytes
    self.pool = pool
    isObject = true
    lists = JSONObjectLists(options: options)
    surveys = true
    state = .member(isFirst: true)
  }

  /// Which fields are text, of the first list that has any; nil while none was met.
  var choice: TextChoice? { lists.choice }

  /// Which fields are text, as far as an object's first bytes tell.
  static func firstChoice(
    in head: UnsafeRawBufferPointer, options: ReadingOptions, columns: JSONColumns? = nil
  ) -> TextChoice? {
    let stream = PeekedStream(BytesStream(head))
    let pool = BufferPool(capacity: 64 << 10)
    let reader = JSONContainerReader(
      stream, choice: nil, options: options, blockBytes: 64 << 10, pool: pool, engine: .best,
      columns: columns)
    while reader.choice == nil, let block = try? reader.nextBlock() { pool.give(block.buffer) }
    return reader.lists.isSettled ? reader.choice : nil
  }

  func nextBlock() throws -> (any RecordBlock)? {
    while true {
      switch state {
      case .member(let isFirst): try readMember(isFirst)
      case .list(let reading, let needsElement):
        if let block = try listBlock(reading, needsElement) { return block }
      case .mismatched:
        throw ShardFault(
          .invalidJSON(detail: "mismatched brackets: a list is closed by } or an object by ]"))
      case .after: try readAfter()
      case .ended: return nil
      }
    }
  }

  /// The next block of the list at hand; nil where the list ends before another element.
  private func listBlock(_ reading: JSONReading, _ needsElement: Bool) throws -> JSONBlock? {
    cutter.restart()
    var scanned = 0
    try window.fill(to: blockBytes)
    while true {
      let boundary = cutter.lastBoundary(in: window.bytes, from: scanned)
      if let closing = cutter.closing {
        state = isObject ? .member(isFirst: false) : .after
        // What stands before it is read first, so that its faults are told first.
        if window.bytes[closing] != UInt8(ascii: reading.hasKeys ? "}" : "]") { state = .mismatched }
        let isBlank = skipSpace(0) == closing
        if isBlank, !needsElement {
          window.position += closing + 1
          return nil
        }
        let block = JSONBlock(take(closing), .lastElements, reading)
        window.position += 1
        return block
      }
      if let boundary {
        state = .list(reading: reading, needsElement: true)
        return JSONBlock(take(boundary), .elements, reading)
      }
      scanned = window.count
      if window.atEnd {
        state = .ended
        return JSONBlock(take(scanned), .unfinishedElements, reading)
      }
      try window.grow()
    }
  }

  private func take(_ length: Int) -> CutBlock {
    let (buffer, start) = window.cut(length)
    return CutBlock(buffer: buffer, start: start, isFirst: false, skippedBefore: 0)
  }

  /// Reads an object's key, and its value where that is no list.
  private func readMember(_ isFirst: Bool) throws {
    enum Found {
      case end(Int)
      case list(name: Range<Int>, Int, hasKeys: Bool)
      case value(Int)
    }
    let found = try withEnoughBytes { bytes, walker throws(JSONFault) -> Found in
      func byte(_ index: Int) throws(JSONFault) -> UInt8 {
        guard index < bytes.count else { throw .unfinished }
        return bytes[index]
      }
      var index = JSONSpace.skip(bytes, 0)
      if isFirst {
        guard try byte(index) == UInt8(ascii: "{") else { throw .invalid("an object is missing") }
        index = JSONSpace.skip(bytes, index + 1)
      }
      if try byte(index) == UInt8(ascii: "}") { return .end(index + 1) }
      if !isFirst {
        guard try byte(index) == UInt8(ascii: ",") else {
          throw .invalid("a comma is missing in the outermost object")
        }
        index = JSONSpace.skip(bytes, index + 1)
      }
      guard try byte(index) == UInt8(ascii: "\"") else {
        throw .invalid("a key in quotes is missing in the outermost object")
      }
      let start = index + 1
      let end = try walker.string(bytes, start).end
      index = JSONSpace.skip(bytes, end + 1)
      guard try byte(index) == UInt8(ascii: ":") else {
        throw .invalid("a colon is missing in the outermost object")
      }
      index = JSONSpace.skip(bytes, index + 1)
      let opening = try byte(index)
      let hasKeys = opening == UInt8(ascii: "{")
      if hasKeys || opening == UInt8(ascii: "[") { return .list(name: start..<end, index, hasKeys: hasKeys) }
      index = JSONSpace.skip(bytes, try walker.walk(bytes, from: index))
      _ = try byte(index)
      return .value(index)
    }
    switch found {
    case .end(let index):
      window.position += index
      state = .after
    case .value(let index):
      window.position += index
      state = .member(isFirst: false)
      isOfLists = false
    case .list(let name, let index, let hasKeys):
      members += 1
      memberName = Array(window.bytes[name])
      window.position += index
      let choice = surveys ? nil : try choose(hasKeys: hasKeys)
      window.position += 1
      state = .list(
        reading: JSONReading(choice, options: options, engine: engine, hasKeys: hasKeys), needsElement: false)
    }
  }

  /// What is text in the values of the member that the window begins with, a list or an object; nil where nothing is: then
  /// they are only validated.
  private func choose(hasKeys: Bool) throws -> TextChoice? {
    var name: [UInt8] = []
    memberName.withUnsafeBytes { _ = JSONUnescape.append($0, to: &name) }
    let key = String(decoding: name, as: UTF8.self)
    return hasKeys
      ? try lists.chooseMembers(key: key, held: window.bytes) { try window.lookAhead($0) }
      : try lists.choose(key: key, held: window.bytes) { try window.lookAhead($0) }
  }

  /// Sees to it that nothing follows the outermost value.
  private func readAfter() throws {
    while true {
      let index = skipSpace(0)
      guard index == window.count else {
        throw ShardFault(.invalidJSON(detail: "extra data follows the end of the outermost value"))
      }
      window.position += index
      if window.atEnd { break }
      try window.fill(to: 1)
    }
    state = .ended
    if !surveys { try lists.checkThatTextWasFound(inObject: isObject) }
  }

  private func skipSpace(_ start: Int) -> Int {
    JSONSpace.skip(window.bytes, start)
  }

  /// Tries to read something at the window's start, with ever more bytes while they do not suffice.
  private func withEnoughBytes<Result>(
    _ attempt: (UnsafeRawBufferPointer, inout JSONWalker) throws(JSONFault) -> Result
  ) throws -> Result {
    var walker = JSONWalker(plan: JSONPlan(nil))
    try window.fill(to: 1)
    while true {
      do throws(JSONFault) {
        let result = try attempt(window.bytes, &walker)
        return result
      } catch .unfinished where !window.atEnd {
        try window.grow()
      } catch {
        throw ShardFault(error.reason)
      }
    }
  }
}
