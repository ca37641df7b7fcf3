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
