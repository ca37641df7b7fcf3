import Corpus
import Testing

@testable import FreqAnalysis

/// Which column of a table holds the names, and whether its first line is a header.
@Suite struct ColumnChoiceTests {
  static let columns = [
    ClassListCase(
      "a number chooses although a cell is that number", "2,crane,Grus grus\n3,tench,Tinca tinca\n",
      options: ClassListOptions(nameColumn: "2"), .csv, ["crane [2]", "tench [3]"]),
    ClassListCase(
      "a header of numbers", "0,1\na,tench\nb,ant\n", options: ClassListOptions(nameColumn: "1"), .csv,
      ["tench", "ant"]),
  ]

  @Test(arguments: columns) func readsColumns(_ list: ClassListCase) throws { try list.check() }

  @Test func namesTheHeaderAsAWayToChoose() {
    #expect(
      ReadClassList.refusal("fine,coarse\napple,fruit\npear,fruit\n")
        == "list: the table has no column called name or class, and its content does not show which column holds the names; choose one by its number, or if the first line is a header by its header: 1 `fine`, 2 `coarse`"
    )
  }

  @Test func tellsTheFirstClassOfAColumnChosenByNumber() throws {
    #expect(
      try ReadClassList.lines(
        "fine,coarse\napple,fruit\npear,fruit\n", options: ClassListOptions(nameColumn: "1")) == [
          "the table has no header; its columns were read as name, not used",
          "the first line was read as a class, `fine`; if it is a header, it has to be left out",
        ])
    let known = try ReadClassList.lines(
      "Kind,id\ntench,4\nant,7\n", options: ClassListOptions(nameColumn: "1"))
    #expect(!known.joined().contains("first line"))
  }
}
