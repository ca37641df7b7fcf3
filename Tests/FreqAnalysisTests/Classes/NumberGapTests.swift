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
    ClassListCase("labels", "label,name\n7,car\n3,person\n", .csv, ["person [3]", "car [7]"]),
    ClassListCase("COCO's", "category_id,name\n1,person\n3,car\n", .csv, ["person [1]", "car [3]"]),
    ClassListCase("in capitals", "ClassId,Name\n14,stop\n2,yield\n", .csv, ["yield [2]", "stop [14]"]),
    ClassListCase("beside the class's name", "class,name\n7,tench\n3,ant\n", .csv, ["ant [3]", "tench [7]"]),
    ClassListCase("other numbers", "name,images\ncar,7\nant,3\n", .csv, ["car", "ant"]),
    ClassListCase("the same twice", "label,name\n7,car\n7,ant\n", .csv, ["car", "ant"]),
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
