/// Where the parts of a sparse file that a tar archive stores lie in it; between them, and behind the last, are zeros.
///
/// Source: GNU tar manual, "Storing Sparse Files": the old GNU format, and PAX formats 0.0, 0.1 and 1.0.
struct TarSparseMap {
  /// A part that is stored.
  struct Part: Equatable {
    var offset: Int
    var count: Int
  }

  /// The parts that hold any byte, ascending.
  let parts: [Part]
  /// The file's bytes, holes included.
  let size: Int

  /// More zeros than these in one file are not made up: no text has them, and an archive of a few bytes would be endless.
  private static let mostHoles = 1 << 20
  /// More parts than these are no text's either.
  static let mostParts = 1 << 16

  /// Makes a map; nil where the parts overlap, do not lie in the file, are not what is stored, or leave too large holes.
  init?(_ parts: [Part], size: Int, stored: Int) {
    var (end, sum) = (0, 0)
    for part in parts where part.count > 0 {
      guard part.offset >= end, part.count <= size, part.offset <= size - part.count else { return nil }
      end = part.offset + part.count
      sum += part.count
    }
    guard sum == stored, size >= end, size - sum <= Self.mostHoles else { return nil }
    self.parts = parts.filter { $0.count > 0 }
    self.size = size
  }

  /// The parts of a head of the old format, or of a block that goes on with them: pairs of a place and a length, up to one
  /// that is empty.
  static func parts(in block: UnsafeRawBufferPointer, from start: Int, atMost count: Int) -> [Part] {
    var parts: [Part] = []
    for index in 0..<count {
      let at = start + index * 24
      guard block[at + 12] != 0, let offset = TarHeader.number(block[at..<at + 12]),
        let count = TarHeader.number(block[at + 12..<at + 24])
      else { break }
      parts.append(Part(offset: offset, count: count))
    }
    return parts
  }
}

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
