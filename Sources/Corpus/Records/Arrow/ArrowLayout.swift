/// Where the fields of a schema lie in a record batch: the nodes and buffers of each, in the order of the fields.
struct ArrowLayout {
  /// One field's own node and buffers.
  struct Part: Sendable {
    let field: ArrowField
    let node: Int
    let buffers: Range<Int>
  }

  /// For each column of values, as the schema's tree lists them, its fields from the outermost one down.
  private(set) var columns: [[Part]] = []
  /// How many nodes and buffers there are.
  private(set) var nodes = 0
  private(set) var buffers = 0
  private var variadic: [Int]

  /// Lays out fields; `variadic` has the number of further buffers of each field of views.
  init(_ fields: [ArrowField], variadic: [Int]) throws {
    self.variadic = variadic.reversed()
    for field in fields { try add(field, after: [], isColumn: true) }
  }

  private mutating func add(_ field: ArrowField, after path: [Part], isColumn: Bool) throws {
    var more = 0
    if field.encoding == nil, field.kind == .views {
      guard let count = variadic.popLast(), count >= 0, count <= 1 << 20 else {
        throw ShardFault.arrow("a record batch does not say how many buffers its views have")
      }
      more = count
    }
    let count = field.buffers(variadic: more)
    let part = Part(field: field, node: nodes, buffers: buffers..<buffers + count)
    nodes += 1
    buffers += count
    guard field.encoding == nil else {
      if isColumn { columns.append(path + [part]) }
      return
    }
    let leadsOn: Bool
    switch field.kind {
    case .list, .fixedList: leadsOn = true
    case .structure: leadsOn = !field.children.isEmpty
    default: leadsOn = false
    }
    if isColumn, !leadsOn { columns.append(path + [part]) }
    for child in field.children { try add(child, after: path + [part], isColumn: isColumn && leadsOn) }
  }
}

/// What the metadata of a record batch says.
struct ArrowBatchHead {
  let rows: Int
  /// The length of each node.
  let lengths: [Int]
  /// Where each buffer is in the body.
  let buffers: [(start: Int, count: Int)]
  /// How buffers are compressed.
  let codec: ArrowCodec
  let layout: ArrowLayout

  /// Reads the metadata of a batch of some fields.
  ///
  /// - Throws: `ShardFault` where its numbers are impossible.
  init(_ table: FlatTable, fields: [ArrowField]) throws {
    rows = try table.number(0, as: Int64.self)
    let nodes = try table.numbers(1, width: 2)
    let buffers = try table.numbers(2, width: 2)
    lengths = stride(from: 0, to: nodes.count, by: 2).map { nodes[$0] }
    self.buffers = stride(from: 0, to: buffers.count, by: 2).map { (buffers[$0], buffers[$0 + 1]) }
    codec = try table.table(3).map { try ArrowCodec(number: $0.number(0, as: Int8.self)) } ?? .none
    layout = try ArrowLayout(fields, variadic: table.numbers(4))
    guard layout.nodes == lengths.count, layout.buffers == self.buffers.count else {
      throw ShardFault.arrow("a record batch has other parts than the schema says")
    }
    guard rows >= 0, lengths.allSatisfy({ $0 >= 0 }),
      self.buffers.allSatisfy({ $0.start >= 0 && $0.count >= 0 })
    else {
      throw ShardFault.arrow("a record batch has a negative length")
    }
  }
}

/// The compression of a record batch's buffers.
enum ArrowCodec: Sendable {
  case none, lz4, zstd

  init(number: Int) throws {
    switch number {
    case 0: self = .lz4
    case 1: self = .zstd
    default: throw ShardFault(.unsupported(what: "the compression codec number \(number) of Arrow data"))
    }
  }

  /// The codec's name; empty where there is none.
  var name: String {
    switch self {
    case .none: ""
    case .lz4: "lz4"
    case .zstd: "zstd"
    }
  }
}
