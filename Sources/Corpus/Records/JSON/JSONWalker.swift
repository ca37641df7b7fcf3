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
    /// Where it starts.
    var start: Int
    /// The texts found before it.
    var spanBase: Int
    /// The text ranges of keys noted before it.
    var keyBase: Int
    /// The position of the element at hand in a list.
    var index = 0
    /// The plan's node of the member at hand, where its key stands, and the texts found before that.
    var child = JSONPlan.none
    var key = 0..<0
    var childBase = 0
    /// The role that the object names.
    var role: Role?
    /// The roles that a list of speakers names, of the list itself and then of the object around it.
    var roles: [Role] = []
  }

  /// The texts that a key of an open object gave.
  struct KeySpans {
    var child: Int
    var start: Int
    var end: Int
    /// Where the key stands.
    var key: Range<Int>
  }

  /// The texts of the value walked last.
  var spans: [TextSpan] = []
  /// Whether the value walked last is a record that the reading rule leaves out.
  var isExcluded = false

  /// The values inside the value walked last that may vary without a change to what is text, where `notesValues` is
  /// set: the texts, and what is not wanted.
  private(set) var values: [JSONShapes.Value] = []
  /// The shape by which a record of several is read; nil where it has no text.
  var shape: Int?
  /// That shape's bit.
  var reader: UInt64 { shape.map { 1 << UInt64($0) } ?? 0 }
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
  /// Answers of which a number tells one, that number, and the node where it stood.
  var options: [TextSpan] = []
  var chosen: (option: Int, node: Int)?

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
    options.removeAll(keepingCapacity: true)
    chosen = nil
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
        guard let top = frames.indices.last else {
          choose()
          return index
        }
        index = JSONSpace.skip(bytes, index)
        guard index < bytes.count else { throw .unfinished }
        let close = frames[top].isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        if bytes[index] == close {
          closeFrame(at: index, in: bytes)
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
    frames[top].key = start + 1..<key.end
    if child != JSONPlan.none {
      forget(child, top, bytes)
    }
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
        if spans.count + options.count > Self.maximumTexts {
          throw fault("a record has more than \(Self.maximumTexts) texts", start)
        }
      }
      if notesValues { note(node, start, content.end + 1) }
      end = content.end + 1
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if node == JSONPlan.none, let end = skip(bytes, start) {
        if notesValues { note(node, start, end) }
        noteKey(bytes)
        return end
      }
      guard frames.count < ReadingOptions.maximumNesting else { throw .tooDeep }
      frames.append(
        Frame(
          isObject: bytes[start] == UInt8(ascii: "{"), node: node, start: start, spanBase: spans.count,
          keyBase: keySpans.count))
      opened = true
      return start + 1
    case UInt8(ascii: "t"): end = try literal("true", bytes, start)
    case UInt8(ascii: "f"): end = try literal("false", bytes, start)
    case UInt8(ascii: "n"):
      end = try literal("null", bytes, start)
      if node != JSONPlan.none, plan.nodes[node].use == .status { isExcluded = true }
    case UInt8(ascii: "-"), 48...57:
      end = try number(bytes, start)
      if node != JSONPlan.none, plan.nodes[node].isIndex { noteOption(bytes, start..<end, node) }
    // What Python's `json` writes for a number that is none.
    case UInt8(ascii: "N"): end = try literal("NaN", bytes, start)
    case UInt8(ascii: "I"): end = try literal("Infinity", bytes, start)
    default: throw fault("a value is missing", start)
    }
    if notesValues, bytes[start] != UInt8(ascii: "\"") { note(node, start, end) }
    noteKey(bytes)
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
      values.append(
        JSONShapes.Value(
          start: start + 1, end: end - 1, isText: true, depth: frames.count,
          firstShape: frames.count == 1 ? plan.nodes[node].firstShape : 0))
    }
  }

  private mutating func closeFrame(at end: Int, in bytes: UnsafeRawBufferPointer) {
    let frame = frames.removeLast()
    keySpans.removeLast(keySpans.count - frame.keyBase)
    if frame.node != JSONPlan.none, spans.count > frame.spanBase {
      if let role = frame.role {
        for index in frame.spanBase..<spans.count where spans[index].awaitsRole {
          spans[index].role = role
          spans[index].awaitsRole = false
        }
      } else if frame.isObject, !frame.roles.isEmpty {
        for index in frame.spanBase..<spans.count where spans[index].awaitsRole {
          let element = spans[index].element
          spans[index].role = element < frame.roles.count ? frame.roles[element] : .other
          spans[index].awaitsRole = false
        }
      }
      if plan.nodes[frame.node].joins, !frame.isObject {
        for index in (frame.spanBase + 1)..<max(spans.count, frame.spanBase + 1)
        where spans[index].isPart && spans[index - 1].isPart {
          spans[index].continues = true
        }
      }
    }
    if !frame.isObject, !frame.roles.isEmpty, let outer = frames.indices.last {
      frames[outer].roles = frame.roles
    }
    // A member of a record that holds texts may as a whole turn out not to be read.
    if notesValues, plan.isRecognised, frames.count == 1, frame.node != JSONPlan.none,
      values.count < Self.maximumValues
    {
      values.append(
        JSONShapes.Value(
          start: frame.start, end: end + 1, isText: false, depth: 1, isWhole: true,
          firstShape: plan.nodes[frame.node].firstShape))
    }
    noteKey(bytes)
  }

  /// Puts a wanted string to its use.
  private mutating func use(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int, _ isEscaped: Bool, _ node: Int
  ) {
    var span = TextSpan(
      start: start, end: end, role: .caption, awaitsRole: false, isEscaped: isEscaped,
      isPart: plan.nodes[node].isPart, readers: plan.nodes[node].readers, makers: plan.nodes[node].makers)
    let top = frames.indices.last
    if let top, !frames[top].isObject { span.element = frames[top].index - 1 }
    switch plan.nodes[node].use {
    case .nothing: break
    case .text(let role):
      span.role = role
      let shapes = plan.nodes[node].turnReaders
      if shapes != 0 {
        span.mayBeTurns = true
        if TurnsText.opensTurns(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) {
          span.isTurns = true
          (span.readers, span.makers) = (shapes, shapes)
        }
      }
      spans.append(span)
    case .textOfSibling:
      span.awaitsRole = true
      spans.append(span)
    case .turns(let orText):
      span.isTurns = TurnsText.mayBe(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      span.awaitsRole = !span.isTurns
      if span.isTurns || orText { spans.append(span) }
    case .option: options.append(span)
    case .role(let isTurn):
      guard let top else { break }
      let role = withContent(bytes, start, end, isEscaped) { Conversations.role(of: $0, isTurn: isTurn) }
      if frames[top].isObject { frames[top].role = role } else { frames[top].roles.append(role) }
    case .status:
      isExcluded = !withContent(bytes, start, end, isEscaped) { DownloadStatus.isSuccess($0) }
    }
  }

  /// The plan's node of an object's key.
  private mutating func childNode(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int, isEscaped: Bool
  ) -> Int {
    let node = frames[frames.count - 1].node
    guard node != JSONPlan.none, !plan.nodes[node].keys.isEmpty else { return JSONPlan.none }
    return withContent(bytes, start, end, isEscaped) { [plan] in plan.child($0, of: node) }
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
