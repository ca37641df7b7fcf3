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
    /// The name of the speaker of the texts beside it.
    case role(isTurn: Bool)
    /// The record's `status`.
    case status
  }

  /// What is known of a value.
  struct Node: Sendable {
    var use = Use.nothing
    var keys: [(name: [UInt8], child: Int)] = []
    /// The node of every element; `none` where they do not lead on.
    var each = JSONPlan.none
    /// The nodes of single elements.
    var elements: [(index: Int, child: Int)] = []
    /// Whether the texts below a list here are one text.
    var joins = false
  }

  private(set) var nodes: [Node] = [Node()]

  /// Makes the tree of a choice; an empty choice makes a plan that only validates.
  init(_ choice: TextChoice?) {
    guard let choice else { return }
    for text in choice.texts { add(text) }
    for index in nodes.indices where Self.isText(nodes[index].use) { addStrings(below: index) }
    if choice.leavesOutFailures { add(.status, key: Array(DownloadStatus.field.utf8), to: 0) }
  }

  /// Whether no text is wanted.
  var onlyValidates: Bool { nodes.count == 1 && nodes[0].use == .nothing }

  private mutating func add(_ text: TextChoice.Text) {
    var node = 0
    let firstList = text.steps.firstIndex { if case .key = $0 { false } else { true } }
    var objects: [Int] = []
    for (depth, step) in text.steps.enumerated() {
      if case .key = step, depth > firstList ?? -1 { objects.append(node) }
      node = child(of: node, step)
    }
    let isTurn = firstList != nil
    switch text.role {
    case .fixed(let role): nodes[node].use = .text(role)
    case .sibling:
      nodes[node].use = .textOfSibling(isTurn: isTurn)
      for object in objects {
        for key in Conversations.roleKeys { add(.role(isTurn: isTurn), key: key, to: object) }
      }
    }
    if text.joinsList { markJoin(text.steps) }
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
    // `messages[].content` joins its own elements, `messages[].content[].text` those of `content`.
    nodes[lists > 1 ? joining : node].joins = true
  }

  private mutating func child(of node: Int, _ step: FieldPath.Step) -> Int {
    let next = nodes.count
    switch step {
    case .key(let key):
      let name = Array(key.utf8)
      if let known = nodes[node].keys.first(where: { $0.name == name }) { return known.child }
      nodes[node].keys.append((name, next))
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

  private mutating func add(_ use: Use, key: [UInt8], to node: Int) {
    guard !nodes[node].keys.contains(where: { $0.name == key }) else { return }
    nodes[node].keys.append((key, nodes.count))
    nodes.append(Node(use: use))
  }

  /// A text may be a list of texts.
  private mutating func addStrings(below node: Int) {
    if nodes[node].each == Self.none {
      nodes[node].each = nodes.count
      nodes.append(Node(use: nodes[node].use))
    } else if nodes[nodes[node].each].use == .nothing {
      nodes[nodes[node].each].use = nodes[node].use
    }
  }

  private static func isText(_ use: Use) -> Bool {
    switch use {
    case .text, .textOfSibling: true
    default: false
    }
  }

  /// The node of an element of a list.
  func element(_ index: Int, of node: Int) -> Int {
    guard node != Self.none else { return Self.none }
    for element in nodes[node].elements where element.index == index { return element.child }
    return nodes[node].each
  }
}
