/// A text found in a record: where its string's content lies, and what it is.
struct TextSpan {
  /// Where the content starts, after the quote.
  var start: Int
  /// Where it ends; the closing quote stands there.
  var end: Int
  /// What it is; final once the walk has ended.
  var role: Role
  /// Whether a sibling may still name the role.
  var awaitsRole: Bool
  /// Whether the content has escapes.
  var isEscaped: Bool
  /// Whether it goes on the text before, after a space.
  var continues: Bool
}

/// Walks one JSON value along a plan: validates all of it and notes where the wanted texts lie. No tree is built.
///
/// Follows RFC 8259; of keys that occur twice in an object the last one counts, as in Python's `json`. Containers
/// are on a stack of its own, so that depth costs no call stack. A walker belongs to one task and is used again
/// for every record.
struct JSONWalker {
  /// An object or a list that is open.
  struct Frame {
    var isObject: Bool
    /// The plan's node of the container.
    var node: Int
    /// The texts found before it.
    var spanBase: Int
    /// The text ranges of keys noted before it.
    var keyBase: Int
    /// The position of the element at hand in a list.
    var index = 0
    /// The plan's node of the member at hand, and the texts found before that.
    var child = JSONPlan.none
    var childBase = 0
    /// The role that the object names.
    var role: Role?
  }

  /// The texts that a key of an open object gave.
  struct KeySpans {
    var child: Int
    var start: Int
    var end: Int
  }

  /// The texts of the value walked last.
  var spans: [TextSpan] = []
  /// Whether the value walked last is a record that the reading rule leaves out.
  var isExcluded = false

  /// The values inside the value walked last that may vary without a change to what is text, where `notesValues` is
  /// set: the texts, and what is not wanted.
  private(set) var values: [JSONShapes.Value] = []
  /// No more than these are noted.
  static let maximumValues = 2048
  /// A record with more texts than these is refused, since each takes memory beside the record's.
  static let maximumTexts = 1 << 20
  /// Whether `values` is wanted.
  var notesValues = false

  /// How what is not wanted is passed over, where the text is in a padded buffer; nil elsewhere.
  var engine: ReadingKernels?

  let plan: JSONPlan
  var frames: [Frame] = []
  var keySpans: [KeySpans] = []
  /// The record's start, from which faults count.
  var origin = 0
  private var scratch: [UInt8] = []

  init(plan: JSONPlan) { self.plan = plan }

  /// Walks one value from `start` on, with the white space before it, in text that is valid UTF-8 as far as it is
  /// read; returns where the value ends.
  ///
  /// - Complexity: O(*n*), *n* bytes.
  mutating func walk(_ bytes: UnsafeRawBufferPointer, from start: Int) throws(JSONFault) -> Int {
    spans.removeAll(keepingCapacity: true)
    frames.removeAll(keepingCapacity: true)
    keySpans.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    isExcluded = false
    origin = start
    var index = JSONSpace.skip(bytes, start)
    var node = 0
    while true {
      var opened = false
      index = try value(bytes, index, node, &opened)
      var separator = !opened
      // After a value: its containers' ends, then a comma, then the next member.
      while true {
        guard let top = frames.indices.last else { return index }
        index = JSONSpace.skip(bytes, index)
        guard index < bytes.count else { throw .unfinished }
        let close = frames[top].isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        if bytes[index] == close {
          closeFrame()
          index += 1
          separator = true
          continue
        }
        if separator {
          guard bytes[index] == UInt8(ascii: ",") else {
            throw fault("a comma or a closing bracket is missing", index)
          }
          index = JSONSpace.skip(bytes, index + 1)
        }
        break
      }
      index = try member(bytes, index, &node)
    }
  }

  /// Reads what stands before a member's value: an object's key and colon.
  private mutating func member(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ node: inout Int
  ) throws(JSONFault) -> Int {
    let top = frames.count - 1
    guard frames[top].isObject else {
      node = plan.element(frames[top].index, of: frames[top].node)
      frames[top].index += 1
      return start
    }
    guard start < bytes.count else { throw .unfinished }
    guard bytes[start] == UInt8(ascii: "\"") else { throw fault("a key in quotes is missing", start) }
    let key = try string(bytes, start + 1)
    let child = childNode(bytes, start + 1, key.end, isEscaped: key.isEscaped)
    var index = JSONSpace.skip(bytes, key.end + 1)
    guard index < bytes.count else { throw .unfinished }
    guard bytes[index] == UInt8(ascii: ":") else { throw fault("a colon is missing", index) }
    index = JSONSpace.skip(bytes, index + 1)
    frames[top].child = child
    if child != JSONPlan.none { forget(child, top) }
    frames[top].childBase = spans.count
    node = child
    return index
  }

  /// Reads a scalar, or opens a container.
  private mutating func value(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ node: Int, _ opened: inout Bool
  ) throws(JSONFault) -> Int {
    guard start < bytes.count else { throw .unfinished }
    let end: Int
    switch bytes[start] {
    case UInt8(ascii: "\""):
      let content = try string(bytes, start + 1)
      if node != JSONPlan.none {
        use(bytes, start + 1, content.end, content.isEscaped, node)
        if spans.count > Self.maximumTexts {
          throw fault("a record has more than \(Self.maximumTexts) texts", start)
        }
      }
      if notesValues { note(node, start, content.end + 1) }
      end = content.end + 1
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if node == JSONPlan.none, let end = skip(bytes, start) {
        if notesValues { note(node, start, end) }
        noteKey()
        return end
      }
      guard frames.count < ReadingOptions.maximumNesting else { throw .tooDeep }
      frames.append(
        Frame(
          isObject: bytes[start] == UInt8(ascii: "{"), node: node, spanBase: spans.count,
          keyBase: keySpans.count))
      opened = true
      return start + 1
    case UInt8(ascii: "t"): end = try literal("true", bytes, start)
    case UInt8(ascii: "f"): end = try literal("false", bytes, start)
    case UInt8(ascii: "n"):
      end = try literal("null", bytes, start)
      if node != JSONPlan.none, plan.nodes[node].use == .status { isExcluded = true }
    case UInt8(ascii: "-"), 48...57: end = try number(bytes, start)
    default: throw fault("a value is missing", start)
    }
    if notesValues, bytes[start] != UInt8(ascii: "\"") { note(node, start, end) }
    noteKey()
    return end
  }

  /// Passes over an object or a list that is not wanted; nil where the careful way has to look at it.
  private func skip(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    guard let engine, engine != .careful, let base = bytes.baseAddress else { return nil }
    // SOUND: an engine is set only where the text is in a padded buffer.
    // WHY: in many records what is not wanted is most of the bytes (similarities, boxes).
    let end = engine.kernels.pointee.skip(
      base.assumingMemoryBound(to: UInt8.self), start, ReadingOptions.maximumNesting - frames.count)
    return end > 0 && end <= bytes.count ? end : nil
  }

  /// Notes a value that may vary: one that is not wanted, or a text.
  private mutating func note(_ node: Int, _ start: Int, _ end: Int) {
    guard values.count < Self.maximumValues else { return }
    if node == JSONPlan.none {
      values.append(JSONShapes.Value(start: start, end: end, isText: false, depth: frames.count))
    } else if let last = spans.last, last.start == start + 1, last.end == end - 1 {
      values.append(JSONShapes.Value(start: start + 1, end: end - 1, isText: true, depth: frames.count))
    }
  }

  /// Notes which texts the key at hand gave, since a second one of the same name replaces them.
  private mutating func noteKey() {
    guard let top = frames.indices.last, frames[top].isObject, frames[top].child != JSONPlan.none else {
      return
    }
    if spans.count > frames[top].childBase {
      keySpans.append(KeySpans(child: frames[top].child, start: frames[top].childBase, end: spans.count))
    }
    frames[top].child = JSONPlan.none
  }

  /// Takes back the texts that an earlier key of the same name gave.
  private mutating func forget(_ child: Int, _ top: Int) {
    guard
      let found = keySpans.indices.dropFirst(frames[top].keyBase).first(where: { keySpans[$0].child == child }
      )
    else { return }
    let gone = keySpans.remove(at: found)
    spans.removeSubrange(gone.start..<gone.end)
    for index in keySpans.indices where keySpans[index].start >= gone.end {
      keySpans[index].start -= gone.end - gone.start
      keySpans[index].end -= gone.end - gone.start
    }
  }

  private mutating func closeFrame() {
    let frame = frames.removeLast()
    keySpans.removeLast(keySpans.count - frame.keyBase)
    if frame.node != JSONPlan.none, spans.count > frame.spanBase {
      if let role = frame.role {
        for index in frame.spanBase..<spans.count where spans[index].awaitsRole {
          spans[index].role = role
          spans[index].awaitsRole = false
        }
      }
      if plan.nodes[frame.node].joins, !frame.isObject {
        for index in (frame.spanBase + 1)..<max(spans.count, frame.spanBase + 1) {
          spans[index].continues = true
        }
      }
    }
    noteKey()
  }

  /// Puts a wanted string to its use.
  private mutating func use(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int, _ isEscaped: Bool, _ node: Int
  ) {
    switch plan.nodes[node].use {
    case .nothing: break
    case .text(let role): addSpan(start, end, role, false, isEscaped)
    case .textOfSibling: addSpan(start, end, .caption, true, isEscaped)
    case .role(let isTurn):
      let role = withContent(bytes, start, end, isEscaped) { Conversations.role(of: $0, isTurn: isTurn) }
      frames[frames.count - 1].role = role
    case .status:
      isExcluded = !withContent(bytes, start, end, isEscaped) { DownloadStatus.isSuccess($0) }
    }
  }

  private mutating func addSpan(_ start: Int, _ end: Int, _ role: Role, _ awaitsRole: Bool, _ isEscaped: Bool)
  {
    spans.append(
      TextSpan(
        start: start, end: end, role: role, awaitsRole: awaitsRole, isEscaped: isEscaped, continues: false))
  }

  /// The plan's node of an object's key.
  private mutating func childNode(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int, isEscaped: Bool
  ) -> Int {
    let node = frames[frames.count - 1].node
    guard node != JSONPlan.none, !plan.nodes[node].keys.isEmpty else { return JSONPlan.none }
    let keys = plan.nodes[node].keys
    return withContent(bytes, start, end, isEscaped) { content in
      for key in keys where key.name.count == content.count && content.elementsEqual(key.name) {
        return key.child
      }
      return JSONPlan.none
    }
  }

  /// A string's content without escapes.
  private mutating func withContent<Result>(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int, _ isEscaped: Bool,
    _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    let content = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    guard isEscaped else { return body(content) }
    scratch.removeAll(keepingCapacity: true)
    JSONUnescape.append(content, to: &scratch)
    return scratch.withUnsafeBytes(body)
  }
}
