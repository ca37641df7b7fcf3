extension ParquetTable.Values {
  /// The bytes of a text; empty where the values are no texts.
  package func text(_ index: Int) -> ArraySlice<UInt8> {
    switch self {
    case .texts(let bytes, let ends): bytes[Self.range(index, ends)]
    case .entries(let indices, let bytes, let ends): bytes[Self.range(Int(indices[index]), ends)]
    case .integers, .reals, .truths: []
    }
  }

  /// How many bytes a text has; 0 where the values are no texts.
  func byteCount(_ index: Int) -> Int {
    switch self {
    case .texts(_, let ends): Self.range(index, ends).count
    case .entries(let indices, _, let ends): Self.range(Int(indices[index]), ends).count
    case .integers, .reals, .truths: 0
    }
  }

  /// Where a text stands.
  static func range(_ index: Int, _ ends: [Int]) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }
}

/// Changes in place. A value of an enumeration that is taken apart shares its memory until the value itself is gone, so that each
/// page would copy all before it.
extension ParquetTable.Values {
  /// Changes whole numbers; false where the values are others.
  @discardableResult
  mutating func changeIntegers(_ body: (inout [Int64]) throws -> Void) rethrows -> Bool {
    guard case .integers(var numbers) = self else { return false }
    self = .integers([])
    defer { self = .integers(numbers) }
    try body(&numbers)
    return true
  }

  /// Changes floating-point numbers; false where the values are others.
  @discardableResult
  mutating func changeReals(_ body: (inout [Double]) throws -> Void) rethrows -> Bool {
    guard case .reals(var numbers) = self else { return false }
    self = .reals([])
    defer { self = .reals(numbers) }
    try body(&numbers)
    return true
  }

  /// Changes truth values; false where the values are others.
  @discardableResult
  mutating func changeTruths(_ body: (inout [Bool]) throws -> Void) rethrows -> Bool {
    guard case .truths(var flags) = self else { return false }
    self = .truths([])
    defer { self = .truths(flags) }
    try body(&flags)
    return true
  }

  /// Changes texts and their ends; false where the values are others.
  @discardableResult
  mutating func changeTexts(_ body: (inout [UInt8], inout [Int]) throws -> Void) rethrows -> Bool {
    guard case .texts(var bytes, var ends) = self else { return false }
    self = .texts(bytes: [], ends: [])
    defer { self = .texts(bytes: bytes, ends: ends) }
    try body(&bytes, &ends)
    return true
  }

  /// Changes the numbers of entries; false where the values are others.
  mutating func changeEntries(_ body: (inout [UInt32]) throws -> Void) rethrows -> Bool {
    guard case .entries(var indices, let bytes, let ends) = self else { return false }
    self = .entries(indices: [], bytes: [], ends: [])
    defer { self = .entries(indices: indices, bytes: bytes, ends: ends) }
    try body(&indices)
    return true
  }
}
