/// The ways to a shard's texts as a tree: what the walker follows.
///
/// The node of a value says what the value is and which of its members lead on; a value without a node is only
/// validated.
struct JSONPlan: Sendable {
  /// No node: nothing below is wanted.
  static let none = -1

  /// What a string at a node is.
  enum Use: Sendable, Equatable {
    case nothing
    /// A text with a role known beforehand.
    case text(Role)
    /// A text whose role a sibling names; whether it lies in a list.
    case textOfSibling(isTurn: Bool)
    /// JSON that holds turns; where it is none, whether it is a text all the same.
    case turns(orText: Bool)
    /// One of several answers, of which a number beside them tells one.
    case option
    /// The name of the speaker of the texts beside it.
    case role(isTurn: Bool)
    /// The record's `status`.
    case status
  }

  /// What is known of a value.
  struct Node: Sendable {
    var use = Use.nothing
    var keys: [(name: [UInt8], child: Int)] = []
    /// A bit for each length of a key, up to 63: most keys of a record are none of these.
    var lengths: UInt64 = 0
    /// The node of every element; `none` where they do not lead on.
    var each = JSONPlan.none
    /// The nodes of single elements.
    var elements: [(index: Int, child: Int)] = []
    /// Whether the texts below a list here are one text.
    var joins = false
    /// Whether a text here is a part of such a text.
    var isPart = false
    /// Whether a number here is the index of an option.
    var isIndex = false
    /// The shapes, a bit for each, that read the text, and those that a record has where there is text.
    var readers: UInt64 = 0
    var makers: UInt64 = 0
    /// The shapes that read a string here, which is a text, as a conversation where it opens as a list of objects.
    var turnReaders: UInt64 = 0
    /// The first shape that text here or below makes; one past the last where none is made.
    var firstShape = 64
  }

  private(set) var nodes: [Node] = [Node()]
  /// Whether each record is read by one of several shapes, and keys are compared without regard to case.
  let isRecognised: Bool

  /// Makes the tree of a choice; an empty choice makes a plan that only validates. Where each record has its own
  /// choice, all recognised shapes are in the tree, also those that the first records do not have.
  init(_ choice: TextChoice?) {
    guard let choice else {
      isRecognised = false
      return
    }
    self = choice.alternatives.isEmpty ? JSONPlan(choice.texts, isNamed: true) : .recognised
    if choice.leavesOutFailures { add(.status, key: Array(DownloadStatus.field.utf8), to: 0) }
  }

  /// Makes the tree of texts of which all are read.
  init(_ texts: [TextChoice.Text], isNamed: Bool = false) {
    isRecognised = false
    for text in texts { add(text, shape: 0, isNamed: isNamed) }
    finish()
  }

  private init(_ shapes: [TextFields.Shape]) {
    isRecognised = true
    for (index, shape) in shapes.enumerated() {
      for field in shape.fields {
        add(
          TextChoice.Text(
            steps: field.steps, role: field.role, joinsList: field.joinsList, isCompanion: field.isCompanion),
          shape: index, isNamed: false, isTextElse: field.isTextElse)
      }
    }
    finish()
  }

  /// The tree of all recognised shapes.
  private static let recognised = JSONPlan(TextFields.shapes)

  /// The tree of a conversation that is a value of its own.
  static let turns = JSONPlan(TextFields.turnFields)

  /// Whether no text is wanted.
  var onlyValidates: Bool { nodes.count == 1 && nodes[0].use == .nothing }

  private mutating func finish() {
    for index in nodes.indices where Self.isText(nodes[index].use) { addStrings(below: index) }
    // What is below a node comes after it, but for an element that was added for strings.
    for _ in 0..<2 {
      for index in nodes.indices.reversed() {
        var first = min(
          nodes[index].firstShape, nodes[index].makers.trailingZeroBitCount,
          nodes[index].turnReaders.trailingZeroBitCount)
        let below =
          nodes[index].keys.map(\.child) + nodes[index].elements.map(\.child)
          + (nodes[index].each == Self.none ? [] : [nodes[index].each])
        for child in below { first = min(first, nodes[child].firstShape) }
        nodes[index].firstShape = first
      }
    }
  }

  private mutating func add(
    _ text: TextChoice.Text, shape: Int, isNamed: Bool, isTextElse: Bool = false
  ) {
    var node = 0
    let firstList = text.steps.firstIndex { if case .key = $0 { false } else { true } }
    var objects: [Int] = []
    for (depth, step) in text.steps.enumerated() {
      if case .key = step, depth > firstList ?? -1 { objects.append(node) }
      node = child(of: node, step)
    }
    if isTextElse {
      nodes[node].turnReaders |= 1 << UInt64(shape)
      return
    }
    if isNamed || nodes[node].use == .nothing {
      nodes[node].use = Self.use(text, isTurn: firstList != nil, isNamed: isNamed)
    }
    nodes[node].readers |= 1 << UInt64(shape)
    if !text.isCompanion { nodes[node].makers |= 1 << UInt64(shape) }
    switch text.role {
    case .sibling:
      for object in objects { addRoles(to: object, isTurn: firstList != nil) }
    case .siblingList:
      if let object = objects.last {
        addRoles(to: object, isTurn: true)
        for key in nodes[object].keys where nodes[key.child].use == .role(isTurn: true) {
          addStrings(below: key.child)
        }
      }
    case .option: addIndex(beside: text.steps)
    case .fixed, .inText: break
    }
    if text.joinsList { markJoin(text.steps) }
  }

  private static func use(_ text: TextChoice.Text, isTurn: Bool, isNamed: Bool) -> Use {
    switch text.role {
    case .fixed(let role): .text(role)
    case .sibling: .textOfSibling(isTurn: isTurn)
    case .siblingList: .textOfSibling(isTurn: true)
    case .inText: .turns(orText: isNamed)
    case .option: .option
    }
  }

  private mutating func addRoles(to object: Int, isTurn: Bool) {
    for key in Conversations.roleKeys { add(.role(isTurn: isTurn), key: key, to: object) }
  }

  /// Marks the field whose number tells one of the options at some steps.
  private mutating func addIndex(beside steps: [FieldPath.Step]) {
    var node = 0
    for step in steps.dropLast() { node = child(of: node, step) }
    let answer = child(of: node, .key(TextFields.answerField))
    nodes[answer].isIndex = true
  }

  /// Marks the list that is one text: the value at the steps, or the list that the steps pass last.
  private mutating func markJoin(_ steps: [FieldPath.Step]) {
    var node = 0
    var joining = 0
    let lists = steps.filter { if case .key = $0 { false } else { true } }.count
    for step in steps {
      if case .each = step { joining = node }
      node = child(of: node, step)
    }
    nodes[node].isPart = true
    // `messages[].content` joins its own elements, `messages[].content[].text` those of `content`.
    nodes[lists > 1 ? joining : node].joins = true
  }

  private mutating func child(of node: Int, _ step: FieldPath.Step) -> Int {
    let next = nodes.count
    switch step {
    case .key(let key):
      let name = Array(key.utf8)
      if let known = nodes[node].keys.first(where: { $0.name == name }) { return known.child }
      addKey(name, to: node)
    case .each:
      if nodes[node].each != Self.none { return nodes[node].each }
      nodes[node].each = next
    case .element(let index):
      if let known = nodes[node].elements.first(where: { $0.index == index }) { return known.child }
      nodes[node].elements.append((index, next))
    }
    nodes.append(Node())
    return next
  }

  private mutating func addKey(_ name: [UInt8], to node: Int) {
    nodes[node].keys.append((name, nodes.count))
    nodes[node].lengths |= 1 << UInt64(min(name.count, 63))
  }

  private mutating func add(_ use: Use, key: [UInt8], to node: Int) {
    guard !nodes[node].keys.contains(where: { $0.name == key }) else { return }
    addKey(key, to: node)
    nodes.append(Node(use: use))
  }

  /// A text may be a list of texts.
  private mutating func addStrings(below node: Int) {
    if nodes[node].each == Self.none {
      nodes[node].each = nodes.count
      var element = Node(use: nodes[node].use)
      (element.readers, element.makers) = (nodes[node].readers, nodes[node].makers)
      element.isPart = nodes[node].isPart
      nodes.append(element)
    } else if nodes[nodes[node].each].use == .nothing {
      let each = nodes[node].each
      nodes[each].use = nodes[node].use
      (nodes[each].readers, nodes[each].makers) = (nodes[node].readers, nodes[node].makers)
      nodes[each].isPart = nodes[node].isPart
    }
  }

  private static func isText(_ use: Use) -> Bool {
    switch use {
    case .text, .textOfSibling, .option: true
    default: false
    }
  }

  /// The node of an element of a list.
  func element(_ index: Int, of node: Int) -> Int {
    guard node != Self.none else { return Self.none }
    for element in nodes[node].elements where element.index == index { return element.child }
    return nodes[node].each
  }

  /// The node of an object's key.
  func child(_ key: UnsafeRawBufferPointer, of node: Int) -> Int {
    guard node != Self.none, nodes[node].lengths & 1 << UInt64(min(key.count, 63)) != 0 else {
      return Self.none
    }
    for known in nodes[node].keys where known.name.count == key.count {
      if isRecognised ? Self.equalsFolded(key, known.name) : key.elementsEqual(known.name) {
        return known.child
      }
    }
    return Self.none
  }

  private static func equalsFolded(_ key: UnsafeRawBufferPointer, _ lower: [UInt8]) -> Bool {
    for index in lower.indices {
      let byte = key[index]
      guard (65...90 ~= byte ? byte + 32 : byte) == lower[index] else { return false }
    }
    return true
  }
}
