import Corpus
import Testing

@testable import FreqAnalysis

/// Objects that are class lists under a key.
@Suite struct ObjectUnderKeyTests {
  static let keys = [
    ClassListCase(
      "identifiers under a key", #"{"classes": {"n01440764": "tench", "n01443537": "goldfish"}}"#,
      .jsonIdentified, ["tench [n01440764]", "goldfish [n01443537]"]),
    ClassListCase(
      "identifiers beside values", #"{"nc": 2, "names": {"/m/011k07": "Tortoise", "/m/012074": "Magpie"}}"#,
      .jsonIdentified, ["Tortoise [/m/011k07]", "Magpie [/m/012074]"]),
    ClassListCase(
      "names with aliases under a key", #"{"classes": {"tench": ["Tinca tinca"], "goldfish": []}}"#,
      .jsonAliases, ["tench: Tinca tinca", "goldfish"]),
    ClassListCase(
      "names with identifiers under a key", #"{"classes": {"tench": "n01440764", "goldfish": "n01443537"}}"#,
      .jsonIdentifiers, ["tench [n01440764]", "goldfish [n01443537]"]),
    ClassListCase(
      "Keras' pairs under a key", #"{"labels": {"0": ["n01440764", "tench"], "1": ["n01443537", "ant"]}}"#,
      .jsonIndex, ["tench [n01440764]", "ant [n01443537]"]),
  ]

  @Test(arguments: keys) func findsObjectsUnderKeys(_ list: ClassListCase) throws { try list.check() }

  @Test func severalListsUnderAKeyAreAskedFor() {
    let names = (0..<10).map { "\"n\($0)\"" }.joined(separator: ",")
    #expect(
      ReadClassList.refusal("{\"classes\": {\"fine\": [\(names)], \"coarse\": [\(names)]}}")
        == "list: there are 2 lists of names under keys: `fine` (10), `coarse` (10); choose one")
  }
}
