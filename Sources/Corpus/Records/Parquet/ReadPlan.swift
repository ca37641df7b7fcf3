/// Which columns of a Parquet file are read, and how their values become captions.
struct ReadPlan: Sendable {
  /// One column that is read.
  struct Column: Sendable {
    /// Its position in a row group.
    let leaf: Int
    /// Its place as a user writes it.
    let name: String
    /// The length of each value of a FIXED_LEN_BYTE_ARRAY column.
    let fixedLength: Int?
    let maximumDefinition: Int
    let maximumRepetition: Int
  }

  /// Where a text's role comes from.
  enum RoleSource: Sendable {
    case fixed(Role)
    /// A column beside it, by its index in the group's `roles`.
    case beside(Int)
  }

  /// One column of texts.
  struct Text: Sendable {
    /// The index among the plan's columns.
    let column: Int
    let role: RoleSource
    /// Whether the values of one slot are one text, joined by spaces.
    let joins: Bool
    /// For each list on the way to the text the one element that is wanted; nil: every one.
    let positions: [Int?]
    /// What its values are.
    let use: Use
    /// The shapes that read it, and those that a record has where there is text in it, a bit for each.
    var readers: UInt64
    var makers: UInt64
  }

  /// What a column's values are.
  enum Use: Sendable, Equatable {
    case text
    /// Conversations as strings of JSON; where one is none, whether it is a text all the same.
    case turns(orText: Bool)
    /// Answers of which a number beside them tells one, and that number.
    case option, index
  }

  /// Columns that are read in step: those of one list's elements, or of the records themselves.
  struct Group: Sendable {
    /// The repetition level of the list; 0: the record.
    let level: Int
    /// The nodes of the lists that contain each other down to this one.
    let lists: [Int]
    /// Columns that name who speaks, by their index among the plan's columns.
    var roles: [Int] = []
    var texts: [Text] = []
  }

  private(set) var columns: [Column] = []
  private(set) var groups: [Group] = []
  /// Whether each record is read by the first of several shapes of which it has text.
  private(set) var hasAlternatives = false
  /// The column that tells whether a record is to be left out, by its index among the columns.
  private(set) var status: Int?

  /// The one column of texts where there is nothing else to read and no list, with its role: the quick way.
  var flat: Role? {
    guard groups.count == 1, columns.count == 1, status == nil, columns[0].maximumRepetition == 0,
      case .fixed(let role) = groups[0].texts.first?.role, groups[0].texts.first?.use == .text
    else { return nil }
    return role
  }

  /// Makes a plan of chosen fields.
  ///
  /// - Throws: `ShardFault` where a chosen column cannot hold text.
  init(_ choice: TextChoice, in schema: SchemaTree, leavesOut statusLeaf: Int?) throws {
    let alternatives =
      choice.alternatives.isEmpty ? [choice.texts] : choice.alternatives.prefix(64).map(\.texts)
    hasAlternatives = alternatives.count > 1
    for (index, texts) in alternatives.enumerated() {
      for text in texts {
        for node in schema.leaves {
          if let positions = Self.positions(of: text.steps, in: schema.nodes[node].steps) {
            try add(
              text, node: node, positions: positions, shape: 1 << UInt64(index),
              isNamed: choice.alternatives.isEmpty, in: schema)
          }
        }
      }
    }
    if choice.leavesOutFailures, let statusLeaf { status = try add(statusLeaf, in: schema) }
  }

  /// Makes a plan of single columns, in their order, with nothing but values wanted of them.
  init(peeking nodes: [Int], in schema: SchemaTree) throws {
    for node in nodes { _ = try add(node, in: schema) }
  }

  /// Whether steps lead to a column: the element wanted of each list; nil where they do not.
  ///
  /// A column of strings in lists is meant by the list's name as well: `captions` is `captions[]`.
  static func positions(of steps: [FieldPath.Step], in column: [FieldPath.Step]) -> [Int?]? {
    guard steps.count <= column.count else { return nil }
    var positions: [Int?] = []
    for (index, step) in column.enumerated() {
      switch (step, index < steps.count ? steps[index] : .each) {
      case (.key(let name), .key(let other)):
        guard name.utf8.elementsEqual(other.utf8) else { return nil }
      case (.each, .each): positions.append(nil)
      case (.each, .element(let position)): positions.append(position)
      default: return nil
      }
    }
    return positions
  }

  private mutating func add(
    _ text: TextChoice.Text, node: Int, positions: [Int?], shape: UInt64, isNamed: Bool, in schema: SchemaTree
  ) throws {
    let wanted = positions.contains { $0 != nil } ? positions : []
    let use = use(of: text, physical: schema.nodes[node].physical, isNamed: isNamed)
    if !isNamed, let leaf = schema.nodes[node].leaf,
      knows(leaf, wanted, shape, makes: !text.isCompanion, areTurns: use == .turns(orText: false))
    {
      return
    }
    let lists = schema.repeatedAncestors(of: node)
    let speaker: Int? =
      switch text.role {
      case .sibling: Self.speaker(of: node, in: schema)
      case .siblingList: Self.listedSpeaker(of: node, in: schema)
      default: nil
      }
    let level: Int
    if let speaker {
      level = schema.nodes[speaker].maximumRepetition
    } else if text.joinsList {
      level = Self.level(ofLastKeyIn: schema.nodes[node].steps)
    } else if text.role == .option {
      // The place of an answer counts from its list's start.
      level = max(lists.count - 1, 0)
    } else {
      level = lists.count
    }
    let scope = Array(lists.prefix(level))
    var group = groups.firstIndex { $0.lists == scope }
    if group == nil {
      groups.append(Group(level: level, lists: scope))
      group = groups.count - 1
    }
    guard let group else { return }
    var role = RoleSource.fixed(.caption)
    if case .fixed(let known) = text.role { role = .fixed(known) }
    if let speaker, let leaf = schema.nodes[speaker].leaf {
      if let known = groups[group].roles.firstIndex(where: { columns[$0].leaf == leaf }) {
        role = .beside(known)
      } else {
        groups[group].roles.append(try add(speaker, in: schema))
        role = .beside(groups[group].roles.count - 1)
      }
    }
    let column = try add(node, in: schema, allowsNumbers: !isNamed)
    groups[group].texts.append(
      Text(
        column: column, role: role, joins: text.joinsList,
        positions: wanted,
        use: use, readers: shape,
        makers: text.isCompanion ? 0 : shape))
  }

  /// Marks a column of a recognised shape that is read already as one of another shape too; whether it is. What are
  /// conversations to one shape may be texts to another: then it is read twice.
  private mutating func knows(
    _ leaf: Int, _ positions: [Int?], _ shape: UInt64, makes: Bool, areTurns: Bool
  ) -> Bool {
    for group in groups.indices {
      for text in groups[group].texts.indices where columns[groups[group].texts[text].column].leaf == leaf {
        guard groups[group].texts[text].positions == positions,
          (groups[group].texts[text].use == .turns(orText: false)) == areTurns
        else { continue }
        groups[group].texts[text].readers |= shape
        if makes { groups[group].texts[text].makers |= shape }
        return true
      }
    }
    return false
  }

  private func use(of text: TextChoice.Text, physical: SchemaTree.Physical?, isNamed: Bool) -> Use {
    switch text.role {
    case .inText: .turns(orText: isNamed)
    case .option: .option
    case .fixed where !isNamed && (physical == .int32 || physical == .int64): .index
    case .fixed, .sibling, .siblingList: .text
    }
  }

  private mutating func add(_ node: Int, in schema: SchemaTree, allowsNumbers: Bool = false) throws -> Int {
    let tree = schema.nodes[node]
    let name = schema.path(of: node)
    guard let leaf = tree.leaf, let physical = tree.physical else {
      throw ShardFault.parquet("column \(name) holds no values")
    }
    let width: Int? =
      switch physical {
      case .fixedLengthByteArray: tree.typeLength
      case .int32 where allowsNumbers: 4
      case .int64 where allowsNumbers: 8
      default: nil
      }
    guard physical == .byteArray || width != nil else {
      throw ShardFault(.unsupported(what: "text from the Parquet column \(name) of type \(physical.name)"))
    }
    guard tree.typeLength >= 0, width ?? 1 > 0 else {
      throw ShardFault.parquet("column \(name) has values of \(tree.typeLength) bytes")
    }
    columns.append(
      Column(
        leaf: leaf, name: name, fixedLength: width,
        maximumDefinition: tree.maximumDefinition, maximumRepetition: tree.maximumRepetition))
    return columns.count - 1
  }

  /// The column that names who speaks a text: one of the known names in the nearest structure around it.
  private static func speaker(of node: Int, in schema: SchemaTree) -> Int? {
    var inner = node
    while let outer = schema.nodes[inner].parent {
      for key in Conversations.roleKeys {
        for child in schema.nodes[outer].children
        where child != inner && schema.nodes[child].leaf != nil
          && schema.nodes[child].repetition != .repeated && schema.nodes[child].physical == .byteArray
          && schema.nodes[child].name.utf8.elementsEqual(key)
        {
          return child
        }
      }
      inner = outer
    }
    return nil
  }

  /// The column that names, in a list beside the text's list, who speaks each text.
  private static func listedSpeaker(of node: Int, in schema: SchemaTree) -> Int? {
    var inner = node
    while let outer = schema.nodes[inner].parent {
      for key in Conversations.roleKeys {
        for child in schema.nodes[outer].children
        where child != inner && schema.nodes[child].name.utf8.elementsEqual(key) {
          let leaves = schema.leaves.filter { leaf in
            var node = leaf
            while node != child, let parent = schema.nodes[node].parent { node = parent }
            return node == child
          }
          if leaves.count == 1, schema.nodes[leaves[0]].physical == .byteArray,
            schema.nodes[leaves[0]].maximumRepetition == schema.nodes[node].maximumRepetition
          {
            return leaves[0]
          }
        }
      }
      inner = outer
    }
    return nil
  }

  /// How many lists there are up to the last key but one: the turn that a message's parts belong to.
  private static func level(ofLastKeyIn steps: [FieldPath.Step]) -> Int {
    let level = steps.filter { $0 == .each }.count
    let trailing = steps.reversed().prefix { $0 == .each }.count
    return trailing > 0 ? level - trailing : min(level, 1)
  }
}
