/// Walks a column chunk value by value, with the levels that say where in a record each stands.
///
/// Source: S. Melnik et al., "Dremel: Interactive Analysis of Web-Scale Datasets", VLDB 2010, section 4.
final class ColumnCursor {
  private let column: ReadPlan.Column
  private let rowGroup: Int
  private let source: any PageSource
  private let decoder: PageDecoder
  private let maximumDefinition: UInt32
  private let maximumRepetition: UInt32
  private var dictionary: DictionaryPage?
  private var valuesLeft: Int
  private var pageLeft = 0
  private var repetition: RunLengths?
  private var definition: RunLengths?
  private var values: (any PageValues)?
  private let repetitions = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: batch)
  private let definitions = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: batch)
  private var position = 0
  private var held = 0

  /// How many levels are decoded at a time.
  private static let batch = 256
  /// What `peek` gives at the chunk's end.
  static let end = -1

  init(
    column: ReadPlan.Column, rowGroup: Int, valueCount: Int, source: any PageSource, decoder: PageDecoder
  ) {
    self.column = column
    self.rowGroup = rowGroup
    self.source = source
    self.decoder = decoder
    valuesLeft = valueCount
    maximumDefinition = UInt32(column.maximumDefinition)
    maximumRepetition = UInt32(column.maximumRepetition)
    repetitions.initialize(repeating: 0)
    definitions.initialize(repeating: UInt32(column.maximumDefinition))
  }

  deinit {
    repetitions.deallocate()
    definitions.deallocate()
  }

  /// The repetition level of the next entry: 0 begins a record; `end` at the chunk's end.
  ///
  /// The value that `next` gave before is not valid after it.
  func peek() throws -> Int {
    if position == held { try load() }
    return position == held ? Self.end : Int(repetitions[position])
  }

  /// The next entry's value, valid until the next call of anything; nil where it is null or its list is empty.
  func next() throws -> UnsafeRawBufferPointer? {
    if position == held {
      try load()
      guard position < held else { throw fault("it has fewer values than records") }
    }
    let isPresent = definitions[position] == maximumDefinition
    position += 1
    guard isPresent else { return nil }
    do {
      guard let values else { throw ShardFault.parquet("it has no page") }
      return try values.next()
    } catch let fault as ShardFault {
      throw fault.inColumn(column.name, rowGroup: rowGroup)
    }
  }

  /// A fault of this column.
  func fault(_ detail: String) -> ShardFault {
    ShardFault.parquet(detail).inColumn(column.name, rowGroup: rowGroup)
  }

  private func load() throws {
    do {
      (position, held) = (0, 0)
      while pageLeft == 0 {
        guard valuesLeft > 0 else { return }
        try loadPage()
      }
      let count = min(pageLeft, Self.batch)
      if maximumRepetition > 0 { try fill(repetitions, count, &repetition, maximumRepetition) }
      if maximumDefinition > 0 { try fill(definitions, count, &definition, maximumDefinition) }
      pageLeft -= count
      held = count
    } catch let fault as ShardFault {
      throw fault.inColumn(column.name, rowGroup: rowGroup)
    }
  }

  private func fill(
    _ levels: UnsafeMutableBufferPointer<UInt32>, _ count: Int, _ runs: inout RunLengths?, _ maximum: UInt32
  ) throws {
    let levels = UnsafeMutableBufferPointer(rebasing: levels[..<count])
    try runs?.fill(levels)
    for level in levels where level > maximum {
      throw ShardFault.parquet("a level of \(level) where the schema allows \(maximum)")
    }
  }

  private func loadPage() throws {
    guard let (header, stored) = try source.next() else {
      throw ShardFault.parquet("it ends \(valuesLeft) values early")
    }
    switch header.kind {
    case .dictionary:
      guard dictionary == nil else { throw ShardFault.parquet("it has two dictionaries") }
      dictionary = try decoder.dictionary(header, stored)
    case .data, .dataV2:
      guard header.valueCount <= valuesLeft else {
        throw ShardFault.parquet("its pages hold more values than its metadata says")
      }
      guard header.valueCount > 0 else { return }
      let page = try decoder.page(header, stored)
      values = try decoder.values(of: page, dictionary: dictionary)
      repetition = page.repetition
      definition = page.definition
      pageLeft = header.valueCount
      valuesLeft -= header.valueCount
    case .other: break
    }
  }
}
