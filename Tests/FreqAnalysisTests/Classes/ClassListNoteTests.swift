import Corpus
import Testing

@testable import FreqAnalysis

/// What is told of how a class list was understood: whole sentences.
@Suite struct ClassListNoteTests {
  private func lines(_ text: String, options: ClassListOptions = ClassListOptions()) throws -> [String] {
    try ClassFile(Array(text.utf8), file: "list", name: "set", reading: options).notes.dropFirst().flatMap {
      $0.lines()
    }
  }

  static let told: [(String, [String])] = [
    (
      #"{"21": "fire lily", "3": "bells"}"#,
      [
        "the numbers beside the names, from 3 to 21 with 17 gaps, became the classes' identifiers; the numbering is not the position of a class here, which counts from 0",
        "the classes are in ascending order of their numbers, not in the file's",
      ]
    ),
    (
      #"{"0": "a", "1": "b"}"#,
      [
        "the numbers beside the names, from 0 to 1, became the classes' identifiers; the numbering is that of the classes"
      ]
    ),
    (
      #"{"dog": ["puppy"]}"#,
      [
        "each key was read as a class, and what stands behind it as its aliases; if lists of classes stand under the keys, choose one"
      ]
    ),
    (
      #"{"names": ["a"], "nc": 1}"#,
      ["the classes are those under the key `names`; 1 other key was not read:", "  nc"]
    ),
    (
      "1 001.Black_footed_Albatross\n2 002.Gull\n3 003.Tern\n4 004.Crow\n",
      [
        "numbers were taken off the names, and _ and / inside them read as spaces; the first names are now:",
        "  Black footed Albatross", "  Gull", "  Tern",
      ]
    ),
    (
      "/a/airfield 0\n/a/abbey 1\n",
      [
        "numbers and one-letter folders were taken off the names, and _ and / inside them read as spaces; the first names are now:",
        "  airfield", "  abbey",
      ]
    ),
    (
      "/a/airfield\n",
      [
        "one-letter folders were taken off the names, and _ and / inside them read as spaces; the first names are now:",
        "  airfield",
      ]
    ),
    (
      "747 airliner\n737 airliner\n",
      ["every name begins with a number, which was kept as a part of the name"]
    ),
    ("2012 Ferrari FF\n2012 Acura TL\n", []),
    ("0,tench,9.5\n1,ant,2\n", ["the table has no header; its columns were read as index, name, not used"]),
    (
      ",0\n0,tench\n1,ant\n",
      ["the first row (, 0) is the header; its columns were read as index, name"]
    ),
    (
      "id,name,synset\n1,can,can.n.01\n",
      [
        "several columns have accepted names; of `id`, `synset` the first was read", "1 column was not used:",
        "  synset",
      ]
    ),
    (#"[{"name": "a", "kind": 1}]"#, ["1 field was not used:", "  kind"]),
    (
      #"["tench, Tinca tinca", "ant"]"#,
      [
        "1 of 2 names has a comma inside, as lists of synonyms do, and will match only where a caption holds the whole of it:",
        "  tench, Tinca tinca",
      ]
    ),
    ("\"tench\"\n\"ant\"\n", ["the quotes around 2 names were removed"]),
  ]

  @Test(arguments: told) func tells(_ text: String, _ sentences: [String]) throws {
    #expect(try lines(text) == sentences)
  }

  @Test func tellsWhatWasSplit() throws {
    #expect(
      try lines(#"["tench, Tinca tinca", "ant"]"#, options: ClassListOptions(splitsSynonyms: true))
        == ["1 name was split at commas into a name and its aliases"])
  }

  @Test func onlyCommasAreAWarning() throws {
    let notes = try ClassFile(Array(#"["a, b", "c (d)"]"#.utf8), file: "f", name: "s").notes
    #expect(notes.filter(\.isWarning).map(\.kind) == [.namesWithCommas(of: 2)])
  }

  /// A file that is none may have lines of any length.
  @Test func longItemsAreCut() {
    let lines = Note(.ignoredColumns, [String(repeating: "x", count: 10_000)]).lines()
    #expect(lines.count == 2 && lines[1].count == 502 && lines[1].hasSuffix("x…"))
  }
}
