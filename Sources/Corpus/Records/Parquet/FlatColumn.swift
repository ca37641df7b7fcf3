/// Reads a column of texts that is in no list, and alone: values go straight from their page to the batch, and
/// a dictionary's entries once with the number of times that they occur.
///
/// Belongs to one task.
final class FlatColumn {
  private let column: ReadPlan.Column
  private let role: Role
  private let options: ReadingOptions
  private let decoder: PageDecoder
  private let batch: CaptionBatch
  private var dictionary: DictionaryPage?
  /// How often each entry of the dictionary occurred; empty where entries are appended one by one.
  private var occurrences: [Int] = []
  private let levels = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: 1024)
  private let indices = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: 1024)

  init(
    column: ReadPlan.Column, role: Role, options: ReadingOptions, decoder: PageDecoder, batch: CaptionBatch
  ) {
    self.column = column
    self.role = role
    self.options = options
    self.decoder = decoder
    self.batch = batch
    batch.captionsAreRecords = true
  }

  deinit {
    levels.deallocate()
    indices.deallocate()
  }

  /// Appends the captions of some pages of one chunk, which must have `valueCount` values, nulls included; `shared`
  /// is the chunk's dictionary where it is not among them.
  func read(_ pages: any PageSource, codec: PageCodec, shared: SharedDictionary?, valueCount: Int) throws {
    decoder.codec = codec
    dictionary = try shared?.page(by: decoder)
    var left = valueCount
    while left > 0 {
      guard let (header, stored) = try pages.next() else {
        throw ShardFault.parquet("it ends \(left) values early")
      }
      switch header.kind {
      case .dictionary:
        guard dictionary == nil else { throw ShardFault.parquet("it has two dictionaries") }
        dictionary = try decoder.dictionary(header, stored)
      case .data, .dataV2:
        guard header.valueCount <= left else {
          throw ShardFault.parquet("its pages hold more values than its metadata says")
        }
        left -= header.valueCount
        if header.valueCount > 0 { try read(decoder.page(header, stored)) }
      case .other: break
      }
    }
    try appendOccurrences()
  }

  /// How the values of one page are taken.
  private enum Values {
    /// PLAIN values, and where the next one starts.
    case plain(UnsafeMutableRawBufferPointer, Int)
    case counted(RunLengths, DictionaryPage)
    case other(any PageValues)
  }

  private func read(_ page: PageDecoder.Page) throws {
    var values: Values
    switch page.header.encoding {
    case 0 where column.fixedLength == nil: values = .plain(decoder.ownValues(of: page), 0)
    case 2, 8:
      guard let dictionary else { throw ShardFault.parquet("a page needs a dictionary, but there is none") }
      values =
        counts(page.header.valueCount, of: dictionary)
        ? .counted(try DictionaryValues.indices(page.values), dictionary)
        : .other(try decoder.values(of: page, dictionary: dictionary))
    default: values = .other(try decoder.values(of: page, dictionary: dictionary))
    }
    guard var definition = page.definition else { return try take(page.header.valueCount, from: &values) }
    let present = UInt32(column.maximumDefinition)
    var left = page.header.valueCount
    while left > 0 {
      switch try definition.next(atMost: left, packedInto: levels) {
      case .repeated(let level, let count):
        guard level <= present else { throw Self.tooHigh(level, present) }
        if level == present { try take(count, from: &values) } else { batch.beginRecords(count) }
        left -= count
      case .packed(let count):
        var start = 0
        while start < count {
          let level = levels[start]
          guard level <= present else { throw Self.tooHigh(level, present) }
          var end = start + 1
          while end < count, levels[end] == level { end += 1 }
          if level == present {
            try take(end - start, from: &values)
          } else {
            batch.beginRecords(end - start)
          }
          start = end
        }
        left -= count
      }
    }
  }

  private static func tooHigh(_ level: UInt32, _ maximum: UInt32) -> ShardFault {
    .parquet("a level of \(level) where the schema allows \(maximum)")
  }

  /// Whether a page's entries are counted before they are appended: where they are many for the dictionary, all
  /// of it is valid, and nobody asks for the order.
  private func counts(_ number: Int, of dictionary: DictionaryPage) -> Bool {
    guard !options.keepsOrder, dictionary.isAllValid else { return false }
    if !occurrences.isEmpty { return true }
    guard number >= dictionary.count / 4 else { return false }
    occurrences.append(contentsOf: repeatElement(0, count: dictionary.count))
    return true
  }

  private func take(_ count: Int, from values: inout Values) throws {
    // A writer of its own for each run: a variable of the class would be checked for exclusive access each time.
    var writer = CaptionWriter(rule: options.rule)
    switch values {
    case .plain(let page, var start):
      try takePlain(count, of: page, from: &start, by: &writer)
      values = .plain(page, start)
    case .counted(var runs, let dictionary):
      batch.beginRecords(count)
      try countEntries(count, of: dictionary, by: &runs)
      values = .counted(runs, dictionary)
    case .other(let values): for _ in 0..<count { try append(values.next(), by: &writer) }
    }
  }

  /// How many values a run must have to be handed on where they lie; shorter ones, between nulls, are put together.
  private static let longRun = 64

  private func takePlain(
    _ count: Int, of page: UnsafeMutableRawBufferPointer, from start: inout Int,
    by writer: inout CaptionWriter
  ) throws {
    var left = count
    while left >= Self.longRun {
      let taken = try batch.handOnPlainValues(
        of: page, from: &start, atMost: left, role: role, longest: options.maximumRecordBytes
      ) { value in
        PlainText.holds(value) || UTF8Validation.firstInvalidByte(in: value) == nil && writer.keeps(value)
      } append: { value in
        try append(value, by: &writer)
      }
      left -= taken
      // The next one is too long, or has no end: the way below says so.
      if taken == 0 { break }
    }
    var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: page[start...]))
    for _ in 0..<left { try append(cursor.take(cursor.length32()), by: &writer) }
    start += cursor.offset
  }

  private func countEntries(_ count: Int, of dictionary: DictionaryPage, by runs: inout RunLengths) throws {
    let indices = indices
    try occurrences.withUnsafeMutableBufferPointer { occurrences in
      let entries = occurrences.count
      var left = count
      while left > 0 {
        switch try runs.next(atMost: left, packedInto: indices) {
        case .repeated(let index, let count):
          guard index < entries else { throw DictionaryValues.outside(index, entries) }
          occurrences[Int(index)] += count
          left -= count
        case .packed(let count):
          for place in 0..<count {
            guard indices[place] < entries else { throw DictionaryValues.outside(indices[place], entries) }
            occurrences[Int(indices[place])] += 1
          }
          left -= count
        }
      }
    }
  }

  private func append(_ value: UnsafeRawBufferPointer, by writer: inout CaptionWriter) throws {
    if value.count > options.maximumRecordBytes {
      return try bad(.recordTooLarge(limit: options.maximumRecordBytes))
    }
    if value.count > 0, PlainText.holds(value) {
      batch.beginRecord()
      return try batch.append(value, role: role)
    }
    guard UTF8Validation.firstInvalidByte(in: value) == nil else { return try bad(.notUTF8) }
    batch.beginRecord()
    try writer.append(value, role: role, to: batch)
  }

  private func bad(_ reason: ShardFault.Reason) throws {
    guard options.skipsBadRecords else {
      throw ShardFault(reason, at: .record(batch.position + 1))
    }
    batch.skipRecords()
  }

  private func appendOccurrences() throws {
    guard let dictionary else { return }
    var writer = CaptionWriter(rule: options.rule)
    for index in occurrences.indices where occurrences[index] > 0 {
      var left = occurrences[index]
      while left > 0 {
        let weight = min(left, Int(Int32.max))
        if dictionary.isAllPlain {
          try batch.append(dictionary[index], role: role, weight: weight)
        } else {
          try writer.append(dictionary[index], role: role, weight: weight, to: batch)
        }
        left -= weight
      }
    }
    occurrences.removeAll(keepingCapacity: true)
  }
}
