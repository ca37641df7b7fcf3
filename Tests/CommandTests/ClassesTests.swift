import Foundation
import TestSupport
import Testing

@Suite struct ClassesTests {
  static let names = #"["tench", "great white shark", "kite (bird of prey)", "C++"]"#

  static let cases = [
    CommandCase(
      "a name list is added and told", ["classes", "add", "fish", "fish.json"], files: ["fish.json": names],
      stdout: "",
      stderr: [
        "corpus-tool: note: 4 classes with 4 terms, read as a JSON list of names\n", "C++", "--base-names",
        "corpus-tool: note: class set `fish` added to corpus.sqlite\n",
      ]),
    CommandCase(
      "a class list that is not there", ["classes", "add", "fish", "none.json"], status: 1, stdout: "",
      stderr: ["corpus-tool: none.json", "No such file or directory"]),
    CommandCase(
      "a class list without names", ["classes", "add", "fish", "fish.json"], files: ["fish.json": "[]"],
      status: 1,
      stdout: "", stderr: ["corpus-tool: fish.json: "]),
    CommandCase(
      "names without a word are refused", ["classes", "add", "fish", "fish.txt"],
      files: ["fish.txt": "tench\n???\n"], status: 1, stdout: "", stderr: ["corpus-tool: fish.txt", "???"]),
    CommandCase(
      "no database", ["classes", "list"], status: 1, stdout: "", stderr: ["corpus-tool: corpus.sqlite: "]),
    CommandCase(
      "a database that is none", ["classes", "list", "--db", "x"],
      files: ["x": String(repeating: "text\n", count: 400)],
      status: 1, stdout: "", stderr: ["corpus-tool: x: this file is not a database\n"]),
    CommandCase(
      "a file that is missing", ["classes", "add", "fish"], status: 64, stdout: "",
      stderr: ["corpus-tool: Missing expected argument '<file>'"]),
    CommandCase(
      "a mistyped flag", ["classes", "add", "fish", "x", "--base-nmes"], status: 64, stdout: "",
      stderr: ["Did you mean '--base-names'?"]),
  ]

  @Test(arguments: cases) func classes(_ test: CommandCase) throws { try test.check() }

  @Test func addListShow() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.json", #"{"tench": ["Tinca tinca"], "crane": [], "crane machine": ["crane"]}"#)
    func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }
    #expect(try run("classes", "add", "a", "a.json").status == 0)
    let again = try run("classes", "add", "a", "a.json")
    #expect(again.status == 0 && again.stderr.contains("already exists in"))
    try folder.write("b.json", #"["tench"]"#)
    let other = try run("classes", "add", "a", "b.json")
    #expect(
      other.status == 1 && other.stderr.contains("a class set `a` already exists with different content"))

    #expect(
      try run("classes", "show", "a", "--format", "csv").stdout == """
        class_index,class,id,terms
        0,tench,,tench|Tinca tinca
        1,crane,,crane
        2,crane machine,,crane machine|crane

        """)
    #expect(
      try run("classes", "show", "--ambiguous", "--format", "csv").stdout == """
        reason,term,kind,counted,class_index,class
        shared,crane,name,1,1,crane
        shared,crane,alias,1,2,crane machine

        """)
    #expect(
      try run("classes", "show", "a.json", "--overlaps").stdout == """
        term   #  class  relation     other_term     #  other_class
        crane  1  crane  shared with  crane          2  crane machine
        crane  1  crane  inside       crane machine  2  crane machine

        """)
    let unknown = try run("classes", "show", "b")
    #expect(unknown.status == 1 && unknown.stderr.hasPrefix("corpus-tool: no class set `b`"))
    let list = try run("classes", "list", "--format", "json")
    #expect(
      list.stdout.hasPrefix(#"[\#n  {"class_set": "a", "classes": 3, "options": "", "source": "a.json", "#))
  }
}
