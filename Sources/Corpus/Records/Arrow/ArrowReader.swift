/// Reads Arrow data, a stream or a file, record batch by record batch: of each the buffers of the columns that hold text.
///
/// The choice of text is Parquet's: the schema becomes the same tree, and columns are walked with the same levels.
///
/// Source: Apache Arrow, "Arrow Columnar Format" 1.5.
final class ArrowReader: RecordReader {
  private let messages: ArrowMessages
  private let fields: [ArrowField]
  private let options: ReadingOptions
  private let pool: BufferPool
  private let plan: ReadPlan
  private var encoded: [Int: ArrowField] = [:]
  private var dictionaries: [Int: ArrowDictionary] = [:]
  private var first: (batch: ArrowBuffers, buffer: PaddedBuffer)?
  /// Where the fields are that are wanted beside the text.
  private let fieldColumns: ArrowFieldColumns?

  /// Which columns are read, and why.
  let choice: TextChoice
  /// How the buffers of the first record batch are compressed.
  let codecs: [String]

  /// A dictionary in more parts than this is refused.
  private static let maximumParts = 1024

  /// Opens a stream and chooses its columns.
  ///
  /// - Throws: `ShardFault` where it is damaged, or no column is text.
  init(_ stream: PeekedStream, options: ReadingOptions, pool: BufferPool) throws {
    self.options = options
    self.pool = pool
    messages = try ArrowMessages(stream)
    guard let (kind, header) = try messages.next(), kind == .schema else {
      throw ShardFault.arrow("it does not begin with a schema")
    }
    fields = try ArrowField.fields(of: header)
    Self.collect(fields, into: &encoded)
    let schema = try SchemaTree(ArrowField.elements(fields))
    // Before the choice is made, whatever it may be about is read of the first batch.
    let wanted = schema.leaves.indices.filter { leaf in
      let node = schema.nodes[schema.leaves[leaf]]
      return node.isText || node.isBytes && ColumnChoice.mayBeText(node.steps)
        || node.physical == .int64 && TextFields.canonical(node.steps) == TextFields.answerField
        || options.rule.textFields.contains { ReadPlan.positions(of: $0.path.steps, in: node.steps) != nil }
    }
    let all = fields
    let fieldColumns = options.fields.map { ArrowFieldColumns($0, in: schema, all) }
    self.fieldColumns = fieldColumns
    var (encoded, dictionaries) = (encoded, dictionaries)
    let read = wanted + (fieldColumns?.leaves ?? [])
    repeat {
      first = try Self.nextBatch(
        messages, fields, read, &dictionaries, encoded: &encoded, options: options, pool: pool)
    } while first?.batch.rows == 0
    self.dictionaries = dictionaries
    let batch = first
    let chosen = try ColumnChoice(
      schema, rule: options.rule, showsExamples: options.showsExamples, hasRows: { batch != nil }
    ) { nodes in
      let plan = try ReadPlan(peeking: nodes, in: schema)
      guard let batch else { return nodes.map { _ in ColumnChoice.FirstValues(strings: 1) } }
      return try ColumnChoice.firstValues(
        try ArrowBlock.cursors(plan, batch.batch, in: batch.buffer, options: options), rows: batch.batch.rows)
    }
    choice = chosen.choice
    plan = chosen.plan
    codecs = options.showsExamples ? [first?.batch.codec.name ?? ""].filter { !$0.isEmpty } : []
  }

  func nextBlock() throws -> (any RecordBlock)? {
    if let (batch, buffer) = first {
      first = nil
      return ArrowBlock(batch, buffer: buffer, plan: plan, options: options, fields: fieldColumns)
    }
    guard
      let (batch, buffer) = try Self.nextBatch(
        messages, fields, plan.columns.map(\.leaf) + (fieldColumns?.leaves ?? []), &dictionaries,
        encoded: &encoded, options: options, pool: pool)
    else { return nil }
    return ArrowBlock(batch, buffer: buffer, plan: plan, options: options, fields: fieldColumns)
  }

  /// The fields whose values are indices, by their dictionary.
  private static func collect(_ fields: [ArrowField], into encoded: inout [Int: ArrowField]) {
    for field in fields {
      if let encoding = field.encoding { encoded[encoding.dictionary] = field.values }
      collect(field.children, into: &encoded)
    }
  }

  /// Goes on to the next record batch, and reads what is wanted of it; nil at the end.
  private static func nextBatch(
    _ messages: ArrowMessages, _ fields: [ArrowField], _ wanted: [Int],
    _ dictionaries: inout [Int: ArrowDictionary], encoded: inout [Int: ArrowField], options: ReadingOptions,
    pool: BufferPool
  ) throws -> (ArrowBuffers, PaddedBuffer)? {
    let maximum = PageDecoder.maximumPage(options)
    while let (kind, header) = try messages.next() {
      switch kind {
      case .schema: throw ShardFault.arrow("it has a second schema")
      case .dictionary:
        try readDictionary(header, messages, &dictionaries, encoded, maximum)
      case .batch:
        let buffer = pool.take()
        let batch = try ArrowBuffers(
          ArrowBatchHead(header, fields: fields), wanted: wanted, dictionaries: dictionaries, from: messages,
          into: buffer, maximumBytes: maximum)
        return (batch, buffer)
      }
    }
    return nil
  }

  /// Keeps a dictionary of texts; those of other values are passed over.
  private static func readDictionary(
    _ header: FlatTable, _ messages: ArrowMessages, _ dictionaries: inout [Int: ArrowDictionary],
    _ encoded: [Int: ArrowField], _ maximum: Int
  ) throws {
    let id = try header.number(0, as: Int64.self)
    guard let field = encoded[id], field.holdsBytes, let table = try header.table(1) else { return }
    let earlier = try header.number(2, as: UInt8.self) != 0 ? dictionaries[id] : nil
    guard (earlier?.batches ?? 0) < maximumParts else {
      throw ShardFault(.unsupported(what: "an Arrow dictionary in more than \(maximumParts) parts"))
    }
    let buffer = PaddedBuffer(capacity: 1 << 10)
    let batch = try ArrowBuffers(
      ArrowBatchHead(table, fields: [field]), wanted: [0], dictionaries: [:], from: messages, into: buffer,
      maximumBytes: maximum)
    dictionaries[id] = try ArrowDictionary(
      batch.cursor(of: 0, name: field.name, in: buffer, maximumBytes: maximum), after: earlier)
  }
}

/// The wanted buffers of one record batch; whoever counts the block decompresses them.
final class ArrowBlock: FieldBlock {
  let buffer: PaddedBuffer
  private let batch: ArrowBuffers
  private let plan: ReadPlan
  private let options: ReadingOptions
  private let fieldColumns: ArrowFieldColumns?

  init(
    _ batch: ArrowBuffers, buffer: PaddedBuffer, plan: ReadPlan, options: ReadingOptions,
    fields: ArrowFieldColumns? = nil
  ) {
    fieldColumns = fields
    self.batch = batch
    self.buffer = buffer
    self.plan = plan
    self.options = options
  }

  func readCaptions(into captions: CaptionBatch) throws {
    let assembler = RecordAssembler(
      plan: plan, options: options,
      cursors: try Self.cursors(plan, batch, in: buffer, options: options), rows: batch.rows)
    while try assembler.next(into: captions) {}
  }

  func appendFields(
    _ request: FieldRequest, of records: [WantedRecord], to values: inout RecordFields
  ) throws {
    let found = try fieldColumns?.values(
      of: records.map(\.record), count: request.count, batch, in: buffer,
      maximumBytes: PageDecoder.maximumPage(options))
    for record in found ?? [] {
      for value in record { values.append(value) }
    }
  }

  /// A cursor for each of a plan's columns.
  static func cursors(
    _ plan: ReadPlan, _ batch: ArrowBuffers, in buffer: PaddedBuffer, options: ReadingOptions
  ) throws -> [any LeafCursor] {
    try plan.columns.map { column in
      try batch.cursor(
        of: column.leaf, name: column.name, in: buffer, maximumBytes: PageDecoder.maximumPage(options))
    }
  }
}
