import Corpus
import Testing

@testable import FreqAnalysis

/// Several aliases in one cell or text.
@Suite struct AliasCellTests {
  private static let split = ClassListOptions(splitsSynonyms: true)

  static let aliases = [
    ClassListCase(
      "Python's list", "name,synonyms\naerosol,\"['spray can', 'aerosol']\"\nant,[]\n", .csv,
      ["aerosol: spray can", "ant"]),
    ClassListCase(
      "Python's list with an apostrophe", "name,aliases\na,\"[\"\"jack-o'-lantern\"\", 'b\\'c']\"\n", .csv,
      ["a: jack-o'-lantern, b'c"]),
    ClassListCase(
      "JSON's list", "name,aliases\ntench,\"[\"\"Tinca tinca\"\", \"\"doctor fish\"\"]\"\n", .csv,
      ["tench: Tinca tinca, doctor fish"]),
    ClassListCase(
      "semicolons", "name,aliases\ntench,Tinca tinca; doctor fish\nant,emmet\n", .csv,
      ["tench: Tinca tinca, doctor fish", "ant: emmet"]),
    ClassListCase(
      "a semicolon beside bars", "name,aliases\ntench,a; b|c\n", .csv, ["tench: a; b, c"]),
    ClassListCase(
      "split commas in a table", "name,aliases\ntench,\"Tinca tinca, doctor fish\"\n", options: split, .csv,
      ["tench: Tinca tinca, doctor fish"]),
    ClassListCase(
      "split commas in JSON", #"{"tench": "Tinca tinca, doctor fish", "ant": ["emmet"]}"#, options: split,
      .jsonAliases, ["tench: Tinca tinca, doctor fish", "ant: emmet"]),
    ClassListCase(
      "split commas in a JSON list", #"{"tench": ["Tinca tinca, doctor fish", "x"]}"#, options: split,
      .jsonAliases, ["tench: Tinca tinca, doctor fish, x"]),
  ]

  @Test(arguments: aliases) func readsAliases(_ list: ClassListCase) throws { try list.check() }

  static let commas = [
    "name,aliases\ntench,\"Tinca tinca, doctor fish\"\nant,emmet\n",
    #"[{"name": "tench", "synonyms": ["Tinca tinca, doctor fish"]}, {"name": "ant", "synonyms": ["emmet"]}]"#,
  ]

  @Test(arguments: commas) func warnsOfCommasInAliases(_ text: String) throws {
    let warnings = try ReadClassList.notes(text).filter(\.isWarning)
    #expect(
      warnings.flatMap { $0.lines() } == [
        "1 of 2 aliases has a comma inside, as lists of synonyms do, and will match only where a caption holds the whole of it:",
        "  tench: Tinca tinca, doctor fish",
      ])
  }

  @Test func tellsHowAliasesWereDivided() throws {
    #expect(
      try ReadClassList.lines("name,aliases\ntench,\"['a', 'b']\"\n")
        == ["1 cell of aliases holds a list in brackets, and was read as one"])
    #expect(
      try ReadClassList.lines("name,aliases\ntench,a; b\nant,c;d\n") == [
        "2 cells of aliases were divided at semicolons"
      ])
  }
}
