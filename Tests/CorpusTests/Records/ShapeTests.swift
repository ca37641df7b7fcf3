import Testing

@testable import Corpus

private let allShapes = shapeCases + dataSetShapes + recordChoiceCases + quotedTabCases

@Suite struct ShapeTests {
  private func options(_ shape: ShapeCase) -> ReadingOptions {
    ReadingOptions(fields: shape.fields, unescapesHTML: shape.unescapesHTML)
  }

  @Test(arguments: allShapes)
  func givesTheCaptions(_ shape: ShapeCase) {
    let reading = ShardReading(shape.text, options: options(shape))
    #expect(reading.fault == nil)
    #expect(reading.layout == shape.layout)
    #expect(reading.captions == shape.captions)
    #expect(reading.records == shape.records)
    #expect(reading.excluded == shape.excluded)
  }

  @Test(arguments: allShapes)
  func givesTheSameAtEveryBlockSize(_ shape: ShapeCase) {
    let whole = ShardReading(shape.text, options: options(shape))
    for blockBytes in [1, 2, 3, 7, 16, 31, 64, 65, 100, 200] {
      let reading = ShardReading(
        shape.text, options: options(shape), blockBytes: blockBytes, chunk: blockBytes % 5 + 1)
      #expect(reading == whole, "blocks of \(blockBytes) bytes")
    }
  }

  @Test func namesAreUnique() {
    let all = allShapes
    #expect(Set(all.map(\.name)).count == all.count)
  }
}
