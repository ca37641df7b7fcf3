import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct ClassFileTests {
  private func read(
    _ text: String, file: String = "list", options: TermOptions = TermOptions()
  ) throws -> ClassFile {
    try ClassFile(Array(text.utf8), file: file, name: "set", options: options)
  }

  private func reason(_ text: String, file: String = "list") -> String? {
    do {
      _ = try read(text, file: file)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// `name [id]: term, term`, the name's own term left out.
  private func shown(_ set: ClassSet) -> [String] {
    set.classes.map { entry in
      let terms = entry.terms.dropFirst().map { "\($0.text)(\($0.kind.rawValue))" }
      return entry.name + (entry.id.map { " [\($0)]" } ?? "")
        + (terms.isEmpty ? "" : ": " + terms.joined(separator: ", "))
    }
  }

  private static let forms: [(String, String, ClassFile.Form, [String])] = [
    ("list of names", #"["tench", "goldfish"]"#, .jsonNames, ["tench", "goldfish"]),
    ("one name twice", #"["crane", "crane"]"#, .jsonNames, ["crane", "crane"]),
    ("white space kept", #"[" tench "]"#, .jsonNames, [" tench "]),
    (
      "aliases in order",
      #"{"tench": ["Tinca tinca", "doctor fish"], "ant": [], "bee": "honey bee", "fly": null}"#,
      .jsonAliases, ["tench: Tinca tinca(alias), doctor fish(alias)", "ant", "bee: honey bee(alias)", "fly"]
    ),
    ("an alias that is the name", #"{"tench": ["tench", "x", "x", ""]}"#, .jsonAliases, ["tench: x(alias)"]),
    (
      "index to identifier and name", #"{"1": ["n01443537", "goldfish"], "0": ["n01440764", "tench"]}"#,
      .jsonIndex,
      ["tench [n01440764]", "goldfish [n01443537]"]
    ),
    ("lines", "tench\r\n  goldfish \n", .lines, ["tench", "goldfish"]),
    ("lines with commas", "name\nbaluster, handrail\n", .lines, ["name", "baluster, handrail"]),
    (
      "a line that begins with a number", "2000 AM General Hummer SUV\n3, or so\n", .lines,
      ["2000 AM General Hummer SUV", "3, or so"]
    ),
    ("lines after a byte order mark", "\u{FEFF}tench\n", .lines, ["tench"]),
    (
      "csv", "index,name,aliases\n0,tench,Tinca tinca|doctor fish\n1,\"kite, red\",\n", .csv,
      ["tench: Tinca tinca(alias), doctor fish(alias)", "kite, red"]
    ),
    ("csv ordered by index", "index,name\n2,c\n0,a\n1,b\n", .csv, ["a", "b", "c"]),
    ("csv from 1", "name,index\nb,2\na,1\n", .csv, ["a", "b"]),
    ("csv with identifiers", "wnid,class\nn01440764,tench\n,ant\n", .csv, ["tench [n01440764]", "ant"]),
    ("tsv", "index\tname\taliases\n0\ttench\tTinca tinca\n", .tsv, ["tench: Tinca tinca(alias)"]),
    ("csv without header", "0,tench\n1,goldfish\n", .csv, ["tench", "goldfish"]),
    ("tsv without header", "1\ttench\ta|b\n2\tant\t\n", .tsv, ["tench: a(alias), b(alias)", "ant"]),
    (
      "synsets", "n01440764 tench, Tinca tinca\nn02012849 crane\nn03126707 crane\n", .synsets,
      ["tench [n01440764]: Tinca tinca(alias)", "crane [n02012849]", "crane [n03126707]"]
    ),
    (
      "synsets with a tab", "n01440764\ttench, Tinca tinca\n", .synsets,
      ["tench [n01440764]: Tinca tinca(alias)"]
    ),
  ]

  @Test(arguments: forms)
  func recognises(_ name: String, _ text: String, _ form: ClassFile.Form, _ classes: [String]) throws {
    let file = try read(text)
    #expect(file.form == form, "\(name)")
    #expect(shown(file.classSet) == classes, "\(name)")
    #expect(
      file.notes.first?.kind
        == .classForm(form.description, classes: classes.count, terms: file.classSet.termCount))
  }

  @Test func oneColumnIsATableOnlyByItsName() throws {
    #expect(try read("name\ntench\n", file: "a.csv").form == .csv)
    #expect(try read("name\ntench\n", file: "a.txt").form == .lines)
  }

  private static let refused: [(String, String)] = [
    ("", "list: the file is empty"),
    ("\n \n", "list: the file is empty"),
    ("[]", "list: the file has no names"),
    ("{}", "list: the file has no names"),
    ("index,name\n", "list: the file has no names"),
    (#"["tench", 5]"#, "list: element 2 of the list is a number, not a name"),
    (
      "{\"tench\": 1200,\n\"ant\": 80}",
      "list, line 1: the value of `tench` is a number; aliases must be a list of strings"
    ),
    (
      "{\"tench\": 0,\n\"ant\": 0}",
      "list, line 1: the value of `tench` is a number; aliases must be a list of strings"
    ),
    ("{\"tench\": 0}", "list, line 1: the value of `tench` is a number; aliases must be a list of strings"),
    (
      "{\"tench\": [[\"a\"]]}",
      "list, line 1: the value of `tench` is a list that holds a list; aliases must be a list of strings"
    ),
    (
      "{\"a\": [],\n\"a\": []}",
      "list, line 2: the key `a` is duplicated; a list of names can repeat a name, an object cannot"
    ),
    (
      "[\"tench\",",
      "list, line 1, column 10: invalid JSON: it ends before it is complete; is the file truncated?"
    ),
    (
      "[\"tench\", \"!!\", \"\"]",
      "list: 2 names have neither a letter nor a number and can never be matched: `!!`, ``"
    ),
    (
      "n01440764 tench\ntench",
      "list, line 2: the line does not begin with an identifier such as n01440764, as the first line does"
    ),
    ("index,name\n0,a\n0,b\n", "list, line 3: the indices are not consecutive: 1 was expected, 0 found"),
    ("index,name\nx,a\n", "list, line 2: the index `x` is not a number"),
    ("index,name\n0,\"a\n", "list, line 2: a quoted cell is not closed"),
    ("index,name\n0,a,b\n", "list, line 2: the row has 3 cells where the header has 2"),
    (
      "a\tb\nc\n",
      "list, line 1: the first line is separated by tabs, but the lines do not all have the same number of them; is a tab missing?"
    ),
    (
      "\u{1F}\u{8B}",
      "list: 1 name has neither a letter nor a number and can never be matched: `\\u{1f}\\u{8b}`"
    ),
  ]

  @Test(arguments: refused)
  func refuses(_ text: String, _ sentence: String) {
    #expect(reason(text) == sentence)
  }

  @Test func refusesBytesThatAreNoText() throws {
    func refusal(_ bytes: [UInt8]) -> InputError? {
      do {
        _ = try ClassFile(bytes, file: "f", name: "n")
        return nil
      } catch { return error as? InputError }
    }
    #expect(refusal([0x61, 0x0A, 0xC3]) == InputError(file: "f", at: .line(2), .notUTF8))
    #expect(refusal([0x1F, 0x8B, 8, 0]) == InputError(file: "f", .compressed(format: "gzip")))
    #expect(refusal([0x28, 0xB5, 0x2F, 0xFD]) == InputError(file: "f", .compressed(format: "zstd")))
  }

  @Test func refusesPathsThatAreNoFile() throws {
    let folder = try TemporaryFolder()
    #expect(throws: InputError(file: folder.path("none"), .system(operation: "open", code: ENOENT))) {
      try ClassFile(path: folder.path("none"))
    }
    #expect(throws: InputError(file: folder.url.path, .isDirectory)) { try ClassFile(path: folder.url.path) }
  }

  @Test func isNamedByItsStemAndKnownByItsContent() throws {
    let folder = try TemporaryFolder()
    let json = try ClassFile(path: folder.write("birds.v2.json", #"["tench", "ant"]"#))
    #expect(json.classSet.name == "birds.v2")
    let lines = try ClassFile(path: folder.write("birds.txt", "tench\nant\n"), name: "other")
    #expect(lines.classSet.name == "other")
    #expect(json.sourceDigest != lines.sourceDigest)
    let marked = try folder.write("marked.txt", "\u{FEFF}tench\nant\n")
    #expect(try ClassFile(path: marked).sourceDigest == InputFile.digest(of: InputFile.bytes(marked)))
    #expect(try ClassFile(path: marked).sourceDigest != lines.sourceDigest)
    let options = TermOptions(plurals: true)
    #expect("\(options)" == "plurals" && "\(TermOptions())" == "")
    let more = try ClassFile(path: folder.write("b.json", #"["tench", "ant"]"#), options: options)
    #expect(more.classSet.digest != json.classSet.digest)
  }

  private func items(_ file: ClassFile, _ kind: Note.Kind) -> [String]? {
    file.notes.first { $0.kind == kind }?.items
  }

  @Test func tellsTheTraps() throws {
    let file = try read(
      #"["T-shirt", "t shirt", "missile", "missile", "C++", ".NET", "kite (bird of prey)", "St. Bernard", "Ⓐ"]"#
    )
    #expect(items(file, .duplicateNames) == ["missile (2 classes)"])
    #expect(items(file, .equalNames) == ["T-shirt, t shirt"])
    #expect(items(file, .outerPunctuation) == ["C++", ".NET"])
    #expect(items(file, .parenthesis) == ["kite (bird of prey)"])
    let aliases = try read(#"{"love": ["♥", "heart"]}"#)
    #expect(items(aliases, .aliasesWithoutWords) == ["love: ♥"])
    #expect(try read(#"["tench", "ant"]"#).notes.count == 1)
    #expect(try read("a,b\n\nx\n\n").notes.map(\.kind).contains(.blankLines(1)))
    #expect(items(try read("index,name,size\n0,a,9\n"), .ignoredColumns) == ["size"])
  }

  @Test func addsTermsOnRequestOnly() throws {
    let list = #"{"kite (bird of prey)": ["kite"], "crane (machine)": [], "wolf": [], "sheep": []}"#
    let options = TermOptions(baseNames: true, plurals: true)
    #expect(
      shown(try read(list, options: options).classSet) == [
        "kite (bird of prey): kite(alias), kites(plural)", "crane (machine): crane(base), cranes(plural)",
        "wolf: wolves(plural)", "sheep",
      ])
    #expect(shown(try read(list).classSet)[1] == "crane (machine)")
    let told = try read(list, options: options).notes
    #expect(told.first { $0.kind == .addedTerms(.base) }?.items == ["crane (machine): crane"])
    #expect(told.first { $0.kind == .addedTerms(.plural) }?.items.count == 3)
    #expect(!told.contains { $0.kind == .parenthesis })
  }

  @Test(
    arguments: [
      ("kite (bird of prey)", "kite"), ("a (b (c))", "a"), ("a (b) (c)", "a (b)"), ("狗（动物）", "狗"),
      ("(foo)", nil),
      ("foo)", nil), ("foo (bar) baz", nil), ("!! (x)", nil), ("kite(bird)", "kite"),
    ] as [(String, String?)])
  func cutsTheParenthesis(_ name: String, _ base: String?) {
    #expect(ClassSet.baseName(of: name) == base)
  }

  @Test func sentencesShowNoControlCharacters() throws {
    let file = try read("[\"a\\u001b[31m!\", \"x\"]")
    #expect(items(file, .outerPunctuation) == ["a\u{1B}[31m!"])
    #expect(!file.notes.flatMap { $0.lines() }.joined().contains("\u{1B}"))
    #expect(reason("[\"\\u001b\"]")?.contains("`\\u{1b}`") == true)
  }

  @Test(
    .enabled(if: ProjectPaths.shared != nil),
    arguments: [("imagenet", 1000), ("flowers", 102), ("cars", 196), ("caltech", 100)])
  func readsTheRealLists(_ name: String, _ count: Int) throws {
    let url = ProjectPaths.sharedFile("data/classes/\(name)_classes.json")
    let file = try ClassFile(path: url.path)
    #expect(file.form == .jsonNames)
    let names = try JSONDecoder().decode([String].self, from: Data(contentsOf: url))
    #expect(file.classSet.classes.map(\.name) == names)
    #expect(names.count == count)
    guard name == "imagenet" else { return }
    #expect(items(file, .duplicateNames) == ["missile (2 classes)", "sunglasses (2 classes)"])
    #expect(items(file, .parenthesis)?.count == names.filter { $0.hasSuffix(")") }.count)
    #expect(items(file, .outerPunctuation) == nil)
  }
}
