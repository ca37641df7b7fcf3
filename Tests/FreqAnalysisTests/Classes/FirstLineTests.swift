import Corpus
import Testing

@testable import FreqAnalysis

/// Headers of one column and comments at the head of a class list.
@Suite struct FirstLineTests {
  static let headers = [
    "Species", "label_name", "Class Name", "Common name", "scientific-name", "Categories", "Category Name",
    "display_name",
  ]

  @Test(arguments: headers) func oneColumnHasItsHeader(_ header: String) throws {
    try ClassListCase(header, "\(header)\ntench\nant\n", file: "a.csv", .csv, ["tench", "ant"]).check()
    #expect(
      try ReadClassList.lines("\(header)\ntench\nant\n", file: "a.csv")
        == ["the first row (\(header)) is the header; its columns were read as name"])
  }

  static let firstLines: [(String, String, [String])] = [
    (
      "a.csv", "Fish\ntench\nant\n",
      ["the first line was read as a class, `Fish`; if it is a header, it has to be left out"]
    ),
    (
      "a.txt", "name\ntench\nant\n",
      ["the first line was read as a class, `name`; if it is a header, it has to be left out"]
    ),
    (
      "a.txt", "Class\ntench\nant\n",
      ["the first line was read as a class, `Class`; if it is a header, it has to be left out"]
    ),
    ("a.txt", "Fish\ntench\n", []), ("a.csv", "Fish\n", []), ("a.csv", "0\n1\n2\n", []),
    (
      "a.txt", "# my classes\n# of 2026\ntench\nant\n",
      ["2 lines of comment at the head were left out:", "  # my classes", "  # of 2026"]
    ),
    ("a.txt", "# my classes\n\ntench\n", ["1 line of comment at the head was left out:", "  # my classes"]),
    (
      "a.txt", "#tag\ntench\n",
      [
        "the first line was read as a class, `#tag`; if it is a header, it has to be left out",
        "1 name begins or ends with punctuation, which matching ignores:", "  #tag",
      ]
    ),
  ]

  @Test(arguments: firstLines)
  func tellsOfFirstLines(_ file: String, _ text: String, _ sentences: [String]) throws {
    #expect(try ReadClassList.lines(text, file: file) == sentences)
  }

  static let comments = [
    ClassListCase("above lines", "# classes\ntench\nant\n", .lines, ["tench", "ant"]),
    ClassListCase("above a table", "# index,name\n1,ant\n0,tench\n", .csv, ["tench", "ant"]),
    ClassListCase("above a header", "# made by hand\nindex,name\n0,tench\n", .csv, ["tench"]),
    ClassListCase("above JSON", "# made by hand\n[\"tench\"]\n", .jsonNames, ["tench"]),
    ClassListCase("tags", "# 1 fan\n# 2 fan\n", .lines, ["# 1 fan", "# 2 fan"]),
    ClassListCase("a tag further down", "# fan\ntench\n# ant\n", .lines, ["# fan", "tench", "# ant"]),
    ClassListCase(
      "a left out column chosen", "Fish\ntench\nant\n", file: "a.csv",
      options: ClassListOptions(nameColumn: "Fish"), .csv, ["tench", "ant"]),
  ]

  @Test(arguments: comments) func leavesOutComments(_ list: ClassListCase) throws { try list.check() }

  @Test func placesStandWhereTheyAre() {
    #expect(
      ReadClassList.refusal("# a comment\nindex,name\nx,a\n") == "list, line 3: the index `x` is not a number"
    )
  }
}
