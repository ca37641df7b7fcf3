/// What pax records say of the sparse file that follows them.
struct TarSparseRecords {
  /// Whether there is any such record.
  private(set) var isSparse = false
  /// Whether the map stands before the parts.
  private(set) var isInContent = false
  /// The file's bytes, holes included.
  private(set) var size: Int?
  /// The numbers of the map, a place and a length each.
  private(set) var numbers: [Int] = []

  /// Takes one record; others than those of sparse files are passed over.
  mutating func add(_ key: ArraySlice<UInt8>, _ value: [UInt8]) {
    let prefix = Array("GNU.sparse.".utf8)
    guard key.starts(with: prefix) else { return }
    isSparse = true
    switch String(decoding: key.dropFirst(prefix.count), as: UTF8.self) {
    case "major": isInContent = value.elementsEqual("1".utf8)
    case "size", "realsize": size = Self.number(value)
    case "offset", "numbytes": numbers.append(Self.number(value) ?? -1)
    case "map": numbers = value.split(separator: UInt8(ascii: ",")).map { Self.number($0) ?? -1 }
    default: break
    }
  }

  /// The parts that numbers stand for; nil where one of them is no place or length.
  static func parts(_ numbers: some Collection<Int>) -> [TarSparseMap.Part]? {
    guard numbers.count.isMultiple(of: 2), numbers.count / 2 <= TarSparseMap.mostParts,
      numbers.allSatisfy({ $0 >= 0 })
    else { return nil }
    let all = Array(numbers)
    return stride(from: 0, to: all.count, by: 2).map {
      TarSparseMap.Part(offset: all[$0], count: all[$0 + 1])
    }
  }

  /// A number in decimal digits; nil for anything else.
  static func number(_ digits: some Collection<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit), value < 1 << 52 else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    return digits.isEmpty ? nil : value
  }
}
