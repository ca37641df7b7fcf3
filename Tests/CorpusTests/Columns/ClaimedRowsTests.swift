import Testing

@testable import Corpus

/// A stranger's footer may claim any number of rows, and a page any number of values: neither takes memory by itself.
@Suite struct ClaimedRowsTests {
  /// A page's head in Thrift's compact form.
  private static func head(values: Int, size: Int, encoding: Int) throws -> PageHeader {
    func integer(_ number: Int) -> [UInt8] {
      var (left, bytes): (Int, [UInt8]) = (number << 1, [0x15])
      while left >= 0x80 {
        bytes.append(UInt8(left & 0x7F) | 0x80)
        left >>= 7
      }
      return bytes + [UInt8(left)]
    }
    let bytes =
      integer(0) + integer(size) + integer(size) + [0x2C] + integer(values) + integer(encoding) + integer(3)
      + integer(3) + [0, 0]
    return try bytes.withUnsafeBytes { try #require(try PageHeader($0)) }
  }

  private static func column(rows: Int) throws -> ColumnValues {
    let schema = try SchemaTree([
      SchemaTree.Element(name: "schema", children: 1), SchemaTree.Element(name: "id", physical: 2),
    ])
    let node = try #require(schema.nodes.last)
    return ColumnValues(node: node, codec: .uncompressed, rows: rows, scratch: ColumnScratch())
  }

  @Test func rowsThatAreClaimedTakeNoMemory() throws {
    var values = try Self.column(rows: Int.max / 2)
    let page: [UInt8] = [7, 0, 0, 0, 0, 0, 0, 0]
    try page.withUnsafeBytes {
      try values.add(Self.head(values: 1, size: 8, encoding: 0), $0)
    }
    guard case .integers(let numbers) = values.column.values else { throw ShardFault(.empty) }
    #expect(numbers == [7])
  }

  @Test(arguments: [0, 2, 5]) func valuesThatAreClaimedTakeNoMemory(encoding: Int) throws {
    var values = try Self.column(rows: Int.max / 2)
    let page: [UInt8] = [128, 1, 4, 255, 255, 255, 255, 7, 0]
    let fault = #expect(throws: ShardFault.self) {
      try page.withUnsafeBytes {
        try values.add(Self.head(values: Int(Int32.max), size: page.count, encoding: encoding), $0)
      }
    }
    let sentence = fault.map { ShardError(shard: .file(path: "f"), $0).description } ?? ""
    #expect(sentence.contains("the column id: a page of 2147483647 values is too large"), "\(sentence)")
  }
}
