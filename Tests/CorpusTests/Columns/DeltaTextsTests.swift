import Testing

@testable import Corpus

/// The texts of pages in delta encodings, read many at a time, are those that come one after another.
@Suite struct DeltaTextsTests {
  private enum Encoding { static let (lengths, prefixes) = (6, 7) }

  /// A page: what each text shares with the one before, where the encoding says that, how long each rest is, and the rests.
  private static func page(_ prefixes: [Int64]?, _ rests: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    if let prefixes { PackedNumbers.appendDeltas(prefixes, to: &bytes) }
    PackedNumbers.appendDeltas(rests.map { Int64($0.count) }, to: &bytes)
    return bytes + rests.joined()
  }

  private static func column() throws -> ColumnValues {
    let tree = try SchemaTree([
      SchemaTree.Element(name: "schema", children: 1),
      SchemaTree.Element(name: "t", physical: 6, repetition: 0, isText: true),
    ])
    return ColumnValues(
      node: tree.nodes[tree.leaves[0]], codec: .uncompressed, rows: 1, scratch: ColumnScratch())
  }

  /// The texts at some places, or all, as a column takes them.
  private static func taken(_ page: [UInt8], _ encoding: Int, _ count: Int, at places: [Int]?) throws
    -> [[UInt8]]
  {
    var column = try column()
    try page.withUnsafeBytes { try column.addValues($0, encoding: encoding, count: count, at: places) }
    return (0..<(places?.count ?? count)).map { Array(column.values.text($0)) }
  }

  /// The same, one after another.
  private static func oneByOne(_ page: [UInt8], _ encoding: Int, _ count: Int) throws -> [[UInt8]] {
    try page.withUnsafeBytes { page in
      let source: any PageValues =
        encoding == Encoding.lengths
        ? try DeltaLengthValues(page) : try DeltaByteArrayValues(page, maximumBytes: .max)
      return try (0..<count).map { _ in Array(try source.next()) }
    }
  }

  @Test(arguments: [1, 2, 7, 1000, 1 << 15, (1 << 15) + 1, 70_000])
  func manyAtOnceAreThoseOneByOne(count: Int) throws {
    var random = SplitMix(state: UInt64(count))
    func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    var (prefixes, rests): ([Int64], [[UInt8]]) = ([], [])
    var last = 0
    for _ in 0..<count {
      let prefix = below(4) == 0 ? last : below(min(last, 30) + 1)
      let rest = (0..<[0, below(4), below(12), below(40)][below(4)]).map { _ in UInt8(below(256)) }
      last = min(prefix, 60) + rest.count
      prefixes.append(Int64(min(prefix, 60)))
      rests.append(rest)
    }
    let pages = [(Encoding.lengths, Self.page(nil, rests)), (Encoding.prefixes, Self.page(prefixes, rests))]
    for (encoding, page) in pages {
      let expected = try Self.oneByOne(page, encoding, count)
      #expect(try Self.taken(page, encoding, count, at: nil) == expected)
      for share in [0, 1, 50, 100] {
        let places = (0..<count).filter { _ in below(100) < share }
        #expect(try Self.taken(page, encoding, count, at: places) == places.map { expected[$0] })
      }
      // What is cut off is missed, wherever that is.
      for _ in 0..<20 {
        let cut = Array(page[..<below(page.count)])
        #expect(throws: ShardFault.self) { try Self.taken(cut, encoding, count, at: nil) }
      }
    }
  }

  @Test(arguments: [[0, 1], [0, 4], [1, 0], [0, -1]] as [[Int64]])
  func nothingIsSharedThatIsNotThere(prefixes: [Int64]) throws {
    let page = Self.page(prefixes, [[], [1, 2, 3]])
    #expect(throws: ShardFault.self) { try Self.taken(page, Encoding.prefixes, 2, at: nil) }
    #expect(throws: ShardFault.self) { try Self.taken(page, Encoding.prefixes, 2, at: [1]) }
  }

  /// A page of a few bytes that would be more than a page may be.
  @Test func aRepeatedTextIsBounded() throws {
    let (length, count) = (1 << 20, 300)
    let rests = [[UInt8](repeating: 7, count: length)] + Array(repeating: [], count: count - 1)
    let page = Self.page([0] + Array(repeating: Int64(length), count: count - 1), rests)
    for places in [nil, [count - 1]] as [[Int]?] {
      #expect(throws: ShardFault.self) { try Self.taken(page, Encoding.prefixes, count, at: places) }
    }
  }
}
