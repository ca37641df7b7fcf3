/// A Parquet file's columns as the tree that its footer lists depth first.
struct SchemaTree: Sendable {
  /// How often a value stands at a node.
  enum Repetition: Int { case required, optional, repeated }

  /// The physical types, by their number in the format.
  enum Physical: Int, Sendable {
    case boolean, int32, int64, int96, float, double, byteArray, fixedLengthByteArray

    /// The type's name in the format.
    var name: String {
      switch self {
      case .boolean: "BOOLEAN"
      case .int32: "INT32"
      case .int64: "INT64"
      case .int96: "INT96"
      case .float: "FLOAT"
      case .double: "DOUBLE"
      case .byteArray: "BYTE_ARRAY"
      case .fixedLengthByteArray: "FIXED_LEN_BYTE_ARRAY"
      }
    }
  }

  /// What a footer says about one node, before the tree is known.
  struct Element {
    var name = ""
    var physical: Int?
    var typeLength = 0
    var repetition = 0
    var children = 0
    /// Annotated as text: STRING or UTF8, ENUM not among them.
    var isText = false
    /// Annotated as JSON.
    var isJSON = false
    /// Annotated as anything.
    var isAnnotated = false
    var isList = false
    var isMap = false
    /// What its numbers mean.
    var number = StoredNumber.whole
    /// Digits behind the point of a decimal number.
    var scale = 0
  }

  /// One node.
  struct Node: Sendable {
    let name: String
    let parent: Int?
    let repetition: Repetition
    let isList: Bool
    let isMap: Bool
    let isText: Bool
    /// Byte arrays of which nothing says what they are, or that are JSON and have the name of a conversation.
    let isBytes: Bool
    let physical: Physical?
    let typeLength: Int
    /// What its numbers mean.
    var number = StoredNumber.whole
    let maximumDefinition: Int
    let maximumRepetition: Int
    /// The position among the leaves, in the order of a row group's columns; nil for a group.
    let leaf: Int?
    var children: [Int] = []
    /// Where a record's value lies in the words of a field path: `conversations[].value`.
    var steps: [FieldPath.Step] = []
  }

  /// All nodes, the root first.
  private(set) var nodes: [Node] = []
  /// The nodes that hold values, in the order of a row group's columns.
  private(set) var leaves: [Int] = []

  /// Builds the tree of a depth-first list.
  ///
  /// - Throws: `ShardFault` where the list is no tree, or one too deep.
  init(_ elements: [Element]) throws {
    guard let root = elements.first, root.children > 0 || elements.count == 1 else {
      throw ShardFault.parquet("the schema has no root")
    }
    /// A group whose children are being read.
    struct Open {
      let node: Int
      var left: Int
    }
    nodes.append(
      Node(
        name: root.name, parent: nil, repetition: .required, isList: false, isMap: false, isText: false,
        isBytes: false, physical: nil, typeLength: 0, maximumDefinition: 0, maximumRepetition: 0, leaf: nil))
    var open = [Open(node: 0, left: root.children)]
    for element in elements.dropFirst() {
      while let last = open.last, last.left == 0 { open.removeLast() }
      guard let parent = open.last?.node else {
        throw ShardFault.parquet("the schema has columns outside its tree")
      }
      open[open.count - 1].left -= 1
      guard open.count <= ReadingOptions.maximumNesting else {
        throw ShardFault(.nestingTooDeep(limit: ReadingOptions.maximumNesting))
      }
      try add(element, to: parent)
      if element.children > 0 { open.append(Open(node: nodes.count - 1, left: element.children)) }
    }
    guard open.allSatisfy({ $0.left == 0 }) else { throw ShardFault.parquet("the schema ends early") }
    for index in nodes.indices.dropFirst() { nodes[index].steps = steps(of: index) }
  }

  private mutating func add(_ element: Element, to parent: Int) throws {
    guard let repetition = Repetition(rawValue: element.repetition) else {
      throw ShardFault.parquet("column \(element.name): unknown repetition \(element.repetition)")
    }
    // Writers of columns without children give `num_children` 0 or leave it out.
    let isLeaf = element.children == 0 && element.physical != nil
    var physical: Physical?
    if isLeaf, let number = element.physical {
      physical = Physical(rawValue: number)
      guard physical != nil else {
        throw ShardFault(.unsupported(what: "the physical type \(number) of column \(element.name)"))
      }
    }
    // Numbers are no text, whatever their annotation says.
    let isText = element.isText && (physical == .byteArray || physical == .fixedLengthByteArray)
    let index = nodes.count
    nodes.append(
      Node(
        name: element.name, parent: parent, repetition: repetition, isList: element.isList,
        isMap: element.isMap, isText: isText,
        isBytes: physical == .byteArray && (!element.isAnnotated || mayBeTurns(element)), physical: physical,
        typeLength: element.typeLength, number: element.number,
        maximumDefinition: nodes[parent].maximumDefinition + (repetition == .required ? 0 : 1),
        maximumRepetition: nodes[parent].maximumRepetition + (repetition == .repeated ? 1 : 0),
        leaf: isLeaf ? leaves.count : nil))
    nodes[parent].children.append(index)
    if isLeaf { leaves.append(index) }
  }

  private func mayBeTurns(_ element: Element) -> Bool {
    element.isJSON && TextFields.role(of: [.key(element.name)], named: nil) == .inText
  }

  /// Whether a node is the repeated layer of a LIST or MAP, which a field path writes as `[]`.
  private func isListLayer(_ index: Int) -> Bool {
    guard nodes[index].repetition == .repeated, let parent = nodes[index].parent else { return false }
    return (nodes[parent].isList || nodes[parent].isMap) && nodes[parent].children.count == 1
  }

  /// Whether a list's repeated layer has its elements as its only child, under a name that means nothing;
  /// else the layer is the element itself.
  ///
  /// Source: Apache Parquet, `LogicalTypes.md`, "Backward-compatibility rules".
  private func wrapsElement(_ layer: Int) -> Bool {
    guard isListLayer(layer), let parent = nodes[layer].parent, nodes[parent].isList else { return false }
    let node = nodes[layer]
    guard node.children.count == 1, node.name != "array", node.name != nodes[parent].name + "_tuple" else {
      return false
    }
    return nodes[node.children[0]].repetition != .repeated
  }

  private func steps(of index: Int) -> [FieldPath.Step] {
    let node = nodes[index]
    guard let parent = node.parent else { return [] }
    if isListLayer(index) { return nodes[parent].steps + [.each] }
    if node.repetition != .repeated, wrapsElement(parent) { return nodes[parent].steps }
    return nodes[parent].steps + [.key(node.name)] + (node.repetition == .repeated ? [.each] : [])
  }

  /// The names from the root down to a node: `conversations`, `list`, `element`, `value`.
  func names(of index: Int) -> [String] {
    var names: [String] = []
    var node = index
    while let parent = nodes[node].parent {
      names.append(nodes[node].name)
      node = parent
    }
    return names.reversed()
  }

  /// The repeated nodes from the root down to a node, itself included.
  func repeatedAncestors(of index: Int) -> [Int] {
    var found: [Int] = []
    var node = index
    while let parent = nodes[node].parent {
      if nodes[node].repetition == .repeated { found.append(node) }
      node = parent
    }
    return found.reversed()
  }

  /// The column that a field is, by its place in a row group: one of that name, or of that path, outside all lists; nil where there
  /// is none.
  func leaf(of field: FieldPath) -> Int? {
    leaves.firstIndex { index in
      nodes[index].parent == 0 && nodes[index].maximumRepetition == 0
        && nodes[index].name.utf8.elementsEqual(field.description.utf8)
    }
      ?? leaves.firstIndex { index in
        nodes[index].maximumRepetition == 0 && nodes[index].steps.count == field.steps.count
          && zip(nodes[index].steps, field.steps).allSatisfy(Self.areEqual)
      }
  }

  /// The column of the records' keys, by its place in a row group; nil where there is none. Bytes under `image` are a picture.
  func keyLeaf() -> Int? {
    FieldRequest.keyNames.lazy.compactMap { name in
      FieldPath(name).flatMap { leaf(of: $0) }.flatMap { leaf in
        let node = nodes[leaves[leaf]]
        let isPicture = node.physical == .byteArray && !node.isText && name == "image"
        return isPicture ? nil : leaf
      }
    }.first
  }

  /// Whether two steps are the same, names by their bytes.
  private static func areEqual(_ one: FieldPath.Step, _ other: FieldPath.Step) -> Bool {
    if case .key(let name) = one, case .key(let wanted) = other {
      return name.utf8.elementsEqual(wanted.utf8)
    }
    return false
  }

  /// A node's place as a user writes it: `conversations[].value`.
  func path(of index: Int) -> String {
    var text = ""
    for step in nodes[index].steps {
      switch step {
      case .key(let name): text += (text.isEmpty ? "" : ".") + name
      case .each: text += "[]"
      case .element(let position): text += "[\(position)]"
      }
    }
    return text
  }
}
