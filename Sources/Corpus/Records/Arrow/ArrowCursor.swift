/// Walks one column of a record batch value by value, with the levels that say where in a record each stands.
///
/// Offsets never go back, so that no byte and no element is read twice, whatever they claim. Belongs to one task.
final class ArrowCursor: LeafCursor {
  /// What a field on the way adds.
  private enum Layer {
    case structure
    case list(ends: ArrowBytes, width: Int)
    case fixedList(Int)
  }

  /// How values are found.
  private enum Values {
    case bytes(ends: ArrowBytes, width: Int, data: ArrowBytes)
    case views(ArrowBytes, [ArrowBytes])
    case integers(ArrowBytes, width: Int, isSigned: Bool)
    case reals(ArrowBytes, width: Int)
    case truths(ArrowBytes)
    case numbers(ArrowBytes, width: Int)
    case dictionary(ArrowBytes, width: Int, isSigned: Bool, ArrowDictionary)
  }

  private let name: String
  private var layers: [Layer] = []
  /// Which values of each field are there, its own field's last; empty where all are.
  private var validity: [ArrowBytes] = []
  private let lengths: [Int]
  private let values: Values
  /// For each list on the way, and first for the records: the elements of which none was given yet.
  private var pending: [Range<Int>]
  /// The first layer inside each of them.
  private var firstLayer: [Int]
  /// How far each layer's offsets, and the values', have come.
  private var reached: [Int]
  private let scratch = PaddedBuffer(capacity: 64)

  /// Makes a cursor over a column's `rows` records; `bytes` gives the buffers by their number.
  ///
  /// - Throws: `ShardFault` where a buffer is too small for what it has to hold.
  init(_ column: ArrowBuffers.Column, rows: Int, name: String, bytes: (Int) throws -> ArrowBytes) throws {
    self.name = name
    lengths = column.lengths
    guard let own = column.parts.last, lengths[0] == rows else {
      throw ShardFault.arrow(
        "it has \(column.lengths.first ?? 0) values where the record batch has \(rows) rows")
    }
    var firstLayer = [0]
    for (index, part) in column.parts.enumerated() {
      let length = column.lengths[index]
      if part.buffers.isEmpty { throw ShardFault.arrow("it has no buffers") }
      let bits = try bytes(part.buffers.lowerBound)
      guard bits.count == 0 || bits.count >= (length + 7) / 8 else { throw Self.tooShort }
      validity.append(bits)
      guard index + 1 < column.parts.count else { break }
      let next = column.lengths[index + 1]
      switch part.field.kind {
      case .list(let isLarge):
        let ends = try bytes(part.buffers.lowerBound + 1)
        try Self.check(ends, length, width: isLarge ? 8 : 4, more: 1)
        layers.append(.list(ends: ends, width: isLarge ? 8 : 4))
        firstLayer.append(index + 1)
      case .fixedList(let size):
        let (all, overflow) = length.multipliedReportingOverflow(by: size)
        guard size >= 0, !overflow, all <= next else { throw Self.tooShort }
        layers.append(.fixedList(size))
        firstLayer.append(index + 1)
      default:
        guard length <= next else { throw Self.tooShort }
        layers.append(.structure)
      }
    }
    values = try Self.values(
      of: own, length: column.lengths[column.parts.count - 1], column.dictionary, bytes)
    self.firstLayer = firstLayer
    pending = Array(repeating: 0..<0, count: firstLayer.count)
    pending[0] = 0..<rows
    reached = Array(repeating: 0, count: layers.count + 1)
  }

  private static func values(
    of part: ArrowLayout.Part, length: Int, _ dictionary: ArrowDictionary?,
    _ bytes: (Int) throws -> ArrowBytes
  ) throws -> Values {
    let first = part.buffers.lowerBound
    if let encoding = part.field.encoding {
      guard let dictionary else { throw ShardFault.arrow("its dictionary does not come before its values") }
      let indices = try bytes(first + 1)
      try check(indices, length, width: encoding.bytes)
      return .dictionary(indices, width: encoding.bytes, isSigned: encoding.isSigned, dictionary)
    }
    switch part.field.kind {
    case .bytes(let isLarge):
      let ends = try bytes(first + 1)
      try check(ends, length, width: isLarge ? 8 : 4, more: 1)
      return .bytes(ends: ends, width: isLarge ? 8 : 4, data: try bytes(first + 2))
    case .views:
      let views = try bytes(first + 1)
      try check(views, length, width: 16)
      return .views(views, try part.buffers.dropFirst(2).map { try bytes($0) })
    case .integers(let width, let isSigned):
      let numbers = try bytes(first + 1)
      try check(numbers, length, width: width)
      return .integers(numbers, width: width, isSigned: isSigned)
    case .reals(let width):
      let numbers = try bytes(first + 1)
      try check(numbers, length, width: width)
      return .reals(numbers, width: width)
    case .truths:
      let bits = try bytes(first + 1)
      guard length <= bits.count * 8 else { throw tooShort }
      return .truths(bits)
    case .numbers(let width, _):
      let numbers = try bytes(first + 1)
      try check(numbers, length, width: width)
      return .numbers(numbers, width: width)
    default: throw ShardFault(.unsupported(what: "text from Arrow values of this type"))
    }
  }

  private static let tooShort = ShardFault.arrow("a buffer is too short for its values")

  private static func check(_ buffer: ArrowBytes, _ length: Int, width: Int, more: Int = 0) throws {
    guard length == 0 || length <= buffer.count / width - more else { throw tooShort }
  }

  func fault(_ detail: String) -> ShardFault { ShardFault.arrow("column \(name): \(detail)") }

  func peek() throws -> Int { pending.lastIndex { !$0.isEmpty } ?? ColumnCursor.end }

  func next() throws -> UnsafeRawBufferPointer? {
    guard var depth = pending.lastIndex(where: { !$0.isEmpty }) else {
      throw fault("it has fewer values than records")
    }
    do {
      var index = pending[depth].lowerBound
      pending[depth] = index + 1..<pending[depth].upperBound
      for layer in firstLayer[depth]..<layers.count {
        guard isValid(index, of: layer) else { return nil }
        var elements = index..<index
        switch layers[layer] {
        case .structure: continue
        case .fixedList(let size): elements = index * size..<(index + 1) * size
        case .list(let ends, let width):
          elements = try range(ends, width, index, layer, limit: lengths[layer + 1])
        }
        if elements.isEmpty { return nil }
        depth += 1
        index = elements.lowerBound
        pending[depth] = index + 1..<elements.upperBound
      }
      return isValid(index, of: layers.count) ? try value(index) : nil
    } catch let fault as ShardFault {
      throw fault.inArrowColumn(name)
    }
  }

  private func isValid(_ index: Int, of field: Int) -> Bool {
    let bits = validity[field].bytes
    return bits.isEmpty || bits[index >> 3] >> UInt8(index & 7) & 1 == 1
  }

  /// What the offsets of an index mean: they never go back.
  private func range(_ ends: ArrowBytes, _ width: Int, _ index: Int, _ layer: Int, limit: Int) throws
    -> Range<Int>
  {
    let start = try ends.number(index, width: width)
    let end = try ends.number(index + 1, width: width)
    guard start >= reached[layer], start <= end, end <= limit else {
      throw ShardFault.arrow("its offsets go back, or past its values")
    }
    reached[layer] = end
    return start..<end
  }

  private func value(_ index: Int) throws -> UnsafeRawBufferPointer {
    switch values {
    case .bytes(let ends, let width, let data):
      let range = try range(ends, width, index, layers.count, limit: data.count)
      return try data.slice(range.lowerBound, range.upperBound)
    case .views(let views, let data):
      let length = try views.number(4 * index, width: 4)
      if length <= 12 { return try views.slice(16 * index + 4, 16 * index + 4 + length) }
      let buffer = try views.number(4 * index + 2, width: 4)
      let start = try views.number(4 * index + 3, width: 4)
      guard buffer >= 0, buffer < data.count else { throw ShardFault.arrow("a view has no buffer") }
      return try data[buffer].slice(start, start + length)
    case .integers(let numbers, let width, let isSigned):
      let number = Int64(try numbers.number(index, width: width, isSigned: isSigned))
      scratch.removeAll()
      withUnsafeBytes(of: number.littleEndian) { scratch.append($0) }
      return scratch.bytes
    case .reals(let numbers, let width):
      let bits = try numbers.number(index, width: width, isSigned: false)
      let number =
        width == 4
        ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        : Double(bitPattern: UInt64(truncatingIfNeeded: bits))
      scratch.removeAll()
      withUnsafeBytes(of: number.bitPattern.littleEndian) { scratch.append($0) }
      return scratch.bytes
    case .truths(let bits):
      let byte = try bits.number(index >> 3, width: 1, isSigned: false)
      scratch.removeAll()
      scratch.append(UInt8(byte >> (index & 7) & 1))
      return scratch.bytes
    case .numbers(let numbers, let width): return try numbers.slice(index * width, (index + 1) * width)
    case .dictionary(let indices, let width, let isSigned, let dictionary):
      let place = try indices.number(index, width: width, isSigned: isSigned)
      guard let value = dictionary.value(place) else {
        throw ShardFault.arrow("an index is not in its dictionary")
      }
      return value
    }
  }
}

/// The values of a dictionary, of which a null is an empty text.
final class ArrowDictionary: Sendable {
  private let text: PaddedBuffer
  private let places: [Range<Int>]
  /// How many batches it was put together from.
  let batches: Int

  /// Takes the values of a cursor, after those of the dictionary that they are to follow.
  init(_ cursor: ArrowCursor, after earlier: ArrowDictionary?) throws {
    let text = PaddedBuffer(capacity: 1 << 10)
    var places = earlier?.places ?? []
    if let earlier { text.append(earlier.text.bytes) }
    while try cursor.peek() != ColumnCursor.end {
      let start = text.count
      if let value = try cursor.next() { text.append(value) }
      places.append(start..<text.count)
    }
    self.text = text
    self.places = places
    batches = (earlier?.batches ?? 0) + 1
  }

  /// The value at a place; nil where there is none.
  func value(_ place: Int) -> UnsafeRawBufferPointer? {
    guard places.indices.contains(place) else { return nil }
    return UnsafeRawBufferPointer(rebasing: text.bytes[places[place]])
  }
}
