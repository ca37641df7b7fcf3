import Corpus
import Testing

@testable import FreqAnalysis

/// Tables whose known column of names holds groups, beside a column that is more likely the one of names.
@Suite struct GroupColumnTests {
  static let groups: [(String, String)] = [
    (
      "species,class\ncrane,Aves\nowl,Aves\n",
      "the 2 rows have 1 different name under `class`, and more under `species`; which column holds the names? By number: 1 `species`, 2 `class`"
    ),
    (
      "species\tclass\napple\tfruit\npear\tfruit\nleek\tvegetable\n",
      "the 3 rows have 2 different names under `class`, and more under `species`; which column holds the names? By number: 1 `species`, 2 `class`"
    ),
    (
      "name,image\ntench,a.jpg\ntench,b.jpg\nant,c.jpg\n",
      "the 3 rows have 2 different names under `name`, and more under `image`; which column holds the names? By number: 1 `name`, 2 `image`"
    ),
    (
      "id,genus,specificEpithet,class\n0,Grus,grus,Aves\n1,Bubo,bubo,Aves\n",
      "the 2 rows have 1 different name under `class`, and more under `genus`, `specificEpithet`; which column holds the names? By number: 1 `id`, 2 `genus`, 3 `specificEpithet`, 4 `class`"
    ),
  ]

  @Test(arguments: groups) func areRefused(_ text: String, _ sentence: String) {
    #expect(ReadClassList.refusal(text) == "list: " + sentence)
  }

  static let read = [
    ClassListCase(
      "a few twins",
      "index,name,note\n0,crane,bird\n1,crane,machine\n"
        + (2..<20).map { "\($0),n\($0),x\($0)\n" }.joined(), .csv,
      ["crane", "crane"] + (2..<20).map { "n\($0)" }),
    ClassListCase(
      "no other text", "class,size,wnid\nAves,3,n01440764\nAves,4,n01443537\n", .csv,
      ["Aves [n01440764]", "Aves [n01443537]"]),
    ClassListCase(
      "another text with more twins", "class,kingdom\nAves,Animalia\nAves,Animalia\nMammalia,Animalia\n",
      .csv,
      ["Aves", "Aves", "Mammalia"]),
    ClassListCase(
      "twins with aliases", "name,aliases\ncrane,bird\ncrane,machine\n", .csv,
      ["crane: bird", "crane: machine"]),
    ClassListCase(
      "groups that were chosen", "species,class\ncrane,Aves\nowl,Aves\n",
      options: ClassListOptions(nameColumn: "class"), .csv, ["Aves", "Aves"]),
  ]

  @Test(arguments: read) func othersAreRead(_ list: ClassListCase) throws { try list.check() }
}
