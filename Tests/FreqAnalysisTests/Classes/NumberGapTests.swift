import Corpus
import Testing

@testable import FreqAnalysis

/// Numbers of classes that do not run from 0 or 1.
@Suite struct NumberGapTests {
  static let gaps = [
    ClassListCase(
      "Keras' file in part", #"{"0": ["n01440764", "tench"], "2": ["n01443537", "goldfish"]}"#, .jsonIndex,
      ["tench [0]", "goldfish [2]"]),
    ClassListCase(
      "an index with gaps", "index,name\n21,fire lily\n3,bells\n", .csv, ["bells [3]", "fire lily [21]"]),
    ClassListCase(
      "an index that begins at 2", "index,name\n3,b\n2,a\n", .csv, ["a [2]", "b [3]"]),
  ]

  @Test(arguments: gaps) func numbersWithGapsAreIdentifiers(_ list: ClassListCase) throws { try list.check() }

  @Test func tellsOfGaps() throws {
    #expect(
      try ReadClassList.lines(#"{"0": ["n01440764", "tench"], "2": ["n01443537", "goldfish"]}"#) == [
        "the numbers beside the names, from 0 to 2 with 1 gap, became the classes' identifiers; the numbering is not the position of a class here, which counts from 0",
        "2 identifiers beside the numbers were not used:", "  n01440764", "  n01443537",
      ])
  }
}
