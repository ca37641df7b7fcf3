extension ParquetTable.Values {
  /// The bytes of a text; empty where the values are no texts.
  public func text(_ index: Int) -> ArraySlice<UInt8> {
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

  private static func range(_ index: Int, _ ends: [Int]) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  /// A whole number; nil where the values are none.
  public func integer(_ index: Int) -> Int64? {
    if case .integers(let numbers) = self { numbers[index] } else { nil }
  }
}
