import Corpus
import Testing

@testable import FreqAnalysis

/// Identifiers that stand in one text with the name, as folders and lines of many sorts have them.
@Suite struct GluedIdentifierTests {
  static let lists = [
    ClassListCase(
      "folders", "n02085620-Chihuahua\nn02085782-Japanese_spaniel\n", .synsets,
      ["Chihuahua [n02085620]", "Japanese spaniel [n02085782]"]),
    ClassListCase("an underscore", "n01440764_tench\nn01443537_goldfish\n", .synsets, fish),
    ClassListCase("a colon", "n01440764:tench\nn01443537:goldfish\n", .synsets, fish),
    ClassListCase("a colon and a blank", "n01440764: tench\nn01443537: goldfish\n", .synsets, fish),
    ClassListCase("a spaced hyphen", "n01440764 - tench\nn01443537 - goldfish\n", .synsets, fish),
    ClassListCase("a bar", "n01440764|tench\nn01443537|goldfish\n", .synsets, fish),
    ClassListCase("brackets", #"["[n01440764] tench", "[n01443537] goldfish"]"#, .jsonNames, fish),
    ClassListCase("behind", "tench n01440764\ngoldfish n01443537\n", .synsets, fish),
    ClassListCase("behind in parentheses", "tench (n01440764)\ngoldfish (n01443537)\n", .synsets, fish),
    ClassListCase("behind a comma", "tench, n01440764\ngoldfish, n01443537\n", .synsets, fish),
    ClassListCase(
      "behind the names", "tench, Tinca tinca: n01440764\ngoldfish: n01443537\n", .synsets,
      ["tench [n01440764]: Tinca tinca", "goldfish [n01443537]"]),
    ClassListCase("a JSON list", #"["n01440764 tench", "n01443537 goldfish"]"#, .jsonNames, fish),
    ClassListCase("folders in a JSON list", #"["n01440764-tench", "n01443537_goldfish"]"#, .jsonNames, fish),
    ClassListCase(
      "numbers for folders", #"{"n01440764-tench": 0, "n01443537-goldfish": 1}"#, .jsonLabelNumbers,
      ["tench [0]", "goldfish [1]"]),
    ClassListCase("behind a number", "0 n01440764 tench\n1 n01443537 goldfish\n", .synsets, fish),
    ClassListCase("a number behind it", "n01440764:1 tench\nn01443537:2 goldfish\n", .synsets, fish),
    ClassListCase(
      "Freebase's before a comma", "/m/011k07, Tortoise\n/m/012074, Magpie\n", .synsets,
      ["Tortoise [/m/011k07]", "Magpie [/m/012074]"]),
    ClassListCase(
      "Freebase's before a colon", "/m/011k07:Tortoise\n/m/012074:Magpie\n", .synsets,
      ["Tortoise [/m/011k07]", "Magpie [/m/012074]"]),
    ClassListCase(
      "Freebase's behind a number", "0 /m/011k07 Tortoise\n1 /m/012074 Magpie\n", .synsets,
      ["Tortoise [/m/011k07]", "Magpie [/m/012074]"]),
    ClassListCase(
      "a sense's", "tench.n.01: tench\ncan.n.01: tin can, tin\n", .synsets,
      ["tench [tench.n.01]", "tin can [can.n.01]: tin"]),
    ClassListCase("Wikidata's", "Q144: dog\nQ146: cat\n", .synsets, ["dog [Q144]", "cat [Q146]"]),
    ClassListCase(
      "rows of several widths", "n01440764,tench,Tinca tinca\nn01443537,goldfish\n", file: "a.csv", .synsets,
      ["tench [n01440764]: Tinca tinca", "goldfish [n01443537]"]),
    ClassListCase(
      "a column", "name,size\nn01440764-tench,3\nn01443537-goldfish,4\n", .csv, fish),
  ]

  static let names = [
    ClassListCase(
      "one line without", "n01440764_tench\ngoldfish\n", .lines, ["n01440764_tench", "goldfish"]),
    ClassListCase(
      "one Freebase line without", "/m/011k07, Tortoise\n/a/abbey\n", .lines,
      ["/m/011k07, Tortoise", "/a/abbey"]),
    ClassListCase("aircraft", "Q400-NextGen\nQ200-8\n", .lines, ["Q400-NextGen", "Q200-8"]),
    ClassListCase("cars", "Infiniti Q500\nAudi Q700\n", .lines, ["Infiniti Q500", "Audi Q700"]),
    ClassListCase("other numbers", "n0144-tench\nn0144-ant\n", .lines, ["n0144-tench", "n0144-ant"]),
    ClassListCase("longer words", "n014407645-tench\n", .lines, ["n014407645-tench"]),
  ]

  private static let fish = ["tench [n01440764]", "goldfish [n01443537]"]

  @Test(arguments: lists) func areTakenOff(_ list: ClassListCase) throws { try list.check() }
  @Test(arguments: names) func whatOnlyLooksLikeOneStays(_ list: ClassListCase) throws { try list.check() }

  @Test func areTold() throws {
    let file = try ClassFile(
      Array("n02085620-Chihuahua\nn02085782-Japanese_spaniel\n".utf8), file: "f", name: "s")
    #expect(
      file.notes.dropFirst().flatMap { $0.lines() } == [
        "identifiers were taken off the names, and _ inside them read as spaces; the first names are now:",
        "  Chihuahua", "  Japanese spaniel",
      ])
  }

  static let numbers = [
    "n01440764 0\nn01443537 1\n", "n01440764: 0\nn01443537: 1\n", #"{"n01440764": "0", "n01443537": "1"}"#,
    #"{"0": "n01440764", "1": "n01443537"}"#, "n01440764,0\nn01443537,1\n",
    #"["n01440764 0", "n01443537 1"]"#,
    #"[{"id": "n01440764", "name": "0"}, {"id": "n01443537", "name": "1"}]"#,
  ]

  @Test(arguments: numbers) func numbersBesideIdentifiersAreNoNames(_ text: String) {
    #expect(throws: InputError(file: "f", .identifiersAlone(["n01440764", "n01443537"]))) {
      try ClassFile(Array(text.utf8), file: "f", name: "s")
    }
  }
}
