import Corpus
import Foundation
import Testing

@testable import FreqAnalysis

/// A class list in some form, and the classes that it has to give.
struct ClassListCase: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String
  var file = "list"
  var options = ClassListOptions()
  var form: ClassFile.Form
  /// `name [identifier]: alias, alias`.
  var classes: [String]

  init(
    _ name: String, _ text: String, file: String = "list", options: ClassListOptions = ClassListOptions(),
    _ form: ClassFile.Form, _ classes: [String]
  ) {
    (self.name, self.text, self.file, self.options) = (name, text, file, options)
    (self.form, self.classes) = (form, classes)
  }

  var testDescription: String { name }

  func check() throws {
    let read = try ClassFile(Array(text.utf8), file: file, name: "set", reading: options)
    #expect(read.form == form, "\(name)")
    let shown = read.classSet.classes.map { entry in
      let aliases = entry.terms.dropFirst().map(\.text)
      return entry.name + (entry.id.map { " [\($0)]" } ?? "")
        + (aliases.isEmpty ? "" : ": " + aliases.joined(separator: ", "))
    }
    #expect(shown == classes, "\(name)")
    #expect(read.classSet.classes.allSatisfy { $0.terms.first == ClassSet.Term($0.name) }, "\(name)")
  }
}

/// The forms of class lists that are recognised by what they hold.
@Suite struct ClassListFormTests {
  static let json = [
    ClassListCase(
      "numbers with gaps, in another order", #"{"21": "fire lily", "3": "canterbury bells"}"#, .jsonNumbered,
      ["canterbury bells [3]", "fire lily [21]"]),
    ClassListCase(
      "numbers as numbers, not as texts", #"{"10": "b", "9": "a"}"#, .jsonNumbered, ["a [9]", "b [10]"]),
    ClassListCase(
      "numbers before several names", #"{"0": ["zero", "nought"]}"#, .jsonNumbered, ["zero [0]: nought"]),
    ClassListCase(
      "numbers before objects", #"{"1": {"name": "tench", "synonyms": ["Tinca"]}, "0": {"name": "ant"}}"#,
      .jsonNumbered, ["ant [0]", "tench [1]: Tinca"]),
    ClassListCase(
      "identifiers of Freebase", #"{"/m/011k07": "Tortoise", "/g/11bc5": "Magpie"}"#, .jsonIdentified,
      ["Tortoise [/m/011k07]", "Magpie [/g/11bc5]"]),
    ClassListCase(
      "identifiers before synset lines", #"{"n01440764": "tench, Tinca tinca", "n01443537": "goldfish"}"#,
      .jsonIdentified, ["tench [n01440764]: Tinca tinca", "goldfish [n01443537]"]),
    ClassListCase(
      "identifiers before lists", #"{"aerosol.n.02": ["aerosol can", "spray can"]}"#, .jsonIdentified,
      ["aerosol can [aerosol.n.02]: spray can"]),
    ClassListCase(
      "identifiers behind names", #"{"tench": "n01440764", "goldfish": "n01443537"}"#, .jsonIdentifiers,
      ["tench [n01440764]", "goldfish [n01443537]"]),
    ClassListCase(
      "numbers behind names", #"{"ant": 1, "tench": 0}"#, .jsonLabelNumbers, ["tench [0]", "ant [1]"]),
    ClassListCase(
      "numbers behind names that are numbers", #"{"7": 2, "0": 1}"#, .jsonLabelNumbers, ["0 [1]", "7 [2]"]),
    ClassListCase(
      "numbers behind a listing's names", #"{"/a/abbey": 0, "/b/bow_window/outdoor": 1}"#, .jsonLabelNumbers,
      ["abbey [0]", "bow window outdoor [1]"]),
    ClassListCase(
      "one key that is no identifier", #"{"n01440764": "tench", "ant": "pismire"}"#, .jsonAliases,
      ["n01440764: tench", "ant: pismire"]),
    ClassListCase(
      "a few cars are no identifiers", #"{"Q50": "Infiniti Q50", "Q60": "Infiniti Q60"}"#, .jsonAliases,
      ["Q50: Infiniti Q50", "Q60: Infiniti Q60"]),
    ClassListCase(
      "numbered names in a list", #"["001.ak47", "002.american-flag"]"#, .jsonNames,
      ["ak47", "american-flag"]),
    ClassListCase(
      "objects with a name",
      #"[{"id": 3, "name": "car"}, {"id": 1, "name": "person", "supercategory": "x"}]"#,
      .jsonRecords, ["car [3]", "person [1]"]),
    ClassListCase(
      "an object a line", "{\"id\": 0, \"name\": \"tench\"}\n{\"id\": 1, \"name\": \"ant\"}\n", .jsonRecords,
      ["tench [0]", "ant [1]"]),
    ClassListCase(
      "LVIS",
      #"{"categories": [{"id": 1, "name": "can", "synset": "can.n.01", "synonyms": ["can", "tin"]}]}"#,
      .jsonRecords, ["can [1]: tin"]),
    ClassListCase(
      "COCO with its annotations",
      #"{"images": [{"id": 1, "file_name": "a"}], "annotations": [], "categories": [{"id": 1, "name": "cat"}]}"#,
      .jsonRecords, ["cat [1]"]),
  ]

  static let keys = [
    ClassListCase(
      "a list of features",
      #"{"features": [{"name": "label", "dtype": {"class_label": {"names": {"0": "a", "1": "b"}}}}]}"#,
      .jsonNumbered,
      ["a [0]", "b [1]"]),
    ClassListCase(
      "the same list twice", #"{"classes": ["a", "b"], "names": ["a", "b"]}"#, .jsonNames, ["a", "b"]),
    ClassListCase("names", #"{"class_names": ["a b", "c"]}"#, .jsonNames, ["a b", "c"]),
    ClassListCase("beside values", #"{"version": 1.0, "labels": ["a"], "author": "x"}"#, .jsonNames, ["a"]),
    ClassListCase(
      "beside templates", #"{"classes": ["a", "b"], "templates": ["a photo of a {}."]}"#, .jsonNames,
      ["a", "b"]),
    ClassListCase(
      "a model's configuration",
      #"{"architectures": ["ViT"], "id2label": {"1": "b", "0": "a"}, "label2id": {"a": 0, "b": 1}, "hidden": 7}"#,
      .jsonNumbered, ["a [0]", "b [1]"]),
    ClassListCase(
      "a configuration with label2id alone", #"{"label2id": {"b": 7, "a": 3}, "hidden_size": 768}"#,
      .jsonLabelNumbers, ["a [3]", "b [7]"]),
    ClassListCase(
      "class_to_idx beside values", #"{"class_to_idx": {"a": 0, "b": 1}, "root": "x"}"#, .jsonLabelNumbers,
      ["a [0]", "b [1]"]),
    ClassListCase(
      "chosen numbers behind names", #"{"id2label": {"0": "x"}, "label2id": {"y": 4}}"#,
      options: ClassListOptions(key: "label2id"), .jsonLabelNumbers, ["y [4]"]),
    ClassListCase(
      "features of a configuration", #"{"default": {"features": {"label": {"names": ["a", "b"]}}}}"#,
      .jsonNames,
      ["a", "b"]),
    ClassListCase(
      "the same list in two configurations",
      #"{"x": {"features": {"label": {"names": ["a"]}}}, "y": {"features": {"label": {"names": ["a"]}}}}"#,
      .jsonNames, ["a"]),
    ClassListCase(
      "a feature inside another", #"{"features": {"objects": {"feature": {"category": {"names": ["a"]}}}}}"#,
      .jsonNames, ["a"]),
    ClassListCase(
      "chosen", #"{"food101": ["pie"], "imagenet1k": ["tench"]}"#,
      options: ClassListOptions(key: "imagenet1k"),
      .jsonNames, ["tench"]),
    ClassListCase(
      "chosen by a path", #"{"en": {"food": {"0": "pie"}}}"#, options: ClassListOptions(key: "en.food"),
      .jsonNumbered, ["pie [0]"]),
    ClassListCase(
      "a key with a dot", #"{"a.b": ["pie"], "a": {"b": ["tart"]}}"#, options: ClassListOptions(key: "a.b"),
      .jsonNames, ["pie"]),
    ClassListCase(
      "names with aliases are no lists", #"{"labels": ["tag", "sticker"], "dog": ["puppy"]}"#, .jsonAliases,
      ["labels: tag, sticker", "dog: puppy"]),
    ClassListCase(
      "one list under ten names", #"{"dog": ["a","b","c","d","e","f","g","h","i","j"], "cat": ["kitten"]}"#,
      .jsonAliases, ["dog: a, b, c, d, e, f, g, h, i, j", "cat: kitten"]),
  ]

  static let lines = [
    ClassListCase("colons", "0: tench\n1: goldfish\n", .lines, ["tench", "goldfish"]),
    ClassListCase("points", "1. tench\n2. crane\n3. crane\n", .lines, ["tench", "crane", "crane"]),
    ClassListCase("brackets and a blank line", "1) tench\n\n2) ant\n", .lines, ["tench", "ant"]),
    ClassListCase(
      "padded with gaps", "017.Cardinal\n029.American_Crow\n", .lines, ["Cardinal", "American Crow"]),
    ClassListCase("a repeated number", "17 017.Cardinal\n29 029.Gull\n", .lines, ["Cardinal", "Gull"]),
    ClassListCase("numbers behind", "tench 0\ngold_fish 1\n", .lines, ["tench", "gold fish"]),
    ClassListCase("numbers behind colons", "tench: 0\nant: 1\n", .lines, ["tench", "ant"]),
    ClassListCase(
      "folders and numbers with gaps", "/a/abbey 0\n/f/field/wild 12\n/z/zen_garden 364\n", .lines,
      ["abbey", "field wild", "zen garden"]),
    ClassListCase(
      "a folder that looks like an identifier's", "/m/mansion\n/m/mosque/indoor\n", .lines,
      ["mansion", "mosque indoor"]),
    ClassListCase(
      "folders without a slash before", "a/abbey\nb/bow_window/outdoor\n", .lines,
      ["abbey", "bow window outdoor"]),
    ClassListCase(
      "folders that are no first letters", "a/c unit\nb/w film\n", .lines, ["a/c unit", "b/w film"]),
    ClassListCase(
      "folders and any numbers", "/a/airfield 2\n/b/bar 1\n/b/beach 2\n", .lines,
      ["airfield", "bar", "beach"]),
    ClassListCase(
      "numbers and quotes", "0: 'tench'\n1: \"jack-o'-lantern\"\n", .lines, ["tench", "jack-o'-lantern"]),
    ClassListCase("airliners", "747 airliner\n737 airliner\n", .lines, ["747 airliner", "737 airliner"]),
    ClassListCase("rising airliners", "737 airliner\n747 jumbo\n", .lines, ["737 airliner", "747 jumbo"]),
    ClassListCase("numbers that are the names", "Type 1\nType 2\n", .lines, ["Type 1", "Type 2"]),
    ClassListCase(
      "years of cars", "Hummer SUV 2000\nAcura RL 2012\n", .lines, ["Hummer SUV 2000", "Acura RL 2012"]),
    ClassListCase("one name without a number", "1 Archery\nBowling\n", .lines, ["1 Archery", "Bowling"]),
    ClassListCase("an identifier among folders", "/a/abbey\n/m/011k07\n", .lines, ["/a/abbey", "/m/011k07"]),
    ClassListCase(
      "ImageNet's kit", "n02119789 1 kit_fox\nn02100735 2 English_setter\n", .synsets,
      ["kit fox [n02119789]", "English setter [n02100735]"]),
    ClassListCase(
      "Freebase lines", "/m/011k07 Tortoise\n/m/012074 Magpie\n", .synsets,
      ["Tortoise [/m/011k07]", "Magpie [/m/012074]"]),
    ClassListCase("carriage returns alone", "tench\rant\r", .lines, ["tench", "ant"]),
    ClassListCase("quoted lines", "\"tench\"\n\"snail, land\"\n", .lines, ["tench", "snail, land"]),
    ClassListCase(
      "some quoted lines of a CSV", "tench\n\"snail, land\"\n", file: "a.csv", .lines,
      ["tench", "snail, land"]),
    ClassListCase("a quotation", "\"tench\" fish\nant\n", .lines, ["\"tench\" fish", "ant"]),
    ClassListCase(
      "titles", "Star Trek: Voyager\nAlien: Covenant\n", .lines, ["Star Trek: Voyager", "Alien: Covenant"]),
  ]

  static let tables = [
    ClassListCase(
      "identifiers, tabs", "/m/011k07\tTortoise\n", .synsets,
      ["Tortoise [/m/011k07]"]),
    ClassListCase(
      "an unknown header above identifiers",
      "LabelName,DisplayName\n/m/011k07,Tortoise\n/m/09f20,\"Snail, land\"\n", .csv,
      ["Tortoise [/m/011k07]", "Snail, land [/m/09f20]"]),
    ClassListCase(
      "an unknown header above numbers", "index,label\n1,ant\n0,tench\n", .csv, ["tench", "ant"]),
    ClassListCase("names before numbers", "ant;1\ntench;0\n", .semicolons, ["tench", "ant"]),
    ClassListCase(
      "numbers before names, tabs", "1\t001.Black_Tern\n2\t002.Gull\n", .tsv, ["Black Tern", "Gull"]),
    ClassListCase(
      "all three", "0,tench,n01440764\n1,ant,n02219486\n", .csv, ["tench [n01440764]", "ant [n02219486]"]),
    ClassListCase("a Series with a name", ",label\n0,tench\n1,ant\n", .csv, ["tench", "ant"]),
    ClassListCase(
      "a data frame of R", "\"\",\"x\"\n\"1\",\"tench\"\n\"2\",\"ant\"\n", .csv, ["tench", "ant"]),
    ClassListCase("a count is no index", "species,images\ntench,1200\nant,80\n", .csv, ["tench", "ant"]),
    ClassListCase("equal numbers are no index", "tench,3\nant,3\n", .csv, ["tench", "ant"]),
    ClassListCase("numbers with gaps", "21,fire lily\n3,bells\n", .csv, ["bells [3]", "fire lily [21]"]),
    ClassListCase("decimals", "tench,0.5\nant,1\n", .csv, ["tench", "ant"]),
    ClassListCase(
      "commas with blanks are text", "n01440764,tench, Tinca tinca\nn02219486,ant, emmet\n", .csv,
      ["tench, Tinca tinca [n01440764]", "ant, emmet [n02219486]"]),
    ClassListCase("other numbers of commas", "a,b\nc\n", .lines, ["a,b", "c"]),
    ClassListCase("a header with semicolons", "index;name\n0;tench\n", .semicolons, ["tench"]),
    ClassListCase("a class that is a number", "class,label\n0,tench\n1,ant\n", .csv, ["tench", "ant"]),
    ClassListCase(
      "numbered names under a header", "class_id,class_name\n2,002.Gull\n1,001.Black_Tern\n", .csv,
      ["Black Tern", "Gull"]),
    ClassListCase("labels that number the classes", "label,name\n1,ant\n0,tench\n", .csv, ["tench", "ant"]),
    ClassListCase(
      "an index of pandas without a name", ",name\nn02219486,ant\nn01440764,tench\n", .csv,
      ["ant [n02219486]", "tench [n01440764]"]),
    ClassListCase(
      "identifiers under another header", "mid,class\n/m/011k07,Tortoise\n", .csv,
      ["Tortoise [/m/011k07]"]),
    ClassListCase(
      "two columns of aliases", "name,synonyms,common_name\nPerca,a|b,perch\n", .csv,
      ["Perca: a, b, perch"]),
    ClassListCase(
      "two columns of identifiers", "id,name,wnid\n4,tench,n01440764\n", .csv, ["tench [n01440764]"]),
    ClassListCase("one column with a header", "label\ntench\n", file: "a.csv", .csv, ["tench"]),
    ClassListCase("one column without", "label\ntench\n", file: "a.txt", .lines, ["label", "tench"]),
    ClassListCase("digits are no header", "0\n1\n2\n", file: "a.csv", .lines, ["0", "1", "2"]),
    ClassListCase(
      "a chosen column", "Species,Kind\ntench,fish\nant,insect\n",
      options: ClassListOptions(nameColumn: "species"),
      .csv, ["tench", "ant"]),
    ClassListCase(
      "a column chosen by number", "tench,fish\nant,insect\n", options: ClassListOptions(nameColumn: "1"),
      .csv,
      ["tench", "ant"]),
    ClassListCase(
      "chosen although another is known", "name,title\na,tench\nb,ant\n",
      options: ClassListOptions(nameColumn: "title"),
      .csv, ["tench", "ant"]),
  ]

  static let synonyms = [
    ClassListCase(
      "in a list", #"["tench, Tinca tinca", "ant"]"#, options: ClassListOptions(splitsSynonyms: true),
      .jsonNames,
      ["tench: Tinca tinca", "ant"]),
    ClassListCase(
      "behind numbers", #"{"0": "great white shark, white shark"}"#,
      options: ClassListOptions(splitsSynonyms: true),
      .jsonNumbered, ["great white shark [0]: white shark"]),
    ClassListCase(
      "in numbered lines", "0 tench, Tinca tinca\n1 ant, ant\n",
      options: ClassListOptions(splitsSynonyms: true),
      .lines, ["tench: Tinca tinca", "ant"]),
    ClassListCase(
      "before aliases", "name,aliases\n\"tench, Tinca\",fish|doctor fish\n",
      options: ClassListOptions(splitsSynonyms: true), .csv, ["tench: Tinca, fish, doctor fish"]),
    ClassListCase(
      "not inside parentheses or numbers", #"["crane (bird, large)", "1,000 island dressing", "a,b"]"#,
      options: ClassListOptions(splitsSynonyms: true), .jsonNames,
      ["crane (bird, large)", "1,000 island dressing", "a: b"]),
  ]

  @Test(arguments: json) func readsJSON(_ list: ClassListCase) throws { try list.check() }
  @Test(arguments: keys) func findsListsUnderKeys(_ list: ClassListCase) throws { try list.check() }
  @Test(arguments: lines) func readsLines(_ list: ClassListCase) throws { try list.check() }
  @Test(arguments: tables) func readsTables(_ list: ClassListCase) throws { try list.check() }
  @Test(arguments: synonyms) func splitsSynonyms(_ list: ClassListCase) throws { try list.check() }

  /// The options are stored with a class set, so that a file alone does not stand for it.
  @Test func optionsHaveWords() {
    let options = ClassListOptions(key: "a b", nameColumn: "2", splitsSynonyms: true)
    #expect(options.words == "key=a b name-column=2 split-synonyms")
    #expect(ClassListOptions().words == "")
  }

  /// A line of synonyms that was split is still a key by which labels join.
  @Test func labelsJoinByTheWholeLine() throws {
    let names = #"["tench, Tinca tinca", "crane, crane", "ant", "ant, emmet", "emmet, ant"]"#
    let set = try ClassFile(
      Array(names.utf8), file: "f", name: "s", reading: ClassListOptions(splitsSynonyms: true)
    ).classSet
    let join = NameJoin(set)
    #expect(join.match("tench, Tinca tinca") == .init(way: .alias, classes: [0]))
    #expect(join.match("TENCH,  tinca_tinca") == .init(way: .alias, classes: [0]))
    #expect(join.match("Tinca tinca, tench") == nil)
    #expect(join.match("ant, emmet") == .init(way: .alias, classes: [3]))
    #expect(join.match("emmet, ant") == .init(way: .alias, classes: [4]))
    let mapped = try ClassFile(Array(#"{"n01440764": "tench, Tinca tinca"}"#.utf8), file: "f", name: "s")
      .classSet
    #expect(NameJoin(mapped).match("tench, Tinca tinca") == .init(way: .alias, classes: [0]))
  }
}
